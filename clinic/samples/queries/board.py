"""What the board shows: the first cards of each lane and how many there are, in few questions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, case, exists, func, select

from clinic.samples.models import (
    Loan,
    LoanEvent,
    Practitioner,
    SampleRequest,
    SampleUnit,
    ServiceRecord,
)
from clinic.samples.queries.asked import as_service
from clinic.samples.queries.lists import overdue_loan
from clinic.samples.rules import (
    NEEDS_REPAIR,
    OPEN_LOAN,
    LoanState,
    RequestState,
    Service,
    ServiceKind,
    ServiceResult,
    UnitState,
)
from clinic.work.unit import Work

_OPEN_REQUEST = (RequestState.SUBMITTED, RequestState.WAITLISTED)
_OURS = tuple(state for state in UnitState if state not in (UnitState.SOLD, UnitState.RETIRED))
_PRACTITIONER_OF_LOAN = and_(
    Practitioner.clinic_id == Loan.clinic_id, Practitioner.id == Loan.practitioner_id
)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many units are where; sold and retired ones are no longer counted."""

    units: int
    out: int
    late: int
    reserved: int
    back: int
    in_repair: int
    lost: int
    free: int


@dataclass(frozen=True, slots=True)
class OpenLoan:
    """A loan that is not over, with its unit and who has it."""

    loan: Loan
    unit: SampleUnit
    practitioner: Practitioner


@dataclass(frozen=True, slots=True)
class Resting:
    """A unit that is back and inspected and may not go out again yet; who had it last."""

    unit: SampleUnit
    last: Practitioner | None


@dataclass(frozen=True, slots=True)
class PracticeHolds:
    """How many units one practice has now, and since when the first should be back."""

    loans: int
    first_due_on: date | None


def unit_counts(work: Work) -> Counts:
    """Count the units by where they are."""
    rows = work.session.execute(
        select(SampleUnit.state, func.count())
        .where(SampleUnit.state.in_(_OURS))
        .group_by(SampleUnit.state)
    )
    by_state = {row[0]: row[1] for row in rows}
    late = work.session.scalar(select(func.count(Loan.id)).where(overdue_loan(work))) or 0
    broken = work.session.scalar(select(func.count(SampleUnit.id)).where(_in_repair())) or 0
    return Counts(
        units=sum(by_state.values()),
        out=by_state.get(UnitState.ON_LOAN, 0),
        late=late,
        reserved=by_state.get(UnitState.RESERVED, 0),
        back=by_state.get(UnitState.QUARANTINED, 0) - broken,
        in_repair=broken,
        lost=by_state.get(UnitState.LOST, 0),
        free=by_state.get(UnitState.AVAILABLE, 0),
    )


def _in_repair() -> ColumnElement[bool]:
    """Answer the condition of a unit that came back broken and has not been mended since."""
    mended = exists().where(
        ServiceRecord.clinic_id == SampleUnit.clinic_id,
        ServiceRecord.unit_id == SampleUnit.id,
        ServiceRecord.kind == ServiceKind.REPAIR,
        ServiceRecord.result == ServiceResult.PASS,
        ServiceRecord.after_return == SampleUnit.returns,
    )
    return and_(
        SampleUnit.state == UnitState.QUARANTINED,
        SampleUnit.condition.in_(sorted(NEEDS_REPAIR)),
        ~mended,
    )


def loan_counts(work: Work) -> Mapping[LoanState, int]:
    """Count the loans that are not over, by state."""
    rows = work.session.execute(
        select(Loan.state, func.count()).where(Loan.state.in_(OPEN_LOAN)).group_by(Loan.state)
    )
    return {row[0]: row[1] for row in rows}


def open_loans(work: Work, states: Sequence[LoanState], most: int) -> list[OpenLoan]:
    """Answer loans in these states: first due first, else who has waited longest."""
    rows = work.session.execute(
        select(Loan, SampleUnit, Practitioner)
        .join(
            SampleUnit, and_(SampleUnit.clinic_id == Loan.clinic_id, SampleUnit.id == Loan.unit_id)
        )
        .join(Practitioner, _PRACTITIONER_OF_LOAN)
        .where(Loan.state.in_(states))
        .order_by(
            case((Loan.state == LoanState.ON_TRIAL, Loan.due_on)),
            Loan.received_on,
            Loan.dispatched_on,
            Loan.id,
        )
        .limit(most)
    )
    return [OpenLoan(loan, unit, practitioner) for loan, unit, practitioner in rows]


