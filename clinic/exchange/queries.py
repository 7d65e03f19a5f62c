"""Everything that is held of one patient, read room by room."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from clinic.audit.queries import Sought, entries
from clinic.checkins.queries import Told, check_ins, with_places
from clinic.examinations import queries as examinations
from clinic.handouts.models import Handout
from clinic.handouts.queries import archived_bytes, handouts
from clinic.incidents.models import Incident
from clinic.incidents.queries import IncidentQuery, incidents
from clinic.letters import queries as letters
from clinic.letters.models import Letter
from clinic.patients.models import Consent, Episode, Patient
from clinic.patients.queries import consents, episodes
from clinic.plans import queries as plans
from clinic.rulebook.refusals import Unavailable
from clinic.safety.models import SafetyScreen
from clinic.safety.queries import screens
from clinic.trigger_points.queries import register_of, trigger_points
from clinic.trigger_points.rules import Outcome, outcomes_of
from clinic.work.journal import JournalEntry
from clinic.work.paging import Paging
from clinic.work.unit import Work

# more than any patient's record has
_ALL = Paging(limit=1_000_000)


@dataclass(frozen=True, slots=True)
class HeldRecord:
    """All rows and plain values of one patient, oldest first."""

    patient: Patient
    episodes: Sequence[Episode]
    consents: Sequence[Consent]
    screens: Sequence[SafetyScreen]
    examinations: Sequence[dict[str, Any]]
    trigger_points: Sequence[dict[str, Any]]
    outcomes: Sequence[Outcome]
    plans: Sequence[dict[str, Any]]
    # without bytes: an archived sheet that is damaged is never given out
    handouts: Sequence[tuple[Handout, bytes | None]]
    # likewise; each letter as it is shown
    letters: Sequence[tuple[dict[str, Any], bytes | None]]
    check_ins: Sequence[Told]
    incidents: Sequence[Incident]
    entries: Sequence[JournalEntry]


def held_record(work: Work, patient: Patient) -> HeldRecord:
    """Read everything that is held of a patient."""
    patient_id = patient.id
    written = _oldest_first(plans.plans(work, patient_id, _ALL).items)
    return HeldRecord(
        patient=patient,
        episodes=_oldest_first(episodes(work, patient_id, _ALL).items),
        consents=_oldest_first(consents(work, patient_id, _ALL).items),
        screens=_oldest_first(screens(work, patient_id, _ALL).items),
        examinations=_examinations(work, patient_id),
        trigger_points=_oldest_first(trigger_points(work, patient_id, _ALL).items),
        outcomes=outcomes_of(register_of(work, patient_id)),
        plans=plans.shown(work, written),
        handouts=[
            (handout, _bytes(work, handout))
            for handout in _oldest_first(handouts(work, patient_id, _ALL).items)
        ],
        letters=_letters(work, patient_id),
        check_ins=with_places(work, _oldest_first(check_ins(work, patient_id, _ALL).items)),
        incidents=[
            incident
            for plan in written
            for incident in _oldest_first(
                incidents(work, IncidentQuery(_ALL.limit, home_plan_id=plan.id)).items
            )
        ],
        entries=_oldest_first(entries(work, Sought(_ALL.limit, patient_id=patient_id)).items),
    )


def _oldest_first(rows: Sequence[Any]) -> list[Any]:
    return list(reversed(rows))


def _examinations(work: Work, patient_id: str) -> list[dict[str, Any]]:
    """Answer every examination as it now reads, with every version it had."""
    rows = _oldest_first(examinations.examinations(work, patient_id, _ALL).items)
    return [
        now | {"versions": _oldest_first(examinations.shown_editions(work, row))}
        for row, now in zip(rows, examinations.shown(work, rows), strict=True)
    ]


def _letters(work: Work, patient_id: str) -> list[tuple[dict[str, Any], bytes | None]]:
    told = _oldest_first(letters.letters(work, patient_id, _ALL).items)
    kept: list[tuple[dict[str, Any], bytes | None]] = []
    for letter in told:
        try:
            pdf: bytes | None = letters.archived_bytes(work, work.find(Letter, letter["id"]))
        except Unavailable:
            pdf = None
        kept.append((letter, pdf))
    return kept


def _bytes(work: Work, handout: Handout) -> bytes | None:
    try:
        return archived_bytes(work, handout)
    except Unavailable:
        return None
