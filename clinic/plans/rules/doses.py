"""How much, where: targets, their default doses and their hard limits (CLINICAL 4.2 [P])."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from clinic.anatomy.rules import Muscle, Place
from clinic.plans.rules.life import Reach
from clinic.rulebook.refusals import Problem


@dataclass(frozen=True, slots=True)
class Target:
    """One place to treat at home, with its dose."""

    place: Place
    seconds: int
    sessions_per_day: int
    days_per_week: int
    frequency_hz: float
    position: str = ""
    reach: Reach = Reach.SELF
    note: str = ""


@dataclass(frozen=True, slots=True)
class DoseLimits:
    """The clinic's limits, narrowed by the massager's own range where one is named."""

    seconds_least: int
    seconds_most: int
    sessions_per_day_most: int
    frequency_least_hz: float
    frequency_most_hz: float
    targets_most: int
    session_seconds_most: int
    review_days_most: int
    default_seconds: int
    default_frequency_hz: int
    gentle_seconds: int
    gentle_seconds_most: int
    gentle_frequency_most_hz: int

    def within(self, least_hz: float, most_hz: float) -> "DoseLimits":
        """Answer these limits within a massager's range."""
        return replace(
            self,
            frequency_least_hz=max(self.frequency_least_hz, least_hz),
            frequency_most_hz=min(self.frequency_most_hz, most_hz),
        )


def dose_for(muscle: Muscle, limits: DoseLimits) -> tuple[int, float]:
    """Answer the default seconds and frequency: gentle muscles get the lowest speed, briefly."""
    if muscle.gentle:
        return limits.gentle_seconds, limits.frequency_least_hz
    wanted = max(limits.default_frequency_hz, limits.frequency_least_hz)
    return limits.default_seconds, min(wanted, limits.frequency_most_hz)


def dose_problems(
    targets: Sequence[Target], limits: DoseLimits, starts_on: date, review_on: date
) -> Iterator[Problem]:
    """Name every dose beyond a limit, and days that do not fit, at their pointers."""
    if review_on <= starts_on:
        yield Problem("/review_on", "Must lie after starts_on.")
    elif (review_on - starts_on).days > limits.review_days_most:
        yield Problem("/review_on", f"At most {limits.review_days_most} days after starts_on.")
    if len(targets) > limits.targets_most:
        yield Problem("/targets", f"At most {limits.targets_most} places.")
    session = sum(target.seconds for target in targets)
    if session > limits.session_seconds_most:
        longest = limits.session_seconds_most
        yield Problem("/targets", f"One session is {session} s; at most {longest} s are possible.")
    first_at: dict[Place, int] = {}
    for index, target in enumerate(targets):
        at = f"/targets/{index}"
        if first_at.setdefault(target.place, index) != index:
            yield Problem(at, f"This place is target {first_at[target.place]} already.")
        doses: tuple[tuple[str, float, float, float], ...] = (
            ("seconds", target.seconds, limits.seconds_least, limits.seconds_most),
            ("sessions_per_day", target.sessions_per_day, 1, limits.sessions_per_day_most),
            (
                "frequency_hz",
                target.frequency_hz,
                limits.frequency_least_hz,
                limits.frequency_most_hz,
            ),
        )
        for name, value, least, most in doses:
            if not least <= value <= most:
                yield Problem(f"{at}/{name}", f"Must be {least:g} to {most:g}.")
