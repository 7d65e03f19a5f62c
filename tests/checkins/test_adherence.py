"""How much was done at home: in outcomes, and in the bars of the patient's page."""

from typing import Any

import pytest

from tests.builders import a_clear_screen
from tests.conftest import Cast, Clock


def adherence(cast: Cast, plan: dict[str, Any], query: str = "") -> dict[str, Any]:
    at = f"/patients/{plan['patient_id']}/outcomes{query}"
    found: dict[str, Any] = cast.clinician.read(at)["adherence"]
    return found


def enter(cast: Cast, plan: dict[str, Any], **days: list[int]) -> None:
    told = [{"day": f"2026-11-{day[1:]}", "sessions": done} for day, done in days.items()]
    cast.clinician.do(f"/home-plans/{plan['id']}/check-ins", {"days": told})


@pytest.mark.usefixtures("clock")
def test_where_nothing_is_told_no_share_is_made_up(clinic: Cast, plan: dict[str, Any]) -> None:
    assert adherence(clinic, plan) == {
        "days_planned": 0,
        "days_told": 0,
        "sessions_planned": 0,
        "sessions_done": 0,
        "share": None,
    }


def test_told_days_add_up_and_untold_ones_are_not_missed(
    clinic: Cast, clock: Clock, plan: dict[str, Any]
) -> None:
    clock.forward(days=4)
    # two sessions of one place and one of the other are planned for each day
    enter(clinic, plan, d20=[2, 1], d21=[0, 0])
    assert adherence(clinic, plan) == {
        "days_planned": 4,
        "days_told": 2,
        "sessions_planned": 6,
        "sessions_done": 3,
        "share": 0.5,
    }
    words = clinic.browse().words(f"/patients/{plan['patient_id']}")
    assert "2 of 4 days told, 3 of 6 sessions done" in words
    assert "The last 4 days: 1 done, 1 not done, 2 not told" in words


def test_days_of_rest_and_days_after_the_end_are_not_planned(
    clinic: Cast, clock: Clock, plan: dict[str, Any]
) -> None:
    at = f"/home-plans/{plan['id']}"
    clock.forward(days=1)
    clinic.clinician.do(f"{at}/pause", {"reason": "A cold."})
    clock.forward(days=3)
    a_clear_screen(clinic.clinician, plan["patient_id"])
    clinic.clinician.do(f"{at}/resume", {"reason": "Well again."})
    clock.forward(days=1)
    # 20, 21 (pause begins), 24 (goes on); 22 and 23 were rest, today is not told yet
    assert adherence(clinic, plan)["days_planned"] == 3
    enter(clinic, plan, d25=[1, 1])
    assert adherence(clinic, plan)["days_planned"] == 4
    clinic.clinician.do(f"{at}/stop", {"reason": "Moved away."})
    clock.forward(days=30)
    assert adherence(clinic, plan)["days_planned"] == 4


def test_an_episode_counts_its_own_plans(clinic: Cast, plan: dict[str, Any]) -> None:
    at = f"/patients/{plan['patient_id']}/episodes"
    episode = clinic.clinician.make(at, {"title": "Another complaint"})
    enter(clinic, plan, d20=[2, 1])
    assert adherence(clinic, plan)["days_told"] == 1
    assert adherence(clinic, plan, f"?episode_id={episode['id']}")["days_told"] == 0


def test_reception_sees_nothing_of_it(clinic: Cast, plan: dict[str, Any]) -> None:
    enter(clinic, plan, d20=[2, 1])
    assert "days told" not in clinic.browse("reception").words(f"/patients/{plan['patient_id']}")
