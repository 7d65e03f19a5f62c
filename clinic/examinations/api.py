"""The JSON door of examinations."""

from collections.abc import Mapping
from typing import Any

from clinic.examinations import queries, use_cases
from clinic.examinations.context import prepare_report
from clinic.examinations.models import Examination
from clinic.examinations.schemas import (
    AmendmentShape,
    DraftChangeShape,
    DraftShape,
    ExaminationShape,
    ReasonShape,
    VersionShape,
)
from clinic.paper.printed import Manuscript, Printed
from clinic.patients.models import Patient
from clinic.rulebook.permissions import Permission
from clinic.web.endpoint import Door, endpoint
from clinic.web.shapes import Nothing, PageQuery
from clinic.work.paging import Page, Paging, slice_of
from clinic.work.unit import Work

api = Door("examinations", "What was found in one visit; drafts, signed records, amendments.")


def _shown(work: Work, examination: Examination) -> dict[str, Any]:
    work.session.flush()
    return queries.shown(work, [examination])[0]


@api.post("/patients/<id:patient_id>/examinations")
@endpoint(
    needs=Permission.CARE,
    accepts=DraftShape(),
    returns=ExaminationShape(),
    creates="/examinations/{id}",
)
def begin_examination(work: Work, draft: Mapping[str, Any], patient_id: str) -> dict[str, Any]:
    """Begin an examination: a draft that changes nothing outside itself."""
    return _shown(work, use_cases.begin_examination(work, patient_id, draft))


@api.get("/patients/<id:patient_id>/examinations")
@endpoint(needs=Permission.CARE, query=PageQuery(), returns=ExaminationShape(), lists=True)
def list_examinations(work: Work, paging: Paging, patient_id: str) -> Page[dict[str, Any]]:
    """List a patient's examinations with all findings, newest record first."""
    patient = work.find(Patient, patient_id)
    work.record("examinations.listed", patient, patient_id=patient.id)
    found = queries.examinations(work, patient.id, paging)
    return Page(queries.shown(work, found.items), found.next_cursor)


@api.get("/examinations/<id:examination_id>")
@endpoint(needs=Permission.CARE, returns=ExaminationShape())
def read_examination(work: Work, examination_id: str) -> dict[str, Any]:
    """Answer an examination as it now reads."""
    return _shown(work, use_cases.read_examination(work, examination_id))


@api.get("/examinations/<id:examination_id>.pdf")
@endpoint(needs=Permission.CARE, prints=prepare_report, is_pdf=True)
def print_examination(
    work: Work, printed: Printed, _report: Manuscript, examination_id: str
) -> Printed:
    """Print an examination as it now reads; a draft, an amended and a voided one say so."""
    use_cases.print_examination(work, examination_id)
    return printed


@api.patch("/examinations/<id:examination_id>")
@endpoint(needs=Permission.CARE, accepts=DraftChangeShape(partial=True), returns=ExaminationShape())
def change_examination(
    work: Work, changes: Mapping[str, Any], examination_id: str
) -> dict[str, Any]:
    """Change a draft."""
    return _shown(work, use_cases.change_draft(work, examination_id, changes))


@api.delete("/examinations/<id:examination_id>")
@endpoint(needs=Permission.CARE, returns=ExaminationShape())
def delete_examination(work: Work, examination_id: str) -> dict[str, Any]:
    """Throw a draft away; answers it as it was."""
    examination = work.claim(Examination, examination_id)
    was = _shown(work, examination)
    use_cases.delete_draft(work, examination)
    return was | {"actions": []}


@api.post("/examinations/<id:examination_id>/sign")
@endpoint(needs=Permission.CARE, accepts=Nothing(), returns=ExaminationShape())
def sign_examination(work: Work, _body: object, examination_id: str) -> dict[str, Any]:
    """Sign a draft; never refused for incomplete findings, `warnings` names them."""
    return _shown(work, use_cases.sign_examination(work, examination_id))


@api.post("/examinations/<id:examination_id>/amendments")
@endpoint(
    needs=Permission.CARE,
    accepts=AmendmentShape(),
    returns=ExaminationShape(),
    creates="/examinations/{id}",
)
def amend_examination(
    work: Work, amendment: Mapping[str, Any], examination_id: str
) -> dict[str, Any]:
    """Add a new version; the old one is kept. Answers the examination as it now reads."""
    changes = {k: v for k, v in amendment.items() if k != "reason"}
    amended = use_cases.amend_examination(work, examination_id, amendment["reason"], changes)
    return _shown(work, amended)


@api.get("/examinations/<id:examination_id>/versions")
@endpoint(needs=Permission.CARE, query=PageQuery(), returns=VersionShape(), lists=True)
def list_versions(work: Work, paging: Paging, examination_id: str) -> Page[dict[str, Any]]:
    """List every version of an examination, newest first."""
    examination = use_cases.read_examination(work, examination_id)
    versions = queries.shown_editions(work, examination)
    return slice_of(versions, lambda version: str(version["version"]), paging)


@api.post("/examinations/<id:examination_id>/void")
@endpoint(needs=Permission.CARE, accepts=ReasonShape(), returns=ExaminationShape())
def void_examination(work: Work, body: Mapping[str, str], examination_id: str) -> dict[str, Any]:
    """Mark a signed examination as entered in error: readable, and counted nowhere."""
    return _shown(work, use_cases.void_examination(work, examination_id, body["reason"]))
