"""A QR code as inline SVG, with words for those who cannot see it."""

import segno
from markupsafe import Markup

_QUIET = 4  # modules of white around the code, as ISO/IEC 18004 asks


def qr_svg(address: str, words: str) -> Markup:
    """Draw one address as a QR code that a phone reads from paper."""
    rows = [list(row) for row in segno.make(address, error="m", micro=False).matrix]
    size = len(rows) + 2 * _QUIET
    strokes: list[str] = []
    for down, row in enumerate(rows):
        start = None
        for across, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = across
            elif not dark and start is not None:
                strokes.append(f"M{start + _QUIET} {down + _QUIET}.5h{across - start}")
                start = None
    return Markup(
        '<svg class="qr-code" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"'
        ' role="img"><title>{words}</title>'
        '<path stroke="#000" stroke-width="1" fill="none" d="{path}"/></svg>'
    ).format(size=size, words=words, path="".join(strokes))
