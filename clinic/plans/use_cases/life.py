"""The life of a home plan: prescribe, pause, resume, stop, complete, reschedule."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from clinic.accounts.queries import today_of
from clinic.patients.models import Patient
from clinic.plans import queries
from clinic.plans.models import HomePlan
from clinic.plans.rules import PLAN, PauseCause, PlanAction, blocking, dose_problems
from clinic.plans.use_cases.drafts import refuse, write_changes
from clinic.plans.use_cases.noting import note, rest
from clinic.rulebook.refusals import Conflict, Invalid, Problem, Unsafe
from clinic.work.unit import Work


def prescribe_plan(
    work: Work,
    plan_id: str,
    *,
    replaces: str | None,
    override_reason: str | None,
    changes: Mapping[str, Any] | None = None,
) -> HomePlan:
    """Prescribe a draft: every check of safety, and one standing plan at most.

    `changes` are what was typed last: they are written first, as part of the same deed.

    Raises:
        Unsafe: what stands in the way, each with its pointer.
        Conflict: another plan is active or paused and was not named by `replaces`.

    """
    plan = work.claim(HomePlan, plan_id)
    after = PLAN.after(plan.state, PlanAction.PRESCRIBE)
    work.lock(work.find(Patient, plan.patient_id))
    if changes:
        write_changes(work, plan, changes)
    if override_reason:
        plan.override_reason = override_reason
    check_safety(work, plan)
    standing = queries.standing_plan(work, plan.patient_id)
    if standing is None and replaces is not None:
        raise Invalid.at("/replaces", "There is no active or paused plan with this id.")
    if standing is not None and standing.id != replaces:
        if replaces is not None:
            raise Invalid.at("/replaces", "There is no active or paused plan with this id.")
        raise Conflict(
            f"The plan {standing.id} is {standing.state}: stop it, or name it in `replaces`."
        )
    work.record("home_plan.prescribed", plan, patient_id=plan.patient_id, fields=changes or ())
    if standing is not None:
        standing.state = PLAN.after(standing.state, PlanAction.STOP)
        standing.replaced_by = plan.id
        work.touch(standing)
        work.session.flush()
        note(work, standing, "replaced", reason="replaced by a newer plan")
        work.also("home_plan.replaced", standing)
    plan.state = after
    plan.prescribed_at, plan.prescribed_by = work.now, work.actor.user_id
    work.touch(plan)
    work.session.flush()
    note(work, plan, "prescribed", reason=plan.override_reason)
    return plan


def check_safety(work: Work, plan: HomePlan) -> None:
    """Run the checks of state and safety that prescribing, resuming and a new handout share."""
    targets = queries.targets_of(work, [plan.id])[plan.id]
    found = blocking(queries.obstacles_of(work, plan, targets))
    if found:
        raise Unsafe([Problem(obstacle.pointer, obstacle.detail) for obstacle in found])


def pause_plan(work: Work, plan_id: str, reason: str) -> HomePlan:
    """Let an active plan rest."""
    plan = work.claim(HomePlan, plan_id)
    rest(work, plan, PauseCause.CLINICIAN, reason)
    work.record("home_plan.paused", plan, patient_id=plan.patient_id)
    return plan


def resume_plan(
    work: Work, plan_id: str, reason: str, override_reason: str | None = None
) -> HomePlan:
    """Take a paused plan up again, after the same checks as at prescribing."""
    plan = work.claim(HomePlan, plan_id)
    after = PLAN.after(plan.state, PlanAction.RESUME)
    if override_reason:
        plan.override_reason = override_reason
    check_safety(work, plan)
    plan.state, plan.paused_at, plan.pause_cause = after, None, None
    work.touch(plan)
    note(work, plan, "resumed", reason=reason)
    work.record("home_plan.resumed", plan, patient_id=plan.patient_id)
    return plan


def stop_plan(work: Work, plan_id: str, reason: str) -> HomePlan:
    """End a plan before its aim is reached."""
    return _end(work, plan_id, PlanAction.STOP, "stopped", reason)


def complete_plan(work: Work, plan_id: str) -> HomePlan:
    """End a plan whose aim is reached."""
    return _end(work, plan_id, PlanAction.COMPLETE, "completed", "")


def reschedule_plan(work: Work, plan_id: str, review_on: date, reason: str) -> HomePlan:
    """Move the review day.

    Raises:
        Invalid: not after the start, in the past, or too far away.

    """
    plan = work.claim(HomePlan, plan_id)
    PLAN.after(plan.state, PlanAction.RESCHEDULE)
    limits = queries.limits_of(work, None)
    refuse(list(dose_problems((), limits, plan.starts_on, review_on)))
    if review_on < today_of(work):
        raise Invalid.at("/review_on", "Cannot lie before today.")
    plan.review_on = review_on
    work.touch(plan)
    note(work, plan, "rescheduled", reason=reason)
    work.record("home_plan.rescheduled", plan, patient_id=plan.patient_id, fields=["review_on"])
    return plan


def _end(work: Work, plan_id: str, action: PlanAction, past: str, reason: str) -> HomePlan:
    plan = work.claim(HomePlan, plan_id)
    plan.state = PLAN.after(plan.state, action)
    work.touch(plan)
    note(work, plan, past, reason=reason)
    work.record(f"home_plan.{past}", plan, patient_id=plan.patient_id)
    return plan
