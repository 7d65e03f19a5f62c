"""Write a handout's pages as HTML: standard or large print, short plans and long ones."""

from dataclasses import dataclass, replace
from typing import Any

from clinic.anatomy.rules import View
from clinic.handouts.context import HandoutContext, PlaceLine, drawing
from clinic.handouts.fit import (
    LARGE,
    STANDARD,
    Care,
    Fit,
    PlaceText,
    Sheet,
    first_column,
    fit_front,
)
from clinic.paper import words
from clinic.paper.body_map import Front, MapPanel, MapPoint, PanelSize, body_map
from clinic.paper.html import page
from clinic.paper.letters import refuse_unprintable
from clinic.paper.tick_grid import GridShape, TickGrid, TickRow, tick_grids, weekly_row

_SIDES = {"left": "Left", "right": "Right", "midline": "Middle"}
_REACH = {"self": "", "strap": "Use the strap.", "helper": "Ask somebody to help you."}
_SHORT = 19  # letters of a place's name that fit the tick grid
_BESIDE_FIGURE = 9.0  # mm of the shared cautions that stand beside the small figure
_MOST_PAGES = {"standard": 2, "large_print": 4}  # of a handout that is not crowded
_GRID_DAYS = 141.0  # mm that a grid's columns have beside the names (handout.css)
_MOST_DOTS = 40  # beyond it a row of dots tells no more than the number


class UnsoundHandout(ValueError):
    """Say that a handout would go out without its stop signs, or with a claim without source."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """What the paper size of one layout allows."""

    template: str
    sheet: Sheet
    beside: int  # places that fit beside the map; more of them get pages of their own
    few: dict[int, PanelSize]  # by number of views
    many: dict[int, PanelSize]
    weeks: int  # week columns in one table
    week_rows: bool


_LAYOUTS = {
    "standard": _Layout(
        "handout-standard.html",
        STANDARD,
        6,
        {
            1: PanelSize(74, 78, 32),
            2: PanelSize(56, 56, 34),
            3: PanelSize(56, 34, 28, 7, 7.6),
            4: PanelSize(56, 25, 22, 6, 7.0),
        },
        {
            1: PanelSize(130, 172, 84),
            2: PanelSize(86, 124, 46),
            3: PanelSize(86, 58, 30),
            4: PanelSize(86, 58, 30),
        },
        12,
        week_rows=False,
    ),
    "large_print": _Layout(
        "handout-large.html",
        LARGE,
        3,
        {
            1: PanelSize(58, 96, 0, 9, 9.6),
            2: PanelSize(58, 42, 0, 9, 9.6),
        },
        {
            1: PanelSize(128, 112, 60, 11, 11.8),
            2: PanelSize(86, 96, 40, 10, 10.8),
            3: PanelSize(86, 44, 28, 9, 9.6),
            4: PanelSize(86, 44, 28, 9, 9.6),
        },
        4,
        week_rows=True,
    ),
}


@dataclass(frozen=True, slots=True)
class Place:
    """One place in the words of the page."""

    number: int
    name: str
    muscle: str
    dose: tuple[str, ...]
    how: str
    care: str
    care_elsewhere: bool
    note: str


@dataclass(frozen=True, slots=True)
class SharedCare:
    """One caution that several places share, printed once with their numbers."""

    numbers: tuple[int, ...]
    text: str


@dataclass(frozen=True, slots=True)
class HandoutPages:
    """A handout in two arrangements: the first if it takes no more than `most` pages."""

    tight: str
    roomier: str
    most: int


def handout_pages(context: HandoutContext) -> HandoutPages:
    """Write the whole handout; refuse one without stop signs or with an unsourced claim.

    The second arrangement has lines to write on before the sheet's end, kept together with it: no
    sheet ends in a page with two words.
    """
    _refuse_unsound(context)
    refuse_unprintable(context)
    values = _values(context)
    template = _LAYOUTS[context.layout].template
    return HandoutPages(
        page(template, **values, roomy=False),
        page(template, **values, roomy=True),
        _MOST_PAGES[context.layout] + bool(values["crowded"]),
    )


def handout_html(context: HandoutContext) -> str:
    """Write the whole handout in its first arrangement."""
    return handout_pages(context).tight


def _values(context: HandoutContext) -> dict[str, Any]:
    layout = _LAYOUTS[context.layout]
    views = {place.view for place in context.places if place.view}
    places, shared = [_place(line, context) for line in context.places], _shared(context)
    few = layout.few.get(len(views))
    texts = [PlaceText(f"{p.name} · {p.muscle}", p.how, p.care, p.note) for p in places]
    grids = _grids(context, layout)
    fit = _fit(texts, shared, layout, len(views), _more_of_the_grid(grids, layout))
    is_small = False
    if not fit.fits:
        # the boxes of a weekly grid are as large as the page permits
        smaller = _fit(texts, shared, layout, len(views), 0.0)
        is_small, fit = smaller.fits, smaller
    left = first_column(texts)
    crowded = len(places) > layout.beside or (bool(views) and few is None) or not fit.fits
    size = layout.many.get(len(views)) if crowded else few
    return {
        "paper": context,
        "places": places,
        "columns": (places[:left], places[left:]),
        "shared": shared,
        "care": (fit.care if views else Care.PLACES).value,
        "maps": _maps(context, size) if size else [],
        "captions": _captions(context),
        "crowded": crowded,
        "grids": grids,
        "small_boxes": is_small and not crowded,
        "total": _total(context),
        "left_words": _left_words(context),
        "dots": _dots(context),
        "foot": _foot(context),
    }


def _more_of_the_grid(grids: list[TickGrid], layout: _Layout) -> float:
    """Count the millimetres that boxes in several rows add to the grid's rows."""
    if layout.week_rows or not grids[0].weekly:
        return 0.0
    grid = grids[0]
    row = weekly_row(len(grid.columns), _GRID_DAYS) - layout.sheet.tick_row
    return max(0.0, row) * len(grid.rows)


