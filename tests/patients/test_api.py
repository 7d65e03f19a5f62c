"""The JSON door of patients, their episodes and consents."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import a_patient
from tests.conftest import Cast, Clock

WHOLE = {
    "given_name": "Thu Hà",
    "family_name": "Nguyễn",
    "preferred_name": "Hà",
    "date_of_birth": "1980-03-14",
    "sex": "female",
    "phone": "0491 570 156",
    "email": "thu@example.org",
    "address": {
        "line1": "3 Wattle Street",
        "line2": "Flat 2",
        "suburb": "Castlemaine",
        "state": "VIC",
        "postcode": "3450",
        "country": "AU",
    },
    "language": "vi",
    "large_print": True,
    "file_number": "20417",
    "note": "Prefers mornings\nand the window",
}
EMPTY: dict[str, Any] = {
    "preferred_name": "",
    "sex": "unknown",
    "phone": "",
    "email": "",
    "address": {},
    "language": "en-AU",
    "large_print": False,
    "file_number": "",
    "note": "",
}


def test_a_patient_is_made_and_read_again(clinic: Cast) -> None:
    made = clinic.reception.make("/patients", WHOLE)
    assert {k: made[k] for k in WHOLE} == WHOLE
    assert made["state"] == "active"
    assert made["actions"] == ["archive"]
    assert clinic.clinician.read(f"/patients/{made['id']}") == made
    assert clinic.reception.read("/patients")["items"] == [made]


def test_two_names_and_a_birth_date_are_enough(clinic: Cast) -> None:
    made = a_patient(clinic.reception)
    assert {k: made[k] for k in EMPTY} == EMPTY


@pytest.mark.parametrize("name", ["given_name", "family_name", "date_of_birth"])
def test_what_is_needed_cannot_be_left_out_or_emptied(clinic: Cast, name: str) -> None:
    body = {k: v for k, v in WHOLE.items() if k != name}
    answer = clinic.reception.post("/patients", body)
    assert answer.status_code == 422
    assert [e["pointer"] for e in answer.get_json()["errors"]] == [f"/{name}"]
    made = clinic.reception.make("/patients", WHOLE)
    for empty in (None, ""):
        answer = clinic.reception.patch(f"/patients/{made['id']}", {name: empty})
        assert answer.status_code == 422
        assert [e["pointer"] for e in answer.get_json()["errors"]] == [f"/{name}"]


def test_another_clinics_patient_is_not_found(clinic: Cast, other_clinic: Cast) -> None:
    made = a_patient(clinic.reception)
    assert other_clinic.clinician.get(f"/patients/{made['id']}").status_code == 404


@pytest.mark.parametrize("name", EMPTY)
def test_null_empties_one_field_and_leaves_the_others(clinic: Cast, name: str) -> None:
    made = clinic.reception.make("/patients", WHOLE)
    changed = clinic.reception.patch(f"/patients/{made['id']}", {name: None}).get_json()
    assert changed == made | {name: EMPTY[name]}
    assert clinic.reception.read(f"/patients/{made['id']}") == changed


@pytest.mark.parametrize("name", WHOLE)
def test_only_what_is_sent_changes(clinic: Cast, name: str) -> None:
    made = a_patient(clinic.reception)
    changed = clinic.reception.patch(f"/patients/{made['id']}", {name: WHOLE[name]}).get_json()
    assert changed == made | {name: WHOLE[name]}


@pytest.mark.parametrize("name", ["id", "state", "actions", "created_at", "version", "clinic_id"])
def test_what_the_server_derives_cannot_be_sent(clinic: Cast, name: str) -> None:
    made = a_patient(clinic.reception)
    assert clinic.reception.patch(f"/patients/{made['id']}", {name: "x"}).status_code == 422
    assert clinic.reception.post("/patients", WHOLE | {name: "x"}).status_code == 422


def test_nobody_is_born_tomorrow_where_the_clinic_is(clinic: Cast, clock: Clock) -> None:
    assert (
        clinic.reception.post("/patients", WHOLE | {"date_of_birth": "2026-11-20"}).status_code
        == 201
    )
    late = clinic.reception.post("/patients", WHOLE | {"date_of_birth": "2026-11-21"})
    assert late.status_code == 422
    assert late.get_json()["errors"][0]["pointer"] == "/date_of_birth"
    made = a_patient(clinic.reception)
    assert (
        clinic.reception.patch(
            f"/patients/{made['id']}", {"date_of_birth": "2026-11-21"}
        ).status_code
        == 422
    )
    # 14:00 UTC is past midnight in Melbourne
    clock.forward(hours=13)
    assert (
        clinic.reception.post("/patients", WHOLE | {"date_of_birth": "2026-11-21"}).status_code
        == 201
    )


def test_a_record_is_put_aside_and_taken_back(clinic: Cast) -> None:
    at = f"/patients/{a_patient(clinic.reception)['id']}"
    archived = clinic.reception.do(f"{at}/archive")
    assert (archived["state"], archived["actions"]) == ("archived", ["unarchive"])
    assert clinic.reception.read("/patients")["items"] == []
    assert clinic.reception.read("/patients?state=archived")["items"] == [archived]
    refused = clinic.reception.post(f"{at}/archive")
    assert refused.status_code == 409
    assert refused.get_json()["allowed"] == ["unarchive"]
    assert clinic.reception.do(f"{at}/unarchive")["state"] == "active"
    assert clinic.reception.post(f"{at}/unarchive").status_code == 409


# -- episodes ------------------------------------------------------------------
def test_an_episode_is_opened_changed_closed_and_reopened(clinic: Cast) -> None:
    patient = a_patient(clinic.reception)["id"]
    body = {"title": "Right shoulder", "body_region": None, "opened_on": "2026-08-31"}
    made = clinic.clinician.make(f"/patients/{patient}/episodes", body)
    assert made["patient_id"] == patient
    assert made["closed_on"] is None
    at = f"/episodes/{made['id']}"
    assert clinic.clinician.read(at) == made
    assert clinic.clinician.read(f"/patients/{patient}/episodes")["items"] == [made]
    closed = clinic.clinician.patch(at, {"closed_on": "2026-11-20"}).get_json()
    assert closed == made | {"closed_on": "2026-11-20"}
    assert clinic.clinician.patch(at, {"closed_on": None}).get_json() == made


def test_an_episode_is_opened_today_unless_a_day_is_given(clinic: Cast, clock: Clock) -> None:
    patient = a_patient(clinic.reception)["id"]
    clock.forward(hours=13)
    made = clinic.clinician.make(f"/patients/{patient}/episodes", {"title": "x"})
    assert made["opened_on"] == "2026-11-21"


SPANS = [
    ({"first": "2026-11-21"}, "first"),
    ({"last": "2026-11-21"}, "last"),
    ({"first": "2026-11-10", "last": "2026-11-09"}, "last"),
    ({"last": "2020-01-01"}, "last"),
]
ROOMS: dict[str, dict[str, Any]] = {
    "episodes": {"first": "opened_on", "last": "closed_on", "body": {"title": "x"}},
    "consents": {"first": "given_on", "last": "withdrawn_on", "body": {"kind": "photos"}},
}


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize(("days", "field"), SPANS)
def test_days_lie_in_order_and_not_after_today(
    clinic: Cast, room: str, days: dict[str, str], field: str
) -> None:
    names = ROOMS[room]
    sent = {names[k]: v for k, v in days.items()}
    patient = a_patient(clinic.reception)["id"]
    answer = clinic.clinician.post(f"/patients/{patient}/{room}", {**names["body"], **sent})
    assert answer.status_code == 422
    assert [e["pointer"] for e in answer.get_json()["errors"]] == [f"/{names[field]}"]
    made = clinic.clinician.make(f"/patients/{patient}/{room}", names["body"])
    answer = clinic.clinician.patch(f"/{room}/{made['id']}", sent)
    assert answer.status_code == 422
    assert clinic.clinician.read(f"/{room}/{made['id']}") == made


@pytest.mark.parametrize("room", ROOMS)
def test_the_first_day_may_lie_before_the_record_and_on_the_last(clinic: Cast, room: str) -> None:
    names = ROOMS[room]
    patient = a_patient(clinic.reception)["id"]
    body = {**names["body"], names["first"]: "1999-01-01", names["last"]: "1999-01-01"}
    made = clinic.clinician.make(f"/patients/{patient}/{room}", body)
    assert made[names["first"]] == made[names["last"]] == "1999-01-01"


# -- consents ------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["examination", "home_plan", "messages", "photos"])
def test_a_consent_is_recorded_and_withdrawn(clinic: Cast, kind: str) -> None:
    patient = a_patient(clinic.reception)["id"]
    body = {"kind": kind, "explained": "Everything\nat length", "given_on": "2026-11-19"}
    made = clinic.clinician.make(f"/patients/{patient}/consents", body)
    assert {k: made[k] for k in body} == body
    assert made["recorded_by"] == clinic.clinician.user_id
    assert clinic.clinician.read(f"/patients/{patient}/consents")["items"] == [made]
    at = f"/consents/{made['id']}"
    changed = clinic.clinician.patch(at, {"withdrawn_on": "2026-11-20", "explained": None})
    assert changed.get_json() == made | {"withdrawn_on": "2026-11-20", "explained": ""}
    assert clinic.clinician.patch(at, {"kind": "photos"}).status_code == 422


def test_another_clinics_episodes_and_consents_are_not_found(
    clinic: Cast, other_clinic: Cast
) -> None:
    theirs = a_patient(other_clinic.reception)["id"]
    for room, names in ROOMS.items():
        made = other_clinic.clinician.make(f"/patients/{theirs}/{room}", names["body"])["id"]
        assert clinic.clinician.get(f"/{room}/{made}").status_code == 404
        assert clinic.clinician.send("PATCH", f"/{room}/{made}", {}).status_code == 404
        assert clinic.clinician.get(f"/patients/{theirs}/{room}").status_code == 404
        assert clinic.clinician.post(f"/patients/{theirs}/{room}", names["body"]).status_code == 404


# -- whatever is sent ------------------------------------------------------------
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
fields = st.sampled_from([*WHOLE, "id", "state", "x"])
bodies = st.dictionaries(fields, values, max_size=6).map(lambda odd: WHOLE | odd) | values


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(body=bodies)
def test_no_body_gives_a_fault(clinic: Cast, body: Any) -> None:
    """A Client fails on every 500 by itself."""
    answer = clinic.reception.post("/patients", body)
    assert answer.status_code in {201, 400, 415, 422}
    if answer.status_code == 201:
        made = answer.get_json()
        assert clinic.reception.read(f"/patients/{made['id']}") == made
        changed = clinic.reception.patch(f"/patients/{made['id']}", body)
        assert changed.status_code in {200, 422}


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(typed=st.text(max_size=100), limit=st.integers(-2, 300) | st.text(max_size=3))
def test_no_search_gives_a_fault(clinic: Cast, typed: str, limit: Any) -> None:
    answer = clinic.reception.get("/patients", query_string={"q": typed, "limit": limit})
    assert answer.status_code in {200, 422}
