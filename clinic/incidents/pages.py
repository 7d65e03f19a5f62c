"""The pages of incidents: what went wrong, reported, read and closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request

from clinic.incidents import queries, use_cases
from clinic.incidents.context import about_named, incident_lines, unit_words
from clinic.incidents.queries import IncidentQuery
from clinic.incidents.rules import IncidentState
from clinic.incidents.schemas import ClosingShape, IncidentQueryShape, NewIncidentShape
from clinic.incidents.use_cases import NewIncident
from clinic.plans.models import HomePlan
from clinic.rulebook.permissions import Permission
from clinic.web.fields import Id, is_id
from clinic.web.page import Go, Pages, form, page
from clinic.web.shapes import Shape
from clinic.work.unit import Work

pages = Pages("incidents")


@pages.get("/incidents")
@page("incidents/all.html", needs=Permission.INCIDENTS, query=IncidentQueryShape())
def list_incidents(work: Work, query: IncidentQuery) -> Mapping[str, Any]:
    """Show the incidents that are for this role, newest first."""
    work.record("incidents.listed")
    found = queries.incidents(work, query)
    return {
        "incidents": incident_lines(work, found.items),
        "next": found.next_cursor,
        "state": query.state and query.state.value,
        "states": [state.value for state in IncidentState],
        "about_unit": query.unit_id,
        "about_plan": query.home_plan_id,
    }


@dataclass(frozen=True, slots=True)
class ReportQuery:
    """What a report is about, where it is begun from there."""

    unit_id: str | None = None
    home_plan_id: str | None = None


class ReportQueryShape(Shape):
    makes = ReportQuery

    unit_id = Id(load_default=None)
    home_plan_id = Id(load_default=None)


@pages.get("/incidents/new")
@page("incidents/new.html", needs=Permission.INCIDENTS, query=ReportQueryShape())
def show_report(work: Work, query: ReportQuery) -> Mapping[str, Any]:
    """Show the form for what went wrong."""
    if request.method == "POST":
        query = ReportQuery(_typed("about.unit_id"), _typed("about.home_plan_id"))
    about = about_named(work, query.unit_id, query.home_plan_id)
    if about is not None and about.id == query.home_plan_id:
        # it names the patient
        plan = work.find(HomePlan, about.id)
        work.record("incident.begun", plan, patient_id=plan.patient_id)
    return {"about": about, "units": [] if about else list(unit_words(work).items())}


def _typed(name: str) -> str | None:
    value = request.form.get(name, "")
    return value if is_id(value) else None


@pages.post("/incidents/new")
@form(shows=show_report, needs=Permission.INCIDENTS, accepts=NewIncidentShape())
def report_incident(work: Work, new: NewIncident) -> Go:
    """Report an incident: at once its unit goes to nobody, or its plan is paused."""
    incident = use_cases.report_incident(work, new)
    return Go(f"/incidents/{incident.id}", told="Reported. It takes effect at once.")


@pages.get("/incidents/<id:incident_id>")
@page("incidents/incident.html", needs=Permission.INCIDENTS)
def show_incident(work: Work, incident_id: str) -> Mapping[str, Any]:
    """Show an incident, and what it holds back."""
    incident = use_cases.read_incident(work, incident_id)
    return {"incident": incident_lines(work, [incident])[0]}


@pages.post("/incidents/<id:incident_id>/close")
@form(shows=show_incident, needs=Permission.INCIDENTS, accepts=ClosingShape())
def close_incident(work: Work, body: Mapping[str, str], incident_id: str) -> Go:
    """Close an incident; what it held back is let go as far as the rules allow."""
    use_cases.close_incident(work, incident_id, body["note"])
    return Go(f"/incidents/{incident_id}", told="The incident is closed.")
