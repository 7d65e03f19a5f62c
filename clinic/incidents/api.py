"""The JSON door of incidents."""

from collections.abc import Mapping

from clinic.incidents import queries, use_cases
from clinic.incidents.models import Incident
from clinic.incidents.queries import IncidentQuery
from clinic.incidents.schemas import (
    ClosingShape,
    IncidentQueryShape,
    IncidentShape,
    NewIncidentShape,
)
from clinic.incidents.use_cases import NewIncident
from clinic.rulebook.permissions import Permission
from clinic.web.endpoint import Door, endpoint
from clinic.work.paging import Page
from clinic.work.unit import Work

api = Door("incidents", "What went wrong with a massager or a home plan.")


@api.post("/incidents")
@endpoint(
    needs=Permission.INCIDENTS,
    accepts=NewIncidentShape(),
    returns=IncidentShape(),
    creates="/incidents/{id}",
)
def report_incident(work: Work, new: NewIncident) -> Incident:
    """Report an incident: at once its unit goes to nobody, or its plan is paused."""
    return use_cases.report_incident(work, new)


@api.get("/incidents")
@endpoint(
    needs=Permission.INCIDENTS, query=IncidentQueryShape(), returns=IncidentShape(), lists=True
)
def list_incidents(work: Work, query: IncidentQuery) -> Page[Incident]:
    """List the incidents that are for this role, newest first."""
    work.record("incidents.listed")
    return queries.incidents(work, query)


@api.get("/incidents/<id:incident_id>")
@endpoint(needs=Permission.INCIDENTS, returns=IncidentShape())
def read_incident(work: Work, incident_id: str) -> Incident:
    """Answer an incident."""
    return use_cases.read_incident(work, incident_id)


@api.post("/incidents/<id:incident_id>/close")
@endpoint(needs=Permission.INCIDENTS, accepts=ClosingShape(), returns=IncidentShape())
def close_incident(work: Work, body: Mapping[str, str], incident_id: str) -> Incident:
    """Close an incident; the unit is released if its records allow."""
    return use_cases.close_incident(work, incident_id, body["note"])
