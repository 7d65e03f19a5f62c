"""Requests and the waiting list through the door."""

from typing import Any

import pytest

from clinic.samples.rules import REQUEST, RequestAction, RequestState
from tests.conftest import Cast, Client, Clock
from tests.samples.builders import (
    a_loan,
    a_model,
    a_practitioner,
    a_record,
    a_request,
    a_unit,
    approved,
    made_ready,
    step,
)

BODIES = {"approve": {}, "decline": {"reason": "Too far away"}, "withdraw": {}}


def a_request_that_is(client: Client, state: str) -> Any:
    """Make a request and bring it into a state."""
    if state == "fulfilled":
        return client.read(f"/sample-requests/{a_loan(client, 'on_trial')['request_id']}")
    model = a_model(client)
    if state == "approved":
        a_unit(client, model)
    request = a_request(client, model)
    action = {"waitlisted": "approve", "approved": "approve", "declined": "decline"}.get(
        state, "withdraw"
    )
    if state != "submitted":
        request = client.do(f"/sample-requests/{request['id']}/{action}", BODIES[action])
    assert request["state"] == state
    return request


@pytest.mark.parametrize("state", RequestState)
def test_every_step_of_a_request_in_every_state(clinic: Cast, state: RequestState) -> None:
    sam = clinic.sample_manager
    request = a_request_that_is(sam, state)
    open_steps = list(REQUEST.actions_from(state))
    assert request["actions"] == open_steps
    for action in RequestAction:
        if action in open_steps:
            other = a_request_that_is(sam, state)
            answer = sam.do(f"/sample-requests/{other['id']}/{action}", BODIES[action])
            wanted = REQUEST.moves[action].target
            # without a unit, who is approved waits
            assert answer["state"] == ("waitlisted" if action == "approve" else wanted)
        else:
            answer = sam.post(f"/sample-requests/{request['id']}/{action}", BODIES[action])
            assert answer.status_code == 409
            assert answer.get_json()["allowed"] == open_steps
    assert sam.read(f"/sample-requests/{request['id']}") == request


def test_nobody_unverified_is_approved(clinic: Cast) -> None:
    sam = clinic.sample_manager
    model = a_model(sam)
    a_unit(sam, model)
    request = a_request(sam, model, a_practitioner(sam, verified=False))
    refused = sam.post(f"/sample-requests/{request['id']}/approve")
    assert refused.status_code == 409
    assert sam.read(f"/sample-requests/{request['id']}")["state"] == "submitted"


@pytest.mark.parametrize("days", [0, 366, 1.5, "30", None])
def test_a_trial_lasts_one_to_365_days(clinic: Cast, days: Any) -> None:
    sam = clinic.sample_manager
    request = a_request(sam, a_model(sam))
    answer = sam.post(f"/sample-requests/{request['id']}/approve", {"trial_days": days})
    assert answer.status_code == 422


def test_a_trial_lasts_thirty_days_unless_told(clinic: Cast) -> None:
    sam = clinic.sample_manager
    loan = a_loan(sam)
    assert loan["trial_days"] == 30
    assert a_loan(sam, trial_days=365)["trial_days"] == 365


def test_the_named_unit_is_reserved_and_no_other(clinic: Cast) -> None:
    sam = clinic.sample_manager
    model = a_model(sam)
    first, second = a_unit(sam, model), a_unit(sam, model)
    request = approved(sam, model, unit_id=second["id"])
    assert sam.read(f"/loans/{request['loan_id']}")["unit_id"] == second["id"]
    other = a_request(sam, model)
    taken = sam.post(f"/sample-requests/{other['id']}/approve", {"unit_id": second["id"]})
    assert taken.status_code == 409
    assert sam.read(f"/sample-units/{first['id']}")["state"] == "available"
    assert sam.read(f"/sample-requests/{other['id']}")["state"] == "submitted"


def test_a_named_unit_of_another_model_is_refused(clinic: Cast) -> None:
    sam = clinic.sample_manager
    stranger = a_unit(sam, a_model(sam))
    request = a_request(sam, a_model(sam))
    answer = sam.post(f"/sample-requests/{request['id']}/approve", {"unit_id": stranger["id"]})
    assert answer.status_code == 409


