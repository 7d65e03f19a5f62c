"""Incidents through the door: what an open one holds back, and who may know of it."""

from typing import Any

import pytest

from clinic.incidents.rules import INCIDENT, IncidentAction, IncidentState, Subject, subjects_for
from clinic.rulebook.permissions import Role
from tests.conftest import Cast, Client
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

_ABSENT = "0193a5f0-3f00-7000-8000-00000000ffff"


def an_incident(client: Client, unit_id: str, **over: Any) -> Any:
    body = {"about": {"unit_id": unit_id}, "what": "The cable sheath is torn", **over}
    return client.make("/incidents", body)


def test_an_incident_is_reported_read_listed_and_closed(clinic: Cast) -> None:
    sam = clinic.sample_manager
    unit = a_unit(sam, a_model(sam))
    made = an_incident(
        sam, unit["id"], occurred_on="2026-11-18", outcome="Nobody hurt", reported_to="Maker"
    )
    assert made["about"] == {"unit_id": unit["id"]}
    assert (made["state"], made["actions"], made["closed_at"]) == ("open", ["close"], None)
    assert (made["occurred_on"], made["reported_by"]) == ("2026-11-18", sam.user_id)
    assert sam.read(f"/incidents/{made['id']}") == made
    closed = sam.do(f"/incidents/{made['id']}/close", {"note": "Cable replaced"})
    assert (closed["state"], closed["actions"]) == ("closed", [])
    assert (closed["closing_note"], closed["closed_by"]) == ("Cable replaced", sam.user_id)
    assert sam.read("/incidents?state=closed")["items"] == [closed]
    assert sam.read("/incidents?state=open")["items"] == []
    assert sam.read(f"/incidents?unit_id={unit['id']}")["items"] == [closed]
    again = sam.post(f"/incidents/{made['id']}/close", {"note": "Again"})
    assert (again.status_code, again.get_json()["allowed"]) == (409, [])


def test_the_machine_closes_what_is_open_and_nothing_else() -> None:
    assert INCIDENT.actions_from(IncidentState.OPEN) == (IncidentAction.CLOSE,)
    assert INCIDENT.actions_from(IncidentState.CLOSED) == ()


@pytest.mark.parametrize(
    ("over", "pointer"),
    [
        ({"about": {}}, "/about"),
        ({"about": {"unit_id": _ABSENT, "home_plan_id": _ABSENT}}, "/about"),
        ({"about": {"unit_id": _ABSENT}}, "/about/unit_id"),
        ({"about": {"unit_id": None}}, "/about/unit_id"),
        ({"about": {"patient_id": _ABSENT}}, "/about/patient_id"),
        ({"about": {"home_plan_id": _ABSENT}}, "/about/home_plan_id"),
        ({"what": ""}, "/what"),
        ({"occurred_on": "2026-11-21"}, "/occurred_on"),
        ({"state": "closed"}, "/state"),
    ],
)
def test_a_report_that_cannot_be_is_refused_at_its_field(
    clinic: Cast, over: dict[str, Any], pointer: str
) -> None:
    unit = a_unit(clinic.owner, a_model(clinic.owner))
    body = {"about": {"unit_id": unit["id"]}, "what": "Torn", **over}
    answer = clinic.owner.post("/incidents", body)
    assert answer.status_code == 422
    assert pointer in {error["pointer"] for error in answer.get_json()["errors"]}
    assert clinic.owner.read(f"/sample-units/{unit['id']}")["state"] == "available"


def test_an_available_unit_is_quarantined_at_once_and_released_at_the_close(clinic: Cast) -> None:
    sam = clinic.sample_manager
    model = a_model(sam)
    unit = a_unit(sam, model)
    made_ready(sam, unit["id"])
    first, second = an_incident(sam, unit["id"]), an_incident(sam, unit["id"])
    path = f"/sample-units/{unit['id']}"
    held = sam.read(path)
    assert (held["state"], held["open_incidents"]) == ("quarantined", [first["id"], second["id"]])
    waiting = approved(sam, model)
    assert waiting["state"] == "waitlisted"
    made_ready(sam, unit["id"])
    assert sam.read(path)["state"] == "quarantined"
    sam.do(f"/incidents/{first['id']}/close", {"note": "Not so bad"})
    assert sam.read(path)["state"] == "quarantined"
    sam.do(f"/incidents/{second['id']}/close", {"note": "Mended"})
    assert sam.read(path)["state"] == "reserved"
    assert sam.read(f"/sample-requests/{waiting['id']}")["state"] == "approved"


