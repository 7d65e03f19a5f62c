"""A patient's story as steps: who does what, and when, on the days of the visits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from datetime import date as Day  # noqa: N812 (`date` reads like a column here)
from typing import Any

from clinic.accounts.queries import today_of
from clinic.checkins import use_cases as checkins
from clinic.checkins.queries import page_of_handout
from clinic.checkins.rules import Report
from clinic.examinations import use_cases as examinations
from clinic.example.days import Appointments, clinic_day, moment
from clinic.example.founding import PATIENT
from clinic.example.signs import Course
from clinic.example.stories import Evening, Plan, Screening, Story, Target, Turn, Visit
from clinic.example.telling import AnyStep, Deed, PrintStep, Step, Told
from clinic.handouts import use_cases as handouts
from clinic.handouts.context.sheets import sheet_to_issue
from clinic.handouts.rules import Layout, Sheet
from clinic.letters import use_cases as letters
from clinic.letters.context import letter_to_issue
from clinic.letters.rules import LetterSheet, NewLetter
from clinic.paper.printed import Manuscript, Printed
from clinic.patients import use_cases as patients
from clinic.patients.rules import ConsentKind
from clinic.plans import use_cases as plans
from clinic.plans.rules import NewPlan, NewTarget, PlanAction
from clinic.safety import use_cases as safety
from clinic.safety.rules import QUESTIONS, Answer
from clinic.work.unit import Work

_TELEPHONE = time(12, 42)
_EVENING = time(20, 40)
_LANGUAGE = "en-AU"
# minutes from the beginning of a visit
_BOOKED, _CONSENT, _SCREEN, _EPISODE, _BEGUN, _SIGNED, _AFTER = -15, -4, -2, 1, 6, 24, 26
_PLAN_CONSENT, _WRITTEN, _PRESCRIBED, _PRINTED, _CORRECTED, _LETTER = 28, 30, 33, 36, 39, 42
_CARE_EXPLAINED = (
    "What the hands do during the examination and why; that pressing may hurt for a moment, and "
    "that a word stops it at any time."
)
_HOME_EXPLAINED = (
    "What the massager does, where it must not be used, the signs to stop on and whom to ring."
)


@dataclass
class Carer:
    """Turns stories into steps; keeps the appointment book."""

    today: Day
    book: Appointments
    # where patients' own pages are
    base_url: str

    def steps(self, story: Story) -> Iterator[AnyStep]:
        """Tell one patient's story."""
        starts = [
            self.book.next_free(story.seen_by(number), clinic_day(self.today, visit.ago))
            for number, visit in enumerate(story.visits)
        ]
        file = story.person.file
        day = clinic_day(self.today, story.came)
        first = starts[0] if starts else self.book.next_free("rosie", day)
        yield Step(file, _at(first, _BOOKED), "rosie", _create(story))
        if story.visits:
            yield from _openings(story, starts)
        for number, (visit, start) in enumerate(zip(story.visits, starts, strict=True)):
            yield from _visit(story, number, visit, start)
        for number, plan in enumerate(story.plans):
            yield from self._plan(story, number, plan, starts)
        if story.letter is not None:
            yield _letter(story, story.letter, _at(starts[-1], _LETTER))
        if story.archived is not None:
            when = moment(clinic_day(self.today, story.archived), _TELEPHONE)
            yield Step(f"{file} archived", when, "rosie", _archive(file))

    def _plan(
        self, story: Story, number: int, plan: Plan, starts: Sequence[datetime]
    ) -> Iterator[AnyStep]:
        start, who = starts[plan.visit], story.seen_by(plan.visit)
        key = f"{story.person.file} plan {number + 1}"
        if number == 0:
            consent = patients.NewConsent(ConsentKind.HOME_PLAN, _HOME_EXPLAINED)
            yield Step(
                f"{key} consent",
                _at(start, _PLAN_CONSENT),
                who,
                _of_patient(story, patients.record_consent, consent),
            )
        starts_on = clinic_day(self.today, story.visits[plan.visit].ago)
        yield Step(key, _at(start, _WRITTEN), who, _write(story, plan, starts_on))
        if plan.is_prescribed:
            yield Step(f"{key} prescribed", _at(start, _PRESCRIBED), who, _prescribe(key))
        if plan.has_handout:
            yield self._handout(story, key, _at(start, _PRINTED))
        for evening in plan.evenings:
            day = self.today - timedelta(days=evening.ago)
            name = f"{key} evening {evening.ago}"
            yield Step(name, moment(day, _EVENING), PATIENT, _told_from_home(key, evening, day))
        for turn in plan.later:
            if turn.visit is not None:
                when, by = _at(starts[turn.visit], _AFTER), story.seen_by(turn.visit)
            else:
                when, by = moment(clinic_day(self.today, turn.ago), _TELEPHONE), who
            name = f"{key} {turn.action} {turn.ago or turn.visit}"
            yield Step(name, when, by, _turn(key, turn, starts_on))

    def _handout(self, story: Story, key: str, when: datetime) -> PrintStep:
        layout = Layout.LARGE_PRINT if story.person.large_print else Layout.STANDARD

        def prepare(work: Work, told: Told) -> Manuscript:
            return sheet_to_issue(work, told[key], layout, _LANGUAGE, self.base_url)

        def issue(work: Work, told: Told, sheet: Manuscript, printed: Printed) -> None:
            if not isinstance(sheet, Sheet):
                raise TypeError("A handout is issued from its own sheet.")
            handouts.issue_handout(work, told[key], sheet, printed)

        return PrintStep(f"{key} handout", when, story.clinician, prepare, issue)


