"""The course: pain and points as two panels on one axis of time, and the published comparison."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from clinic.anatomy.rules import MUSCLES
from clinic.desk.context.points import day_in, long_words, on_day
from clinic.desk.queries.patient import Followed
from clinic.evidence.rules import BENCHMARK, REFERENCES
from clinic.handouts.rules import short_citation
from clinic.trigger_points.rules import Outcome, TriggerPointState, outcomes_of

# the plot's own units; it is drawn by attributes, so that no sheet is needed for it
WIDTH, LEFT, RIGHT = 760.0, 44.0, 610.0
_FIRST_BAR, _LAST_BAR = 62.0, 592.0
_PAIN_TOP, _PAIN_FLOOR, _MOST_PAIN = 14.0, 106.0, 10
_BARS_TOP, _BARS_FLOOR = 146.0, 326.0
_COMPARED_TOP, _COMPARED_FLOOR = 398.0, 498.0
_WIDEST_BAR, _NARROWEST_BAR = 34.0, 8.0
_DAY_APART = 50.0  # between two days' names
_MOST_SHOWN = 12
_STEPS = (1, 2, 5, 10, 20, 50, 100)
_MOST_LINES = 4
_WEEK = 7
_TALL_ENOUGH = 18.0  # a bar that can hold its figure
_WIDE_ENOUGH = 16.0


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bar: its kind (active, latent, once), and where it stands."""

    kind: str
    count: int
    y: float
    height: float
    has_figure: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One examination on the plot."""

    x: float
    day: str
    long_day: date
    has_day: bool
    pain: int | None
    pain_y: float
    left: int
    top: float
    parts: Sequence[Part]
    active: int
    latent: int
    once: int


@dataclass(frozen=True, slots=True)
class GridLine:
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Compared:
    """Muscles with an active point beside a published group's, in per cent of their own start."""

    floor: float
    grid: Sequence[GridLine]
    own: str
    own_points: Sequence[tuple[float, float, str]]
    # label, dashes, path, and where its name stands
    groups: Sequence[tuple[str, str, str, float]]
    words: str
    citation: str
    limits: Sequence[str]


@dataclass(frozen=True, slots=True)
class Course:
    """All that the plot and its table of words show."""

    steps: Sequence[Step]
    earlier: int
    bar: float
    pain_path: str
    pain_grid: Sequence[GridLine]
    points_grid: Sequence[GridLine]
    has_once: bool
    height: float
    compared: Compared | None
    not_compared: str
    words: str


def course_of(care: Followed) -> Course | None:
    """Answer the course of a patient, or nothing before the first signed examination."""
    outcomes = outcomes_of(care.register)
    if not outcomes:
        return None
    shown = outcomes[-_MOST_SHOWN:]
    days = [day_in(care.zone, outcome.examined_at) for outcome in shown]
    places = _across(days)
    least = min((b - a for a, b in pairwise(places)), default=_WIDEST_BAR * 2)
    bar = max(_NARROWEST_BAR, min(_WIDEST_BAR, least * 0.8))
    grid, unit = _points_scale(max(outcome.points_remaining for outcome in shown))
    named = _named_days(places)
    steps = [
        _step(outcome, day, x, unit, bar, has_day=number in named)
        for number, (outcome, day, x) in enumerate(zip(shown, days, places, strict=True))
    ]
    compared, reason = _comparison(care, outcomes, shown, places)
    return Course(
        steps=steps,
        earlier=len(outcomes) - len(shown),
        bar=bar,
        pain_path=_path([(s.x, s.pain_y) if s.pain is not None else None for s in steps]),
        pain_grid=[GridLine(_pain_y(value), str(value)) for value in (0, 5, 10)],
        points_grid=grid,
        has_once=any(step.once for step in steps),
        height=_COMPARED_FLOOR + 30 if compared else 360,
        compared=compared,
        not_compared=reason,
        words=_in_words(steps),
    )


def _across(days: Sequence[date]) -> list[float]:
    span = (days[-1] - days[0]).days
    if not span:
        # one examination, or several on one day: side by side, from the left
        return [_FIRST_BAR + number * (_WIDEST_BAR + 8) for number in range(len(days))]
    wide = _LAST_BAR - _FIRST_BAR
    places = [_FIRST_BAR + wide * (day - days[0]).days / span for day in days]
    # two examinations of one week stand beside each other all the same
    for number in range(1, len(places)):
        places[number] = max(places[number], places[number - 1] + _NARROWEST_BAR + 2)
    over = max(0.0, places[-1] - _LAST_BAR)
    return [round(place - over * number / len(places), 1) for number, place in enumerate(places)]


def _named_days(places: Sequence[float]) -> set[int]:
    """Choose the days that are named: the newest always, others where there is room."""
    named, free = set(), float("inf")
    for number in range(len(places) - 1, -1, -1):
        if free - places[number] >= _DAY_APART:
            named.add(number)
            free = places[number]
    return named


def _points_scale(most: int) -> tuple[list[GridLine], float]:
    """Answer the lines of the points' panel, and how tall one point is."""
    step = next((s for s in _STEPS if most / s <= _MOST_LINES - 1), _STEPS[-1])
    unit = (_BARS_FLOOR - _BARS_TOP) / max(most, 4)
    values = range(0, max(most, step) + 1, step)
    return [GridLine(_BARS_FLOOR - value * unit, str(value)) for value in values], unit


def _pain_y(value: int) -> float:
    return round(_PAIN_FLOOR - (_PAIN_FLOOR - _PAIN_TOP) * value / _MOST_PAIN, 1)


