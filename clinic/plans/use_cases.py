"""Deeds on home plans: write, prescribe, pause, resume, stop, complete, reschedule."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete

from clinic.accounts.queries import zone_of
from clinic.anatomy.rules import MUSCLES, Place
from clinic.examinations.models import Examination, ExaminedPlace
from clinic.patients.models import Episode, Patient
from clinic.plans import queries
from clinic.plans.models import HomePlan, PlanEvent, PlanTarget
from clinic.plans.rules import (
    PLAN,
    STANDING,
    DoseLimits,
    NewPlan,
    NewTarget,
    PauseCause,
    PlanAction,
    PlanState,
    Target,
    blocking,
    dose_for,
    dose_problems,
)
from clinic.rulebook.refusals import Conflict, Invalid, Problem, Unsafe
from clinic.safety.models import SafetyScreen
from clinic.safety.rules import Outcome
from clinic.work.unit import Work, local_day


def write_plan(work: Work, patient_id: str, new: NewPlan) -> HomePlan:
    """Write a draft plan.

    Raises:
        Invalid: doses beyond a limit, days that do not fit, records of somebody else.

    """
    patient = work.find(Patient, patient_id)
    _check_belongings(work, patient.id, new.examination_id, new.episode_id)
    model = queries.model_of(work, new.massager_model_id)
    limits = queries.limits_of(work, model)
    targets = _targets(work, patient.id, new.targets, limits)
    _refuse(list(dose_problems(targets, limits, new.starts_on, new.review_on)))
    plan = work.new(
        HomePlan,
        patient_id=patient.id,
        examination_id=new.examination_id,
        episode_id=new.episode_id,
        massager_model_id=new.massager_model_id,
        phase=new.phase,
        state=PLAN.initial,
        starts_on=new.starts_on,
        review_on=new.review_on,
        advice=list(new.advice),
        note=new.note,
        override_reason=new.override_reason,
        open_incidents=0,
    )
    _write_targets(work, plan, targets)
    work.record("home_plan.written", plan, patient_id=patient.id)
    return plan


def change_plan(work: Work, plan_id: str, changes: Mapping[str, Any]) -> HomePlan:
    """Change a draft; a sent `targets` replaces the list."""
    plan = work.claim(HomePlan, plan_id)
    PLAN.after(plan.state, PlanAction.CHANGE)
    examination_id = changes.get("examination_id", plan.examination_id)
    _check_belongings(work, plan.patient_id, examination_id, changes.get("episode_id"))
    model = queries.model_of(work, changes.get("massager_model_id", plan.massager_model_id))
    limits = queries.limits_of(work, model)
    if "targets" in changes:
        targets = _targets(work, plan.patient_id, changes["targets"] or (), limits)
    else:
        targets = queries.targets_of(work, [plan.id])[plan.id]
    starts_on = changes.get("starts_on", plan.starts_on)
    review_on = changes.get("review_on", plan.review_on)
    _refuse(list(dose_problems(targets, limits, starts_on, review_on)))
    for name, value in changes.items():
        if name != "targets":
            setattr(plan, name, list(value) if name == "advice" else value)
    if "targets" in changes:
        _write_targets(work, plan, targets)
    work.touch(plan)
    work.record("home_plan.changed", plan, patient_id=plan.patient_id, fields=changes)
    return plan


def prescribe_plan(
    work: Work, plan_id: str, *, replaces: str | None, override_reason: str | None
) -> HomePlan:
    """Prescribe a draft: every check of safety, and one standing plan at most.

    Raises:
        Unsafe: what stands in the way, each with its pointer.
        Conflict: another plan is active or paused and was not named by `replaces`.

    """
    plan = work.claim(HomePlan, plan_id)
    after = PLAN.after(plan.state, PlanAction.PRESCRIBE)
    work.lock(work.find(Patient, plan.patient_id))
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
    work.record("home_plan.prescribed", plan, patient_id=plan.patient_id)
    if standing is not None:
        standing.state = PLAN.after(standing.state, PlanAction.STOP)
        standing.replaced_by = plan.id
        work.touch(standing)
        work.session.flush()
        _note(work, standing, "replaced", reason="replaced by a newer plan")
        work.also("home_plan.replaced", standing)
    plan.state = after
    plan.prescribed_at, plan.prescribed_by = work.now, work.actor.user_id
    work.touch(plan)
    work.session.flush()
    _note(work, plan, "prescribed", reason=plan.override_reason)
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
    _rest(work, plan, PauseCause.CLINICIAN, reason)
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
    _note(work, plan, "resumed", reason=reason)
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
    _refuse(list(dose_problems((), limits, plan.starts_on, review_on)))
    if review_on < local_day(work.now, zone_of(work)):
        raise Invalid.at("/review_on", "Cannot lie before today.")
    plan.review_on = review_on
    work.touch(plan)
    _note(work, plan, "rescheduled", reason=reason)
    work.record("home_plan.rescheduled", plan, patient_id=plan.patient_id, fields=["review_on"])
    return plan


def read_plan(work: Work, plan_id: str) -> HomePlan:
    """Read a plan: a deed of its own in the journal."""
    plan = work.find(HomePlan, plan_id)
    work.record("home_plan.read", plan, patient_id=plan.patient_id)
    return plan


# -- what follows from deeds in other rooms ---------------------------------------
def pause_for_screen(work: Work, *, screen: SafetyScreen) -> None:
    """Pause the active plan at once when a screen blocks."""
    if screen.outcome is Outcome.BLOCKED:
        pause_standing(work, screen.patient_id, PauseCause.SCREEN, "The safety screen blocks.")


def pause_for_red_flag(work: Work, *, examination: Examination, red_flags: Sequence[str]) -> None:
    """Pause the active plan at once when a signed examination names a red flag."""
    if red_flags:
        reason = f"Red flag at examination: {', '.join(red_flags)}."
        pause_standing(work, examination.patient_id, PauseCause.RED_FLAG, reason)


def pause_standing(work: Work, patient_id: str, cause: PauseCause, reason: str) -> None:
    """Pause the patient's active plan; a paused one takes over a graver cause."""
    plan = queries.standing_plan(work, patient_id)
    if plan is not None:
        pause_for(work, plan, cause, reason)


