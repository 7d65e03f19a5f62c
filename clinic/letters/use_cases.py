"""Deeds on letters: issue, reprint, read, void."""

from typing import Any

from clinic.anatomy.rules import CATALOGUE_VERSION
from clinic.letters import queries
from clinic.letters.models import Letter, LetterVoiding
from clinic.letters.rules import LetterSheet
from clinic.paper.printed import Printed
from clinic.patients.models import Patient
from clinic.rulebook.refusals import WrongState
from clinic.work.unit import Work


def issue_letter(work: Work, patient_id: str, sheet: LetterSheet, printed: Printed) -> Letter:
    """Archive a printed letter as issued."""
    patient = work.find(Patient, patient_id)
    letter = work.new(
        Letter,
        patient_id=patient.id,
        examination_id=sheet.examination_id,
        kind=sheet.new.kind,
        recipient_name=sheet.new.recipient_name,
        recipient_address=sheet.new.recipient_address,
        request=sheet.new.request,
        course=sheet.new.course,
        issued_by=work.actor.user_id,
        short_code=sheet.short_code,
        pages=printed.pages,
        sha256=printed.sha256,
        input_sha256=printed.input_sha256,
        made_with={**printed.made_with, "catalogue": CATALOGUE_VERSION},
        pdf=printed.pdf,
    )
    work.record("letter.issued", letter, patient_id=patient.id)
    return letter


def reprint_letter(work: Work, letter_id: str) -> Printed:
    """Give out the archived bytes again."""
    letter = work.find(Letter, letter_id)
    pdf = queries.archived_bytes(work, letter)
    work.record("letter.reprinted", letter, patient_id=letter.patient_id)
    return Printed(pdf, letter.pages, letter.sha256)


def read_letter(work: Work, letter_id: str) -> dict[str, Any]:
    """Read what is known of an issued letter."""
    letter = work.find(Letter, letter_id)
    work.record("letter.read", letter, patient_id=letter.patient_id)
    return queries.shown(work, letter)


def void_letter(work: Work, letter_id: str, reason: str) -> dict[str, Any]:
    """Mark a letter as sent in error; it stays readable.

    Raises:
        WrongState: it is voided already.

    """
    letter = work.find(Letter, letter_id)
    shown = queries.shown(work, letter)
    if work.precondition is not None:
        work.precondition.check(shown["etag"])
        work.precondition = None
    if shown["state"] == "voided":
        raise WrongState("letter", "voided", "void", [])
    work.new(LetterVoiding, letter_id=letter.id, reason=reason, voided_by=work.actor.user_id)
    work.record("letter.voided", letter, patient_id=letter.patient_id)
    return queries.shown(work, letter)
