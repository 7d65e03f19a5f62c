"""The JSON door of home plans."""

from collections.abc import Mapping
from typing import Any

from clinic.examinations.models import Examination
from clinic.examinations.queries import places_followed
from clinic.patients.models import Patient
from clinic.plans import queries, use_cases
from clinic.plans.models import HomePlan
from clinic.plans.rules import NewPlan
from clinic.plans.schemas import (
    NewPlanShape,
    PlanChangeShape,
    PlanReasonShape,
    PlanShape,
    Prescription,
    PrescriptionShape,
    ProposalShape,
    ReschedulingShape,
    ResumptionShape,
)
from clinic.rulebook.permissions import Permission
from clinic.web.endpoint import Door, endpoint
from clinic.web.shapes import Nothing, PageQuery
from clinic.work.paging import Page, Paging
from clinic.work.unit import Work

api = Door("home plans", "Prescribed home vibration massage: doses, safety, review.")


def _shown(work: Work, plan: HomePlan) -> dict[str, Any]:
    return queries.shown(work, [plan])[0]


@api.get("/examinations/<id:examination_id>/home-plan-proposal")
@endpoint(needs=Permission.CARE, returns=ProposalShape())
def propose_plan(work: Work, examination_id: str) -> dict[str, Any]:
    """Propose a plan from what was found: active first, barred places left out and said so."""
    examination = work.find(Examination, examination_id)
    work.record("home_plan.proposed", examination, patient_id=examination.patient_id)
    new, proposal = queries.proposed(work, examination)
    places = places_followed(work, [examination.patient_id])
    return {
        "examination_id": new.examination_id,
        "episode_id": new.episode_id,
        "phase": new.phase.value,
        "starts_on": new.starts_on.isoformat(),
        "review_on": new.review_on.isoformat(),
        "massager_model_id": None,
        "targets": [
            queries.shown_target(t, places.get((examination.patient_id, t.place)))
            for t in proposal.targets
        ],
        "session_seconds": proposal.session_seconds,
        "advice": list(new.advice),
        "note": "",
        "left_out": [
            {
                "muscle": out.place.muscle,
                "side": out.place.side.value,
                "site": out.place.site or None,
                "because": out.because,
            }
            for out in proposal.left_out
        ],
    }


@api.post("/patients/<id:patient_id>/home-plans")
@endpoint(
    needs=Permission.CARE,
    accepts=NewPlanShape(),
    returns=PlanShape(),
    creates="/home-plans/{id}",
)
def write_plan(work: Work, new: NewPlan, patient_id: str) -> dict[str, Any]:
    """Write a draft plan; its `warnings` say what stands in the way of prescribing it."""
    return _shown(work, use_cases.write_plan(work, patient_id, new))


@api.get("/patients/<id:patient_id>/home-plans")
@endpoint(needs=Permission.PLANS_AT_THE_DESK, query=PageQuery(), returns=PlanShape(), lists=True)
def list_plans(work: Work, paging: Paging, patient_id: str) -> Page[dict[str, Any]]:
    """List a patient's plans, newest first."""
    patient = work.find(Patient, patient_id)
    work.record("home_plans.listed", patient, patient_id=patient.id)
    found = queries.plans(work, patient.id, paging)
    return Page(queries.shown(work, found.items), found.next_cursor)


@api.get("/home-plans/<id:plan_id>")
@endpoint(needs=Permission.PLANS_AT_THE_DESK, returns=PlanShape())
def read_plan(work: Work, plan_id: str) -> dict[str, Any]:
    """Answer a plan."""
    return _shown(work, use_cases.read_plan(work, plan_id))


@api.patch("/home-plans/<id:plan_id>")
@endpoint(needs=Permission.CARE, accepts=PlanChangeShape(partial=True), returns=PlanShape())
def change_plan(work: Work, changes: Mapping[str, Any], plan_id: str) -> dict[str, Any]:
    """Change a draft."""
    return _shown(work, use_cases.change_plan(work, plan_id, changes))


@api.post("/home-plans/<id:plan_id>/prescribe")
@endpoint(needs=Permission.CARE, accepts=PrescriptionShape(), returns=PlanShape())
def prescribe_plan(work: Work, body: Prescription, plan_id: str) -> dict[str, Any]:
    """Prescribe a draft, after every check of safety."""
    plan = use_cases.prescribe_plan(
        work, plan_id, replaces=body.replaces, override_reason=body.override_reason
    )
    return _shown(work, plan)


@api.post("/home-plans/<id:plan_id>/pause")
@endpoint(needs=Permission.CARE, accepts=PlanReasonShape(), returns=PlanShape())
def pause_plan(work: Work, body: Mapping[str, str], plan_id: str) -> dict[str, Any]:
    """Let an active plan rest."""
    return _shown(work, use_cases.pause_plan(work, plan_id, body["reason"]))


@api.post("/home-plans/<id:plan_id>/resume")
@endpoint(needs=Permission.CARE, accepts=ResumptionShape(), returns=PlanShape())
def resume_plan(work: Work, body: Mapping[str, Any], plan_id: str) -> dict[str, Any]:
    """Take a paused plan up again, after the same checks."""
    plan = use_cases.resume_plan(work, plan_id, body["reason"], body["override_reason"])
    return _shown(work, plan)


@api.post("/home-plans/<id:plan_id>/stop")
@endpoint(needs=Permission.CARE, accepts=PlanReasonShape(), returns=PlanShape())
def stop_plan(work: Work, body: Mapping[str, str], plan_id: str) -> dict[str, Any]:
    """End a plan before its aim is reached."""
    return _shown(work, use_cases.stop_plan(work, plan_id, body["reason"]))


@api.post("/home-plans/<id:plan_id>/complete")
@endpoint(needs=Permission.CARE, accepts=Nothing(), returns=PlanShape())
def complete_plan(work: Work, _body: object, plan_id: str) -> dict[str, Any]:
    """End a plan whose aim is reached."""
    return _shown(work, use_cases.complete_plan(work, plan_id))


@api.post("/home-plans/<id:plan_id>/reschedule")
@endpoint(needs=Permission.PLANS_AT_THE_DESK, accepts=ReschedulingShape(), returns=PlanShape())
def reschedule_plan(work: Work, body: Mapping[str, Any], plan_id: str) -> dict[str, Any]:
    """Move the review day."""
    plan = use_cases.reschedule_plan(work, plan_id, body["review_on"], body["reason"])
    return _shown(work, plan)
