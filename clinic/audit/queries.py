"""Questions asked of the audit trail."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, or_, select

from clinic.accounts.queries import zone_of
from clinic.audit.rules import BEGINNINGS, About
from clinic.store.base import IDS_AHEAD, first_id
from clinic.work.journal import JournalEntry
from clinic.work.paging import Page, Paging, page
from clinic.work.unit import Work


@dataclass(frozen=True, slots=True)
class Sought(Paging):
    """A page of the trail, and which entries are looked for."""

    patient_id: str | None = None
    user_id: str | None = None
    event: str | None = None
    about: About | None = None
    day: date | None = None


def entries(work: Work, sought: Sought) -> Page[JournalEntry]:
    """Answer the acting clinic's entries, newest first; those that are looked for."""
    question = select(JournalEntry).where(JournalEntry.chain == work.actor.clinic)
    for column, wanted in (
        (JournalEntry.patient_id, sought.patient_id),
        (JournalEntry.user_id, sought.user_id),
        (JournalEntry.event, sought.event),
    ):
        if wanted is not None:
            question = question.where(column == wanted)
    if sought.about is not None:
        starts = (
            JournalEntry.event.startswith(b, autoescape=True) for b in BEGINNINGS[sought.about]
        )
        question = question.where(or_(*starts))
    if sought.day is not None:
        question = _of_day(work, question, sought.day)
    return page(work, question, JournalEntry.id, sought)


def _of_day(work: Work, question: Select[JournalEntry], day: date) -> Select[JournalEntry]:
    """Keep to one day on the clinic's clock. Ids are in order of time, and they are indexed."""
    zone = zone_of(work)
    begins = datetime(day.year, day.month, day.day, tzinfo=zone)
    after = day + timedelta(days=1)
    ends = datetime(after.year, after.month, after.day, tzinfo=zone)
    return question.where(
        JournalEntry.id >= first_id(begins),
        JournalEntry.id < first_id(ends + IDS_AHEAD),
        JournalEntry.at >= begins,
        JournalEntry.at < ends,
    )
