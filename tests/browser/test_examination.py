"""The examination page as hands meet it: keys counted, nothing lost, conflicts shown."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from clinic.rulebook.permissions import Role
from tests.browser.looking import axe, no_overflow, targets_are_large
from tests.browser.serving import BEGINS
from tests.browser.stage import PASSWORD, Live
from tests.builders import ACTIVE, CLEAR, LATENT, a_draft, a_finding, a_patient
from tests.builders import a_signed_examination as signed

FORTNIGHT = (BEGINS - timedelta(days=14)).isoformat()


@dataclass
class Couch:
    """A draft that is open at a page, with the last visit a fortnight ago."""

    live: Live
    page: Page
    draft_id: str

    def findings(self) -> dict[str, dict[str, Any]]:
        """Answer what the server holds, by place."""
        held = self.live.cast.clinician.read(f"/examinations/{self.draft_id}")
        return {f"{f['muscle']} {f['side']} {f['site']}": f for f in held["findings"]}

    def here(self) -> str:
        """Answer the open place, as the path names it."""
        return str(self.page.locator(".path [aria-current=step]").get_attribute("data-key"))

    def press(self, keys: str) -> int:
        """Press these keys one after another, and answer how many they were."""
        pressed = keys.split()
        for key in pressed:
            self.page.keyboard.press(key)
        return len(pressed)

    def saved(self) -> None:
        """Wait until nothing waits any more."""
        expect(self.page.locator(".saved")).to_have_attribute("data-state", "saved")


def opened(live: Live, draft_id: str, **more: Any) -> Couch:
    page = live.page(Role.CLINICIAN, f"/examinations/{draft_id}", **more)
    expect(page.locator(".ex[data-ready]")).to_be_visible()
    return Couch(live, page, draft_id)


@pytest.fixture
def draft_id(live: Live) -> str:
    client = live.cast.clinician
    patient_id = a_patient(live.cast.reception)["id"]
    last = [
        a_finding("trapezius-upper", "right", site=1, **ACTIVE),
        a_finding("trapezius-upper", "left", site=1, **LATENT),
        a_finding("infraspinatus", "right", site=1, **ACTIVE),
        a_finding("supraspinatus", "right", **CLEAR),
    ]
    signed(client, patient_id, *last, examined_at=FORTNIGHT)
    draft_id: str = a_draft(client, patient_id)["id"]
    return draft_id


@pytest.fixture
def couch(live: Live, draft_id: str) -> Couch:
    return opened(live, draft_id)


# keys, the class they make, and signs they set
NEW_PLACES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("b 3 f y", "active", {"recognised": "yes", "tenderness_grade": 3, "spot_in_band": True}),
    ("b 3 y", "active", {"recognised": "yes"}),
    ("b 2 f n", "latent", {"recognised": "no", "tenderness_grade": 2}),
    ("b 2 h n", "latent_probable", {"recognised": "no"}),
    ("u 3 f y", "active_probable", {"taut_band": "not_palpable"}),
    ("x 2 h n", "tender_spot", {"taut_band": "absent", "spot_in_band": False}),
    ("b 0", "taut_band", {"tenderness_grade": 0}),
    ("u 0", "clear_band_untestable", {"tenderness_grade": 0}),
    ("0", "clear", {"taut_band": "absent", "tenderness_grade": 0, "recognised": "no"}),
)


def test_a_new_place_takes_at_most_four_keys_and_goes_on_by_itself(live: Live) -> None:
    patient_id = a_patient(live.cast.reception)["id"]
    couch = opened(live, a_draft(live.cast.clinician, patient_id)["id"])
    # a first visit asks for the region to walk
    couch.page.get_by_role("button", name="Shoulder girdle").click()
    walked = []
    for keys, _, _ in NEW_PLACES:
        walked.append(couch.here())
        assert couch.press(keys) <= 4
        assert couch.here() not in walked, f"{keys} did not go on"
    couch.saved()
    held = {f"{f['muscle']} {f['side']}": f for f in couch.findings().values()}
    assert len(held) == len(NEW_PLACES)
    for place, (keys, kind, signs) in zip(walked, NEW_PLACES, strict=True):
        found = held[" ".join(place.split("|")[:2])]
        assert found["classification"]["class"] == kind, keys
        assert {sign: found[sign] for sign in signs} == signs, keys


def test_an_unchanged_a_clear_and_an_unexamined_place_take_one_key_each(couch: Couch) -> None:
    places = [couch.here()]
    for key in ("Enter", "0", "-"):
        couch.press(key)
        places.append(couch.here())
    assert len(set(places)) == len(places)
    couch.saved()
    held = couch.findings()
    same, clear, skipped = places[:3]
    found = {place: held.get(place.replace("|", " ")) for place in (same, clear, skipped)}
    assert found[skipped] is None, "not examined is no finding"
    assert found[same] is not None
    assert found[same]["classification"]["class"] == "active"
    assert found[clear] is not None
    assert found[clear]["classification"]["class"] == "clear"


def test_what_was_found_last_time_counts_only_when_it_is_confirmed(couch: Couch) -> None:
    rows = couch.page.locator(".path > li")
    assert rows.count() >= 3
    assert couch.findings() == {}
    couch.press("Enter")
    couch.saved()
    assert len(couch.findings()) == 1


def test_undo_takes_back_and_says_so_on_the_server(couch: Couch) -> None:
    couch.press("b 3 f y")
    couch.saved()
    assert len(couch.findings()) == 1
    for _ in range(4):
        couch.press("Control+z")
    couch.saved()
    expect(couch.page.locator(".ex__count")).to_contain_text("0 of")
    assert couch.findings() == {}


def test_the_keys_stand_under_the_question_mark(couch: Couch) -> None:
    couch.press("?")
    sheet = couch.page.get_by_role("dialog")
    expect(sheet).to_be_visible()
    expect(sheet).to_contain_text("same as last visit")
    expect(sheet).to_contain_text("band absent, tenderness 0")
    axe(couch.page)
    couch.press("Escape")
    expect(sheet).to_be_hidden()
    # and the path has the keys again
    couch.press("0")
    couch.saved()
    assert len(couch.findings()) == 1


def test_a_cut_network_loses_nothing(couch: Couch) -> None:
    couch.page.context.set_offline(True)
    for keys in ("Enter", "b 3 f y", "0"):
        couch.press(keys)
    status = couch.page.locator(".saved")
    expect(status).to_contain_text("Offline: 3 entries kept on this computer", timeout=8_000)
    sign = couch.page.get_by_role("link", name="Review and sign")
    expect(sign).to_have_attribute("aria-disabled", "true")
    expect(couch.page.get_by_text("3 not saved")).to_be_visible()
    assert couch.findings() == {}
    axe(couch.page)
    couch.page.context.set_offline(False)
    couch.saved()
    assert len(couch.findings()) == 3
    expect(sign).not_to_have_attribute("aria-disabled", "true")


def test_a_tab_that_was_closed_without_network_is_taken_up_again(
    live: Live, couch: Couch, draft_id: str
) -> None:
    context = couch.page.context
    context.set_offline(True)
    couch.press("b 3 f y")
    expect(couch.page.locator(".saved")).to_have_attribute("data-state", "offline", timeout=8_000)
    # the browser asks once, for something waits
    couch.page.on("dialog", lambda dialog: dialog.accept())
    with couch.page.expect_event("close"):
        couch.page.close(run_before_unload=True)
    context.set_offline(False)
    again = context.new_page()
    again.goto(f"/examinations/{draft_id}")
    expect(again.locator(".ex[data-ready]")).to_be_visible()
    expect(again.locator(".ex__count")).to_contain_text("1 of")
    expect(again.locator(".saved")).to_have_attribute("data-state", "saved")
    assert len(couch.findings()) == 1


def test_two_tabs_on_different_places_merge(live: Live, couch: Couch, draft_id: str) -> None:
    other = opened(live, draft_id)
    other.press("ArrowDown")
    assert other.here() != couch.here()
    couch.press("b 3 f y")
    other.press("0")
    couch.saved()
    other.saved()
    assert len(couch.findings()) == 2


def test_two_tabs_on_one_place_show_both_and_overwrite_nothing(
    live: Live, couch: Couch, draft_id: str
) -> None:
    other = opened(live, draft_id)
    assert other.here() == couch.here()
    place = couch.here().replace("|", " ")
    couch.press("b 3 f y")
    couch.saved()
    other.press("0")
    expect(other.page.locator(".saved")).to_contain_text("Conflict: 1 place needs a decision")
    assert couch.findings()[place]["tenderness_grade"] == 3
    other.page.get_by_role("button", name=re.compile("Conflict")).click()
    dialog = other.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Nothing was overwritten")
    expect(dialog.locator("[data-value=mine]")).not_to_be_focused()
    axe(other.page)
    dialog.get_by_role("button", name="Keep this").click()
    other.saved()
    assert couch.findings()[place]["tenderness_grade"] == 0


def test_an_ended_session_is_signed_in_again_over_the_page(live: Live, couch: Couch) -> None:
    live.knows_passwords()
    elsewhere = couch.page.context.new_page()
    elsewhere.goto("/")
    csrf = elsewhere.locator("meta[name=csrf]").get_attribute("content")
    answer = elsewhere.request.post("/sign-out", form={"csrf": csrf or ""})
    assert answer.ok
    elsewhere.close()
    couch.press("b 3 f y")
    dialog = couch.page.get_by_role("dialog")
    expect(dialog).to_contain_text("kept on this device")
    axe(couch.page)
    dialog.get_by_label("E-mail").fill(live.email(Role.CLINICIAN))
    dialog.get_by_label("Password").fill(PASSWORD)
    dialog.get_by_role("button", name="Sign in and send").click()
    couch.saved()
    assert len(couch.findings()) == 1


def _shape(page: Page, muscle: str, side: str, view: str) -> Any:
    return page.locator(f"#muscle--{muscle}--{side}--{view}").first


def test_a_tap_on_the_chart_opens_the_place_with_side_and_point(live: Live, draft_id: str) -> None:
    couch = opened(live, draft_id, width=820)
    shape = _shape(couch.page, "infraspinatus", "left", "back")
    box = shape.bounding_box()
    assert box is not None
    couch.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    menu = couch.page.get_by_role("group", name="What was tapped")
    if menu.is_visible():
        menu.get_by_role("button", name=re.compile("Infraspinatus")).tap()
    assert couch.here().startswith("infraspinatus|left")
    taps = ("Band", "tender 3", "Elsewhere", "Yes")
    dock = couch.page.locator(".dock")
    for name in taps:
        dock.get_by_role("button", name=name, exact=True).tap()
    couch.saved()
    found = couch.findings()["infraspinatus left 1"]
    assert found["classification"]["class"] == "active"
    assert found["chart"]["view"] == "back"
    assert 0 < found["chart"]["x"] < 1


@pytest.mark.parametrize("width", [1440, 820, 390])
def test_the_page_holds_at_every_width_while_it_is_used(
    live: Live, draft_id: str, width: int
) -> None:
    couch = opened(live, draft_id, width=width)
    couch.page.locator(".path").focus()
    couch.press("Enter b 3 f")
    couch.saved()
    axe(couch.page)
    no_overflow(couch.page)
    if width < 1440:
        targets_are_large(couch.page)
    # the open place is in sight, above the dock
    expect(couch.page.locator(".path [aria-current=step] h3")).to_be_in_viewport()
