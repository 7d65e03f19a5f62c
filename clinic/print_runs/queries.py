"""Questions asked of print runs, of the queue that their items make, and of what a day holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.orm import undefer

from clinic.accounts.models import Clinic
from clinic.accounts.queries import zone_of
from clinic.handouts.models import Handout
from clinic.handouts.rules import Layout
from clinic.patients.models import Patient
from clinic.plans.models import HomePlan
from clinic.plans.rules import PlanState
from clinic.print_runs.models import IS_OPEN, PrintRun, PrintRunItem
from clinic.print_runs.rules import (
    LEASE,
    MOST_PLANS,
    Failure,
    ItemState,
    RunState,
    run_state,
    told,
)
from clinic.rulebook.permissions import Permission
from clinic.store.base import IDS_AHEAD, first_id
from clinic.work.paging import Page, Paging, page
from clinic.work.unit import Work


# -- the queue ----------------------------------------------------------------------
def clinic_ids(work: Work) -> Sequence[str]:
    """Answer every clinic of this installation: a worker goes from one to the next."""
    return work.session.scalars(select(Clinic.id).order_by(Clinic.id)).all()


def free_item(work: Work) -> PrintRunItem | None:
    """Answer an item that nobody is printing, locked for change where others hold none.

    Runs take turns: a short one does not wait until a long one is done.
    """
    return work.session.scalar(
        select(PrintRunItem)
        .where(IS_OPEN, _is_free(work.now))
        .order_by(PrintRunItem.position, PrintRunItem.run_id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )


def has_free_item(work: Work) -> bool:
    """Tell whether there is anything to print, without a lock."""
    return _is_any(work, IS_OPEN, _is_free(work.now))


def has_open_item(work: Work) -> bool:
    """Tell whether anything is to be printed or being printed."""
    return _is_any(work, IS_OPEN)


def _is_any(work: Work, *where: ColumnElement[bool]) -> bool:
    # in order, so that SQLite too goes by the small index of the queue
    asked = select(PrintRunItem.id).where(*where).order_by(PrintRunItem.position).limit(1)
    return work.session.scalar(asked) is not None


def _is_free(now: datetime) -> ColumnElement[bool]:
    return or_(
        PrintRunItem.state == ItemState.WAITING,
        and_(PrintRunItem.state == ItemState.PRINTING, PrintRunItem.leased_until <= now),
    )


def open_items(work: Work, run_id: str) -> Sequence[PrintRunItem]:
    """Answer what a run has still to do, locked for change."""
    return work.session.scalars(
        select(PrintRunItem)
        .where(PrintRunItem.run_id == run_id, IS_OPEN)
        .order_by(PrintRunItem.position)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def current_handout(work: Work, plan: HomePlan, layout: Layout, language: str) -> Handout | None:
    """Answer the sheet of exactly this plan as it is now, in this layout and language."""
    return work.session.scalar(
        select(Handout)
        .where(
            Handout.plan_id == plan.id,
            Handout.plan_version == plan.version,
            Handout.layout == layout,
            Handout.language == language,
        )
        .order_by(Handout.id.desc())
        .limit(1)
    )


def newest_of_plan(work: Work, plan_id: str) -> Handout | None:
    """Answer the sheet of a plan that was issued last, without its bytes."""
    return work.session.scalar(
        select(Handout).where(Handout.plan_id == plan_id).order_by(Handout.id.desc()).limit(1)
    )


# -- what a day holds ---------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class PlanOfDay:
    """An active plan of a day; `issued_at`: its newest sheet, where that shows it as it is now."""

    plan_id: str
    patient_id: str
    name: str
    is_large: bool
    prescribed_at: datetime | None
    issued_at: datetime | None


def plans_of_day(work: Work, day: date) -> list[PlanOfDay]:
    """Answer the active plans that were prescribed, or whose handout was issued, on a day.

    In the order of names, as a pile of paper is looked through.
    """
    zone = zone_of(work)
    begins = datetime.combine(day, time.min, zone)
    ends = datetime.combine(day + timedelta(days=1), time.min, zone)
    # by their ids: a row's time lies behind its bytes
    issued = select(Handout.plan_id).where(
        Handout.clinic_id == work.actor.clinic,
        Handout.id >= first_id(begins),
        Handout.id < first_id(ends + IDS_AHEAD),
        Handout.created_at >= begins,
        Handout.created_at < ends,
    )
    rows = work.session.execute(
        _plans().where(
            HomePlan.state == PlanState.ACTIVE,
            or_(
                and_(HomePlan.prescribed_at >= begins, HomePlan.prescribed_at < ends),
                HomePlan.id.in_(issued),
            ),
        )
    ).all()
    return _with_sheets(work, rows)


def _plans() -> Select[*tuple[Any, ...]]:
    return (
        select(
            HomePlan.id.label("plan_id"),
            HomePlan.version,
            HomePlan.prescribed_at,
            Patient.id.label("patient_id"),
            Patient.given_name,
            Patient.family_name,
            Patient.large_print,
        )
        .join(
            Patient,
            and_(Patient.clinic_id == HomePlan.clinic_id, Patient.id == HomePlan.patient_id),
        )
        .order_by(Patient.family_name, Patient.given_name, HomePlan.id)
        .limit(MOST_PLANS + 1)
    )


def _with_sheets(work: Work, rows: Sequence[Row[*tuple[Any, ...]]]) -> list[PlanOfDay]:
    sheets = work.session.execute(
        select(Handout.plan_id, Handout.plan_version, Handout.created_at)
        .where(Handout.plan_id.in_([row.plan_id for row in rows]))
        .order_by(Handout.id)
    )
    # the newest of each plan: it is printed again if it shows the plan as it is now
    newest = {sheet.plan_id: sheet for sheet in sheets}
    found = []
    for row in rows:
        sheet = newest.get(row.plan_id)
        is_current = sheet is not None and sheet.plan_version == row.version
        found.append(
            PlanOfDay(
                plan_id=row.plan_id,
                patient_id=row.patient_id,
                name=f"{row.given_name} {row.family_name}",
                is_large=row.large_print,
                prescribed_at=row.prescribed_at,
                issued_at=sheet.created_at if sheet is not None and is_current else None,
            )
        )
    return found


def patients_of(work: Work, plan_ids: Sequence[str]) -> dict[str, str]:
    """Answer whose plans these are; a plan that is not the clinic's is left out."""
    rows = work.session.execute(
        select(HomePlan.id, HomePlan.patient_id).where(HomePlan.id.in_(set(plan_ids)))
    )
    return {row.id: row.patient_id for row in rows}


