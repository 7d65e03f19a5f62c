"""Drafts of home plans: proposed, written, changed."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete

from clinic.anatomy.rules import MUSCLES, Place
from clinic.examinations.models import Examination, ExaminedPlace
from clinic.patients.models import Episode, Patient
from clinic.plans import queries
from clinic.plans.models import HomePlan, PlanTarget
from clinic.plans.rules import (
    PLAN,
    DoseLimits,
    NewPlan,
    NewTarget,
    PlanAction,
    Target,
    dose_for,
    dose_problems,
    printed_texts,
    text_problems,
)
from clinic.rulebook.refusals import Conflict, Invalid, Problem
from clinic.work.unit import Work


def write_plan(work: Work, patient_id: str, new: NewPlan) -> HomePlan:
    """Write a draft plan.

    Raises:
        Invalid: doses beyond a limit, days that do not fit, records of somebody else, a claim
            in a note that no sheet may print.

    """
    patient = work.find(Patient, patient_id)
    _check_belongings(work, patient.id, new.examination_id, new.episode_id)
    model = queries.model_of(work, new.massager_model_id)
    limits = queries.limits_of(work, model)
    targets = _targets(work, patient.id, new.targets, limits)
    refuse(list(dose_problems(targets, limits, new.starts_on, new.review_on)))
    refuse(text_problems(printed_texts(new.note, targets)))
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


def change_plan(
    work: Work, plan_id: str, changes: Mapping[str, Any], *, autosaves: bool = False
) -> HomePlan:
    """Change a draft; a sent `targets` replaces the list.

    A page that saves by itself leaves one entry per editor and minute (CONTRACT 2).
    """
    plan = work.claim(HomePlan, plan_id)
    PLAN.after(plan.state, PlanAction.CHANGE)
    write_changes(work, plan, changes)
    if autosaves:
        work.record_once_a_minute("home_plan.changed", plan, patient_id=plan.patient_id)
    else:
        work.record("home_plan.changed", plan, patient_id=plan.patient_id, fields=changes)
    return plan


def propose_plan(work: Work, patient_id: str, examination_id: str | None) -> HomePlan:
    """Write the draft that an examination suggests; the newest signed one unless it is named.

    Raises:
        Conflict: nothing is signed yet that could suggest anything.

    """
    patient = work.find(Patient, patient_id)
    if examination_id is None:
        examination = queries.newest_examination(work, patient.id)
        if examination is None:
            raise Conflict("There is no signed examination yet: a plan is proposed from one.")
    else:
        examination = work.named(Examination, examination_id, "/examination_id")
    new, _proposal = queries.proposed(work, examination)
    return write_plan(work, patient.id, new)


def propose_anew(work: Work, plan_id: str) -> HomePlan:
    """Put what the newest examination suggests in the place of what a draft holds."""
    plan = work.find(HomePlan, plan_id)
    examination = queries.newest_examination(work, plan.patient_id)
    if examination is None:
        raise Conflict("There is no signed examination yet: a plan is proposed from one.")
    new, _proposal = queries.proposed(work, examination)
    return change_plan(work, plan_id, {name: getattr(new, name) for name in _PROPOSED})


# what a newer examination has a say in; days, advice and notes stay as they were chosen
_PROPOSED = ("examination_id", "episode_id", "phase", "targets")


def read_plan(work: Work, plan_id: str) -> HomePlan:
    """Read a plan: a deed of its own in the journal."""
    plan = work.find(HomePlan, plan_id)
    work.record("home_plan.read", plan, patient_id=plan.patient_id)
    return plan


def write_changes(work: Work, plan: HomePlan, changes: Mapping[str, Any]) -> None:
    """Write changes into a draft that was claimed.

    Raises:
        Invalid: doses beyond a limit, days that do not fit, records of somebody else, a claim
            in a note that no sheet may print.

    """
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
    refuse(list(dose_problems(targets, limits, starts_on, review_on)))
    refuse(text_problems(printed_texts(changes.get("note", plan.note), targets)))
    for name, value in changes.items():
        if name != "targets":
            setattr(plan, name, list(value) if name == "advice" else value)
    if "targets" in changes:
        _write_targets(work, plan, targets)
    work.touch(plan)


def refuse(problems: list[Problem]) -> None:
    """Refuse where there is any problem."""
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
    refuse(problems)
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
