"""The register of one patient: every point through every examination; and one point's history."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clinic.accounts.queries import today_of
from clinic.desk.context.patient import person_of
from clinic.desk.context.point import point_history
from clinic.desk.context.register import register_table
from clinic.desk.pages.door import pages
from clinic.desk.queries.patient import followed_of, followed_point
from clinic.patients.models import Patient
from clinic.rulebook.permissions import Permission
from clinic.web.fields import QueryWhole, Word
from clinic.web.page import page
from clinic.web.shapes import Shape
from clinic.work.unit import Work

_MOST_PAGES = 10_000


@dataclass(frozen=True, slots=True)
class RegisterQuery:
    """Which six examinations, and in which order the points stand."""

    page: int = 1
    by: str = "state"


class RegisterQueryShape(Shape):
    makes = RegisterQuery

    page = QueryWhole(1, _MOST_PAGES, load_default=1)
    by = Word(["state", "region"], load_default="state")


@pages.get("/patients/<id:patient_id>/register")
@page("desk/register.html", needs=Permission.CARE, query=RegisterQueryShape())
def show_register(work: Work, wanted: RegisterQuery, patient_id: str) -> Mapping[str, Any]:
    """Show every point through the examinations, six side by side."""
    patient = work.find(Patient, patient_id)
    work.record("register.read", patient, patient_id=patient.id)
    care = followed_of(work, patient)
    return {
        "person": person_of(patient, care.today),
        "table": register_table(care, page=wanted.page, by_region=wanted.by == "region"),
        "by": wanted.by,
    }


@pages.get("/patients/<id:patient_id>/points/<id:point_id>")
@page("desk/point.html", needs=Permission.CARE)
def show_point(work: Work, patient_id: str, point_id: str) -> Mapping[str, Any]:
    """Show one point: what each examination found there, the state it gave, and why."""
    patient = work.find(Patient, patient_id)
    point = followed_point(work, patient, point_id)
    work.record("trigger_point.read", patient_id=patient.id, trigger_point_id=point.id)
    return {
        "person": person_of(patient, today_of(work)),
        "point": point_history(point),
    }