# -- runs ---------------------------------------------------------------------------
def runs(work: Work, paging: Paging) -> Page[dict[str, Any]]:
    """Answer the clinic's runs, newest first, each with its counts."""
    found = page(work, select(PrintRun), PrintRun.id, paging)
    counts = _counts(work, [run.id for run in found.items])
    return found.map(lambda run: _shown(run, counts.get(run.id, {})))


def shown(work: Work, run: PrintRun) -> dict[str, Any]:
    """Answer a run with its items in the order they are printed."""
    work.session.flush()
    rows = _items(work, run.id)
    counts: dict[ItemState, int] = {}
    for row in rows:
        counts[row.state] = counts.get(row.state, 0) + 1
    may_care = work.actor.may(Permission.CARE)
    leases = [row.leased_until for row in rows if row.leased_until is not None]
    return _shown(run, counts) | {
        "is_stalled": work.now > max([run.created_at + LEASE, *leases]),
        "items": [_shown_item(row, may_care=may_care) for row in rows],
        "etag": f'"{run.id}.{run.version}.{sum(row.version for row in rows)}"',
    }


def state_of(work: Work, run: PrintRun) -> RunState:
    """Answer the state of a run as it is now."""
    counts = _counts(work, [run.id]).get(run.id, {})
    return run_state(counts, is_cancelled=run.cancelled_at is not None)


