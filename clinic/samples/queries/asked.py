"""Questions that deeds ask: whose turn it is, which unit is free, what was done to it."""

from collections.abc import Sequence

from sqlalchemy import select

from clinic.samples.models import Loan, Practitioner, SampleRequest, SampleUnit, ServiceRecord
from clinic.samples.rules import OPEN_LOAN, RequestState, Service, Stay, UnitState
from clinic.work.unit import Work


def available_unit(work: Work, model_id: str) -> SampleUnit | None:
    """Answer a unit of the model that nobody has or waits to get, the oldest first."""
    return work.session.scalar(
        select(SampleUnit)
        .where(SampleUnit.model_id == model_id, SampleUnit.state == UnitState.AVAILABLE)
        .order_by(SampleUnit.id)
        .limit(1)
    )


def first_waiting(work: Work, model_id: str) -> SampleRequest | None:
    """Answer whose turn it is; who must be verified anew keeps the place, and is passed over."""
    return work.session.scalar(
        select(SampleRequest)
        .join(
            Practitioner,
            (Practitioner.clinic_id == SampleRequest.clinic_id)
            & (Practitioner.id == SampleRequest.practitioner_id),
        )
        .where(
            SampleRequest.model_id == model_id,
            SampleRequest.state == RequestState.WAITLISTED,
            Practitioner.verified_on.is_not(None),
        )
        .order_by(SampleRequest.submitted_at, SampleRequest.id)
        .limit(1)
    )


def waited_for_by(work: Work, practitioner_id: str) -> Sequence[str]:
    """Answer the models a practitioner waits for, in order of id."""
    return work.session.scalars(
        select(SampleRequest.model_id)
        .where(
            SampleRequest.practitioner_id == practitioner_id,
            SampleRequest.state == RequestState.WAITLISTED,
        )
        .distinct()
        .order_by(SampleRequest.model_id)
    ).all()


def open_loan_of_unit(work: Work, unit_id: str) -> Loan | None:
    """Answer the loan a unit is in; there is never more than one."""
    return work.session.scalar(
        select(Loan).where(Loan.unit_id == unit_id, Loan.state.in_(OPEN_LOAN))
    )


def loan_of_request(work: Work, request_id: str) -> Loan | None:
    """Answer the loan that a request became."""
    return work.session.scalar(select(Loan).where(Loan.request_id == request_id))


def services_of(work: Work, unit_id: str) -> Sequence[Service]:
    """Answer a unit's service records as the rules read them, in the order of recording."""
    rows = work.session.scalars(
        select(ServiceRecord).where(ServiceRecord.unit_id == unit_id).order_by(ServiceRecord.seq)
    )
    return [as_service(row) for row in rows]


def as_service(row: ServiceRecord) -> Service:
    """Answer a record as the rules read it."""
    return Service(row.kind, row.result, row.done_on, row.next_due_on, row.after_return)


def stay_of(unit: SampleUnit) -> Stay:
    """Answer since when a unit is back, and how it was found."""
    return Stay(unit.returns, unit.returned_on, unit.condition)
