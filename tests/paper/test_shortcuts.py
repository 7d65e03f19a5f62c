"""The shortcuts through the renderer change no byte, and are read again when it changes."""

from collections.abc import Iterator
from importlib.metadata import version
from time import sleep
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from clinic.examinations.context import ExaminationReport
from clinic.handouts.html import handout_pages
from clinic.paper import shortcuts
from clinic.paper.html import page_of
from clinic.paper.pdf import to_pdf
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

    monkeypatch.setattr(shortcuts, "_tree", never)
    shortcuts.leave()
    yield
    shortcuts.take()


def test_the_renderer_is_the_one_that_the_shortcuts_were_written_for() -> None:
    assert version("weasyprint") == shortcuts.WRITTEN_FOR, (
        "Read each function of clinic/paper/shortcuts.py beside the one it stands in for."
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
    monkeypatch.setattr(shortcuts._FONT_FILES, "harfbuzz_subset", None)
    short = to_pdf(html, created=NOW).pdf
    request.getfixturevalue("long_way")
    sleep(1.1)  # fontTools would stamp the fonts with another second
    assert short == to_pdf(html, created=NOW).pdf


@pytest.mark.parametrize("case", CASES)
def test_every_template_closes_what_it_opens(case: str, html: str) -> None:
    assert shortcuts._tree(html).tag == "html"


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
