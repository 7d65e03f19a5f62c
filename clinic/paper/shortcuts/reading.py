"""A page of ours as a tree of elements."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree as ET

from clinic.paper.renderer import HTML, ElementWrapper, URLFetcher

SVG = "{http://www.w3.org/2000/svg}"
_DOCTYPE = "<!DOCTYPE html>"
_VOID = re.compile(r"<(br|hr|img|link|meta|wbr)\b([^>]*?)/?>")
_LINK = re.compile(r'<link rel="stylesheet" href="asset:([\w.-]+)">')
_DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_LONGEST_KEPT = 600  # letters of a drawing that is kept: longer ones are of one patient
_MORE_THAN_SHAPES = re.compile(
    r"<(?!/?(svg|title|desc|g|path|circle|ellipse|rect|line|polyline|polygon)\b)"
    r"|url\(|href|opacity|marker|style|font|filter|mask|clip|context"
)
KEPT_DRAWING = "data-kept"  # the attribute by which a drawing of bare shapes is known again


class _Root(ElementWrapper):  # type: ignore[misc]  # the renderer has no types
    """The outermost element, which is only ever asked for all elements of some names."""

    def query_all(self, *names: str) -> Iterator[SimpleNamespace]:
        """Answer elements in their order."""
        for element in self.etree_element.iter():
            if element.tag in names:
                yield SimpleNamespace(etree_element=element)


class Page(HTML):  # type: ignore[misc]  # as above
    """A page of ours, parsed by expat rather than by the renderer's own parser in Python.

    Our templates close what they open; a page that does not takes the long way.
    """

    def __init__(self, html: str, fetcher: URLFetcher) -> None:
        """Parse a page; `sheets` are the names of its style sheets, in order."""
        self.sheets: list[str] = _LINK.findall(html)
        html = _LINK.sub("", html)
        try:
            tree = tree_of(html)
        except ET.ParseError:
            super().__init__(string=html, url_fetcher=fetcher)
            return
        self.base_url, self.url_fetcher, self.media_type = None, fetcher, "print"
        self.wrapper_element = _Root.from_html_root(tree, content_language=None)
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


def tree_of(html: str) -> ET.Element:
    """Parse a page that closes what it opens; drawings get the name that the renderer expects."""
    sources = _DRAWING.findall(html)
    closed = _VOID.sub(r"<\1\2/>", _DRAWING.sub("<svg/>", html.removeprefix(_DOCTYPE)))
    tree = ET.fromstring(closed)  # noqa: S314 (written by us, each value escaped)
    places = [*tree.iter("svg")]
    if len(places) != len(sources):
        raise ET.ParseError("A drawing stands in a drawing.")
    for place, source in zip(places, sources, strict=True):
        is_kept = len(source) <= _LONGEST_KEPT and not _MORE_THAN_SHAPES.search(source)
        drawing = (_drawing if is_kept else _drawing.__wrapped__)(source)
        place.tag, place.text, place[:] = drawing.tag, drawing.text, drawing
        place.attrib.update(drawing.attrib)
        if is_kept:
            place.set(KEPT_DRAWING, source)
    return tree


@lru_cache(maxsize=1_000)
def _drawing(source: str) -> ET.Element:
    drawing = ET.fromstring(source)  # noqa: S314 (as above)
    for part in drawing.iter():
        part.tag = SVG + part.tag.removeprefix(SVG)
    return drawing
