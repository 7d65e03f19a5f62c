"""Where texts break into lines."""

from functools import lru_cache
from typing import Any

from clinic.paper.renderer import part_of_renderer
from clinic.paper.shortcuts.keeping import MOST_KEPT

_LINES = part_of_renderer("text.line_break")
_LONGEST_KEPT = 1_000  # letters of a text whose line breaks are kept

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


def face(style: Any) -> int:
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
    key = (text, face(style), *rest)
    if key not in _first_lines:
        if len(_first_lines) > MOST_KEPT:
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


_can_break_text = _LINES.can_break_text
kept_can_break_text = lru_cache(maxsize=MOST_KEPT)(_can_break_text)
EVERYWHERE = (
    (_split_first_line, kept_first_line),
    (_strut, kept_strut),
    (_can_break_text, kept_can_break_text),
)
