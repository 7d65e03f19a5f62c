"""What Today tells of each patient on its lines: visits, points, safety, asked for all at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Executable, Row, bindparam, func, select

from clinic.desk.queries.today import edition_that_counts, rows_of
from clinic.examinations.models import Edition, Examination
from clinic.examinations.rules import ExaminationState
from clinic.safety.models import SafetyScreen
from clinic.trigger_points.models import TriggerPoint
from clinic.trigger_points.rules import TriggerPointState
from clinic.work.unit import Work


@dataclass(frozen=True, slots=True)
class Visits:
    """A patient's signed examinations in short: the newest, and where the pain began."""

    examination_id: str
    examined_at: datetime
    complaint: str
    first_pain: int | None
    first_pain_at: datetime | None


@cache
def _visits_of() -> Executable:
    return (
        select(
            Examination.id,
            Examination.patient_id,
            Examination.examined_at,
            Edition.content["pain_now"].as_integer().label("pain_now"),
            Edition.content["complaint"].as_string().label("complaint"),
        )
        .join(Edition, edition_that_counts())
        .where(
            Examination.patient_id.in_(bindparam("ids", expanding=True)),
            Examination.state == ExaminationState.SIGNED,
        )
        .order_by(Examination.examined_at, Examination.signed_at, Examination.id)
    )


def visits_of(work: Work, patient_ids: Collection[str]) -> dict[str, Visits]:
    """Answer each patient's newest signed examination, and the first that asked for the pain."""
    if not patient_ids:
        return {}
    rows = rows_of(work, _visits_of(), ids=sorted(patient_ids))
    found: dict[str, Visits] = {}
    for row in rows:
        before = found.get(row.patient_id)
        asks_first = row.pain_now is not None and (before is None or before.first_pain is None)
        began = (row.pain_now, row.examined_at) if asks_first else (None, None)
        if before is not None and not asks_first:
            began = before.first_pain, before.first_pain_at
        found[row.patient_id] = Visits(
            examination_id=row.id,
            examined_at=row.examined_at,
            complaint=row.complaint or (before.complaint if before else ""),
            first_pain=began[0],
            first_pain_at=began[1],
        )
    return found


@dataclass(frozen=True, slots=True)
class Counted:
    """How many points of a patient are in one state, and since when the last of them."""

    count: int
    since: datetime | None


@cache
def _points_of() -> Executable:
    return (
        select(
            TriggerPoint.patient_id,
            TriggerPoint.state,
            func.count().label("points"),
            func.max(TriggerPoint.since).label("since"),
        )
        .where(
            TriggerPoint.patient_id.in_(bindparam("ids", expanding=True)),
            TriggerPoint.state.is_not(None),
        )
        .group_by(TriggerPoint.patient_id, TriggerPoint.state)
    )


def points_of(
    work: Work, patient_ids: Collection[str]
) -> dict[str, dict[TriggerPointState, Counted]]:
    """Answer the patients' registers, counted by state."""
    if not patient_ids:
        return {}
    rows = rows_of(work, _points_of(), ids=sorted(patient_ids))
    found: dict[str, dict[TriggerPointState, Counted]] = {}
    for row in rows:
        found.setdefault(row.patient_id, {})[row.state] = Counted(row.points, row.since)
    return found


@cache
def _screens_of() -> Executable:
    turn = func.row_number().over(
        partition_by=SafetyScreen.patient_id,
        order_by=(SafetyScreen.created_at.desc(), SafetyScreen.id.desc()),
    )
    newest = (
        select(SafetyScreen.id, turn.label("turn"))
        .where(
            SafetyScreen.clinic_id == bindparam("clinic"),
            SafetyScreen.patient_id.in_(bindparam("ids", expanding=True)),
        )
        .subquery()
    )
    return (
        select(
            SafetyScreen.patient_id,
            SafetyScreen.outcome,
            SafetyScreen.created_at,
            SafetyScreen.reasons,
        )
        .join(newest, newest.c.id == SafetyScreen.id)
        .where(newest.c.turn == 1)
    )


def screens_of(work: Work, patient_ids: Collection[str]) -> dict[str, Row[Any]]:
    """Answer each patient's newest safety screen."""
    if not patient_ids:
        return {}
    rows = rows_of(work, _screens_of(), clinic=work.actor.clinic, ids=sorted(patient_ids))
    return {row.patient_id: row for row in rows}