@pytest.mark.parametrize(("state", "action"), [("reserved", "pack"), ("packed", "dispatch")])
def test_a_unit_with_an_open_incident_does_not_leave(clinic: Cast, state: str, action: str) -> None:
    sam = clinic.sample_manager
    loan = a_loan(sam, state)
    incident = an_incident(sam, loan["unit_id"])
    assert sam.read(f"/sample-units/{loan['unit_id']}")["state"] == "reserved"
    refused = sam.post(f"/loans/{loan['id']}/{action}", BODIES.get(action))
    assert refused.status_code == 409
    assert incident["id"] in refused.get_json()["detail"]
    sam.do(f"/incidents/{incident['id']}/close", {"note": "Mended"})
    step(sam, loan, action)


def test_a_cancelled_unit_with_an_open_incident_is_quarantined(clinic: Cast) -> None:
    sam = clinic.sample_manager
    loan = a_loan(sam, "reserved")
    incident = an_incident(sam, loan["unit_id"])
    step(sam, loan, "cancel")
    assert sam.read(f"/sample-units/{loan['unit_id']}")["state"] == "quarantined"
    sam.do(f"/incidents/{incident['id']}/close", {"note": "Mended"})
    assert sam.read(f"/sample-units/{loan['unit_id']}")["state"] == "available"


def test_a_unit_on_loan_stays_out_and_is_kept_when_it_comes_back(clinic: Cast) -> None:
    sam = clinic.sample_manager
    loan = a_loan(sam, "on_trial")
    path = f"/sample-units/{loan['unit_id']}"
    incident = an_incident(sam, loan["unit_id"])
    assert sam.read(path)["state"] == "on_loan"
    for action in ("receive", "inspect"):
        step(sam, loan, action)
    made_ready(sam, loan["unit_id"])
    assert sam.read(path)["state"] == "quarantined"
    sam.do(f"/incidents/{incident['id']}/close", {"note": "Mended"})
    assert sam.read(path)["state"] == "available"


def test_a_close_releases_nothing_that_its_records_still_keep(clinic: Cast) -> None:
    sam = clinic.sample_manager
    loan = a_loan(sam, "closed")
    incident = an_incident(sam, loan["unit_id"])
    sam.do(f"/incidents/{incident['id']}/close", {"note": "Mended"})
    assert sam.read(f"/sample-units/{loan['unit_id']}")["state"] == "quarantined"
    a_record(sam, loan["unit_id"], "clean")
    a_record(sam, loan["unit_id"], "test_and_tag")
    assert sam.read(f"/sample-units/{loan['unit_id']}")["state"] == "available"


def test_who_sees_incidents_of_what() -> None:
    assert subjects_for({Role.OWNER}) == (Subject.UNIT, Subject.PLAN)
    assert subjects_for({Role.CLINICIAN}) == (Subject.UNIT, Subject.PLAN)
    assert subjects_for({Role.SAMPLE_MANAGER}) == (Subject.UNIT,)
    assert subjects_for({Role.SAMPLE_MANAGER, Role.CLINICIAN}) == (Subject.UNIT, Subject.PLAN)
    assert subjects_for({Role.RECEPTION}) == ()


def test_reception_has_no_part_in_incidents(clinic: Cast) -> None:
    unit = a_unit(clinic.owner, a_model(clinic.owner))
    made = an_incident(clinic.clinician, unit["id"])
    assert clinic.reception.get("/incidents").status_code == 403
    assert clinic.reception.get(f"/incidents/{made['id']}").status_code == 403
    assert clinic.reception.post(f"/incidents/{made['id']}/close", {"note": "x"}).status_code == 403
    assert clinic.sample_manager.read(f"/incidents/{made['id']}") == made


def test_another_clinic_sees_nothing_and_names_nothing(clinic: Cast, other_clinic: Cast) -> None:
    unit = a_unit(clinic.owner, a_model(clinic.owner))
    made = an_incident(clinic.owner, unit["id"])
    stranger = other_clinic.owner
    assert stranger.get(f"/incidents/{made['id']}").status_code == 404
    assert stranger.post(f"/incidents/{made['id']}/close", {"note": "x"}).status_code == 404
    assert stranger.read("/incidents")["items"] == []
    foreign = stranger.post("/incidents", {"about": {"unit_id": unit["id"]}, "what": "x"})
    absent = stranger.post("/incidents", {"about": {"unit_id": _ABSENT}, "what": "x"})
    assert foreign.status_code == 422
    assert foreign.get_json()["errors"] == absent.get_json()["errors"]


def test_a_stale_if_match_closes_nothing(clinic: Cast) -> None:
    sam = clinic.sample_manager
    made = an_incident(sam, a_unit(sam, a_model(sam))["id"])
    path = f"/incidents/{made['id']}"
    fresh = sam.get(path).headers["ETag"]
    stale = sam.post(f"{path}/close", {"note": "x"}, headers={"If-Match": '"other"'})
    assert stale.status_code == 412
    assert sam.read(path)["state"] == "open"
    closed = sam.post(f"{path}/close", {"note": "x"}, headers={"If-Match": fresh})
    assert closed.status_code == 200
