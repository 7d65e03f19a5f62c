"""What the examinations achieved, one line each: muscles and points that remain.

Where CONTRACT 3 leaves room, this was decided:

- A muscle (with its side) counts as active if any of its points is active, and as latent if any
  is latent or deactivated. One with both counts in both, as a trial counts muscles with active
  and muscles with latent points (CLINICAL 2.4).
- Not re-examined are the points that remain or are suspected, and of which this examination said
  nothing: neither a finding of their own nor a muscle found clear as a whole.
- With an episode, only its examinations are listed and the first of them is the one to compare
  with; the counts are still those of the whole register, for a point belongs to the patient.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from clinic.anatomy.rules import Side
from clinic.trigger_points.rules.register import (
    DAYS_APART,
    Register,
    SignedExamination,
    Standing,
    follow,
)
from clinic.trigger_points.rules.states import TriggerPointState

QUIET = frozenset({TriggerPointState.LATENT, TriggerPointState.DEACTIVATED})
REMAINING = QUIET | {TriggerPointState.ACTIVE, TriggerPointState.PROVISIONALLY_CLEARED}
TO_BE_FOUND_AGAIN = REMAINING | {TriggerPointState.SUSPECTED}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One examination's line, counted on the register as it stood after it."""

    examination_id: str
    examined_at: datetime
    muscles_examined: int
    muscles_active: int
    muscles_latent: int
    points_active: int
    points_latent: int
    points_remaining: int
    points_suspected: int
    points_eliminated: int
    points_not_reexamined: int
    pain_now: int | None
    comparable: bool
    not_comparable_because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """How many points were found, are eliminated, and are left; suspected ones stand apart."""

    active: int
    latent: int
    provisionally_cleared: int
    eliminated: int
    suspected: int

    @property
    def left(self) -> int:
        return self.active + self.latent + self.provisionally_cleared

    @property
    def found(self) -> int:
        return self.left + self.eliminated

    @property
    def headline(self) -> str:
        """Say it in one line for the clinician, leaving out what is not there."""
        parts = {
            "active": self.active,
            "latent": self.latent,
            "clear once": self.provisionally_cleared,
        }
        of_these = ", ".join(f"{count} {name}" for name, count in parts.items() if count)
        return " · ".join(
            [
                f"{self.found} found",
                f"{self.eliminated} eliminated",
                f"{self.left} left" + (f" ({of_these})" if of_these else ""),
                *([f"{self.suspected} suspected"] if self.suspected else []),
            ]
        )


def outcomes(
    examinations: Iterable[SignedExamination],
    *,
    timezone: ZoneInfo,
    days_apart: int = DAYS_APART,
    episode_id: str | None = None,
) -> tuple[Outcome, ...]:
    """Follow the examinations and count what remained after each, oldest first."""
    register = follow(examinations, timezone=timezone, days_apart=days_apart)
    return outcomes_of(register, episode_id=episode_id)


def outcomes_of(register: Register, *, episode_id: str | None = None) -> tuple[Outcome, ...]:
    """Count what remained after each examination, or each of one episode, oldest first."""
    listed = [
        standing
        for standing in register.standings
        if episode_id is None or standing.examination.episode_id == episode_id
    ]
    return tuple(_outcome(standing, listed[0].examination) for standing in listed)


def summary(register: Register) -> Summary:
    """Count the register as it stands now."""
    states = Counter(followed.state for followed in register.places.values())
    return Summary(
        active=states[TriggerPointState.ACTIVE],
        latent=sum(states[state] for state in QUIET),
        provisionally_cleared=states[TriggerPointState.PROVISIONALLY_CLEARED],
        eliminated=states[TriggerPointState.ELIMINATED],
        suspected=states[TriggerPointState.SUSPECTED],
    )


def _outcome(standing: Standing, first: SignedExamination) -> Outcome:
    examination = standing.examination
    states = Counter(standing.states.values())
    different = _differences(examination, first)
    return Outcome(
        examination_id=examination.id,
        examined_at=examination.examined_at,
        muscles_examined=len(_muscles_examined(examination)),
        muscles_active=_muscles_with(standing, frozenset({TriggerPointState.ACTIVE})),
        muscles_latent=_muscles_with(standing, QUIET),
        points_active=states[TriggerPointState.ACTIVE],
        points_latent=sum(states[state] for state in QUIET),
        points_remaining=sum(states[state] for state in REMAINING),
        points_suspected=states[TriggerPointState.SUSPECTED],
        points_eliminated=states[TriggerPointState.ELIMINATED],
        points_not_reexamined=sum(
            state in TO_BE_FOUND_AGAIN and place not in standing.found
            for place, state in standing.states.items()
        ),
        pain_now=examination.pain_now,
        comparable=not different,
        not_comparable_because=different,
    )


def _muscles_examined(examination: SignedExamination) -> frozenset[tuple[str, Side]]:
    return frozenset(
        (finding.place.muscle, finding.place.side)
        for finding in examination.findings
        if finding.examined
    )


def _muscles_with(standing: Standing, wanted: frozenset[TriggerPointState]) -> int:
    return len(
        {(place.muscle, place.side) for place, state in standing.states.items() if state in wanted}
    )


def _differences(examination: SignedExamination, first: SignedExamination) -> tuple[str, ...]:
    """Name what keeps an examination from being compared with the first (CLINICAL 1.2, 2.4)."""
    same = {
        "muscles": _muscles_examined(examination) == _muscles_examined(first),
        "examiner": examination.examiner == first.examiner,
    }
    return tuple(name for name, is_same in same.items() if not is_same)
