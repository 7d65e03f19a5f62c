"""The pages of incidents."""

import pytest

from clinic.rulebook.permissions import Role
from tests.browsing import words_of
from tests.builders import ACTIVE, a_clear_screen, a_finding, a_patient, a_signed_examination
from tests.conftest import Cast


@pytest.fixture
def unit_id(clinic: Cast) -> str:
    model = {"name": "Thrum", "sku": "T", "min_hz": 20, "max_hz": 65, "price_cents": 100}
    model_id = clinic.sample_manager.make("/massager-models", model)["id"]
    body = {"model_id": model_id, "serial_number": "T-1", "asset_tag": ""}
    return clinic.sample_manager.make("/sample-units", body)["id"]


@pytest.fixture
def plan_id(clinic: Cast) -> str:
    patient_id = a_patient(clinic.reception)["id"]
    found = a_signed_examination(clinic.clinician, patient_id, a_finding(site=1, **ACTIVE))
    a_clear_screen(clinic.clinician, patient_id)
    path = f"/examinations/{found['id']}/home-plan-proposal"
    proposal = clinic.clinician.read(path)
    body = {k: v for k, v in proposal.items() if k not in {"session_seconds", "left_out"}}
    plan = clinic.clinician.make(f"/patients/{patient_id}/home-plans", body)
    return clinic.clinician.do(f"/home-plans/{plan['id']}/prescribe")["id"]


def test_an_incident_of_a_plan_pauses_it_until_it_is_closed(clinic: Cast, plan_id: str) -> None:
    visitor = clinic.browse()
    address = f"/incidents/new?home_plan_id={plan_id}"
    assert "this plan rests" in visitor.words(address)
    seen = visitor.press(address, "/incidents/new", what="Red skin", outcome="Faded in a day")
    assert clinic.clinician.read(f"/home-plans/{plan_id}")["state"] == "paused"
    told = visitor.words(seen)
    assert "Red skin" in told
    assert "Faded in a day" in told
    assert "because of an incident" in visitor.words(f"/plans/{plan_id}")
    refused = visitor.submit(seen, f"{seen}/close", note="")
    assert refused.status_code == 422
    assert 'href="#f-note"' in refused.get_data(as_text=True)
    visitor.press(seen, f"{seen}/close", note="Lower speed agreed")
    assert "Lower speed agreed" in visitor.words(seen)
    assert clinic.clinician.read(f"/home-plans/{plan_id}")["state"] == "paused"
    visitor.press(f"/plans/{plan_id}", f"/plans/{plan_id}/resume", reason="Settled")


def test_an_incident_of_a_massager_keeps_it_from_everybody(clinic: Cast, unit_id: str) -> None:
    visitor = clinic.browse(Role.SAMPLE_MANAGER)
    fields = {"about.unit_id": unit_id, "what": "Torn cable"}
    seen = visitor.press("/incidents/new", "/incidents/new", **fields)
    assert clinic.sample_manager.read(f"/sample-units/{unit_id}")["state"] == "quarantined"
    assert f'href="/samples/units/{unit_id}"' in visitor.see(seen)
    assert "Thrum, T-1" in visitor.words("/incidents?state=open")
    assert "Thrum, T-1" not in visitor.words("/incidents?state=closed")


def test_what_is_missing_stands_at_its_field(clinic: Cast, unit_id: str) -> None:
    visitor = clinic.browse(Role.SAMPLE_MANAGER)
    answer = visitor.submit("/incidents/new", "/incidents/new", outcome="Kept")
    assert answer.status_code == 422
    html = answer.get_data(as_text=True)
    assert 'href="#f-what"' in html
    assert 'href="#f-about"' in html
    assert 'id="f-about"' in html
    assert "Kept" in html


def test_a_day_that_has_not_come_is_refused_and_the_plan_stays_named(
    clinic: Cast, plan_id: str
) -> None:
    visitor = clinic.browse()
    answer = visitor.submit(
        f"/incidents/new?home_plan_id={plan_id}",
        "/incidents/new",
        what="Red skin",
        occurred_on="2026-11-21",
    )
    assert answer.status_code == 422
    assert "Home plan of Thu Hà" in words_of(answer)
    assert clinic.clinician.read(f"/home-plans/{plan_id}")["state"] == "active"


def test_a_sample_manager_is_not_told_of_plans(clinic: Cast, plan_id: str) -> None:
    visitor = clinic.browse()
    seen = visitor.press(
        f"/incidents/new?home_plan_id={plan_id}", "/incidents/new", what="Red skin"
    )
    samples = clinic.browse(Role.SAMPLE_MANAGER)
    assert "Home plan" not in samples.words("/incidents")
    assert samples.get(seen).status_code == 404
    assert "Home plan of" not in samples.words(f"/incidents/new?home_plan_id={plan_id}")
    data = {"csrf": samples.csrf(), "about.home_plan_id": plan_id, "what": "x"}
    assert samples.send("POST", "/incidents/new", data=data).status_code == 422


def test_a_clinician_sees_a_massager_without_the_way_to_it(clinic: Cast, unit_id: str) -> None:
    body = {"about": {"unit_id": unit_id}, "what": "Hot handle"}
    incident = clinic.sample_manager.make("/incidents", body)
    html = clinic.browse().see(f"/incidents/{incident['id']}")
    assert "Thrum, T-1" in html
    assert "/samples/units/" not in html


def test_a_version_that_was_not_seen_is_not_closed(clinic: Cast, unit_id: str) -> None:
    body = {"about": {"unit_id": unit_id}, "what": "Hot handle"}
    address = f"/incidents/{clinic.sample_manager.make('/incidents', body)['id']}"
    visitor = clinic.browse(Role.SAMPLE_MANAGER)
    form = visitor.form(address, f"{address}/close")
    visitor.press(address, f"{address}/close", note="Mended")
    assert visitor.send_form(form, note="Mended again").status_code == 412


def test_reception_and_other_clinics_see_nothing(
    clinic: Cast, other_clinic: Cast, unit_id: str
) -> None:
    body = {"about": {"unit_id": unit_id}, "what": "Hot handle"}
    address = f"/incidents/{clinic.sample_manager.make('/incidents', body)['id']}"
    assert clinic.browse(Role.RECEPTION).get("/incidents").status_code == 403
    stranger = other_clinic.browse(Role.OWNER)
    assert stranger.get(address).status_code == 404
    assert "Hot handle" not in stranger.words("/incidents")
    assert "T-1" not in stranger.words(f"/incidents/new?unit_id={unit_id}")
    assert stranger.get("/incidents?state=lost").status_code == 422
