"""The pages of letters: written beside what the record says, read, printed again, voided."""

from collections.abc import Mapping
from typing import Any

from clinic.accounts.queries import users_named
from clinic.examinations.context import whom
from clinic.letters import queries, use_cases
from clinic.letters.context import letter_to_issue, letter_to_look_at
from clinic.letters.models import Letter
from clinic.letters.rules import KINDS, LetterKind, LetterSheet, NewLetter
from clinic.letters.schemas import NewLetterShape, VoidShape
from clinic.paper.printed import Printed
from clinic.patients.models import Patient
from clinic.rulebook.permissions import Permission
from clinic.trigger_points.queries import register_of
from clinic.trigger_points.rules import summary
from clinic.web.endpoint import endpoint
from clinic.web.page import Go, Pages, form, page
from clinic.work.unit import Work

pages = Pages("letters")

_MOST = 50


@pages.get("/patients/<id:patient_id>/letters")
@page("letters/letters.html", needs=Permission.CARE)
def show_letters(work: Work, patient_id: str) -> Mapping[str, Any]:
    """Show the letters of a patient, and the form of a new one."""
    patient = work.find(Patient, patient_id)
    work.record("letters.listed", patient, patient_id=patient.id)
    rows = queries.letters_of(work, patient.id, _MOST)
    names = users_named(work, [row.issued_by or "" for row in rows])
    return {
        "patient": whom(work, patient.id),
        "kinds": [(kind.value, words) for kind, words in KINDS.items()],
        "kind_words": {kind.value: words.title for kind, words in KINDS.items()},
        "letters": [(row, names.get(row.issued_by or "", "")) for row in rows],
        "counted": summary(register_of(work, patient.id)).headline,
    }


def _prepare(work: Work, new: NewLetter, patient_id: str) -> LetterSheet:
    return letter_to_issue(work, patient_id, new)


@pages.post("/patients/<id:patient_id>/letters")
@form(shows=show_letters, needs=Permission.CARE, accepts=NewLetterShape(), prints=_prepare)
def issue_letter(
    work: Work, _new: NewLetter, printed: Printed, sheet: LetterSheet, patient_id: str
) -> Go:
    """Print a letter from the signed record and archive it."""
    letter = use_cases.issue_letter(work, patient_id, sheet, printed)
    return Go(f"/letters/{letter.id}", told="The letter is archived and ready to print.")


def _prepare_preview(work: Work, new: NewLetter, patient_id: str) -> LetterSheet:
    return letter_to_look_at(work, patient_id, new)


@pages.post("/patients/<id:patient_id>/letters/preview")
@form(shows=show_letters, needs=Permission.CARE, accepts=NewLetterShape(), prints=_prepare_preview)
def preview_letter(
    work: Work, _new: NewLetter, printed: Printed, _sheet: LetterSheet, patient_id: str
) -> Printed:
    """Show the letter as it would be printed, marked DRAFT, NOT ISSUED on every page."""
    patient = work.find(Patient, patient_id)
    work.record("letter.previewed", patient, patient_id=patient.id)
    return printed


@pages.get("/letters/<id:letter_id>")
@page("letters/letter.html", needs=Permission.CARE)
def show_letter(work: Work, letter_id: str) -> Mapping[str, Any]:
    """Show an issued letter: to whom, by whom, when, and whether it was voided."""
    told = use_cases.read_letter(work, letter_id)
    letter = work.find(Letter, letter_id)
    names = users_named(work, [by for by in (told["issued_by"], told["voided_by"]) if by])
    return {
        "letter": told,
        "patient": whom(work, letter.patient_id),
        "title": KINDS[LetterKind(letter.kind)].title,
        "issued_by": names.get(told["issued_by"] or "", ""),
        "voided_by": names.get(told["voided_by"] or "", ""),
    }


@pages.get("/letters/<id:letter_id>.pdf")
@endpoint(needs=Permission.CARE, is_pdf=True)
def reprint_letter(work: Work, letter_id: str) -> Printed:
    """Give out the archived bytes; nothing is rendered again."""
    return use_cases.reprint_letter(work, letter_id)


@pages.post("/letters/<id:letter_id>/void")
@form(shows=show_letter, needs=Permission.CARE, accepts=VoidShape())
def void_letter(work: Work, body: Mapping[str, str], letter_id: str) -> Go:
    """Mark a letter as sent in error."""
    use_cases.void_letter(work, letter_id, body["reason"])
    return Go(f"/letters/{letter_id}", told="Marked as sent in error. It stays readable.")
