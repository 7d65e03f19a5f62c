"""Loans through the door: every state and every step, days, proofs, history."""

import pytest

from clinic.samples.rules import LOAN, UNIT_WHILE, LoanAction, LoanState
from tests.conftest import Cast, Clock
from tests.samples.builders import (
    BODIES,
    a_loan,
    a_model,
    a_record,
    a_unit,
    approved,
    made_ready,
    step,
)


@pytest.mark.parametrize("state", LoanState)
def test_every_step_is_taken_where_it_is_open_and_refused_where_it_is_not(
    clinic: Cast, state: LoanState
) -> None:
    sam = clinic.sample_manager
    loan = a_loan(sam, state)
    assert loan["actions"] == list(LOAN.actions_from(state))
    for action in LoanAction:
        if action in LOAN.actions_from(state):
            arrow = LOAN.moves[action]
            other = step(sam, a_loan(sam, state), action)
            assert other["state"] == (arrow.target or state)
            last = other["history"][-1]
            assert (last["action"], last["from_state"]) == (action, state)
            assert last["to_state"] == other["state"]
        else:
            answer = sam.post(f"/loans/{loan['id']}/{action}", BODIES.get(action))
            assert answer.status_code == 409
            assert answer.get_json()["allowed"] == list(LOAN.actions_from(state))
    assert sam.read(f"/loans/{loan['id']}") == loan


@pytest.mark.parametrize("state", LoanState)
def test_the_unit_is_where_the_loan_says(clinic: Cast, state: LoanState) -> None:
    loan = a_loan(clinic.sample_manager, state)
    unit = clinic.sample_manager.read(f"/sample-units/{loan['unit_id']}")
    as_below = {"closed": "quarantined", "cancelled": "available"}
    assert unit["state"] == UNIT_WHILE.get(state, as_below.get(state))


def test_a_loan_from_request_to_the_next_borrower(clinic: Cast, clock: Clock) -> None:
    sam = clinic.sample_manager
    model = a_model(sam)
    unit = a_unit(sam, model, asset_tag="GP-0147")
    made_ready(sam, unit["id"])
    first = approved(sam, model, trial_days=14)
    assert first["state"] == "approved"
    second = approved(sam, model)
    assert (second["state"], second["waiting_position"], second["loan_id"]) == (
        "waitlisted",
        1,
        None,
    )
    loan = sam.read(f"/loans/{first['loan_id']}")
    assert (loan["due_on"], loan["overdue"], loan["trial_days"]) == (None, False, 14)
    step(sam, loan, "pack")
    step(sam, loan, "dispatch", dispatched_on="2026-11-17")
    loan = step(sam, loan, "deliver", delivered_on="2026-11-19")
    assert loan["due_on"] == "2026-12-03"
    assert sam.read(f"/sample-requests/{first['id']}")["state"] == "fulfilled"
    held = sam.read(f"/sample-units?held=true&model_id={model['id']}")["items"]
    assert [item["holder"]["loan_id"] for item in held] == [loan["id"]]
    loan = step(sam, loan, "extend", due_on="2026-12-20")
    assert [e["details"].get("due_on") for e in loan["history"] if e["action"] != "pack"] == [
        None,
        None,
        "2026-12-03",
        "2026-12-20",
    ]
    clock.forward(days=32)
    assert sam.read(f"/loans/{loan['id']}")["overdue"] is True
    late = sam.read("/loans?overdue=true")["items"]
    assert [item["id"] for item in late] == [loan["id"]]
    assert sam.read("/loans?overdue=false")["items"] == []
    step(sam, loan, "ship-return")
    step(sam, loan, "receive")
    assert sam.read(f"/sample-units/{unit['id']}")["state"] == "quarantined"
    a_record(sam, unit["id"], "clean")
    a_record(sam, unit["id"], "test_and_tag", next_due_on="2027-11-20")
    assert sam.read(f"/sample-units/{unit['id']}")["state"] == "quarantined"
    loan = step(
        sam, loan, "inspect", condition="incomplete", missing_parts=["strap"], charge_cents=1500
    )
    assert (loan["state"], loan["charge_cents"]) == ("closed", 1500)
    assert loan["inspection"]["missing_parts"] == ["strap"]
    assert sam.read(f"/sample-requests/{second['id']}")["state"] == "waitlisted"
    a_record(sam, unit["id"], "repair")
    second = sam.read(f"/sample-requests/{second['id']}")
    assert (second["state"], second["waiting_position"]) == ("approved", None)
    unit = sam.read(f"/sample-units/{unit['id']}")
    assert unit["state"] == "reserved"
    assert [
        (entry["loan_id"], entry["from"], entry["to"]) for entry in unit["custody_history"]
    ] == [
        (loan["id"], "2026-11-17", "2026-12-22"),
        (second["loan_id"], None, None),
    ]
    assert sam.do(f"/loans/{second['loan_id']}/pack")["state"] == "packed"


