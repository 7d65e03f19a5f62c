"""Smaller documents: the same picture and the same words in order, in fewer bytes.

Each function says less than WeasyPrint does where more says nothing: a line is drawn in one go, a
coordinate has two digits after the point, a tag has a meaning. The goldens show that nothing else
changes, `tests/paper/test_lean.py` what is left out (docs/paper.md).
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from itertools import groupby
from typing import Any

from clinic.paper.renderer import part_of_renderer

_DRAW = part_of_renderer("draw")
_PDF = part_of_renderer("pdf.stream").pydyf

# --- lines of tables

_draw_collapsed_borders = _DRAW.draw_collapsed_borders
_draw_line = _DRAW.draw_line


class _Unmarked:
    """Stands for a stream while the renderer tells which lines it would draw."""

    @staticmethod
    def artifact() -> AbstractContextManager[None]:
        return nullcontext()

    stacked = artifact


def whole_lines(stream: Any, table: Any) -> None:
    """Draw the lines between cells: where all are alike, each from end to end and in one path."""
    lines: list[tuple[Any, ...]] = []
    _DRAW.draw_line = lambda _stream, *line: lines.append(line)
    try:
        _draw_collapsed_borders(_Unmarked, table)
    finally:
        _DRAW.draw_line = _draw_line
    kinds = {line[4:] for line in lines}
    if len(kinds) == 1 and lines[0][5] == "solid":
        width, _, colour = kinds.pop()
        with stream.artifact(), stream.stacked():
            stream.set_color(colour, stroke=True)
            stream.set_line_width(width)
            for start_x, start_y, end_x, end_y in _joined(lines):
                stream.move_to(start_x, start_y)
                stream.line_to(end_x, end_y)
            stream.stroke()
        return
    for line in lines:
        with stream.artifact(), stream.stacked():
            _draw_line(stream, *line)


def _joined(lines: list[tuple[Any, ...]]) -> Iterator[tuple[float, float, float, float]]:
    """Join lines that touch or overlap; each goes across or down."""
    across = sorted((y, x, end) for x, y, end, below, *_ in lines if y == below)
    down = sorted((x, y, end) for x, y, right, end, *_ in lines if y != end)
    for y, run in groupby(across, lambda line: line[0]):
        yield from ((x, y, end, y) for x, end in _runs(run))
    for x, run in groupby(down, lambda line: line[0]):
        yield from ((x, y, x, end) for y, end in _runs(run))


def _runs(lines: Iterator[tuple[float, float, float]]) -> Iterator[tuple[float, float]]:
    _, start, end = next(lines)
    for _, next_start, next_end in lines:
        if next_start <= end:
            end = max(end, next_end)
        else:
            yield start, end
            start, end = next_start, next_end
    yield start, end


# --- numbers and letters


def _to(*numbers: float) -> bytes:
    """Write coordinates to a hundredth; WeasyPrint writes six digits after the point."""
    return " ".join([f"{round(number, 2):g}" for number in numbers]).encode()


def _move_to(stream: Any, x: float, y: float) -> None:
    stream.stream.append(_to(x, y) + b" m")


def _line_to(stream: Any, x: float, y: float) -> None:
    stream.stream.append(_to(x, y) + b" l")


def _curve_to(stream: Any, *points: float) -> None:
    stream.stream.append(_to(*points) + b" c")


def _rectangle(stream: Any, *sides: float) -> None:
    stream.stream.append(_to(*sides) + b" re")


def _set_text_matrix(stream: Any, *matrix: float) -> None:
    *turned, x, y = matrix
    told = " ".join([f"{number:.6g}" for number in turned]).encode()
    stream.stream.append(told + b" " + _to(x, y) + b" Tm")


def _show_text(stream: Any, text: str) -> None:
    """Write letters without the nothing that the renderer leaves between two of them."""
    stream.stream.append(f"[{text.replace('>0<', '').removesuffix('0')}] TJ".encode())


# --- tags

_PLAIN = {"Type", "S", "K", "Pg", "P"}
_MEANINGLESS = {"/Span", "/NonStruct", "/Div"}
_HOLDS_TEXT = {f"/{name}" for name in ("P", "TH", "TD", "LBody", "Caption", "Span")} | {
    f"/H{level}" for level in range(1, 7)
}


def _gone() -> Any:
    """Answer what stands at a number that no object has any more."""
    nothing = _PDF.Object()
    nothing.number, nothing.generation, nothing.free = 0, 65535, "f"
    return nothing


class _Tree:
    """The tag tree of a document, while what means nothing leaves it.

    A run of letters, a `<b>`, a `<br>`, or a block around blocks has a tag that says nothing: what
    it holds goes to the tag around it, in the same place. A block of letters is a paragraph. And
    the heads of a table say what they head, rather than each cell which heads it has.
    """

    def __init__(self, pdf: Any) -> None:
        self._objects = pdf.objects
        self._root = self._named(pdf.catalog["StructTreeRoot"])
        numbers = self._named(self._root["ParentTree"])["Nums"]
        # of each page, the tags that hold its marked letters and pictures
        self._owners = dict(zip(pdf.page_references, numbers[1::2], strict=False))

    def prune(self) -> None:
        for top in self._root["K"]:
            self._prune(self._named(top))

    def _named(self, reference: bytes) -> Any:
        return self._objects[int(reference[:-4])]  # without its ` 0 R`

    def _prune(self, element: Any, scope: str = "/Row") -> None:
        if element["S"] == "/THead":
            scope = "/Column"
        for kid in element["K"]:
            if below := self._tag(kid):
                self._prune(below, scope)
        if element["S"] == "/Div" and self._is_paragraph(element):
            element["S"] = "/P"
        kept: list[Any] = []
        waiting = [*reversed(element["K"])]
        while waiting:
            kid = waiting.pop()
            below = self._tag(kid)
            if below and self._says_nothing(below, element):
                waiting += reversed(self._handed_up(below, element))
            else:
                kept.append(kid)
        element["K"] = _PDF.Array(kept)
        if element["S"] in {"/TH", "/TD"}:
            _head_simply(element, scope)

    def _tag(self, kid: Any) -> Any:
        """Answer a tag; None for marked letters, a picture, or a link's place on the page."""
        below = None if isinstance(kid, int) else self._named(kid)
        return below if below and "K" in below else None

    def _is_paragraph(self, block: Any) -> bool:
        """Ask whether a block holds letters, and no picture or other block."""
        inner = [tag for kid in block["K"] if (tag := self._tag(kid))]
        return any(tag["K"] for tag in inner) and all(map(self._is_text, inner))

    def _is_text(self, tag: Any) -> bool:
        inner = [below for kid in tag["K"] if (below := self._tag(kid))]
        return tag["S"] in {"/Span", "/NonStruct"} and all(map(self._is_text, inner))

    def _says_nothing(self, tag: Any, above: Any) -> bool:
        is_again = tag["S"] == above["S"] == "/P"
        if not (is_again or tag["S"] in _MEANINGLESS) or not _PLAIN.issuperset(tag):
            return False
        if any(isinstance(kid, int) for kid in tag["K"]):
            return above["S"] in _HOLDS_TEXT and above["Pg"] == tag["Pg"]
        # a caption stays beside what it is the caption of
        return all(self._named(kid).get("S") != "/Caption" for kid in tag["K"])

    def _handed_up(self, tag: Any, above: Any) -> list[Any]:
        for kid in tag["K"]:
            if isinstance(kid, int):
                self._owners[tag["Pg"]][kid] = above.reference
            else:
                self._named(kid)["P"] = above.reference
        self._objects[tag.number] = _gone()
        return list(tag["K"])


