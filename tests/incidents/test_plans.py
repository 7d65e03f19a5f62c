"""Incidents of home plans: an open one lets the plan rest."""

import pytest

from tests.builders import ACTIVE, a_clear_screen, a_finding, a_patient, a_signed_examination
from tests.conftest import Cast


@pytest.fixture
def plan(clinic: Cast) -> dict:
    patient_id = a_patient(clinic.reception)["id"]
    examination = a_signed_examination(clinic.clinician, patient_id, a_finding(site=1, **ACTIVE))
    a_clear_screen(clinic.clinician, patient_id)
    body = {
        "examination_id": examination["id"],
        "phase": "treat",
        "starts_on": "2026-11-20",
        "review_on": "2026-12-04",
        "targets": [{"muscle": "infraspinatus", "side": "right", "site": 1}],
    }
    made = clinic.clinician.make(f"/patients/{patient_id}/home-plans", body)
    return clinic.clinician.do(f"/home-plans/{made['id']}/prescribe")


def report(clinic: Cast, plan: dict) -> dict:
    body = {"about": {"home_plan_id": plan["id"]}, "what": "Blister under the pad"}
    return clinic.clinician.make("/incidents", body)


def test_an_open_incident_lets_the_plan_rest(clinic: Cast, plan: dict) -> None:
    incident = report(clinic, plan)
    path = f"/home-plans/{plan['id']}"
    paused = clinic.clinician.read(path)
    assert (paused["state"], paused["pause_cause"]) == ("paused", "incident")
    answer = clinic.clinician.post(f"{path}/resume", {"reason": "healed"})
    assert answer.status_code == 409
    assert "incident" in answer.get_json()["detail"]
    closed = clinic.clinician.do(f"/incidents/{incident['id']}/close", {"note": "healed"})
    assert closed["state"] == "closed"
    assert clinic.clinician.read(path)["state"] == "paused"
    assert clinic.clinician.do(f"{path}/resume", {"reason": "healed"})["state"] == "active"


def test_every_open_incident_counts(clinic: Cast, plan: dict) -> None:
    first, second = report(clinic, plan), report(clinic, plan)
    path = f"/home-plans/{plan['id']}/resume"
    clinic.clinician.do(f"/incidents/{first['id']}/close", {"note": "n"})
    assert clinic.clinician.post(path, {"reason": "r"}).status_code == 409
    clinic.clinician.do(f"/incidents/{second['id']}/close", {"note": "n"})
    assert clinic.clinician.do(path, {"reason": "r"})["state"] == "active"


def test_a_sample_manager_never_learns_of_it(clinic: Cast, other_clinic: Cast, plan: dict) -> None:
    incident = report(clinic, plan)
    assert clinic.sample_manager.get(f"/incidents/{incident['id']}").status_code == 404
    assert clinic.sample_manager.read("/incidents")["items"] == []
    body = {"about": {"home_plan_id": plan["id"]}, "what": "x"}
    for client in (clinic.sample_manager, other_clinic.clinician):
        answer = client.post("/incidents", body)
        assert answer.status_code == 422
        assert answer.get_json()["errors"][0]["pointer"] == "/about/home_plan_id"
