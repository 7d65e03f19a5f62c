"""The JSON door of check-ins: what was told from home, and the paper grid typed in.

Reception enters no grid: what a patient felt and did is care, like a finding (CONTRACT 2).
"""

from typing import Any

from clinic.checkins import queries, use_cases
from clinic.checkins.schemas import CheckInShape, Grid, GridEnteredShape, GridShape, shown
from clinic.patients.models import Patient
from clinic.rulebook.permissions import Permission
from clinic.web.endpoint import Door, endpoint
from clinic.web.shapes import PageQuery
from clinic.work.paging import Page, Paging
from clinic.work.unit import Work

api = Door("check-ins", "What patients report from home, on their page or on the paper grid.")


@api.get("/patients/<id:patient_id>/check-ins")
@endpoint(needs=Permission.CARE, query=PageQuery(), returns=CheckInShape(), lists=True)
def list_check_ins(work: Work, paging: Paging, patient_id: str) -> Page[dict[str, Any]]:
    """List what a patient told from home, newest first."""
    patient = work.find(Patient, patient_id)
    work.record("check_ins.listed", patient, patient_id=patient.id)
    found = queries.check_ins(work, patient.id, paging)
    return Page([shown(told) for told in queries.with_places(work, found.items)], found.next_cursor)


@api.get("/check-ins/<id:check_in_id>")
@endpoint(needs=Permission.CARE, returns=CheckInShape())
def read_check_in(work: Work, check_in_id: str) -> dict[str, Any]:
    """Answer what was told of one day."""
    row = use_cases.read_check_in(work, check_in_id)
    return shown(queries.with_places(work, [row])[0])


@api.post("/home-plans/<id:plan_id>/check-ins")
@endpoint(needs=Permission.CARE, accepts=GridShape(), returns=GridEnteredShape())
def enter_grid(work: Work, grid: Grid, plan_id: str) -> dict[str, Any]:
    """Type a paper grid in: each day told makes its check-in, or changes the one it has."""
    rows = use_cases.enter_grid(work, plan_id, grid.days)
    return {"id": plan_id, "items": [shown(told) for told in queries.with_places(work, rows)]}
