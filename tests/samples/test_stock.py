"""Models, units, service records and the recall list through the door."""

from typing import Any

import pytest

from clinic.samples.rules import UNIT, UnitState
from tests.conftest import Cast, Client
from tests.samples.builders import (
    a_loan,
    a_model,
    a_record,
    a_unit,
    approved,
    made_ready,
    step,
)


def test_a_model_is_made_read_and_changed(clinic: Cast) -> None:
    body = {
        "name": "General Purpose Massager",
        "sku": "GPM-1",
        "min_hz": 20,
        "max_hz": 65.5,
        "price_cents": 24900,
        "artg_number": "123456",
        "dial": [{"mark": "1", "hz": 20}, {"mark": "max", "hz": 65.5}],
    }
    made = clinic.owner.make("/massager-models", body)
    assert {name: made[name] for name in body} == body
    changed = clinic.owner.patch(
        f"/massager-models/{made['id']}", {"price_cents": None, "max_hz": 70}
    ).get_json()
    assert (changed["price_cents"], changed["max_hz"]) == (None, 70)
    assert clinic.owner.read("/massager-models")["items"] == [changed]


@pytest.mark.parametrize(
    ("over", "pointer"),
    [
        ({"min_hz": 66}, "/max_hz"),
        ({"dial": [{"mark": "1", "hz": 20}, {"mark": "2", "hz": 66}]}, "/dial/1/hz"),
        ({"price_cents": -1}, "/price_cents"),
        ({"price_cents": 10.5}, "/price_cents"),
        ({"name": ""}, "/name"),
        ({"state": "on"}, "/state"),
    ],
)
def test_a_model_that_cannot_be_is_refused_at_its_field(
    clinic: Cast, over: dict[str, Any], pointer: str
) -> None:
    body = {"name": "Massager", "min_hz": 20, "max_hz": 65, **over}
    answer = clinic.sample_manager.post("/massager-models", body)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.get_json()["errors"]] == [pointer]


def test_a_change_is_held_to_what_is_stored(clinic: Cast) -> None:
    model = a_model(clinic.owner, dial=[{"mark": "1", "hz": 20}])
    path = f"/massager-models/{model['id']}"
    assert clinic.owner.patch(path, {"min_hz": 66}).status_code == 422
    assert clinic.owner.patch(path, {"min_hz": 25}).status_code == 422
    assert clinic.owner.patch(path, {"min_hz": 25, "dial": None}).status_code == 200


def test_a_new_unit_is_available_and_its_numbers_are_its_own(clinic: Cast) -> None:
    sam = clinic.sample_manager
    model, other = a_model(sam), a_model(sam)
    unit = a_unit(sam, model, serial_number="S-1", asset_tag="GP-1")
    assert (unit["state"], unit["actions"], unit["holder"]) == ("available", ["retire"], None)
    assert [event["action"] for event in unit["history"]] == ["add"]
    body = {"model_id": model["id"], "serial_number": "S-1"}
    twice = sam.post("/sample-units", body)
    assert twice.status_code == 422
    assert twice.get_json()["errors"][0]["pointer"] == "/serial_number"
    body = {"model_id": other["id"], "serial_number": "S-1", "asset_tag": "GP-1"}
    twice = sam.post("/sample-units", body)
    assert twice.get_json()["errors"][0]["pointer"] == "/asset_tag"
    assert a_unit(sam, other, serial_number="S-1")["state"] == "available"
    assert a_unit(sam, other, serial_number="S-2")["asset_tag"] == ""


def a_unit_that_is(client: Client, state: str) -> str:
    """Make a unit and bring it into a state."""
    loans = {
        "reserved": "reserved",
        "on_loan": "on_trial",
        "quarantined": "received",
        "lost": "lost",
        "sold": "purchased",
    }
    if state in loans:
        return str(a_loan(client, loans[state])["unit_id"])
    unit = a_unit(client, a_model(client))
    if state == "retired":
        client.do(f"/sample-units/{unit['id']}/retire", {"reason": "Worn out"})
    return str(unit["id"])


