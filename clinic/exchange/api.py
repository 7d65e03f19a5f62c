"""The door of exchange: a patient's whole record as one archive."""

from clinic.accounts.queries import zone_of
from clinic.exchange import use_cases
from clinic.exchange.context import archive_files
from clinic.exchange.rules import archive_of
from clinic.rulebook.permissions import Permission
from clinic.web.endpoint import Door, File, endpoint
from clinic.work.unit import Work

api = Door("exchange", "What leaves the clinic for other hands and other systems.")

ZIP = "application/zip"


@api.get("/patients/<id:patient_id>/export")
@endpoint(needs=Permission.CARE, file_type=ZIP)
def export_patient(work: Work, patient_id: str) -> File:
    """Hand out everything that is held of a patient, as one archive with a README."""
    record = use_cases.export_patient(work, patient_id)
    moment = work.now.astimezone(zone_of(work))
    archive = archive_of(archive_files(work, record), moment)
    # the patient's name stays inside: a file's name is seen by everybody who sees the folder
    return File(archive, ZIP, f"patient-{patient_id}-{moment:%Y-%m-%d}.zip")
