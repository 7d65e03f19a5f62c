"""How wide a text stands on paper, counted in letters of ours, before it is laid out."""

from functools import cache
from pathlib import Path
from unicodedata import combining

from fontTools.ttLib import TTFont

_FONTS = Path(__file__).parent / "fonts"
# in the order in which print asks for them: a letter is as wide as in the first that has it
_ASKED = (
    "source-sans-3-latin",
    "source-sans-3-vietnamese",
    "source-sans-3-latin-ext",
    "source-sans-3-cyrillic",
    "source-sans-3-greek",
    "vazirmatn-arabic",
    "noto-sans-arabic-arabic",
    "noto-sans-hebrew-hebrew",
    "noto-sans-thai-thai",
    "noto-sans-devanagari-devanagari",
)
_USUAL = 0.4135  # em: a letter of our English sentences, spaces counted
_JOINED = 0.85  # of its own width that an Arabic letter takes among others, 0.78 on average
_WIDEST = 1.0  # em: a Chinese character, an emoji
_ARABIC = range(0x0600, 0x0700)


@cache
def _widths() -> dict[int, float]:
    """Answer how many usual letters each character takes."""
    found: dict[int, float] = {}
    for name in _ASKED:
        with TTFont(_FONTS / f"{name}-400-normal.ttf", lazy=True) as font:
            metrics, em = font["hmtx"].metrics, font["head"].unitsPerEm * _USUAL
            for code, glyph in font.getBestCmap().items():
                share = _JOINED if code in _ARABIC else 1.0
                found.setdefault(code, metrics[glyph][0] / em * share)
    return found


def width(text: str) -> float:
    """Count a text's letters as wide as they are: an i takes half of one, a 中 more than two."""
    widths = _widths()
    return sum(
        widths.get(ord(letter), _WIDEST / _USUAL) for letter in text if not combining(letter)
    )
