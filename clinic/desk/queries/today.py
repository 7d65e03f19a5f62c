"""What waits today, across the rooms: a fixed number of questions, however many patients wait.

Each is put together once: for so many joins that costs more than asking it.
"""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Executable, Row, and_, bindparam, func, or_, select

from clinic.examinations.models import Edition, Examination
from clinic.examinations.rules import ExaminationState
from clinic.handouts.models import Handout
from clinic.patients.models import Episode, Patient
from clinic.patients.rules import PatientState
from clinic.plans.models import HomePlan, PlanEvent, PlanTarget
from clinic.plans.rules import STANDING, PauseCause, PlanState
from clinic.samples.models import SampleUnit
from clinic.trigger_points.models import TriggerPoint
from clinic.trigger_points.rules.outcomes import REMAINING
from clinic.work.unit import Work

# more lines of one kind than anybody reads in a day; the page says that there are more
MOST_LINES = 40
# pain of at most this is as good as gone to the patient [P]
_HARDLY_PAIN = 1
# whoever was not seen for longer is no longer about to stop: they have stopped [P]
_STILL_IN_CARE = timedelta(weeks=26)

# a pause that somebody must decide on; a clinician's own pause is decided already
_ALARMS = frozenset(PauseCause) - {PauseCause.CLINICIAN}
# what the row of a person holds on every line
_PERSON = (
    Patient.id.label("patient_id"),
    Patient.given_name,
    Patient.family_name,
    Patient.phone,
    Patient.large_print,
    Patient.state.label("patient_state"),
)
Rows = Sequence[Row[Any]]


def rows_of(work: Work, question: Executable, **values: Any) -> Rows:
    """Ask a question that was put together before."""
    return work.session.execute(question, values).all()


def _of_plan() -> ColumnElement[bool]:
    return and_(Patient.clinic_id == HomePlan.clinic_id, Patient.id == HomePlan.patient_id)


def edition_that_counts() -> ColumnElement[bool]:
    """Answer the condition that joins an examination with the edition that counts."""
    return and_(
        Edition.clinic_id == Examination.clinic_id,
        Edition.examination_id == Examination.id,
        Edition.edition == Examination.edition,
    )


@cache
def _plans_stopped() -> Executable:
    why = (
        select(PlanEvent.reason)
        .where(
            PlanEvent.clinic_id == HomePlan.clinic_id,
            PlanEvent.plan_id == HomePlan.id,
            PlanEvent.event == "paused",
        )
        .order_by(PlanEvent.seq.desc())
        .limit(1)
        .correlate(HomePlan)
        .scalar_subquery()
    )
    return (
        select(
            HomePlan.id.label("plan_id"),
            HomePlan.pause_cause,
            HomePlan.paused_at,
            HomePlan.open_incidents,
            why.label("reason"),
            *_PERSON,
        )
        .join(Patient, _of_plan())
        .where(HomePlan.state == PlanState.PAUSED, HomePlan.pause_cause.in_(sorted(_ALARMS)))
        .order_by(HomePlan.paused_at.desc(), HomePlan.id.desc())
        .limit(MOST_LINES + 1)
    )


def plans_stopped(work: Work) -> Rows:
    """Answer the plans that rest for a reason nobody chose, the newest pause first."""
    return rows_of(work, _plans_stopped())


@cache
def _people_of_plans() -> Executable:
    return (
        select(HomePlan.id.label("plan_id"), *_PERSON)
        .join(Patient, _of_plan())
        .where(HomePlan.id.in_(bindparam("ids", expanding=True)))
    )


def people_of_plans(work: Work, plan_ids: Collection[str]) -> dict[str, Row[Any]]:
    """Answer whose plans these are."""
    if not plan_ids:
        return {}
    rows = rows_of(work, _people_of_plans(), ids=sorted(plan_ids))
    return {row.plan_id: row for row in rows}


@cache
def _units_named() -> Executable:
    return select(SampleUnit.id, SampleUnit.asset_tag, SampleUnit.serial_number).where(
        SampleUnit.id.in_(bindparam("ids", expanding=True))
    )


def units_named(work: Work, unit_ids: Collection[str]) -> dict[str, str]:
    """Answer what is written on units: the asset tag, else the serial number."""
    if not unit_ids:
        return {}
    rows = rows_of(work, _units_named(), ids=sorted(unit_ids))
    return {row.id: row.asset_tag or row.serial_number for row in rows}


