"""Deeds on incidents: an open one keeps its unit from everybody, or pauses its plan."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from clinic.accounts.queries import today_of
from clinic.incidents import queries
from clinic.incidents.models import Incident
from clinic.incidents.rules import INCIDENT, IncidentAction, Subject, subjects_for
from clinic.plans import use_cases as plans
from clinic.plans.models import HomePlan
from clinic.rulebook.refusals import Invalid
from clinic.samples import use_cases as samples
from clinic.samples.models import SampleUnit
from clinic.samples.rules import day_problem
from clinic.samples.use_cases.custody import claim_in_queue
from clinic.work.unit import Work

_NOTHING = "There is nothing with this id."


@dataclass(frozen=True, slots=True)
class About:
    """The unit or the plan: exactly one of them."""

    unit_id: str | None = None
    home_plan_id: str | None = None

    @property
    def subject(self) -> Subject:
        """What it is about."""
        return Subject.PLAN if self.unit_id is None else Subject.UNIT


@dataclass(frozen=True, slots=True)
class NewIncident:
    """What happened; today unless a day is given."""

    about: About
    what: str
    occurred_on: date | None = None
    outcome: str = ""
    reported_to: str = ""


def report_incident(work: Work, new: NewIncident) -> Incident:
    """Write an incident down. It takes effect at once.

    Raises:
        Invalid: nothing there that it could be about, or a day after today.

    """
    subject = new.about.subject
    if subject not in subjects_for(work.actor.roles):
        raise Invalid.at(f"/about/{subject}", _NOTHING)
    report = {Subject.UNIT: _report_on_unit, Subject.PLAN: _report_on_plan}[subject]
    return report(work, new)


def _report_on_unit(work: Work, new: NewIncident) -> Incident:
    unit = work.named(SampleUnit, new.about.unit_id or "", "/about/unit_id")
    unit = claim_in_queue(work, SampleUnit, unit.id)
    incident = _write(work, new)
    work.record("incident.reported", incident, unit_id=unit.id)
    samples.block_unit(work, unit, incident.id)
    return incident


def _report_on_plan(work: Work, new: NewIncident) -> Incident:
    plan = work.lock(work.named(HomePlan, new.about.home_plan_id or "", "/about/home_plan_id"))
    incident = _write(work, new)
    work.record("incident.reported", incident, patient_id=plan.patient_id, plan_id=plan.id)
    plans.hold_plan(work, plan, "An incident was reported.")
    return incident


def _write(work: Work, new: NewIncident) -> Incident:
    today = today_of(work)
    occurred_on = new.occurred_on or today
    if problem := day_problem(occurred_on, today, None):
        raise Invalid.at("/occurred_on", problem)
    return work.new(
        Incident,
        unit_id=new.about.unit_id,
        home_plan_id=new.about.home_plan_id,
        occurred_on=occurred_on,
        what=new.what,
        outcome=new.outcome,
        reported_to=new.reported_to,
        state=INCIDENT.initial,
        reported_by=work.actor.user_id,
    )


def read_incident(work: Work, incident_id: str) -> Incident:
    """Read an incident: a deed of its own, with its entry in the journal."""
    incident = queries.incident(work, incident_id)
    patient_id = None
    if incident.home_plan_id is not None:
        patient_id = work.find(HomePlan, incident.home_plan_id).patient_id
    work.record("incident.read", incident, patient_id=patient_id)
    return incident


def close_incident(work: Work, incident_id: str, note: str) -> Incident:
    """Close an incident, and lift what it held back.

    Raises:
        WrongState: it is closed already.

    """
    found = queries.incident(work, incident_id)
    close: Callable[[Work, Incident, str], Incident]
    close = {Subject.UNIT: _close_of_unit, Subject.PLAN: _close_of_plan}[found.subject]
    return close(work, found, note)


def _close_of_unit(work: Work, found: Incident, note: str) -> Incident:
    # the unit's queue comes before the incident, as in every deed on units
    waiting, work.precondition = work.precondition, None
    unit = claim_in_queue(work, SampleUnit, found.unit_id or "")
    work.precondition = waiting
    incident = _close(work, found, note)
    samples.unblock_unit(work, unit, incident.id)
    return incident


def _close_of_plan(work: Work, found: Incident, note: str) -> Incident:
    plan = work.lock(work.find(HomePlan, found.home_plan_id))
    incident = _close(work, found, note, patient_id=plan.patient_id)
    plans.release_plan(work, plan)
    return incident


def _close(work: Work, found: Incident, note: str, *, patient_id: str | None = None) -> Incident:
    incident = work.claim(Incident, found.id)
    incident.state = INCIDENT.after(incident.state, IncidentAction.CLOSE)
    incident.closing_note = note
    incident.closed_at = work.now
    incident.closed_by = work.actor.user_id
    work.touch(incident)
    work.record("incident.closed", incident, patient_id=patient_id)
    return incident