def state_days(work: Work, loan_ids: Sequence[str]) -> Mapping[tuple[str, LoanState], LoanEvent]:
    """Answer the last event that brought each loan into each of its states."""
    events = work.session.scalars(
        select(LoanEvent).where(LoanEvent.loan_id.in_(loan_ids)).order_by(LoanEvent.seq)
    )
    return {
        (event.loan_id, event.to_state): event
        for event in events
        if event.from_state != event.to_state
    }


def resting_units(work: Work, most: int) -> tuple[list[Resting], int]:
    """Answer quarantined units that no loan waits for, longest back first, and how many."""
    in_a_loan = exists().where(
        Loan.clinic_id == SampleUnit.clinic_id,
        Loan.unit_id == SampleUnit.id,
        Loan.state.in_(OPEN_LOAN),
    )
    resting = and_(SampleUnit.state == UnitState.QUARANTINED, ~in_a_loan)
    units = work.session.scalars(
        select(SampleUnit)
        .where(resting)
        .order_by(SampleUnit.returned_on, SampleUnit.id)
        .limit(most)
    ).all()
    total = work.session.scalar(select(func.count(SampleUnit.id)).where(resting)) or 0
    last: dict[str, Practitioner] = {}
    for loan, practitioner in work.session.execute(
        select(Loan, Practitioner)
        .join(Practitioner, _PRACTITIONER_OF_LOAN)
        .where(Loan.unit_id.in_([unit.id for unit in units]), Loan.dispatched_on.is_not(None))
        .order_by(Loan.id)
    ):
        last[loan.unit_id] = practitioner
    return [Resting(unit, last.get(unit.id)) for unit in units], total


def services_of_units(work: Work, unit_ids: Sequence[str]) -> Mapping[str, list[Service]]:
    """Answer the service records of units as the rules read them, in the order of recording."""
    found: dict[str, list[Service]] = defaultdict(list)
    for record in work.session.scalars(
        select(ServiceRecord).where(ServiceRecord.unit_id.in_(unit_ids)).order_by(ServiceRecord.seq)
    ):
        found[record.unit_id].append(as_service(record))
    return found


def open_requests(work: Work, most: int) -> list[tuple[SampleRequest, Practitioner]]:
    """Answer the requests nobody has decided on, then those who wait, each in their order."""
    rows = work.session.execute(
        select(SampleRequest, Practitioner)
        .join(
            Practitioner,
            and_(
                Practitioner.clinic_id == SampleRequest.clinic_id,
                Practitioner.id == SampleRequest.practitioner_id,
            ),
        )
        .where(SampleRequest.state.in_(_OPEN_REQUEST))
        .order_by(
            case((SampleRequest.state == RequestState.SUBMITTED, 0), else_=1),
            SampleRequest.submitted_at,
            SampleRequest.id,
        )
        .limit(most)
    )
    return [(request, practitioner) for request, practitioner in rows]


def open_request_count(work: Work) -> int:
    """Count the requests that are open."""
    question = select(func.count(SampleRequest.id)).where(SampleRequest.state.in_(_OPEN_REQUEST))
    return work.session.scalar(question) or 0


def practices_hold(work: Work, names: Iterable[str]) -> Mapping[str, PracticeHolds]:
    """Answer what each practice has now, whoever of it borrowed it."""
    wanted = sorted({name for name in names if name})
    rows = work.session.execute(
        select(
            Practitioner.practice_name,
            func.count(Loan.id),
            func.min(case((Loan.state == LoanState.ON_TRIAL, Loan.due_on))),
        )
        .join(Practitioner, _PRACTITIONER_OF_LOAN)
        .where(Practitioner.practice_name.in_(wanted), Loan.state.in_(OPEN_LOAN))
        .group_by(Practitioner.practice_name)
    )
    return {name: PracticeHolds(loans, due_on) for name, loans, due_on in rows}


def coming_back(work: Work, model_ids: Iterable[str]) -> Mapping[str, list[date]]:
    """Answer the due days of each model's trials, the first first."""
    found: dict[str, list[date]] = defaultdict(list)
    for model_id, due_on in work.session.execute(
        select(Loan.model_id, Loan.due_on)
        .where(
            Loan.model_id.in_(sorted(set(model_ids))),
            Loan.state.in_((LoanState.ON_TRIAL, LoanState.RETURN_IN_TRANSIT)),
            Loan.due_on.is_not(None),
        )
        .order_by(Loan.due_on)
    ):
        if due_on is not None:
            found[model_id].append(due_on)
    return found
