"""The rules of a home plan: its life, its doses, what stands in its way."""

from clinic.plans.rules.doses import DoseLimits, Target, dose_for, dose_problems
from clinic.plans.rules.drafts import NewPlan, NewTarget
from clinic.plans.rules.life import (
    PHASE_WORDS,
    PLAN,
    STANDING,
    PauseCause,
    Phase,
    PlanAction,
    PlanState,
    Reach,
)
from clinic.plans.rules.obstacles import (
    Obstacle,
    PlanFacts,
    ScreenFacts,
    blocking,
    obstacles,
    printed_texts,
    text_problems,
)
from clinic.plans.rules.proposal import (
    PROPOSED_SESSION_SECONDS,
    Found,
    LeftOut,
    Proposal,
    propose,
)

__all__ = [
    "PHASE_WORDS",
    "PLAN",
    "PROPOSED_SESSION_SECONDS",
    "STANDING",
    "DoseLimits",
    "Found",
    "LeftOut",
    "NewPlan",
    "NewTarget",
    "Obstacle",
    "PauseCause",
    "Phase",
    "PlanAction",
    "PlanFacts",
    "PlanState",
    "Proposal",
    "Reach",
    "ScreenFacts",
    "Target",
    "blocking",
    "dose_for",
    "dose_problems",
    "obstacles",
    "printed_texts",
    "propose",
    "text_problems",
]
