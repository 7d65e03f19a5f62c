"""How much of a plan was done, as far as it was told: a day without a word is never "missed"."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

_WEEK = 7
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TargetDose:
    """How often one place is to be treated."""

    sessions_per_day: int
    days_per_week: int


@dataclass(frozen=True, slots=True)
class ToldDay:
    """One day that was told; `sessions` stand in the order of the plan's places."""

    day: date
    sessions: Sequence[int]


@dataclass(frozen=True, slots=True)
class PlannedDays:
    """From the first day to the last, without the days on which the plan rested."""

    first: date
    last: date
    rests: Sequence[tuple[date, date]] = ()

    def days(self) -> list[date]:
        """Answer the planned days, oldest first; the days a rest begins and ends are planned."""
        count = (self.last - self.first).days + 1
        every = (self.first + n * _DAY for n in range(count))
        return [d for d in every if not any(since < d < until for since, until in self.rests)]


@dataclass(frozen=True, slots=True)
class Adherence:
    """Planned, told and done. `sessions_planned` are those of the days that were told alone."""

    days_planned: int
    days_told: int
    sessions_planned: int
    sessions_done: int

    @property
    def share(self) -> float | None:
        """Answer the part that was done of what was told, 0 to 1; None where nothing was told."""
        if not self.sessions_planned:
            return None
        return round(self.sessions_done / self.sessions_planned, 3)


def adherence_of(
    planned: PlannedDays, doses: Sequence[TargetDose], told: Iterable[ToldDay]
) -> Adherence:
    """Add up what was told of the planned days.

    A place for three days a week asks for three told days of each week of the plan, whichever
    they are; what is done beyond a week's plan makes up for no other week.
    """
    days = set(planned.days())
    weeks: dict[int, list[ToldDay]] = {}
    for one in told:
        if one.day in days:
            weeks.setdefault((one.day - planned.first).days // _WEEK, []).append(one)
    asked = done = 0
    for week in weeks.values():
        for index, dose in enumerate(doses):
            wanted = dose.sessions_per_day * min(dose.days_per_week, len(week))
            asked += wanted
            done += min(wanted, sum(one.sessions[index] for one in week))
    return Adherence(len(days), sum(len(week) for week in weeks.values()), asked, done)


def joined(several: Iterable[Adherence]) -> Adherence:
    """Add up several plans."""
    found = list(several)
    return Adherence(
        sum(one.days_planned for one in found),
        sum(one.days_told for one in found),
        sum(one.sessions_planned for one in found),
        sum(one.sessions_done for one in found),
    )


@dataclass(frozen=True, slots=True)
class Bar:
    """One day in a row of days: `done` of `asked` sessions; None: nobody told of this day."""

    day: date
    done: int | None
    asked: int


def bars_of(
    planned: PlannedDays,
    doses: Sequence[TargetDose],
    told: Mapping[date, Sequence[int]],
    count: int,
) -> list[Bar]:
    """Answer the newest `count` planned days, oldest first."""
    asked = sum(dose.sessions_per_day for dose in doses)
    return [
        Bar(day, sum(told[day]) if day in told else None, asked) for day in planned.days()[-count:]
    ]
