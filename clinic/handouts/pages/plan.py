"""The page of one plan: shown to everybody who may know of it, written by clinicians."""

from collections.abc import Mapping
from typing import Any

from flask import request

from clinic.handouts.context.page import desk_page, plan_page
from clinic.handouts.pages.door import PlanFormShape, own_fields, pages
from clinic.plans import use_cases
from clinic.plans.models import HomePlan
from clinic.plans.rules import NewTarget, PlanState
from clinic.rulebook.permissions import Permission
from clinic.safety import use_cases as safety
from clinic.safety.schemas import AnsweredScreenShape
from clinic.safety.use_cases import NewScreen
from clinic.web.page import Go, form, page
from clinic.work.unit import Work


@pages.get("/plans/<id:plan_id>")
@page("plans/plan.html", needs=Permission.PLANS_AT_THE_DESK)
def show_plan(work: Work, plan_id: str) -> Mapping[str, Any]:
    """Show a plan: a draft to write, a standing one to guide, to reception its review day."""
    plan = work.find(HomePlan, plan_id)
    if plan.state is PlanState.DRAFT:
        # a page that saves by itself reads itself again each time (CONTRACT 2)
        work.record_once_a_minute("home_plan.read", plan, patient_id=plan.patient_id)
    else:
        use_cases.read_plan(work, plan_id)
    if not work.actor.may(Permission.CARE):
        return desk_page(work, plan)
    return plan_page(work, plan, request.form if request.method == "POST" else None)


@pages.post("/plans/<id:plan_id>")
@form(shows=show_plan, needs=Permission.CARE, accepts=PlanFormShape(partial=True))
def save_plan(work: Work, typed: dict[str, Any], plan_id: str) -> Go:
    """Save a draft as it was typed, with a place more, less or elsewhere in the order."""
    pressed = own_fields(typed)
    at = _arrange(typed, pressed)
    use_cases.change_plan(work, plan_id, typed, autosaves=True)
    return Go(f"/plans/{plan_id}{at}")


def _arrange(typed: dict[str, Any], pressed: Mapping[str, Any]) -> str:
    """Do to the places what a button asked for, and answer where on the page to go on."""
    if "targets" not in typed:
        return ""
    targets: list[NewTarget] = list(typed["targets"])
    count = len(targets)
    at = ""
    if "remove" in pressed and pressed["remove"] < count:
        del targets[pressed["remove"]]
        at = "#places"
    elif "up" in pressed and 0 < pressed["up"] < count:
        index = pressed["up"]
        targets.insert(index - 1, targets.pop(index))
        at = f"#f-targets-{index - 1}"
    elif "down" in pressed and pressed["down"] < count - 1:
        index = pressed["down"]
        targets.insert(index + 1, targets.pop(index))
        at = f"#f-targets-{index + 1}"
    elif "add" in pressed:
        targets.append(NewTarget(trigger_point_id=pressed["add"]))
        at = f"#f-targets-{count}"
    typed["targets"] = targets
    return at


@pages.post("/plans/<id:plan_id>/propose")
@form(shows=show_plan, needs=Permission.CARE)
def propose_anew(work: Work, _body: object, plan_id: str) -> Go:
    """Put what the newest examination suggests in the place of a draft's places."""
    use_cases.propose_anew(work, plan_id)
    return Go(f"/plans/{plan_id}", told="The places are proposed anew.")


@pages.post("/plans/<id:plan_id>/safety-screen")
@form(shows=show_plan, needs=Permission.CARE, accepts=AnsweredScreenShape())
def answer_screen(work: Work, new: NewScreen, plan_id: str) -> Go:
    """Answer the safety screen beside the plan that needs it."""
    plan = work.find(HomePlan, plan_id)
    screen = safety.screen_patient(work, plan.patient_id, new)
    return Go(f"/plans/{plan_id}", told=f"Safety screen stored: {screen.outcome.value}.")