def test_the_queue_is_in_order_of_submission_not_of_approval(clinic: Cast, clock: Clock) -> None:
    sam = clinic.sample_manager
    model = a_model(sam)
    requests = []
    for _ in range(3):
        requests.append(a_request(sam, model))
        clock.forward(minutes=1)
    for request in (requests[2], requests[0], requests[1]):
        sam.do(f"/sample-requests/{request['id']}/approve")
    places = [sam.read(f"/sample-requests/{r['id']}")["waiting_position"] for r in requests]
    assert places == [1, 2, 3]
    sam.do(f"/sample-requests/{requests[0]['id']}/withdraw", {"reason": "Bought one"})
    places = [sam.read(f"/sample-requests/{r['id']}")["waiting_position"] for r in requests]
    assert places == [None, 1, 2]
    unit = a_unit(sam, model)
    assert unit["state"] == "reserved"
    states = [sam.read(f"/sample-requests/{r['id']}")["state"] for r in requests]
    assert states == ["withdrawn", "approved", "waitlisted"]


def test_each_model_has_a_queue_of_its_own(clinic: Cast) -> None:
    sam = clinic.sample_manager
    one, other = a_model(sam), a_model(sam)
    waiting = [approved(sam, one), approved(sam, other)]
    assert [request["waiting_position"] for request in waiting] == [1, 1]
    a_unit(sam, other)
    assert sam.read(f"/sample-requests/{waiting[0]['id']}")["state"] == "waitlisted"
    assert sam.read(f"/sample-requests/{waiting[1]['id']}")["state"] == "approved"


def test_the_trial_days_of_the_approval_last_until_a_unit_is_free(clinic: Cast) -> None:
    sam = clinic.sample_manager
    model = a_model(sam)
    request = approved(sam, model, trial_days=7)
    a_unit(sam, model)
    loan_id = sam.read(f"/sample-requests/{request['id']}")["loan_id"]
    assert sam.read(f"/loans/{loan_id}")["trial_days"] == 7


def test_who_must_be_verified_anew_keeps_the_place_and_is_served_when_verified(
    clinic: Cast,
) -> None:
    sam = clinic.sample_manager
    model = a_model(sam)
    whom = a_practitioner(sam)
    first, second = approved(sam, model, whom), approved(sam, model)
    sam.patch(f"/practitioners/{whom['id']}", {"registration_number": "PHY9"})
    a_unit(sam, model)
    assert sam.read(f"/sample-requests/{second['id']}")["state"] == "approved"
    assert sam.read(f"/sample-requests/{first['id']}")["waiting_position"] == 1
    spare = a_unit(sam, model)
    assert spare["state"] == "available"
    sam.do(f"/practitioners/{whom['id']}/verify")
    assert sam.read(f"/sample-requests/{first['id']}")["state"] == "approved"
    assert sam.read(f"/sample-units/{spare['id']}")["state"] == "reserved"


def test_a_unit_released_from_quarantine_goes_to_the_first_waiting_at_once(clinic: Cast) -> None:
    sam = clinic.sample_manager
    loan = a_loan(sam, "closed")
    waiting = approved(sam, {"id": loan["model_id"]})
    a_record(sam, loan["unit_id"], "clean")
    assert sam.read(f"/sample-requests/{waiting['id']}")["state"] == "waitlisted"
    a_record(sam, loan["unit_id"], "test_and_tag")
    served = sam.read(f"/sample-requests/{waiting['id']}")
    assert served["state"] == "approved"
    assert sam.read(f"/loans/{served['loan_id']}")["history"][0]["action"] == "reserve"


def test_an_inspection_that_finds_nothing_missing_frees_the_unit_at_once(clinic: Cast) -> None:
    sam = clinic.sample_manager
    loan = a_loan(sam, "received")
    waiting = approved(sam, {"id": loan["model_id"]})
    made_ready(sam, loan["unit_id"])
    step(sam, loan, "inspect")
    assert sam.read(f"/sample-requests/{waiting['id']}")["state"] == "approved"


def test_requests_are_listed_by_state_model_and_practitioner(clinic: Cast) -> None:
    sam = clinic.sample_manager
    model, whom = a_model(sam), a_practitioner(sam)
    one = approved(sam, model, whom)
    two = a_request(sam, model)
    found = sam.read(f"/sample-requests?model_id={model['id']}")["items"]
    assert [item["id"] for item in found] == [two["id"], one["id"]]
    found = sam.read(f"/sample-requests?practitioner_id={whom['id']}")["items"]
    assert found == [one]
    found = sam.read(f"/sample-requests?state=submitted&model_id={model['id']}")["items"]
    assert [item["id"] for item in found] == [two["id"]]
