"""Styles that outlive their document."""

from math import inf
from types import SimpleNamespace
from typing import Any

from clinic.paper.renderer import StyleFor, part_of_renderer
from clinic.paper.shortcuts.keeping import MOST_KEPT
from clinic.paper.shortcuts.reading import SVG

_CSS = part_of_renderer("css")
_set_page_styles = part_of_renderer("layout.page").set_page_type_computed_styles

# what an element alone says of its style; the renderer reads no other attribute
_SAYS = ("style", "lang", "id", "name", "width", "height")
UNASKED = ("data-", "viewBox", "aria-", "alt")  # attributes that no rule asks for
_NOT_SHOWN = {"display": ("none",)}
_Found = list[tuple[str | None, Any]]
_Way = tuple[Any, Any]  # an element, and the way to its parent


class _Place:
    """An element's place in a tree: its ancestors, its siblings and all that they say.

    Elements at the same place have the same styles, its own and those of `::before` and the like,
    for no rule of ours asks for anything else. What stands around an element is told by the way to
    its place: `below` leads from the children's names and attributes to their places.
    """

    __slots__ = ("anchor", "below", "names_page", "styles")

    known = 0  # how many there are

    def __init__(self, styles: _Found) -> None:
        _Place.known += 1
        self.styles = styles
        self.below: dict[Any, list[_Place]] = {}
        self.anchor = next((style["anchor"] for _, style in styles if style["anchor"]), None)
        self.names_page = any(style["page"] for _, style in styles)