def _fit(
    texts: list[PlaceText], shared: list[SharedCare], layout: _Layout, views: int, grid: float
) -> Fit:
    """Judge whether map and places fit one page together."""
    size = layout.few.get(views)
    cautions = [f"Place {', '.join(map(str, care.numbers))}: {care.text}" for care in shared]
    if size is None:
        left = 0.0
    elif views == 1:
        left = (
            size.height
            + layout.sheet.captions
            + size.whole_height
            - (_BESIDE_FIGURE if shared else 0)
        )
    else:
        left = views * (size.height + layout.sheet.captions)
    return fit_front(texts, cautions, left, replace(layout.sheet, top=layout.sheet.top - grid))


def _refuse_unsound(context: HandoutContext) -> None:
    signs = context.stop_signs
    if not (signs.emergency and signs.today and signs.massager):
        raise UnsoundHandout("A handout never goes out without its stop signs.")
    known = range(1, len(context.sources) + 1)
    for statement in context.statements + context.limits:
        if not statement.references or any(number not in known for number in statement.references):
            raise UnsoundHandout("Every claim on a handout names a source that is printed with it.")


def _title(line: PlaceLine) -> str:
    if line.side == "midline":
        return line.plain_name
    return f"{_SIDES[line.side]}: {words.lower_first(line.plain_name)}"


def _short_title(line: PlaceLine) -> str:
    """Name a place in the grid: as many whole words as fit, without the word muscle."""
    named = [word for word in line.plain_name.split() if word.lower() not in {"muscle", "muscles"}]
    short = words.lower_first(words.clip(named[0], _SHORT) if named else "")
    for word in named[1:]:
        if len(short) + 1 + len(word) > _SHORT:
            break
        short += f" {word}"
    return short if line.side == "midline" else f"{line.side[0].upper()} {short}"


def _shared(context: HandoutContext) -> list[SharedCare]:
    """Gather the cautions of two and more places, in the order of the places."""
    holders: dict[str, list[int]] = {}
    for line in context.places:
        for caution in dict.fromkeys(line.cautions):
            holders.setdefault(caution, []).append(line.number)
    return [
        SharedCare(tuple(numbers), words.sentence(caution))
        for caution, numbers in holders.items()
        if len(numbers) > 1
    ]


