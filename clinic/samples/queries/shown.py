"""What an answer shows beside a row's own columns: histories, holders, places in the queue."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from clinic.accounts.queries import today_of, users_named
from clinic.samples.models import (
    Loan,
    LoanEvent,
    Practitioner,
    SampleRequest,
    SampleUnit,
    SampleUnitEvent,
    ServiceRecord,
)
from clinic.samples.queries.asked import as_service, stay_of
from clinic.samples.queries.lists import overdue_loan
from clinic.samples.rules import (
    HELD,
    LOAN,
    OPEN_LOAN,
    REQUEST,
    UNIT,
    LoanState,
    RequestState,
    Service,
    is_overdue,
    lacks_for_packing,
)
from clinic.store.base import OfClinic
from clinic.work.unit import Work, etag_of

Shown = dict[str, Any]


def _columns(row: OfClinic) -> Shown:
    """Answer a row's columns, and its ETag."""
    return {c.key: getattr(row, c.key) for c in row.__table__.columns} | {"etag": etag_of(row)}  # type: ignore[attr-defined]  # every row has a table


def _named(work: Work, ids: Iterable[str | None]) -> Mapping[str, str]:
    wanted = sorted({one for one in ids if one is not None})
    return users_named(work, wanted) if wanted else {}


def _event(event: LoanEvent | SampleUnitEvent, names: Mapping[str, str]) -> Shown:
    return {
        "seq": event.seq,
        "at": event.created_at,
        "action": event.action,
        "from_state": event.from_state,
        "to_state": event.to_state,
        "actor_id": event.actor_id,
        "actor": names.get(event.actor_id or ""),
        "details": event.details,
    }


def shown_loans(work: Work, loans: Sequence[Loan]) -> list[Shown]:
    """Answer loans with their history, their steps, and whether they are late."""
    ids = [loan.id for loan in loans]
    events = work.session.scalars(
        select(LoanEvent).where(LoanEvent.loan_id.in_(ids)).order_by(LoanEvent.seq)
    ).all()
    names = _named(work, (event.actor_id for event in events))
    history: dict[str, list[Shown]] = defaultdict(list)
    for event in events:
        history[event.loan_id].append(_event(event, names))
    today = today_of(work)
    return [
        _columns(loan)
        | {
            "overdue": is_overdue(loan.state, loan.due_on, today),
            "actions": LOAN.actions_from(loan.state),
            "history": history[loan.id],
        }
        for loan in loans
    ]


def shown_requests(work: Work, requests: Sequence[SampleRequest]) -> list[Shown]:
    """Answer requests with their places in the queue and the loans they became."""
    ids = [request.id for request in requests]
    loans = work.session.execute(
        select(Loan.request_id, Loan.id).where(Loan.request_id.in_(ids))
    ).all()
    loan_ids = {request_id: loan_id for request_id, loan_id in loans}  # noqa: C416 (rows are not pairs to a type checker)
    places = _places(work, {r.model_id for r in requests if r.state is RequestState.WAITLISTED})
    return [
        _columns(request)
        | {
            "waiting_position": places.get(request.id),
            "loan_id": loan_ids.get(request.id),
            "actions": REQUEST.actions_from(request.state),
        }
        for request in requests
    ]


def _places(work: Work, model_ids: Iterable[str]) -> dict[str, int]:
    """Answer the place of each waiting request in its model's queue, from 1."""
    wanted = sorted(model_ids)
    if not wanted:
        return {}
    place = func.row_number().over(
        partition_by=SampleRequest.model_id,
        order_by=(SampleRequest.submitted_at, SampleRequest.id),
    )
    rows = work.session.execute(
        select(SampleRequest.id, place).where(
            SampleRequest.model_id.in_(wanted), SampleRequest.state == RequestState.WAITLISTED
        )
    )
    return {request_id: at for request_id, at in rows}  # noqa: C416 (rows are not pairs to a type checker)


