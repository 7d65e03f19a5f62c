"""Every sheet of the zoo, printed and read back: nothing cut, nothing covered, nothing left out."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from markupsafe import Markup

from clinic.handouts.context import HandoutContext
from clinic.handouts.html import handout_pages
from clinic.paper.pdf import to_pdf
from clinic.paper.printed import in_best_arrangement
from tests.handouts.zoo import SHEETS
from tests.paper import proof
from tests.paper.printed_page import Sheet, read

NOW = datetime(2026, 11, 23, tzinfo=UTC)
MARGINS = {"standard": proof.Margins(13, 11, 15), "large_print": proof.Margins(15, 13, 17)}
LEAST_SIZE = {"standard": 12.0, "large_print": 18.0}
# the small print, in points, and what stands in it (DESIGN 8); nothing else may be smaller
SMALL_PRINT = {
    "standard": {
        8.0: "the numbers of sources",
        9.0: "the sources, and who approved what",
        10.0: "the days that begin the weeks of a grid",
        10.5: "the clinic's address, and who gave the sheet",
        11.0: "the numbers of the steps, L and R",
        11.2: "the numbers on small pictures",
    },
    "large_print": {
        10.0: "a slash to write around",
        11.0: "the numbers of sources",
        12.0: "the sources, and who approved what",
        15.0: "the clinic's telephone, who gave the sheet, the day",
        15.8: "the numbers on small pictures",
        17.0: "L and R",
        17.6: "the numbers on small pictures",
    },
}
# of a sheet's facts: what steers it, and what stands in the small print, checked apart
STEERS = {"spoken", "layout", "view", "side", "reach", "muscle", "region_name", "page_url"}
IN_SMALL_PRINT = {"address", "given_by", "sources", "approved_by"}
IN_FOOT = {"file_number", "status_line", "short_code", "mark"}
FOOT_LETTERS = 15  # of a text that the foot shows at least before it is cut


def sheet_of(context: HandoutContext) -> tuple[bytes, list[Sheet]]:
    pages = handout_pages(context)
    made = in_best_arrangement(
        pages.tight, pages.tighter, pages.roomier, lambda html: to_pdf(html, created=NOW)
    )
    return made.pdf, read(made.pdf)


@cache
def printed(case: tuple[str, str]) -> tuple[bytes, list[Sheet]]:
    return sheet_of(SHEETS[case])


def facts(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Walk the texts of a sheet's facts, each with the name of its field."""
    if isinstance(value, str) and value and not isinstance(value, Markup):
        yield name, value
    elif isinstance(value, tuple):
        for one in value:
            yield from facts(one, name)
    elif hasattr(value, "__dataclass_fields__"):
        for field in value.__dataclass_fields__:
            if field not in STEERS:
                yield from facts(getattr(value, field), field)


def texts(context: HandoutContext) -> dict[str, list[str]]:
    """Answer what must stand on a sheet as a whole: in its body, its small print, its foot."""
    found: dict[str, list[str]] = {"body": [], "small": [], "foot": []}
    for name, text in facts(context):
        if name in IN_FOOT:
            found["foot"].append(text[:FOOT_LETTERS])
        elif name != "address" or context.layout == "standard":  # large print has no room for it
            found["small" if name in IN_SMALL_PRINT else "body"].append(text)
    return found


# the tests of one sheet follow each other, and share its printing
@pytest.fixture(params=SHEETS, ids="-".join, scope="module")
def case(request: pytest.FixtureRequest) -> tuple[str, str]:
    return request.param


def test_a_sheet_of_the_zoo_has_no_fault(case: tuple[str, str]) -> None:
    context, margins = SHEETS[case], MARGINS[case[1]]
    pdf, sheets = printed(case)
    least, small = LEAST_SIZE[context.layout], set(SMALL_PRINT[context.layout])
    assert proof.outside(sheets, margins) == []
    assert proof.overlapping(sheets) == []
    assert proof.bare_pages(sheets, margins) == []
    assert proof.boxes_for_letters(pdf) == []
    assert proof.too_small(sheets, margins, least, small) == []
    assert proof.too_faint(sheets) == []
    body = [glyph for sheet in sheets for glyph in margins.body(sheet)]
    wanted = texts(context)
    assert proof.missing(body, wanted["body"], least) == []
    assert proof.missing(body, wanted["small"]) == []
    for sheet in sheets:
        assert proof.missing(margins.foot(sheet), wanted["foot"]) == []


def test_the_stop_signs_stand_together_where_the_strip_says(case: tuple[str, str]) -> None:
    context, margins = SHEETS[case], MARGINS[case[1]]
    _pdf, sheets = printed(case)
    said = [proof.bare("".join(glyph.text for glyph in sheet.glyphs)) for sheet in sheets]
    strip = next(number for number, words in enumerate(said) if "allstopsigns" in words)
    told = re.search(r"allstopsigns:(?:overthepage|page(\d))", said[strip])
    assert told is not None
    page = sheets[int(told[1]) - 1 if told[1] else strip + 1]
    signs = context.stop_signs
    wanted = (*signs.emergency, *signs.today, signs.massager, context.letterhead.emergency_number)
    assert proof.missing(margins.body(page), wanted, LEAST_SIZE[context.layout]) == []