def _letter(story: Story, new: NewLetter, when: datetime) -> PrintStep:
    file = story.person.file

    def prepare(work: Work, told: Told) -> Manuscript:
        return letter_to_issue(work, told[file], new)

    def issue(work: Work, told: Told, sheet: Manuscript, printed: Printed) -> None:
        if not isinstance(sheet, LetterSheet):
            raise TypeError("A letter is issued from its own sheet.")
        letters.issue_letter(work, told[file], sheet, printed)

    return PrintStep(f"{file} letter", when, story.clinician, prepare, issue)


def _at(start: datetime, minutes: int) -> datetime:
    return start.astimezone(UTC) + timedelta(minutes=minutes)


def _create(story: Story) -> Deed:
    one = story.person
    address = {
        "line1": one.street,
        "suburb": one.suburb,
        "state": "VIC",
        "postcode": one.postcode,
    }
    new = patients.NewPatient(
        given_name=one.given,
        family_name=one.family,
        preferred_name=one.preferred,
        date_of_birth=one.born,
        sex=one.sex,
        phone=one.phone,
        email=one.email,
        address={name: value for name, value in address.items() if value},
        language=one.language,
        large_print=one.large_print,
        file_number=one.file,
        note=one.note,
    )
    return lambda work, _told: patients.create_patient(work, new)


def _of_patient(story: Story, deed: Any, new: object) -> Deed:
    return lambda work, told: deed(work, told[story.person.file], new)


def _archive(file: str) -> Deed:
    return lambda work, told: patients.archive_patient(work, told[file])


def _openings(story: Story, starts: Sequence[datetime]) -> Iterator[Step]:
    """Tell what comes before the first examination, and the screens of later ones."""
    file, who = story.person.file, story.clinician
    consent = patients.NewConsent(ConsentKind.EXAMINATION, _CARE_EXPLAINED)
    yield Step(
        f"{file} consent",
        _at(starts[0], _CONSENT),
        who,
        _of_patient(story, patients.record_consent, consent),
    )
    for screen in story.screens:
        yield Step(
            f"{file} screen {screen.visit + 1}",
            _at(starts[screen.visit], _SCREEN),
            who,
            _of_patient(story, safety.screen_patient, _answers(screen)),
        )
    if story.episode is not None:
        title, region = story.episode
        yield Step(
            f"{file} episode",
            _at(starts[0], _EPISODE),
            who,
            _of_patient(story, patients.open_episode, patients.NewEpisode(title, region)),
        )
        if story.closed_at is not None:
            yield Step(
                f"{file} episode closed",
                _at(starts[story.closed_at], _AFTER),
                who,
                _close_episode(story),
            )


def _close_episode(story: Story) -> Deed:
    def close(work: Work, told: Told) -> None:
        changes = {"closed_on": today_of(work)}
        patients.change_episode(work, told[f"{story.person.file} episode"], changes)

    return close


def _answers(screen: Screening) -> safety.NewScreen:
    yes = {*screen.yes, *screen.sites}
    return safety.NewScreen(
        answers={slug: Answer.YES if slug in yes else Answer.NO for slug in QUESTIONS},
        sites=dict(screen.sites),
        note=screen.note,
    )


