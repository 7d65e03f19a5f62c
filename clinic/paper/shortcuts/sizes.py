"""How large boxes are, and where they stand."""

from types import SimpleNamespace
from typing import Any

from clinic.paper.renderer import part_of_renderer
from clinic.paper.shortcuts.styles import KeptStyles

_BOXES = part_of_renderer("formatting_structure.boxes")
_PERCENT = part_of_renderer("layout.percent")
_MOST_AROUND = 100  # sizes of what stands around, for one style

_resolve_percentages = _PERCENT.resolve_percentages
_OF_PAGES = (_BOXES.PageBox, _BOXES.MarginBox)
_PROBES = ((1000, 1000), (777, 555), (777, "auto"))


def _sizes(style: Any, around: tuple[Any, Any]) -> dict[str, Any]:
    box = SimpleNamespace(style=style)
    _resolve_percentages(box, around)
    del box.style
    return vars(box)


def _fixed_sizes(style: Any) -> dict[str, Any] | None:
    """Answer the sizes of a style that has no percentage; None where they hang on the box."""
    tried = [_sizes(style, around) for around in _PROBES]
    return tried[0] if all(sizes == tried[0] for sizes in tried) else None


def kept_percentages(box: Any, containing_block: Any) -> None:
    """Set the sizes that a style gives to its box: a style is asked once for each size around."""
    style = box.style
    known = style.__dict__
    if "_sizes" not in known:
        # where borders collapse, a table settles them between its cells
        known["_is_settled"] = style["border_collapse"] == "collapse"
        known["_sizes"], known["_sizes_in"] = _fixed_sizes(style), {}
    if known["_is_settled"] or isinstance(box, _OF_PAGES):
        _resolve_percentages(box, containing_block)
        return
    sizes = known["_sizes"]
    if sizes is None:
        sizes = _sizes_in(style, known["_sizes_in"], containing_block)
    box.__dict__.update(sizes)


def _sizes_in(style: Any, known: dict[Any, Any], around: Any) -> dict[str, Any]:
    if isinstance(around, _BOXES.Box):
        around = around.width, around.height
    if around not in known:
        if len(known) >= _MOST_AROUND:
            known.clear()
        known[around] = _sizes(style, around)
    sizes: dict[str, Any] = known[around]
    return sizes


_is_in_normal_flow = _BOXES.Box.is_in_normal_flow


def kept_normal_flow(box: Any) -> bool:
    """Tell whether a box stands in the flow; a style is asked once."""
    known = box.style.__dict__
    if "_flows" not in known:
        known["_flows"] = _is_in_normal_flow(box)
    return bool(known["_flows"])


_page_values = _BOXES.ParentBox.page_values
_ANY_PAGE = ("", "")


def kept_page_values(box: Any) -> tuple[str, str]:
    """Tell on which named pages a box begins and ends; most documents name none."""
    values: tuple[str, str] = _page_values(box) if KeptStyles.names_pages else _ANY_PAGE
    return values


_FLOAT = part_of_renderer("layout.float")
_avoid_collisions = _FLOAT.avoid_collisions


def kept_avoid_collisions(
    context: Any,
    box: Any,
    containing_block: Any,
    outer: bool = True,  # noqa: FBT001, FBT002 (as there)
) -> tuple[float, float, float]:
    """Find room for a box beside what floats; where nothing does, it has all there is."""
    if context.excluded_shapes or containing_block.style["direction"] == "rtl":
        found: tuple[float, float, float] = _avoid_collisions(context, box, containing_block, outer)
        return found
    top = box.position_y if outer else box.border_box_y()
    if box.border_height() == 0 and box.is_floated():
        return 0, top, containing_block.width
    left = containing_block.content_box_x()
    right = left + containing_block.width
    if outer:
        return left, top, right - left
    left += box.margin_left
    right -= box.margin_right
    return left - box.margin_left, top - box.margin_top, right - left


_BACKGROUNDS = part_of_renderer("layout.background")
_layout_box_backgrounds = _BACKGROUNDS.layout_box_backgrounds
_AbsolutePlaceholder = part_of_renderer("layout.absolute").AbsolutePlaceholder
_CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")
_SQUARE: dict[str, Any] = {f"border_{corner}_radius": (0, 0) for corner in _CORNERS}
_UNDECORATED = _SQUARE | {"background": None}


def kept_backgrounds(
    page: Any,
    box: Any,
    get_image_from_uri: Any,
    layout_children: bool = True,  # noqa: FBT001, FBT002 (the renderer's signature)
    style: Any = None,
) -> None:
    """Place what stands behind a box and what is in it: of most styles that is nothing."""
    if isinstance(box, _AbsolutePlaceholder):
        box = box._box  # noqa: SLF001 (what it stands for)
    known = box.style.__dict__
    if "_is_bare" not in known:
        known["_is_bare"] = _is_bare(box.style)
    if box is page or style is not None or not known["_is_bare"]:
        _layout_box_backgrounds(page, box, get_image_from_uri, layout_children, style)
        return
    box.__dict__.update(_UNDECORATED)
    for child in box.all_children() if layout_children else ():
        kept_backgrounds(page, child, get_image_from_uri)


def _is_bare(style: Any) -> bool:
    is_square = all((0, "px") in style[f"border_{corner}_radius"] for corner in _CORNERS)
    images = style["border_image_source"], style["mask_border_source"], *style["background_image"]
    is_clear = part_of_renderer("draw.color").get_color(style, "background_color").alpha == 0
    return (
        is_square
        and all(kind == "none" for kind, *_ in images)
        and (is_clear or style["visibility"] == "hidden")
        and not style["box_shadow"]
    )


EVERYWHERE = (
    (_resolve_percentages, kept_percentages),
    (_avoid_collisions, kept_avoid_collisions),
    (_layout_box_backgrounds, kept_backgrounds),
)
HERE = (
    (_BOXES.Box, "is_in_normal_flow", kept_normal_flow),
    (_BOXES.ParentBox, "page_values", kept_page_values),
)
