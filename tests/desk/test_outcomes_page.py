"""The page of the clinic's outcomes."""

from clinic.evidence.rules import BENCHMARK
from clinic.rulebook.permissions import Role
from tests.builders import ACTIVE, CLEAR, LATENT, a_finding, a_patient, a_signed_examination
from tests.conftest import Cast, Clock


def test_the_page_says_what_the_api_counts(clinic: Cast, clock: Clock) -> None:
    patient_id = a_patient(clinic.reception)["id"]
    found = [a_finding(site=1, **ACTIVE), a_finding("deltoid", **LATENT)]
    a_signed_examination(clinic.clinician, patient_id, *found)
    for _time in range(2):
        clock.forward(days=15)
        a_signed_examination(clinic.clinician, patient_id, a_finding("deltoid", **CLEAR))
    counts = clinic.clinician.read("/outcomes")
    assert (counts["points_remaining"], counts["points_eliminated"]) == (1, 1)
    words = clinic.browse(Role.CLINICIAN).words("/outcomes")
    assert "1 person followed 2 points found 1 eliminated 1 left" in words
    assert "1 left 1 active 0 latent 0 clear once Eliminated: not found on two exam" in words
    assert "Shoulder girdle 1 of 2 1 \N{EN DASH} \N{EN DASH} 1" in words


def test_the_published_course_stands_apart_with_all_its_limits(clinic: Cast) -> None:
    words = clinic.browse(Role.OWNER).words("/outcomes")
    assert "not comparable with the counts above" in words
    for limit in BENCHMARK.limits:
        assert limit in words
    for figure in ("83.8 %", "64.9 %", "111.5 %", "123.0 %"):
        assert figure in words


def test_a_clinic_without_examinations_is_told_what_begins_the_page(clinic: Cast) -> None:
    assert "Nothing to count yet" in clinic.browse(Role.CLINICIAN).words("/outcomes")


def test_another_clinics_points_are_not_counted(clinic: Cast, other_clinic: Cast) -> None:
    patient_id = a_patient(clinic.reception)["id"]
    a_signed_examination(clinic.clinician, patient_id, a_finding(site=1, **ACTIVE))
    assert "Nothing to count yet" in other_clinic.browse(Role.CLINICIAN).words("/outcomes")


def test_the_reading_is_recorded_once(clinic: Cast) -> None:
    clinic.browse(Role.CLINICIAN).see("/outcomes")
    events = [entry["event"] for entry in clinic.owner.read("/audit-entries?limit=5")["items"]]
    assert events.count("clinic_outcomes.read") == 1
