"""Questions asked of the audit trail."""

from sqlalchemy import select

from clinic.work.journal import JournalEntry
from clinic.work.paging import Page, Paging, page
from clinic.work.unit import Work


def entries(work: Work, paging: Paging, *, patient_id: str | None = None) -> Page[JournalEntry]:
    """Answer the acting clinic's entries, newest first; of one patient where one is named."""
    question = select(JournalEntry).where(JournalEntry.chain == work.actor.clinic)
    if patient_id is not None:
        question = question.where(JournalEntry.patient_id == patient_id)
    return page(work, question, JournalEntry.id, paging)