# -- examinations ------------------------------------------------------------------
def _visit(story: Story, number: int, visit: Visit, start: datetime) -> Iterator[Step]:
    who = story.seen_by(number)
    key = f"{story.person.file} visit {number + 1}"
    correction = story.correction if story.correction and story.correction.visit == number else None
    first = correction.wrong if correction else story.places
    draft = _draft(visit, start) | {"findings": _found(first, number)}

    def begin(work: Work, told: Told) -> None:
        mine = told.get(f"{story.person.file} episode")
        examinations.begin_examination(
            work, told[story.person.file], draft | ({"episode_id": mine} if mine else {})
        )

    yield Step(key, _at(start, _BEGUN), who, begin)
    if visit.is_signed:
        yield Step(
            f"{key} signed",
            _at(start, _SIGNED),
            who,
            lambda work, told: examinations.sign_examination(work, told[key]),
        )
    if correction is not None:
        because, right = correction.because, {"findings": _found(story.places, number)}
        yield Step(
            f"{key} amended",
            _at(start, _CORRECTED),
            who,
            lambda work, told: examinations.amend_examination(work, told[key], because, right),
        )
    if visit.voided_because:
        yield Step(
            f"{key} voided",
            _at(start, _CORRECTED),
            who,
            lambda work, told: examinations.void_examination(work, told[key], visit.voided_because),
        )


def _draft(visit: Visit, start: datetime) -> dict[str, Any]:
    now, worst = visit.pain
    return {
        "examined_at": start,
        "complaint": visit.complaint,
        "pain_now": now,
        "pain_worst_week": worst,
        "symptoms": list(visit.symptoms),
        "red_flags": list(visit.red_flags),
        "scores": dict(visit.scores),
        "treatment_given": visit.treatment,
        "advice_given": visit.advice,
        "plan_of_care": visit.care,
    }


def _found(places: Sequence[Course], visit: int) -> list[Any]:
    return [finding for place in places if (finding := place.at(visit)) is not None]


# -- plans -------------------------------------------------------------------------
def _write(story: Story, plan: Plan, starts_on: Day) -> Deed:
    def write(work: Work, told: Told) -> None:
        file = story.person.file
        new = NewPlan(
            examination_id=told[f"{file} visit {plan.visit + 1}"],
            phase=plan.phase,
            starts_on=starts_on,
            review_on=starts_on + timedelta(days=plan.review_after),
            episode_id=told.get(f"{file} episode"),
            massager_model_id=told["model thrum"],
            targets=[_target(target) for target in plan.targets],
            advice=plan.advice,
            note=plan.note,
            override_reason=plan.override,
        )
        plans.write_plan(work, told[file], new)

    return write


def _target(target: Target) -> NewTarget:
    return NewTarget(
        muscle=target.muscle,
        side=target.side,
        site=target.site,
        seconds=target.seconds,
        sessions_per_day=target.sessions,
        position=target.position,
        reach=target.reach,
        note=target.note,
    )


def _prescribe(key: str) -> Deed:
    return lambda work, told: plans.prescribe_plan(
        work, told[key], replaces=None, override_reason=None
    )


def _told_from_home(key: str, evening: Evening, day: Day) -> Deed:
    report = Report(
        day, [int(done) for done in evening.sessions], *evening.pain, happened=evening.happened
    )

    def tell(work: Work, told: Told) -> None:
        page = page_of_handout(work, told[f"{key} handout"])
        if page is None:
            raise LookupError(f"The sheet of {key} has no page.")
        checkins.report_from_home(work, page.id, report)

    return tell


def _turn(key: str, turn: Turn, starts_on: Day) -> Deed:
    review_on = starts_on + timedelta(days=turn.review_after)
    deeds: dict[PlanAction, Deed] = {
        PlanAction.PAUSE: lambda work, told: plans.pause_plan(work, told[key], turn.reason),
        PlanAction.RESUME: lambda work, told: plans.resume_plan(work, told[key], turn.reason),
        PlanAction.STOP: lambda work, told: plans.stop_plan(work, told[key], turn.reason),
        PlanAction.COMPLETE: lambda work, told: plans.complete_plan(work, told[key]),
        PlanAction.RESCHEDULE: lambda work, told: plans.reschedule_plan(
            work, told[key], review_on, turn.reason
        ),
    }
    return deeds[turn.action]
