"""Nothing that was entered is lost, and nothing is overwritten unseen."""

import re

import pytest
from playwright.sync_api import Dialog, Page, Route, expect

from clinic.rulebook.permissions import Role
from tests.browser.driving import sign_in
from tests.browser.looking import axe
from tests.browser.stage import PASSWORD, Live
from tests.browser.test_examination import FORTNIGHT, Couch, opened
from tests.builders import ACTIVE, LATENT, a_draft, a_finding, a_patient
from tests.builders import a_signed_examination as signed

ENTRIES = "**/entries"
SLOW = 15_000  # milliseconds: a password is hashed slowly, a network is tried again


@pytest.fixture
def couch(live: Live) -> Couch:
    patient_id = a_patient(live.cast.reception)["id"]
    last = [a_finding("levator-scapulae", "right", site=1, **ACTIVE)]
    last.append(a_finding("infraspinatus", "right", site=1, **LATENT))
    signed(live.cast.clinician, patient_id, *last, examined_at=FORTNIGHT)
    return opened(live, a_draft(live.cast.clinician, patient_id)["id"])


def state(page: Page, name: str) -> None:
    """Wait for a state of saving at its fixed place."""
    expect(page.locator(".saved")).to_have_attribute("data-state", name, timeout=SLOW)


def kept(page: Page) -> list[str]:
    """Answer the names of what is kept on the device for this product's entries."""
    names: list[str] = page.evaluate(
        "Object.keys(localStorage).filter(name => name.startsWith('palpate.entries'))"
    )
    return names


def test_entries_are_sent_within_a_second_and_then_leave_the_device(couch: Couch) -> None:
    with couch.page.expect_request(ENTRIES, timeout=1_500):
        couch.press("b 3 f y")
        assert len(kept(couch.page)) == 1
    couch.saved()
    assert kept(couch.page) == []
    expect(couch.page.locator(".saved")).to_have_text(re.compile(r"^Saved \d\d:\d\d$"))


def test_an_answer_that_was_lost_is_no_conflict(couch: Couch) -> None:
    lost = []

    def lose(route: Route) -> None:
        lost.append(route.fetch().status)
        route.abort()

    couch.page.route(ENTRIES, lose, times=1)
    couch.press("b 3")
    state(couch.page, "offline")
    assert lost == [200], "the server took it, and the page does not know"
    couch.press("f y")
    couch.saved()
    (found,) = couch.findings().values()
    assert found["classification"]["class"] == "active"


def test_the_last_entry_of_a_page_that_goes_is_not_lost(couch: Couch) -> None:
    couch.page.on("dialog", lambda dialog: dialog.accept())
    couch.press("b 3 f y")
    with couch.page.expect_event("close"):
        couch.page.close(run_before_unload=True)
    again = opened(couch.live, couch.draft_id)
    again.saved()
    expect(again.page.locator(".ex__count")).to_contain_text("1 of")


