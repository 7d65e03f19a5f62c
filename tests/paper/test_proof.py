"""The proofreader finds what it is there to find: a page with each fault, made on purpose."""

from collections.abc import Callable
from datetime import datetime

import pytest

from clinic.paper.pdf import to_pdf
from tests.paper import proof
from tests.paper.printed_page import Sheet, read

MARGINS = proof.Margins(13, 11, 15)
TEXT = "Sit with your arm on a pillow. "
WANTED = " ".join(f"Rest for {breaths} breaths." for breaths in range(20))
Check = Callable[[bytes, list[Sheet]], list[str]]
CHECKS: dict[str, Check] = {
    "outside": lambda _pdf, sheets: proof.outside(sheets, MARGINS),
    "overlapping": lambda _pdf, sheets: proof.overlapping(sheets),
    "boxes": lambda pdf, _sheets: proof.boxes_for_letters(pdf),
    "bare": lambda _pdf, sheets: proof.bare_pages(sheets, MARGINS),
    "small": lambda _pdf, sheets: proof.too_small(sheets, MARGINS, 12, {9.0}),
    "faint": lambda _pdf, sheets: proof.too_faint(sheets),
    "missing": lambda _pdf, sheets: proof.missing(sheets[0].glyphs, (WANTED,), 12),
}
BROKEN = {
    "a line that is too long": ("outside", f"<p style='white-space:nowrap'>{TEXT * 9}"),
    "a table that is too wide": (
        "outside",
        "<table style='width:200mm;border:1pt solid'><tr><td>1</table>",
    ),
    "a text that runs into the foot": (
        "outside",
        "<p style='position:absolute;top:266mm;line-height:2'>one<br>two",
    ),
    "two texts at one place": (
        "overlapping",
        "<p style='margin-bottom:-3mm'>Chest pain<p>Slurred speech",
    ),
    "lines that are too close": ("overlapping", f"<p style='line-height:.6'>{TEXT * 9}"),
    "a letter that no font has": ("boxes", "<p>Ana \U00013000"),
    "a page with two words": ("bare", "<p style='break-before:page'>two words"),
    "letters that are too small": ("small", "<p style='font-size:11.5pt'>Chest pain"),
    "grey letters": ("faint", "<p style='color:#777'>Chest pain"),
    "black on grey": ("faint", "<p style='background:#666'>Chest pain"),
    "white on nothing": ("faint", "<p style='color:#fff'>Chest pain"),
    "a text without its end": ("missing", f"<p>{WANTED[:-20]}"),
    "a text in letters that are too small": (
        "missing",
        f"<p style='font-size:10pt'>{WANTED}",
    ),
}


def looked_at(html: str, now: datetime) -> dict[str, list[str]]:
    page = f"<!DOCTYPE html><html lang=en><title>t</title><body>{TEXT * 80}{html}"
    pdf = to_pdf(page, created=now).pdf
    sheets = read(pdf)
    return {name: check(pdf, sheets) for name, check in CHECKS.items()}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_page_is_found_out(fault: str, now: datetime) -> None:
    check, html = BROKEN[fault]
    assert looked_at(html, now)[check] != []


def test_a_page_without_fault_passes(now: datetime) -> None:
    faultless = f"<p>{WANTED}<p style='font-size:9pt'>small<p style='background:#000;color:#fff'>R"
    assert not any(looked_at(faultless, now).values())
