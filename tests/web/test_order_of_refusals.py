"""The order of refusals (CONTRACT 2): of two faults in one request, the earlier is answered."""

import json
from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.builders import a_patient
from tests.conftest import Cast, Client

ABSENT = "01a1f677-aa80-72ef-a991-82893e8927da"
OTHER_KINDS = ("not-an-id", "1", "00000000-0000-4000-8000-000000000000", "%00", "x" * 300, "%ff")

Request = dict[str, Any]
# each fault overwrites some parts of a good request; two that touch the same part cannot be paired
FAULTS: dict[str, Request] = {
    "401": {"who": "anonymous"},
    "403": {"who": "sample_manager"},
    "405": {"method": "PUT"},
    "413": {"padding": b" " * 1_000_001},
    "415": {"content_type": "text/plain"},
    "400": {"body": b'{"note": "a", "note": "b"}'},
    "422 shape": {"body": b'{"colour": "red"}'},
    "404": {"whose": "other"},
    "428": {"if_match": None},
    "412": {"if_match": '"stale"'},
    "409": {"path": "/archive", "method": "POST", "body": b"{}", "is_archived": True},
    "422 meaning": {"body": b'{"date_of_birth": "2199-01-01"}'},
}
PAIRS = [
    (first, second)
    for first, second in combinations(FAULTS, 2)
    if not (FAULTS[first].keys() & FAULTS[second].keys())
    # an action needs no If-Match
    and {first, second} != {"428", "409"}
]


def sent(clinic: Cast, other: Cast, request: Request) -> TestResponse:
    """Send a change of a patient, in everything right but for what `request` says."""
    patient = a_patient(clinic.reception)
    if request.get("is_archived"):
        patient = clinic.reception.do(f"/patients/{patient['id']}/archive")
    etag = clinic.reception.get(f"/patients/{patient['id']}").headers["ETag"]
    owner_id = a_patient(other.reception)["id"] if "whose" in request else patient["id"]
    match = request.get("if_match", etag)
    who = {"anonymous": Client(clinic.app, None), "sample_manager": clinic.sample_manager}
    return who.get(request.get("who", ""), clinic.reception).send(
        request.get("method", "PATCH"),
        f"/patients/{owner_id}{request.get('path', '')}",
        request.get("padding", b"") + request.get("body", b'{"note": "x"}'),
        content_type=request.get("content_type", "application/json"),
        headers={} if match is None else {"If-Match": match},
    )


def test_the_table_of_pairs_holds_every_fault() -> None:
    assert {fault for pair in PAIRS for fault in pair} == set(FAULTS)
    assert len(PAIRS) >= 50


@pytest.mark.parametrize("fault", FAULTS)
def test_one_fault_alone_is_answered_with_its_status(
    clinic: Cast, other_clinic: Cast, fault: str
) -> None:
    answer = sent(clinic, other_clinic, FAULTS[fault])
    assert answer.status_code == int(fault[:3]), answer.get_data(as_text=True)
    body = answer.get_json()
    assert answer.mimetype == "application/problem+json"
    assert {"type", "title", "status", "detail"} <= body.keys()
    assert body["type"].startswith("urn:palpate:problem:")
    assert body["status"] == answer.status_code
    assert body["title"]
    assert body["detail"]
    assert ("errors" in body) is (answer.status_code == 422)
    assert ("allowed" in body) is (answer.status_code == 409)
    assert ("Allow" in answer.headers) is (answer.status_code == 405)
    assert ("WWW-Authenticate" in answer.headers) is (answer.status_code == 401)


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_of_two_faults_the_earlier_is_answered(
    clinic: Cast, other_clinic: Cast, first: str, second: str
) -> None:
    answer = sent(clinic, other_clinic, {**FAULTS[second], **FAULTS[first]})
    assert answer.status_code == int(first[:3]), answer.get_data(as_text=True)
    pointers = [error["pointer"] for error in answer.get_json().get("errors", [])]
    assert pointers == (["/colour"] if first == "422 shape" else [])


def test_nothing_that_was_refused_has_changed_anything(clinic: Cast, other_clinic: Cast) -> None:
    for fault in FAULTS.values():
        sent(clinic, other_clinic, fault)
    for cast in (clinic, other_clinic):
        for patient in cast.reception.read("/patients?state=all")["items"]:
            assert patient["note"] == ""
            assert patient["date_of_birth"] == "1980-03-14"


