"""Deeds on print runs: begin, read, cancel, hand out as one document."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert

from clinic.accounts.queries import acting_clinic, today_of
from clinic.handouts.queries import as_issued
from clinic.paper.printed import Printed
from clinic.print_runs import queries
from clinic.print_runs.models import PrintRun, PrintRunItem
from clinic.print_runs.rules import (
    ITEM,
    MOST_PLANS,
    ItemAction,
    NewRun,
    RunState,
)
from clinic.rulebook.refusals import Conflict, Invalid, Problem, WrongState
from clinic.store.base import new_id
from clinic.translations.context import approved_language
from clinic.work.unit import Work

_NOT_PRINTED_YET = "Still printing. Everything is handed out together once it is done."


def begin_run(work: Work, new: NewRun) -> PrintRun:
    """Put the plans of a day, or the ones that are named, into the queue.

    Raises:
        Invalid: neither or nothing, a day to come, too many, a plan twice or unknown.
        Conflict: the language is not open.

    """
    language = None
    if new.language is not None:
        language = approved_language(work, new.language).spoken.language
    plans = _named_plans(work, new) if new.home_plan_ids else _plans_of_day(work, new)
    run = work.new(
        PrintRun,
        day=new.day,
        layout=new.layout,
        language=language,
        begun_by=work.actor.user_id,
        cancelled_at=None,
        cancelled_by=None,
    )
    rows = [
        {
            "id": new_id(work.now),
            "clinic_id": work.actor.clinic,
            "created_at": work.now,
            "version": 1,
            "run_id": run.id,
            "position": position,
            "plan_id": plan_id,
            "patient_id": patient_id,
            "state": ITEM.initial,
            "failure": None,
            "reason": "",
            "handout_id": None,
            "is_reprint": False,
            "lease": None,
            "leased_until": None,
            "tries": 0,
        }
        for position, (plan_id, patient_id) in enumerate(plans)
    ]
    work.session.execute(insert(PrintRunItem), rows)
    work.record("print_run.begun", run, home_plan_ids=[plan_id for plan_id, _ in plans])
    return run


def _named_plans(work: Work, new: NewRun) -> Sequence[tuple[str, str]]:
    named: list[tuple[str, str]] = []
    problems: list[Problem] = []
    patients = queries.patients_of(work, new.home_plan_ids)
    for index, plan_id in enumerate(new.home_plan_ids):
        pointer = f"/home_plan_ids/{index}"
        if plan_id not in patients:
            problems.append(Problem(pointer, "There is nothing with this id."))
        elif plan_id in new.home_plan_ids[:index]:
            problems.append(Problem(pointer, "This plan is named twice."))
        else:
            named.append((plan_id, patients[plan_id]))
    if problems:
        raise Invalid(problems)
    return named


def _plans_of_day(work: Work, new: NewRun) -> Sequence[tuple[str, str]]:
    if new.day is None:
        raise Invalid.at("/home_plan_ids", "Choose at least one plan.")
    if new.day > today_of(work):
        raise Invalid.at("/day", "This day is still to come.")
    found = queries.plans_of_day(work, new.day)
    if not found:
        detail = "No active plan was prescribed and no handout issued on this day."
        raise Invalid.at("/day", detail)
    if len(found) > MOST_PLANS:
        detail = f"This day has more than {MOST_PLANS} plans; name at most so many of them."
        raise Invalid.at("/day", detail)
    return [(plan.plan_id, plan.patient_id) for plan in found]


def read_run(work: Work, run_id: str) -> dict[str, Any]:
    """Read how far a run has come."""
    run = work.find(PrintRun, run_id)
    work.record("print_run.read", run)
    return queries.shown(work, run)


def cancel_run(work: Work, run_id: str) -> dict[str, Any]:
    """Print nothing more of a run; what is printed stays.

    Raises:
        WrongState: it is finished or cancelled already.

    """
    run = work.find(PrintRun, run_id)
    if work.precondition is not None:
        work.precondition.check(queries.shown(work, run)["etag"])
        work.precondition = None
    work.lock(run)
    items = queries.open_items(work, run.id)
    state = queries.state_of(work, run)
    if state is not RunState.PRINTING:
        raise WrongState("print run", state.value, "cancel", [])
    for item in items:
        item.state = ITEM.after(item.state, ItemAction.CANCEL)
        item.lease = item.leased_until = None
        work.touch(item)
    run.cancelled_at, run.cancelled_by = work.now, work.actor.user_id
    work.touch(run)
    work.record("print_run.cancelled", run)
    return queries.shown(work, run)


def hand_out(work: Work, run_id: str, *, duplex: bool) -> Printed:
    """Answer all sheets of a run as one document, of the bytes that are archived.

    Raises:
        Conflict: it is still being printed, or nothing was printed.
        Unavailable: an archived sheet is damaged.

    """
    from clinic.paper.joining import Part, joined  # noqa: PLC0415 (only who joins loads its library)

    run = work.find(PrintRun, run_id)
    if queries.state_of(work, run) is RunState.PRINTING:
        raise Conflict(_NOT_PRINTED_YET)
    sheets = queries.printed_sheets(work, run.id)
    if not sheets:
        raise Conflict("No sheet of this run was printed.")
    parts = [Part(name, sheet.language, as_issued(sheet, sheet.pdf)) for sheet, name in sheets]
    work.record("print_run.handed_out", run, handout_ids=[sheet.id for sheet, _ in sheets])
    language = acting_clinic(work).locale
    return joined(parts, title=f"{len(parts)} handouts", language=language, duplex=duplex)
