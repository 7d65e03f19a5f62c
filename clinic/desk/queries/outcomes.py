"""Where in the body the clinic's points lie, and in which state they are."""

from sqlalchemy import func, select

from clinic.examinations.models import ExaminedPlace
from clinic.trigger_points.models import TriggerPoint
from clinic.trigger_points.rules import TriggerPointState
from clinic.work.unit import Work


def points_by_muscle(work: Work) -> list[tuple[str, TriggerPointState, int]]:
    """Count the clinic's followed points by muscle and state, as they stand."""
    rows = work.session.execute(
        select(ExaminedPlace.muscle, TriggerPoint.state, func.count())
        .join(
            TriggerPoint,
            (TriggerPoint.clinic_id == ExaminedPlace.clinic_id)
            & (TriggerPoint.id == ExaminedPlace.id),
        )
        .where(TriggerPoint.state.is_not(None))
        .group_by(ExaminedPlace.muscle, TriggerPoint.state)
    )
    return [(muscle, state, count) for muscle, state, count in rows if state is not None]
