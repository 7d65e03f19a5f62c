"""What stops care or a massager until somebody decides: the strips at the top of Today."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row

from clinic.desk.queries import today as asked
from clinic.incidents.models import Incident
from clinic.incidents.queries import IncidentQuery, incidents
from clinic.incidents.rules import IncidentState, Subject
from clinic.plans.rules import PauseCause
from clinic.rulebook.permissions import Permission
from clinic.safety.rules import RED_FLAGS
from clinic.work.unit import Work

_WHAT_HAPPENED = {
    PauseCause.RED_FLAG: "Red flag at the examination",
    PauseCause.STOP_SIGN: "Stop sign at home",
    PauseCause.SCREEN: "The safety screen blocks",
    PauseCause.INCIDENT: "Incident with a home plan",
}


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that stops care or a unit until somebody decides."""

    title: str
    name: str
    words: str
    at: datetime | date
    phone: str
    address: str
    label: str


def name_of(row: Row[Any]) -> str:
    """Write the name of a line's person."""
    return f"{row.given_name} {row.family_name}"


def plans_at_rest(work: Work) -> list[Alarm]:
    """Answer the plans that rest for a reason nobody chose; an open incident tells its own."""
    return [
        _at_rest(row)
        for row in asked.plans_stopped(work)
        if row.pause_cause is not PauseCause.INCIDENT or not row.open_incidents
    ]


def _at_rest(row: Row[Any]) -> Alarm:
    cause: PauseCause = row.pause_cause
    return Alarm(
        title=_WHAT_HAPPENED[cause],
        name=name_of(row),
        words=f"{_why(cause, row.reason or '')}The home plan rests until somebody decides.",
        at=row.paused_at,
        phone=row.phone,
        address=f"/plans/{row.plan_id}",
        label="Call and decide" if row.phone else "Decide",
    )


def _why(cause: PauseCause, reason: str) -> str:
    """Say what stands behind a pause, where its title has not said it yet."""
    if cause is PauseCause.SCREEN:
        return ""
    if cause is PauseCause.INCIDENT:
        return "The incident is closed. "
    words = reason.rpartition(": ")[2].strip(" .")
    for flag in RED_FLAGS.values():
        words = words.replace(flag.slug, flag.text[:1].lower() + flag.text[1:])
    return f"{words[:1].upper()}{words[1:]}. " if words else ""


def open_incidents(work: Work) -> list[Alarm]:
    """Answer the open incidents that this role may know of."""
    found = incidents(work, IncidentQuery(state=IncidentState.OPEN, limit=asked.MOST_LINES)).items
    people = asked.people_of_plans(work, {i.home_plan_id for i in found if i.home_plan_id})
    units: Mapping[str, str] = {}
    if work.actor.may(Permission.SAMPLES):
        units = asked.units_named(work, {i.unit_id for i in found if i.unit_id})
    return [_incident(one, people, units) for one in found]


def _incident(
    incident: Incident, people: Mapping[str, Row[Any]], units: Mapping[str, str]
) -> Alarm:
    row = people.get(incident.home_plan_id or "")
    is_of_unit = incident.subject is Subject.UNIT
    return Alarm(
        title="Open incident with a massager" if is_of_unit else "Open incident with a home plan",
        name=units.get(incident.unit_id or "", "") if row is None else name_of(row),
        words=incident.what,
        at=incident.occurred_on,
        phone="" if row is None else row.phone,
        address=f"/incidents/{incident.id}",
        label="Look into it",
    )
