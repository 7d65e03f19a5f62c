"""The JSON door of handouts: issue, read, reprint, preview."""

from dataclasses import dataclass
from datetime import datetime

from clinic.accounts.queries import users_named
from clinic.handouts import queries, use_cases
from clinic.handouts.context import handout_context
from clinic.handouts.html import handout_html
from clinic.handouts.models import Handout
from clinic.handouts.rules import Layout, new_short_code, served_language
from clinic.handouts.schemas import (
    HandoutShape,
    NewHandout,
    NewHandoutShape,
    PreviewQuery,
    PreviewQueryShape,
)
from clinic.paper.printed import Printed
from clinic.patients.models import Patient
from clinic.plans.models import HomePlan
from clinic.rulebook.permissions import Permission
from clinic.web.endpoint import Door, endpoint
from clinic.web.shapes import PageQuery
from clinic.work.paging import Page, Paging
from clinic.work.unit import Work

api = Door("handouts", "What a patient takes home, archived byte for byte as issued.")

NOT_ISSUED = "DRAFT, NOT ISSUED"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet ready to be printed, outside any transaction."""

    html: str
    created: datetime
    plan_version: int
    layout: Layout
    short_code: str


def _sheet(  # noqa: PLR0913, PLR0917 (what distinguishes one sheet from another)
    work: Work, plan: HomePlan, layout: Layout | None, language: str, short_code: str, mark: str
) -> Sheet:
    chosen = layout
    if chosen is None:
        is_large = work.find(Patient, plan.patient_id).large_print
        chosen = Layout.LARGE_PRINT if is_large else Layout.STANDARD
    by = plan.prescribed_by or work.actor.user_id or ""
    context = handout_context(
        work,
        plan,
        layout=chosen,
        language=language,
        short_code=short_code,
        given_by=users_named(work, [by]).get(by, ""),
        mark=mark,
    )
    return Sheet(handout_html(context), work.now, plan.version, chosen, short_code)


def _prepare_handout(work: Work, new: NewHandout, plan_id: str) -> Sheet:
    plan = use_cases.plan_to_issue(work, plan_id)
    served_language(new.language)
    return _sheet(work, plan, new.layout, new.language, new_short_code(), "")


@api.post("/home-plans/<id:plan_id>/handouts")
@endpoint(
    needs=Permission.CARE,
    accepts=NewHandoutShape(),
    prints=_prepare_handout,
    returns=HandoutShape(),
    creates="/handouts/{id}",
)
def issue_handout(
    work: Work, new: NewHandout, printed: Printed, sheet: Sheet, plan_id: str
) -> Handout:
    """Print an active plan and archive the sheet."""
    return use_cases.issue_handout(
        work,
        plan_id,
        plan_version=sheet.plan_version,
        language=new.language,
        layout=sheet.layout,
        short_code=sheet.short_code,
        html=sheet.html,
        printed=printed,
    )


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
    plan = work.find(HomePlan, plan_id)
    return _sheet(work, plan, query.layout, "en-AU", "", NOT_ISSUED)


@api.get("/home-plans/<id:plan_id>/handout-preview.pdf")
@endpoint(needs=Permission.CARE, query=PreviewQueryShape(), prints=_prepare_preview, is_pdf=True)
def preview_handout(
    work: Work, _query: PreviewQuery, printed: Printed, _sheet: Sheet, plan_id: str
) -> Printed:
    """Show the sheet as it would be printed, marked DRAFT, NOT ISSUED on every page."""
    plan = work.find(HomePlan, plan_id)
    work.record("handout.previewed", plan, patient_id=plan.patient_id)
    return printed