def test_leaving_asks_only_while_something_waits(couch: Couch) -> None:
    asked: list[str] = []

    def note(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    couch.page.on("dialog", note)
    couch.page.context.set_offline(True)
    couch.press("b 3")
    state(couch.page, "offline")
    couch.page.close(run_before_unload=True)
    expect(couch.page.locator(".saved")).to_contain_text("1 entry kept")
    assert asked == ["beforeunload"]
    couch.page.context.set_offline(False)
    couch.saved()


def test_signing_is_refused_with_the_number_while_entries_wait(couch: Couch) -> None:
    couch.page.context.set_offline(True)
    couch.press("b 3 f y 0")
    state(couch.page, "offline")
    # as a finger does: the link does not answer, and says why
    couch.page.get_by_role("link", name="Review and sign").click(force=True)
    expect(couch.page.get_by_text("Not yet: 2 not saved")).to_be_visible()
    expect(couch.page).to_have_url(re.compile(f"/examinations/{couch.draft_id}$"))
    couch.page.context.set_offline(False)
    couch.saved()
    couch.page.get_by_role("link", name="Review and sign").click()
    expect(couch.page).to_have_url(re.compile("/sign$"))


def test_signing_waits_for_what_is_on_its_way(couch: Couch) -> None:
    couch.press("b 3 f y")
    couch.page.get_by_role("link", name="Review and sign").click(force=True)
    expect(couch.page).to_have_url(re.compile("/sign$"), timeout=SLOW)
    assert len(couch.findings()) == 1


def test_a_new_session_of_the_same_user_needs_no_word(couch: Couch, live: Live) -> None:
    live.knows_passwords()
    elsewhere = couch.page.context.new_page()
    elsewhere.goto("/account")
    csrf = elsewhere.locator("meta[name=csrf]").get_attribute("content") or ""
    elsewhere.request.post("/sign-out", form={"csrf": csrf})
    sign_in(elsewhere, live.email(Role.CLINICIAN), PASSWORD)
    elsewhere.close()
    couch.press("b 3 f y")
    couch.saved()
    assert len(couch.findings()) == 1


def test_a_colleagues_sign_in_does_not_send_what_is_not_theirs(couch: Couch, live: Live) -> None:
    live.knows_passwords()
    couch.page.context.clear_cookies()
    couch.press("b 3 f y")
    state(couch.page, "signed-out")
    dialog = couch.page.get_by_role("dialog")
    dialog.get_by_label("E-mail").fill(live.email(Role.OWNER))
    dialog.get_by_label("Password").fill("not the password")
    dialog.get_by_role("button", name="Sign in and send").click()
    expect(dialog.get_by_role("alert")).to_contain_text("do not fit", timeout=SLOW)
    dialog.get_by_label("Password").fill(PASSWORD)
    dialog.get_by_role("button", name="Sign in and send").click()
    expect(dialog.get_by_role("alert")).to_contain_text("somebody else", timeout=SLOW)
    axe(couch.page)
    assert couch.findings() == {}
    assert len(kept(couch.page)) == 1


def test_a_draft_that_was_signed_meanwhile_says_what_was_not_taken(
    couch: Couch, live: Live
) -> None:
    live.cast.clinician.do(f"/examinations/{couch.draft_id}/sign")
    couch.press("b 3 f y")
    state(couch.page, "closed")
    expect(couch.page.locator(".saved")).to_contain_text("No draft any more: 1 entry not taken")
    assert len(kept(couch.page)) == 1


def test_what_contradicts_another_place_is_told_at_the_place(couch: Couch, live: Live) -> None:
    whole = a_finding("infraspinatus", "right")
    address = f"/examinations/{couch.draft_id}"
    etag = live.cast.clinician.get(address).headers["ETag"]
    live.cast.clinician.patch(address, {"findings": [whole]}, headers={"If-Match": etag})
    couch.press("ArrowDown b 3 f y")
    state(couch.page, "refused")
    expect(couch.page.locator(".pl__no, .verdict--bad").first).to_contain_text("Not saved")
    expect(couch.page.get_by_role("link", name="Review and sign")).to_have_attribute(
        "aria-disabled", "true"
    )


def test_the_visit_is_saved_field_by_field(couch: Couch, live: Live) -> None:
    couch.page.get_by_role("button", name=re.compile("^Change")).click()
    dialog = couch.page.get_by_role("dialog")
    dialog.get_by_label("Complaint").fill("Neck, worse at the desk")
    dialog.get_by_label("Pain now, 0 to 10").select_option("4")
    dialog.get_by_label("fatigue").check()
    axe(couch.page)
    dialog.get_by_role("button", name="Done").click()
    couch.saved()
    held = live.cast.clinician.read(f"/examinations/{couch.draft_id}")
    assert (held["complaint"], held["pain_now"]) == ("Neck, worse at the desk", 4)
    assert held["symptoms"] == ["fatigue"]
    line = couch.page.get_by_role("region", name="This visit")
    expect(line).to_contain_text("Neck, worse at the desk")
    expect(line).to_contain_text("Pain now 4")


def test_one_field_changed_in_two_tabs_is_shown_as_both(couch: Couch, live: Live) -> None:
    other = opened(live, couch.draft_id)

    def complain(of: Couch, words: str) -> None:
        of.page.get_by_role("button", name=re.compile("^Change")).click()
        of.page.get_by_label("Complaint").fill(words)
        of.page.get_by_role("button", name="Done").click()

    complain(couch, "Neck")
    couch.saved()
    complain(other, "Left shoulder")
    state(other.page, "conflict")
    other.page.get_by_role("button", name=re.compile("Conflict")).click()
    dialog = other.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Neck")
    expect(dialog).to_contain_text("Left shoulder")
    dialog.get_by_role("button", name="Keep that").click()
    other.saved()
    held = live.cast.clinician.read(f"/examinations/{couch.draft_id}")
    assert held["complaint"] == "Neck"


def test_a_place_in_conflict_cannot_be_written_before_it_is_decided(
    couch: Couch, live: Live
) -> None:
    other = opened(live, couch.draft_id)
    couch.press("b 3 f y")
    couch.saved()
    other.press("b")
    state(other.page, "conflict")
    other.press("2")
    dialog = other.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Nothing was overwritten")
    dialog.get_by_role("button", name="Keep that").click()
    other.saved()
    (found,) = couch.findings().values()
    assert found["tenderness_grade"] == 3
    expect(other.page.locator(".signs")).to_contain_text("3, in the band")
