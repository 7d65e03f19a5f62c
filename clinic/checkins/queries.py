"""Every question asked of check-ins and of the pages behind the sheets' codes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select, text

from clinic.accounts.queries import today_of, zone_of
from clinic.anatomy.rules import Place
from clinic.checkins.models import CheckIn, PatientPage
from clinic.checkins.rules import (
    Adherence,
    PlannedDays,
    TargetDose,
    ToldDay,
    adherence_of,
    hash_of,
    joined,
)
from clinic.plans.models import HomePlan, PlanEvent
from clinic.plans.queries import events_of, targets_of
from clinic.plans.rules import PlanState, Target
from clinic.work.paging import Page, Paging, page
from clinic.work.unit import Work, local_day


def check_ins(work: Work, patient_id: str, paging: Paging) -> Page[CheckIn]:
    """Answer a patient's check-ins, in the order they were first told, newest first."""
    return page(work, select(CheckIn).where(CheckIn.patient_id == patient_id), CheckIn.id, paging)


def check_ins_of(work: Work, plan_ids: Sequence[str]) -> dict[str, dict[date, CheckIn]]:
    """Answer what was told of plans, by day, oldest first."""
    found: dict[str, dict[date, CheckIn]] = {plan_id: {} for plan_id in plan_ids}
    rows = work.session.scalars(
        select(CheckIn).where(CheckIn.plan_id.in_(list(plan_ids))).order_by(CheckIn.day)
    )
    for row in rows:
        found[row.plan_id][row.day] = row
    return found


def check_in_of_day(work: Work, plan_id: str, day: date) -> CheckIn | None:
    """Answer what was told of one day."""
    return work.session.scalar(
        select(CheckIn).where(CheckIn.plan_id == plan_id, CheckIn.day == day)
    )


@dataclass(frozen=True, slots=True)
class Told:
    """A check-in and the places its numbers belong to."""

    row: CheckIn
    targets: Sequence[Target]


def with_places(work: Work, rows: Sequence[CheckIn]) -> list[Told]:
    """Answer check-ins with the places of their plans."""
    targets = targets_of(work, sorted({row.plan_id for row in rows}))
    return [Told(row, targets[row.plan_id]) for row in rows]


def place_words(place: Place) -> dict[str, str | int | None]:
    """Answer a place as the API writes it."""
    return {"muscle": place.muscle, "side": place.side.value, "site": place.site or None}


# -- pages ------------------------------------------------------------------------
def page_behind(work: Work, token: str) -> tuple[str, str] | None:
    """Answer the clinic and the id of the page that a secret opens. Core: no clinic is known yet.

    On PostgreSQL a policy of its own shows this one row to whoever names its hash.
    """
    hashed = hash_of(token)
    if work.session.get_bind().dialect.name == "postgresql":
        work.session.execute(text("SELECT set_config('app.page', :hash, true)"), {"hash": hashed})
    table = PatientPage.__table__
    row = work.session.execute(
        select(table.c.clinic_id, table.c.id).where(table.c.token_sha256 == hashed)
    ).one_or_none()
    return None if row is None else (row.clinic_id, row.id)


def page_of_handout(work: Work, handout_id: str) -> PatientPage | None:
    """Answer the page whose code a sheet carries; sheets of earlier days have none."""
    return work.session.scalar(
        select(PatientPage)
        .where(PatientPage.handout_id == handout_id)
        .order_by(PatientPage.id.desc())
        .limit(1)
    )


def newest_page(work: Work, patient_id: str) -> PatientPage | None:
    """Answer the page of the sheet that was given to a patient last."""
    return work.session.scalar(
        select(PatientPage)
        .where(PatientPage.patient_id == patient_id)
        .order_by(PatientPage.id.desc())
        .limit(1)
    )


def replaced_on(work: Work, page_: PatientPage, plan: HomePlan) -> date | None:
    """Answer the day on which another sheet or plan took the place of this page's, if one did."""
    zone = zone_of(work)
    newest = newest_page(work, page_.patient_id)
    if newest is not None and newest.handout_id != page_.handout_id:
        return local_day(newest.created_at, zone)
    if plan.replaced_by is None:
        return None
    events = events_of(work, [plan.id])[plan.id]
    gone = [event.created_at for event in events if event.event == "replaced"]
    return local_day(gone[-1], zone) if gone else today_of(work)


# -- adherence --------------------------------------------------------------------
_DAY = timedelta(days=1)
_ENDS = frozenset({"stopped", "completed", "replaced"})


def doses_of(targets: Sequence[Target]) -> list[TargetDose]:
    """Answer how often each place is to be treated."""
    return [TargetDose(t.sessions_per_day, t.days_per_week) for t in targets]


def planned_days(
    plan: HomePlan, events: Sequence[PlanEvent], told: Collection[date], zone: ZoneInfo, today: date
) -> PlannedDays:
    """Answer the days a plan asks for so far: until it ended or was to be reviewed, without rests.

    Today belongs to them once something was told of it; who goes on after the review day is
    counted as far as was told.
    """
    last = today if today in told else today - _DAY
    last = min(last, max([plan.review_on - _DAY, *told]))
    ended = [event for event in events if event.event in _ENDS]
    if ended:
        last = min(last, local_day(ended[-1].created_at, zone))
    rests: list[tuple[date, date]] = []
    since: date | None = None
    for event in events:
        day = local_day(event.created_at, zone)
        if event.event == "paused" and since is None:
            since = day
        elif event.event == "resumed" and since is not None:
            rests.append((since, day))
            since = None
    if since is not None:
        rests.append((since, date.max))
    return PlannedDays(plan.starts_on, last, rests)


def adherence_of_plan(
    work: Work,
    plan: HomePlan,
    targets: Sequence[Target],
    events: Sequence[PlanEvent],
    told: dict[date, CheckIn],
) -> Adherence:
    """Add up what was told of one plan."""
    days = planned_days(plan, events, told, zone_of(work), today_of(work))
    return adherence_of(
        days, doses_of(targets), [ToldDay(day, row.sessions) for day, row in told.items()]
    )


def adherence_of_patient(work: Work, patient_id: str, episode_id: str | None = None) -> Adherence:
    """Add up what was told of all of a patient's plans, or of one episode's."""
    wanted = select(HomePlan).where(
        HomePlan.patient_id == patient_id, HomePlan.state != PlanState.DRAFT
    )
    if episode_id is not None:
        wanted = wanted.where(HomePlan.episode_id == episode_id)
    plans = work.session.scalars(wanted.order_by(HomePlan.id)).all()
    ids = [plan.id for plan in plans]
    targets, events, told = targets_of(work, ids), events_of(work, ids), check_ins_of(work, ids)
    return joined(
        adherence_of_plan(work, plan, targets[plan.id], events[plan.id], told[plan.id])
        for plan in plans
    )


def adherence_asked(work: Work, *, patient_id: str, episode_id: str | None) -> list[Adherence]:
    """Answer a room below that asks how much of a patient's plans was done at home."""
    return [adherence_of_patient(work, patient_id, episode_id)]
