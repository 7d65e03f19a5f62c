"""The paper grid at the desk, as a form without scripts."""

from typing import Any

import pytest

from clinic.rulebook.permissions import Role
from tests.browsing import Visitor, words_of
from tests.conftest import Cast, Clock


@pytest.fixture
def visitor(clinic: Cast, clock: Clock, plan: dict[str, Any]) -> Visitor:
    clock.forward(days=2)
    return clinic.browse()


def address(plan: dict[str, Any]) -> str:
    return f"/plans/{plan['id']}/grid"


def told(cast: Cast, plan: dict[str, Any]) -> dict[str, Any]:
    items = cast.clinician.read(f"/patients/{plan['patient_id']}/check-ins")["items"]
    return {row["day"]: row for row in items}


def test_the_grid_is_the_sheets_places_by_days(visitor: Visitor, plan: dict[str, Any]) -> None:
    html = visitor.see(address(plan))
    # two sessions and one, on three days
    assert html.count('name="done"') == 9
    assert html.count('name="nothing"') == 3
    assert "checked" not in html
    assert address(plan) in visitor.see(f"/plans/{plan['id']}")


def test_what_is_ticked_is_told_and_a_bare_day_is_not(
    clinic: Cast, visitor: Visitor, plan: dict[str, Any]
) -> None:
    gone = visitor.press(
        address(plan),
        address(plan),
        done=["2026-11-20.0.0", "2026-11-20.0.1", "2026-11-20.1.0"],
        before=["2026-11-20.6"],
        nothing="2026-11-22",
    )
    assert gone == f"/patients/{plan['patient_id']}"
    assert "The paper grid is stored: 2 days." in visitor.words(gone)
    days = told(clinic, plan)
    assert set(days) == {"2026-11-20", "2026-11-22"}
    first = days["2026-11-20"]
    assert [tick["sessions_done"] for tick in first["ticks"]] == [2, 1]
    assert (first["pain_before"], first["pain_after"], first["source"]) == (6, None, "paper")
    assert [tick["sessions_done"] for tick in days["2026-11-22"]["ticks"]] == [0, 0]
    # what was told stands ticked, to be mended
    fields = visitor.form(address(plan), address(plan)).fields
    assert ("done", "2026-11-20.0.1") in fields
    assert ("nothing", "2026-11-22") in fields
    assert ("before", "2026-11-20.6") in fields


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({}, "Nothing is ticked yet."),
        ({"done": "2026-11-23.0.0"}, "has not come yet"),
        ({"done": "2026-11-19.0.0"}, "not taken here"),
        ({"done": "2026-11-20.7.0"}, "no box of the grid"),
        ({"done": "today.0.0"}, "no box of the grid"),
        ({"before": "2026-11-20.11"}, "no box of the grid"),
        ({"done": ["2026-11-20.1.0", "2026-11-20.1.1"]}, "Must be 0 to 1."),
    ],
)
def test_what_cannot_be_is_told_and_stays_ticked(
    clinic: Cast, visitor: Visitor, plan: dict[str, Any], typed: dict[str, Any], why: str
) -> None:
    answer = visitor.submit(address(plan), address(plan), **{"nothing": [], **typed})
    assert answer.status_code == 422
    assert why in words_of(answer)
    if "2026-11-20.1.0" in typed.get("done", ()):
        assert 'value="2026-11-20.1.0" data-day="2026-11-20"' in answer.get_data(as_text=True)
    assert told(clinic, plan) == {}


def test_a_draft_and_a_plan_to_come_have_no_boxes(
    clinic: Cast, visitor: Visitor, plan: dict[str, Any]
) -> None:
    new = {name: plan[name] for name in ("examination_id", "phase", "starts_on", "review_on")}
    draft = clinic.clinician.make(f"/patients/{plan['patient_id']}/home-plans", new)
    assert "prescribe it first" in visitor.words(address(draft))


def test_reception_opens_no_grid(clinic: Cast, plan: dict[str, Any]) -> None:
    assert clinic.browse(Role.RECEPTION).get(address(plan)).status_code == 403