def _step(  # noqa: PLR0913 (what an examination is on the plot)
    outcome: Outcome, day: date, x: float, unit: float, bar: float, *, has_day: bool
) -> Step:
    once = outcome.points_remaining - outcome.points_active - outcome.points_latent
    parts, floor = [], _BARS_FLOOR
    kinds = (("active", outcome.points_active), ("latent", outcome.points_latent), ("once", once))
    for kind, count in kinds:
        if not count:
            continue
        tall = round(count * unit, 1)
        floor = round(floor - tall, 1)
        fits = kind == "active" and tall >= _TALL_ENOUGH and bar >= _WIDE_ENOUGH
        parts.append(Part(kind, count, floor, tall, fits))
    return Step(
        x=x,
        day=on_day(day),
        long_day=day,
        has_day=has_day,
        pain=outcome.pain_now,
        pain_y=_pain_y(outcome.pain_now or 0),
        left=outcome.points_remaining,
        top=floor,
        parts=parts,
        active=outcome.points_active,
        latent=outcome.points_latent,
        once=once,
    )


def _path(points: Sequence[tuple[float, float] | None]) -> str:
    """Draw a line through the points; where nobody asked, it is broken."""
    told, pen = [], "M"
    for point in points:
        if point is None:
            pen = "M"
            continue
        told.append(f"{pen}{point[0]:g} {point[1]:g}")
        pen = "L"
    return "".join(told)


def _in_words(steps: Sequence[Step]) -> str:
    pain = ", ".join("not asked" if step.pain is None else str(step.pain) for step in steps)
    left = ", ".join(str(step.left) for step in steps)
    return f"Pain now: {pain}. Points left: {left}."


# -- the published course -------------------------------------------------------------
_BECAUSE = {
    "muscles": "not the same muscles were examined as at the first examination",
    "examiner": "another hand examined than at the first examination",
}


def _comparison(
    care: Followed, outcomes: Sequence[Outcome], shown: Sequence[Outcome], places: Sequence[float]
) -> tuple[Compared | None, str]:
    first, last = outcomes[0], outcomes[-1]
    day = on_day(day_in(care.zone, last.examined_at))
    if len(outcomes) == 1:
        return None, "The published 12-week comparison begins with the second examination."
    if not last.comparable:
        because = " and ".join(_BECAUSE.get(one, one) for one in last.not_comparable_because)
        return None, (
            f"The published 12-week comparison is not drawn for {day}: {because}, "
            "so the counts do not compare."
        )
    if not first.muscles_active:
        return None, (
            "The published 12-week comparison counts muscles with an active point, "
            "and the first examination found none."
        )
    if not _is_of_the_shoulder(care):
        return None, (
            "The published 12-week comparison is of shoulder pain; these points lie elsewhere."
        )
    if shown[0] is not first:
        return None, (
            "The published comparison covers the first 12 weeks, which lie before this plot."
        )
    return _compared(care, first, shown, places), ""


# where the muscles lie that Bron 2011 examined; its limits say: not for other regions
_SHOULDER = {"shoulder-girdle", "neck", "upper-back", "chest", "upper-arm"}


def _is_of_the_shoulder(care: Followed) -> bool:
    """Tell whether every muscle that was active at first is one of the shoulder's."""
    first = care.register.standings[0].states
    active = [place for place, state in first.items() if state is TriggerPointState.ACTIVE]
    return all(MUSCLES[place.muscle].region in _SHOULDER for place in active)


def _compared(
    care: Followed, first: Outcome, shown: Sequence[Outcome], places: Sequence[float]
) -> Compared:
    start = day_in(care.zone, first.examined_at)
    own = [
        (x, 100 * outcome.muscles_active / first.muscles_active)
        for outcome, x in zip(shown, places, strict=True)
        if outcome.comparable
    ]
    most = max(125.0, *(percent for _x, percent in own))

    def y(percent: float) -> float:
        tall = _COMPARED_FLOOR - _COMPARED_TOP
        return round(_COMPARED_FLOOR - tall * percent / most, 1)

    last_day = day_in(care.zone, shown[-1].examined_at)
    weeks = (last_day - start).days / _WEEK
    per_week = (places[-1] - places[0]) / weeks if weeks else 0.0
    groups = []
    for dashes, line in zip(("2 4", "8 4"), BENCHMARK.series, strict=True):
        points = list(_until(zip(BENCHMARK.weeks, line.percent, strict=True), weeks))
        path = _path([(places[0] + week * per_week, y(percent)) for week, percent in points])
        groups.append((line.label, dashes, path, y(points[-1][1])))
    now = shown[-1]
    published = ", ".join(
        f"{line.label.lower()} {line.percent[-1]:g} %" for line in BENCHMARK.series
    )
    return Compared(
        floor=_COMPARED_FLOOR,
        grid=[GridLine(y(value), f"{value} %") for value in (0, 50, 100)],
        own=_path([(x, y(percent)) for x, percent in own]),
        own_points=[(x, y(percent), f"{percent:.0f} %") for x, percent in own],
        groups=groups,
        words=(
            f"Muscles with an active point: {first.muscles_active} at first, "
            f"{now.muscles_active} after {long_words(start, last_day)} "
            f"({100 * now.muscles_active / first.muscles_active:.0f} %). "
            f"Published, at week {BENCHMARK.weeks[-1]}: {published}."
        ),
        citation=f"{BENCHMARK.label} ({short_citation(REFERENCES[BENCHMARK.reference])})",
        limits=BENCHMARK.limits,
    )


def _until(points: Iterator[tuple[int, float]], weeks: float) -> Iterator[tuple[float, float]]:
    """Walk a published line as far as the patient's own time goes, and no further."""
    before: tuple[int, float] | None = None
    for week, percent in points:
        if week > weeks:
            if before is not None and weeks > before[0]:
                part = (weeks - before[0]) / (week - before[0])
                yield weeks, before[1] + part * (percent - before[1])
            return
        yield week, percent
        before = (week, percent)
