"""Letters as they are drawn: a line of text that was shaped once is written again."""

from copy import copy
from types import SimpleNamespace
from typing import Any

from clinic.paper.renderer import part_of_renderer
from clinic.paper.shortcuts.lines import face

_TEXT = part_of_renderer("draw.text")
_FONTS = part_of_renderer("text.fonts")
_Matrix = part_of_renderer("matrix").Matrix
_draw_text = _TEXT.draw_text


class _Line:
    """A line as the renderer writes it where its fonts have written nothing before.

    `written` holds its operators, and a font's name and size where that begins. Of each font it
    knows the glyphs that it needs: how wide each is, and what it means.
    """

    def __init__(self, stream: Any, textbox: Any) -> None:
        self._stream = stream
        self.ink_rect, self.logical_rect = stream.ink_rect, stream.logical_rect
        self.written: list[Any] = []
        self._fonts: dict[Any, Any] = {}
        textbox.pango_layout.reactivate(textbox.style)
        emojis = _TEXT.draw_first_line(self, textbox, "clip", "none", _Matrix())
        textbox.pango_layout.deactivate()
        # pictures among the letters, and letters that no font has, take the long way
        self.is_plain = not emojis and not any(font.missing for font in self._fonts.values())
        self.fonts = [
            (key, [*font.widths.items()], [*font.to_unicode.items()])
            for key, font in self._fonts.items()
        ]
        del self._stream, self._fonts, self.ink_rect, self.logical_rect

    # --- as the renderer sees a page's stream

    def add_font(self, pango_font: Any) -> tuple[Any, float]:
        key, *_ = _FONTS.get_pango_font_key(pango_font)
        font, size = self._stream.add_font(pango_font)
        if key not in self._fonts:
            fresh = self._fonts[key] = copy(font)
            fresh.widths, fresh.to_unicode, fresh.missing = {}, {}, {}
        return self._fonts[key], size

    def set_text_matrix(self, *_where: float) -> None:
        """Leave out where the line stands."""

    def set_font_size(self, font: str, size: float) -> None:
        self.written.append((font, size))

    def show_text(self, text: str) -> None:
        self._write("show_text", text)

    def set_text_rise(self, height: float) -> None:
        self._write("set_text_rise", height)

    def _write(self, operator: str, value: Any) -> None:
        alone = SimpleNamespace(stream=[])
        getattr(type(self._stream), operator)(alone, value)
        self.written += alone.stream

    # --- as it is written again

    def suits(self, fonts: dict[Any, Any]) -> bool:
        """Ask whether a document has these fonts, and measured none of these glyphs otherwise."""
        for key, widths, _ in self.fonts:
            if key not in fonts:
                return False
            theirs = fonts[key].widths
            for glyph, width in widths:
                if theirs.get(glyph, width) != width:
                    return False
        return True

    def write(self, stream: Any, fonts: dict[Any, Any]) -> None:
        """Write the line, and note its glyphs; what a document noted first stays."""
        for key, widths, meanings in self.fonts:
            font = fonts[key]
            for glyph, meaning in meanings:
                font.to_unicode.setdefault(glyph, meaning)
            for glyph, width in widths:
                font.widths.setdefault(glyph, width)
        for part in self.written:
            if type(part) is bytes:
                stream.stream.append(part)
            else:
                stream.set_font_size(*part)


_MOST_LINES = 5_000
_lines: dict[Any, _Line] = {}


def kept_text(
    stream: Any, textbox: Any, offset_x: float, text_overflow: str, block_ellipsis: Any
) -> None:
    """Draw a line of text."""
    style = textbox.style
    is_bare = (
        text_overflow == "clip"
        and block_ellipsis == "none"
        and style["text_decoration_line"] == "none"
        and style["visibility"] == "visible"
        and textbox.text.strip()
    )
    line = _line(stream, textbox) if is_bare else None
    if line is None:
        _draw_text(stream, textbox, offset_x, text_overflow, block_ellipsis)
        return
    stream.set_color(style["color"])
    stream.begin_text()
    stream.set_text_matrix(1, 0, 0, -1, textbox.position_x, textbox.position_y + textbox.baseline)
    line.write(stream, stream._fonts)  # noqa: SLF001 (what is stood in for)
    stream.end_text()


def _line(stream: Any, textbox: Any) -> _Line | None:
    """Answer the line as it was shaped before, or shape it; None where it takes the long way."""
    layout = textbox.pango_layout
    key = layout.text, face(textbox.style), layout.justification_spacing
    fonts = stream._fonts  # noqa: SLF001 (as above)
    line = _lines.get(key)
    if line is None or (line.is_plain and any(font not in fonts for font, *_ in line.fonts)):
        if len(_lines) > _MOST_LINES:
            _lines.clear()
        line = _lines[key] = _Line(stream, textbox)
    return line if line.is_plain and line.suits(fonts) else None


EVERYWHERE = ((_draw_text, kept_text),)
