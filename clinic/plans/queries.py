"""Every question asked of home plans, and the facts their rules need."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from clinic.accounts.queries import settings_of, today_of, users_named, zone_of
from clinic.anatomy.rules import Place
from clinic.examinations.models import Examination
from clinic.examinations.queries import (
    current_findings,
    editions_of,
    places_followed,
    signed_examinations,
)
from clinic.examinations.rules import ExaminationState
from clinic.patients.queries import has_consent
from clinic.patients.rules import ConsentKind
from clinic.plans.models import HomePlan, PlanEvent, PlanTarget
from clinic.plans.rules import (
    PLAN,
    STANDING,
    DoseLimits,
    Found,
    NewPlan,
    NewTarget,
    Obstacle,
    PlanFacts,
    PlanState,
    Proposal,
    ScreenFacts,
    Target,
    obstacles,
    propose,
)
from clinic.rulebook.moments import written
from clinic.rulebook.permissions import Permission
from clinic.safety.queries import newest_screen
from clinic.samples.models import MassagerModel
from clinic.trigger_points.queries import followed
from clinic.trigger_points.rules import TriggerPointState
from clinic.work.paging import Page, Paging, page
from clinic.work.unit import Work, etag_of, local_day

# what reception may see of a plan (CONTRACT 2): that it exists, and its review day
_AT_THE_DESK = ("id", "etag", "patient_id", "state", "actions", "starts_on", "review_on")


def plans(work: Work, patient_id: str, paging: Paging) -> Page[HomePlan]:
    """Answer a patient's plans, newest first."""
    return page(
        work, select(HomePlan).where(HomePlan.patient_id == patient_id), HomePlan.id, paging
    )


