"""From the code at the foot of a printed sheet to its record, at the desk and in the API."""

from typing import Any

import pytest

from clinic.paper.short_codes import new_short_code, typed_code
from clinic.rulebook.permissions import Role
from tests.builders import ACTIVE, a_clear_screen, a_finding, a_patient, a_signed_examination
from tests.conftest import Cast


@pytest.fixture
def handout(clinic: Cast) -> dict[str, Any]:
    patient = a_patient(clinic.reception)
    chart = {"view": "back", "x": 0.61, "y": 0.24}
    finding = a_finding(site=1, chart=chart, **ACTIVE)
    examination = a_signed_examination(clinic.clinician, patient["id"], finding)
    a_clear_screen(clinic.clinician, patient["id"])
    proposal = clinic.clinician.read(f"/examinations/{examination['id']}/home-plan-proposal")
    body = {k: v for k, v in proposal.items() if k not in {"session_seconds", "left_out"}}
    plan = clinic.clinician.make(f"/patients/{patient['id']}/home-plans", body)
    clinic.clinician.do(f"/home-plans/{plan['id']}/prescribe")
    made: dict[str, Any] = clinic.clinician.make(f"/home-plans/{plan['id']}/handouts", {})
    return made


def test_a_code_is_understood_however_it_is_typed() -> None:
    for typed in ("7KQM-3XPA", "7kqm3xpa", " 7kqm 3xpa ", "7KQM–3XPA"):  # noqa: RUF001 (a dash of phones)
        assert typed_code(typed) == "7KQM-3XPA"
    for other in ("", "7KQM-3XP", "7KQM-3XP0", "Nguyen Ha", "7KQM-3XPA-2"):
        assert typed_code(other) == ""
    assert typed_code(code := new_short_code()) == code


def test_the_code_leads_to_the_record(
    clinic: Cast, other_clinic: Cast, handout: dict[str, Any]
) -> None:
    code = handout["short_code"]
    path = f"/handouts?short_code={code.lower().replace('-', '%20')}"
    assert clinic.reception.read(path)["items"] == [handout]
    assert other_clinic.clinician.read(path)["items"] == []
    assert clinic.clinician.read("/handouts?short_code=Smith")["items"] == []
    assert clinic.sample_manager.get(path).status_code == 403
    assert clinic.clinician.get("/handouts").status_code in {400, 422}


def test_the_search_of_patients_knows_a_code(clinic: Cast, handout: dict[str, Any]) -> None:
    code = handout["short_code"]
    browser = clinic.browse(Role.RECEPTION)
    assert f"/sheets?code={code}" in browser.see(f"/patients?q={code.lower()}")
    page = browser.see(f"/sheets?code={code}")
    assert f'href="/handouts/{handout["id"]}"' in page
    assert "No such sheet" in browser.see("/sheets?code=2222-2222")
    assert "is no code of a sheet" in browser.see("/sheets?code=hello")
