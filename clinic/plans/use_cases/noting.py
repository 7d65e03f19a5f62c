"""What every deed on a home plan leaves in its history."""

from clinic.plans import queries
from clinic.plans.models import HomePlan, PlanEvent
from clinic.plans.rules import PLAN, PauseCause, PlanAction
from clinic.work.unit import Work


def rest(work: Work, plan: HomePlan, cause: PauseCause, reason: str) -> None:
    """Let an active plan rest."""
    plan.state = PLAN.after(plan.state, PlanAction.PAUSE)
    plan.paused_at, plan.pause_cause = work.now, cause
    work.touch(plan)
    note(work, plan, "paused", reason=reason)


def note(work: Work, plan: HomePlan, event: str, *, reason: str) -> None:
    """Write down what happened to a plan."""
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
