"""Shorter ways to the same page: what WeasyPrint works out anew for each sheet is kept.

Every shortcut stands in for one function of the renderer and answers what that would: none changes
a byte of a document. `tests/paper/test_shortcuts.py` prints with and without them, and fails when
the renderer is another version: then read these functions beside its own again (docs/paper.md).
"""

import re
import sys
from collections.abc import Iterator, Sequence
from functools import lru_cache
from io import BytesIO
from math import inf
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree as ET

from clinic.paper import mended as _mended  # noqa: F401 (first: what is kept is mended)
from clinic.paper.renderer import HTML, StyleFor, URLFetcher, part_of_renderer

WRITTEN_FOR = "70.0"

_CSS = part_of_renderer("css")
_BOXES = part_of_renderer("formatting_structure.boxes")
_LINES = part_of_renderer("text.line_break")
_PERCENT = part_of_renderer("layout.percent")
_DRAWINGS = part_of_renderer("svg")

_SVG = "{http://www.w3.org/2000/svg}"
_DOCTYPE = "<!DOCTYPE html>"
_VOID = re.compile(r"<(br|hr|img|link|meta|wbr)\b([^>]*?)/?>")
_LINK = re.compile(r'<link rel="stylesheet" href="asset:([\w.-]+)">')
_MOST_KEPT = 20_000  # of each kind: bounds the memory of a press that prints strange things
_LONGEST_KEPT = 1_000  # letters of a text whose line breaks are kept


class Page(HTML):  # type: ignore[misc]  # the renderer has no types
    """A page of ours, parsed by expat rather than by the renderer's own parser in Python.

    Our templates close what they open; a page that does not takes the long way.
    """

    def __init__(self, html: str, fetcher: URLFetcher) -> None:
        """Parse a page; `sheets` are the names of its style sheets, in order."""
        self.sheets: list[str] = _LINK.findall(html)
        html = _LINK.sub("", html)
        try:
            tree = _tree(html)
        except ET.ParseError:
            super().__init__(string=html, url_fetcher=fetcher)
            return
        self.base_url, self.url_fetcher, self.media_type = None, fetcher, "print"
        wrap = _CSS.cssselect2.ElementWrapper.from_html_root
        self.wrapper_element = wrap(tree, content_language=None)
        self.etree_element = tree

    def misses(self, pages: Sequence[Any]) -> bool:
        """Ask whether the page names another page than its target's, and correct what it names.

        `<span data-page-of="stop">3</span>` guesses where `id="stop"` is. Most guesses are right
        and the page is laid out once, where the renderer's target-counter() takes two rounds.
        """
        missed = False
        for guess in self.etree_element.findall(".//*[@data-page-of]"):
            target = guess.get("data-page-of")
            found = next((str(n) for n, page in enumerate(pages, 1) if target in page.anchors), "")
            if found != guess.text:
                guess.text, missed = found, True
        return missed


def _tree(html: str) -> ET.Element:
    closed = _VOID.sub(r"<\1\2/>", html.removeprefix(_DOCTYPE))
    tree = ET.fromstring(closed)  # noqa: S314 (written by us, each value escaped)
    for drawing in [*tree.iter("svg")]:
        for part in drawing.iter():
            part.tag = _SVG + part.tag
    return tree


# what an element alone says of its style; the renderer reads no other attribute
_SAYS = ("style", "lang", "id", "name", "width", "height")
_NOT_SHOWN = {"display": ("none",)}