def test_the_history_tells_who_did_what_and_when(clinic: Cast) -> None:
    loan = a_loan(clinic.sample_manager, "dispatched")
    history = loan["history"]
    assert [event["seq"] for event in history] == [1, 2, 3]
    assert [event["action"] for event in history] == ["reserve", "pack", "dispatch"]
    assert {event["actor_id"] for event in history} == {clinic.sample_manager.user_id}
    assert history[2]["actor"].startswith("Sam")
    assert history[2]["at"] == "2026-11-20T01:00:00.000Z"
    assert history[2]["details"] == {
        "dispatched_on": "2026-11-20",
        "carrier": "Express",
        "tracking_number": "33XQ0041",
    }


# -- days ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "action", "field"),
    [
        ("packed", "dispatch", "dispatched_on"),
        ("dispatched", "deliver", "delivered_on"),
        ("on_trial", "receive", "received_on"),
        ("on_trial", "purchase", "purchased_on"),
    ],
)
def test_no_step_lies_after_today_in_the_clinics_zone(
    clinic: Cast, clock: Clock, state: str, action: str, field: str
) -> None:
    sam = clinic.sample_manager
    loan = a_loan(sam, state)
    body = BODIES.get(action, {})
    answer = sam.post(f"/loans/{loan['id']}/{action}", {**body, field: "2026-11-21"})
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["pointer"] == f"/{field}"
    clock.forward(hours=12, minutes=30)  # 00:30 on the 21st in Melbourne, still the 20th in UTC
    assert step(sam, loan, action, **{field: "2026-11-21"})[field] == "2026-11-21"


@pytest.mark.parametrize(
    ("action", "field"),
    [("receive", "received_on"), ("purchase", "purchased_on")],
)
def test_no_step_lies_before_the_dated_step_before_it(
    clinic: Cast, action: str, field: str
) -> None:
    sam = clinic.sample_manager
    loan = a_loan(sam, "packed")
    step(sam, loan, "dispatch", dispatched_on="2026-11-10")
    early = sam.post(f"/loans/{loan['id']}/deliver", {"delivered_on": "2026-11-09"})
    assert early.status_code == 422
    step(sam, loan, "deliver", delivered_on="2026-11-12")
    body = BODIES.get(action, {})
    early = sam.post(f"/loans/{loan['id']}/{action}", {**body, field: "2026-11-11"})
    assert early.status_code == 422
    assert "delivered_on" in early.get_json()["errors"][0]["detail"]
    assert step(sam, loan, action, **{field: "2026-11-12"})[field] == "2026-11-12"


def test_a_step_of_the_past_may_lie_before_the_record_was_made(clinic: Cast) -> None:
    loan = a_loan(clinic.sample_manager, "packed")
    loan = step(clinic.sample_manager, loan, "dispatch", dispatched_on="2026-10-01")
    assert loan["dispatched_on"] == "2026-10-01"


