"""The JSON door of the register and of outcomes."""

import pytest

from tests.builders import ACTIVE, CLEAR, LATENT, a_finding, a_patient, a_signed_examination
from tests.conftest import Cast


@pytest.fixture
def patient_id(clinic: Cast) -> str:
    return a_patient(clinic.reception)["id"]


def the_point(clinic: Cast, patient_id: str) -> dict:
    return clinic.clinician.read(f"/patients/{patient_id}/trigger-points")["items"][0]


def examined(clinic: Cast, patient_id: str, day: str, *findings, **over) -> dict:
    at = f"{day}T10:00:00+11:00"
    return a_signed_examination(clinic.clinician, patient_id, *findings, examined_at=at, **over)


def test_a_point_is_followed_until_it_was_clear_twice(clinic: Cast, patient_id: str) -> None:
    for day, signs, state in (
        ("2026-08-03", ACTIVE, "active"),
        ("2026-08-24", LATENT, "deactivated"),
        ("2026-09-14", CLEAR, "provisionally_cleared"),
        ("2026-09-21", CLEAR, "provisionally_cleared"),
        ("2026-09-28", CLEAR, "eliminated"),
        ("2026-11-09", ACTIVE, "active"),
    ):
        examined(clinic, patient_id, day, a_finding(site=1, **signs))
        assert the_point(clinic, patient_id)["state"] == state, day
    point = clinic.clinician.read(f"/trigger-points/{the_point(clinic, patient_id)['id']}")
    assert point["reactivations"] == 1
    assert point["since"] == "2026-11-08T23:00:00.000Z"
    assert [h["class"] for h in point["history"]][:2] == ["active", "latent"]


def test_an_examination_entered_late_takes_its_place_in_time(clinic: Cast, patient_id: str) -> None:
    examined(clinic, patient_id, "2026-09-14", a_finding(**LATENT))
    assert the_point(clinic, patient_id)["state"] == "latent"
    examined(clinic, patient_id, "2026-08-03", a_finding(**ACTIVE))
    assert the_point(clinic, patient_id)["state"] == "deactivated"
    states = [h["state"] for h in the_point(clinic, patient_id)["history"]]
    assert states == ["active", "deactivated"]


def test_outcomes_count_what_remains_after_each_examination(clinic: Cast, patient_id: str) -> None:
    first = [a_finding(site=1, **ACTIVE), a_finding("deltoid", **LATENT)]
    examined(clinic, patient_id, "2026-08-03", *first, pain_now=7)
    then = [a_finding(site=1, **LATENT), a_finding("deltoid", **CLEAR)]
    examined(clinic, patient_id, "2026-09-14", *then, pain_now=0)
    answer = clinic.clinician.read(f"/patients/{patient_id}/outcomes")
    counted = [
        (o["pain_now"], o["points_active"], o["points_latent"], o["points_remaining"])
        for o in answer["examinations"]
    ]
    assert counted == [(7, 1, 1, 2), (0, 0, 1, 2)]
    assert answer["examinations"][1]["comparable"] is True
    benchmark = answer["benchmark"]
    assert benchmark["weeks"] == [0, 6, 12]
    assert benchmark["waiting_list"] == [100.0, 111.5, 123.0]
    treated = benchmark["treated"]
    assert treated == [100.0, 83.8, 64.9]


def test_the_rule_of_elimination_is_the_clinics(clinic: Cast, patient_id: str) -> None:
    for day, signs in (("2026-09-01", ACTIVE), ("2026-09-14", CLEAR), ("2026-10-05", CLEAR)):
        examined(clinic, patient_id, day, a_finding(**signs))
    assert the_point(clinic, patient_id)["state"] == "eliminated"
    answer = clinic.owner.patch("/clinic", {"settings": {"elimination_days": 28}})
    assert answer.status_code == 200
    assert the_point(clinic, patient_id)["state"] == "provisionally_cleared"


def test_the_clinics_register_is_counted(clinic: Cast, other_clinic: Cast, patient_id) -> None:
    examined(clinic, patient_id, "2026-08-03", a_finding(**ACTIVE))
    counts = clinic.clinician.read("/outcomes")
    assert (counts["patients_followed"], counts["points_active"]) == (1, 1)
    assert other_clinic.clinician.read("/outcomes")["patients_followed"] == 0


def test_another_clinics_point_is_not_found(clinic: Cast, other_clinic: Cast, patient_id) -> None:
    examined(clinic, patient_id, "2026-08-03", a_finding(**ACTIVE))
    path = f"/trigger-points/{the_point(clinic, patient_id)['id']}"
    assert other_clinic.clinician.get(path).status_code == 404
    assert other_clinic.clinician.get(f"/patients/{patient_id}/outcomes").status_code == 404