def pause_for(work: Work, plan: HomePlan, cause: PauseCause, reason: str) -> None:
    """Pause a plan for a cause that is not the clinician's own wish."""
    if plan.state is PlanState.ACTIVE:
        _rest(work, plan, cause, reason)
    elif plan.state in STANDING:
        plan.pause_cause, plan.paused_at = cause, work.now
        work.touch(plan)
        _note(work, plan, "paused", reason=reason)
    else:
        return
    work.also("home_plan.paused", plan)


def hold_plan(work: Work, plan: HomePlan, reason: str) -> None:
    """Keep a plan from going on while an incident is open."""
    plan.open_incidents += 1
    work.touch(plan)
    pause_for(work, plan, PauseCause.INCIDENT, reason)


def release_plan(work: Work, plan: HomePlan) -> None:
    """Let go of a plan whose incident is closed; only a clinician takes it up again."""
    plan.open_incidents -= 1
    work.touch(plan)
    work.also("home_plan.released", plan)


# -- parts ------------------------------------------------------------------------
def _rest(work: Work, plan: HomePlan, cause: PauseCause, reason: str) -> None:
    plan.state = PLAN.after(plan.state, PlanAction.PAUSE)
    plan.paused_at, plan.pause_cause = work.now, cause
    work.touch(plan)
    _note(work, plan, "paused", reason=reason)


def _end(work: Work, plan_id: str, action: PlanAction, past: str, reason: str) -> HomePlan:
    plan = work.claim(HomePlan, plan_id)
    plan.state = PLAN.after(plan.state, action)
    work.touch(plan)
    _note(work, plan, past, reason=reason)
    work.record(f"home_plan.{past}", plan, patient_id=plan.patient_id)
    return plan


def _note(work: Work, plan: HomePlan, event: str, *, reason: str) -> None:
    work.session.flush()
    work.new(
        PlanEvent,
        plan_id=plan.id,
        seq=queries.next_event(work, plan.id),
        event=event,
        state=plan.state,
        by=work.actor.user_id,
        reason=reason,
        review_on=plan.review_on,
    )


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise Invalid(problems)


def _check_belongings(
    work: Work, patient_id: str, examination_id: str, episode_id: str | None
) -> None:
    """Refuse an examination or episode of another patient like one that does not exist."""
    examination = work.named(Examination, examination_id, "/examination_id")
    if examination.patient_id != patient_id:
        raise Invalid.at("/examination_id", "There is nothing with this id.")
    if episode_id is not None:
        episode = work.named(Episode, episode_id, "/episode_id")
        if episode.patient_id != patient_id:
            raise Invalid.at("/episode_id", "There is nothing with this id.")


def _targets(
    work: Work, patient_id: str, wanted: Sequence[NewTarget], limits: DoseLimits
) -> list[Target]:
    """Find each target's place, and fill in what was left out."""
    problems: list[Problem] = []
    targets: list[Target] = []
    for index, new in enumerate(wanted):
        place = _place(work, patient_id, new, f"/targets/{index}", problems)
        if place is None:
            continue
        seconds, frequency = dose_for(MUSCLES[place.muscle], limits)
        targets.append(
            Target(
                place=place,
                seconds=seconds if new.seconds is None else new.seconds,
                sessions_per_day=new.sessions_per_day,
                days_per_week=new.days_per_week,
                frequency_hz=frequency if new.frequency_hz is None else new.frequency_hz,
                position=new.position,
                reach=new.reach,
                note=new.note,
            )
        )
    _refuse(problems)
    return targets


def _place(
    work: Work, patient_id: str, new: NewTarget, at: str, problems: list[Problem]
) -> Place | None:
    named = new.muscle and new.side and Place(new.muscle, new.side, new.site or 0)
    if new.trigger_point_id is None:
        if not named:
            missing = "side" if new.muscle else "muscle"
            detail = "Name a trigger_point_id, or a muscle and its side."
            problems.append(Problem(f"{at}/{missing}", detail))
        return named or None
    row = work.session.get(ExaminedPlace, new.trigger_point_id)
    if row is None or row.patient_id != patient_id or row.clinic_id != work.actor.clinic:
        detail = "There is nothing with this id."
        problems.append(Problem(f"{at}/trigger_point_id", detail))
        return None
    place = Place(row.muscle, row.side, row.site)
    if named and named != place:
        detail = "Is another place than the muscle, side and site beside it."
        problems.append(Problem(f"{at}/trigger_point_id", detail))
        return None
    return place


def _write_targets(work: Work, plan: HomePlan, targets: Sequence[Target]) -> None:
    old = delete(PlanTarget).where(PlanTarget.plan_id == plan.id)
    work.session.execute(old.execution_options(synchronize_session=False))
    for index, target in enumerate(targets):
        work.new(
            PlanTarget,
            plan_id=plan.id,
            position_in_plan=index,
            muscle=target.place.muscle,
            side=target.place.side,
            site=target.place.site,
            seconds=target.seconds,
            sessions_per_day=target.sessions_per_day,
            days_per_week=target.days_per_week,
            frequency_hz=target.frequency_hz,
            position=target.position,
            reach=target.reach,
            note=target.note,
        )