class KeptStyles(StyleFor):  # type: ignore[misc]  # the renderer has no types
    """The styles of a document's elements, each worked out once in a press's life.

    An element whose parent has the same style, and on which the same rules match, has the style of
    the one before it; the renderer knows that within one document, and so do we from one to the
    next. What stands inside a drawing is drawn by the drawing and has no style here.
    """

    _kept: dict[Any, tuple[_Found, Any, Any]] = {}
    _places: dict[Any, _Place] = {}
    _page_sizes: dict[str, Any] = {"box": None, "area": None}
    _pages: dict[Any, tuple[list[Any], Any]] = {}
    names_pages = False  # whether the latest document has pages of a name

    def __init__(
        self, html: Any, sheets: Any, hints: Any, font_config: Any, target_collector: Any
    ) -> None:
        """Find or compute the style of every element, parents first."""
        self._cascaded_styles: dict[Any, Any] = {}
        self._computed_styles: dict[Any, Any] = {}
        self.initial_page_sizes = self._page_sizes
        self._sheets, self.font_config = sheets, font_config
        self._html, self._hints = html, hints
        self._wrappers = {html.etree_element: html.wrapper_element}
        if max(len(self._kept), _Place.known) > MOST_KEPT:
            self._kept.clear()
            self._places.clear()
            self._pages.clear()
            _Place.known = 0
        KeptStyles.names_pages = False
        self._settle(target_collector)

    def __call__(self, element: Any, pseudo_type: str | None = None) -> Any:
        """Answer the style of an element, or of its `::before` and the like."""
        style = super().__call__(element, pseudo_type)
        return _NOT_SHOWN if style is None and pseudo_type is None else style

    def _settle(self, target_collector: Any) -> None:
        """Give every element the styles of its place; a place that is new gets them first."""
        root, computed = self._html.etree_element, self._computed_styles
        key = tuple(sheet for sheet, *_ in self._sheets), _told(root)
        if key not in self._places:
            self._places[key] = _Place(self._styles_of(root, None))
        waiting: list[tuple[_Way, _Place]] = [((root, None), self._places[key])]
        while waiting:
            way, place = waiting.pop()
            element = way[0]
            for pseudo, style in place.styles:
                computed[element, pseudo] = style
            if place.names_page:
                KeptStyles.names_pages = True
            if place.anchor:
                target_collector.collect_anchor(place.anchor)
            children = [child for child in element if isinstance(child.tag, str)]
            if not children or element.tag == f"{SVG}svg":
                continue
            family = tuple(map(_told, children))
            if family not in place.below:
                place.below[family] = [_Place(self._styles_of(one, way)) for one in children]
            places = place.below[family]
            waiting += [((child, way), places[number]) for number, child in enumerate(children)][
                ::-1
            ]

    def set_page_styles(self, page_type: Any, html: Any) -> None:
        """Find or compute the styles of a kind of page and of what stands in its margins."""
        root = self._computed_styles[html.etree_element, None]
        key = tuple(sheet for sheet, *_ in self._sheets), id(root), page_type
        if key not in self._pages:
            _set_page_styles(page_type, html, self)
            styles = [item for item in self._computed_styles.items() if item[0][0] == page_type]
            self._pages[key] = styles, root
        self._computed_styles.update(self._pages[key][0])

    def _wrapper_of(self, element: Any, way: "_Way | None") -> Any:
        """Answer what the renderer asks an element by; made only where a style is new."""
        if element not in self._wrappers:
            # the root, which has no way, has a wrapper from the beginning
            for child in self._wrapper_of(*way).iter_children():  # type: ignore[misc]  # as said
                self._wrappers[child.etree_element] = child
        return self._wrappers[element]

    def _styles_of(self, element: Any, way: "_Way | None") -> _Found:
        """Answer the styles of an element whose parent, the end of the way to it, has its own."""
        wrapper = self._wrapper_of(element, way)
        matched = [
            (number, match)
            for number, (sheet, _, _) in enumerate(self._sheets)
            for match in sheet.matcher.match(wrapper)
        ]
        above = None if way is None else self._computed_styles[way[0], None]
        says = tuple(map(element.get, _SAYS))
        # what is named by its id is kept beside the style, so that nothing else gets that id
        key = (id(above), says, tuple(id(match[3]) for _, match in matched))
        if key not in self._kept:
            self._kept[key] = self._computed(above, self._said_by(element), matched), above, matched
        return self._kept[key][0]

    def _said_by(self, element: Any) -> list[Any]:
        alone = SimpleNamespace(iter=lambda: [element])
        return [
            ("author", inf, specificity, [*_CSS.preprocess_declarations(base_url, declarations)])
            for specificity, _, declarations, base_url in _CSS.find_style_attributes(
                alone, self._hints, self._html.base_url
            )
        ]

    def _computed(self, above: Any, said: list[Any], matched: list[Any]) -> _Found:
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
                self._html.base_url,
                self.font_config,
                self.initial_page_sizes,
            )

        is_root = above is None
        root = None if is_root else self._computed_styles[self._html.etree_element, None]
        own = style(None, above, _CSS.InitialStyle(self.font_config) if is_root else root)
        pseudos = [pseudo for pseudo in cascaded if pseudo is not None]
        return [
            (None, own),
            *((name, style(name, own, own if is_root else root)) for name in pseudos),
        ]


def _told(element: Any) -> tuple[Any, ...]:
    """Answer what a rule may ask of an element itself; none of ours asks for `data-…` and the like.

    `tests/paper/test_shortcuts.py` reads all rules for it.
    """
    told = element.attrib
    if not told:
        return (element.tag,)
    return element.tag, *[one for one in told.items() if not one[0].startswith(UNASKED)]


def _cascade(
    chosen: dict[str, Any], rules: Any, origin: str, layer_order: float, specificity: Any
) -> None:
    for name, values, importance in rules:
        precedence = _CSS.declaration_precedence(origin, importance)
        weight = (precedence, layer_order, specificity)
        if name not in chosen or chosen[name][1] <= weight:
            chosen[name] = values, weight


def kept_page_styles(page_type: Any, html: Any, style_for: KeptStyles) -> None:
    """Give a document the styles of a kind of page."""
    style_for.set_page_styles(page_type, html)


EVERYWHERE = ((StyleFor, KeptStyles), (_set_page_styles, kept_page_styles))
