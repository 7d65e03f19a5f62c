"""The whole main job: find the patient, examine ten points, sign, plan, screen, hand out."""

import io
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from clinic.rulebook.permissions import Role
from tests.browser.serving import BEGINS
from tests.browser.stage import PASSWORD, Live
from tests.builders import LATENT, a_finding, a_patient, a_signed_examination
from tests.journeys.hands import Hands, Means

THREE_MINUTES = 180
TEN = tuple(
    (muscle, side)
    for muscle in (
        "trapezius-upper",
        "levator-scapulae",
        "supraspinatus",
        "infraspinatus",
        "teres-minor",
    )
    for side in ("right", "left")
)
# what is found at each: the key of a sign, and its name in the dock
SIGNS = {"b": "Band", "3": "tender 3", "2": "tender 2", "f": "Elsewhere", "y": "Yes", "n": "No"}


@pytest.fixture
def patient(live: Live) -> dict[str, Any]:
    """Somebody with ten points of a fortnight ago."""
    patient: dict[str, Any] = a_patient(
        live.cast.reception, given_name="Rosalind", family_name="Quickenden", phone="0491 570 006"
    )
    found = [a_finding(muscle, side, site=1, **LATENT) for muscle, side in TEN]
    day = (BEGINS - timedelta(days=14)).isoformat()
    a_signed_examination(live.cast.clinician, patient["id"], *found, examined_at=day)
    return patient


def _examine(hands: Hands) -> None:
    """Examine ten places anew, four signs each."""
    for number in range(len(TEN)):
        hands.thoughts += 1
        signs = "b 3 f y" if number % 2 else "b 2 f n"
        if hands.means is Means.KEYBOARD:
            hands.press(signs)
        else:
            for sign in signs.split():
                dock = hands.page.locator(".dock")
                hands.tick(dock.get_by_role("button", name=SIGNS[sign], exact=True))


def _screen(hands: Hands) -> None:
    """Answer every question of the safety screen with no."""
    questions = hands.page.locator("[data-question]")
    expect(questions.first).to_be_visible()
    hands.thoughts += 1
    if hands.means is Means.KEYBOARD:
        first = questions.first.get_by_role("radio").first
        hands._tab_to(first)
        hands.press(" ".join("n" for _ in range(questions.count())))
    else:
        for at in range(questions.count()):
            hands.tick(questions.nth(at).get_by_role("radio", name="No", exact=True))
    hands.choose("Store the screen")
    # the page stands there anew, with the answers
    expect(hands.page.locator("#screen")).to_contain_text("answered No on")


@pytest.mark.parametrize("means", list(Means))
def test_ten_points_plan_and_printed_handout_in_three_minutes(
    live: Live, patient: dict[str, Any], means: Means
) -> None:
    live.knows_passwords()
    page = live.seat.page(means.width)
    page.goto("/sign-in")
    hands = Hands(page, means)
    hands.write(page.get_by_label("E-mail"), live.email(Role.CLINICIAN))
    hands.write(page.get_by_label("Password", exact=True), PASSWORD)
    hands.press("Enter")
    signed_in = hands.seconds

    hands.write(page.get_by_label("Find a patient"), "quick")
    hands.press("Enter")
    hands.choose("Rosalind Quickenden")
    hands.choose("Examine")
    expect(page.locator(".ex[data-ready]")).to_be_visible()
    _examine(hands)
    expect(page.locator(".ex__count")).to_contain_text("10 of 10")
    if means is Means.KEYBOARD:
        hands.press("Escape")
    hands.choose("Review and sign")
    hands.choose("Sign this examination")

    hands.choose("Plan")
    _screen(hands)
    hands.choose("Prescribe and print")
    expect(page.get_by_role("main")).to_contain_text("Sheet for Rosalind", timeout=30_000)
    print_it = hands.thing("Open the PDF to print")
    with page.context.expect_event(
        "response", lambda answer: answer.url.endswith(".pdf")
    ) as printed:
        hands.choose(print_it)
    assert printed.value.ok
    assert hands.seconds - signed_in < THREE_MINUTES, hands

    sheet = page.request.get(print_it.get_attribute("href") or "").body()
    told = "".join(part.extract_text() for part in PdfReader(io.BytesIO(sheet)).pages)
    assert "Rosalind Quickenden" in told
    client, patient_id = live.cast.clinician, patient["id"]
    newest = client.read(f"/patients/{patient_id}/examinations")["items"][0]
    assert (newest["state"], len(newest["findings"])) == ("signed", 10)
    kinds = [found["classification"]["class"] for found in newest["findings"]]
    assert (kinds.count("active"), kinds.count("latent")) == (5, 5)
    (plan,) = client.read(f"/patients/{patient_id}/home-plans")["items"]
    assert plan["state"] == "active"
    assert len(plan["targets"]) > 0
