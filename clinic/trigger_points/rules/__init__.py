"""The rules of a trigger point: its states, the register that follows it, what was achieved."""

from clinic.trigger_points.rules.outcomes import (
    Outcome,
    Summary,
    outcomes,
    outcomes_of,
    summary,
)
from clinic.trigger_points.rules.register import (
    DAYS_APART,
    Entry,
    FollowedPlace,
    ObservedFinding,
    Register,
    SignedExamination,
    Standing,
    follow,
)
from clinic.trigger_points.rules.states import (
    TRANSITIONS,
    Evidence,
    TriggerPointState,
    state_after,
)

__all__ = [
    "DAYS_APART",
    "TRANSITIONS",
    "Entry",
    "Evidence",
    "FollowedPlace",
    "ObservedFinding",
    "Outcome",
    "Register",
    "SignedExamination",
    "Standing",
    "Summary",
    "TriggerPointState",
    "follow",
    "outcomes",
    "outcomes_of",
    "state_after",
    "summary",
]
