"""The grid in which a patient ticks what was done: days as columns, or weeks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from clinic.languages import ENGLISH, Spoken
from clinic.paper.words import day_and_month, two_letters

MOST_DAYS = 16  # day columns that fit beside the names (DESIGN 8)
_WEEK = 7
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class TickRow:
    """One place: its number and name, how many ticks a day and days a week."""

    number: int
    name: str
    sessions_per_day: int
    days_per_week: int


@dataclass(frozen=True, slots=True)
class GridShape:
    """How a layout wants its grid: `week_rows` gives each week a table of its own."""

    to: Spoken = ENGLISH
    most_weeks: int = 12
    week_rows: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    upper: str
    lower: str
    weekend: bool = False
    review: bool = False
    days: int = 1


@dataclass(frozen=True, slots=True)
class TickGrid:
    """One table: its columns, and for every row how many boxes each of its cells holds."""

    weekly: bool
    columns: tuple[Column, ...]
    rows: tuple[tuple[TickRow, tuple[int, ...]], ...]


_BOX = 3.08  # mm that a box of 2.7 mm and its gap take


def weekly_row(columns: int, width: float) -> float:
    """Answer the millimetres one row of a weekly grid needs for boxes that a pen can tick."""
    across = max(1, int(width / columns / _BOX))
    return -(-_WEEK // across) * _BOX + 1.0


def tick_grids(
    rows: Sequence[TickRow],
    starts_on: date,
    review_on: date,
    shape: GridShape,
) -> list[TickGrid]:
    """Lay out the time to the next examination.

    Up to 16 days are day columns in one table, or a table for each week; longer plans take a
    column for each week, `most_weeks` to a table.
    """
    days = (review_on - starts_on).days + 1
    if days <= MOST_DAYS:
        columns = [
            _day(starts_on + timedelta(number), review_on, shape.to) for number in range(days)
        ]
        size = _WEEK if shape.week_rows else days
        if shape.week_rows and days % _WEEK == 1 and days > 1:
            columns.pop()  # a table of the examination day alone; the day is printed below anyway
    else:
        weeks = -(-(days - 1) // _WEEK)
        columns = [
            _week(starts_on + timedelta(_WEEK * n), review_on, shape.to) for n in range(weeks)
        ]
        size = shape.most_weeks
    weekly = days > MOST_DAYS
    return [
        _grid(rows, tuple(columns[start : start + size]), weekly=weekly)
        for start in range(0, len(columns), size)
    ]


def _grid(rows: Sequence[TickRow], columns: tuple[Column, ...], *, weekly: bool) -> TickGrid:
    return TickGrid(
        weekly,
        columns,
        tuple(
            (row, tuple(_boxes(row, column, weekly=weekly) for column in columns)) for row in rows
        ),
    )


def _boxes(row: TickRow, column: Column, *, weekly: bool) -> int:
    """Count the boxes of a cell; an empty cell of a day is a box itself."""
    if weekly:
        return min(row.days_per_week, column.days)
    return 0 if row.sessions_per_day == 1 else row.sessions_per_day


def _day(day: date, review_on: date, to: Spoken) -> Column:
    return Column(
        two_letters(day, to.language),
        str(day.day),
        weekend=day.weekday() >= _SATURDAY,
        review=day == review_on,
    )


def _week(first: date, review_on: date, to: Spoken) -> Column:
    days = min(_WEEK, (review_on - first).days)
    return Column(to.say("from"), day_and_month(first, to.language), days=days)
