"""Read a printed page: what stands where, how large and how dark.

Everything is measured on the finished PDF, in points from the page's upper left corner.
"""

from collections.abc import Iterator
from ctypes import addressof, c_double, c_float, c_uint, pointer
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

MM = 72 / 25.4
DOTS = 2.0  # pixels to a point of the picture that backgrounds are taken from


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def shares(self, other: "Box") -> tuple[float, float]:
        """How far two boxes lie over each other, across and down."""
        across = min(self.right, other.right) - max(self.left, other.left)
        return across, min(self.bottom, other.bottom) - max(self.top, other.top)


@dataclass(frozen=True, slots=True)
class Glyph:
    text: str
    box: Box
    baseline: float
    size: float
    ink: tuple[int, int, int]
    run: int  # glyphs that were set in one go share it


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: its letters, and the boxes of all else that leaves ink."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    shapes: tuple[Box, ...]
    picture: np.ndarray


def read(pdf: bytes) -> list[Sheet]:
    """Read every page of a printed document."""
    return [_sheet(page) for page in pypdfium2.PdfDocument(pdf)]


def _sheet(page: pypdfium2.PdfPage) -> Sheet:
    width, height = page.get_size()
    picture = np.asarray(page.render(scale=DOTS).to_pil().convert("L"))
    return Sheet(width, height, tuple(_glyphs(page, height)), tuple(_shapes(page, height)), picture)


def _glyphs(page: pypdfium2.PdfPage, height: float) -> Iterator[Glyph]:
    words = page.get_textpage()
    runs: dict[int, int] = {}
    for index in range(words.count_chars()):
        text = _letter(words, index)
        if not text or pdfium.FPDFText_IsGenerated(words, index) == 1:
            continue
        left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
        pdfium.FPDFText_GetCharBox(words, index, left, right, bottom, top)
        x, y = c_double(), c_double()
        pdfium.FPDFText_GetCharOrigin(words, index, x, y)
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(words, index, matrix)
        ink = [c_uint() for _ in range(4)]
        pdfium.FPDFText_GetFillColor(words, index, *ink)
        run = pdfium.FPDFText_GetTextObject(words, index)
        size = pdfium.FPDFText_GetFontSize(words, index) * abs(matrix.d)
        box = Box(left.value, height - top.value, right.value, height - bottom.value)
        number = runs.setdefault(_address(run), len(runs))
        red, green, blue = (part.value for part in ink[:3])
        yield Glyph(text, box, height - y.value, round(size, 1), (red, green, blue), number)


def _letter(words: pypdfium2.PdfTextPage, index: int) -> str:
    """Answer a letter; one told in two halves is told with the first, a space not at all."""
    code = pdfium.FPDFText_GetUnicode(words, index)
    if 0xD800 <= code < 0xDC00:
        low = pdfium.FPDFText_GetUnicode(words, index + 1)
        return chr(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00))
    return "" if 0xDC00 <= code < 0xE000 else chr(code).strip()


def _address(thing: Any) -> int:
    return addressof(thing.contents) if thing else 0


def _shapes(page: pypdfium2.PdfPage, height: float) -> Iterator[Box]:
    for thing in page.get_objects(max_depth=4):
        if thing.type != pdfium.FPDF_PAGEOBJ_TEXT:
            left, bottom, right, top = _clipped(thing)
            if right > left and top > bottom:
                yield Box(left, height - top, right, height - bottom)


def _clipped(thing: pypdfium2.PdfObject) -> tuple[float, float, float, float]:
    """What is seen of a shape: its own box within the boxes of what it is cut by."""
    left, bottom, right, top = thing.get_bounds()
    clip = pdfium.FPDFPageObj_GetClipPath(thing)
    for path in range(max(0, pdfium.FPDFClipPath_CountPaths(clip))):
        corners = [
            _corner(pdfium.FPDFClipPath_GetPathSegment(clip, path, number))
            for number in range(pdfium.FPDFClipPath_CountPathSegments(clip, path))
        ]
        if corners:
            xs, ys = zip(*corners, strict=True)
            left, right = max(left, min(xs)), min(right, max(xs))
            bottom, top = max(bottom, min(ys)), min(top, max(ys))
    return left, bottom, right, top


def _corner(segment: Any) -> tuple[float, float]:
    x, y = c_float(), c_float()
    pdfium.FPDFPathSegment_GetPoint(segment, pointer(x), pointer(y))
    return x.value, y.value
