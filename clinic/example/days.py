"""When things are told to have happened: days counted back from today, in clinic hours."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Australia/Melbourne")
SUNDAY = 6
OPENS, CLOSES = time(9), time(17)
# when patients are seen; what belongs to a visit lies between 20 minutes before and 40 after
_SLOTS = tuple(
    time(hour, minute)
    for hour, minute in (
        (9, 20), (10, 10), (11, 0), (11, 50), (13, 30), (14, 20), (15, 10), (16, 0),
    )
)  # fmt: skip
# an odd step walks through all slots, so that not everybody comes at nine
_STEP = 3
_AT_THE_DESK_FROM = time(9, 5)
_BETWEEN_DEEDS = timedelta(minutes=6)


def clinic_day(today: date, ago: int) -> date:
    """Answer the day that many days ago; a Sunday becomes the Saturday before it."""
    day = today - timedelta(days=ago)
    return day - timedelta(days=1) if day.weekday() == SUNDAY else day


def moment(day: date, at: time, minutes: int = 0) -> datetime:
    """Answer an instant of a clinic's day. At these hours no clock is ever set forward or back."""
    told = datetime.combine(day, at, tzinfo=ZONE)
    return told.astimezone(UTC) + timedelta(minutes=minutes)


@dataclass
class Appointments:
    """Who sees a patient when: one at a time, spread over the day."""

    _taken: set[tuple[str, date, time]] = field(default_factory=set)
    _wish: int = 0

    def next_free(self, who: str, day: date) -> datetime:
        """Answer a slot of this day that is still free, and take it."""
        for slot in self._in_turn():
            if (who, day, slot) not in self._taken:
                self._taken.add((who, day, slot))
                return moment(day, slot)
        raise LookupError(f"{who} sees nobody else on {day}.")

    def _in_turn(self) -> Iterator[time]:
        self._wish += 1
        for turn in range(len(_SLOTS)):
            yield _SLOTS[(self._wish + turn) * _STEP % len(_SLOTS)]


@dataclass
class Desk:
    """Work at one desk: deeds in their order, minutes apart, on the days they belong to."""

    today: date
    _last: datetime | None = None

    def next(self, ago: int) -> datetime:
        """Answer when the next deed of that day is done.

        Raises:
            ValueError: it would come before the one that was told before, or after hours.

        """
        day = clinic_day(self.today, ago)
        when = moment(day, _AT_THE_DESK_FROM)
        if self._last is not None:
            when = max(when, self._last + _BETWEEN_DEEDS)
        if when >= moment(day, CLOSES):
            raise ValueError(f"What is told of {day} does not fit in behind {self._last}.")
        self._last = when
        return when
