"""Deeds on home plans: write, prescribe, pause, resume, stop, complete, reschedule."""

from clinic.plans.use_cases.drafts import (
    change_plan,
    propose_anew,
    propose_plan,
    read_plan,
    write_plan,
)
from clinic.plans.use_cases.follows import (
    hold_plan,
    pause_for,
    pause_for_red_flag,
    pause_for_screen,
    pause_standing,
    release_plan,
)
from clinic.plans.use_cases.life import (
    check_safety,
    complete_plan,
    pause_plan,
    prescribe_plan,
    reschedule_plan,
    resume_plan,
    stop_plan,
)

__all__ = [
    "change_plan",
    "check_safety",
    "complete_plan",
    "hold_plan",
    "pause_for",
    "pause_for_red_flag",
    "pause_for_screen",
    "pause_plan",
    "pause_standing",
    "prescribe_plan",
    "propose_anew",
    "propose_plan",
    "read_plan",
    "release_plan",
    "reschedule_plan",
    "resume_plan",
    "stop_plan",
    "write_plan",
]
