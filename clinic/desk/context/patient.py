"""The page of one patient: who it is, what can be done now, the plan, the sheets."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from clinic.desk.context.points import on_date
from clinic.desk.queries.patient import AtTheDesk, Care, draft_plan
from clinic.examinations.context.visit import age_on
from clinic.examinations.rules import ExaminationState
from clinic.handouts.models import Handout
from clinic.handouts.rules import Layout
from clinic.languages import english_name
from clinic.paper.words import minutes, often, plain_number
from clinic.patients.models import Patient
from clinic.patients.rules import PatientState
from clinic.plans.models import HomePlan, PlanEvent
from clinic.plans.rules import PHASE_WORDS, STANDING, PlanState, Target
from clinic.work.unit import etag_of, local_day


@dataclass(frozen=True, slots=True)
class Person:
    """Who it is, as the head of the page names them."""

    id: str
    etag: str
    name: str
    preferred: str
    age: int
    born: date
    file_number: str
    phone: str
    email: str
    address: Sequence[str]
    language: str
    large_print: bool
    note: str
    is_archived: bool


_ADDRESS = (("line1",), ("line2",), ("suburb", "state", "postcode"), ("country",))


def person_of(patient: Patient, today: date) -> Person:
    """Name the patient of a page."""
    lines = (
        " ".join(filter(None, (patient.address.get(part, "") for part in parts)))
        for parts in _ADDRESS
    )
    preferred = patient.preferred_name
    return Person(
        id=patient.id,
        etag=etag_of(patient),
        name=f"{patient.given_name} {patient.family_name}",
        preferred="" if preferred == patient.given_name else preferred,
        age=age_on(today, patient.date_of_birth),
        born=patient.date_of_birth,
        file_number=patient.file_number,
        phone=patient.phone,
        email=patient.email,
        address=[line for line in lines if line],
        language=english_name(patient.language),
        large_print=patient.large_print,
        note=patient.note,
        is_archived=patient.state is PatientState.ARCHIVED,
    )


# -- the deeds at the head ------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Step:
    """A button: a link where `address` is read, a deed where it is `posted`, or why it rests."""

    address: str = ""
    posted: str = ""
    why_not: str = ""
    # hidden fields that the deed is sent with
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Steps:
    """What can be done with this patient now."""

    examine: Step
    goes_on: bool
    plan: Step
    handout: Step


def steps_of(care: Care, user_id: str | None) -> Steps:
    """Answer the next deeds: examine or go on, plan, print for this person."""
    here = f"/patients/{care.patient.id}"
    drafts = [
        visit
        for visit in care.visits
        if visit.state is ExaminationState.DRAFT and visit.recorded_by == user_id
    ]
    signed = [visit.id for visit in care.visits if visit.state is ExaminationState.SIGNED]
    examine = Step(posted=f"{here}/examinations")
    if drafts:
        examine = Step(f"/examinations/{max(drafts, key=lambda visit: visit.created_at).id}")
    plan = care.plan or draft_plan(care.plans)
    if plan is not None:
        planned = Step(f"/plans/{plan.id}")
    elif signed:
        planned = Step(posted=f"{here}/plans", more={"examination_id": signed[-1]})
    else:
        planned = Step(why_not="A plan rests on a signed examination.")
    events = () if care.plan is None else care.events[care.plan.id]
    handout = handout_step(care.plan, care.handouts, events, may_issue=True)
    return Steps(examine, bool(drafts), planned, handout)


def handout_step(
    plan: HomePlan | None,
    sheets: Sequence[Handout],
    events: Iterable[PlanEvent],
    *,
    may_issue: bool,
) -> Step:
    """Answer what prints this person's sheet: the one that was issued, or issuing it."""
    if plan is None:
        return Step(why_not="There is no active plan to print.")
    if plan.state is PlanState.PAUSED:
        return Step(why_not="The plan is paused: nothing new is printed until it goes on.")
    sheet = next((sheet for sheet in sheets if sheet.plan_id == plan.id), None)
    if sheet is not None and not (may_issue and is_outdated(sheet, events)):
        return Step(f"/handouts/{sheet.id}.pdf")
    if may_issue:
        return Step(posted=f"/plans/{plan.id}/handouts")
    return Step(why_not="No handout of this plan was given out yet: ask the clinician.")


