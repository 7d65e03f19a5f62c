"""The JSON door of the register and of outcomes."""

from typing import Any

from clinic.evidence.rules import BENCHMARK, REFERENCES
from clinic.patients.models import Episode, Patient
from clinic.rulebook.permissions import Permission
from clinic.rulebook.refusals import Invalid
from clinic.trigger_points import queries
from clinic.trigger_points.rules import outcomes_of
from clinic.trigger_points.schemas import (
    ClinicOutcomesShape,
    OutcomeQuery,
    OutcomeQueryShape,
    OutcomesShape,
    TriggerPointShape,
)
from clinic.web.endpoint import Door, endpoint
from clinic.web.shapes import PageQuery
from clinic.work.paging import Page, Paging
from clinic.work.unit import Work

api = Door("trigger points", "Places followed through all examinations, and what remains of them.")


def _benchmark() -> dict[str, Any]:
    return {
        "reference": BENCHMARK.reference,
        "citation": REFERENCES[BENCHMARK.reference].citation,
        "label": BENCHMARK.label,
        "weeks": list(BENCHMARK.weeks),
        **{line.slug.replace("-", "_"): list(line.percent) for line in BENCHMARK.series},
        "limits": list(BENCHMARK.limits),
    }


@api.get("/patients/<id:patient_id>/trigger-points")
@endpoint(needs=Permission.CARE, query=PageQuery(), returns=TriggerPointShape(), lists=True)
def list_trigger_points(work: Work, paging: Paging, patient_id: str) -> Page[dict[str, Any]]:
    """List the places of a patient that are followed, newest first."""
    patient = work.find(Patient, patient_id)
    work.record("trigger_points.listed", patient, patient_id=patient.id)
    return queries.trigger_points(work, patient.id, paging)


@api.get("/trigger-points/<id:point_id>")
@endpoint(needs=Permission.CARE, returns=TriggerPointShape())
def read_trigger_point(work: Work, point_id: str) -> dict[str, Any]:
    """Answer one followed place: its state, since when, and every examination's word on it."""
    point = queries.trigger_point(work, point_id)
    work.record("trigger_point.read", patient_id=point["patient_id"], trigger_point_id=point_id)
    return point


@api.get("/patients/<id:patient_id>/outcomes")
@endpoint(needs=Permission.CARE, query=OutcomeQueryShape(), returns=OutcomesShape())
def read_outcomes(work: Work, query: OutcomeQuery, patient_id: str) -> dict[str, Any]:
    """Answer what remained after each signed examination, oldest first."""
    patient = work.find(Patient, patient_id)
    if query.episode_id is not None:
        episode = work.named(Episode, query.episode_id, "/episode_id")
        if episode.patient_id != patient.id:
            raise Invalid.at("/episode_id", "There is nothing with this id.")
    work.record("outcomes.read", patient, patient_id=patient.id)
    register = queries.register_of(work, patient.id)
    lines = outcomes_of(register, episode_id=query.episode_id)
    # the room of check-ins stands above this one
    told = work.ask("adherence.asked", patient_id=patient.id, episode_id=query.episode_id)
    return {"examinations": lines, "adherence": told[0], "benchmark": _benchmark()}


@api.get("/outcomes")
@endpoint(needs=Permission.CARE, returns=ClinicOutcomesShape())
def read_clinic_outcomes(work: Work) -> dict[str, Any]:
    """Count the clinic's register as it stands."""
    work.record("clinic_outcomes.read")
    return {**queries.clinic_counts(work), "benchmark": _benchmark()}
