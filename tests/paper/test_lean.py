"""What a document is spared, and what it keeps."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pypdf
import pytest

from clinic.examinations.context import ExaminationReport
from clinic.handouts.html import handout_pages
from clinic.paper import lean
from clinic.paper.html import page_of
from clinic.paper.pdf import to_pdf
from clinic.paper.shortcuts.reading import tree_of
from tests.paper.test_golden import CASES, HANDOUTS, NOW, a_letter


@pytest.fixture
def html(case: str, papers: dict[str, Any], report: ExaminationReport) -> str:
    if case in HANDOUTS:
        return handout_pages(HANDOUTS[case]).tight
    return page_of(case, a_letter(report) if case == "letter.html" else papers[case])


@pytest.fixture
def read(html: str) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(to_pdf(html, created=NOW).pdf), strict=True)


def printed(body: str) -> pypdf.PdfReader:
    html = f'<!DOCTYPE html><html lang="en"><title>A</title><style>{_GRID}</style>{body}'
    return pypdf.PdfReader(BytesIO(to_pdf(html, created=NOW).pdf))


_GRID = "table { border-collapse: collapse } td { border: 1pt solid }"


def elements(read: pypdf.PdfReader) -> Iterator[Any]:
    waiting = [read.trailer["/Root"]["/StructTreeRoot"]["/K"][0]]
    while waiting:
        element = waiting.pop(0)
        yield element
        kids = [kid for kid in element.get_object().get("/K", []) if not isinstance(kid, int)]
        waiting[:0] = [kid for kid in kids if "/S" in kid.get_object()]


@pytest.mark.parametrize("case", CASES)
def test_all_that_is_marked_belongs_to_the_tag_that_holds_it(read: pypdf.PdfReader) -> None:
    numbers = read.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    owners = {
        page.indirect_reference.idnum: numbers[2 * n + 1] for n, page in enumerate(read.pages)
    }
    held: dict[int, set[int]] = {page: set() for page in owners}
    for element in elements(read):
        for kid in element.get_object().get("/K", []):
            if isinstance(kid, int):
                page = element.get_object().raw_get("/Pg").idnum
                assert owners[page][kid].idnum == element.idnum
                assert kid not in held[page]
                held[page].add(kid)
            elif "/P" in kid.get_object():
                assert kid.get_object().raw_get("/P").idnum == element.idnum
    margins = {page: set(range(len(owners[page]))) - held[page] for page in owners}
    assert all(len(marked) <= 3 for marked in margins.values())  # foot, page number, mark


@pytest.mark.parametrize("case", CASES)
def test_a_tag_means_something(read: pypdf.PdfReader) -> None:
    for element in map(pypdf.generic.IndirectObject.get_object, elements(read)):
        if element["/S"] in {"/Span", "/NonStruct", "/Div"}:
            assert element["/K"], "an empty tag"
        if element["/S"] == "/P":
            kids = [kid.get_object()["/S"] for kid in element["/K"] if not isinstance(kid, int)]
            assert "/P" not in kids


@pytest.mark.parametrize("case", CASES)
def test_a_head_of_a_table_says_what_it_heads(html: str, read: pypdf.PdfReader) -> None:
    names = {"col": "/Column", "row": "/Row"}
    asked = [names[head.get("scope", "")] for head in tree_of(html).iter("th")]
    told = [
        element.get_object()["/A"]["/Scope"]
        for element in elements(read)
        if element.get_object()["/S"] == "/TH"
    ]
    assert told == asked


def test_a_grid_is_drawn_with_a_line_for_each_of_its_lines() -> None:
    row = "<tr><td>a</td><td>b</td><td>c</td></tr>"
    drawn = printed(f"<table>{row * 4}</table>").pages[0].get_contents().get_data().split(b"\n")
    assert drawn.count(b"S") == 1
    assert sum(line.endswith(b" l") for line in drawn) == 4 + 5


def test_a_grid_of_several_kinds_of_lines_is_drawn_as_the_renderer_does() -> None:
    row = '<tr><td style="border: 3pt dashed">a</td><td>b</td></tr>'
    drawn = printed(f"<table>{row}</table>").pages[0].get_contents().get_data().split(b"\n")
    assert drawn.count(b"S") == 7


def test_lines_that_do_not_touch_stay_apart() -> None:
    lines = [(0, 0, 5, 0), (5, 0, 9, 0), (12, 0, 15, 0), (3, 2, 3, 4), (3, 4, 3, 8)]
    assert [*lean._joined(lines)] == [(0, 0, 9, 0), (12, 0, 15, 0), (3, 2, 3, 8)]


def test_words_and_figures_lose_nothing() -> None:
    page = printed("<p>AVAVA 0.0 &gt;0&lt; <b>To: 100 0</b></p>")
    assert "AVAVA 0.0 >0< To: 100 0" in page.pages[0].extract_text()
