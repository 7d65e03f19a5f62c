"""Estimate, in millimetres, how a handout's places fit: beside the map, or in two even columns.

The page itself is laid out by the press; the estimate only chooses between arrangements, and errs
on the side of the roomy one. Letters per line are those of Source Sans 3 [P].
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from clinic.paper.measure import width

_HEADING = 10.0  # mm
_SPACE = 0.48  # letters
_SIGN = 3  # letters that the warning sign and the note's rule take from a line


@dataclass(frozen=True, slots=True)
class Sheet:
    """The measures of one layout's front."""

    title: float  # mm of one line of a place's name
    line: float
    gap: float  # mm around one place
    named: int  # letters in a line of a place's name
    beside: int  # letters in a line of its text
    under_map: int
    across: int  # letters in a line of the whole sheet
    top: float  # mm that remain for map and places beside head, strip and a full tick grid
    tick_row: float  # mm that each row missing from a full grid gives back
    full: int  # places of a full grid
    captions: float  # mm a picture needs above and below for its words
    caption_lines: int  # as many as have room
    strip: int  # letters in a line of the emergency signs below
    strip_lines: int  # as many as have room


STANDARD = Sheet(5.3, 4.95, 3.4, 48, 50, 33, 96, 148.0, 6.3, 6, 14.0, 1, 83, 4)
COLUMN = replace(STANDARD, named=36, beside=42)  # one of the two columns of a long plan
LARGE = Sheet(7.9, 7.5, 5.6, 33, 40, 1, 1, 158.0, 0.0, 3, 33.0, 2, 46, 6)
WIDE = replace(LARGE, named=56, beside=62, across=66, top=235.0)  # its places without a map


@dataclass(frozen=True, slots=True)
class PlaceText:
    """The texts of one place, as far as their length matters."""

    title: str
    how: str
    care: str
    note: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The texts around map and places that may take more lines than they usually do."""

    heading: str
    total: str
    strip: str
    captions: tuple[str, ...] = ()
    panel: float = 1.0  # mm


# of a standard sheet's front, in letters of the text's own size, and mm
_HEADING_LINE, _TOTAL_SHARE, _TOTAL_EDGE = 53.5, 0.572, 4.1
_HEADING_HEIGHT = 8.5
_BOLD_LETTER, _EM = 1.86, 4.95  # mm of a bold letter where a line takes so many mm


def beyond_usual(frame: Frame, sheet: Sheet) -> float:
    """Count the mm that long words around map and places take of their room."""
    beside_total = _HEADING_LINE - _TOTAL_SHARE * width(frame.total) - _TOTAL_EDGE
    heading = 0
    if sheet is not LARGE:
        heading = math.ceil(width(frame.heading) / max(beside_total, 1.0)) - 1
    strip = max(0, _lines(frame.strip, sheet.strip) - sheet.strip_lines)
    captions = sum(
        max(0, _lines(text, frame.panel / _BOLD_LETTER * _EM / sheet.line) - sheet.caption_lines)
        for text in frame.captions
    )
    return _HEADING_HEIGHT * heading + sheet.line * (strip + captions)


class Care(StrEnum):
    """Where the cautions stand that several places share."""

    MAP = "map"
    PLACES = "places"
    ACROSS = "across"


@dataclass(frozen=True, slots=True)
class Fit:
    """How the front is arranged: on one page or not, and where the shared cautions stand."""

    fits: bool
    care: Care
    room: float = 0.0  # mm that stay free

    def holds(self, text: str, sheet: Sheet) -> bool:
        """Tell whether a text of the whole sheet's width fits too, with its heading."""
        return _HEADING + sheet.line * _lines(text, sheet.across) <= self.room


def _lines(text: str, letters: float) -> int:
    return sum(_wrapped(part, letters) for part in text.split("\n")) if text else 0


def _wrapped(text: str, letters: float) -> int:
    """Count the lines of a paragraph: words are kept whole, unless one alone is too wide."""
    lines, used = 1, 0.0
    for word in map(width, text.split()):
        is_breakable = word > letters
        if used and not is_breakable and used + _SPACE + word > letters:
            lines, used = lines + 1, 0.0
        used += word + (_SPACE if used else 0.0)
        if used > letters:
            lines, used = lines + int(used / letters), used % letters
    return lines


def _place_height(place: PlaceText, sheet: Sheet) -> float:
    letters = sheet.beside - _SIGN
    rest = sum(_lines(text, letters) for text in (place.how, place.care, place.note))
    return sheet.gap + sheet.title * _lines(place.title, sheet.named) + sheet.line * (1 + rest)