@pytest.mark.parametrize("state", UnitState)
def test_a_unit_is_retired_where_the_contract_allows(clinic: Cast, state: UnitState) -> None:
    sam = clinic.sample_manager
    path = f"/sample-units/{a_unit_that_is(sam, state)}"
    before = sam.read(path)
    assert before["state"] == state
    answer = sam.post(f"{path}/retire", {"reason": "The motor is worn out"})
    if UNIT.actions_from(state):
        unit = answer.get_json()
        assert (answer.status_code, unit["state"], unit["actions"]) == (200, "retired", [])
        assert unit["history"][-1]["details"] == {"reason": "The motor is worn out"}
    else:
        assert (answer.status_code, answer.get_json()["allowed"]) == (409, [])
        assert sam.read(path) == before


def test_a_retired_unit_goes_to_nobody(clinic: Cast) -> None:
    sam = clinic.sample_manager
    model = a_model(sam)
    unit = a_unit(sam, model)
    sam.do(f"/sample-units/{unit['id']}/retire", {"reason": "Worn out"})
    made_ready(sam, unit["id"])
    assert approved(sam, model)["state"] == "waitlisted"


# -- service records --------------------------------------------------------------


def test_a_record_is_read_at_its_own_address_and_in_the_units_list(clinic: Cast) -> None:
    sam = clinic.sample_manager
    unit = a_unit(sam, a_model(sam))
    first = a_record(sam, unit["id"], "test_and_tag", done_on="2026-11-19", note="Tag 88")
    second = a_record(sam, unit["id"], "clean")
    assert (first["done_on"], second["done_on"]) == ("2026-11-19", "2026-11-20")
    assert sam.read(f"/service-records/{first['id']}") == first
    listed = sam.read(f"/sample-units/{unit['id']}/service-records")["items"]
    assert listed == [second, first]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"kind": "polish"}, "/kind"),
        ({"kind": "clean", "done_on": "2026-11-21"}, "/done_on"),
        ({"kind": "test_and_tag", "result": "pass"}, "/next_due_on"),
        ({"kind": "test_and_tag", "next_due_on": "2027-11-20"}, "/result"),
        (
            {"kind": "test_and_tag", "result": "pass", "next_due_on": "2026-11-19"},
            "/next_due_on",
        ),
        ({"kind": "clean", "result": "ok"}, "/result"),
        ({"kind": "clean", "after_return": 1}, "/after_return"),
    ],
)
def test_a_record_that_cannot_be_is_refused_at_its_field(
    clinic: Cast, body: dict[str, Any], pointer: str
) -> None:
    sam = clinic.sample_manager
    unit = a_unit(sam, a_model(sam))
    answer = sam.post(f"/sample-units/{unit['id']}/service-records", body)
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["pointer"] == pointer


def test_a_clean_passed_unless_it_is_said_otherwise(clinic: Cast) -> None:
    sam = clinic.sample_manager
    unit = a_unit(sam, a_model(sam))
    made = sam.make(f"/sample-units/{unit['id']}/service-records", {"kind": "clean"})
    assert made["result"] == "pass"


@pytest.mark.parametrize("kind", ["clean", "test_and_tag", "repair"])
def test_a_failed_record_quarantines_an_available_unit_until_it_passes(
    clinic: Cast, kind: str
) -> None:
    sam = clinic.sample_manager
    model = a_model(sam)
    unit = a_unit(sam, model)
    path = f"/sample-units/{unit['id']}"
    made_ready(sam, unit["id"])
    a_record(sam, unit["id"], kind, result="fail")
    assert sam.read(path)["state"] == "quarantined"
    assert approved(sam, model)["state"] == "waitlisted"
    for other in {"clean", "test_and_tag", "repair"} - {kind}:
        a_record(sam, unit["id"], other)
        assert sam.read(path)["state"] == "quarantined"
    a_record(sam, unit["id"], kind)
    assert sam.read(path)["state"] == "reserved"
    actions = [event["action"] for event in sam.read(path)["history"]]
    assert actions == ["add", "quarantine", "release", "reserve"]


