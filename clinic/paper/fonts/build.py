"""Make the font files of print anew. By hand: `python clinic/paper/fonts/build.py FOLDER CJK`.

FOLDER holds the unpacked npm packages @fontsource/source-sans-3, vazirmatn, noto-sans-arabic,
-hebrew, -thai, -devanagari and noto-emoji; their files are taken whole and
unpacked, for unpacking them at every start costs seconds. Vazirmatn is told to stand on the line
as Source Sans does: a line with both would be higher than the sheet says. CJK is the folder with
NotoSansCJK-Regular.ttc and -Bold.ttc of Debian's fonts-noto-cjk: cut down to the characters of
GB 2312, of Big5's first level and of KS X 1001, so that most Chinese, Japanese and Korean names
print; bold to the first level of GB 2312, with which our own Chinese is written. All of them
stand under the SIL Open Font License 1.1 (OFL.txt). At the end `coverage.txt` is written: what
print has letters for.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont, woff2

HERE = Path(__file__).parent
_ARABIC = "vazirmatn"
LATIN = [("source-sans-3", part, (400, 600, 700)) for part in ("latin", "latin-ext", "vietnamese")]
TAKEN = [
    *LATIN,
    *(
        ("source-sans-3", f"{part}{ext}", (400, 700))
        for part in ("cyrillic", "greek")
        for ext in ("", "-ext")
    ),
    *(
        (f"noto-sans-{script}", script, (400, 700))
        for script in ("arabic", "hebrew", "thai", "devanagari")
    ),
    (_ARABIC, "arabic", (400, 700)),
    ("noto-emoji", "emoji", (400,)),
]
_SIMPLIFIED = 2  # which font of the collection
_FIRST_IDEOGRAPH = 0x2E80
_MARKS = "，。：；！？（）《》“”‘’、—…·"  # noqa: RUF001 (Chinese marks)


def _two_bytes(codec: str, leads: Iterable[int], trails: Iterable[int]) -> set[str]:
    found: set[str] = set()
    for lead in leads:
        for trail in trails:
            found.update(bytes([lead, trail]).decode(codec, "ignore"))
    return found


def _wanted() -> set[int]:
    """Answer the characters of the three standards that need a font of their own."""
    double = range(0xA1, 0xFF)
    letters = _two_bytes("gb2312", range(0xA1, 0xF8), double)
    letters |= _two_bytes("big5", range(0xA4, 0xC7), [*range(0x40, 0x7F), *double])
    letters |= _two_bytes("euc_kr", range(0xB0, 0xC9), double)
    kept = {ord(one) for one in letters if ord(one) >= _FIRST_IDEOGRAPH or one in _MARKS}
    return kept | {0x20, 0xA0}  # spaces between two names are taken from the same font


def _usual() -> set[int]:
    """Answer the usual characters of Chinese, for what is bold; rarer ones in names are not."""
    letters = _two_bytes("gb2312", range(0xB0, 0xD8), range(0xA1, 0xFF))
    return {ord(one) for one in letters | set(_MARKS)} | {0x20, 0xA0}


def _cut(collection: Path, letters: set[int], name: str) -> None:
    options = subset.Options()
    options.hinting, options.font_number = False, _SIMPLIFIED
    options.layout_features = ["kern", "locl"]
    font = subset.load_font(str(collection), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted(letters))
    cutter.subset(font)
    subset.save_font(font, str(HERE / name), options)


def take(family: str, part: str, weight: int, packages: Path) -> None:
    """Unpack one file of a package."""
    name = f"{family}-{part}-{weight}-normal.woff2"
    (file,) = packages.glob(f"**/{family}*/**/files/{name}")
    taken = (HERE / name).with_suffix(".ttf")
    with file.open("rb") as packed, taken.open("wb") as plain:
        woff2.decompress(packed, plain)
    if family == _ARABIC:
        _stand_on_the_line(taken, TTFont(HERE / f"source-sans-3-latin-{weight}-normal.ttf"))


def _stand_on_the_line(file: Path, beside: TTFont) -> None:
    """Let a font reach as far above and below its line as another says."""
    font = TTFont(file, recalcTimestamp=False)
    share = font["head"].unitsPerEm / beside["head"].unitsPerEm
    above = round(beside["hhea"].ascent * share)
    below = round(beside["hhea"].descent * share)
    font["hhea"].ascent = font["OS/2"].sTypoAscender = above
    font["hhea"].descent = font["OS/2"].sTypoDescender = below
    font.save(file)


def covered() -> list[tuple[int, int]]:
    """Answer the ranges of characters that some font of ours has a letter for."""
    letters = sorted(
        {code for file in HERE.glob("*.[ot]tf") for code in TTFont(file).getBestCmap()}
    )
    ranges: list[tuple[int, int]] = []
    for code in letters:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1] = (ranges[-1][0], code)
        else:
            ranges.append((code, code))
    return ranges


def written(ranges: Iterable[tuple[int, int]]) -> str:
    """Write ranges as `coverage.txt` holds them: first and last, hexadecimal, a range a line."""
    return "".join(f"{first:X}-{last:X}\n" for first, last in ranges)


def main(packages: Path, cjk: Path) -> None:
    """Take, cut, and write down what is covered."""
    for family, part, weights in TAKEN:
        for weight in weights:
            take(family, part, weight, packages)
    _cut(cjk / "NotoSansCJK-Regular.ttc", _wanted(), "noto-sans-cjk-400-normal.otf")
    _cut(cjk / "NotoSansCJK-Bold.ttc", _usual(), "noto-sans-cjk-700-normal.otf")
    (HERE / "coverage.txt").write_text(written(covered()))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
