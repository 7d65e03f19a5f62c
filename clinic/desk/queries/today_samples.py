"""What waits today in the sample programme; each question is put together once."""

from datetime import date
from functools import cache

from sqlalchemy import Executable, and_, bindparam, or_, select

from clinic.desk.queries.today import Rows, rows_of
from clinic.samples.models import Loan, Practitioner, SampleRequest, SampleUnit
from clinic.samples.rules import LoanState, RequestState
from clinic.work.unit import Work


@cache
def _open_requests() -> Executable:
    return (
        select(
            SampleRequest.id,
            SampleRequest.state,
            SampleRequest.submitted_at,
            SampleRequest.practitioner_id,
            Practitioner.name,
            Practitioner.practice_name,
        )
        .join(
            Practitioner,
            and_(
                Practitioner.clinic_id == SampleRequest.clinic_id,
                Practitioner.id == SampleRequest.practitioner_id,
            ),
        )
        .where(SampleRequest.state.in_([RequestState.SUBMITTED, RequestState.WAITLISTED]))
        .order_by(SampleRequest.submitted_at, SampleRequest.id)
    )


def open_requests(work: Work) -> Rows:
    """Answer the requests that wait for a decision or for a unit, the oldest first."""
    return rows_of(work, _open_requests())


@cache
def _loans_to_see_to() -> Executable:
    ends = and_(Loan.state == LoanState.ON_TRIAL, Loan.due_on <= bindparam("until"))
    return (
        select(
            Loan.id,
            Loan.state,
            Loan.due_on,
            SampleUnit.asset_tag,
            SampleUnit.serial_number,
            Practitioner.name,
            Practitioner.practice_name,
        )
        .join(
            SampleUnit,
            and_(SampleUnit.clinic_id == Loan.clinic_id, SampleUnit.id == Loan.unit_id),
        )
        .join(
            Practitioner,
            and_(
                Practitioner.clinic_id == Loan.clinic_id,
                Practitioner.id == Loan.practitioner_id,
            ),
        )
        .where(or_(ends, Loan.state.in_([LoanState.RESERVED, LoanState.RECEIVED])))
        .order_by(Loan.due_on, Loan.id)
    )


def loans_to_see_to(work: Work, until: date) -> Rows:
    """Answer the loans to pack or to inspect, and the trials that end by `until` or are over."""
    return rows_of(work, _loans_to_see_to(), until=until)
