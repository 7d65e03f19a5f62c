"""The JSON door of check-ins: the paper grid typed in, and everything read again."""

from typing import Any

import pytest

from clinic.rulebook.permissions import Role
from tests.builders import a_clear_screen
from tests.conftest import Cast, Clock


def a_day(day: str = "2026-11-20", **over: Any) -> dict[str, Any]:
    return {"day": day, "sessions": [2, 1], **over}


def enter(cast: Cast, plan: dict[str, Any], *days: dict[str, Any]) -> Any:
    return cast.clinician.do(f"/home-plans/{plan['id']}/check-ins", {"days": list(days)})


def problems(answer: Any) -> dict[str, str]:
    assert answer.status_code == 422, answer.get_data(as_text=True)
    return {p["pointer"]: p["detail"] for p in answer.get_json()["errors"]}


def test_a_paper_grid_is_typed_in_and_read_again(
    clinic: Cast, clock: Clock, plan: dict[str, Any]
) -> None:
    clock.forward(days=2)
    made = enter(
        clinic, plan, a_day(pain_before=6, pain_after=4), a_day("2026-11-21", sessions=[1, 0])
    )
    assert made["id"] == plan["id"]
    first, second = made["items"]
    assert (first["day"], first["source"], first["entered_by"]) == (
        "2026-11-20",
        "paper",
        clinic.clinician.user_id,
    )
    assert (first["pain_before"], first["pain_after"], first["happened"]) == (6, 4, [])
    assert second["ticks"] == [
        {
            "muscle": "infraspinatus",
            "side": "right",
            "site": 1,
            "sessions_done": 1,
            "sessions_planned": 2,
        },
        {
            "muscle": "deltoid",
            "side": "right",
            "site": None,
            "sessions_done": 0,
            "sessions_planned": 1,
        },
    ]
    assert (second["pain_before"], second["pain_after"]) == (None, None)
    assert clinic.clinician.read(f"/check-ins/{first['id']}") == first
    at = f"/patients/{plan['patient_id']}/check-ins"
    assert [row["day"] for row in clinic.clinician.read(at)["items"]] == [
        "2026-11-21",
        "2026-11-20",
    ]
    page = clinic.clinician.read(f"{at}?limit=1")
    assert page["next"]
    assert clinic.clinician.read(page["next"].removeprefix("/api/v1"))["items"] == [first]


def test_a_day_stands_once_and_the_same_again_changes_nothing(
    clinic: Cast, plan: dict[str, Any]
) -> None:
    (one,) = enter(clinic, plan, a_day(pain_before=6))["items"]
    etag = clinic.clinician.get(f"/check-ins/{one['id']}").headers["ETag"]
    enter(clinic, plan, a_day(pain_before=6))
    assert clinic.clinician.get(f"/check-ins/{one['id']}").headers["ETag"] == etag
    (changed,) = enter(clinic, plan, a_day(sessions=[0, 0]))["items"]
    assert changed["id"] == one["id"]
    assert changed["pain_before"] is None
    assert clinic.clinician.get(f"/check-ins/{one['id']}").headers["ETag"] != etag


def test_what_cannot_be_is_refused_at_its_pointer_and_nothing_is_stored(
    clinic: Cast, plan: dict[str, Any]
) -> None:
    at = f"/home-plans/{plan['id']}/check-ins"
    body = {
        "days": [
            a_day(),
            a_day("2026-11-21"),
            a_day("2026-11-19"),
            a_day(sessions=[1]),
            a_day(sessions=[3, 1], happened=["headless"]),
        ]
    }
    told = problems(clinic.clinician.post(at, body))
    assert set(told) == {
        "/days/1/day",
        "/days/2/day",
        "/days/3/sessions",
        "/days/3/day",
        "/days/4/day",
        "/days/4/sessions/0",
        "/days/4/happened/0",
    }
    assert told["/days/1/day"] == "This day has not come yet."
    told = problems(clinic.clinician.post(at, {"days": [a_day(pain_before=11, mood=3)]}))
    assert set(told) == {"/days/0/pain_before", "/days/0/mood"}
    assert clinic.clinician.read(f"/patients/{plan['patient_id']}/check-ins")["items"] == []


def test_a_draft_has_no_days(clinic: Cast, plan: dict[str, Any]) -> None:
    new = {name: plan[name] for name in ("examination_id", "phase", "starts_on", "review_on")}
    draft = clinic.clinician.make(f"/patients/{plan['patient_id']}/home-plans", new)
    answer = clinic.clinician.post(f"/home-plans/{draft['id']}/check-ins", {"days": [a_day()]})
    assert answer.status_code == 409


def test_a_stop_sign_on_paper_pauses_the_plan_too(clinic: Cast, plan: dict[str, Any]) -> None:
    enter(clinic, plan, a_day(happened=["dark-urine"]))
    paused = clinic.clinician.read(f"/home-plans/{plan['id']}")
    assert (paused["state"], paused["pause_cause"]) == ("paused", "stop_sign")
    assert "Dark or cola-coloured urine" in paused["history"][-1]["reason"]
    # typed in again without the sign: what was ticked once stays
    (row,) = enter(clinic, plan, a_day())["items"]
    assert row["happened"] == ["dark-urine"]


def test_after_a_stop_sign_only_a_newer_screen_lets_it_go_on(
    clinic: Cast, clock: Clock, plan: dict[str, Any]
) -> None:
    enter(clinic, plan, a_day(happened=["chest-pain"]))
    at = f"/home-plans/{plan['id']}"
    assert clinic.clinician.post(f"{at}/resume", {"reason": "She is well."}).status_code == 409
    clock.forward(minutes=5)
    a_clear_screen(clinic.clinician, plan["patient_id"])
    assert clinic.clinician.do(f"{at}/resume", {"reason": "A mistake."})["state"] == "active"


def test_each_reading_and_writing_leaves_its_entry(clinic: Cast, plan: dict[str, Any]) -> None:
    (row,) = enter(clinic, plan, a_day())["items"]
    clinic.clinician.read(f"/check-ins/{row['id']}")
    clinic.clinician.read(f"/patients/{plan['patient_id']}/check-ins")
    entries = clinic.owner.read("/audit-entries")["items"]
    assert {"check_ins.entered", "check_in.read", "check_ins.listed"} <= {
        entry["event"] for entry in entries if entry["patient_id"] == plan["patient_id"]
    }


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.SAMPLE_MANAGER])
def test_check_ins_are_care(clinic: Cast, plan: dict[str, Any], role: Role) -> None:
    (row,) = enter(clinic, plan, a_day())["items"]
    client = clinic.as_(role)
    assert client.get(f"/check-ins/{row['id']}").status_code == 403
    assert client.get(f"/patients/{plan['patient_id']}/check-ins").status_code == 403
    body = {"days": [a_day()]}
    assert client.post(f"/home-plans/{plan['id']}/check-ins", body).status_code == 403


def test_another_clinics_check_ins_are_not_there(
    clinic: Cast, other_clinic: Cast, plan: dict[str, Any]
) -> None:
    (row,) = enter(clinic, plan, a_day())["items"]
    other = other_clinic.clinician
    assert other.get(f"/check-ins/{row['id']}").status_code == 404
    assert other.get(f"/patients/{plan['patient_id']}/check-ins").status_code == 404
    body = {"days": [a_day()]}
    assert other.post(f"/home-plans/{plan['id']}/check-ins", body).status_code == 404
