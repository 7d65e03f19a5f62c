"""The JSON door of patients."""

from tests.builders import a_patient
from tests.conftest import Cast


def test_a_patient_is_made_and_read_again(clinic: Cast) -> None:
    made = a_patient(clinic.reception)
    assert clinic.clinician.read(f"/patients/{made['id']}") == made


def test_another_clinics_patient_is_not_found(clinic: Cast, other_clinic: Cast) -> None:
    made = a_patient(clinic.reception)
    assert other_clinic.clinician.get(f"/patients/{made['id']}").status_code == 404