def test_a_unit_does_not_leave_before_its_last_return(clinic: Cast) -> None:
    sam = clinic.sample_manager
    loan = a_loan(sam, "closed")
    made_ready(sam, loan["unit_id"])
    other = approved(sam, {"id": loan["model_id"]})
    sam.do(f"/loans/{other['loan_id']}/pack")
    body = {**BODIES["dispatch"], "dispatched_on": "2026-11-19"}
    assert sam.post(f"/loans/{other['loan_id']}/dispatch", body).status_code == 422


def test_an_extension_is_later_than_the_present_due_day(clinic: Cast) -> None:
    sam = clinic.sample_manager
    loan = a_loan(sam, "on_trial")
    assert loan["due_on"] == "2026-12-20"
    body = {"due_on": "2026-12-20", "reason": "Busy"}
    assert sam.post(f"/loans/{loan['id']}/extend", body).status_code == 422
    assert step(sam, loan, "extend", due_on="2026-12-21")["due_on"] == "2026-12-21"
    assert sam.post(f"/loans/{loan['id']}/extend", body).status_code == 422


# -- proofs before packing ------------------------------------------------------


def test_a_new_unit_is_not_packed_without_clean_and_test(clinic: Cast) -> None:
    sam = clinic.sample_manager
    model = a_model(sam)
    unit = a_unit(sam, model)
    loan_id = approved(sam, model)["loan_id"]
    refused = sam.post(f"/loans/{loan_id}/pack")
    assert refused.status_code == 409
    assert "clean" in refused.get_json()["detail"]
    assert "test_and_tag" in refused.get_json()["detail"]
    needed = sam.read(f"/sample-units/{unit['id']}")["needed_before_packing"]
    assert needed == ["clean", "test_and_tag"]
    a_record(sam, unit["id"], "clean", done_on="2026-01-05")
    refused = sam.post(f"/loans/{loan_id}/pack")
    assert "clean" not in refused.get_json()["detail"]
    a_record(sam, unit["id"], "test_and_tag", done_on="2026-01-05", next_due_on="2026-11-20")
    assert sam.do(f"/loans/{loan_id}/pack")["state"] == "packed"


def test_a_test_that_is_due_again_keeps_a_unit_here(clinic: Cast, clock: Clock) -> None:
    sam = clinic.sample_manager
    model = a_model(sam)
    unit = a_unit(sam, model)
    a_record(sam, unit["id"], "clean")
    a_record(sam, unit["id"], "test_and_tag", next_due_on="2026-11-21")
    loan_id = approved(sam, model)["loan_id"]
    clock.forward(days=2)
    refused = sam.post(f"/loans/{loan_id}/pack")
    assert refused.status_code == 409
    assert "test_and_tag" in refused.get_json()["detail"]


def test_records_from_before_the_return_do_not_count_again(clinic: Cast) -> None:
    sam = clinic.sample_manager
    loan = a_loan(sam, "closed")
    unit_id = loan["unit_id"]
    # recorded after the return, but done before it: released, and not packed
    a_record(sam, unit_id, "clean", done_on="2026-11-19")
    a_record(sam, unit_id, "test_and_tag")
    assert sam.read(f"/sample-units/{unit_id}")["state"] == "available"
    loan_id = approved(sam, {"id": loan["model_id"]})["loan_id"]
    refused = sam.post(f"/loans/{loan_id}/pack")
    assert refused.status_code == 409
    assert "clean" in refused.get_json()["detail"]
    assert "test_and_tag" not in refused.get_json()["detail"]
    a_record(sam, unit_id, "clean")
    assert sam.do(f"/loans/{loan_id}/pack")["state"] == "packed"


def test_a_record_that_fails_after_packing_keeps_the_parcel_here(clinic: Cast) -> None:
    sam = clinic.sample_manager
    loan = a_loan(sam, "packed")
    a_record(sam, loan["unit_id"], "test_and_tag", result="fail")
    refused = sam.post(f"/loans/{loan['id']}/dispatch", BODIES["dispatch"])
    assert refused.status_code == 409
    assert "test_and_tag" in refused.get_json()["detail"]