@cache
def _reviews() -> Executable:
    is_open = or_(
        HomePlan.state == PlanState.ACTIVE,
        and_(HomePlan.state == PlanState.PAUSED, HomePlan.pause_cause == PauseCause.CLINICIAN),
    )
    return (
        select(
            HomePlan.id.label("plan_id"),
            HomePlan.state.label("plan_state"),
            HomePlan.examination_id,
            HomePlan.review_on,
            Episode.title.label("episode"),
            *_PERSON,
        )
        .join(Patient, _of_plan())
        .outerjoin(
            Episode,
            and_(Episode.clinic_id == HomePlan.clinic_id, Episode.id == HomePlan.episode_id),
        )
        .where(is_open, HomePlan.review_on <= bindparam("until"))
        .order_by(HomePlan.review_on, Patient.family_name, Patient.given_name, HomePlan.id)
        .limit(MOST_LINES + 1)
    )


def reviews(work: Work, until: date) -> Rows:
    """Answer the plans whose review day has come by `until`, the longest overdue first."""
    return rows_of(work, _reviews(), until=until)


@cache
def _pain_gone() -> Executable:
    turn = func.row_number().over(
        partition_by=Examination.patient_id,
        order_by=(
            Examination.examined_at.desc(),
            Examination.signed_at.desc(),
            Examination.id.desc(),
        ),
    )
    left = (
        select(TriggerPoint.patient_id)
        .where(
            TriggerPoint.clinic_id == bindparam("clinic"),
            TriggerPoint.state.in_(sorted(REMAINING)),
        )
        .distinct()
    )
    newest = (
        select(
            Examination.patient_id,
            Examination.examined_at,
            Edition.content["pain_now"].as_integer().label("pain_now"),
            turn.label("turn"),
        )
        .join(Edition, edition_that_counts())
        .where(
            Examination.clinic_id == bindparam("clinic"),
            Examination.state == ExaminationState.SIGNED,
            Examination.patient_id.in_(left),
        )
        .subquery()
    )
    return (
        select(
            newest.c.examined_at,
            newest.c.pain_now,
            HomePlan.id.label("plan_id"),
            HomePlan.review_on,
            *_PERSON,
        )
        .join(newest, newest.c.patient_id == Patient.id)
        .outerjoin(
            HomePlan,
            and_(
                HomePlan.clinic_id == Patient.clinic_id,
                HomePlan.patient_id == Patient.id,
                HomePlan.state.in_(sorted(STANDING)),
            ),
        )
        .where(
            newest.c.turn == 1,
            newest.c.pain_now <= _HARDLY_PAIN,
            newest.c.examined_at > bindparam("since"),
            Patient.state == PatientState.ACTIVE,
        )
        .order_by(newest.c.examined_at.desc(), Patient.id)
        .limit(MOST_LINES + 1)
    )


def pain_gone(work: Work) -> Rows:
    """Answer whose newest signed examination found hardly any pain while points are left."""
    return rows_of(work, _pain_gone(), clinic=work.actor.clinic, since=work.now - _STILL_IN_CARE)


@cache
def _plans_without_a_handout() -> Executable:
    printed = (
        select(Handout.id)
        .where(Handout.clinic_id == HomePlan.clinic_id, Handout.plan_id == HomePlan.id)
        .correlate(HomePlan)
        .exists()
    )
    doses = (
        select(
            PlanTarget.plan_id,
            func.count().label("places"),
            func.sum(PlanTarget.seconds * PlanTarget.sessions_per_day).label("day_seconds"),
        )
        .where(PlanTarget.clinic_id == bindparam("clinic"))
        .group_by(PlanTarget.plan_id)
        .subquery()
    )
    return (
        select(
            HomePlan.id.label("plan_id"),
            HomePlan.prescribed_at,
            func.coalesce(doses.c.places, 0).label("places"),
            func.coalesce(doses.c.day_seconds, 0).label("day_seconds"),
            *_PERSON,
        )
        .join(Patient, _of_plan())
        .outerjoin(doses, doses.c.plan_id == HomePlan.id)
        .where(HomePlan.state == PlanState.ACTIVE, ~printed)
        .order_by(HomePlan.prescribed_at.desc(), HomePlan.id.desc())
        .limit(MOST_LINES + 1)
    )


def plans_without_a_handout(work: Work) -> Rows:
    """Answer the active plans of which nothing was printed yet, the newest first."""
    return rows_of(work, _plans_without_a_handout(), clinic=work.actor.clinic)


@cache
def _own_drafts() -> Executable:
    return (
        select(
            Examination.id.label("examination_id"),
            Examination.examined_at,
            Edition.content["complaint"].as_string().label("complaint"),
            *_PERSON,
        )
        .join(Edition, edition_that_counts())
        .join(
            Patient,
            and_(Patient.clinic_id == Examination.clinic_id, Patient.id == Examination.patient_id),
        )
        .where(
            Examination.state == ExaminationState.DRAFT,
            Edition.recorded_by == bindparam("user"),
        )
        .order_by(Examination.examined_at, Examination.id)
        .limit(MOST_LINES + 1)
    )


def own_drafts(work: Work) -> Rows:
    """Answer the examinations that the acting user wrote and has not signed, oldest first."""
    return rows_of(work, _own_drafts(), user=work.actor.user_id)
