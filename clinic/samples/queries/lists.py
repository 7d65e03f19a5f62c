"""The lists of the sample programme, newest first."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, not_, select

from clinic.accounts.queries import today_of
from clinic.samples.models import (
    Loan,
    MassagerModel,
    Practitioner,
    SampleRequest,
    SampleUnit,
    ServiceRecord,
)
from clinic.samples.rules import HELD, LoanState, RequestState, UnitState, serial_key
from clinic.work.paging import Page, Paging, page
from clinic.work.unit import Work


@dataclass(frozen=True, slots=True)
class UnitQuery(Paging):
    """Which units; the recall list with `held`, a model and a range of serial numbers."""

    held: bool | None = None
    model_id: str | None = None
    state: UnitState | None = None
    serial_from: str | None = None
    serial_to: str | None = None


@dataclass(frozen=True, slots=True)
class RequestQuery(Paging):
    """Which requests."""

    state: RequestState | None = None
    model_id: str | None = None
    practitioner_id: str | None = None


@dataclass(frozen=True, slots=True)
class LoanQuery(Paging):
    """Which loans; `overdue` those that should have ended before today, or all others."""

    state: LoanState | None = None
    overdue: bool | None = None
    practitioner_id: str | None = None
    unit_id: str | None = None


def practitioners(work: Work, paging: Paging) -> Page[Practitioner]:
    """Answer the practitioners the clinic knows."""
    return page(work, select(Practitioner), Practitioner.id, paging)


def massager_models(work: Work, paging: Paging) -> Page[MassagerModel]:
    """Answer the products."""
    return page(work, select(MassagerModel), MassagerModel.id, paging)


def narrowed_units(query: UnitQuery) -> Select[Any]:
    """Answer the question for units; both ends of the range of serial numbers count."""
    question = select(SampleUnit)
    if query.held is not None:
        out = SampleUnit.state.in_(HELD)
        question = question.where(out if query.held else not_(out))
    if query.model_id is not None:
        question = question.where(SampleUnit.model_id == query.model_id)
    if query.state is not None:
        question = question.where(SampleUnit.state == query.state)
    if query.serial_from is not None:
        question = question.where(SampleUnit.serial_key >= serial_key(query.serial_from))
    if query.serial_to is not None:
        question = question.where(SampleUnit.serial_key <= serial_key(query.serial_to))
    return question


def sample_units(work: Work, query: UnitQuery) -> Page[SampleUnit]:
    """Answer units."""
    return page(work, narrowed_units(query), SampleUnit.id, query)


def service_records(work: Work, unit_id: str, paging: Paging) -> Page[ServiceRecord]:
    """Answer what was done to a unit."""
    question = select(ServiceRecord).where(ServiceRecord.unit_id == unit_id)
    return page(work, question, ServiceRecord.id, paging)


def sample_requests(work: Work, query: RequestQuery) -> Page[SampleRequest]:
    """Answer who asked for what."""
    question = select(SampleRequest)
    if query.state is not None:
        question = question.where(SampleRequest.state == query.state)
    if query.model_id is not None:
        question = question.where(SampleRequest.model_id == query.model_id)
    if query.practitioner_id is not None:
        question = question.where(SampleRequest.practitioner_id == query.practitioner_id)
    return page(work, question, SampleRequest.id, query)


def overdue_loan(work: Work) -> ColumnElement[bool]:
    """Answer the condition of a loan whose trial should have ended before today."""
    return and_(Loan.state == LoanState.ON_TRIAL, Loan.due_on < today_of(work))


def loans(work: Work, query: LoanQuery) -> Page[Loan]:
    """Answer loans."""
    question = select(Loan)
    if query.state is not None:
        question = question.where(Loan.state == query.state)
    if query.overdue is not None:
        late = overdue_loan(work)
        question = question.where(late if query.overdue else not_(late))
    if query.practitioner_id is not None:
        question = question.where(Loan.practitioner_id == query.practitioner_id)
    if query.unit_id is not None:
        question = question.where(Loan.unit_id == query.unit_id)
    return page(work, question, Loan.id, query)
