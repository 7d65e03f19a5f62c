"""A paper grid that came back: six places, fourteen days, three boxes not ticked."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from clinic.rulebook.permissions import Role
from tests.browser.looking import axe, no_overflow, targets_are_large
from tests.browser.serving import BEGINS
from tests.browser.stage import Live
from tests.checkins.conftest import prescribed
from tests.journeys.hands import Hands, Means

_MUSCLES = (
    "infraspinatus",
    "deltoid",
    "supraspinatus",
    "teres-minor",
    "levator-scapulae",
    "trapezius-upper",
)
_LONGEST = 20  # seconds, by the issue
# row and day, both from 0
_MISSED = ((1, 3), (2, 8), (4, 11))


@pytest.fixture
def plan(live: Live) -> dict[str, Any]:
    """A plan whose fourteenth day is today."""
    first = (BEGINS + timedelta(hours=11)).date() - timedelta(days=13)
    return prescribed(
        live.cast,
        targets=[{"muscle": muscle, "side": "right"} for muscle in _MUSCLES],
        starts_on=first.isoformat(),
        review_on=(first + timedelta(days=14)).isoformat(),
    )


@pytest.mark.parametrize("means", [Means.KEYBOARD, Means.TOUCH])
def test_a_grid_is_typed_in_within_twenty_seconds(
    live: Live, plan: dict[str, Any], means: Means
) -> None:
    page = live.page(Role.CLINICIAN, f"/plans/{plan['id']}/grid", width=means.width)
    expect(page.get_by_role("button", name="All done", exact=True)).to_be_focused()
    axe(page)
    no_overflow(page)
    targets_are_large(page)
    hands = Hands(page, means)
    hands.choose("All done")
    at = (0, 0)
    rows = page.locator("tbody tr")
    for row, day in _MISSED:
        box = rows.nth(row).get_by_role("checkbox").nth(day)
        hands.thoughts += 1
        if means is Means.KEYBOARD:
            hands.press(" ".join(["ArrowDown"] * (row - at[0]) + ["ArrowRight"] * (day - at[1])))
            expect(box).to_be_focused()
            hands.press("Space")
            at = (row, day)
        else:
            hands.tick(box)
    if means is Means.KEYBOARD:
        hands.thoughts += 1
        hands.press("Enter")
    else:
        hands.choose("Store the grid")
    expect(page.get_by_role("status")).to_contain_text("The paper grid is stored: 14 days.")
    assert hands.seconds < _LONGEST, str(hands)
    rows_ = live.cast.clinician.read(f"/patients/{plan['patient_id']}/check-ins")["items"]
    done = sum(tick["sessions_done"] for row in rows_ for tick in row["ticks"])
    assert (len(rows_), done) == (14, 14 * 6 - len(_MISSED))
