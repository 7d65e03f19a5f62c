"""The shortcuts through the renderer change no byte, and are read again when it changes."""

import re
from collections.abc import Iterator
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from time import sleep
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from clinic.examinations.context import ExaminationReport
from clinic.handouts.html import handout_pages
from clinic.paper import shortcuts
from clinic.paper.html import TEMPLATES, page_of
from clinic.paper.pdf import to_pdf
from clinic.paper.shortcuts import drawings, fonts, lettering, lines, reading, sizes, styles
from tests.paper.test_golden import CASES, HANDOUTS, NOW, a_letter


@pytest.fixture
def html(case: str, papers: dict[str, Any], report: ExaminationReport) -> str:
    if case in HANDOUTS:
        return handout_pages(HANDOUTS[case]).tight
    return page_of(case, a_letter(report) if case == "letter.html" else papers[case])


@pytest.fixture
def long_way(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def never(_html: str) -> ET.Element:
        raise ET.ParseError

    monkeypatch.setattr(reading, "tree_of", never)
    shortcuts.leave()
    yield
    shortcuts.take()


def test_the_renderer_is_the_one_that_the_shortcuts_were_written_for() -> None:
    assert version("weasyprint") == shortcuts.WRITTEN_FOR, (
        "Read each function of clinic/paper/shortcuts beside the one it stands in for."
    )


@pytest.mark.parametrize("case", CASES)
def test_a_shortcut_changes_no_byte(case: str, html: str, request: pytest.FixtureRequest) -> None:
    first, warm = (to_pdf(html, created=NOW).pdf for _ in range(2))
    request.getfixturevalue("long_way")
    assert first == warm == to_pdf(html, created=NOW).pdf


@pytest.mark.filterwarnings("ignore:Using fontTools")
@pytest.mark.parametrize("case", ["handout-six-places", "letter.html"])
def test_nor_where_fonttools_cuts_the_fonts(
    case: str, html: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setattr(fonts._FONT_FILES, "harfbuzz_subset", None)
    short = to_pdf(html, created=NOW).pdf
    request.getfixturevalue("long_way")
    sleep(1.1)  # fontTools would stamp the fonts with another second
    assert short == to_pdf(html, created=NOW).pdf


def test_nor_does_what_was_printed_before(
    papers: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    sheets = [handout_pages(HANDOUTS[case]).tight for case in HANDOUTS]
    sheets += [page_of(name, paper) for name, paper in papers.items()]
    there = [to_pdf(html, created=NOW).pdf for html in sheets]
    back = [to_pdf(html, created=NOW).pdf for html in reversed(sheets)]
    request.getfixturevalue("long_way")
    assert there == back[::-1] == [to_pdf(html, created=NOW).pdf for html in sheets]


def test_nor_does_a_press_that_keeps_little(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    for module in (styles, lines, drawings):
        monkeypatch.setattr(module, "MOST_KEPT", 10)
    monkeypatch.setattr(lettering, "_MOST_LINES", 10)
    monkeypatch.setattr(drawings, "_MOST_DRAWINGS", 2)
    monkeypatch.setattr(sizes, "_MOST_AROUND", 1)
    sheets = [handout_pages(HANDOUTS[case]).tight for case in HANDOUTS]
    short = [to_pdf(html, created=NOW).pdf for html in sheets]
    request.getfixturevalue("long_way")
    assert short == [to_pdf(html, created=NOW).pdf for html in sheets]


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_nor_on_a_page_with_what_our_sheets_do_without(
    direction: str, request: pytest.FixtureRequest
) -> None:
    """Named pages, shadows, rounded and hidden boxes, collapsed borders by the percent, floats."""
    html = (
        f'<!DOCTYPE html><html lang="en" dir="{direction}"><head><title>A</title><style>'
        "@page wide { size: A4 landscape } .w { page: wide } .s { box-shadow: 1px 1px #000 }"
        ".r { border-radius: 9px; background: #eee; visibility: hidden } table { width: 50% }"
        "table { border-collapse: collapse } td, .b { border: 3px solid #000; padding: 2% }"
        "td { border-width: 1px 5px } .o { overflow: hidden; width: 40% } .f { float: right }"
        '</style></head><body><p>One</p><p class="s r">Two</p><table><tbody><tr><td>a</td>'
        '<td class="b">b</td></tr></tbody></table><div class="o"><p class="f">Four</p>Five</div>'
        '<div class="o">Six</div><div class="w"><p>Seven</p></div><p>Eight</p></body></html>'
    )
    short = [to_pdf(html, created=NOW) for _ in range(2)]
    request.getfixturevalue("long_way")
    assert short == [to_pdf(html, created=NOW)] * 2
    assert short[0].pages == 2


def test_nor_where_a_page_measures_its_letters_otherwise(request: pytest.FixtureRequest) -> None:
    """The widths that are noted first, of tiny letters, are rough; large ones keep to them."""
    page = '<!DOCTYPE html><html lang="en"><head><title>A</title></head><body>{}</body></html>'
    tiny, large = (f'<p style="font-size: {size}px">Hamburg waxy</p>' for size in (0.1, 40))
    to_pdf(page.format(large), created=NOW)
    short = to_pdf(page.format(tiny + large), created=NOW).pdf
    request.getfixturevalue("long_way")
    assert short == to_pdf(page.format(tiny + large), created=NOW).pdf


def test_nor_where_a_drawing_follows_another_colour(request: pytest.FixtureRequest) -> None:
    """A colour that holds already is not set again, before a drawing as little as anywhere."""
    page = '<!DOCTYPE html><html lang="en"><head><title>A</title></head><body>{}</body></html>'
    drawing = '<svg width="9" height="9"><path fill="#f00" d="M0 0h9v9z"/></svg>'
    after = [
        page.format(f'<p style="color: {colour}">a {drawing}</p>') for colour in ("#000", "#f00")
    ]
    short = [to_pdf(html, created=NOW).pdf for html in after]
    request.getfixturevalue("long_way")
    assert short == [to_pdf(html, created=NOW).pdf for html in after]


def test_no_rule_asks_for_what_a_place_does_not_tell() -> None:
    renderers = Path(str(files("weasyprint"))) / "css"
    sheets = [*TEMPLATES.glob("*.css"), *renderers.glob("html5_ua*.css")]
    asked = {
        name for sheet in sheets for name in re.findall(r"\[\s*([\w-]+)", sheet.read_text("utf-8"))
    }
    assert {"type", "dir"} <= asked
    assert not {name for name in asked if name.startswith(styles.UNASKED)}


def test_a_drawing_that_fails_is_never_kept() -> None:
    path = '<path d="M0 0h9" stroke-miterlimit="{}"/>'
    drawing = f'<svg viewBox="0 0 9 9" width="9" height="9"><title>y</title>{path}</svg>'
    page = '<html lang="en"><head><title>A</title></head><body>{}</body></html>'
    broken = page.format(drawing.format("x"))
    for _ in range(2):
        with pytest.raises(ValueError, match="x"):
            to_pdf(broken, created=NOW)
    assert to_pdf(page.format(drawing.format("4")), created=NOW).pages == 1


@pytest.mark.parametrize("case", CASES)
def test_every_template_closes_what_it_opens(case: str, html: str) -> None:
    assert reading.tree_of(html).tag == "html"


def test_a_page_that_closes_nothing_is_printed_all_the_same() -> None:
    assert to_pdf('<!DOCTYPE html><html lang="en"><title>A</title><p>b<p>c', created=NOW).pages == 1


def test_a_wrong_guess_of_a_page_is_corrected() -> None:
    def told(number: int) -> bytes:
        return to_pdf(
            '<html lang="en"><head><title>A</title></head><body><p>On page <b data-page-of="z">'
            f'{number}</b></p><p style="break-before: page" id="z">Here</p></body></html>',
            created=NOW,
        ).pdf

    assert told(1) == told(2)
