"""The register as a table: every point, every examination, six at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from clinic.anatomy.rules import MUSCLES, REGIONS, Place
from clinic.desk.context.line import muscles
from clinic.desk.context.points import (
    GROUPS,
    PointMark,
    Return,
    at_examination,
    came_back,
    day_in,
    long_words,
    mark_then,
    mark_words,
    muscles_of,
    point_marks,
    unseen_places,
)
from clinic.desk.queries.patient import Followed
from clinic.trigger_points.rules import Outcome, TriggerPointState, outcomes_of, summary

AT_A_TIME = 6


@dataclass(frozen=True, slots=True)
class Cell:
    """What one examination said of one point. Without a mark: not examined, or not found yet."""

    mark: str
    words: str
    tenderness: int | None
    back: Return | None
    is_followed: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One point through the examinations that are shown."""

    point: PointMark
    cells: Sequence[Cell]
    now: str
    back: str


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one head: of one state, or of one region."""

    title: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Column:
    """One examination, and the counts that the rules of outcomes give for it."""

    examination_id: str
    day: date
    since: str
    outcome: Outcome
    once: int
    examiner: str
    initials: str
    is_last: bool


@dataclass(frozen=True, slots=True)
class RegisterTable:
    """The whole table of one page."""

    headline: str
    columns: Sequence[Column]
    groups: Sequence[Group]
    legend: Sequence[str]
    examiners: Sequence[tuple[str, str]]
    page: int
    pages: int
    count: int


def register_table(care: Followed, *, page: int, by_region: bool) -> RegisterTable | None:
    """Answer the register, or nothing before the first signed examination."""
    outcomes = outcomes_of(care.register)
    if not outcomes:
        return None
    pages = -(-len(outcomes) // AT_A_TIME)
    page = min(page, pages)
    last = len(outcomes) - (page - 1) * AT_A_TIME
    shown = outcomes[max(0, last - AT_A_TIME) : last]
    first_day = day_in(care.zone, outcomes[0].examined_at)
    initials = _initials(care)
    columns = [
        _column(care, outcome, first_day, initials, is_last=outcome is outcomes[-1])
        for outcome in shown
    ]
    rows = list(_rows(care, [outcome.examination_id for outcome in shown]))
    groups = list(_by_region(rows) if by_region else _by_state(rows, care.days_apart))
    unseen = len(muscles_of(unseen_places(care.register.standings[-1])))
    examiners = dict.fromkeys((c.initials, c.examiner) for c in columns if c.examiner)
    return RegisterTable(
        headline=summary(care.register).headline
        + (f" · {muscles(unseen)} not re-examined" if unseen else ""),
        columns=columns,
        groups=groups,
        legend=_legend(rows),
        examiners=list(examiners),
        page=page,
        pages=pages,
        count=len(outcomes),
    )


def _column(
    care: Followed, outcome: Outcome, first: date, initials: Mapping[str, str], *, is_last: bool
) -> Column:
    day = day_in(care.zone, outcome.examined_at)
    examiner = next(
        s.examination.examiner
        for s in care.register.standings
        if s.examination.id == outcome.examination_id
    )
    return Column(
        examination_id=outcome.examination_id,
        day=day,
        since="first" if day == first else long_words(first, day),
        outcome=outcome,
        once=outcome.points_remaining - outcome.points_active - outcome.points_latent,
        examiner=care.names.get(examiner, ""),
        initials=initials.get(examiner, ""),
        is_last=is_last,
    )


_TITLES = {"dr", "mr", "mrs", "ms", "prof"}


def _initials(care: Followed) -> dict[str, str]:
    """Shorten the examiners' names; two that would be the same stand in full."""
    short = {}
    for user_id, name in care.names.items():
        words = [word for word in name.split() if word.strip(".").lower() not in _TITLES]
        short[user_id] = "".join(word[0].upper() for word in words) or name
    return {
        user_id: text if list(short.values()).count(text) == 1 else care.names[user_id]
        for user_id, text in short.items()
    }


def _rows(care: Followed, examinations: Sequence[str]) -> Iterator[Row]:
    for point in point_marks(care.register.places, care.point_ids):
        place = point.name.place
        cells = [_cell(care, place, examination) for examination in examinations]
        back = [cell.back.words for cell in cells if cell.back is not None]
        is_so_now = bool(cells) and cells[-1].back is not None
        now = mark_words(point.mark)
        yield Row(point, cells, now, back[-1] if is_so_now else "")


def _cell(care: Followed, place: Place, examination_id: str) -> Cell:
    history = care.register.places[place].history
    number = at_examination(history, examination_id)
    if number is None:
        standing = next(s for s in care.register.standings if s.examination.id == examination_id)
        is_followed = place in standing.states
        words = "not examined" if is_followed else "not found yet"
        return Cell("", words, None, None, is_followed)
    entry = history[number]
    mark = mark_then(history, number)
    spot = care.spots.get(examination_id, {}).get(entry.finding_id)
    grade = None if spot is None or entry.by_whole_muscle else spot.tenderness
    back = came_back(history, number, care.zone)
    words = mark_words(mark)
    if mark_words(entry.state.value) not in words:
        words += f", still {mark_words(entry.state.value)}"
    if grade:
        words += f", tenderness {grade} of 4"
    if back is not None:
        words += f", {back.words}"
    return Cell(mark, words, grade or None, back, is_followed=True)


def _by_state(rows: Sequence[Row], days_apart: int) -> Iterator[Group]:
    for title, states in GROUPS:
        mine = [row for row in rows if row.point.state in states]
        if not mine:
            continue
        more = ""
        if TriggerPointState.ELIMINATED in states:
            more = f", not found on two examinations at least {days_apart} days apart"
        elif TriggerPointState.SUSPECTED in states:
            more = ", counted apart"
        yield Group(f"{title}: {len(mine)}{more}", mine)


def _by_region(rows: Sequence[Row]) -> Iterator[Group]:
    regions: dict[str, list[Row]] = {slug: [] for slug in REGIONS}
    for row in sorted(rows, key=lambda row: row.point.name.place):
        muscle = MUSCLES.get(row.point.name.muscle)
        regions.setdefault(muscle.region if muscle else "", []).append(row)
    for slug, mine in regions.items():
        if mine:
            name = REGIONS[slug].name if slug in REGIONS else "Elsewhere"
            yield Group(f"{name}: {len(mine)}", mine)


def _legend(rows: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys(cell.mark for row in rows for cell in row.cells if cell.mark))
