"""Every question asked of incidents; nobody sees one that is not for their role."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select

from clinic.incidents.models import Incident
from clinic.incidents.rules import IncidentState, Subject, subjects_for
from clinic.rulebook.refusals import NotFound
from clinic.work.paging import Page, Paging, page
from clinic.work.unit import Work


@dataclass(frozen=True, slots=True)
class IncidentQuery(Paging):
    """Which incidents."""

    state: IncidentState | None = None
    unit_id: str | None = None
    home_plan_id: str | None = None


def _for_the_actor(work: Work) -> ColumnElement[bool]:
    subjects = subjects_for(work.actor.roles)
    return or_(*(getattr(Incident, subject.value).is_not(None) for subject in subjects))


def incidents(work: Work, query: IncidentQuery) -> Page[Incident]:
    """Answer the incidents that the actor may know of, newest first."""
    question = select(Incident).where(_for_the_actor(work))
    if query.state is not None:
        question = question.where(Incident.state == query.state)
    for subject in Subject:
        wanted = getattr(query, subject.value)
        if wanted is not None:
            question = question.where(getattr(Incident, subject.value) == wanted)
    return page(work, question, Incident.id, query)


def incident(work: Work, incident_id: str) -> Incident:
    """Answer one incident.

    Raises:
        NotFound: absent, another clinic's, or not for this role; alike.

    """
    row = work.find(Incident, incident_id)
    if row.subject not in subjects_for(work.actor.roles):
        raise NotFound
    return row
