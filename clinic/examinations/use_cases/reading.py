"""Deeds that only read: each leaves its own entry in the journal."""

from clinic.examinations.models import Examination
from clinic.work.unit import Work


def read_examination(work: Work, examination_id: str) -> Examination:
    """Read an examination: a deed of its own in the journal."""
    examination = work.find(Examination, examination_id)
    work.record("examination.read", examination, patient_id=examination.patient_id)
    return examination


def print_examination(work: Work, examination_id: str) -> Examination:
    """Put an examination on paper: a deed of its own in the journal."""
    examination = work.find(Examination, examination_id)
    work.record(
        "examination.printed",
        examination,
        patient_id=examination.patient_id,
        edition=examination.edition,
    )
    return examination