def test_records_made_before_the_return_release_nothing(clinic: Cast) -> None:
    sam = clinic.sample_manager
    loan = a_loan(sam, "on_trial")
    made_ready(sam, loan["unit_id"])
    step(sam, loan, "receive")
    step(sam, loan, "inspect")
    unit = sam.read(f"/sample-units/{loan['unit_id']}")
    assert (unit["state"], unit["condition"]) == ("quarantined", "good")
    made_ready(sam, unit["id"])
    assert sam.read(f"/sample-units/{unit['id']}")["state"] == "available"


@pytest.mark.parametrize("condition", ["damaged", "incomplete"])
def test_a_unit_that_came_back_broken_waits_for_its_repair(clinic: Cast, condition: str) -> None:
    sam = clinic.sample_manager
    loan = step(sam, a_loan(sam, "received"), "inspect", condition=condition)
    path = f"/sample-units/{loan['unit_id']}"
    made_ready(sam, loan["unit_id"])
    assert sam.read(path)["state"] == "quarantined"
    a_record(sam, loan["unit_id"], "repair", result="fail")
    assert sam.read(path)["state"] == "quarantined"
    a_record(sam, loan["unit_id"], "repair")
    assert sam.read(path)["state"] == "available"


# -- the recall list ----------------------------------------------------------------


def test_the_recall_list_names_who_holds_what_in_a_range_of_serial_numbers(clinic: Cast) -> None:
    sam = clinic.sample_manager
    model = a_model(sam)
    by_serial = {}
    for number, state in ((8, "on_trial"), (9, "purchased"), (10, "lost"), (11, "reserved")):
        unit = a_unit(sam, model, serial_number=f"GP-{number}")
        made_ready(sam, unit["id"])
        loan = {"id": approved(sam, model, unit_id=unit["id"])["loan_id"]}
        last = {"on_trial": (), "purchased": ("purchase",), "lost": ("report-lost",)}
        if state != "reserved":
            for action in ("pack", "dispatch", "deliver", *last[state]):
                step(sam, loan, action)
        by_serial[f"GP-{number}"] = sam.read(f"/loans/{loan['id']}")

    def serials(query: str) -> list[str]:
        found = sam.read(f"/sample-units?model_id={model['id']}&{query}")["items"]
        return sorted(item["serial_number"] for item in found)

    assert serials("held=true") == ["GP-10", "GP-8", "GP-9"]
    assert serials("held=true&serial_from=GP-9") == ["GP-10", "GP-9"]
    assert serials("held=true&serial_to=gp-9") == ["GP-8", "GP-9"]
    assert serials("held=true&serial_from=GP-9&serial_to=GP-9") == ["GP-9"]
    assert serials("held=false") == ["GP-11"]
    assert serials("state=reserved") == ["GP-11"]
    for unit in sam.read(f"/sample-units?held=true&model_id={model['id']}")["items"]:
        loan = by_serial[unit["serial_number"]]
        holder = unit["holder"]
        assert (holder["loan_id"], holder["since"]) == (loan["id"], "2026-11-20")
        assert holder["practitioner_id"] == loan["practitioner_id"]
        assert "@" in holder["email"]


def test_a_walk_over_the_units_meets_each_once(clinic: Cast) -> None:
    sam = clinic.sample_manager
    model = a_model(sam)
    made = [a_unit(sam, model)["id"] for _ in range(5)]
    path, seen = f"/sample-units?model_id={model['id']}&limit=2", []
    while path is not None:
        answer = sam.read(path)
        seen += [item["id"] for item in answer["items"]]
        path = answer["next"]
    assert seen == made[::-1]
