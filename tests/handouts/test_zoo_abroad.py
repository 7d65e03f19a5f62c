"""Sheets in every other language, read back from the PDF as those of the zoo are."""

import re
import unicodedata
from functools import cache
from typing import Any

import pypdfium2
import pytest

from clinic.handouts.context import HandoutContext
from clinic.handouts.html import handout_pages
from clinic.languages import NAMES, spoken
from tests.handouts.test_zoo import LEAST_SIZE, MARGINS, SMALL_PRINT, sheet_of, texts
from tests.handouts.zoo import home_muscles, plan
from tests.paper import proof
from tests.paper.printed_page import Sheet

CASES = [
    (tag, layout, places)
    for tag in NAMES
    for layout in ("standard", "large_print")
    for places in (2, 5, 10)
]
# Arabic letters lean over each other within a word, and stand in another order than they are read
JOINED = {"ar"}
ARABIC_WORD = re.compile("[\u0620-\u06d3]+")


def context_of(tag: str, layout: str, places: int) -> HandoutContext:
    return plan(home_muscles()[:places], to=spoken(tag), layout=layout)


@cache
def printed(tag: str, layout: str, places: int) -> tuple[bytes, list[Sheet]]:
    return sheet_of(context_of(tag, layout, places))


@pytest.mark.parametrize(("tag", "layout", "places"), CASES)
def test_a_sheet_abroad_has_no_fault(tag: str, layout: str, places: int) -> None:
    pdf, sheets = printed(tag, layout, places)
    margins: Any = MARGINS[layout]
    assert proof.outside(sheets, margins) == []
    assert proof.bare_pages(sheets, margins) == []
    assert proof.boxes_for_letters(pdf) == []
    assert proof.too_small(sheets, margins, LEAST_SIZE[layout], set(SMALL_PRINT[layout])) == []
    assert proof.too_faint(sheets) == []
    if tag not in JOINED:
        assert proof.overlapping(sheets) == []
        body = [glyph for sheet in sheets for glyph in margins.body(sheet)]
        wanted = texts(context_of(tag, layout, places))["body"]
        assert proof.missing(body, wanted, LEAST_SIZE[layout]) == []


def arabic_words(text: str) -> set[str]:
    return set(ARABIC_WORD.findall(unicodedata.normalize("NFKC", text)))


@pytest.mark.parametrize("layout", MARGINS)
def test_arabic_is_copied_as_it_is_written(layout: str) -> None:
    """Each word that comes out was written, and each that the patient is told comes out."""
    context = context_of("ar", layout, 5)
    pdf, _sheets = printed("ar", layout, 5)
    copied = arabic_words(
        "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    )
    pages = handout_pages(context)
    written = arabic_words(f"{pages.tight}\n{pages.tighter}\n{pages.roomier}")
    assert copied - written == set()
    assert arabic_words("\n".join(texts(context)["body"])) - copied == set()
    assert len(copied) > 200
