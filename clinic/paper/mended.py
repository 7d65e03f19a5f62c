"""Faults of the renderer that a reader would see, mended until it mends them itself."""

import sys
from typing import Any

from clinic.paper.renderer import part_of_renderer

_LINES = part_of_renderer("text.line_break")
_split_first_line = _LINES.split_first_line
_COLLAPSING = {"normal", "pre-line"}


def whole_last_line(  # noqa: PLR0913, PLR0917 (the renderer's signature)
    text: str,
    style: Any,
    context: Any,
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,  # noqa: FBT001, FBT002 (as above)
    minimum: bool = False,  # noqa: FBT001, FBT002 (as above)
) -> Any:
    """Break a text's first line off; what fits without its last space stays on one line.

    The renderer counts the space before a bold word as part of the line, finds the line too long by
    it, and breaks behind the first word: a word alone in the midst of a paragraph.
    """
    rest = (style, context, max_width, justification_spacing, is_line_start, minimum)
    broken = _split_first_line(text, *rest)
    is_short = max_width is not None and broken[2] is not None
    if is_short and text.endswith(" ") and style["white_space"] in _COLLAPSING:
        whole = _split_first_line(text.rstrip(" "), *rest)
        if whole[2] is None and whole[3] <= max_width:
            return whole
    return broken


def mend() -> None:
    """Put our functions in the place of the renderer's, wherever it has named them."""
    for name, module in list(sys.modules.items()):
        if name.startswith("weasyprint"):
            for key, value in list(vars(module).items()):
                if value is _split_first_line:
                    setattr(module, key, whole_last_line)


mend()
