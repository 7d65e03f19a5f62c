"""The JSON door of handouts: issue, read, reprint, preview."""

from clinic.handouts import queries, use_cases
from clinic.handouts.context.sheets import sheet_to_issue, sheet_to_look_at
from clinic.handouts.models import Handout
from clinic.handouts.rules import Sheet
from clinic.handouts.schemas import (
    CodeQuery,
    CodeQueryShape,
    HandoutShape,
    NewHandout,
    NewHandoutShape,
    PreviewQuery,
    PreviewQueryShape,
)
from clinic.paper.printed import Printed
from clinic.paper.short_codes import typed_code
from clinic.patients.models import Patient
from clinic.plans.models import HomePlan
from clinic.rulebook.permissions import Permission
from clinic.web.endpoint import Door, endpoint
from clinic.web.house import this_house
from clinic.web.shapes import PageQuery
from clinic.work.paging import Page, Paging
from clinic.work.unit import Work

api = Door("handouts", "What a patient takes home, archived byte for byte as issued.")


def _prepare_handout(work: Work, new: NewHandout, plan_id: str) -> Sheet:
    return sheet_to_issue(work, plan_id, new.layout, new.language, this_house().config.base_url)


@api.post("/home-plans/<id:plan_id>/handouts")
@endpoint(
    needs=Permission.CARE,
    accepts=NewHandoutShape(),
    prints=_prepare_handout,
    returns=HandoutShape(),
    creates="/handouts/{id}",
)
def issue_handout(
    work: Work, _new: NewHandout, printed: Printed, sheet: Sheet, plan_id: str
) -> Handout:
    """Print an active plan and archive the sheet."""
    return use_cases.issue_handout(work, plan_id, sheet, printed)


@api.get("/handouts")
@endpoint(
    needs=Permission.PLANS_AT_THE_DESK, query=CodeQueryShape(), returns=HandoutShape(), lists=True
)
def find_handout(work: Work, query: CodeQuery) -> Page[Handout]:
    """Find a sheet by the code at its foot: one, or none."""
    work.record("handouts.searched")
    return queries.handouts_with_code(work, typed_code(query.short_code), query)


@api.get("/handouts/<id:handout_id>")
@endpoint(needs=Permission.PLANS_AT_THE_DESK, returns=HandoutShape())
def read_handout(work: Work, handout_id: str) -> Handout:
    """Answer what is known of an issued sheet."""
    return use_cases.read_handout(work, handout_id)


@api.get("/handouts/<id:handout_id>.pdf")
@endpoint(needs=Permission.PLANS_AT_THE_DESK, is_pdf=True)
def reprint_handout(work: Work, handout_id: str) -> Printed:
    """Answer the archived bytes; nothing is rendered again."""
    return use_cases.reprint_handout(work, handout_id)


@api.get("/patients/<id:patient_id>/handouts")
@endpoint(needs=Permission.PLANS_AT_THE_DESK, query=PageQuery(), returns=HandoutShape(), lists=True)
def list_handouts(work: Work, paging: Paging, patient_id: str) -> Page[Handout]:
    """List a patient's issued sheets, newest first."""
    patient = work.find(Patient, patient_id)
    work.record("handouts.listed", patient, patient_id=patient.id)
    return queries.handouts(work, patient.id, paging)


def _prepare_preview(work: Work, query: PreviewQuery, plan_id: str) -> Sheet:
    return sheet_to_look_at(work, plan_id, query.layout, query.language)


@api.get("/home-plans/<id:plan_id>/handout-preview.pdf")
@endpoint(needs=Permission.CARE, query=PreviewQueryShape(), prints=_prepare_preview, is_pdf=True)
def preview_handout(
    work: Work, _query: PreviewQuery, printed: Printed, _sheet: Sheet, plan_id: str
) -> Printed:
    """Show the sheet as it would be printed, marked DRAFT, NOT ISSUED on every page."""
    plan = work.find(HomePlan, plan_id)
    work.record("handout.previewed", plan, patient_id=plan.patient_id)
    return printed
