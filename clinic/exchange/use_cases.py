"""Deeds of exchange: hand out what is held."""

from clinic.exchange.queries import HeldRecord, held_record
from clinic.patients.models import Patient
from clinic.work.unit import Work


def export_patient(work: Work, patient_id: str) -> HeldRecord:
    """Hand out everything that is held of a patient."""
    patient = work.find(Patient, patient_id)
    record = held_record(work, patient)
    work.record("patient.exported", patient, patient_id=patient.id)
    return record
