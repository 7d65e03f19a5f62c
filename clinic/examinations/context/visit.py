"""What stands at the head of an examination's pages: whom, when, what to mind, what was said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from clinic.accounts.queries import today_of, users_named, zone_of
from clinic.anatomy.rules import REGIONS
from clinic.examinations.models import Edition, Examination
from clinic.examinations.queries import editions_of
from clinic.examinations.rules.words import SYMPTOM_WORDS
from clinic.patients.models import Patient
from clinic.safety.models import SafetyScreen
from clinic.safety.queries import newest_screen
from clinic.safety.rules import QUESTIONS, RED_FLAGS, Answer, Outcome
from clinic.work.unit import Work, etag_of, local_day

_NONE_RECORDED = "none"


@dataclass(frozen=True, slots=True)
class Whom:
    """The patient as the head of a page names them."""

    id: str
    full_name: str
    given_name: str
    family_name: str
    preferred_name: str
    file_number: str
    date_of_birth: date
    age: int


@dataclass(frozen=True, slots=True)
class Alert:
    """What to mind with this patient: `stop` or `caution`, in short and in full."""

    kind: str
    short: str
    words: str


@dataclass(frozen=True, slots=True)
class Head:
    """One examination as its pages name it; moments are instants, pages write the clinic's."""

    id: str
    patient_id: str
    state: str
    etag: str
    version: int
    examined_at: datetime
    recorded_at: datetime
    recorded_by: str
    examiner: str
    signed_at: datetime | None
    signed_by: str
    reason: str
    voided_at: datetime | None
    voided_by: str
    void_reason: str
    sha256: str
    content: Mapping[str, Any]
    episode_id: str | None


def whom(work: Work, patient_id: str) -> Whom:
    """Name the patient of a page."""
    patient = work.find(Patient, patient_id)
    return Whom(
        id=patient.id,
        full_name=f"{patient.given_name} {patient.family_name}",
        given_name=patient.given_name,
        family_name=patient.family_name,
        preferred_name=patient.preferred_name,
        file_number=patient.file_number,
        date_of_birth=patient.date_of_birth,
        age=age_on(today_of(work), patient.date_of_birth),
    )


def age_on(day: date, born: date) -> int:
    """Answer whole years of life."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def head(work: Work, examination: Examination) -> Head:
    """Answer an examination as its pages name it."""
    edition: Edition = editions_of(work, [examination])[examination.id]
    people = [
        examination.examiner_id or "",
        edition.signed_by or "",
        examination.voided_by or "",
        edition.recorded_by or "",
    ]
    names = users_named(work, people)
    return Head(
        id=examination.id,
        patient_id=examination.patient_id,
        state=examination.state.value,
        etag=etag_of(examination),
        version=examination.edition,
        examined_at=examination.examined_at,
        recorded_at=examination.created_at,
        recorded_by=names.get(edition.recorded_by or "", ""),
        examiner=names.get(examination.examiner_id or "", ""),
        signed_at=edition.signed_at,
        signed_by=names.get(edition.signed_by or "", ""),
        reason=edition.reason,
        voided_at=examination.voided_at,
        voided_by=names.get(examination.voided_by or "", ""),
        void_reason=examination.void_reason,
        sha256=edition.sha256,
        content=edition.content,
        episode_id=examination.episode_id,
    )


def alerts(work: Work, patient_id: str, red_flags: list[str]) -> list[Alert]:
    """Answer what to mind: this visit's red flags, then the newest safety screen."""
    flags = [Alert("stop", "Red flag", flag_words(slug)) for slug in red_flags]
    screen = newest_screen(work, patient_id)
    if screen is None:
        return [*flags, Alert("caution", "No safety screen", "asked before a home plan is given")]
    return flags + _of_screen(work, screen)


def _of_screen(work: Work, screen: SafetyScreen) -> list[Alert]:
    day = local_day(screen.created_at, zone_of(work))
    on = f"screen of {day.day} {day:%b %Y}"
    kind = "stop" if screen.outcome is Outcome.BLOCKED else "caution"
    told = [
        Alert(
            kind if not reason["regions"] else "caution",
            QUESTIONS[reason["slug"]].question,
            ", ".join([REGIONS[slug].name for slug in reason["regions"]] or [on]),
        )
        for reason in screen.reasons
        if reason["answer"] == Answer.YES and reason["slug"] in QUESTIONS
    ]
    unknown = sum(reason["answer"] == Answer.UNKNOWN for reason in screen.reasons)
    if unknown:
        questions = "1 safety question" if unknown == 1 else f"{unknown} safety questions"
        told.append(Alert(kind, f"{questions} not answered", on))
    return told


def flag_words(slug: str) -> str:
    """Word a red flag."""
    return RED_FLAGS[slug].text if slug in RED_FLAGS else slug.replace("-", " ")


def red_flag_words() -> dict[str, str]:
    """Answer the words of every red flag."""
    return {slug: flag.text for slug, flag in RED_FLAGS.items()}


def symptom_words() -> dict[str, str]:
    """Answer the words of every symptom."""
    return {symptom.value: words for symptom, words in SYMPTOM_WORDS.items()}


def visit_line(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Answer the four facts that stand in one line: complaint, pain, worst pain, red flags."""
    flags = content["red_flags"]
    return [
        ("Complaint", content["complaint"] or "not written down"),
        ("Pain now", _of_ten(content["pain_now"])),
        ("Worst this week", _of_ten(content["pain_worst_week"])),
        ("Red flags", ", ".join(map(flag_words, flags)) if flags else _NONE_RECORDED),
    ]


def visit_facts(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Answer everything a visit says beside its findings, each with its label."""
    symptoms = {symptom.value: words for symptom, words in SYMPTOM_WORDS.items()}
    scores = content["scores"]
    lines = visit_line(content)
    told = [
        *lines[:3],
        ("Symptoms", ", ".join(symptoms[one] for one in content["symptoms"]) or _NONE_RECORDED),
        lines[3],
    ]
    told += [
        (f"Activity: {line['activity']}", f"{line['score']} of 10")
        for line in scores.get("psfs") or ()
    ]
    for name, label, most in (("ndi", "Neck Disability Index", 50), ("dash", "DASH", 100)):
        if scores.get(name) is not None:
            told.append((label, f"{scores[name]:g} of {most}"))
    if scores.get("gpe") is not None:
        told.append(("Overall change", f"{scores['gpe']:+d} (from -5 to +5)"))
    for name, label in (
        ("treatment_given", "Treatment given"),
        ("advice_given", "Advice given"),
        ("plan_of_care", "Plan of care"),
    ):
        told.append((label, content[name] or "nothing written down"))
    return told


def _of_ten(value: int | None) -> str:
    return "not asked" if value is None else f"{value} of 10"
