"""The patient's own page on telephones: light, large, timed, and an emergency sign at once."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from clinic.rulebook.permissions import Role
from tests.browser.looking import Weighed, axe, no_overflow, targets_are_large
from tests.browser.stage import Live
from tests.checkins.conftest import a_sheet, prescribed

# the issue's own limit, everything together
HEAVIEST = 60_000
_CRAMPED, _USUAL = 320, 390
_RIGHT = ("infraspinatus", "deltoid", "supraspinatus", "teres-minor", "levator-scapulae")


@pytest.fixture
def plan(live: Live) -> dict[str, Any]:
    """A plan of six places that began three days ago."""
    live.cast.owner.patch("/clinic", {"phone": "03 5550 1420"})
    targets: list[dict[str, Any]] = [
        {"muscle": muscle, "side": "right", "seconds": 20, "position": "Sit, arm supported"}
        for muscle in (
            "infraspinatus",
            "deltoid",
            "supraspinatus",
            "teres-minor",
            "levator-scapulae",
        )
    ]
    targets.append(
        {"muscle": "trapezius-upper", "side": "left", "seconds": 30, "sessions_per_day": 2}
    )
    return prescribed(live.cast, targets=targets)


@pytest.fixture
def address(live: Live, plan: dict[str, Any]) -> str:
    _, token = a_sheet(live.cast, plan)
    return f"/h/{token}"


def told(live: Live, plan: dict[str, Any]) -> list[dict[str, Any]]:
    at = f"/patients/{plan['patient_id']}/check-ins"
    items: list[dict[str, Any]] = live.cast.clinician.read(at)["items"]
    return items


def state_of(live: Live, plan: dict[str, Any]) -> str:
    state: str = live.cast.clinician.read(f"/home-plans/{plan['id']}")["state"]
    return state


def looked_at(page: Page) -> None:
    axe(page)
    no_overflow(page)
    targets_are_large(page)


@pytest.mark.parametrize("width", [_CRAMPED, _USUAL])
def test_it_is_light_large_and_for_everybody(live: Live, address: str, width: int) -> None:
    page = live.seat.page(width, has_touch=True)
    weighed = Weighed(page)
    page.goto(address, wait_until="networkidle")
    assert weighed.total <= HEAVIEST, weighed.told()
    looked_at(page)
    assert page.context.cookies() == []
    # nothing is hidden behind scripts but the timers
    plain = live.seat.page(width, java_script_enabled=False)
    plain.goto(address)
    expect(plain.get_by_role("heading", level=3)).to_have_count(8)


def test_a_timer_runs_ends_and_ticks(live: Live, address: str, plan: dict[str, Any]) -> None:
    page = live.seat.page(_USUAL)
    page.clock.install()
    page.goto(address)
    card = page.locator(".pc").first
    card.get_by_role("button", name="Start").tap()
    expect(card.locator("svg text")).to_have_text("20")
    page.clock.run_for(5000)
    expect(card.locator("svg text")).to_have_text("15")
    card.get_by_role("button", name="Pause").tap()
    page.clock.run_for(5000)
    expect(card.locator("svg text")).to_have_text("15")
    looked_at(page)
    card.get_by_role("button", name="Go on").tap()
    page.clock.run_for(16000)
    expect(card.get_by_role("checkbox")).to_be_checked()
    expect(page.locator("#state")).to_have_text("Saved.")
    assert [tick["sessions_done"] for tick in told(live, plan)[0]["ticks"]] == [1, 0, 0, 0, 0, 0]


def test_ticks_and_pain_save_themselves(live: Live, address: str, plan: dict[str, Any]) -> None:
    page = live.seat.page(_USUAL)
    page.goto(address)
    page.get_by_label("Done twice").check()
    page.get_by_role("group", name="Pain before you start?").get_by_label("6").check()
    expect(page.locator("#state")).to_have_text("Saved.")
    (row,) = told(live, plan)
    assert row["pain_before"] == 6
    page.reload()
    expect(page.get_by_label("Done twice")).not_to_be_checked()
    expect(page.get_by_label("Done once")).to_be_checked()


def test_without_a_network_it_says_that_nothing_is_saved(live: Live, address: str) -> None:
    page = live.seat.page(_USUAL)
    page.goto(address)
    page.route("**/h/*", lambda route: route.fulfill(status=503))
    page.get_by_label("Done", exact=False).first.check()
    expect(page.locator("#state")).to_contain_text("Not saved.")


def test_an_emergency_sign_replaces_the_page_at_once(
    live: Live, address: str, plan: dict[str, Any]
) -> None:
    page = live.seat.page(_USUAL)
    page.goto(address)
    page.get_by_label("Chest pain").check()
    expect(page.get_by_role("heading", name="Stop now and ring 000.")).to_be_focused()
    ring = page.get_by_role("link", name="Ring 000")
    expect(ring).to_have_count(1)
    expect(ring).to_have_attribute("href", "tel:000")
    expect(page.locator("#main")).to_be_hidden()
    expect(page.locator("#ringing-told")).to_contain_text("The clinic has been told.")
    looked_at(page)
    assert state_of(live, plan) == "paused"
    page.get_by_role("link", name="Back to my page").tap()
    expect(page.get_by_role("status").first).to_contain_text("Your plan is paused.")
    looked_at(page)


def test_from_the_code_to_today(live: Live, address: str, plan: dict[str, Any]) -> None:
    """A sign for today: the patient hears what to do, the clinic sees it on Today."""
    page = live.seat.page(_CRAMPED, has_touch=True)
    page.goto(address)
    page.get_by_label("New numbness or tingling").check()
    told_ = page.get_by_role("status").first
    expect(told_).to_contain_text("Stop for now. Your plan is paused.")
    expect(told_).to_contain_text("The clinic has been told.")
    expect(told_.get_by_role("link", name="Call the clinic 03 5550 1420")).to_be_visible()
    expect(page.get_by_role("button", name="Start")).to_have_count(0)
    looked_at(page)
    desk = live.page(Role.CLINICIAN, "/")
    alarm = desk.get_by_role("main")
    expect(alarm).to_contain_text("Stop sign at home")
    expect(alarm).to_contain_text("New numbness or tingling. The home plan rests")
    desk.get_by_role("link", name="Decide").first.click()
    expect(desk.get_by_role("main")).to_contain_text("because of a stop sign from home")


def test_without_scripts_the_plain_form_does_the_same(
    live: Live, address: str, plan: dict[str, Any]
) -> None:
    page = live.seat.page(_USUAL, java_script_enabled=False)
    page.goto(address)
    page.get_by_label("Done", exact=False).first.check()
    page.get_by_role("button", name="Save").tap()
    expect(page.get_by_role("status").first).to_contain_text("Saved. Thank you.")
    page.get_by_label("Fainting").check()
    page.get_by_role("button", name="Tell the clinic").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Stop now and ring 000.")
    assert state_of(live, plan) == "paused"


def test_a_page_that_is_not_there_says_whom_to_call(live: Live) -> None:
    page = live.seat.page(_CRAMPED, has_touch=True)
    answer = page.goto("/h/nobody-knows-this")
    assert answer is not None
    assert answer.status == 404
    looked_at(page)