class KeptStyles(StyleFor):  # type: ignore[misc]  # as above
    """Styles that outlive their document.

    An element whose parent has the same style, and on which the same rules match, has the style of
    the one before it; the renderer knows that within one document, and so do we from one to the
    next. What stands inside a drawing is drawn by the drawing and has no style here.
    """

    _kept: dict[Any, tuple[list[tuple[str | None, Any]], Any, Any]] = {}
    _page_sizes: dict[str, Any] = {"box": None, "area": None}

    def __init__(
        self, html: Any, sheets: Any, hints: Any, font_config: Any, target_collector: Any
    ) -> None:
        """Find or compute the style of every element, parents first."""
        self._cascaded_styles: dict[Any, Any] = {}
        self._computed_styles: dict[Any, Any] = {}
        self.initial_page_sizes = self._page_sizes
        self._sheets, self.font_config = sheets, font_config
        if len(self._kept) > _MOST_KEPT:
            self._kept.clear()
        said: dict[Any, list[Any]] = {}
        for specificity, element, declarations, base_url in _CSS.find_style_attributes(
            html.etree_element, hints, html.base_url
        ):
            rules = list(_CSS.preprocess_declarations(base_url, declarations))
            said.setdefault(element, []).append(("author", inf, specificity, rules))
        for wrapper, parent in _shown(html.wrapper_element):
            element = wrapper.etree_element
            found = self._styles_of(wrapper, parent, html, said.get(element, []))
            for pseudo, style in found:
                self._computed_styles[element, pseudo] = style
                if style["anchor"]:
                    target_collector.collect_anchor(style["anchor"])

    def __call__(self, element: Any, pseudo_type: str | None = None) -> Any:
        """Answer the style of an element, or of its `::before` and the like."""
        style = super().__call__(element, pseudo_type)
        return _NOT_SHOWN if style is None and pseudo_type is None else style

    def _styles_of(
        self, wrapper: Any, parent: Any, html: Any, said: list[Any]
    ) -> list[tuple[str | None, Any]]:
        matched = [
            (number, match)
            for number, (sheet, _, _) in enumerate(self._sheets)
            for match in sheet.matcher.match(wrapper)
        ]
        above = None if parent is None else self._computed_styles[parent, None]
        says = tuple(map(wrapper.etree_element.get, _SAYS)) if said else ()
        # what is named by its id is kept beside the style, so that nothing else gets that id
        key = (id(above), says, tuple(id(match[3]) for _, match in matched))
        if key not in self._kept:
            self._kept[key] = self._computed(above, html, said, matched), above, matched
        return self._kept[key][0]

    def _computed(
        self, above: Any, html: Any, said: list[Any], matched: list[Any]
    ) -> list[tuple[str | None, Any]]:
        cascaded: dict[str | None, dict[str, Any]] = {None: {}}
        for origin, layer_order, specificity, rules in said:
            _cascade(cascaded[None], rules, origin, layer_order, specificity)
        for number, (specificity, _, pseudo, (rules, layer)) in matched:
            sheet, origin, of_sheet = self._sheets[number]
            layer_order = inf if layer is None else sheet.layers.index(layer)
            chosen = cascaded.setdefault(pseudo, {})
            _cascade(chosen, rules, origin, layer_order, of_sheet or specificity)

        def style(pseudo: str | None, parent: Any, root: Any) -> Any:
            return _CSS.ComputedStyle(
                parent,
                cascaded[pseudo],
                pseudo,
                root,
                html.base_url,
                self.font_config,
                self.initial_page_sizes,
            )

        is_root = above is None
        root = None if is_root else self._computed_styles[html.etree_element, None]
        own = style(None, above, _CSS.InitialStyle(self.font_config) if is_root else root)
        pseudos = [pseudo for pseudo in cascaded if pseudo is not None]
        return [
            (None, own),
            *((name, style(name, own, own if is_root else root)) for name in pseudos),
        ]


def _shown(root: Any) -> Iterator[tuple[Any, Any]]:
    """Walk the tree in its order with each element's parent, but not into a drawing."""
    waiting: list[tuple[Any, Any]] = [(root, None)]
    while waiting:
        wrapper, parent = waiting.pop()
        yield wrapper, parent
        element = wrapper.etree_element
        if element.tag != f"{_SVG}svg":
            waiting += [(child, element) for child in reversed([*wrapper.iter_children()])]


def _cascade(
    chosen: dict[str, Any], rules: Any, origin: str, layer_order: float, specificity: Any
) -> None:
    for name, values, importance in rules:
        precedence = _CSS.declaration_precedence(origin, importance)
        weight = (precedence, layer_order, specificity)
        if name not in chosen or chosen[name][1] <= weight:
            chosen[name] = values, weight


# of all that a style holds, what decides how a text breaks into lines and how large they are
_OF_TEXT = (
    "direction",
    "font_family",
    "font_feature_settings",
    "font_kerning",
    "font_language_override",
    "font_size",
    "font_stretch",
    "font_style",
    "font_variant_alternates",
    "font_variant_caps",
    "font_variant_east_asian",
    "font_variant_ligatures",
    "font_variant_numeric",
    "font_variant_position",
    "font_variation_settings",
    "font_weight",
    "hyphenate_character",
    "hyphenate_limit_chars",
    "hyphenate_limit_zone",
    "hyphens",
    "lang",
    "letter_spacing",
    "line_height",
    "overflow_wrap",
    "tab_size",
    "text_decoration_line",
    "white_space",
    "word_break",
    "word_spacing",
)
_split_first_line = _LINES.split_first_line
_strut = _LINES.strut
_faces: dict[str, int] = {}
_first_lines: dict[Any, Any] = {}


def _face(style: Any) -> int:
    """Give one number to all styles that set text alike; a style is asked once."""
    face: int | None = style.__dict__.get("_face")
    if face is None:
        told = str([style[name] for name in _OF_TEXT])
        face = style._face = _faces.setdefault(told, len(_faces))  # noqa: SLF001 (kept on it)
    return face


