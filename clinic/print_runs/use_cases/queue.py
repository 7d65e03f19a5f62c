"""Deeds of a worker: each is a short transaction, and the press prints between two of them.

An item is taken under a lease. Whoever comes back with another one has lost the item to somebody
else, or to whoever cancelled it, and changes nothing: so a sheet is issued once.
"""

from clinic.accounts.queries import roles_of
from clinic.handouts.context.sheets import own_layout, sheet_to_issue
from clinic.handouts.models import Handout
from clinic.handouts.rules import Layout, Sheet
from clinic.handouts.use_cases import issue_handout
from clinic.paper.printed import Printed
from clinic.patients.models import Patient
from clinic.plans.models import HomePlan
from clinic.plans.rules import PlanState
from clinic.print_runs import queries
from clinic.print_runs.models import PrintRun, PrintRunItem
from clinic.print_runs.rules import (
    ITEM,
    LEASE,
    NO_ROLE,
    NO_SHEET_YET,
    NOT_RUNNING,
    Fails,
    Failure,
    ItemAction,
    ItemState,
    Taken,
)
from clinic.rulebook.permissions import Permission, may
from clinic.store.base import new_id
from clinic.translations.context import spoken_to_patient
from clinic.work.unit import Work


def take_item(work: Work) -> Taken | None:
    """Lease the next free item, or one whose lease has ended; None where there is none."""
    item = queries.free_item(work)
    if item is None:
        return None
    run = work.find(PrintRun, item.run_id)
    item.state = ITEM.after(item.state, ItemAction.TAKE)
    item.lease, item.leased_until = new_id(work.now), work.now + LEASE
    item.tries += 1
    work.touch(item)
    # a lease is no deed: what becomes of the item leaves the entry
    work.needs_no_entry()
    return Taken(
        item_id=item.id,
        lease=item.lease,
        tries=item.tries,
        plan_id=item.plan_id,
        by=run.begun_by,
        layout=run.layout,
        language=run.language,
    )


def prepare_item(work: Work, taken: Taken, base_url: str) -> Sheet | None:
    """Make the sheet ready for the press; None where the archived one is printed again.

    Raises:
        Fails: there is nothing to print, or whoever began the run may not.
        Unsafe, Conflict, Invalid: as when a handout is issued.

    """
    plan = work.find(HomePlan, taken.plan_id)
    if _current_sheet(work, taken, plan) is not None:
        return None
    _check_may_issue(work)
    layout, language = _wished(work, taken, plan)
    return sheet_to_issue(work, plan.id, layout, language, base_url)


def finish_item(
    work: Work, taken: Taken, sheet: Sheet | None = None, printed: Printed | None = None
) -> None:
    """Archive what was printed, or name the sheet that is archived: both belong to the item.

    Raises:
        Fails: the plan does not run any more, or whoever began the run may not issue.
        Unsafe, Conflict: as when a handout is issued.

    """
    item = _still_ours(work, taken)
    if item is None:
        return
    plan = work.claim(HomePlan, taken.plan_id)
    handout = _current_sheet(work, taken, plan)
    is_reprint = handout is not None
    if handout is None:
        if sheet is None or printed is None:
            # it was there a moment ago: the plan has changed since
            _give_back(work, item)
            return
        _check_may_issue(work)
        handout = issue_handout(work, plan.id, sheet, printed)
    item.state = ITEM.after(item.state, ItemAction.FINISH)
    item.handout_id, item.is_reprint, item.lease = handout.id, is_reprint, None
    work.touch(item)
    if is_reprint:
        work.record(
            "print_run_item.printed", item, patient_id=plan.patient_id, handout_id=handout.id
        )
    else:
        work.also("print_run_item.printed", item)


def fail_item(work: Work, taken: Taken, why: Fails) -> None:
    """Say why there is no sheet; the other items go on."""
    item = _still_ours(work, taken)
    if item is None:
        return
    item.state = ITEM.after(item.state, ItemAction.FAIL)
    item.failure, item.reason, item.lease = why.failure, why.reason, None
    work.touch(item)
    work.record(
        "print_run_item.failed", item, patient_id=item.patient_id, failure=why.failure.value
    )


def put_back(work: Work, taken: Taken, *, counts: bool = True) -> None:
    """Let the item be printed a little later; `counts` tells whether that was a try."""
    item = _still_ours(work, taken)
    if item is not None:
        if not counts:
            item.tries -= 1
        _give_back(work, item)


def _give_back(work: Work, item: PrintRunItem) -> None:
    item.state = ITEM.after(item.state, ItemAction.PUT_BACK)
    item.lease = item.leased_until = None
    work.touch(item)
    work.needs_no_entry()


def _still_ours(work: Work, taken: Taken) -> PrintRunItem | None:
    item = work.claim(PrintRunItem, taken.item_id)
    is_ours = item.state is ItemState.PRINTING and item.lease == taken.lease
    return item if is_ours else None


def _current_sheet(work: Work, taken: Taken, plan: HomePlan) -> Handout | None:
    """Answer the archived sheet of a plan that runs, if it shows the plan as it is now."""
    if not roles_of(work.session, work.actor.clinic, taken.by):
        raise Fails(Failure.NO_ROLE, NO_ROLE)
    if plan.state is not PlanState.ACTIVE:
        raise Fails(Failure.NOT_RUNNING, NOT_RUNNING[plan.state])
    layout, language = _wished(work, taken, plan)
    return queries.current_handout(work, plan, layout, language)


def _wished(work: Work, taken: Taken, plan: HomePlan) -> tuple[Layout, str]:
    """Answer the layout and language: as the run names them, else as the plan was printed last."""
    last = queries.newest_of_plan(work, plan.id)
    if last is not None:
        return taken.layout or last.layout, taken.language or last.language
    language = work.find(Patient, plan.patient_id).language
    return (
        taken.layout or own_layout(work, plan.patient_id),
        taken.language or spoken_to_patient(work, language or "en").language,
    )


def _check_may_issue(work: Work) -> None:
    """Refuse whoever may only print again; their roles count as they are now."""
    roles = roles_of(work.session, work.actor.clinic, work.actor.user_id or "")
    if not may(roles, Permission.CARE):
        raise Fails(Failure.NO_SHEET_YET, NO_SHEET_YET)
