"""The pages of a patient's plans: the list, and a new one from what was found."""

import pytest

from clinic.rulebook.permissions import Role
from tests.browsing import words_of
from tests.builders import (
    ACTIVE,
    a_draft,
    a_finding,
    a_patient,
    a_signed_examination,
)
from tests.conftest import Cast


@pytest.fixture
def patient_id(clinic: Cast) -> str:
    return a_patient(clinic.reception)["id"]


def plans(clinic: Cast, patient_id: str) -> list[dict]:
    return clinic.clinician.read(f"/patients/{patient_id}/home-plans")["items"]


def test_a_plan_is_proposed_from_the_newest_signed_examination(
    clinic: Cast, patient_id: str
) -> None:
    a_signed_examination(clinic.clinician, patient_id, a_finding("deltoid", **ACTIVE))
    newest = a_signed_examination(clinic.clinician, patient_id, a_finding(site=1, **ACTIVE))
    a_draft(clinic.clinician, patient_id, a_finding("rhomboids", **ACTIVE))
    visitor = clinic.browse()
    address = f"/patients/{patient_id}/plans"
    lead = visitor.press(address, address)
    (made,) = plans(clinic, patient_id)
    assert lead == f"/plans/{made['id']}"
    assert (made["state"], made["examination_id"]) == ("draft", newest["id"])
    assert [target["muscle"] for target in made["targets"]] == ["infraspinatus"]
    assert made["starts_on"] == "2026-11-20"
    assert "1 place, 1:00 minutes a day" in visitor.words(address)


def test_an_examination_may_be_named(clinic: Cast, patient_id: str) -> None:
    first = a_signed_examination(clinic.clinician, patient_id, a_finding("deltoid", **ACTIVE))
    a_signed_examination(clinic.clinician, patient_id, a_finding(site=1, **ACTIVE))
    visitor = clinic.browse()
    address = f"/patients/{patient_id}/plans"
    visitor.press(address, address, examination_id=first["id"])
    assert [t["muscle"] for t in plans(clinic, patient_id)[0]["targets"]] == ["deltoid"]


def test_an_open_draft_is_gone_on_with_and_said_so(clinic: Cast, patient_id: str) -> None:
    a_signed_examination(clinic.clinician, patient_id, a_finding(site=1, **ACTIVE))
    visitor = clinic.browse()
    address = f"/patients/{patient_id}/plans"
    first = visitor.press(address, address)
    assert visitor.press(address, address) == first
    assert len(plans(clinic, patient_id)) == 1
    assert "begun before" in visitor.words(first)


def test_without_a_signed_examination_nothing_is_proposed(clinic: Cast, patient_id: str) -> None:
    visitor = clinic.browse()
    address = f"/patients/{patient_id}/plans"
    assert "none is signed yet" in visitor.words(address)
    answer = visitor.send("POST", address, data={"csrf": visitor.csrf()})
    assert answer.status_code == 409
    assert "no signed examination" in words_of(answer)
    assert plans(clinic, patient_id) == []


def test_another_patients_examination_is_refused_like_an_unknown_one(
    clinic: Cast, patient_id: str
) -> None:
    other = a_patient(clinic.reception)["id"]
    examination = a_signed_examination(clinic.clinician, other, a_finding(site=1, **ACTIVE))
    visitor = clinic.browse()
    data = {"csrf": visitor.csrf(), "examination_id": examination["id"]}
    answer = visitor.send("POST", f"/patients/{patient_id}/plans", data=data)
    assert answer.status_code == 422
    assert plans(clinic, patient_id) == []


def test_reception_sees_that_there_are_plans_and_no_more(clinic: Cast, patient_id: str) -> None:
    a_signed_examination(clinic.clinician, patient_id, a_finding(site=1, **ACTIVE))
    address = f"/patients/{patient_id}/plans"
    clinic.browse().press(address, address)
    desk = clinic.browse(Role.RECEPTION)
    told = desk.words(address)
    assert "review Fri 4 Dec 2026" in told
    assert "minutes" not in told
    assert "Propose" not in told
    assert desk.send("POST", address, data={"csrf": desk.csrf()}).status_code == 403


def test_sample_managers_and_other_clinics_see_nothing(
    clinic: Cast, other_clinic: Cast, patient_id: str
) -> None:
    address = f"/patients/{patient_id}/plans"
    assert clinic.browse(Role.SAMPLE_MANAGER).get(address).status_code == 403
    assert other_clinic.browse().get(address).status_code == 404
    assert clinic.browse().get(f"{address}?limit=0").status_code == 422
