"""Estimate, in millimetres, how a handout's places fit: beside the map, or in two even columns.

The page itself is laid out by the press; the estimate only chooses between arrangements, and errs
on the side of the roomy one. Letters per line are those of Source Sans 3 [P].
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from clinic.paper.words import width

_HEADING = 10.0  # mm
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


STANDARD = Sheet(5.3, 4.95, 3.4, 48, 50, 33, 96, 148.0, 6.3, 6, 14.0)
COLUMN = replace(STANDARD, named=36, beside=42)  # one of the two columns of a long plan
LARGE = Sheet(7.9, 7.5, 5.6, 36, 42, 1, 1, 160.0, 0.0, 3, 33.0)
WIDE = replace(LARGE, named=56, beside=62, across=66, top=235.0)  # its places without a map


@dataclass(frozen=True, slots=True)
class PlaceText:
    """The texts of one place, as far as their length matters."""

    title: str
    how: str
    care: str
    note: str


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


def _lines(text: str, letters: int) -> int:
    return sum(math.ceil(max(width(part), 1) / letters) for part in text.split("\n")) if text else 0


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


def page_turn(places: Sequence[PlaceText], shared: Sequence[str]) -> int:
    """Count the places before the page turns in large print, so that both pages are even; or 0."""
    cautions = sum(_lines(text, WIDE.across) for text in shared) * WIDE.line
    height = sum(_place_height(place, WIDE) for place in places) + cautions
    return first_column(places, WIDE) if WIDE.top < height < 2 * WIDE.top else 0


# letters of text on a standard sheet's back that leave no room for a line to write on, measured
_FULL_BACK = 800
_FREE_SOURCES = 330  # letters of sources that stand beside the next examination
_LINE = 115  # letters that one line to write on takes the place of
_MOST_LINES = 5


def lines_to_write_on(letters: int, sources: int) -> int:
    """Count the lines for the patient's own words that a standard sheet's back has room for."""
    room = _FULL_BACK - letters - max(0, sources - _FREE_SOURCES)
    return min(max(0, room // _LINE), _MOST_LINES)
