"""The JSON door of letters."""

from collections.abc import Mapping
from typing import Any

from clinic.letters import queries, use_cases
from clinic.letters.context import letter_to_issue, letter_to_look_at
from clinic.letters.rules import LetterSheet, NewLetter
from clinic.letters.schemas import LetterShape, NewLetterShape, VoidShape
from clinic.paper.printed import Printed
from clinic.patients.models import Patient
from clinic.rulebook.permissions import Permission
from clinic.web.endpoint import Door, endpoint
from clinic.web.shapes import PageQuery
from clinic.work.paging import Page, Paging
from clinic.work.unit import Work

api = Door("letters", "Letters about a patient, archived byte for byte as issued.")


def _prepare(work: Work, new: NewLetter, patient_id: str) -> LetterSheet:
    return letter_to_issue(work, patient_id, new)


@api.post("/patients/<id:patient_id>/letters")
@endpoint(
    needs=Permission.CARE,
    accepts=NewLetterShape(),
    prints=_prepare,
    returns=LetterShape(),
    creates="/letters/{id}",
)
def issue_letter(
    work: Work, _new: NewLetter, printed: Printed, sheet: LetterSheet, patient_id: str
) -> dict[str, Any]:
    """Print a letter from the signed record and archive it."""
    return queries.shown(work, use_cases.issue_letter(work, patient_id, sheet, printed))


@api.get("/patients/<id:patient_id>/letters")
@endpoint(needs=Permission.CARE, query=PageQuery(), returns=LetterShape(), lists=True)
def list_letters(work: Work, paging: Paging, patient_id: str) -> Page[dict[str, Any]]:
    """List a patient's letters, newest first."""
    patient = work.find(Patient, patient_id)
    work.record("letters.listed", patient, patient_id=patient.id)
    return queries.letters(work, patient.id, paging)


def _prepare_preview(work: Work, new: NewLetter, patient_id: str) -> LetterSheet:
    return letter_to_look_at(work, patient_id, new)


@api.post("/patients/<id:patient_id>/letter-preview")
@endpoint(needs=Permission.CARE, accepts=NewLetterShape(), prints=_prepare_preview, is_pdf=True)
def preview_letter(
    work: Work, _new: NewLetter, printed: Printed, _sheet: LetterSheet, patient_id: str
) -> Printed:
    """Show the letter as it would be printed, marked DRAFT, NOT ISSUED on every page."""
    patient = work.find(Patient, patient_id)
    work.record("letter.previewed", patient, patient_id=patient.id)
    return printed


@api.get("/letters/<id:letter_id>")
@endpoint(needs=Permission.CARE, returns=LetterShape())
def read_letter(work: Work, letter_id: str) -> dict[str, Any]:
    """Answer what is known of an issued letter."""
    return use_cases.read_letter(work, letter_id)


@api.get("/letters/<id:letter_id>.pdf")
@endpoint(needs=Permission.CARE, is_pdf=True)
def reprint_letter(work: Work, letter_id: str) -> Printed:
    """Answer the archived bytes; nothing is rendered again."""
    return use_cases.reprint_letter(work, letter_id)


@api.post("/letters/<id:letter_id>/void")
@endpoint(needs=Permission.CARE, accepts=VoidShape(), returns=LetterShape())
def void_letter(work: Work, body: Mapping[str, str], letter_id: str) -> dict[str, Any]:
    """Mark a letter as sent in error: it stays readable, with the reason."""
    return use_cases.void_letter(work, letter_id, body["reason"])