def _place(line: PlaceLine, context: HandoutContext) -> Place:
    same = [
        other for other in context.places if (other.muscle, other.side) == (line.muscle, line.side)
    ]
    site = f", spot {line.site}" if line.site and len(same) > 1 else ""
    shared = {care.text for care in _shared(context) if line.number in care.numbers}
    return Place(
        number=line.number,
        name=_title(line),
        muscle=line.muscle_name + site,
        dose=(
            f"{line.seconds} seconds",
            words.often(line.sessions_per_day, line.days_per_week),
            words.speed(line.frequency_hz, line.dial_mark),
        ),
        how=words.sentences((line.position, _REACH[line.reach])),
        care=words.sentences(
            [text for text in line.cautions if words.sentence(text) not in shared]
        ),
        care_elsewhere=bool(shared),
        note=line.note.strip(),
    )


def _maps(context: HandoutContext, size: PanelSize) -> list[MapPanel]:
    points = [
        MapPoint(
            line.number, line.view, line.x, line.y, line.muscle, line.side, _title(line)
        )
        for line in context.places
        if line.view
    ]  # fmt: skip
    front = Front.MIRROR if context.letterhead.front_as_in_a_mirror else Front.FACING
    drawings = {point.view: drawing(View(point.view)) for point in points}
    return body_map(points, drawings, size, front)


def _captions(context: HandoutContext) -> dict[str, str]:
    """Name each view's part of the body where all its places share one, or their side."""
    captions = {}
    for view in {line.view for line in context.places if line.view}:
        shown = [line for line in context.places if line.view == view]
        side = _shared_by({"" if line.side == "midline" else line.side for line in shown})
        region = _shared_by({line.region_name.lower() for line in shown})
        named = f"{side} {region or 'side' if side else region}".strip()
        captions[view] = f"Your {named}" if named else "You"
    return captions


def _shared_by(words_of_all: set[str]) -> str:
    return words_of_all.pop() if len(words_of_all) == 1 else ""


def _grids(context: HandoutContext, layout: _Layout) -> list[TickGrid]:
    rows = [
        TickRow(line.number, _short_title(line), line.sessions_per_day, line.days_per_week)
        for line in context.places
    ]
    return tick_grids(
        rows,
        context.starts_on,
        context.review_on,
        GridShape(context.language, layout.weeks, layout.week_rows),
    )


def _total(context: HandoutContext) -> str:
    places = words.count(len(context.places), "place")
    if any(line.days_per_week != 7 for line in context.places):  # noqa: PLR2004 - a week
        return f"Each time: {places}, {words.minutes(context.seconds_per_session)}"
    if context.seconds_per_day == context.seconds_per_session:
        return f"Every day: {places}, {words.minutes(context.seconds_per_day)}"
    return f"Every day: {places}, {words.minutes(context.seconds_per_day)} in all"


def _left_words(context: HandoutContext) -> str:
    """Count what is left, and what two examinations did not find; nothing is said of nothing."""
    gone = context.places_not_found
    if context.places_left:
        left = f"{words.count(context.places_left, 'place')} left"
        return f"{left}, {gone} not found on two examinations" if gone else left
    return f"{words.count(gone, 'place')} not found on two examinations" if gone else ""


def _dots(context: HandoutContext) -> list[bool]:
    """Draw one dot for each place ever found: True is left, False is not found any more."""
    dots = [True] * context.places_left + [False] * context.places_not_found
    return dots if len(dots) <= _MOST_DOTS else []


def _foot(context: HandoutContext) -> str:
    parts = (
        words.clip(context.patient.full_name, 44),
        f"file {words.clip(context.patient.file_number, 16)}"
        if context.patient.file_number
        else "",
        f"issued {words.short_day(context.issued_on, context.language)}",
        words.clip(context.status_line, 70),
        context.short_code,
    )
    return " · ".join(part for part in parts if part)
