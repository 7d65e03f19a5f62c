"""Prescribing, with or without the sheet; sheets looked at, issued, read and printed again."""

from collections.abc import Mapping
from typing import Any

from clinic.accounts.queries import users_named
from clinic.checkins import use_cases as checkins
from clinic.checkins.queries import page_of_handout
from clinic.checkins.rules import ends_on
from clinic.examinations.context import whom
from clinic.handouts import queries, use_cases
from clinic.handouts.context.sheets import (
    OUR_LANGUAGE,
    sheet_rehearsed,
    sheet_to_issue,
    sheet_to_look_at,
)
from clinic.handouts.pages.door import PlanFormShape, own_fields, pages
from clinic.handouts.pages.plan import show_plan
from clinic.handouts.rules import Sheet
from clinic.handouts.schemas import (
    NewHandout,
    NewHandoutShape,
    PreviewQuery,
    PreviewQueryShape,
)
from clinic.paper.printed import Printed
from clinic.plans import use_cases as plans
from clinic.plans.models import HomePlan
from clinic.rulebook.permissions import Permission
from clinic.web.endpoint import endpoint
from clinic.web.house import this_house
from clinic.web.page import Go, form, page
from clinic.work.unit import Work


@pages.post("/plans/<id:plan_id>/prescribe")
@form(shows=show_plan, needs=Permission.CARE, accepts=PlanFormShape(partial=True))
def prescribe_plan(work: Work, typed: dict[str, Any], plan_id: str) -> Go:
    """Prescribe a draft as it was typed last, without a sheet."""
    pressed = own_fields(typed)
    plans.prescribe_plan(
        work,
        plan_id,
        replaces=pressed.get("replaces"),
        override_reason=typed.get("override_reason"),
        changes=typed,
    )
    return Go(f"/plans/{plan_id}", told="Prescribed. The patient has no sheet yet.")


def _prepare_prescribed(work: Work, typed: dict[str, Any], plan_id: str) -> Sheet:
    pressed = own_fields(typed)

    def prescribe(rehearsal: Work) -> HomePlan:
        return plans.prescribe_plan(
            rehearsal,
            plan_id,
            replaces=pressed.get("replaces"),
            override_reason=typed.get("override_reason"),
            changes=typed,
        )

    language = pressed.get("language") or OUR_LANGUAGE
    base_url = this_house().config.base_url
    return sheet_rehearsed(work, prescribe, pressed.get("layout"), language, base_url)


@pages.post("/plans/<id:plan_id>/prescribe-and-print")
@form(
    shows=show_plan,
    needs=Permission.CARE,
    accepts=PlanFormShape(partial=True),
    prints=_prepare_prescribed,
)
def prescribe_and_print(
    work: Work, typed: dict[str, Any], printed: Printed, sheet: Sheet, plan_id: str
) -> Go:
    """Prescribe a draft as it was typed last, and archive its sheet: both, or neither."""
    pressed = own_fields(typed)
    handout = use_cases.prescribe_and_issue(
        work,
        plan_id,
        sheet,
        printed,
        replaces=pressed.get("replaces"),
        override_reason=typed.get("override_reason"),
        changes=typed,
    )
    return Go(f"/handouts/{handout.id}", told="Prescribed, and the sheet is ready to print.")


def _prepare_handout(work: Work, new: NewHandout, plan_id: str) -> Sheet:
    return sheet_to_issue(work, plan_id, new.layout, new.language, this_house().config.base_url)


@pages.post("/plans/<id:plan_id>/handouts")
@form(shows=show_plan, needs=Permission.CARE, accepts=NewHandoutShape(), prints=_prepare_handout)
def issue_handout(work: Work, _new: NewHandout, printed: Printed, sheet: Sheet, plan_id: str) -> Go:
    """Print an active plan and archive the sheet."""
    handout = use_cases.issue_handout(work, plan_id, sheet, printed)
    return Go(f"/handouts/{handout.id}", told="The sheet is archived and ready to print.")


def _prepare_preview(work: Work, query: PreviewQuery, plan_id: str) -> Sheet:
    return sheet_to_look_at(work, plan_id, query.layout, query.language)


@pages.get("/plans/<id:plan_id>/preview.pdf")
@endpoint(needs=Permission.CARE, query=PreviewQueryShape(), prints=_prepare_preview, is_pdf=True)
def preview_handout(
    work: Work, _query: PreviewQuery, printed: Printed, _sheet: Sheet, plan_id: str
) -> Printed:
    """Show the sheet as it would be printed, marked DRAFT, NOT ISSUED on every page."""
    plan = work.find(HomePlan, plan_id)
    work.record("handout.previewed", plan, patient_id=plan.patient_id)
    return printed


@pages.get("/handouts/<id:handout_id>")
@page("handouts/handout.html", needs=Permission.PLANS_AT_THE_DESK)
def show_handout(work: Work, handout_id: str) -> Mapping[str, Any]:
    """Show an issued sheet: whose, from whom, when, and whether another took its place."""
    handout = use_cases.read_handout(work, handout_id)
    newest = queries.newest_handout(work, handout.patient_id)
    plan = work.find(HomePlan, handout.plan_id)
    by = handout.issued_by or ""
    home_page = page_of_handout(work, handout.id)
    return {
        "handout": handout,
        "patient": whom(work, handout.patient_id),
        "plan": plan,
        "issued_by": users_named(work, [by]).get(by, ""),
        "replaced_by": newest if newest and newest.id != handout.id else None,
        "home_page": home_page,
        "home_page_ends": ends_on(plan.review_on),
    }


@pages.post("/handouts/<id:handout_id>/close-page")
@form(shows=show_handout, needs=Permission.CARE)
def close_page(work: Work, _body: object, handout_id: str) -> Go:
    """Close the patient's page behind the code of a sheet for good."""
    checkins.revoke_page(work, handout_id)
    return Go(
        f"/handouts/{handout_id}", told="The patient's page is closed. Its code opens nothing."
    )


@pages.get("/handouts/<id:handout_id>.pdf")
@endpoint(needs=Permission.PLANS_AT_THE_DESK, is_pdf=True)
def reprint_handout(work: Work, handout_id: str) -> Printed:
    """Give out the archived bytes; nothing is rendered again."""
    return use_cases.reprint_handout(work, handout_id)
