"""Write a handout's pages as HTML: standard or large print, short plans and long ones."""

from dataclasses import dataclass
from typing import Any

from clinic.anatomy.rules import View
from clinic.handouts.context import HandoutContext, PlaceLine, drawing
from clinic.handouts.fit import (
    Care,
    PlaceText,
    first_column,
    page_turn,
)
from clinic.handouts.layouts import (
    LAYOUTS,
    SIGNS_NOW,
    SIGNS_TODAY,
    STEPS,
    Measures,
    fit_layout,
    further_grids,
    lower,
    more_around,
    more_head,
    more_of_the_grid,
    note_under_ticks,
    room_to_write,
    tick_rows,
)
from clinic.languages import Spoken, marked
from clinic.paper import words
from clinic.paper.body_map import Front, MapPanel, MapPoint, PanelSize, body_map
from clinic.paper.html import page
from clinic.paper.letters import refuse_unprintable
from clinic.paper.measure import width
from clinic.paper.tick_grid import GridShape, TickGrid, TickRow, tick_grids

_LETTERS = {"left": marked("L"), "right": marked("R")}
_CAPTIONS = {
    "left": (marked("Your left side"), marked("Your left {part}")),
    "right": (marked("Your right side"), marked("Your right {part}")),
    "": (marked("You"), marked("Your {part}")),
}
_SHORT = 19  # letters of a place's name that fit the tick grid
_MOST_DOTS = 40  # beyond it a row of dots tells no more than the number


class UnsoundHandout(ValueError):
    """Say that a handout would go out without its stop signs, or with a claim without source."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place in the words of the page."""

    number: int
    name: str
    muscle: str
    dose: tuple[str, ...]
    how: str
    care: str
    note: str


@dataclass(frozen=True, slots=True)
class SharedCare:
    """One caution that several places share, printed once with their numbers."""

    numbers: tuple[int, ...]
    text: str


@dataclass(frozen=True, slots=True)
class HandoutPages:
    """A handout in three arrangements: the others where the first ends in a bare page.

    `tighter` has no lines to write on, and a standard sheet's back is set closer; it is empty where
    neither would make a difference.
    """

    tight: str
    tighter: str
    roomier: str


def handout_pages(context: HandoutContext) -> HandoutPages:
    """Write the whole handout; refuse one without stop signs or with an unsourced claim.

    The second arrangement has lines to write on before the sheet's end, kept together with it: no
    sheet ends in a page with two words.
    """
    _refuse_unsound(context)
    refuse_unprintable(context)
    to = context.spoken
    values = _values(context) | {"say": to.say_html, "spoken": to}
    template = LAYOUTS[context.layout].template
    tighter = ""
    if values["lines"] or context.layout == "standard":
        tighter = page(template, **(values | {"lines": 0}), roomy=False, close=True)
    return HandoutPages(
        page(template, **values, roomy=False), tighter, page(template, **values, roomy=True)
    )


def handout_html(context: HandoutContext) -> str:
    """Write the whole handout in its first arrangement."""
    return handout_pages(context).tight


def _values(context: HandoutContext) -> dict[str, Any]:
    layout = LAYOUTS[context.layout]
    views = {place.view for place in context.places if place.view}
    to = context.spoken
    shared = _shared(context)
    places = [_place(line, context, shared) for line in context.places]
    few = layout.few.get(len(views))
    texts = [PlaceText(f"{p.name} · {p.muscle}", p.how, p.care, p.note) for p in places]
    grids = _grids(context, layout)
    cautions = [_numbered(care, to) for care in shared]
    captions = _captions(context)
    total = _total(context)
    more = more_around(context, layout, total, captions, few) + more_head(context, layout)
    more += further_grids(grids, layout)
    fit = fit_layout(texts, cautions, layout, len(views), more + more_of_the_grid(grids, layout))
    is_small = False
    if not fit.fits:
        # the boxes of a weekly grid are as large as the page permits
        smaller = fit_layout(texts, cautions, layout, len(views), more)
        is_small, fit = smaller.fits, smaller
    left = first_column(texts)
    crowded = len(places) > layout.beside or (bool(views) and few is None) or not fit.fits
    size = layout.many.get(len(views)) if crowded else few
    lowered = lower(size, context, layout) if size and crowded else size
    turn = page_turn(texts, cautions)
    return {
        "paper": context,
        "places": places,
        "columns": (places[:left], places[left:]),
        "turn": turn,
        "doses_flow": crowded and turn is None,
        "long_head": size is not None and lowered is None,
        "shared": shared,
        "care": (fit.care if views else Care.PLACES).value,
        "maps": _maps(context, lowered or size) if size else [],
        "captions": captions,
        "crowded": crowded,
        "grids": grids,
        "tick_rows": tick_rows(grids, has_code=bool(context.page_url)),
        "small_boxes": is_small and not crowded,
        "note_in_front": note_under_ticks(context, layout, fit, grids, crowded=crowded),
        "lines": room_to_write(context) if not crowded else 0,
        "total": total,
        "left_words": _left_words(context),
        "dots": _dots(context),
        "foot": _foot(context),
        "signs_today": SIGNS_TODAY,
        "signs_now": SIGNS_NOW,
        "steps": [to.say(step) for step in STEPS[context.layout]],
    }


