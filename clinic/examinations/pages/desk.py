"""The examination at the desk: begun, opened, saved entry by entry, thrown away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import after_this_request

from clinic.examinations import queries, use_cases
from clinic.examinations.context import (
    LastVisit,
    boot,
    catalogue_text,
    catalogue_version,
    found_places,
    prepare_report,
    review,
    visit_facts,
    visit_line,
    whom,
)
from clinic.examinations.models import Examination
from clinic.examinations.pages.door import page_head, pages
from clinic.examinations.rules import Entry, ExaminationState, NewFinding
from clinic.examinations.schemas import (
    BeginShape,
    EntriesShape,
    NewFindingShape,
    SavedShape,
)
from clinic.paper.printed import Manuscript, Printed
from clinic.patients.models import Patient
from clinic.patients.queries import episodes
from clinic.rulebook.moments import written
from clinic.rulebook.permissions import Permission
from clinic.web.assets import CATALOGUE, YEAR
from clinic.web.endpoint import File, endpoint
from clinic.web.fields import Line
from clinic.web.page import Go, form, page
from clinic.web.shapes import Nothing, PageQuery, Shape
from clinic.work.paging import MOST, Paging
from clinic.work.unit import Work, etag_of

# a draft of the same day is gone on with; an older one may be another visit
_SAME_VISIT = timedelta(days=1)


@pages.get("/patients/<id:patient_id>/examinations")
@page("examinations/all.html", needs=Permission.CARE, query=PageQuery())
def list_examinations(work: Work, paging: Paging, patient_id: str) -> Mapping[str, Any]:
    """Show all examinations of a patient, and begin another."""
    patient = work.find(Patient, patient_id)
    work.record("examinations.listed", patient, patient_id=patient.id)
    found = queries.examinations(work, patient.id, paging)
    return {
        "patient": whom(work, patient.id),
        "examinations": queries.shown(work, found.items),
        "next": found.next_cursor,
        "episodes": [
            (one.id, one.title)
            for one in episodes(work, patient.id, Paging(limit=MOST)).items
            if one.closed_on is None
        ],
    }


@pages.post("/patients/<id:patient_id>/examinations")
@form(shows=list_examinations, needs=Permission.CARE, accepts=BeginShape())
def begin_examination(work: Work, begin: Mapping[str, Any], patient_id: str) -> Go:
    """Begin an examination, or go on with the one that the same user began within a day."""
    patient = work.find(Patient, patient_id)
    draft = queries.own_open_draft(work, patient.id, work.now - _SAME_VISIT)
    if draft is not None:
        use_cases.read_examination(work, draft.id)
        return Go(
            f"/examinations/{draft.id}",
            told="You have begun this examination before: here it goes on. "
            "For a new one, sign this draft first or throw it away.",
        )
    draft = use_cases.begin_examination(work, patient.id, begin)
    return Go(f"/examinations/{draft.id}")


@pages.get("/examinations/<id:examination_id>")
@page("examinations/open.html", needs=Permission.CARE)
def open_examination(work: Work, examination_id: str) -> Mapping[str, Any]:
    """Open an examination: a draft to go on with, a signed one to read."""
    examination = use_cases.read_examination(work, examination_id)
    shown = page_head(work, examination)
    content = shown["examination"].content
    found = found_places(work, examination)
    if examination.state is not ExaminationState.DRAFT:
        facts = visit_facts(content)
        return shown | {"shows": "examinations/read.html", "found": found, "facts": facts}
    last = LastVisit(work, examination)
    return shown | {
        "shows": "examinations/examine.html",
        "boot": boot(work, examination, found, last),
        "last_day": last.day(work),
        "visit": visit_line(content),
        "warnings": review(found, ()).unclear,
    }


@dataclass(frozen=True, slots=True)
class CatalogueQuery:
    """Which catalogue is asked for; the address of one never changes what it answers."""

    v: str = ""


class CatalogueQueryShape(Shape):
    makes = CatalogueQuery

    v = Line(longest=40, load_default="")


@pages.get("/examinations/catalogue.json")
@endpoint(needs=Permission.SIGNED_IN, query=CatalogueQueryShape(), file_type=CATALOGUE)
def show_catalogue(_work: Work, asked: CatalogueQuery) -> File:
    """Answer the catalogue for the browser to keep: muscles, zones, words, and every class."""
    if asked.v == catalogue_version():

        @after_this_request
        def keep(response: Any) -> Any:
            response.headers["Cache-Control"] = f"private, max-age={YEAR}, immutable"
            return response

    return File(catalogue_text().encode(), CATALOGUE, "catalogue.json")


@pages.post("/examinations/<id:examination_id>/entries")
@endpoint(needs=Permission.CARE, accepts=EntriesShape(), returns=SavedShape())
def save_entries(work: Work, entries: Sequence[Entry], examination_id: str) -> dict[str, Any]:
    """Save what was noted in a draft, entry by entry; what others changed is not overwritten."""
    saved = use_cases.save_entries(work, examination_id, entries)
    work.session.flush()
    examination = saved.examination
    at, by = queries.last_saved(work, examination) if saved.conflicts else (work.now, "")
    found = found_places(work, examination)
    return {
        "saved": [entry.number for entry in saved.kept],
        "conflicts": [
            {
                "number": entry.number,
                "stored": _plain(stored),
                "recorded_at": at,
                "recorded_by": by,
            }
            for entry, stored in saved.conflicts
        ],
        "refused": [{"number": one.entry.number, "detail": one.detail} for one in saved.refused],
        "etag": etag_of(examination),
        "findings": len(found),
        "warnings": [
            {
                "place": {
                    "muscle": one.place.muscle,
                    "side": one.place.side,
                    "site": one.place.site or None,
                },
                "detail": f"{one.place.words}: {one.words}",
            }
            for one in review(found, ()).unclear
        ],
    }


_FINDING = NewFindingShape()


def _plain(stored: Any) -> Any:
    """Write what is stored as JSON, as an entry would send it."""
    if isinstance(stored, NewFinding):
        return _FINDING.dump(stored)
    return written(stored) if hasattr(stored, "astimezone") else stored


@pages.post("/examinations/<id:examination_id>/delete")
@form(shows=open_examination, needs=Permission.CARE, accepts=Nothing())
def delete_examination(work: Work, _nothing: object, examination_id: str) -> Go:
    """Throw a draft away."""
    examination = work.claim(Examination, examination_id)
    use_cases.delete_draft(work, examination)
    return Go(f"/patients/{examination.patient_id}", told="The draft was thrown away.")


@pages.get("/examinations/<id:examination_id>/print.pdf")
@endpoint(needs=Permission.CARE, prints=prepare_report, is_pdf=True)
def print_examination(
    work: Work, printed: Printed, _report: Manuscript, examination_id: str
) -> Printed:
    """Print an examination as it now reads; a draft, an amended and a voided one say so."""
    use_cases.print_examination(work, examination_id)
    return printed
