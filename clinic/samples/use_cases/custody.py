"""Who gets which unit: every change of a unit's hands goes through here, one queue at a time.

Whoever touches a model's units, requests or loans first locks the model's row. So deeds on one
model follow each other, the queue keeps its order, and no two of them wait for each other.
"""

from typing import Any, TypeVar

from clinic.samples import queries
from clinic.samples.models import (
    Loan,
    LoanEvent,
    MassagerModel,
    SampleRequest,
    SampleUnit,
    SampleUnitEvent,
)
from clinic.samples.rules import (
    DEFAULT_TRIAL_DAYS,
    LOAN,
    LoanState,
    RequestState,
    UnitState,
    failures,
    lacks_for_release,
)
from clinic.work.unit import Work

OfModel = TypeVar("OfModel", SampleUnit, SampleRequest, Loan)


def lock_queue(work: Work, model_id: str) -> None:
    """Make this work the only one that gives units of the model away."""
    work.lock(work.find(MassagerModel, model_id))


def claim_in_queue(work: Work, kind: type[OfModel], row_id: str) -> OfModel:
    """Answer a unit, request or loan for change, with its model's queue locked before it.

    Raises:
        NotFound, PreconditionMissing, Stale: in this order.

    """
    found = work.find(kind, row_id)
    lock_queue(work, found.model_id)
    return work.claim(kind, row_id)


def put_unit(
    work: Work, unit: SampleUnit, state: UnitState, action: str, **details: str | None
) -> None:
    """Bring a unit into a state, and leave the line in its history. Retired is for good."""
    before = unit.state
    if before in (state, UnitState.RETIRED):
        return
    unit.state = state
    work.touch(unit)
    note_unit(work, unit, action, before, **details)


def note_unit(
    work: Work, unit: SampleUnit, action: str, before: UnitState | None, **details: str | None
) -> None:
    """Add a line to a unit's history."""
    work.new(
        SampleUnitEvent,
        unit_id=unit.id,
        seq=unit.version,
        action=action,
        from_state=before,
        to_state=unit.state,
        actor_id=work.actor.user_id,
        details={k: v for k, v in details.items() if v is not None},
    )


def note_loan(
    work: Work, loan: Loan, action: str, before: LoanState | None, **details: Any
) -> None:
    """Add a line to a loan's history."""
    work.new(
        LoanEvent,
        loan_id=loan.id,
        seq=loan.version,
        action=action,
        from_state=before,
        to_state=loan.state,
        actor_id=work.actor.user_id,
        details={k: v for k, v in details.items() if v is not None},
    )


def reserve(work: Work, request: SampleRequest, unit: SampleUnit) -> Loan:
    """Give an available unit to a request: the loan begins in this same transaction."""
    request.state = RequestState.APPROVED
    work.touch(request)
    loan = work.new(
        Loan,
        request_id=request.id,
        practitioner_id=request.practitioner_id,
        model_id=request.model_id,
        unit_id=unit.id,
        state=LOAN.initial,
        trial_days=request.trial_days or DEFAULT_TRIAL_DAYS,
    )
    # the database is asked at once whether the unit is free
    work.session.flush()
    note_loan(work, loan, "reserve", None)
    put_unit(work, unit, UnitState.RESERVED, "reserve", loan_id=loan.id)
    work.also("loan.reserved", loan)
    return loan


def serve_queue(work: Work, model_id: str) -> None:
    """Give every free unit of a model to whoever waits first."""
    while (unit := queries.available_unit(work, model_id)) is not None:
        request = queries.first_waiting(work, model_id)
        if request is None:
            return
        reserve(work, request, unit)


def release(work: Work, unit: SampleUnit) -> None:
    """Let a quarantined unit become available if nothing keeps it, and go to whoever waits."""
    if unit.state is not UnitState.QUARANTINED or unit.open_incidents:
        return
    if queries.open_loan_of_unit(work, unit.id) is not None:
        return
    services = queries.services_of(work, unit.id)
    if lacks_for_release(services, queries.stay_of(unit)):
        return
    put_unit(work, unit, UnitState.AVAILABLE, "release")
    work.also("sample_unit.released", unit)
    serve_queue(work, unit.model_id)


def give_back(work: Work, unit: SampleUnit, loan: Loan) -> None:
    """Take back a unit that never left: available again, unless something speaks against it."""
    failed = failures(queries.services_of(work, unit.id))
    if unit.open_incidents or failed:
        put_unit(work, unit, UnitState.QUARANTINED, "quarantine", loan_id=loan.id)
        return
    put_unit(work, unit, UnitState.AVAILABLE, "release", loan_id=loan.id)
    serve_queue(work, unit.model_id)


# -- for incidents -------------------------------------------------------------


def block_unit(work: Work, unit: SampleUnit, incident_id: str) -> None:
    """Keep a unit from going to anybody: at once where it lies here, else when it comes back.

    The caller holds the queue (`claim_in_queue`) and has recorded its deed.
    """
    unit.open_incidents = [*unit.open_incidents, incident_id]
    work.touch(unit)
    if unit.state is UnitState.AVAILABLE:
        put_unit(work, unit, UnitState.QUARANTINED, "quarantine", incident_id=incident_id)
        work.also("sample_unit.quarantined", unit)


def unblock_unit(work: Work, unit: SampleUnit, incident_id: str) -> None:
    """Lift what an incident kept back; the unit is released if its records allow."""
    unit.open_incidents = [one for one in unit.open_incidents if one != incident_id]
    work.touch(unit)
    release(work, unit)


def unit_of(work: Work, loan: Loan) -> SampleUnit:
    """Answer a loan's unit, as it is now that the queue is locked."""
    return work.lock(work.find(SampleUnit, loan.unit_id))


def request_of(work: Work, loan: Loan) -> SampleRequest:
    """Answer a loan's request, as it is now that the queue is locked."""
    return work.lock(work.find(SampleRequest, loan.request_id))
