"""Look at a printed page as a proofreader does, and say what is wrong with it.

Every check answers faults in words; an empty list is a page that may go out.
"""

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

import numpy as np
import pypdf
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

from tests.paper.printed_page import DOTS, MM, Box, Glyph, Sheet

LEAST_CONTRAST = 7.0  # WCAG 1.4.6
LEAST_FILLED = 0.25  # share of the room above the foot: a page with less on it is a mistake
_OVERHANG = 1.5  # pt: a letter leans over its margin, half a table's rule lies outside
_TOUCHES = 0.8  # pt that the ink of two lines may share: the curve of a bold letter, a mark
_LEANS = 0.5  # of a letter's size that it may reach under the next one, as in Arabic
_AROUND = 1.5  # pt around a letter in which its ground is seen
_PART = 5  # letters that a text broken by the end of a page has on either side at least
# a bracket turns around where the text runs from right to left
_ONE_SHAPE = str.maketrans({")": "("})
_RIGHT_TO_LEFT = {"R", "AL"}
# what a font draws as one with its neighbour, or not at all
_UNDRAWN = {"\u00ad", "\u200d", "\u2060", "\ufe0e", "\ufe0f", "\ufffe", "\x02", "-"}


@dataclass(frozen=True, slots=True)
class Margins:
    """Of one layout, in millimetres; its foot lies below `bottom`."""

    side: float
    top: float
    bottom: float

    def inside(self, box: Box, sheet: Sheet) -> bool:
        """Tell whether a box lies where the page's own text may stand."""
        side, top = self.side * MM - _OVERHANG, self.top * MM - _OVERHANG
        end = sheet.height - self.bottom * MM + _OVERHANG
        return (
            side < box.left and box.right < sheet.width - side and top < box.top < box.bottom < end
        )

    def beside(self, box: Box, sheet: Sheet) -> bool:
        """Tell whether a box lies in the foot, or in the line over the head."""
        side, edge = self.side * MM - _OVERHANG, 3 * MM
        is_foot = box.top > sheet.height - self.bottom * MM - _OVERHANG
        is_over = box.bottom < self.top * MM + _OVERHANG
        within = side < box.left and box.right < sheet.width - side
        return (
            within and (is_foot or is_over) and edge < box.top and box.bottom < sheet.height - edge
        )

    def body(self, sheet: Sheet) -> Iterator[Glyph]:
        """Answer the letters of the page's own text."""
        return (glyph for glyph in sheet.glyphs if not self.beside(glyph.box, sheet))

    def foot(self, sheet: Sheet) -> Iterator[Glyph]:
        """Answer the letters of the foot, and of the line over the head."""
        return (glyph for glyph in sheet.glyphs if self.beside(glyph.box, sheet))


def outside(sheets: Sequence[Sheet], margins: Margins) -> list[str]:
    """Name letters and shapes that leave the page's margins: a cut line, a table too wide."""
    found = []
    for number, sheet in enumerate(sheets, 1):
        things = [(repr(glyph.text), glyph.box) for glyph in sheet.glyphs]
        things += [("a shape", box) for box in sheet.shapes]
        found += [
            f"page {number}: {name} leaves the margins at {box.left:.0f}, {box.top:.0f}"
            for name, box in things
            if not margins.inside(box, sheet) and not margins.beside(box, sheet)
        ]
    return found


def overlapping(sheets: Sequence[Sheet]) -> list[str]:
    """Name letters of one line that lie over letters of another."""
    found = []
    for number, sheet in enumerate(sheets, 1):
        glyphs = sorted(
            (glyph for glyph in sheet.glyphs if not _is_mark(glyph.text)),
            key=lambda glyph: glyph.box.top,
        )
        tops = [glyph.box.top for glyph in glyphs]
        for index, glyph in enumerate(glyphs):
            found += [
                f"page {number}: {glyph.text!r} and {other.text!r} overlap at "
                f"{glyph.box.left:.0f}, {glyph.box.top:.0f}"
                for other in glyphs[index + 1 : bisect_right(tops, glyph.box.bottom)]
                if other.run != glyph.run and _collide(glyph, other)
            ]
    return found


def _collide(one: Glyph, other: Glyph) -> bool:
    """Tell whether two letters lie over each other; on one line some lean over their neighbour."""
    across, down = one.box.shares(other.box)
    leans = _LEANS * one.size if abs(one.baseline - other.baseline) < 1 else _TOUCHES
    return across > leans and down > _TOUCHES


def _is_mark(text: str) -> bool:
    return unicodedata.category(text[0]) in {"Mn", "Mc", "Cf"}


def boxes_for_letters(pdf: bytes) -> list[str]:
    """Name letters that are a box, or nothing: the embedded font has no outline for them."""
    reader = pypdf.PdfReader(BytesIO(pdf))
    found = set()
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            found |= set(_without_outline(font.get_object()))
    return sorted(f"no shape for {letter!r}" for letter in found)


_MEANINGS = re.compile(rb"^<([0-9a-f]{4})> <([0-9a-f]+)>$", re.MULTILINE)


