"""The life of a home plan, and its words."""

from enum import StrEnum

from clinic.rulebook.machines import Machine, move


class Phase(StrEnum):
    TREAT = "treat"
    ELIMINATE = "eliminate"
    MAINTAIN = "maintain"


# what patients read (CONTRACT 1)
PHASE_WORDS = {
    Phase.TREAT: "settle the pain",
    Phase.ELIMINATE: "treat the quiet points",
    Phase.MAINTAIN: "keep it that way",
}


class Reach(StrEnum):
    """How the massager gets to the place."""

    SELF = "self"
    STRAP = "strap"
    HELPER = "helper"


class PlanState(StrEnum):
    DRAFT = "draft"
    ACTIVE = "active"
    PAUSED = "paused"
    STOPPED = "stopped"
    COMPLETED = "completed"


class PlanAction(StrEnum):
    CHANGE = "change"
    PRESCRIBE = "prescribe"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    COMPLETE = "complete"
    RESCHEDULE = "reschedule"
    ISSUE_HANDOUT = "issue_handout"


class PauseCause(StrEnum):
    """Why an active plan rests; a stop sign or red flag asks for a newer screen to resume."""

    CLINICIAN = "clinician"
    SCREEN = "screen"
    RED_FLAG = "red_flag"
    STOP_SIGN = "stop_sign"
    INCIDENT = "incident"


# a patient has at most one plan in these
STANDING = frozenset({PlanState.ACTIVE, PlanState.PAUSED})

PLAN = Machine(
    "home plan",
    initial=PlanState.DRAFT,
    moves={
        PlanAction.CHANGE: move({PlanState.DRAFT}),
        PlanAction.PRESCRIBE: move({PlanState.DRAFT}, PlanState.ACTIVE),
        PlanAction.PAUSE: move({PlanState.ACTIVE}, PlanState.PAUSED),
        PlanAction.RESUME: move({PlanState.PAUSED}, PlanState.ACTIVE),
        PlanAction.STOP: move(STANDING, PlanState.STOPPED),
        PlanAction.COMPLETE: move(STANDING, PlanState.COMPLETED),
        PlanAction.RESCHEDULE: move(STANDING),
        PlanAction.ISSUE_HANDOUT: move({PlanState.ACTIVE}),
    },
)
