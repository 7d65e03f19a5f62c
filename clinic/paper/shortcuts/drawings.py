"""Drawings and colours, read once."""

from copy import copy
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from clinic.paper.renderer import SVGImage, part_of_renderer
from clinic.paper.shortcuts.keeping import MOST_KEPT
from clinic.paper.shortcuts.reading import KEPT_DRAWING

_HTML = part_of_renderer("html")
_DRAWINGS = part_of_renderer("svg")
_UTILS = part_of_renderer("svg.utils")

_draw_path = _DRAWINGS.TAGS["path"]
_STROKES = part_of_renderer("pdf.stream").pydyf.Stream
_MARKERS = ("marker-start", "marker-mid", "marker-end")
_strokes: dict[str, bytes] = {}


def kept_path(svg: Any, node: Any, font_size: float) -> None:
    """Write a path's strokes; a part of it that begins with an absolute move is read once."""
    path = node.get("d", "")
    if not path.startswith("M") or any(map(node.get, _MARKERS)):
        _draw_path(svg, node, font_size)
        return
    if len(_strokes) > MOST_KEPT:
        _strokes.clear()
    written = svg.stream.stream
    written.append(b"0 0 m")  # as the renderer begins every path
    for part in path[1:].split("M"):
        if part not in _strokes:
            _strokes[part] = _drawn_alone(f"M{part}", svg, font_size)
        written.append(_strokes[part])


def _drawn_alone(path: str, svg: Any, font_size: float) -> bytes:
    alone = SimpleNamespace(stream=_STROKES(), point=svg.point)
    _draw_path(alone, SimpleNamespace(vertices=[], get=lambda *_: path), font_size)
    return b"\n".join(alone.stream.stream[1:])


class KeptDrawing(SVGImage):  # type: ignore[misc]  # the renderer has no types
    """A drawing that is on many sheets: what it writes into a page is kept.

    Only for drawings of bare shapes (`reading.KEPT_DRAWING`): those write operators into the page's
    own stream, and nothing that a document would have to know of but how opaque a colour is.
    """

    def __init__(self, tree: Any, base_url: Any, url_fetcher: Any, context: Any) -> None:
        """Read the drawing, whose document is forgotten."""
        super().__init__(tree, base_url, url_fetcher, context)
        self._context = None
        self._drawn: dict[Any, tuple[list[bytes], dict[str, Any]]] = {}

    def draw(self, stream: Any, width: float, height: float, _style: Any) -> None:
        """Draw it as large as this."""
        colours = stream._current_color, stream._current_color_stroke  # noqa: SLF001 (its state)
        alphas = stream._current_alpha, stream._current_alpha_stroke  # noqa: SLF001 (as above)
        states = stream._resources["ExtGState"]  # noqa: SLF001 (as above)
        key = width, height, colours, alphas
        if key in self._drawn:
            operators, named = self._drawn[key]
            stream.stream += operators
            states.update({name: named[name] for name in named if name not in states})
            # as at the end of all that is drawn between a `q` and a `Q`
            stream._current_color = stream._current_color_stroke = None  # noqa: SLF001
            stream._current_alpha = stream._current_alpha_stroke = None  # noqa: SLF001
            stream._current_font = None  # noqa: SLF001
            return
        before = len(stream.stream)
        self._svg.draw(stream, width, height, None, None)  # what fails is raised, and not kept
        self._svg.stream = None
        operators = stream.stream[before:]
        named = {name: states[name] for name in states if f"/{name} gs".encode() in operators}
        if len(self._drawn) < _SIZES_KEPT:
            self._drawn[key] = operators, named


_SIZES_KEPT = 50  # of one drawing
_MOST_DRAWINGS = 1_000
_drawings: dict[Any, KeptDrawing] = {}


def kept_drawing(tree: Any, base_url: Any, url_fetcher: Any, context: Any) -> Any:
    """Read a drawing, or answer it as it was read before."""
    source = tree.get(KEPT_DRAWING)
    if source is None:
        return SVGImage(tree, base_url, url_fetcher, context)
    if source not in _drawings:
        if len(_drawings) >= _MOST_DRAWINGS:
            _drawings.clear()
        _drawings[source] = KeptDrawing(tree, base_url, url_fetcher, context)
    return _drawings[source]


_color = _UTILS.color
_color_once = lru_cache(maxsize=500)(_color)


def kept_color(written: str) -> Any:
    """Read a colour; who gets it may make it fainter."""
    return copy(_color_once(written))


_size = _UTILS.size
EVERYWHERE = ((_color, kept_color), (_size, lru_cache(maxsize=2000)(_size)))
HERE = (
    (_DRAWINGS, "TAGS", _DRAWINGS.TAGS | {"path": kept_path}),
    (_HTML, "SVGImage", kept_drawing),
)
