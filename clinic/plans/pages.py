"""The pages of a patient's plans: the list, and a new one from what was found.

A plan's own page prescribes and prints in one deed, so it stands in the room of handouts, the
lowest one that can do both.
"""

from collections.abc import Mapping
from typing import Any

from clinic.examinations.context import whom
from clinic.patients.models import Patient
from clinic.plans import queries, use_cases
from clinic.plans.context import plan_lines
from clinic.plans.schemas import FromExaminationShape
from clinic.rulebook.permissions import Permission
from clinic.web.page import Go, Pages, form, page
from clinic.web.shapes import PageQuery
from clinic.work.paging import Paging
from clinic.work.unit import Work

pages = Pages("plans")


@pages.get("/patients/<id:patient_id>/plans")
@page("plans/all.html", needs=Permission.PLANS_AT_THE_DESK, query=PageQuery())
def list_plans(work: Work, paging: Paging, patient_id: str) -> Mapping[str, Any]:
    """Show a patient's plans, newest first."""
    patient = work.find(Patient, patient_id)
    work.record("home_plans.listed", patient, patient_id=patient.id)
    found = queries.plans(work, patient.id, paging)
    examination = None
    if work.actor.may(Permission.CARE):
        examination = queries.newest_examination(work, patient.id)
    return {
        "patient": whom(work, patient.id),
        "plans": plan_lines(work, found.items),
        "next": found.next_cursor,
        "examination": examination,
    }


@pages.post("/patients/<id:patient_id>/plans")
@form(shows=list_plans, needs=Permission.CARE, accepts=FromExaminationShape())
def propose_plan(work: Work, wanted: Mapping[str, Any], patient_id: str) -> Go:
    """Write the draft that an examination suggests, or go on with the one that is open."""
    patient = work.find(Patient, patient_id)
    draft = queries.open_draft(work, patient.id)
    if draft is not None:
        use_cases.read_plan(work, draft.id)
        return Go(f"/plans/{draft.id}", told="This draft was begun before: here it goes on.")
    plan = use_cases.propose_plan(work, patient.id, wanted["examination_id"])
    return Go(f"/plans/{plan.id}")
