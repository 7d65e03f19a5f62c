"""The page of one patient: alerts, the line that matters, chart, course, plan, timeline, sheets."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import after_this_request

from clinic.anatomy.rules import View
from clinic.desk.context.adherence import adherence_card
from clinic.desk.context.alerts import alerts_of
from clinic.desk.context.course import course_of
from clinic.desk.context.figure import body_of
from clinic.desk.context.line import residual_line
from clinic.desk.context.patient import (
    bare_card,
    handout_step,
    person_of,
    plan_card,
    sheet_lines,
    steps_of,
)
from clinic.desk.context.timeline import SHOWN_AT_FIRST, timeline_of
from clinic.desk.pages.door import pages
from clinic.desk.queries.patient import care_of, desk_of, standing_plan_of
from clinic.desk.rules.figure import figure_drawing
from clinic.patients.models import Patient
from clinic.patients.use_cases import open_patient
from clinic.plans import use_cases as plans
from clinic.plans.schemas import ReschedulingShape
from clinic.rulebook.permissions import Permission
from clinic.rulebook.refusals import Conflict, NotFound
from clinic.web.assets import YEAR
from clinic.web.endpoint import File, endpoint
from clinic.web.fields import Line, Word
from clinic.web.page import Go, form, page
from clinic.web.shapes import Shape
from clinic.work.unit import Work

_LEFT, _ALL = "left", "all"


@dataclass(frozen=True, slots=True)
class PatientView:
    """Which points the chart shows, in which view, and how far back the timeline goes."""

    show: str = _LEFT
    view: View | None = None
    timeline: str = ""


class PatientViewShape(Shape):
    makes = PatientView

    show = Word([_LEFT, _ALL], load_default=_LEFT)
    view = Word(View, load_default=None)
    timeline = Word(["", _ALL], load_default="")


@pages.get("/patients/<id:patient_id>")
@page("desk/patient.html", needs=Permission.PATIENTS, query=PatientViewShape())
def show_patient(work: Work, wanted: PatientView, patient_id: str) -> Mapping[str, Any]:
    """Show the page of a patient; reception sees it without what was found."""
    patient = open_patient(work, patient_id)
    if not work.actor.may(Permission.CARE):
        return _at_the_desk(work, patient)
    care = care_of(work, patient)
    events = () if care.plan is None else care.events[care.plan.id]
    moments = timeline_of(care)
    is_whole = wanted.timeline == _ALL
    return {
        "may_care": True,
        "person": person_of(patient, care.today),
        "steps": steps_of(care, work.actor.user_id),
        "alerts": alerts_of(care),
        "line": residual_line(care),
        "body": body_of(care, shows_all=wanted.show == _ALL, view=wanted.view),
        "course": course_of(care),
        "card": plan_card(care),
        "adherence": adherence_card(care),
        "moments": moments if is_whole else moments[:SHOWN_AT_FIRST],
        "earlier": 0 if is_whole else max(0, len(moments) - SHOWN_AT_FIRST),
        "sheets": sheet_lines(care.handouts, care.plan, events, care.zone),
        "wanted": wanted,
    }


def _at_the_desk(work: Work, patient: Patient) -> Mapping[str, Any]:
    desk = desk_of(work, patient)
    return {
        "may_care": False,
        "person": person_of(patient, desk.today),
        "handout": handout_step(desk.plan, desk.handouts, desk.events, may_issue=False),
        "card": bare_card(desk),
        "sheets": sheet_lines(desk.handouts, desk.plan, desk.events, desk.zone),
        "owners": desk.owners,
    }


@pages.post("/patients/<id:patient_id>/review-day")
@form(shows=show_patient, needs=Permission.PLANS_AT_THE_DESK, accepts=ReschedulingShape())
def move_review_day(work: Work, body: Mapping[str, Any], patient_id: str) -> Go:
    """Move the review day of the plan that stands."""
    patient = work.find(Patient, patient_id)
    plan = standing_plan_of(work, patient.id)
    if plan is None:
        raise Conflict("There is no plan whose review day could be moved.")
    plans.reschedule_plan(work, plan.id, body["review_on"], body["reason"])
    return Go(f"/patients/{patient.id}", told="The review day is moved.")


# -- the drawing ------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class FigureQuery:
    """Which drawing is asked for; the address of one never changes what it answers."""

    v: str = ""


class FigureQueryShape(Shape):
    makes = FigureQuery

    v = Line(longest=40, load_default="")


@pages.get("/figures/<view>.svg")
@endpoint(needs=Permission.SIGNED_IN, query=FigureQueryShape(), file_type="image/svg+xml")
def show_figure(_work: Work, _asked: FigureQuery, view: str) -> File:
    """Show the drawing of one view in the page's tones; it tells of nobody."""
    if view not in set(View):
        raise NotFound

    @after_this_request
    def keep(response: Any) -> Any:
        response.headers["Cache-Control"] = f"private, max-age={YEAR}, immutable"
        return response

    return File(figure_drawing(View(view)).encode(), "image/svg+xml")
