"""The code on an issued sheet opens the patient's page; a preview carries none."""

import re
from typing import Any
from urllib.parse import urlsplit

import pypdfium2
import pytest
import zxingcpp
from sqlalchemy import select

from clinic.checkins.models import PatientPage
from clinic.checkins.rules import hash_of
from clinic.handouts.context.sheets import sheet_to_issue, sheet_to_look_at
from tests.checkins.conftest import prescribed
from tests.conftest import Cast, Clock, work_in

BASE = "https://clinic.example.org"


@pytest.fixture
def plan(clinic: Cast, clock: Clock) -> dict[str, Any]:
    return prescribed(clinic)


def test_a_sheet_to_issue_carries_its_page_as_a_code(clinic: Cast, plan: dict[str, Any]) -> None:
    with work_in(clinic) as work:
        sheet = sheet_to_issue(work, plan["id"], None, "en-AU", BASE)
        again = sheet_to_issue(work, plan["id"], None, "en-AU", BASE)
        work.needs_no_entry()
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", sheet.page_token)
    assert sheet.page_token != again.page_token
    assert "qr-code" in sheet.html
    # drawn, never written out
    assert sheet.page_token not in sheet.html


def test_a_preview_carries_none(clinic: Cast, plan: dict[str, Any]) -> None:
    with work_in(clinic) as work:
        sheet = sheet_to_look_at(work, plan["id"], None, "en-AU")
        work.needs_no_entry()
    assert sheet.page_token == ""
    assert "qr-code" not in sheet.html


def test_issuing_makes_the_page_and_the_sheet_tells_of_it(
    clinic: Cast, plan: dict[str, Any]
) -> None:
    handout = clinic.clinician.make(f"/home-plans/{plan['id']}/handouts", {"layout": "standard"})
    with work_in(clinic) as work:
        page = work.session.scalars(select(PatientPage)).one()
        work.needs_no_entry()
    assert (page.handout_id, page.plan_id) == (handout["id"], plan["id"])
    assert len(page.token_sha256) == len(hash_of(""))
    at = f"/handouts/{handout['id']}"
    visitor = clinic.browse()
    assert "opens it until Fri 1 Jan 2027" in visitor.words(at)
    visitor.press(at, f"{at}/close-page")
    assert "opens nothing any more" in visitor.words(at)
    assert f"{at}/close-page" not in visitor.see(at)
    assert "close-page" not in clinic.browse("reception").see(at)
    # the archived bytes are what they were
    assert clinic.clinician.get(f"{at}.pdf").status_code == 200


def test_who_sends_the_closing_twice_closes_once(clinic: Cast, plan: dict[str, Any]) -> None:
    handout = clinic.clinician.make(f"/home-plans/{plan['id']}/handouts", {})
    visitor = clinic.browse()
    at = f"/handouts/{handout['id']}"
    first, second = (visitor.form(at, f"{at}/close-page") for _ in range(2))
    assert visitor.send_form(first).status_code == 303
    refused = visitor.send_form(second)
    assert refused.status_code == 409
    assert "closed already" in refused.get_data(as_text=True)


@pytest.mark.parametrize("layout", ["standard", "large_print"])
def test_another_program_reads_the_printed_code_and_it_opens_the_page(
    clinic: Cast, plan: dict[str, Any], layout: str
) -> None:
    handout = clinic.clinician.make(f"/home-plans/{plan['id']}/handouts", {"layout": layout})
    pdf = pypdfium2.PdfDocument(clinic.clinician.get(f"/handouts/{handout['id']}.pdf").data)
    shown = [page.render(scale=150 / 72, grayscale=True).to_numpy() for page in pdf]
    (code,) = (code for picture in shown for code in zxingcpp.read_barcodes(picture))
    address = urlsplit(code.text)
    assert re.fullmatch(r"/h/[A-Za-z0-9_-]{43}", address.path)
    answer = clinic.app.test_client().get(address.path)
    assert answer.status_code == 200
    assert "Hello" in answer.text
