"""Everything a letter prints, as plain values, read from signed examinations alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from clinic.accounts.context import letterhead_of
from clinic.accounts.queries import acting_clinic, settings_of, users_named, zone_of
from clinic.anatomy.rules import CATALOGUE_VERSION, MUSCLES
from clinic.checkins.queries import adherence_of_patient
from clinic.evidence.rules import typed_problems
from clinic.examinations.context.report import (
    ExaminationReport,
    FindingLine,
    examination_report,
    typed_in_report,
)
from clinic.examinations.models import Examination
from clinic.examinations.queries import signed_examinations
from clinic.examinations.rules import ExaminationState
from clinic.letters.rules import KINDS, STATE_WORDS, KindWords, LetterSheet, NewLetter
from clinic.paper.html import page_of
from clinic.paper.letterhead import Letterhead
from clinic.paper.printed import TypedText
from clinic.paper.short_codes import new_short_code
from clinic.paper.words import count, often, speed
from clinic.patients.models import Episode, Patient
from clinic.plans.models import HomePlan
from clinic.plans.queries import standing_now, targets_of
from clinic.plans.rules import PHASE_WORDS
from clinic.rulebook.refusals import Conflict, Invalid
from clinic.safety.queries import newest_screen
from clinic.trigger_points.queries import followed, register_of
from clinic.trigger_points.rules import TriggerPointState, outcomes_of, summary
from clinic.work.unit import Work, local_day

_NOT_ISSUED = "DRAFT, NOT ISSUED"
_WHY_NOT = {"muscles": "other muscles were examined", "examiner": "another examiner"}
_SIDES = {"left": "left", "right": "right", "midline": "middle"}


@dataclass(frozen=True, slots=True)
class CourseLine:
    """One signed examination in a row: what remained after it, and whether it compares."""

    day: date
    examiner: str
    muscles: int
    active: int
    latent: int
    remaining: int
    gone: int
    unseen: int
    pain: str
    compares: str


@dataclass(frozen=True, slots=True)
class PointLine:
    """One followed place as the register has it now."""

    name: str
    side: str
    state: str
    since: date | None
    reactivations: int


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter; days are the clinic's. `report` is the newest signed examination it rests on."""

    letterhead: Letterhead
    kind: KindWords
    language: str
    written_on: date
    written_by: str
    recipient_name: str
    recipient_address: str
    patient_name: str
    birth_day: date
    file_number: str
    request: str
    course_words: str
    report: ExaminationReport | None
    findings: tuple[FindingLine, ...]
    clear: tuple[str, ...]
    course: tuple[CourseLine, ...]
    points: tuple[PointLine, ...]
    counted: str
    screen: str
    plan: tuple[str, ...]
    adherence: str
    episodes: tuple[str, ...]
    elimination_days: int
    short_code: str
    status_line: str
    mark: str = ""


def letter_to_issue(work: Work, patient_id: str, new: NewLetter) -> LetterSheet:
    """Make a letter ready for the press."""
    return _sheet(work, patient_id, new, new_short_code(), "")


def letter_to_look_at(work: Work, patient_id: str, new: NewLetter) -> LetterSheet:
    """Make a letter ready that says of itself that it is not issued."""
    return _sheet(work, patient_id, new, "", _NOT_ISSUED)


def _sheet(work: Work, patient_id: str, new: NewLetter, short_code: str, mark: str) -> LetterSheet:
    letter, examination_id = _letter(work, patient_id, new, short_code, mark)
    problems = typed_problems({"/request": new.request, "/course": new.course})
    if problems:
        raise Invalid(problems)
    html = page_of("letter.html", letter)
    typed = tuple(_typed(letter))
    return LetterSheet(html, work.now, new, examination_id, short_code, typed=typed)


def _typed(letter: Letter) -> Iterator[TypedText]:
    """Name what was typed into this letter, and what its examination adds to it."""
    yield TypedText("/request", "What you ask", letter.request)
    yield TypedText("/course", "The course in your words", letter.course_words)
    if letter.report is not None:
        yield from typed_in_report(letter.report, at="/examination")


def _letter(
    work: Work, patient_id: str, new: NewLetter, short_code: str, mark: str
) -> tuple[Letter, str | None]:
    clinic, zone = acting_clinic(work), zone_of(work)
    patient = work.find(Patient, patient_id)
    kind = KINDS[new.kind]
    examination = _examination(work, patient, new.examination_id)
    report = None if examination is None else examination_report(work, examination)
    lines = () if report is None else report.findings
    author = work.actor.user_id or ""
    letter = Letter(
        letterhead=letterhead_of(work),
        kind=kind,
        language=clinic.locale,
        written_on=local_day(work.now, zone),
        written_by=users_named(work, [author]).get(author, ""),
        recipient_name=new.recipient_name,
        recipient_address=new.recipient_address,
        patient_name=f"{patient.given_name} {patient.family_name}",
        birth_day=patient.date_of_birth,
        file_number=patient.file_number,
        request=new.request,
        course_words=new.course,
        report=report,
        findings=tuple(line for line in lines if line.finding_class != "clear"),
        clear=tuple(line.place for line in lines if line.finding_class == "clear"),
        course=tuple(_course(work, patient.id, is_whole=kind.has_whole_course)),
        points=tuple(_points(work, patient.id)),
        counted=summary(register_of(work, patient.id)).headline,
        screen=_screen(work, patient.id),
        plan=_plan(work, patient.id),
        adherence=_adherence(work, patient.id),
        episodes=tuple(_episodes(work, patient)) if kind.has_whole_course else (),
        elimination_days=settings_of(work).elimination_days,
        short_code=short_code,
        status_line=f"catalogue {CATALOGUE_VERSION}",
        mark=mark,
    )
    return letter, None if examination is None else examination.id