def shown_units(work: Work, units: Sequence[SampleUnit]) -> list[Shown]:
    """Answer units with who holds and who held them, their history, and what they lack."""
    ids = [unit.id for unit in units]
    loans: dict[str, list[tuple[Loan, Practitioner]]] = defaultdict(list)
    for loan, practitioner in work.session.execute(
        select(Loan, Practitioner)
        .join(
            Practitioner,
            (Practitioner.clinic_id == Loan.clinic_id) & (Practitioner.id == Loan.practitioner_id),
        )
        .where(Loan.unit_id.in_(ids))
        .order_by(Loan.id)
    ):
        loans[loan.unit_id].append((loan, practitioner))
    events = work.session.scalars(
        select(SampleUnitEvent)
        .where(SampleUnitEvent.unit_id.in_(ids))
        .order_by(SampleUnitEvent.seq)
    ).all()
    names = _named(work, (event.actor_id for event in events))
    history: dict[str, list[Shown]] = defaultdict(list)
    for event in events:
        history[event.unit_id].append(_event(event, names))
    services: dict[str, list[Service]] = defaultdict(list)
    for record in work.session.scalars(
        select(ServiceRecord).where(ServiceRecord.unit_id.in_(ids)).order_by(ServiceRecord.seq)
    ):
        services[record.unit_id].append(as_service(record))
    today = today_of(work)
    return [
        _columns(unit)
        | {
            "holder": _holder(unit, loans[unit.id]),
            "custody_history": [_custody(loan, whom) for loan, whom in loans[unit.id]],
            "history": history[unit.id],
            "needed_before_packing": [
                lack.kind for lack in lacks_for_packing(services[unit.id], stay_of(unit), today)
            ],
            "actions": UNIT.actions_from(unit.state),
        }
        for unit in units
    ]


def _custody(loan: Loan, practitioner: Practitioner) -> Shown:
    return {
        "loan_id": loan.id,
        "practitioner_id": practitioner.id,
        "practitioner_name": practitioner.name,
        "state": loan.state,
        "from_day": loan.dispatched_on,
        "to_day": loan.received_on,
    }


def _holder(unit: SampleUnit, loans: Sequence[tuple[Loan, Practitioner]]) -> Shown | None:
    """Answer who has the unit, bought it, or had it when it was lost."""
    out = [pair for pair in loans if pair[0].dispatched_on is not None]
    if unit.state not in HELD or not out:
        return None
    loan, practitioner = out[-1]
    names = ("name", "practice_name", "email", "phone")
    return {name: getattr(practitioner, name) for name in names} | {
        "practitioner_id": practitioner.id,
        "loan_id": loan.id,
        "since": loan.dispatched_on,
        "due_on": loan.due_on,
    }


def shown_practitioners(work: Work, practitioners: Sequence[Practitioner]) -> list[Shown]:
    """Answer practitioners with what to know before lending to them."""
    ids = [practitioner.id for practitioner in practitioners]
    of = Loan.practitioner_id

    def counted(*conditions: Any) -> dict[str, int]:
        rows = work.session.execute(
            select(of, func.count()).where(of.in_(ids), *conditions).group_by(of)
        )
        return {row[0]: row[1] for row in rows}

    running = counted(Loan.state.in_(OPEN_LOAN))
    late = counted(overdue_loan(work))
    lost = counted(Loan.state == LoanState.LOST)
    twins = _sharing_a_registration(work, practitioners)
    shown = []
    for one in practitioners:
        warnings = []
        if late.get(one.id):
            warnings.append(f"Overdue loans: {late[one.id]}.")
        if lost.get(one.id):
            warnings.append(f"Lost units: {lost[one.id]}.")
        if running.get(one.id):
            warnings.append(f"Open loans: {running[one.id]}.")
        if one.id in twins:
            warnings.append("Another practitioner here has the same registration number.")
        verified = one.verified_on is not None
        shown.append(_columns(one) | {"verified": verified, "warnings": warnings})
    return shown


def _sharing_a_registration(work: Work, practitioners: Sequence[Practitioner]) -> set[str]:
    numbers = {p.registration_number for p in practitioners if p.registration_number}
    if not numbers:
        return set()
    rows = work.session.execute(
        select(Practitioner.registration_number, Practitioner.id).where(
            Practitioner.registration_number.in_(sorted(numbers))
        )
    ).all()
    owners: dict[str, set[str]] = defaultdict(set)
    for number, practitioner_id in rows:
        owners[number].add(practitioner_id)
    return {one for twins in owners.values() if len(twins) > 1 for one in twins}