def fit_front(places: Sequence[PlaceText], shared: Sequence[str], left: float, sheet: Sheet) -> Fit:
    """Arrange the front beside pictures that take `left` mm in all."""
    right = sum(_place_height(place, sheet) for place in places)
    title = sheet.title + sheet.gap / 2 if shared else 0.0

    def height(letters: int) -> float:
        return title + sheet.line * sum(_lines(text, letters) for text in shared)

    heights = {
        Care.PLACES: max(left, right + height(sheet.beside)),
        Care.MAP: max(left + height(sheet.under_map), right),
        Care.ACROSS: max(left, right) + height(sheet.across),
    }
    care = min(heights, key=lambda where: heights[where])
    room = sheet.top + sheet.tick_row * (sheet.full - min(len(places), sheet.full))
    return Fit(heights[care] <= room, care, room - heights[care])


def first_column(places: Sequence[PlaceText], sheet: Sheet = COLUMN) -> int:
    """Count the places of the left column that make two columns most even; the left leads."""
    heights = [_place_height(place, sheet) for place in places]
    total, left = sum(heights), 0.0
    for number, height in enumerate(heights):
        if left + height / 2 >= total / 2:
            return number
        left += height
    return len(heights)


def page_turn(places: Sequence[PlaceText], shared: Sequence[str]) -> int | None:
    """Count the places before the page turns in large print, so that both pages are even.

    0 where one page holds all, None where even two do not.
    """
    heights = [_place_height(place, WIDE) for place in places]
    cautions = sum(_lines(text, WIDE.across) for text in shared) * WIDE.line
    if sum(heights) + cautions <= WIDE.top:
        return 0
    for number in range(first_column(places, WIDE), len(places)):
        if max(sum(heights[:number]), sum(heights[number:]) + cautions) <= WIDE.top:
            return number
    return None


# how the lines of a head break: letters in a line, and its mm; the day stands under the giver
Head = Mapping[str, tuple[int, float]]
STANDARD_HEAD: Head = {
    "clinic": (43, 5.5),
    "address": (60, 4.5),
    "by": (45, 4.7),
    "day": (40, 5.4),
    "title": (28, 8.6),
    "whose": (62, 5.4),
}
LARGE_HEAD: Head = {
    "clinic": (29, 8.5),
    "address": (35, 6.4),
    "by": (37, 6.7),
    "day": (36, 6.7),
    "title": (35, 11.6),
    "whose": (66, 7.8),
}
_MARK = 12.0  # mm of the clinic's mark, beside which short lines cost nothing


def further_lines(head: Head, **texts: str) -> float:
    """Answer the mm by which a head is taller than one whose texts take a line each."""
    return _tall(head, texts) - _tall(head, {})


def _tall(head: Head, texts: Mapping[str, str]) -> float:
    mm = {name: max(1, _lines(texts.get(name, ""), row[0])) * row[1] for name, row in head.items()}
    beside = max(_MARK, mm["clinic"] + mm["address"], mm["by"] + mm["day"])
    return beside + mm["title"] + mm["whose"]


@dataclass(frozen=True, slots=True)
class Back:
    """What stands on a standard sheet's back, as far as its length matters."""

    letters: float
    sources: float
    steps: tuple[str, ...]
    today: tuple[str, ...]
    now: tuple[str, ...]
    massager: str
    call: str


# letters of text on a standard sheet's back that leave no room for a line to write on, measured
_FULL_BACK = 720
_FREE_SOURCES = 330  # letters of sources that stand beside the next examination
_LINE = 115  # letters that one line to write on takes the place of
_MOST_LINES = 5
# what steps and stop signs take there in English; a line more takes the place of so many letters
_USUAL_STEPS, _USUAL_SIGNS, _LINE_OF_SIGNS = 5, 11, 75
_STEP, _STEPS_IN_ROW = 24, 4  # letters in a line beside a drawing
_SIGN_TODAY, _SIGN_NOW, _BAR, _CALL = 58, 33, 60, 52  # letters in a line of each


def lines_to_write_on(back: Back) -> int:
    """Count the lines for the patient's own words that a standard sheet's back has room for."""
    heights = [_lines(f"8 {step}", _STEP) for step in back.steps]
    steps = sum(
        max(heights[first : first + _STEPS_IN_ROW])
        for first in range(0, len(heights), _STEPS_IN_ROW)
    )
    now = 1 + sum(_lines(text, _SIGN_NOW) for text in back.now)
    today = _lines(back.call, _CALL) + sum(_lines(text, _SIGN_TODAY) for text in back.today)
    signs = _lines(back.massager, _BAR) - 1 + max(now, today)
    more = max(0, steps - _USUAL_STEPS) + max(0, signs - _USUAL_SIGNS)
    room = _FULL_BACK - back.letters - max(0, back.sources - _FREE_SOURCES) - more * _LINE_OF_SIGNS
    return min(max(0, int(room / _LINE)), _MOST_LINES)