def _examination(work: Work, patient: Patient, examination_id: str | None) -> Examination | None:
    """Answer the signed examination a letter rests on: the one that is named, or the newest.

    Raises:
        Invalid, Conflict: another patient's, or not signed.

    """
    if examination_id is None:
        signed = signed_examinations(work, patient.id)
        return max(signed, key=lambda e: e.examined_at, default=None)
    examination = work.named(Examination, examination_id, "/examination_id")
    if examination.patient_id != patient.id:
        raise Invalid.at("/examination_id", "There is nothing with this id.")
    if examination.state is not ExaminationState.SIGNED:
        raise Conflict("A letter rests on a signed examination; this one is not.")
    return examination


def _course(work: Work, patient_id: str, *, is_whole: bool) -> Iterator[CourseLine]:
    """Answer the examinations oldest first; a letter about today tells the first and the last."""
    zone = zone_of(work)
    lines = outcomes_of(register_of(work, patient_id))
    if not is_whole and len(lines) > _FIRST_AND_LAST:
        lines = (lines[0], *lines[-(_FIRST_AND_LAST - 1) :])
    examiners = {e.id: e.examiner_id or "" for e in signed_examinations(work, patient_id)}
    names = users_named(work, sorted(set(examiners.values())))
    for line in lines:
        because = ", ".join(_WHY_NOT.get(why, why) for why in line.not_comparable_because)
        yield CourseLine(
            day=local_day(line.examined_at, zone),
            examiner=names.get(examiners.get(line.examination_id, ""), ""),
            muscles=line.muscles_examined,
            active=line.points_active,
            latent=line.points_latent,
            remaining=line.points_remaining,
            gone=line.points_eliminated,
            unseen=line.points_not_reexamined,
            pain="not recorded" if line.pain_now is None else str(line.pain_now),
            compares="yes" if line.comparable else f"no: {because}",
        )


_FIRST_AND_LAST = 4


def _points(work: Work, patient_id: str) -> Iterator[PointLine]:
    zone = zone_of(work)
    for place, point in followed(work, patient_id):
        muscle = MUSCLES.get(place.muscle)
        name = muscle.name if muscle else place.muscle.replace("-", " ")
        yield PointLine(
            name + (f", spot {place.site}" if place.site else ""),
            _SIDES[place.side.value],
            STATE_WORDS[point.state or TriggerPointState.SUSPECTED],
            None if point.since is None else local_day(point.since, zone),
            point.reactivations,
        )


def _screen(work: Work, patient_id: str) -> str:
    screen = newest_screen(work, patient_id)
    if screen is None:
        return "not asked"
    named = ", ".join(reason["slug"].replace("-", " ") for reason in screen.reasons)
    return f"{screen.outcome.value}{f' ({named})' if named else ''}"


def _plan(work: Work, patient_id: str) -> tuple[str, ...]:
    """Say what is done at home now, place by place, in the clinician's numbers."""
    plan: HomePlan | None = standing_now(work, patient_id)
    if plan is None:
        return ()
    targets = targets_of(work, [plan.id])[plan.id]
    first = f"{PHASE_WORDS[plan.phase]}; {plan.state.value}; {count(len(targets), 'place')}"
    return (
        first,
        *(
            f"{MUSCLES[t.place.muscle].name}, {_SIDES[t.place.side.value]}: {t.seconds} seconds, "
            f"{often(t.sessions_per_day, t.days_per_week)}, {speed(t.frequency_hz)}"
            for t in targets
        ),
    )


def _adherence(work: Work, patient_id: str) -> str:
    told = adherence_of_patient(work, patient_id)
    if told.share is None:
        return ""
    return (
        f"{told.sessions_done} of {told.sessions_planned} sessions done, told on "
        f"{told.days_told} of {told.days_planned} days; days without word are not counted as missed"
    )


def _episodes(work: Work, patient: Patient) -> Sequence[str]:
    from sqlalchemy import select  # noqa: PLC0415 (its only use here)

    rows = work.session.scalars(
        select(Episode).where(Episode.patient_id == patient.id).order_by(Episode.opened_on)
    )
    return [
        f"{row.title}: from {row.opened_on.isoformat()}"
        + (f" to {row.closed_on.isoformat()}" if row.closed_on else ", still open")
        for row in rows
    ]
