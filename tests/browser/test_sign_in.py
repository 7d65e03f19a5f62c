"""Signing in and out, as a browser sees it."""

import re

from playwright.sync_api import Page, expect

from clinic.rulebook.permissions import Role
from tests.browser.looking import axe, no_overflow, targets_are_large
from tests.browser.stage import PASSWORD, Live


def test_who_signs_in_goes_on_to_where_they_wanted(live: Live) -> None:
    live.knows_passwords()
    page = live.seat.page()
    page.goto("/account")
    expect(page).to_have_url(re.compile("/sign-in"))
    page.get_by_label(re.compile("e-mail", re.IGNORECASE)).fill(live.email(Role.SAMPLE_MANAGER))
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/account$"))


def test_a_wrong_password_is_told_in_words_and_the_name_stays(live: Live) -> None:
    live.knows_passwords()
    page = live.seat.page(390)
    page.goto("/sign-in")
    page.get_by_label(re.compile("e-mail", re.IGNORECASE)).fill(live.email(Role.OWNER))
    page.get_by_label("Password", exact=True).fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("4 tries left")).to_be_visible()
    expect(page.get_by_label(re.compile("e-mail", re.IGNORECASE))).to_have_value(
        live.email(Role.OWNER)
    )
    expect(page.get_by_label("Password", exact=True)).to_have_value("")
    axe(page)
    no_overflow(page)
    targets_are_large(page)


def test_signing_out_ends_the_session_on_the_server(live: Live) -> None:
    page: Page = live.page(Role.OWNER, "/account")
    kept = page.context.storage_state()
    page.get_by_role("button", name=re.compile("^Sign out$")).click()
    expect(page).to_have_url(re.compile("/sign-in"))
    again = live.seat.page(storage_state=kept)
    again.goto("/account")
    expect(again).to_have_url(re.compile("/sign-in"))
