"""Reception's day: find by telephone, print again, move a review; never what was found."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from clinic.rulebook.permissions import Role
from tests.browser.looking import axe
from tests.browser.serving import BEGINS
from tests.browser.stage import Live
from tests.builders import ACTIVE, LATENT, a_clear_screen, a_finding, a_patient
from tests.builders import a_signed_examination as signed


@pytest.fixture
def patient(live: Live) -> dict[str, Any]:
    """Somebody whose plan was prescribed and printed a week ago, and a namesake."""
    clinician = live.cast.clinician
    patient: dict[str, Any] = a_patient(
        live.cast.reception, given_name="Edith", family_name="Marlowe", phone="0491 570 313"
    )
    a_patient(live.cast.reception, given_name="Edith", family_name="Marlowe", phone="0491 571 804")
    at = f"/patients/{patient['id']}"
    examination = signed(
        clinician,
        patient["id"],
        a_finding("infraspinatus", site=1, **ACTIVE),
        a_finding("deltoid", site=1, **LATENT),
        examined_at=(BEGINS - timedelta(days=7)).isoformat(),
    )
    a_clear_screen(clinician, patient["id"])
    proposal = clinician.read(f"/examinations/{examination['id']}/home-plan-proposal")
    body = {k: v for k, v in proposal.items() if k not in {"session_seconds", "left_out"}}
    plan = clinician.make(f"{at}/home-plans", body)
    clinician.do(f"/home-plans/{plan['id']}/prescribe", {})
    clinician.make(f"/home-plans/{plan['id']}/handouts", {"layout": "standard"})
    return {**patient, "plan": plan, "examination": examination}


def test_a_call_is_answered_the_sheet_printed_again_and_the_review_moved(
    live: Live, patient: dict[str, Any]
) -> None:
    page = live.page(Role.RECEPTION, "/")
    # found as it is typed, without pressing anything
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Patients").click()
    page.get_by_role("searchbox").press_sequentially("0491570313")
    expect(page.get_by_role("link", name="Edith Marlowe")).to_have_count(1)
    page.get_by_role("link", name="Edith Marlowe").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Edith Marlowe")

    again = page.get_by_role("link", name="Print again").first
    printed = page.request.get(again.get_attribute("href") or "")
    if "pdf" not in printed.headers["content-type"]:
        again.click()
        again = page.get_by_role("link", name="Print again").first
        printed = page.request.get(again.get_attribute("href") or "")
        page.go_back()
    assert printed.body().startswith(b"%PDF-")
    once_more = page.request.get(again.get_attribute("href") or "")
    assert printed.body() == once_more.body(), "the archived bytes"

    page.get_by_text("Move the review day").click()
    page.get_by_label("New review day").fill("2026-12-14")
    page.get_by_label("Why").fill("Away that week")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Mon 14 Dec 2026")
    held = live.cast.clinician.read(f"/home-plans/{patient['plan']['id']}")
    assert held["review_on"] == "2026-12-14"


def test_a_day_that_cannot_be_is_told_at_its_field_and_stays_typed(
    live: Live, patient: dict[str, Any]
) -> None:
    page = live.page(Role.RECEPTION, f"/patients/{patient['id']}")
    page.get_by_text("Move the review day").click()
    day = page.get_by_label("New review day")
    # a browser without the calendar's own limits
    day.evaluate("one => one.removeAttribute('min')")
    day.fill("2026-11-02")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("New review day")
    expect(page.get_by_label("New review day")).to_have_value("2026-11-02")
    expect(page.get_by_label("New review day")).to_have_attribute("aria-invalid", "true")
    axe(page)


def test_reception_may_not_open_an_examination(live: Live, patient: dict[str, Any]) -> None:
    page = live.page(Role.RECEPTION, f"/patients/{patient['id']}")
    main = page.get_by_role("main")
    expect(main).to_contain_text("Reception may not open examinations")
    for told in ("Infraspinatus", "Deltoid", "latent"):
        expect(main.get_by_text(told, exact=True)).to_have_count(0)
    expect(page.get_by_role("link", name="Outcomes")).to_have_count(0)
    at = f"/patients/{patient['id']}"
    examination = f"/examinations/{patient['examination']['id']}"
    for address in (examination, f"{examination}/versions", f"{at}/register", f"{at}/examinations"):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 403, address
        expect(page.get_by_role("main")).to_contain_text("Your role here is reception")
        assert "nfraspinatus" not in page.content()
    axe(page)