@pytest.mark.parametrize("kind", [ABSENT, *OTHER_KINDS])
def test_an_id_of_another_kind_is_one_that_is_absent(clinic: Cast, kind: str) -> None:
    at = f"/patients/{kind}"
    foreign = clinic.reception.get(f"/patients/{ABSENT}").get_json()
    answer = clinic.reception.get(at)
    assert answer.status_code == 404
    assert answer.get_json() == foreign
    assert clinic.sample_manager.get(at).status_code == 403
    assert Client(clinic.app, None).get(at).status_code == 401
    assert clinic.reception.send("PUT", at, {}).status_code == 405
    assert clinic.reception.send("PATCH", at, b"{").status_code == 400
    assert clinic.reception.send("PATCH", at, {"colour": 1}).status_code == 422
    assert clinic.reception.send("PATCH", at, {}).status_code == 404
    assert clinic.reception.post(f"{at}/archive").status_code == 404
    assert clinic.clinician.post(f"{at}/episodes", {"title": ""}).status_code == 422
    assert clinic.clinician.post(f"{at}/episodes", {"title": "x"}).status_code == 404
    assert clinic.clinician.get(f"{at}/episodes?limit=0").status_code == 422
    assert clinic.clinician.get(f"{at}/episodes").status_code == 404


def test_a_foreign_id_and_an_absent_one_are_not_to_be_told_apart(
    clinic: Cast, other_clinic: Cast
) -> None:
    theirs = a_patient(other_clinic.reception)["id"]
    asks: list[Callable[[str], TestResponse]] = [
        lambda i: clinic.clinician.get(f"/patients/{i}"),
        lambda i: clinic.clinician.send("PATCH", f"/patients/{i}", {"note": "x"}),
        lambda i: clinic.clinician.post(f"/patients/{i}/archive"),
        lambda i: clinic.clinician.post(f"/patients/{i}/episodes", {"title": "x"}),
        lambda i: clinic.clinician.get(f"/patients/{i}/consents"),
        lambda i: clinic.owner.get(f"/users/{i}"),
        lambda i: clinic.owner.post(f"/tokens/{i}/revoke"),
    ]
    for ask in asks:
        foreign, absent = ask(theirs), ask(ABSENT)
        assert foreign.status_code == absent.status_code == 404
        assert foreign.get_data() == absent.get_data()


def test_an_unknown_address_below_the_api_asks_for_sign_in_first(
    clinic: Cast, anonymous: Client
) -> None:
    assert anonymous.get("/nothing-here").status_code == 401
    assert clinic.sample_manager.get("/nothing-here").status_code == 404
    assert clinic.owner.post("/patients/x/y/z", {}).status_code == 404


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Basic dTpw",
        "Token palpate_x",
        "Bearer palpate_unknown",
        "Bearer palp\xe4te",
        "palpate_x",
        "Bearer " + "x" * 5000,
    ],
)
def test_no_header_but_a_known_token_lets_in(clinic: Cast, header: str) -> None:
    answer = Client(clinic.app, None, headers={"Authorization": header}).get("/me")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.mimetype == "application/problem+json"


def test_the_word_bearer_may_be_written_small(clinic: Cast) -> None:
    token = clinic.owner.token
    client = Client(clinic.app, None, headers={"Authorization": f"bearer  {token}"})
    assert client.get("/me").status_code == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "TRACE", "PROPFIND", "post"])
def test_a_method_that_an_address_does_not_know_names_those_it_does(
    clinic: Cast, method: str
) -> None:
    patient = a_patient(clinic.reception)
    answer = clinic.reception.send(method, f"/patients/{patient['id']}")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "PATCH"}


def test_a_wrong_step_says_which_steps_are_open(clinic: Cast) -> None:
    patient = a_patient(clinic.reception)
    answer = clinic.reception.post(f"/patients/{patient['id']}/unarchive")
    assert answer.status_code == 409
    assert answer.get_json()["allowed"] == ["archive"]
    assert json.loads(answer.get_data()).keys() >= {"type", "title", "status", "detail", "allowed"}
