"""What a clinician writes of a plan before it is checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from clinic.anatomy.rules import Side
from clinic.plans.rules.life import Phase, Reach


@dataclass(frozen=True, slots=True)
class NewTarget:
    """A place by its trigger point, or by muscle and side; what is left out is our default."""

    trigger_point_id: str | None = None
    muscle: str | None = None
    side: Side | None = None
    site: int | None = None
    seconds: int | None = None
    sessions_per_day: int = 1
    days_per_week: int = 7
    frequency_hz: float | None = None
    position: str = ""
    reach: Reach = Reach.SELF
    note: str = ""


@dataclass(frozen=True, slots=True)
class NewPlan:
    """Needed at once: the examination, the phase and the two days."""

    examination_id: str
    phase: Phase
    starts_on: date
    review_on: date
    episode_id: str | None = None
    massager_model_id: str | None = None
    targets: Sequence[NewTarget] = ()
    advice: Sequence[str] = ()
    note: str = ""
    override_reason: str = ""