def _refuse_unsound(context: HandoutContext) -> None:
    signs = context.stop_signs
    if not (signs.emergency and signs.today and signs.massager):
        raise UnsoundHandout("A handout never goes out without its stop signs.")
    known = range(1, len(context.sources) + 1)
    for statement in context.statements + context.limits:
        if not statement.references or any(number not in known for number in statement.references):
            raise UnsoundHandout("Every claim on a handout names a source that is printed with it.")


def _numbered(care: SharedCare, to: Spoken) -> str:
    return to.say("Place {numbers}:", numbers=to.numbers(care.numbers)) + " " + care.text


def _short_title(line: PlaceLine, to: Spoken) -> str:
    """Name a place in the grid: as many whole words as fit, without the word muscle."""
    named = [word for word in line.plain_name.split() if word.lower() not in {"muscle", "muscles"}]
    short = words.lower_first(words.clip(named[0], _SHORT) if named else "")
    for word in named[1:]:
        if width(f"{short} {word}") > _SHORT:
            break
        short += f" {word}"
    return f"{to.say(_LETTERS[line.side])} {short}" if line.side in _LETTERS else short


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


def _place(line: PlaceLine, context: HandoutContext, all_shared: list[SharedCare]) -> Place:
    to = context.spoken
    same = [
        other for other in context.places if (other.muscle, other.side) == (line.muscle, line.side)
    ]
    shared = {care.text for care in all_shared if line.number in care.numbers}
    return Place(
        number=line.number,
        name=words.place_title(line.plain_name, line.side, to),
        muscle=words.spot_name(line.muscle_name, line.site if len(same) > 1 else 0, to),
        dose=(
            to.count(line.seconds, "{n} second", "{n} seconds"),
            words.often(line.sessions_per_day, line.days_per_week, to),
            words.speed(line.frequency_hz, line.dial_mark, to),
        ),
        how=words.sentences((to.apart(words.sentence(line.position)), words.reach(line.reach, to))),
        care=words.sentences(
            [text for text in line.cautions if words.sentence(text) not in shared]
        ),
        note=line.note.strip(),
    )


def _maps(context: HandoutContext, size: PanelSize) -> list[MapPanel]:
    points = [
        MapPoint(
            line.number, line.view, line.x, line.y, line.muscle, line.side,
            words.place_title(line.plain_name, line.side, context.spoken),
        )
        for line in context.places
        if line.view
    ]  # fmt: skip
    front = Front.MIRROR if context.letterhead.front_as_in_a_mirror else Front.FACING
    drawings = {point.view: drawing(View(point.view)) for point in points}
    return body_map(points, drawings, size, front, context.spoken)


def _captions(context: HandoutContext) -> dict[str, str]:
    """Name each view's part of the body where all its places share one, or their side."""
    captions, to = {}, context.spoken
    for view in {line.view for line in context.places if line.view}:
        shown = [line for line in context.places if line.view == view]
        side = _shared_by({"" if line.side == "midline" else line.side for line in shown})
        region = _shared_by({line.region_name for line in shown})
        alone, with_part = _CAPTIONS[side]
        part = words.lower_first(region)
        captions[view] = to.say(with_part, part=part) if part else to.say(alone)
    return captions


def _shared_by(words_of_all: set[str]) -> str:
    return words_of_all.pop() if len(words_of_all) == 1 else ""


def _grids(context: HandoutContext, layout: Measures) -> list[TickGrid]:
    rows = [
        TickRow(
            line.number,
            _short_title(line, context.spoken),
            line.sessions_per_day,
            line.days_per_week,
        )
        for line in context.places
    ]
    return tick_grids(
        rows,
        context.starts_on,
        context.review_on,
        GridShape(context.spoken, layout.weeks, layout.week_rows),
    )


def _total(context: HandoutContext) -> str:
    to = context.spoken
    places = to.count(len(context.places), "{n} place", "{n} places")
    a_day, each = (
        words.minutes(seconds, to)
        for seconds in (context.seconds_per_day, context.seconds_per_session)
    )
    if any(line.days_per_week != 7 for line in context.places):  # noqa: PLR2004 - a week
        return to.say("Each time: {places}, {minutes}", places=places, minutes=each)
    if a_day == each:
        return to.say("Every day: {places}, {minutes}", places=places, minutes=a_day)
    return to.say("Every day: {places}, {minutes} in all", places=places, minutes=a_day)


def _left_words(context: HandoutContext) -> str:
    """Count what is left, and what two examinations did not find; nothing is said of nothing."""
    to, gone = context.spoken, context.places_not_found
    not_found = to.count(
        gone, "{n} place not found on two examinations", "{n} places not found on two examinations"
    )
    if not context.places_left:
        return not_found if gone else ""
    left = to.count(context.places_left, "{n} place left", "{n} places left")
    if not gone:
        return left
    return to.say("{left}, {number} not found on two examinations", left=left, number=gone)


def _dots(context: HandoutContext) -> list[bool]:
    """Draw one dot for each place ever found: True is left, False is not found any more."""
    dots = [True] * context.places_left + [False] * context.places_not_found
    return dots if len(dots) <= _MOST_DOTS else []


def _foot(context: HandoutContext) -> str:
    to, number = context.spoken, words.clip(context.patient.file_number, 16)
    parts = (
        words.clip(context.patient.full_name, 44),
        to.say("file {number}", number=number) if number else "",
        to.say("issued {day}", day=words.short_day(context.issued_on, context.language)),
        words.clip(context.status_line, 70),
        context.short_code,
    )
    return " · ".join(part for part in parts if part)