def is_outdated(sheet: Handout, events: Iterable[PlanEvent]) -> bool:
    """Tell whether a sheet names a review day that has been moved since (ids follow time)."""
    return any(event.event == "rescheduled" and event.id > sheet.id for event in events)


# -- the plan ---------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class PlanCard:
    """The plan that stands, or a draft that waits."""

    id: str
    etag: str
    state: str
    phase: str
    places: int
    dose: str
    massager: str
    starts_on: date
    review_on: date
    review: str
    is_late: bool
    furthest: date
    stands: bool


def plan_card(care: Care) -> PlanCard | None:
    """Answer the card of the plan that stands, else of the newest draft."""
    plan = care.plan or draft_plan(care.plans)
    if plan is None:
        return None
    return _card(plan, care.today, care.targets[plan.id], care.models)


def bare_card(desk: AtTheDesk) -> PlanCard | None:
    """Answer what reception may see of the plan that stands."""
    return None if desk.plan is None else _card(desk.plan, desk.today, (), {})


def _card(
    plan: HomePlan, today: date, targets: Sequence[Target], models: Mapping[str, str]
) -> PlanCard:
    massager = models.get(plan.massager_model_id or "", "")
    speeds = sorted({target.frequency_hz for target in targets})
    if speeds:
        span = " to ".join(plain_number(speed) for speed in dict.fromkeys((speeds[0], speeds[-1])))
        massager = ", ".join(filter(None, (massager, f"{span} Hz")))
    return PlanCard(
        id=plan.id,
        etag=etag_of(plan),
        state=plan.state.value,
        phase=PHASE_WORDS[plan.phase],
        places=len(targets),
        dose=dose_words(targets),
        massager=massager,
        starts_on=plan.starts_on,
        review_on=plan.review_on,
        review=review_words(plan.review_on, today),
        is_late=plan.review_on < today,
        furthest=plan.starts_on + timedelta(days=84),
        stands=plan.state in STANDING,
    )


def dose_words(targets: Sequence[Target]) -> str:
    """Say how long it takes: 5 min 30 s, once a day; where places differ, a day's whole time."""
    if not targets:
        return "no place yet"
    rhythms = {(target.sessions_per_day, target.days_per_week) for target in targets}
    if len(rhythms) == 1:
        session = sum(target.seconds for target in targets)
        return f"{minutes(session)}, {often(*rhythms.pop())}"
    longest = sum(target.seconds * target.sessions_per_day for target in targets)
    return f"at most {minutes(longest)} a day"


def review_words(day: date, today: date) -> str:
    """Say how the review day lies to today."""
    away = (day - today).days
    if away == 0:
        return "review due today"
    if away > 0:
        return "review tomorrow" if away == 1 else f"review in {away} days"
    return "review was due yesterday" if away == -1 else f"review was due {-away} days ago"


# -- the sheets ---------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class SheetLine:
    """One issued sheet: printed again, it is the same bytes."""

    address: str
    name: str
    issued_at: datetime
    details: str
    # what became of it, where it is not the one that counts
    fate: str
    is_current: bool


_LAYOUTS = {Layout.STANDARD: "standard", Layout.LARGE_PRINT: "large print"}


def sheet_lines(
    sheets: Sequence[Handout],
    plan: HomePlan | None,
    events: Iterable[PlanEvent],
    zone: ZoneInfo,
) -> list[SheetLine]:
    """Answer the issued sheets, newest first."""
    happened = list(events)
    lines = []
    for number, sheet in enumerate(sheets):
        fate = ""
        if number:
            fate = f"replaced on {on_date(local_day(sheets[number - 1].created_at, zone))}"
        elif plan is None or sheet.plan_id != plan.id:
            fate = "its plan has ended"
        elif is_outdated(sheet, happened):
            fate = f"the review day has moved since, to {on_date(plan.review_on)}"
        pages = "1 page" if sheet.pages == 1 else f"{sheet.pages} pages"
        language = english_name(sheet.language)
        lines.append(
            SheetLine(
                address=f"/handouts/{sheet.id}.pdf",
                name=f"Home massage plan, {pages}",
                issued_at=sheet.created_at,
                details=f"{language} · {_LAYOUTS[sheet.layout]} · {sheet.short_code}",
                fate=fate,
                is_current=not fate,
            )
        )
    return lines