def printed_sheets(work: Work, run_id: str) -> Sequence[tuple[Handout, str]]:
    """Answer the sheets of a run in its order, bytes and all, each with its patient's name."""
    rows = work.session.execute(
        select(Handout, Patient.given_name, Patient.family_name)
        .join(
            PrintRunItem,
            and_(
                PrintRunItem.clinic_id == Handout.clinic_id, PrintRunItem.handout_id == Handout.id
            ),
        )
        .join(
            Patient,
            and_(Patient.clinic_id == Handout.clinic_id, Patient.id == Handout.patient_id),
        )
        .where(PrintRunItem.run_id == run_id, PrintRunItem.state == ItemState.PRINTED)
        .order_by(PrintRunItem.position)
        .options(undefer(Handout.pdf))
    )
    return [(row[0], f"{row.given_name} {row.family_name}") for row in rows]


def _counts(work: Work, run_ids: Sequence[str]) -> dict[str, dict[ItemState, int]]:
    rows = work.session.execute(
        select(PrintRunItem.run_id, PrintRunItem.state, func.count())
        .where(PrintRunItem.run_id.in_(list(run_ids)))
        .group_by(PrintRunItem.run_id, PrintRunItem.state)
    )
    found: dict[str, dict[ItemState, int]] = {}
    for run_id, state, count in rows:
        found.setdefault(run_id, {})[state] = count
    return found


def _items(work: Work, run_id: str) -> Sequence[Row[*tuple[Any, ...]]]:
    asked = (
        select(
            PrintRunItem.plan_id,
            PrintRunItem.patient_id,
            PrintRunItem.state,
            PrintRunItem.failure,
            PrintRunItem.reason,
            PrintRunItem.handout_id,
            PrintRunItem.is_reprint,
            PrintRunItem.leased_until,
            PrintRunItem.version,
            Handout.pages,
            Handout.layout,
            Handout.language,
            Patient.given_name,
            Patient.family_name,
        )
        .join(
            Patient,
            and_(
                Patient.clinic_id == PrintRunItem.clinic_id, Patient.id == PrintRunItem.patient_id
            ),
        )
        .outerjoin(
            Handout,
            and_(
                Handout.clinic_id == PrintRunItem.clinic_id, Handout.id == PrintRunItem.handout_id
            ),
        )
        .where(PrintRunItem.run_id == run_id)
        .order_by(PrintRunItem.position)
    )
    return work.session.execute(asked).all()


def _shown(run: PrintRun, counts: Mapping[ItemState, int]) -> dict[str, Any]:
    state = run_state(counts, is_cancelled=run.cancelled_at is not None)
    return {
        "id": run.id,
        "state": state.value,
        "actions": ["cancel"] if state is RunState.PRINTING else [],
        "day": run.day,
        "layout": run.layout,
        "language": run.language,
        "created_at": run.created_at,
        "begun_by": run.begun_by,
        "cancelled_at": run.cancelled_at,
        "cancelled_by": run.cancelled_by,
        "counts": {
            "all": sum(counts.values()),
            **{each.value: counts.get(each, 0) for each in ItemState},
        },
    }


def _shown_item(row: Row[*tuple[Any, ...]], *, may_care: bool) -> dict[str, Any]:
    failure: Failure | None = row.failure
    return {
        "home_plan_id": row.plan_id,
        "patient_id": row.patient_id,
        "name": f"{row.given_name} {row.family_name}",
        "state": row.state.value,
        "failure": failure and failure.value,
        "reason": "" if failure is None else told(failure, row.reason, may_care=may_care),
        "handout_id": row.handout_id,
        "is_reprint": row.is_reprint,
        "pages": row.pages,
        "layout": row.layout,
        "language": row.language,
    }