def _without_outline(font: pypdf.generic.DictionaryObject) -> Iterator[str]:
    about = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
    program = next(about[name] for name in ("/FontFile2", "/FontFile3") if name in about)
    shapes = TTFont(BytesIO(program.get_object().get_data()), fontNumber=0)
    outlines, names = shapes.getGlyphSet(), shapes.getGlyphOrder()
    meanings = font["/ToUnicode"].get_object().get_data().partition(b"beginbfchar")[2]
    for glyph, meaning in _MEANINGS.findall(meanings):
        letter = bytes.fromhex(meaning.decode()).decode("utf-16-be", "replace")
        pen, number = BoundsPen(outlines), int(glyph, 16)
        if number < len(names):
            outlines[names[number]].draw(pen)
        if pen.bounds is None and not (letter.isspace() or set(letter) <= _UNDRAWN):
            yield letter


def missing(glyphs: Iterable[Glyph], texts: Iterable[str], least: float = 0.0) -> list[str]:
    """Name texts that are not there as a whole, in letters of at least this size."""
    shown = bare("".join(glyph.text for glyph in glyphs if glyph.size >= least))
    letters = Counter(shown)
    return [f"not printed whole: {text!r}" for text in texts if not _is_there(text, shown, letters)]


def bare(text: str) -> str:
    """Answer the letters of a text: no space, no picture, no capital, no hyphen a line may eat."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_ONE_SHAPE)
    return "".join(
        letter
        for letter in plain
        if not (letter.isspace() or letter in _UNDRAWN or unicodedata.category(letter) == "So")
    )


def _is_there(text: str, shown: str, letters: Counter[str]) -> bool:
    """Find a text, in two parts where a page ends in it.

    Of scripts whose letters are drawn in another order than they are read, find all the letters.
    """
    wanted = bare(text)
    if wanted in shown:
        return True
    if _is_shaped(wanted):
        return not Counter(wanted) - letters
    parts = (at for at in range(_PART, len(wanted) - _PART) if wanted[:at] in shown)
    return any(wanted[at:] in shown for at in parts)


def _is_shaped(text: str) -> bool:
    return any(
        unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT
        or unicodedata.category(letter)[0] == "M"
        for letter in text
    )


def too_small(
    sheets: Sequence[Sheet], margins: Margins, least: float, small: set[float]
) -> list[str]:
    """Name sizes of letters below the least that are no size of the small print."""
    found = {
        (glyph.size, number)
        for number, sheet in enumerate(sheets, 1)
        for glyph in margins.body(sheet)
        if glyph.size < least and glyph.size not in small
    }
    return [f"page {number}: letters of {size} pt" for size, number in sorted(found)]


def bare_pages(sheets: Sequence[Sheet], margins: Margins) -> list[str]:
    """Name pages with next to nothing on them."""
    found = []
    for number, sheet in enumerate(sheets, 1):
        boxes = [glyph.box for glyph in margins.body(sheet)]
        boxes += [box for box in sheet.shapes if not margins.beside(box, sheet)]
        top, room = margins.top * MM, sheet.height - (margins.top + margins.bottom) * MM
        filled = (max((box.bottom for box in boxes), default=top) - top) / room
        if filled < LEAST_FILLED:
            found.append(f"page {number} of {len(sheets)}: filled to {filled:.0%}")
    return found


def too_faint(sheets: Sequence[Sheet]) -> list[str]:
    """Name letters whose ink and ground differ by less than 7 to 1."""
    found = set()
    for number, sheet in enumerate(sheets, 1):
        for glyph in sheet.glyphs:
            if _is_mark(glyph.text):
                continue
            ink = sum(share * _light(part) for share, part in zip(_SHARES, glyph.ink, strict=True))
            ground = _light(_ground(sheet, glyph.box, is_dark=ink < 0.2))
            contrast = (max(ink, ground) + 0.05) / (min(ink, ground) + 0.05)
            if contrast < LEAST_CONTRAST:
                found.add(f"page {number}: ink {glyph.ink} at {contrast:.1f} to 1")
    return sorted(found)


_SHARES = (0.2126, 0.7152, 0.0722)  # of red, green and blue in what the eye calls light (WCAG)


def _light(part: float) -> float:
    """Answer the relative luminance of one colour part, 0 to 255."""
    share = part / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def _ground(sheet: Sheet, box: Box, *, is_dark: bool) -> float:
    """Answer the grey around a letter: that quarter of a frame which is no neighbour's ink."""
    high, wide = sheet.picture.shape
    left, top = int((box.left - _AROUND) * DOTS), int((box.top - _AROUND) * DOTS)
    right, bottom = int((box.right + _AROUND) * DOTS) + 1, int((box.bottom + _AROUND) * DOTS) + 1
    part = sheet.picture[max(top, 0) : min(bottom, high), max(left, 0) : min(right, wide)]
    if not part.size:
        return 255.0
    frame = np.concatenate([part[0], part[-1], part[:, 0], part[:, -1]])
    return float(np.percentile(frame, 75 if is_dark else 25))
