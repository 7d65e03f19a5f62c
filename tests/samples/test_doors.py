"""Who may come in: roles, other clinics, missing preconditions, addresses of everything made."""

import pytest
from flask import Flask

from tests.conftest import Cast
from tests.samples.builders import (
    a_loan,
    a_model,
    a_practitioner,
    a_record,
    a_request,
    a_unit,
)

COLLECTIONS = ("practitioners", "sample-units", "sample-requests", "loans")
_ABSENT = "0193a5f0-3f00-7000-8000-00000000ffff"


def doors(app: Flask) -> list[tuple[str, str]]:
    """Answer every method and address of the room."""
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("samples."):
            path = rule.rule.removeprefix("/api/v1")
            for name in rule.arguments:
                path = path.replace(f"<id:{name}>", _ABSENT)
            methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
            found += [(method, path) for method in methods]
    return sorted(found)


@pytest.mark.parametrize("role", ["clinician", "reception"])
def test_only_owner_and_sample_manager_come_in_except_to_read_models(
    app: Flask, clinic: Cast, role: str
) -> None:
    assert len(doors(app)) > 30
    for method, path in doors(app):
        answer = clinic.as_(role).send(method, path, None if method == "GET" else {})
        is_open = method == "GET" and path.startswith("/massager-models")
        wanted = {200, 404} if is_open else {403}
        assert answer.status_code in wanted, (method, path)


def test_the_owner_may_do_everything(clinic: Cast) -> None:
    assert a_loan(clinic.owner, "closed")["state"] == "closed"


def test_nothing_is_seen_from_another_clinic(clinic: Cast, other_clinic: Cast) -> None:
    loan = a_loan(clinic.sample_manager)
    record = a_record(clinic.sample_manager, loan["unit_id"])
    addresses = [
        f"/loans/{loan['id']}",
        f"/sample-units/{loan['unit_id']}",
        f"/sample-units/{loan['unit_id']}/service-records",
        f"/service-records/{record['id']}",
        f"/sample-requests/{loan['request_id']}",
        f"/practitioners/{loan['practitioner_id']}",
        f"/massager-models/{loan['model_id']}",
    ]
    for address in addresses:
        assert clinic.owner.get(address).status_code == 200
        assert other_clinic.owner.get(address).status_code == 404
    for collection in (*COLLECTIONS, "massager-models"):
        assert clinic.owner.read(f"/{collection}")["items"]
        assert other_clinic.owner.read(f"/{collection}")["items"] == []
    filtered = f"/sample-units?model_id={loan['model_id']}"
    assert other_clinic.owner.read(filtered)["items"] == []
    for action in ("pack", "cancel"):
        answer = other_clinic.owner.post(f"/loans/{loan['id']}/{action}", {"reason": "x"})
        assert answer.status_code in {404, 422}
    assert clinic.owner.read(f"/loans/{loan['id']}") == loan


def test_ids_of_another_clinic_in_a_body_are_like_absent_ones(
    clinic: Cast, other_clinic: Cast
) -> None:
    sam = clinic.sample_manager
    model, practitioner = a_model(sam), a_practitioner(sam)
    stranger = other_clinic.sample_manager
    foreign = a_model(stranger)
    ids = {
        "model_id": foreign["id"],
        "practitioner_id": a_practitioner(stranger)["id"],
        "unit_id": a_unit(stranger, foreign)["id"],
    }
    request = a_request(sam, model, practitioner)
    mine = {"model_id": model["id"], "practitioner_id": practitioner["id"]}
    cases = [
        ("/sample-units", {"serial_number": "S"}, "model_id"),
        ("/sample-requests", mine, "model_id"),
        ("/sample-requests", mine, "practitioner_id"),
        (f"/sample-requests/{request['id']}/approve", {}, "unit_id"),
    ]
    for path, body, name in cases:
        answers = [
            sam.post(path, {**body, name: an_id}) for an_id in (ids[name], _ABSENT, "not an id")
        ]
        assert {answer.status_code for answer in answers} == {422}
        assert {str(answer.get_json()["errors"]) for answer in answers} == {
            str([{"pointer": f"/{name}", "detail": "There is nothing with this id."}])
        }


def test_a_change_needs_the_version_it_changes(clinic: Cast) -> None:
    sam = clinic.sample_manager
    for path in (
        f"/practitioners/{a_practitioner(sam)['id']}",
        f"/massager-models/{a_model(sam)['id']}",
    ):
        old = sam.get(path).headers["ETag"]
        assert sam.patch(path, {"name": "New"}, headers={}).status_code == 428
        assert sam.patch(path, {"name": "New"}, headers={"If-Match": old}).status_code == 200
        assert sam.patch(path, {"name": "Newer"}, headers={"If-Match": old}).status_code == 412


def test_what_is_made_is_found_where_location_says(clinic: Cast) -> None:
    sam = clinic.sample_manager
    model = a_model(sam)
    unit = a_unit(sam, model)
    made = [
        ("/massager-models", {"name": "M", "min_hz": 20, "max_hz": 65}),
        ("/sample-units", {"model_id": model["id"], "serial_number": "S-2"}),
        (f"/sample-units/{unit['id']}/service-records", {"kind": "clean"}),
        (
            "/sample-requests",
            {"practitioner_id": a_practitioner(sam)["id"], "model_id": model["id"]},
        ),
    ]
    for path, body in made:
        answer = sam.post(path, body)
        assert answer.status_code == 201
        found = sam.get(answer.headers["Location"])
        assert found.get_json() == answer.get_json()
        assert found.headers["ETag"] == answer.headers["ETag"]
