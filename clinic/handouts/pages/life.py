"""What becomes of a plan that stands: paused, resumed, stopped, completed, its review moved."""

from collections.abc import Mapping
from typing import Any

from clinic.handouts.pages.door import pages
from clinic.handouts.pages.plan import show_plan
from clinic.plans import use_cases
from clinic.plans.schemas import PlanReasonShape, ReschedulingShape, ResumptionShape
from clinic.rulebook.permissions import Permission
from clinic.web.page import Go, form
from clinic.work.unit import Work


@pages.post("/plans/<id:plan_id>/pause")
@form(shows=show_plan, needs=Permission.CARE, accepts=PlanReasonShape())
def pause_plan(work: Work, body: Mapping[str, str], plan_id: str) -> Go:
    """Let an active plan rest."""
    use_cases.pause_plan(work, plan_id, body["reason"])
    return Go(f"/plans/{plan_id}", told="The plan rests. Tell the patient to put it away for now.")


@pages.post("/plans/<id:plan_id>/resume")
@form(shows=show_plan, needs=Permission.CARE, accepts=ResumptionShape())
def resume_plan(work: Work, body: Mapping[str, Any], plan_id: str) -> Go:
    """Take a paused plan up again, after the same checks."""
    use_cases.resume_plan(work, plan_id, body["reason"], body["override_reason"])
    return Go(f"/plans/{plan_id}", told="The plan goes on.")


@pages.post("/plans/<id:plan_id>/stop")
@form(shows=show_plan, needs=Permission.CARE, accepts=PlanReasonShape())
def stop_plan(work: Work, body: Mapping[str, str], plan_id: str) -> Go:
    """End a plan before its aim is reached."""
    use_cases.stop_plan(work, plan_id, body["reason"])
    return Go(f"/plans/{plan_id}", told="The plan is stopped.")


@pages.post("/plans/<id:plan_id>/complete")
@form(shows=show_plan, needs=Permission.CARE)
def complete_plan(work: Work, _body: object, plan_id: str) -> Go:
    """End a plan whose aim is reached."""
    use_cases.complete_plan(work, plan_id)
    return Go(f"/plans/{plan_id}", told="The plan is completed.")


@pages.post("/plans/<id:plan_id>/review-day")
@form(shows=show_plan, needs=Permission.PLANS_AT_THE_DESK, accepts=ReschedulingShape())
def move_review(work: Work, body: Mapping[str, Any], plan_id: str) -> Go:
    """Move the review day."""
    use_cases.reschedule_plan(work, plan_id, body["review_on"], body["reason"])
    return Go(f"/plans/{plan_id}", told="The review day is moved.")
