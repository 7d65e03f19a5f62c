"""Deeds on loans: from the packed box to the closed, bought or lost one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from clinic.accounts.queries import today_of
from clinic.rulebook.refusals import Conflict, Invalid
from clinic.samples import queries
from clinic.samples.models import Loan, SampleUnit
from clinic.samples.rules import (
    LOAN,
    UNIT_WHILE,
    Condition,
    LoanAction,
    LoanState,
    RequestState,
    day_problem,
    failures,
    lacks_for_packing,
    last_dated,
    named,
)
from clinic.samples.use_cases.custody import (
    claim_in_queue,
    give_back,
    note_loan,
    put_unit,
    release,
    request_of,
    unit_of,
)
from clinic.work.unit import Work

_CAME_BACK = "The parcel came back without having been delivered."


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is done that ends or interrupts what was agreed."""

    reason: str


@dataclass(frozen=True, slots=True)
class Dispatch:
    """By whom the parcel is carried; today unless a day is given."""

    carrier: str
    tracking_number: str = ""
    dispatched_on: date | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """The trial begins; today unless a day is given."""

    delivered_on: date | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """A later day, and why."""

    due_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """The unit is here again; today unless a day is given."""

    received_on: date | None = None


@dataclass(frozen=True, slots=True)
class Inspection:
    """How a unit was found when it came back."""

    condition: Condition
    missing_parts: Sequence[str] = field(default_factory=list)
    charge_cents: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Purchase:
    """The practitioner keeps the unit, for this price; today unless a day is given."""

    price_cents: int
    purchased_on: date | None = None


@dataclass(slots=True)
class _Step:
    """A loan on its way through one step, with its unit."""

    work: Work
    action: LoanAction
    loan: Loan
    unit: SampleUnit
    before: LoanState
    after: LoanState

    def day(self, name: str, given: date | None) -> date:
        """Answer the day of this step: today, or an earlier one that is possible."""
        today = today_of(self.work)
        day = given or today
        if problem := day_problem(day, today, self._previous()):
            raise Invalid.at(f"/{name}", problem)
        return day

    def _previous(self) -> tuple[str, date] | None:
        loan, unit = self.loan, self.unit
        return last_dated(
            ("the unit's last return", unit.returned_on),
            ("dispatched_on", loan.dispatched_on),
            ("delivered_on", loan.delivered_on),
        )

    def take(self, event: str, **details: Any) -> None:
        """Take the step: state, unit, history, journal."""
        self.loan.state = self.after
        self.work.touch(self.loan)
        note_loan(self.work, self.loan, self.action.value, self.before, **details)
        self.work.record(event, self.loan, unit_id=self.unit.id)
        if self.after in UNIT_WHILE:
            meant = UNIT_WHILE[self.after]
            put_unit(self.work, self.unit, meant, self.action.value, loan_id=self.loan.id)


def _step(work: Work, loan_id: str, action: LoanAction) -> _Step:
    """Begin a step of a loan.

    Raises:
        WrongState: the step is not open.

    """
    loan = claim_in_queue(work, Loan, loan_id)
    after = LOAN.after(loan.state, action)
    return _Step(work, action, loan, unit_of(work, loan), loan.state, after)


def pack_loan(work: Work, loan_id: str) -> Loan:
    """Pack the unit, which must be clean, tested and not under an incident.

    Raises:
        Conflict: it is not; the words name what is missing.

    """
    step = _step(work, loan_id, LoanAction.PACK)
    _check_incidents(step.unit)
    unit, services = step.unit, queries.services_of(work, step.unit.id)
    lacks = lacks_for_packing(services, queries.stay_of(unit), today_of(work))
    if lacks:
        raise Conflict(f"This unit cannot be packed. Missing: {named(lacks)}.")
    step.take("loan.packed")
    return step.loan


def _check_incidents(unit: SampleUnit) -> None:
    if unit.open_incidents:
        ids = ", ".join(unit.open_incidents)
        raise Conflict(f"This unit may not leave: an incident is open ({ids}).")


def dispatch_loan(work: Work, loan_id: str, dispatch: Dispatch) -> Loan:
    """Send the parcel on its way.

    Raises:
        Conflict: since it was packed, an incident was reported or a record failed.
        Invalid: a day that is not possible.

    """
    step = _step(work, loan_id, LoanAction.DISPATCH)
    _check_incidents(step.unit)
    if failed := failures(queries.services_of(work, step.unit.id)):
        raise Conflict(f"This unit may not leave: {named(failed)}.")
    loan = step.loan
    loan.dispatched_on = step.day("dispatched_on", dispatch.dispatched_on)
    loan.carrier = dispatch.carrier
    loan.tracking_number = dispatch.tracking_number
    step.take(
        "loan.dispatched",
        dispatched_on=loan.dispatched_on.isoformat(),
        carrier=dispatch.carrier,
        tracking_number=dispatch.tracking_number,
    )
    return loan


