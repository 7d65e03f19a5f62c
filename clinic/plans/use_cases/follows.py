"""What follows for home plans from deeds in other rooms, in the same transaction."""

from collections.abc import Sequence

from clinic.examinations.models import Examination
from clinic.plans import queries
from clinic.plans.models import HomePlan
from clinic.plans.rules import STANDING, PauseCause, PlanState
from clinic.plans.use_cases.noting import note, rest
from clinic.safety.models import SafetyScreen
from clinic.safety.rules import Outcome
from clinic.work.unit import Work


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
        rest(work, plan, cause, reason)
    elif plan.state in STANDING:
        plan.pause_cause, plan.paused_at = cause, work.now
        work.touch(plan)
        note(work, plan, "paused", reason=reason)
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
