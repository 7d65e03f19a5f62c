"""Requests and loans: their machines, what a loan means for its unit, and which days can be."""

from datetime import date
from enum import StrEnum

from clinic.rulebook.machines import Machine, move
from clinic.samples.rules.stock import UnitState


class RequestState(StrEnum):
    SUBMITTED = "submitted"
    WAITLISTED = "waitlisted"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    FULFILLED = "fulfilled"


class RequestAction(StrEnum):
    APPROVE = "approve"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


_OPEN_REQUEST = {RequestState.SUBMITTED, RequestState.WAITLISTED}

# a waitlisted request is approved already and waits for a unit, which comes to it by itself
REQUEST = Machine(
    "sample request",
    initial=RequestState.SUBMITTED,
    moves={
        RequestAction.APPROVE: move({RequestState.SUBMITTED}, RequestState.APPROVED),
        RequestAction.DECLINE: move(_OPEN_REQUEST, RequestState.DECLINED),
        RequestAction.WITHDRAW: move(_OPEN_REQUEST, RequestState.WITHDRAWN),
    },
)

DEFAULT_TRIAL_DAYS = 30
LONGEST_TRIAL_DAYS = 365


class LoanState(StrEnum):
    RESERVED = "reserved"
    PACKED = "packed"
    DISPATCHED = "dispatched"
    ON_TRIAL = "on_trial"
    RETURN_IN_TRANSIT = "return_in_transit"
    RECEIVED = "received"
    LOST = "lost"
    CLOSED = "closed"
    PURCHASED = "purchased"
    CANCELLED = "cancelled"


class LoanAction(StrEnum):
    PACK = "pack"
    DISPATCH = "dispatch"
    DELIVER = "deliver"
    EXTEND = "extend"
    SHIP_RETURN = "ship-return"
    RECEIVE = "receive"
    INSPECT = "inspect"
    PURCHASE = "purchase"
    REPORT_LOST = "report-lost"
    CANCEL = "cancel"


_S = LoanState
_OUT = {_S.DISPATCHED, _S.ON_TRIAL, _S.RETURN_IN_TRANSIT}

LOAN = Machine(
    "loan",
    initial=_S.RESERVED,
    moves={
        LoanAction.PACK: move({_S.RESERVED}, _S.PACKED),
        LoanAction.DISPATCH: move({_S.PACKED}, _S.DISPATCHED),
        LoanAction.DELIVER: move({_S.DISPATCHED}, _S.ON_TRIAL),
        LoanAction.EXTEND: move({_S.ON_TRIAL}),
        LoanAction.SHIP_RETURN: move({_S.ON_TRIAL}, _S.RETURN_IN_TRANSIT),
        LoanAction.RECEIVE: move({*_OUT, _S.LOST}, _S.RECEIVED),
        LoanAction.INSPECT: move({_S.RECEIVED}, _S.CLOSED),
        LoanAction.PURCHASE: move({_S.ON_TRIAL, _S.RETURN_IN_TRANSIT}, _S.PURCHASED),
        LoanAction.REPORT_LOST: move(_OUT, _S.LOST),
        LoanAction.CANCEL: move({_S.RESERVED, _S.PACKED}, _S.CANCELLED),
    },
)

# what a loan's state means for its unit (CONTRACT 3); a loan that closed or was cancelled has
# no say any more: the unit is then released as far as its records and incidents allow
UNIT_WHILE = {
    _S.RESERVED: UnitState.RESERVED,
    _S.PACKED: UnitState.RESERVED,
    _S.DISPATCHED: UnitState.ON_LOAN,
    _S.ON_TRIAL: UnitState.ON_LOAN,
    _S.RETURN_IN_TRANSIT: UnitState.ON_LOAN,
    _S.RECEIVED: UnitState.QUARANTINED,
    _S.LOST: UnitState.LOST,
    _S.PURCHASED: UnitState.SOLD,
}
ENDED = (_S.CLOSED, _S.PURCHASED, _S.CANCELLED)
OPEN_LOAN = tuple(state for state in LoanState if state not in ENDED)


def is_overdue(state: LoanState, due_on: date | None, today: date) -> bool:
    """Tell whether a trial should have ended before today."""
    return state is LoanState.ON_TRIAL and due_on is not None and today > due_on


def day_problem(day: date, today: date, previous: tuple[str, date] | None) -> str | None:
    """Say what is wrong with the day of something that has happened (CONTRACT 2)."""
    if day > today:
        return f"Cannot lie after today ({today})."
    if previous is not None and day < previous[1]:
        return f"Cannot lie before {previous[0]} ({previous[1]})."
    return None


def last_dated(*days: tuple[str, date | None]) -> tuple[str, date] | None:
    """Answer the latest dated step of those that have a day."""
    dated = [(name, day) for name, day in days if day is not None]
    return max(dated, key=lambda step: step[1], default=None)
