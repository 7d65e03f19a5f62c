"""From the code at the foot of a printed sheet to its record."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clinic.desk.pages.door import pages
from clinic.handouts.queries import handouts_with_code
from clinic.letters.queries import letters_with_code
from clinic.letters.rules import KINDS, LetterKind
from clinic.paper.short_codes import typed_code
from clinic.patients.models import Patient
from clinic.rulebook.permissions import Permission
from clinic.web.fields import Line
from clinic.web.page import page
from clinic.web.shapes import Shape
from clinic.work.paging import Paging
from clinic.work.unit import Work


@dataclass(frozen=True, slots=True)
class CodeQuery:
    """What somebody typed from the foot of a sheet."""

    code: str = ""


class CodeQueryShape(Shape):
    makes = CodeQuery

    code = Line(longest=40, load_default="")


@dataclass(frozen=True, slots=True)
class FoundSheet:
    """A printed sheet, as the page that finds it shows it."""

    address: str
    what: str
    whose: str
    issued_at: datetime


@pages.get("/sheets")
@page("desk/sheets.html", needs=Permission.PLANS_AT_THE_DESK, query=CodeQueryShape())
def find_sheet(work: Work, query: CodeQuery) -> Mapping[str, Any]:
    """Find a handout, or for clinicians also a letter, by the code at its foot."""
    code = typed_code(query.code)
    work.record("handouts.searched")
    return {"typed": query.code, "code": code, "found": list(_found(work, code)) if code else []}


def _found(work: Work, code: str) -> Iterator[FoundSheet]:
    def whose(patient_id: str) -> str:
        patient = work.find(Patient, patient_id)
        return f"{patient.given_name} {patient.family_name}"

    for handout in handouts_with_code(work, code, Paging()).items:
        address = f"/handouts/{handout.id}"
        yield FoundSheet(address, "Handout", whose(handout.patient_id), handout.created_at)
    if work.actor.may(Permission.CARE):
        for letter in letters_with_code(work, code):
            what = KINDS[LetterKind(letter.kind)].title
            address = f"/letters/{letter.id}"
            yield FoundSheet(address, what, whose(letter.patient_id), letter.created_at)