# -- what ends a loan -----------------------------------------------------------


def test_a_cancelled_loan_withdraws_its_request_and_serves_the_next(clinic: Cast) -> None:
    sam = clinic.sample_manager
    loan = a_loan(sam, "packed")
    waiting = approved(sam, {"id": loan["model_id"]})
    step(sam, loan, "cancel", reason="Moved abroad")
    request = sam.read(f"/sample-requests/{loan['request_id']}")
    assert (request["state"], request["decision_reason"]) == ("withdrawn", "Moved abroad")
    served = sam.read(f"/sample-requests/{waiting['id']}")
    assert served["state"] == "approved"
    assert sam.read(f"/loans/{served['loan_id']}")["unit_id"] == loan["unit_id"]


def test_a_cancelled_unit_whose_test_failed_stays_in_quarantine(clinic: Cast) -> None:
    sam = clinic.sample_manager
    loan = a_loan(sam, "reserved")
    a_record(sam, loan["unit_id"], "test_and_tag", result="fail")
    step(sam, loan, "cancel")
    assert sam.read(f"/sample-units/{loan['unit_id']}")["state"] == "quarantined"


def test_a_parcel_that_came_back_withdraws_its_request(clinic: Cast) -> None:
    sam = clinic.sample_manager
    loan = step(sam, a_loan(sam, "dispatched"), "receive")
    assert (loan["state"], loan["due_on"]) == ("received", None)
    assert sam.read(f"/sample-requests/{loan['request_id']}")["state"] == "withdrawn"


def test_a_lost_unit_is_found_again_and_closes_after_inspection(clinic: Cast) -> None:
    sam = clinic.sample_manager
    loan = a_loan(sam, "lost")
    step(sam, loan, "receive")
    assert sam.read(f"/sample-units/{loan['unit_id']}")["state"] == "quarantined"
    assert step(sam, loan, "inspect")["state"] == "closed"


def test_a_written_off_unit_that_is_found_again_stays_retired(clinic: Cast) -> None:
    sam = clinic.sample_manager
    loan = a_loan(sam, "lost")
    sam.do(f"/sample-units/{loan['unit_id']}/retire", {"reason": "Written off"})
    step(sam, loan, "receive")
    assert step(sam, loan, "inspect")["state"] == "closed"
    made_ready(sam, loan["unit_id"])
    assert sam.read(f"/sample-units/{loan['unit_id']}")["state"] == "retired"


def test_a_purchase_keeps_its_price_and_day(clinic: Cast) -> None:
    loan = a_loan(clinic.sample_manager, "purchased")
    assert (loan["price_cents"], loan["purchased_on"]) == (22900, "2026-11-20")
    unit = clinic.sample_manager.read(f"/sample-units/{loan['unit_id']}")
    assert (unit["state"], unit["actions"]) == ("sold", [])
    assert unit["holder"]["practitioner_id"] == loan["practitioner_id"]


def test_a_stale_if_match_is_refused_and_nothing_is_done(clinic: Cast) -> None:
    sam = clinic.sample_manager
    loan = a_loan(sam, "reserved")
    old = sam.get(f"/loans/{loan['id']}").headers["ETag"]
    step(sam, loan, "pack")
    refused = sam.post(
        f"/loans/{loan['id']}/dispatch", BODIES["dispatch"], headers={"If-Match": old}
    )
    assert refused.status_code == 412
    assert sam.read(f"/loans/{loan['id']}")["state"] == "packed"


def test_the_same_key_ships_only_once(clinic: Cast) -> None:
    sam = clinic.sample_manager
    loan = a_loan(sam, "reserved")
    headers = {"Idempotency-Key": "pack-1"}
    first = sam.post(f"/loans/{loan['id']}/pack", headers=headers)
    again = sam.post(f"/loans/{loan['id']}/pack", headers=headers)
    assert first.get_json() == again.get_json()
    assert again.headers["Idempotency-Replayed"] == "true"