def deliver_loan(work: Work, loan_id: str, delivery: Delivery) -> Loan:
    """Note that it arrived: the trial begins, and the request is fulfilled.

    Raises:
        Invalid: a day that is not possible.

    """
    step = _step(work, loan_id, LoanAction.DELIVER)
    loan = step.loan
    loan.delivered_on = step.day("delivered_on", delivery.delivered_on)
    loan.due_on = loan.delivered_on + timedelta(days=loan.trial_days)
    step.take(
        "loan.delivered",
        delivered_on=loan.delivered_on.isoformat(),
        due_on=loan.due_on.isoformat(),
    )
    request = request_of(work, loan)
    request.state = RequestState.FULFILLED
    work.touch(request)
    work.also("sample_request.fulfilled", request)
    return loan


def extend_loan(work: Work, loan_id: str, extension: Extension) -> Loan:
    """Let the practitioner keep it longer. The history keeps every due day.

    Raises:
        Invalid: not later than now.

    """
    step = _step(work, loan_id, LoanAction.EXTEND)
    loan = step.loan
    if loan.due_on is not None and extension.due_on <= loan.due_on:
        raise Invalid.at("/due_on", f"Must lie after the present due day ({loan.due_on}).")
    was_due_on = None if loan.due_on is None else loan.due_on.isoformat()
    loan.due_on = extension.due_on
    step.take(
        "loan.extended",
        was_due_on=was_due_on,
        due_on=extension.due_on.isoformat(),
        reason=extension.reason,
    )
    return loan


def ship_return_of_loan(work: Work, loan_id: str) -> Loan:
    """Note that the practitioner sent it back."""
    step = _step(work, loan_id, LoanAction.SHIP_RETURN)
    step.take("loan.return_shipped")
    return step.loan


def receive_loan(work: Work, loan_id: str, receipt: Receipt) -> Loan:
    """Take the unit back, into quarantine. What was never delivered is not asked for any more.

    Raises:
        Invalid: a day that is not possible.

    """
    step = _step(work, loan_id, LoanAction.RECEIVE)
    loan, unit = step.loan, step.unit
    loan.received_on = step.day("received_on", receipt.received_on)
    unit.returns += 1
    unit.returned_on = loan.received_on
    unit.condition = None
    work.touch(unit)
    step.take("loan.received", received_on=loan.received_on.isoformat())
    if loan.delivered_on is None:
        _withdraw_request_of(work, loan, _CAME_BACK)
    return loan


def inspect_loan(work: Work, loan_id: str, inspection: Inspection) -> Loan:
    """Write down how the unit was found; the loan is closed."""
    step = _step(work, loan_id, LoanAction.INSPECT)
    loan, unit = step.loan, step.unit
    loan.inspection = {
        "condition": inspection.condition.value,
        "missing_parts": list(inspection.missing_parts),
        "note": inspection.note,
        "inspected_by": work.actor.user_id,
    }
    loan.charge_cents = inspection.charge_cents
    unit.condition = inspection.condition
    work.touch(unit)
    step.take(
        "loan.inspected",
        condition=inspection.condition.value,
        charge_cents=inspection.charge_cents,
    )
    release(work, unit)
    return loan


def purchase_loan(work: Work, loan_id: str, purchase: Purchase) -> Loan:
    """Sell the unit to the practitioner.

    Raises:
        Invalid: a day that is not possible.

    """
    step = _step(work, loan_id, LoanAction.PURCHASE)
    loan = step.loan
    loan.purchased_on = step.day("purchased_on", purchase.purchased_on)
    loan.price_cents = purchase.price_cents
    step.take(
        "loan.purchased",
        purchased_on=loan.purchased_on.isoformat(),
        price_cents=purchase.price_cents,
    )
    return loan


def report_loan_lost(work: Work, loan_id: str, reason: Reason) -> Loan:
    """Note that nobody knows where the unit is. It may be found again."""
    step = _step(work, loan_id, LoanAction.REPORT_LOST)
    step.take("loan.lost", reason=reason.reason)
    return step.loan


def cancel_loan(work: Work, loan_id: str, reason: Reason) -> Loan:
    """End a loan before it left; its request is withdrawn, and its unit goes to whoever waits."""
    step = _step(work, loan_id, LoanAction.CANCEL)
    step.take("loan.cancelled", reason=reason.reason)
    _withdraw_request_of(work, step.loan, reason.reason)
    give_back(work, step.unit, step.loan)
    return step.loan


def _withdraw_request_of(work: Work, loan: Loan, reason: str) -> None:
    request = request_of(work, loan)
    request.state = RequestState.WITHDRAWN
    request.decision_reason = reason
    work.touch(request)
    work.also("sample_request.withdrawn", request)
