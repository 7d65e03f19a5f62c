"""A patient's whole record as files: readable JSON, the sheets as issued, and what is what."""

from collections.abc import Mapping
from typing import Any

from clinic.accounts.queries import acting_clinic, users_named, zone_of
from clinic.audit.schemas import AuditEntryShape
from clinic.checkins.schemas import CheckInShape
from clinic.checkins.schemas import shown as check_in_shown
from clinic.exchange.queries import HeldRecord
from clinic.exchange.rules import people_in, readable, readme
from clinic.handouts.models import Handout
from clinic.handouts.schemas import HandoutShape
from clinic.incidents.schemas import IncidentShape
from clinic.letters.schemas import LetterShape
from clinic.paper.words import long_day
from clinic.patients.schemas import ConsentShape, EpisodeShape, PatientShape
from clinic.safety.schemas import ScreenShape
from clinic.trigger_points.schemas import OutcomeShape
from clinic.work.unit import Work, local_day

_FILES = {
    "patient.json": "Who you are: names, birth date, how to reach you.",
    "episodes.json": "The complaints you came with: one entry for each course of care.",
    "consents.json": "What you agreed to, what was explained, and what you took back.",
    "safety-screens.json": "The questions answered before home massage, and what followed.",
    "examinations.json": (
        "Every examination as it now reads. Under versions: every version it ever had, with the "
        "reason of each change. A draft was never signed; a voided one was entered in error."
    ),
    "trigger-points.json": (
        "The sore places that are followed, and what each examination found there. The state "
        "eliminated means: not found on two examinations."
    ),
    "outcomes.json": "What was left after each signed examination, in numbers.",
    "home-plans.json": "The home massage plans, with places, doses, and what happened to each.",
    "handouts.json": "The sheets you were given, and the file in this archive that holds each.",
    "letters.json": "The letters written about you, and the file in this archive that holds each.",
    "check-ins.json": "What you told from home: what you did, your pain, the signs you ticked.",
    "incidents.json": "What went wrong with a home massage plan, and what was done.",
    "audit-entries.json": (
        "Who opened or changed this record, and when. Names of events and records only."
    ),
    "staff.json": "The names of the people whose codes stand in the files above.",
}
_LETTERS = ("letters/", "The letters themselves, byte for byte as they were issued (PDF).")
_SHEETS = ("handouts/", "The sheets themselves, byte for byte as they were given to you (PDF).")
# an entry's network address and checksum tell of the clinic, not of the patient
_AUDIT = ("id", "at", "actor_kind", "user_id", "event", "outcome", "subject_kind", "subject_id")


def archive_files(work: Work, record: HeldRecord) -> dict[str, bytes]:
    """Answer the files of a patient's archive, in the order of the README."""
    documents = _documents(record)
    people = users_named(work, sorted(set(people_in(documents))))
    documents["staff.json"] = [{"id": by, "name": people[by]} for by in sorted(people)]
    sheets = {
        name: content
        for (handout, content) in record.handouts
        if content is not None and (name := _name(handout))
    }
    letters = {
        _letter_name(letter): content for letter, content in record.letters if content is not None
    }
    told = [*_FILES.items(), *([_SHEETS] if sheets else []), *([_LETTERS] if letters else [])]
    day = long_day(local_day(work.now, zone_of(work)))
    words = readme(acting_clinic(work).name, day, told)
    return {
        "README.txt": words.encode(),
        **{name: readable(documents[name]) for name in _FILES},
        **sheets,
        **letters,
    }


def _documents(record: HeldRecord) -> dict[str, Any]:
    return {
        "patient.json": _without(PatientShape().dump(record.patient), "actions"),
        "episodes.json": EpisodeShape(many=True).dump(record.episodes),
        "consents.json": ConsentShape(many=True).dump(record.consents),
        "safety-screens.json": ScreenShape(many=True).dump(record.screens),
        "examinations.json": [_plain(examination) for examination in record.examinations],
        "trigger-points.json": [_plain(point) for point in record.trigger_points],
        "outcomes.json": OutcomeShape(many=True).dump(record.outcomes),
        "home-plans.json": [_plain(plan) for plan in record.plans],
        "handouts.json": [
            HandoutShape().dump(handout) | {"file": None if content is None else _name(handout)}
            for handout, content in record.handouts
        ],
        "letters.json": [
            _without(LetterShape().dump(letter), "actions")
            | {"file": None if content is None else _letter_name(letter)}
            for letter, content in record.letters
        ],
        "check-ins.json": CheckInShape(many=True).dump(map(check_in_shown, record.check_ins)),
        "incidents.json": [
            _without(incident, "actions")
            for incident in IncidentShape(many=True).dump(record.incidents)
        ],
        "audit-entries.json": AuditEntryShape(many=True, only=(*_AUDIT, "details")).dump(
            record.entries
        ),
    }


def _name(handout: Handout) -> str:
    return f"handouts/{handout.created_at:%Y-%m-%d}-{handout.short_code}.pdf"


def _letter_name(letter: Mapping[str, Any]) -> str:
    return f"letters/{letter['created_at']:%Y-%m-%d}-{letter['short_code']}.pdf"


def _plain(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what only a program needs: tags, open steps, warnings of the day."""
    return _without(answer, "etag", "actions", "warnings")


def _without(answer: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name not in names}