def kept_first_line(  # noqa: PLR0913, PLR0917 (the renderer's signature)
    text: str,
    style: Any,
    context: Any,
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,  # noqa: FBT001, FBT002 (as above)
    minimum: bool = False,  # noqa: FBT001, FBT002 (as above)
) -> Any:
    """Break a text's first line off, or remember where it broke before.

    Most words of a sheet are on every sheet, and the renderer breaks each several times.
    """
    rest = (max_width, justification_spacing, is_line_start, minimum)
    if len(text) > _LONGEST_KEPT:
        return _split_first_line(text, style, context, *rest)
    key = (text, _face(style), *rest)
    if key not in _first_lines:
        if len(_first_lines) > _MOST_KEPT:
            _first_lines.clear()
        _first_lines[key] = _split_first_line(text, style, context, *rest)
    layout, *measured = _first_lines[key]
    again = object.__new__(type(layout))
    again.__dict__.update(layout.__dict__)
    return again, *measured


def kept_strut(style: Any) -> Any:
    """Answer a style's line height and baseline; a style is asked once."""
    strut = style.__dict__.get("_strut")
    if strut is None:
        strut = style._strut = _strut(style)  # noqa: SLF001 (kept on it)
    return strut


_resolve_percentages = _PERCENT.resolve_percentages
_PROBES = ((1000, 1000), (777, 555), (777, "auto"))


def _fixed_sizes(style: Any) -> dict[str, Any] | None:
    """Answer the sizes of a style that has no percentage; None where they hang on the box."""
    if style["border_collapse"] == "collapse":
        return None
    tried = []
    for around in _PROBES:
        box = SimpleNamespace(style=style)
        _resolve_percentages(box, around)
        tried.append(vars(box))
    if any(sizes != tried[0] for sizes in tried):
        return None
    del tried[0]["style"]
    return tried[0]


def kept_percentages(box: Any, containing_block: Any) -> None:
    """Set the sizes that a style gives to its box; a style without percentages is asked once."""
    known = box.style.__dict__
    if "_sizes" not in known:
        known["_sizes"] = _fixed_sizes(box.style)
    if known["_sizes"] is None or isinstance(box, _BOXES.PageBox):
        _resolve_percentages(box, containing_block)
    else:
        box.__dict__.update(known["_sizes"])


_is_in_normal_flow = _BOXES.Box.is_in_normal_flow


def kept_normal_flow(box: Any) -> bool:
    """Tell whether a box stands in the flow; a style is asked once."""
    known = box.style.__dict__
    if "_flows" not in known:
        known["_flows"] = _is_in_normal_flow(box)
    return bool(known["_flows"])


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
    if len(_strokes) > _MOST_KEPT:
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


_FONT_FILES = part_of_renderer("pdf.fonts")
_subset_by_fonttools = _FONT_FILES.Font._fonttools_subset  # noqa: SLF001 (what is stood in for)


def subset_without_layout(font: Any, to_unicode: Any, hinting: Any) -> None:
    """Cut a font by fontTools, which reads the tables of ligatures before it throws them away.

    Only where the system has no HarfBuzz subset library; no table of these is in a document.
    """
    font.file_content = _without_layout(font.file_content, font.index)
    _subset_by_fonttools(font, to_unicode, hinting)


@lru_cache(maxsize=64)
def _without_layout(content: bytes, index: int) -> bytes:
    file, smaller = _FONT_FILES.TTFont(BytesIO(content), fontNumber=index, lazy=True), BytesIO()
    file.recalcTimestamp = False
    for table in {"GPOS", "GSUB"}.intersection(file.keys()):
        del file[table]
    file.save(smaller, reorderTables=None)
    return smaller.getvalue()


_STAND_INS: tuple[tuple[Any, Any], ...] = (
    (StyleFor, KeptStyles),
    (_split_first_line, kept_first_line),
    (_strut, kept_strut),
    (_resolve_percentages, kept_percentages),
)


def take() -> None:
    """Take every shortcut, in whichever module of the renderer the long way has a name."""
    _exchange({id(long): short for long, short in _STAND_INS})
    _DRAWINGS.TAGS["path"] = kept_path
    _BOXES.Box.is_in_normal_flow = kept_normal_flow
    _FONT_FILES.Font._fonttools_subset = subset_without_layout  # noqa: SLF001 (as above)


def leave() -> None:
    """Go the renderer's own ways again."""
    _exchange({id(short): long for long, short in _STAND_INS})
    _DRAWINGS.TAGS["path"] = _draw_path
    _BOXES.Box.is_in_normal_flow = _is_in_normal_flow
    _FONT_FILES.Font._fonttools_subset = _subset_by_fonttools  # noqa: SLF001 (as above)


def _exchange(others: dict[int, Any]) -> None:
    for module in [module for name, module in sys.modules.items() if name.startswith("weasyprint")]:
        for name, value in [*vars(module).items()]:
            if id(value) in others:
                setattr(module, name, others[id(value)])
