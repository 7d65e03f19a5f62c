"""What pages show of incidents, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from clinic.accounts.queries import users_named
from clinic.incidents.models import Incident
from clinic.incidents.rules import IncidentState, Subject, subjects_for
from clinic.patients.models import Patient
from clinic.plans.models import HomePlan
from clinic.rulebook.permissions import Permission
from clinic.samples.models import MassagerModel, SampleUnit
from clinic.work.unit import Work, etag_of

HOLDS_BACK = {
    Subject.UNIT: "While it is open, this massager goes to nobody.",
    Subject.PLAN: "While it is open, this plan rests.",
}
AFTERWARDS = {
    Subject.UNIT: (
        "Once the last incident is closed, the massager is free again as soon as its cleaning, "
        "test and repair allow."
    ),
    Subject.PLAN: (
        "Once the last incident is closed, a clinician may take the plan up again; "
        "it does not go on by itself."
    ),
}


@dataclass(frozen=True, slots=True)
class AboutLine:
    """What an incident is about, and where that is seen; no address where the role may not."""

    field: str
    id: str
    words: str
    address: str
    holds_back: str
    afterwards: str


@dataclass(frozen=True, slots=True)
class IncidentLine:
    id: str
    etag: str
    about: AboutLine
    is_open: bool
    occurred_on: date
    what: str
    outcome: str
    reported_to: str
    reported_at: datetime
    reported_by: str
    closed_at: datetime | None
    closed_by: str
    closing_note: str


def incident_lines(work: Work, found: Sequence[Incident]) -> list[IncidentLine]:
    """Answer incidents with the names of what they are about."""
    units = unit_words(work, [one.unit_id for one in found if one.unit_id])
    plans = plan_words(work, [one.home_plan_id for one in found if one.home_plan_id])
    people = [person for one in found for person in (one.reported_by, one.closed_by) if person]
    names = users_named(work, people)
    return [
        IncidentLine(
            id=one.id,
            etag=etag_of(one),
            about=_about(work, one.subject, getattr(one, one.subject.value), units | plans),
            is_open=one.state is IncidentState.OPEN,
            occurred_on=one.occurred_on,
            what=one.what,
            outcome=one.outcome,
            reported_to=one.reported_to,
            reported_at=one.created_at,
            reported_by=names.get(one.reported_by or "", ""),
            closed_at=one.closed_at,
            closed_by=names.get(one.closed_by or "", ""),
            closing_note=one.closing_note,
        )
        for one in found
    ]


def _about(work: Work, subject: Subject, row_id: str, words: dict[str, str]) -> AboutLine:
    may_see = {
        Subject.UNIT: work.actor.may(Permission.SAMPLES),
        Subject.PLAN: work.actor.may(Permission.CARE),
    }[subject]
    at = {Subject.UNIT: f"/samples/units/{row_id}", Subject.PLAN: f"/plans/{row_id}"}[subject]
    return AboutLine(
        field=f"about.{subject.value}",
        id=row_id,
        words=words.get(row_id, ""),
        address=at if may_see else "",
        holds_back=HOLDS_BACK[subject],
        afterwards=AFTERWARDS[subject],
    )


def about_named(work: Work, unit_id: str | None, home_plan_id: str | None) -> AboutLine | None:
    """Answer what a report is about, where its address says so and the role may know of it."""
    subjects = subjects_for(work.actor.roles)
    if home_plan_id is not None and Subject.PLAN in subjects:
        words = plan_words(work, [home_plan_id])
        if words:
            return _about(work, Subject.PLAN, home_plan_id, words)
    if unit_id is not None and Subject.UNIT in subjects:
        words = unit_words(work, [unit_id])
        if words:
            return _about(work, Subject.UNIT, unit_id, words)
    return None


def unit_words(work: Work, ids: Sequence[str] | None = None) -> dict[str, str]:
    """Name massagers by id: all of the clinic's, unless some are meant."""
    question = (
        select(SampleUnit.id, SampleUnit.serial_number, SampleUnit.asset_tag, MassagerModel.name)
        .join(
            MassagerModel,
            (MassagerModel.id == SampleUnit.model_id)
            & (MassagerModel.clinic_id == SampleUnit.clinic_id),
        )
        .where(SampleUnit.clinic_id == work.actor.clinic)
        .order_by(MassagerModel.name, SampleUnit.serial_key)
    )
    if ids is not None:
        question = question.where(SampleUnit.id.in_(list(ids)))
    return {
        row.id: f"{row.name}, {row.serial_number}{f' ({row.asset_tag})' if row.asset_tag else ''}"
        for row in work.session.execute(question)
    }


def plan_words(work: Work, ids: Sequence[str]) -> dict[str, str]:
    """Name home plans by id: whose, and since when."""
    question = (
        select(HomePlan.id, HomePlan.starts_on, Patient.given_name, Patient.family_name)
        .join(
            Patient,
            (Patient.id == HomePlan.patient_id) & (Patient.clinic_id == HomePlan.clinic_id),
        )
        .where(HomePlan.clinic_id == work.actor.clinic, HomePlan.id.in_(list(ids)))
    )
    return {
        row.id: f"Home plan of {row.given_name} {row.family_name}, "
        f"from {row.starts_on.day} {row.starts_on:%b %Y}"
        for row in work.session.execute(question)
    }