def standing_plan(work: Work, patient_id: str) -> HomePlan | None:
    """Answer the patient's active or paused plan, locked for change."""
    return work.session.scalar(
        select(HomePlan)
        .where(HomePlan.patient_id == patient_id, HomePlan.state.in_(sorted(STANDING)))
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def standing_now(work: Work, patient_id: str) -> HomePlan | None:
    """Answer the patient's active or paused plan, to be shown."""
    return work.session.scalar(
        select(HomePlan).where(
            HomePlan.patient_id == patient_id, HomePlan.state.in_(sorted(STANDING))
        )
    )


def targets_of(work: Work, plan_ids: Sequence[str]) -> dict[str, list[Target]]:
    """Answer the targets of plans, in their order."""
    found: dict[str, list[Target]] = {plan_id: [] for plan_id in plan_ids}
    rows = work.session.scalars(
        select(PlanTarget)
        .where(PlanTarget.plan_id.in_(list(plan_ids)))
        .order_by(PlanTarget.position_in_plan)
    )
    for row in rows:
        found[row.plan_id].append(
            Target(
                place=Place(row.muscle, row.side, row.site),
                seconds=row.seconds,
                sessions_per_day=row.sessions_per_day,
                days_per_week=row.days_per_week,
                frequency_hz=row.frequency_hz,
                position=row.position,
                reach=row.reach,
                note=row.note,
            )
        )
    return found


def events_of(work: Work, plan_ids: Sequence[str]) -> dict[str, list[PlanEvent]]:
    """Answer what happened to plans, oldest first."""
    found: dict[str, list[PlanEvent]] = {plan_id: [] for plan_id in plan_ids}
    rows = work.session.scalars(
        select(PlanEvent)
        .where(PlanEvent.plan_id.in_(list(plan_ids)))
        .order_by(PlanEvent.plan_id, PlanEvent.seq)
    )
    for row in rows:
        found[row.plan_id].append(row)
    return found


def next_event(work: Work, plan_id: str) -> int:
    """Answer the number of a plan's next event."""
    last = work.session.scalar(select(func.max(PlanEvent.seq)).where(PlanEvent.plan_id == plan_id))
    return (last or 0) + 1


def limits_of(work: Work, model: MassagerModel | None) -> DoseLimits:
    """Answer the clinic's dose limits, within the model's range."""
    settings = settings_of(work)
    limits = DoseLimits(**{f.name: getattr(settings, f.name) for f in fields(DoseLimits)})
    return limits if model is None else limits.within(model.min_hz, model.max_hz)


def model_of(work: Work, model_id: str | None, pointer: str = "/massager_model_id") -> Any:
    """Answer the massager model a plan names, or None."""
    return None if model_id is None else work.named(MassagerModel, model_id, pointer)


def screen_facts(
    work: Work, patient_id: str, alarm_at: Any = None
) -> tuple[ScreenFacts | None, date]:
    """Answer the newest screen as a plan sees it, and the clinic's day."""
    zone = zone_of(work)
    today = local_day(work.now, zone)
    screen = newest_screen(work, patient_id)
    if screen is None:
        return None, today
    facts = ScreenFacts(
        outcome=screen.outcome,
        age_days=(today - local_day(screen.created_at, zone)).days,
        barred_regions=frozenset(screen.barred_regions),
        cautioned_regions=frozenset(screen.cautioned_regions),
        is_newer_than_alarm=alarm_at is None or screen.created_at > alarm_at,
    )
    return facts, today


def obstacles_of(work: Work, plan: HomePlan, targets: Sequence[Target]) -> tuple[Obstacle, ...]:
    """Name what stands in the way of a plan as things are now."""
    examination = work.find(Examination, plan.examination_id)
    red_flags = editions_of(work, [examination])[examination.id].content.get("red_flags", [])
    alarm_at = examination.signed_at if red_flags else None
    if plan.pause_cause is not None and plan.pause_cause.value in {"red_flag", "stop_sign"}:
        alarm_at = max(filter(None, (alarm_at, plan.paused_at)))
    screen, today = screen_facts(work, plan.patient_id, alarm_at)
    settings = settings_of(work)
    states = {place: point.state for place, point in followed(work, plan.patient_id)}
    gone = {t.place for t in targets} & _places_without_finding(work, plan.patient_id)
    facts = PlanFacts(
        targets=targets,
        is_signed=examination.state is ExaminationState.SIGNED,
        screen=screen,
        has_alarm=alarm_at is not None,
        override_reason=plan.override_reason,
        open_incidents=plan.open_incidents,
        has_consent=has_consent(work, plan.patient_id, ConsentKind.HOME_PLAN, today),
        eliminated=frozenset(
            place for place, state in states.items() if state is TriggerPointState.ELIMINATED
        ),
        gone=frozenset(gone),
        screen_days=settings.screen_days,
        clot_screen_days=settings.clot_screen_days,
        note=plan.note,
    )
    model = None
    if plan.massager_model_id is not None:
        model = work.find(MassagerModel, plan.massager_model_id)
    return obstacles(facts, limits_of(work, model))


def _places_without_finding(work: Work, patient_id: str) -> frozenset[Place]:
    from clinic.examinations.models import ExaminedPlace  # noqa: PLC0415 (its only use here)

    rows = work.session.scalars(
        select(ExaminedPlace).where(
            ExaminedPlace.patient_id == patient_id, ExaminedPlace.is_followed.is_(False)
        )
    )
    return frozenset(Place(row.muscle, row.side, row.site) for row in rows)


def proposal_of(work: Work, examination: Examination) -> Proposal:
    """Propose a plan from what an examination found."""
    rows = current_findings(work, [examination])[examination.id]
    screen, _today = screen_facts(work, examination.patient_id)
    left = [
        point for _place, point in followed(work, examination.patient_id) if point.state in LEFT
    ]
    return propose(
        [
            Found(
                Place(row["muscle"], row["side"], row["site"]),
                row["override_class"] or row["derived_class"],
                row["tenderness_grade"],
            )
            for row in rows
        ],
        points_are_left=bool(left),
        barred_regions=screen.barred_regions if screen else frozenset(),
        limits=limits_of(work, None),
        targets_most=settings_of(work).proposal_targets_most,
    )


def proposed(work: Work, examination: Examination) -> tuple[NewPlan, Proposal]:
    """Answer the plan that an examination suggests, and the proposal it comes from."""
    proposal = proposal_of(work, examination)
    today = today_of(work)
    targets = [
        NewTarget(
            muscle=target.place.muscle,
            side=target.place.side,
            site=target.place.site or None,
            seconds=target.seconds,
            sessions_per_day=target.sessions_per_day,
            days_per_week=target.days_per_week,
            frequency_hz=target.frequency_hz,
        )
        for target in proposal.targets
    ]
    new = NewPlan(
        examination_id=examination.id,
        episode_id=examination.episode_id,
        phase=proposal.phase,
        starts_on=today,
        review_on=today + timedelta(days=settings_of(work).first_review_days),
        targets=targets,
        advice=_ADVICE_PROPOSED,
    )
    return new, proposal


def newest_examination(work: Work, patient_id: str) -> Examination | None:
    """Answer the patient's newest signed examination."""
    signed = signed_examinations(work, patient_id)
    return signed[-1] if signed else None


def open_draft(work: Work, patient_id: str) -> HomePlan | None:
    """Answer the draft that was written last and is still open."""
    return work.session.scalar(
        select(HomePlan)
        .where(HomePlan.patient_id == patient_id, HomePlan.state == PlanState.DRAFT)
        .order_by(HomePlan.id.desc())
        .limit(1)
    )


# what most patients can use at once; a sheet that says everything is not read [P]
_ADVICE_PROPOSED = ("positions-and-tasks", "regular-breaks", "look-after-your-muscles")

LEFT = frozenset(
    {
        TriggerPointState.ACTIVE,
        TriggerPointState.LATENT,
        TriggerPointState.DEACTIVATED,
        TriggerPointState.PROVISIONALLY_CLEARED,
    }
)


def shown(work: Work, found: Sequence[HomePlan]) -> list[dict[str, Any]]:
    """Answer plans as plain values; reception sees that one exists, and its review day."""
    work.session.flush()
    ids = [plan.id for plan in found]
    targets, events = targets_of(work, ids), events_of(work, ids)
    names = users_named(work, [e.by for each in events.values() for e in each if e.by])
    places = places_followed(work, {plan.patient_id for plan in found})
    answers = [
        _shown(work, plan, targets[plan.id], events[plan.id], names, places) for plan in found
    ]
    if work.actor.may(Permission.CARE):
        return answers
    return [{name: answer[name] for name in _AT_THE_DESK} for answer in answers]


def shown_target(target: Target, point_id: str | None) -> dict[str, Any]:
    """Answer a target as plain values."""
    return {
        "trigger_point_id": point_id,
        "muscle": target.place.muscle,
        "side": target.place.side.value,
        "site": target.place.site or None,
        "seconds": target.seconds,
        "sessions_per_day": target.sessions_per_day,
        "days_per_week": target.days_per_week,
        "frequency_hz": target.frequency_hz,
        "position": target.position,
        "reach": target.reach.value,
        "note": target.note,
    }


def _shown(  # noqa: PLR0913, PLR0917 (what a plan is made of was read in one go for all plans)
    work: Work,
    plan: HomePlan,
    targets: Sequence[Target],
    events: Sequence[PlanEvent],
    names: dict[str, str],
    places: dict[tuple[str, Place], str],
) -> dict[str, Any]:
    may_care = work.actor.may(Permission.CARE)
    open_steps = PLAN.actions_from(plan.state)
    warnings: tuple[Obstacle, ...] = ()
    if may_care and plan.state in {PlanState.DRAFT, *STANDING}:
        warnings = obstacles_of(work, plan, targets)
    return {
        "id": plan.id,
        "etag": etag_of(plan),
        "patient_id": plan.patient_id,
        "examination_id": plan.examination_id,
        "episode_id": plan.episode_id,
        "phase": plan.phase.value,
        "state": plan.state.value,
        "actions": [a for a in open_steps if may_care or a == "reschedule"],
        "starts_on": plan.starts_on.isoformat(),
        "review_on": plan.review_on.isoformat(),
        "massager_model_id": plan.massager_model_id,
        "targets": [shown_target(t, places.get((plan.patient_id, t.place))) for t in targets],
        "session_seconds": sum(t.seconds for t in targets),
        "day_seconds": sum(t.seconds * t.sessions_per_day for t in targets),
        "advice": plan.advice,
        "note": plan.note,
        "override_reason": plan.override_reason,
        "warnings": [
            {"pointer": w.pointer, "detail": w.detail, "blocks": w.blocks} for w in warnings
        ],
        "prescribed_at": written(plan.prescribed_at),
        "prescribed_by": plan.prescribed_by,
        "paused_at": written(plan.paused_at),
        "pause_cause": plan.pause_cause and plan.pause_cause.value,
        "replaced_by": plan.replaced_by,
        "created_at": written(plan.created_at),
        "history": [
            {
                "event": event.event,
                "at": written(event.created_at),
                "by": names.get(event.by or ""),
                "state": event.state.value,
                "reason": event.reason,
                "review_on": event.review_on.isoformat(),
            }
            for event in events
        ],
    }
