"""Many hands at once, on real threads and a real database: no unit is ever lent twice."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, IntegrityError
from werkzeug.test import TestResponse

from clinic.samples.models import Loan, LoanEvent, SampleUnit
from clinic.samples.rules import OPEN_LOAN
from clinic.store.base import new_id
from tests.conftest import Cast, work_in
from tests.samples.builders import (
    BODIES,
    a_loan,
    a_model,
    a_practitioner,
    a_record,
    a_request,
    a_unit,
    approved,
)


def at_once(deeds: Sequence[Callable[[], TestResponse]]) -> list[TestResponse]:
    """Begin all deeds at the same moment, each in a thread of its own."""
    start = Barrier(len(deeds))

    def run(deed: Callable[[], TestResponse]) -> TestResponse:
        start.wait(30)
        return deed()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def posting(cast: Cast, path: str, body: Any = None) -> Callable[[], TestResponse]:
    return lambda: cast.sample_manager.post(path, body)


def test_twelve_approvals_of_five_units_make_five_loans_and_seven_wait(clinic: Cast) -> None:
    sam = clinic.sample_manager
    model, whom = a_model(sam), a_practitioner(sam)
    units = {a_unit(sam, model)["id"] for _ in range(5)}
    requests = [a_request(sam, model, whom) for _ in range(12)]
    answers = at_once([posting(clinic, f"/sample-requests/{r['id']}/approve") for r in requests])
    assert {answer.status_code for answer in answers} == {200}
    states = Counter(answer.get_json()["state"] for answer in answers)
    assert states == {"approved": 5, "waitlisted": 7}
    loans = sam.read("/loans")["items"]
    assert {loan["unit_id"] for loan in loans} == units
    assert len(loans) == 5
    waiting = [sam.read(f"/sample-requests/{r['id']}")["waiting_position"] for r in requests]
    assert [place for place in waiting if place is not None] == [1, 2, 3, 4, 5, 6, 7]


def test_two_who_name_the_same_unit_get_it_once(clinic: Cast) -> None:
    sam = clinic.sample_manager
    model, whom = a_model(sam), a_practitioner(sam)
    unit = a_unit(sam, model)
    requests = [a_request(sam, model, whom) for _ in range(4)]
    body = {"unit_id": unit["id"]}
    answers = at_once(
        [posting(clinic, f"/sample-requests/{r['id']}/approve", body) for r in requests]
    )
    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: 3}


def test_one_request_approved_by_four_at_once_makes_one_loan(clinic: Cast) -> None:
    sam = clinic.sample_manager
    model = a_model(sam)
    for _ in range(4):
        a_unit(sam, model)
    request = a_request(sam, model)
    answers = at_once([posting(clinic, f"/sample-requests/{request['id']}/approve")] * 4)
    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: 3}
    assert len(sam.read("/loans")["items"]) == 1


@pytest.mark.parametrize(
    ("state", "actions"),
    [("reserved", ("pack", "cancel")), ("on_trial", ("receive", "purchase", "report-lost"))],
)
def test_two_steps_of_one_loan_at_once_leave_one_true_story(
    clinic: Cast, state: str, actions: tuple[str, ...]
) -> None:
    loan = a_loan(clinic.sample_manager, state)
    deeds = [posting(clinic, f"/loans/{loan['id']}/{a}", BODIES.get(a)) for a in actions * 2]
    answers = at_once(deeds)
    assert {answer.status_code for answer in answers} <= {200, 409}
    after = clinic.sample_manager.read(f"/loans/{loan['id']}")
    steps = after["history"]
    assert [event["seq"] for event in steps] == list(range(1, len(steps) + 1))
    for one, following in pairwise(steps):
        assert following["from_state"] == one["to_state"]
    done = sum(answer.status_code == 200 for answer in answers)
    assert len(steps) == len(loan["history"]) + done
    assert steps[-1]["to_state"] == after["state"]


def test_units_freed_at_once_serve_the_queue_in_its_order(clinic: Cast) -> None:
    sam = clinic.sample_manager
    model, whom = a_model(sam), a_practitioner(sam)
    units = [a_unit(sam, model) for _ in range(3)]
    loans = [approved(sam, model, whom)["loan_id"] for _ in units]
    waiting = [approved(sam, model, whom) for _ in range(5)]
    new = {"model_id": model["id"], "serial_number": "brand new"}
    answers = at_once(
        [
            *(posting(clinic, f"/loans/{one}/cancel", {"reason": "No"}) for one in loans[:2]),
            posting(clinic, "/sample-units", new),
            posting(clinic, f"/sample-requests/{waiting[0]['id']}/withdraw"),
        ]
    )
    assert all(answer.status_code in {200, 201, 409} for answer in answers)
    states = [sam.read(f"/sample-requests/{r['id']}")["state"] for r in waiting]
    served = states.count("approved")
    assert served == 3
    rest = states[1:] if states[0] == "withdrawn" else states
    assert rest == ["approved"] * 3 + ["waitlisted"] * (len(rest) - 3)


def test_the_database_itself_refuses_a_second_open_loan_of_a_unit(clinic: Cast) -> None:
    sam = clinic.sample_manager
    loan = a_loan(sam, "on_trial")
    other = a_request(sam, {"id": loan["model_id"]})
    for state in OPEN_LOAN:
        with pytest.raises(IntegrityError), work_in(clinic) as work:
            held = work.find(Loan, loan["id"])
            work.new(
                Loan,
                request_id=other["id"],
                practitioner_id=held.practitioner_id,
                model_id=held.model_id,
                unit_id=held.unit_id,
                state=state,
                trial_days=30,
                dispatched_on=held.dispatched_on,
                delivered_on=held.delivered_on,
                due_on=held.due_on,
            )
            work.session.flush()


def test_the_database_itself_keeps_the_history(clinic: Cast) -> None:
    loan = a_loan(clinic.sample_manager, "packed")
    record = a_record(clinic.sample_manager, loan["unit_id"])
    with pytest.raises(DBAPIError, match="only grows"), work_in(clinic) as work:
        event = work.session.scalars(select(LoanEvent).limit(1)).one()
        event.action = "something else"
        work.session.flush()
    with pytest.raises(DBAPIError, match="only grows"), work_in(clinic) as work:
        work.session.delete(work.session.scalars(select(LoanEvent).limit(1)).one())
        work.session.flush()
    with pytest.raises(IntegrityError), work_in(clinic) as work:
        work.session.add(
            LoanEvent(
                id=new_id(work.now),
                clinic_id=clinic.id,
                created_at=work.now,
                version=1,
                loan_id=loan["id"],
                seq=1,
                action="pack",
                to_state="packed",
                details={},
            )
        )
        work.session.flush()
    assert clinic.owner.read(f"/service-records/{record['id']}") == record


def test_two_units_with_one_serial_number_at_once_become_one(clinic: Cast) -> None:
    model = a_model(clinic.sample_manager)
    body = {"model_id": model["id"], "serial_number": "S-1"}
    answers = at_once([posting(clinic, "/sample-units", body)] * 4)
    assert Counter(answer.status_code for answer in answers) == {201: 1, 422: 3}
    with work_in(clinic) as work:
        assert len(work.session.scalars(select(SampleUnit)).all()) == 1
