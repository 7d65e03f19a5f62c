"""The printed files: accessible, reproducible, and deaf to everything outside."""

import http.server
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pypdf
import pytest
from jinja2 import UndefinedError

from clinic.examinations.context import Amendment, ExaminationReport
from clinic.paper.html import page, page_of
from clinic.paper.pdf import to_pdf
from clinic.samples.context import LoanAgreement

ALL = (
    "examination.html",
    "loan-agreement.html",
    "packing-slip.html",
    "return-slip.html",
    "unit-label.html",
)


def text_of(pdf: bytes) -> str:
    return "\n".join(sheet.extract_text() for sheet in pypdf.PdfReader(BytesIO(pdf)).pages)


@pytest.fixture
def hits() -> Iterator[tuple[str, list[str]]]:
    """Listen on this machine, and note whoever asks."""
    asked: list[str] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Stay quiet."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("name", ALL)
def test_every_paper_is_accessible_one_page_and_reproducible(
    name: str, papers: dict[str, Any], now: datetime, faults: Callable[[bytes], list[str]]
) -> None:
    html = page_of(name, papers[name])
    printed = to_pdf(html, created=now)
    assert printed.pdf.startswith(b"%PDF")
    assert printed.pages == 1
    assert faults(printed.pdf) == []
    assert to_pdf(html, created=now) == printed
    assert to_pdf(html, created=now + timedelta(seconds=1)).sha256 != printed.sha256


def test_the_checker_finds_a_page_without_title_and_language(
    now: datetime, faults: Callable[[bytes], list[str]]
) -> None:
    """Guard the guard: a checker that passes everything would prove nothing."""
    assert faults(to_pdf("<p>bare", created=now).pdf) != []


def test_the_report_prints_signs_and_never_leaves_one_blank(
    report: ExaminationReport, now: datetime
) -> None:
    text = " ".join(text_of(to_pdf(page_of("examination.html", report), created=now).pdf).split())
    for words in (
        "Thu Hà Nguyễn",
        "Friday 20 November 2026, 10:15",
        "on another day than the examination",
        "present: Front of shoulder (dull ache)",
        "180, 175.5 kPa",
        "missing: taut band",
        "Clinician's class: latent",
        "twitch: not tested",
        "Nothing recorded.",
    ):
        assert words in text
    assert "eliminated" not in text


def test_an_amended_report_says_so_on_every_page_with_its_reason(
    report: ExaminationReport, amendment: Amendment, now: datetime
) -> None:
    long = replace(report, amendments=(amendment,), version=2, findings=report.findings * 12)
    pdf = to_pdf(page_of("examination.html", long), created=now).pdf
    sheets = [sheet.extract_text() for sheet in pypdf.PdfReader(BytesIO(pdf)).pages]
    assert len(sheets) > 1
    assert all("AMENDED, VERSION 2" in sheet for sheet in sheets)
    assert "Wrong side" in sheets[0]


def test_a_voided_report_is_marked_entered_in_error(
    report: ExaminationReport, now: datetime
) -> None:
    html = page_of("examination.html", replace(report, state="voided", void_reason="Wrong person"))
    text = text_of(to_pdf(html, created=now).pdf)
    assert "ENTERED IN ERROR" in text
    assert "Wrong person" in text


def test_the_agreement_knows_its_dates_only_after_delivery(
    agreement: LoanAgreement, now: datetime
) -> None:
    before = text_of(to_pdf(page_of("loan-agreement.html", agreement), created=now).pdf)
    assert "on delivery" in before
    assert "$189.00" in before
    delivered = replace(
        agreement, delivered_on=now.date(), due_on=now.date() + timedelta(30), price_cents=None
    )
    after = text_of(to_pdf(page_of("loan-agreement.html", delivered), created=now).pdf)
    assert "23 Dec 2026" in after
    assert "price on request" in after


@pytest.mark.parametrize("name", ALL)
def test_html_in_any_field_is_printed_as_text(name: str, papers: dict[str, Any]) -> None:
    """Fill every text of every paper with markup; none may reach the page as markup."""
    html = page_of(name, _poisoned(papers[name]))
    assert "<script" not in html
    assert "&lt;script" in html


_CLOSED = {"finding_class", "overridden_class", "state", "language"}  # words of our own


def _poisoned(value: Any) -> Any:
    if isinstance(value, str):
        return f"<script>{value}</script>"
    if isinstance(value, tuple):
        return tuple(_poisoned(item) for item in value)
    if hasattr(value, "__dataclass_fields__"):
        fields = {
            name: _poisoned(getattr(value, name))
            for name in value.__dataclass_fields__
            if name not in _CLOSED
        }
        return replace(value, **fields)
    return value


def test_a_page_with_a_missing_value_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        page("unit-label.html")


def test_odd_scripts_and_endless_texts_print(report: ExaminationReport, now: datetime) -> None:
    odd = replace(
        report,
        complaint="Ана Παπαδοπούλου 王小明 علي 😀\x07 " + "long " * 2000 + "x" * 3000,
        plan_of_care="\n".join("line" for _ in range(60)),
    )
    printed = to_pdf(page_of("examination.html", odd), created=now)
    assert printed.pages > 2
    assert "Παπαδοπούλου" in text_of(printed.pdf)


@pytest.mark.parametrize(
    "name", ["علي", "王小明 陈", "Anh 王 小明 😀", "Ана 이 한국 عبد الله", "Νίκος שלום नमस्ते ไทย"]
)
def test_a_name_in_any_script_is_accessible_in_our_own_fonts_alone(
    name: str, report: ExaminationReport, now: datetime, faults: Callable[[bytes], list[str]]
) -> None:
    pdf = to_pdf(page_of("examination.html", replace(report, complaint=name)), created=now).pdf
    assert faults(pdf) == []
    fonts = [
        font.get_object()
        for sheet in pypdf.PdfReader(BytesIO(pdf)).pages
        for font in sheet["/Resources"]["/Font"].get_object().values()
    ]
    for font in fonts:
        assert re.match(
            r"/[A-Z]{6}\+(Source-Sans-3|Vazirmatn|Noto-Sans|Noto-Emoji)", font["/BaseFont"]
        )
        about = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert "/FontFile2" in about or "/FontFile3" in about


def test_no_trick_in_a_page_reaches_the_network_or_a_file(
    hits: tuple[str, list[str]], now: datetime
) -> None:
    address, asked = hits
    tricks = "".join(
        f"""
        <link rel=stylesheet href="{where}/a"><link rel=attachment href="{where}/b">
        <style>@import "{where}/c"; @font-face {{font-family:x;src:url({where}/d)}}
        body {{background:url({where}/e);font-family:x}} p::before {{content:url({where}/f)}}
        li {{list-style-image:url({where}/g)}}</style>
        <img src="{where}/h"><object data="{where}/i"></object><embed src="{where}/j">
        <svg><image href="{where}/k"/><use href="{where}/l#x"/>
        <style>@import "{where}/m";</style></svg>
        <a rel=attachment href="{where}/n">x</a><base href="{where}/o"><ul><li>x</ul><p>x"""
        for where in (address, "file:///etc", "file://localhost/etc/hostname?", "ftp://127.0.0.1")
    )
    printed = to_pdf(
        "<link rel=attachment href='file:///etc/hostname'><link rel=xmp href='file:///etc/passwd'>"
        + tricks,
        created=now,
    )
    assert asked == []
    reader = pypdf.PdfReader(BytesIO(printed.pdf))
    assert dict(reader.attachments) == {}
    assert b"root:" not in printed.pdf