def _head_simply(cell: Any, scope: str) -> None:
    cell.pop("ID", None)
    cell["A"].pop("Headers", None)
    if cell["S"] == "/TH":
        cell["A"]["Scope"] = scope
    elif len(cell["A"]) == 1:
        del cell["A"]


def prune_tags(pdf: Any) -> None:
    """Take out of the tag tree what tells a reader nothing."""
    _Tree(pdf).prune()


_page_references = _PDF.PDF.page_references


def kept_references(pdf: Any) -> tuple[bytes, ...]:
    """Answer how a document names its pages: asked for every tag, and new only with a page."""
    pages = len(pdf.pages["Kids"])
    known = vars(pdf).get("_references")
    if known is None or known[0] != pages:
        known = pdf._references = pages, _page_references.fget(pdf)  # noqa: SLF001 (kept on it)
    references: tuple[bytes, ...] = known[1]
    return references


def write_less() -> None:
    """Let the renderer write the short way."""
    _PDF.PDF.page_references = property(kept_references)
    _DRAW.draw_collapsed_borders = whole_lines
    for name, short in _SHORT.items():
        setattr(_PDF.Stream, name, short)


_SHORT = {
    "move_to": _move_to,
    "line_to": _line_to,
    "curve_to": _curve_to,
    "rectangle": _rectangle,
    "set_text_matrix": _set_text_matrix,
    "show_text": _show_text,
}
