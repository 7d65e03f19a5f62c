"""What is copied from a sheet is what was written, letter by letter."""

import re
import unicodedata
from collections import Counter
from datetime import datetime
from io import BytesIO

import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from clinic.paper.pdf import to_pdf
from clinic.paper.renderer import FONTS

NAMES = {
    "Arabic": "فاطمة الزهراء",
    "Arabic, lam with alef": "علاء الآغا الأمين لإيلاف",
    "Arabic, God's name": "عبد الله",
    "Persian": "پریسا گلچین",
    "Urdu": "ہاجرہ بڑے ٹھیک",
    "Pashto": "ښځه ډېر",
    "Uyghur": "ئۇيغۇر",
    "Kurdish": "ڕۆژ",
}
OURS = "vazirmatn-arabic-400-normal.ttf"
# in the middle of a word it looks as a Persian letter does; the tatweel is none
SHARED = {"\u06bd", "\u0640"}
_ARABIC = re.compile("[\u0620-\u06d5]+")


def copied(text: str, now: datetime) -> list[str]:
    """Print a text, plain and bold, and answer the words that come out of the PDF."""
    page = f"<!DOCTYPE html><html lang=ar dir=rtl><title>t</title><p>{text}<p><b>{text}</b>"
    (sheet,) = pypdfium2.PdfDocument(to_pdf(page, created=now).pdf)
    return _words(sheet.get_textpage().get_text_range())


def _words(text: str) -> list[str]:
    found: list[str] = _ARABIC.findall(unicodedata.normalize("NFKC", text))
    return found


@pytest.mark.parametrize("language", NAMES)
def test_a_name_is_copied_as_it_is_written(language: str, now: datetime) -> None:
    name = NAMES[language]
    assert copied(name, now) == _words(name) * 2


@pytest.mark.parametrize("text", ["محمد محمّد", "يوم يوميًا", "كلام شكلاً", "بيت بَيت"])
def test_a_mark_takes_no_letter_with_it(text: str, now: datetime) -> None:
    """A mark stands apart in what is copied; the letter under it stays what it is."""
    assert Counter("".join(copied(text, now))) == Counter("".join(_words(text * 2)))


def test_each_letter_has_shapes_of_its_own(now: datetime) -> None:
    """Alone, and at the beginning, in the middle and at the end of a word."""
    letters = (chr(code) for code in TTFont(FONTS / OURS).getBestCmap())
    words = [
        f"{before}{letter}{behind}"
        for letter in letters
        if _ARABIC.fullmatch(letter) and letter.isalpha() and letter not in SHARED
        for before in ("", "س")
        for behind in ("", "س")
    ]
    assert len(words) > 300
    assert copied(" ".join(words), now) == words * 2


def test_no_shape_is_without_a_meaning(now: datetime) -> None:
    page = "<!DOCTYPE html><html lang=en><title>t</title><p>김 서연 नायर สมชาย محمّد سنڌي"
    pdf = PdfReader(BytesIO(to_pdf(page, created=now).pdf))
    for font in pdf.pages[0]["/Resources"]["/Font"].values():
        assert b"<>" not in font.get_object()["/ToUnicode"].get_object().get_data()
