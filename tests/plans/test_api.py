"""The JSON door of home plans."""

from datetime import timedelta

import pytest

from clinic.plans.rules import PLAN, PlanState
from tests.builders import (
    ACTIVE,
    CLEAR,
    LATENT,
    a_clear_screen,
    a_draft,
    a_finding,
    a_patient,
    a_signed_examination,
)
from tests.conftest import Cast, Clock

TARGET = {"muscle": "infraspinatus", "side": "right", "site": 1}


@pytest.fixture
def patient_id(clinic: Cast) -> str:
    return a_patient(clinic.reception)["id"]


@pytest.fixture
def examination(clinic: Cast, patient_id: str) -> dict:
    findings = [a_finding(site=1, **ACTIVE), a_finding("deltoid", **LATENT)]
    return a_signed_examination(clinic.clinician, patient_id, *findings)


def a_plan(clinic: Cast, patient_id: str, examination: dict, **over) -> dict:
    body = {
        "examination_id": examination["id"],
        "phase": "treat",
        "starts_on": "2026-11-20",
        "review_on": "2026-12-04",
        "targets": [TARGET],
        **over,
    }
    return clinic.clinician.make(f"/patients/{patient_id}/home-plans", body)


def prescribed(clinic: Cast, patient_id: str, examination: dict, **over) -> dict:
    a_clear_screen(clinic.clinician, patient_id)
    plan = a_plan(clinic, patient_id, examination, **over)
    return clinic.clinician.do(f"/home-plans/{plan['id']}/prescribe", {})


def refused(answer) -> list[str]:
    assert answer.status_code == 409, answer.get_data(as_text=True)
    return [e["pointer"] for e in answer.get_json()["errors"]]


def test_the_proposal_puts_what_hurts_first(clinic: Cast, patient_id: str) -> None:
    findings = [
        a_finding("deltoid", **LATENT),
        a_finding("scalenes", **ACTIVE),
        a_finding("trapezius-upper", **ACTIVE),
        a_finding("infraspinatus", **CLEAR),
    ]
    examination = a_signed_examination(clinic.clinician, patient_id, *findings)
    proposal = clinic.clinician.read(f"/examinations/{examination['id']}/home-plan-proposal")
    assert [t["muscle"] for t in proposal["targets"]] == ["trapezius-upper", "deltoid"]
    # the side of the neck asks for the lowest setting, briefly
    assert (proposal["targets"][0]["seconds"], proposal["targets"][0]["frequency_hz"]) == (30, 20)
    assert (proposal["targets"][1]["seconds"], proposal["targets"][1]["frequency_hz"]) == (60, 45)
    assert proposal["session_seconds"] == 90
    assert [out["muscle"] for out in proposal["left_out"]] == ["scalenes"]
    assert proposal["phase"] == "treat"
    assert clinic.clinician.read(f"/patients/{patient_id}/home-plans")["items"] == []


def test_a_proposal_may_be_sent_as_a_plan(clinic: Cast, patient_id: str, examination: dict) -> None:
    proposal = clinic.clinician.read(f"/examinations/{examination['id']}/home-plan-proposal")
    body = {k: v for k, v in proposal.items() if k not in {"session_seconds", "left_out"}}
    plan = clinic.clinician.make(f"/patients/{patient_id}/home-plans", body)
    assert plan["targets"] == proposal["targets"]
    assert plan["state"] == "draft"


def test_a_plan_is_prescribed_after_every_check(
    clinic: Cast, patient_id: str, examination: dict
) -> None:
    plan = a_plan(clinic, patient_id, examination)
    details = [w["detail"] for w in plan["warnings"]]
    assert details == ["No consent to home treatment is recorded.", "There is no safety screen."]
    assert refused(clinic.clinician.post(f"/home-plans/{plan['id']}/prescribe")) == [""]
    a_clear_screen(clinic.clinician, patient_id)
    active = clinic.clinician.do(f"/home-plans/{plan['id']}/prescribe", {})
    assert active["state"] == "active"
    assert active["prescribed_by"] == clinic.clinician.user_id
    assert [w["blocks"] for w in active["warnings"]] == [False]


BAD = [
    ({"review_on": "2026-11-20"}, "/review_on"),
    ({"review_on": "2027-02-13"}, "/review_on"),
    ({"phase": "cure"}, "/phase"),
    ({"targets": [{**TARGET, "seconds": 19}]}, "/targets/0/seconds"),
    ({"targets": [{**TARGET, "seconds": 301}]}, "/targets/0/seconds"),
    ({"targets": [{**TARGET, "sessions_per_day": 4}]}, "/targets/0/sessions_per_day"),
    ({"targets": [{**TARGET, "days_per_week": 0}]}, "/targets/0/days_per_week"),
    ({"targets": [{**TARGET, "frequency_hz": 66}]}, "/targets/0/frequency_hz"),
    ({"targets": [TARGET, TARGET]}, "/targets/1"),
    ({"targets": [{"muscle": "deltoid"}]}, "/targets/0/side"),
    ({"targets": [{"seconds": 60}]}, "/targets/0/muscle"),
    (
        {"targets": [{"trigger_point_id": "0193a5f0-3f00-7000-8000-000000000022"}]},
        "/targets/0/trigger_point_id",
    ),
    ({"targets": [{**TARGET, "site": n, "seconds": 20} for n in range(1, 12)]}, "/targets"),
    ({"targets": [{**TARGET, "site": n, "seconds": 300} for n in range(1, 6)]}, "/targets"),
    ({"advice": ["drink-water"]}, "/advice/0"),
    ({"examination_id": "0193a5f0-3f00-7000-8000-000000000022"}, "/examination_id"),
    ({"massager_model_id": "0193a5f0-3f00-7000-8000-000000000022"}, "/massager_model_id"),
    ({"state": "active"}, "/state"),
]


@pytest.mark.parametrize(("over", "pointer"), BAD)
def test_a_limit_is_refused_at_once_and_named(
    clinic: Cast, patient_id: str, examination: dict, over: dict, pointer: str
) -> None:
    body = {
        "examination_id": examination["id"],
        "phase": "treat",
        "starts_on": "2026-11-20",
        "review_on": "2026-12-04",
        **over,
    }
    answer = clinic.clinician.post(f"/patients/{patient_id}/home-plans", body)
    assert answer.status_code == 422
    assert [e["pointer"] for e in answer.get_json()["errors"]] == [pointer]
    assert clinic.clinician.read(f"/patients/{patient_id}/home-plans")["items"] == []


def test_the_massagers_range_is_a_limit(clinic: Cast, patient_id: str, examination: dict) -> None:
    model = {"name": "Small", "sku": "S", "min_hz": 30, "max_hz": 40, "price_cents": 100}
    model_id = clinic.sample_manager.make("/massager-models", model)["id"]
    plan = a_plan(clinic, patient_id, examination, massager_model_id=model_id)
    assert plan["targets"][0]["frequency_hz"] == 40
    answer = clinic.clinician.patch(
        f"/home-plans/{plan['id']}", {"targets": [{**TARGET, "frequency_hz": 45}]}
    )
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["pointer"] == "/targets/0/frequency_hz"


@pytest.mark.parametrize(
    ("target", "pointer"),
    [
        ({"muscle": "scalenes", "side": "left", "note": "n"}, "/targets/0"),
        ({"muscle": "subscapularis", "side": "left"}, "/targets/0/note"),
        ({"muscle": "trapezius-upper", "side": "left", "seconds": 61}, "/targets/0/note"),
        ({"muscle": "trapezius-upper", "side": "left", "frequency_hz": 41}, "/targets/0/note"),
    ],
)
def test_a_muscles_caution_stands_in_the_way(
    clinic: Cast, patient_id: str, examination: dict, target: dict, pointer: str
) -> None:
    a_clear_screen(clinic.clinician, patient_id)
    plan = a_plan(clinic, patient_id, examination, targets=[target])
    path = f"/home-plans/{plan['id']}"
    assert refused(clinic.clinician.post(f"{path}/prescribe")) == [pointer]
    blocked = [w["pointer"] for w in plan["warnings"] if w["blocks"]]
    assert blocked == [pointer]
    if pointer.endswith("note"):
        clinic.clinician.patch(path, {"targets": [{**target, "note": "as shown today"}]})
        assert clinic.clinician.do(f"{path}/prescribe")["state"] == "active"


def test_a_blocked_or_old_screen_stands_in_the_way(
    clinic: Cast, patient_id: str, examination: dict, clock: Clock
) -> None:
    plan = a_plan(clinic, patient_id, examination)
    path = f"/home-plans/{plan['id']}/prescribe"
    a_clear_screen(clinic.clinician, patient_id, bleeding_disorder="yes")
    assert "blocks" in clinic.clinician.post(path).get_json()["detail"]
    a_clear_screen(clinic.clinician, patient_id)
    clock.forward(days=91)
    assert "91 days old" in clinic.clinician.post(path).get_json()["detail"]
    clock.forward(days=-1)
    assert clinic.clinician.do(path)["state"] == "active"


def test_calves_need_a_fresh_screen(
    clinic: Cast, patient_id: str, examination: dict, clock: Clock
) -> None:
    a_clear_screen(clinic.clinician, patient_id)
    target = {"muscle": "gastrocnemius", "side": "left"}
    plan = a_plan(clinic, patient_id, examination, targets=[target])
    clock.forward(days=15)
    assert refused(clinic.clinician.post(f"/home-plans/{plan['id']}/prescribe")) == ["/targets/0"]


def test_caution_needs_a_reason(clinic: Cast, patient_id: str, examination: dict) -> None:
    a_clear_screen(clinic.clinician, patient_id, anticoagulants="yes")
    plan = a_plan(clinic, patient_id, examination)
    path = f"/home-plans/{plan['id']}/prescribe"
    assert refused(clinic.clinician.post(path)) == ["/override_reason"]
    given = clinic.clinician.do(path, {"override_reason": "agreed with the GP"})
    assert (given["state"], given["override_reason"]) == ("active", "agreed with the GP")


def test_a_barred_region_holds_no_target(clinic: Cast, patient_id: str, examination: dict) -> None:
    questions = [q["slug"] for q in clinic.clinician.read("/catalogue/safety-questions")["items"]]
    answers = {**dict.fromkeys(questions, "no"), "open-wound-or-skin-infection": "yes"}
    sites = {"open-wound-or-skin-infection": ["shoulder-girdle"]}
    clinic.clinician.make(
        f"/patients/{patient_id}/safety-screens", {"answers": answers, "sites": sites}
    )
    plan = a_plan(clinic, patient_id, examination, override_reason="elsewhere only")
    assert refused(clinic.clinician.post(f"/home-plans/{plan['id']}/prescribe")) == ["/targets/0"]
    proposal = clinic.clinician.read(f"/examinations/{examination['id']}/home-plan-proposal")
    assert proposal["targets"] == []
    assert len(proposal["left_out"]) == 2


def test_an_unsigned_examination_stands_in_the_way(clinic: Cast, patient_id: str) -> None:
    a_clear_screen(clinic.clinician, patient_id)
    draft = a_draft(clinic.clinician, patient_id, a_finding(site=1, **ACTIVE))
    plan = a_plan(clinic, patient_id, draft)
    path = f"/home-plans/{plan['id']}/prescribe"
    assert refused(clinic.clinician.post(path)) == ["/examination_id"]
    clinic.clinician.do(f"/examinations/{draft['id']}/sign")
    assert clinic.clinician.do(path)["state"] == "active"


def test_an_eliminated_point_needs_a_note(clinic: Cast, patient_id: str) -> None:
    for day, signs in (("01", ACTIVE), ("05", CLEAR), ("19", CLEAR)):
        at = f"2026-10-{day}T10:00:00+11:00"
        last = a_signed_examination(
            clinic.clinician, patient_id, a_finding(site=1, **signs), examined_at=at
        )
    a_clear_screen(clinic.clinician, patient_id)
    plan = a_plan(clinic, patient_id, last)
    path = f"/home-plans/{plan['id']}/prescribe"
    assert refused(clinic.clinician.post(path)) == ["/targets/0/note"]


def test_a_target_whose_findings_are_gone_says_so(
    clinic: Cast, patient_id: str, examination: dict
) -> None:
    point = examination["findings"][0]["trigger_point_id"]
    target = {"trigger_point_id": point}
    plan = prescribed(clinic, patient_id, examination, targets=[target])
    assert plan["targets"][0]["trigger_point_id"] == point
    amendment = {"reason": "never examined", "findings": [a_finding("deltoid", **LATENT)]}
    clinic.clinician.make(f"/examinations/{examination['id']}/amendments", amendment)
    now = clinic.clinician.read(f"/home-plans/{plan['id']}")
    assert any("holds a finding" in w["detail"] for w in now["warnings"])


def test_a_patient_has_one_standing_plan(clinic: Cast, patient_id: str, examination: dict) -> None:
    first = prescribed(clinic, patient_id, examination)
    second = a_plan(clinic, patient_id, examination, phase="eliminate")
    path = f"/home-plans/{second['id']}/prescribe"
    answer = clinic.clinician.post(path)
    assert answer.status_code == 409
    assert first["id"] in answer.get_json()["detail"]
    assert clinic.clinician.do(path, {"replaces": first["id"]})["state"] == "active"
    replaced = clinic.clinician.read(f"/home-plans/{first['id']}")
    assert (replaced["state"], replaced["replaced_by"]) == ("stopped", second["id"])
    assert replaced["history"][-1]["event"] == "replaced"


def test_a_blocking_screen_pauses_the_active_plan_at_once(
    clinic: Cast, patient_id: str, examination: dict
) -> None:
    plan = prescribed(clinic, patient_id, examination)
    a_clear_screen(clinic.clinician, patient_id, deep_vein_thrombosis="unknown")
    paused = clinic.clinician.read(f"/home-plans/{plan['id']}")
    assert (paused["state"], paused["pause_cause"]) == ("paused", "screen")
    path = f"/home-plans/{plan['id']}/resume"
    assert clinic.clinician.post(path, {"reason": "try"}).status_code == 409
    a_clear_screen(clinic.clinician, patient_id)
    assert clinic.clinician.do(path, {"reason": "ruled out by scan"})["state"] == "active"


def test_a_red_flag_pauses_until_a_newer_screen(
    clinic: Cast, patient_id: str, examination: dict, clock: Clock
) -> None:
    plan = prescribed(clinic, patient_id, examination)
    clock.forward(days=1)
    flag = clinic.clinician.read("/catalogue/red-flags")["items"][0]["slug"]
    draft = a_draft(clinic.clinician, patient_id, red_flags=[flag])
    path = f"/home-plans/{plan['id']}"
    assert clinic.clinician.read(path)["state"] == "active"
    clinic.clinician.do(f"/examinations/{draft['id']}/sign")
    paused = clinic.clinician.read(path)
    assert (paused["state"], paused["pause_cause"]) == ("paused", "red_flag")
    answer = clinic.clinician.post(f"{path}/resume", {"reason": "better"})
    assert "new safety screen" in answer.get_json()["detail"]
    clock.forward(minutes=1)
    a_clear_screen(clinic.clinician, patient_id)
    assert clinic.clinician.do(f"{path}/resume", {"reason": "ruled out"})["state"] == "active"


STEPS = {
    "change": lambda c, path: c.patch(path, {"note": "n"}),
    "prescribe": lambda c, path: c.post(f"{path}/prescribe"),
    "pause": lambda c, path: c.post(f"{path}/pause", {"reason": "r"}),
    "resume": lambda c, path: c.post(f"{path}/resume", {"reason": "r"}),
    "stop": lambda c, path: c.post(f"{path}/stop", {"reason": "r"}),
    "complete": lambda c, path: c.post(f"{path}/complete"),
    "reschedule": lambda c, path: c.post(f"{path}/reschedule", {"review_on": "2026-12-11"}),
    "issue_handout": lambda c, path: c.post(f"{path}/handouts", {}),
}
WAYS = {
    "draft": [],
    "active": ["prescribe"],
    "paused": ["prescribe", "pause"],
    "stopped": ["prescribe", "stop"],
    "completed": ["prescribe", "complete"],
}


@pytest.mark.parametrize("action", PLAN.moves)
@pytest.mark.parametrize("state", PlanState)
def test_every_step_in_every_state(
    clinic: Cast, patient_id: str, examination: dict, state: PlanState, action: str
) -> None:
    a_clear_screen(clinic.clinician, patient_id)
    path = f"/home-plans/{a_plan(clinic, patient_id, examination)['id']}"
    for way in WAYS[state]:
        assert STEPS[way](clinic.clinician, path).status_code == 200
    before = clinic.clinician.read(path)
    assert before["state"] == state
    assert before["actions"] == list(PLAN.actions_from(state))
    answer = STEPS[action](clinic.clinician, path)
    if action in before["actions"]:
        assert answer.status_code in {200, 201}, answer.get_data(as_text=True)
        assert clinic.clinician.read(path)["state"] == PLAN.after(state, action)
    else:
        assert answer.status_code == 409
        assert answer.get_json()["allowed"] == before["actions"]
        assert clinic.clinician.read(path) == before


def test_reception_sees_the_review_day_and_moves_it(
    clinic: Cast, patient_id: str, examination: dict
) -> None:
    plan = prescribed(clinic, patient_id, examination, note="secret reason")
    path = f"/home-plans/{plan['id']}"
    seen = clinic.reception.read(path)
    assert set(seen) == {"id", "patient_id", "state", "actions", "starts_on", "review_on"}
    assert seen["actions"] == ["reschedule"]
    listed = clinic.reception.read(f"/patients/{patient_id}/home-plans")["items"]
    assert listed == [seen]
    moved = clinic.reception.do(
        f"{path}/reschedule", {"review_on": "2026-12-18", "reason": "holiday"}
    )
    assert moved["review_on"] == "2026-12-18"
    assert clinic.reception.post(f"{path}/stop", {"reason": "r"}).status_code == 403
    too_late = clinic.reception.post(f"{path}/reschedule", {"review_on": "2027-02-13"})
    assert too_late.status_code == 422


def test_a_review_cannot_be_moved_into_the_past(
    clinic: Cast, patient_id: str, examination: dict, clock: Clock
) -> None:
    plan = prescribed(clinic, patient_id, examination)
    clock.set(clock.now + timedelta(days=10))
    answer = clinic.clinician.post(
        f"/home-plans/{plan['id']}/reschedule", {"review_on": "2026-11-25"}
    )
    assert answer.get_json()["errors"][0]["pointer"] == "/review_on"


def test_another_clinics_plan_is_not_found(
    clinic: Cast, other_clinic: Cast, patient_id: str, examination: dict
) -> None:
    plan = a_plan(clinic, patient_id, examination)
    assert other_clinic.clinician.get(f"/home-plans/{plan['id']}").status_code == 404
    theirs = a_patient(other_clinic.reception)["id"]
    body = {
        "examination_id": examination["id"],
        "phase": "treat",
        "starts_on": "2026-11-20",
        "review_on": "2026-12-04",
    }
    answer = other_clinic.clinician.post(f"/patients/{theirs}/home-plans", body)
    assert answer.get_json()["errors"][0]["pointer"] == "/examination_id"


CLAIMS = [
    ("note", "/note", "This cures the knot."),
    ("position", "/targets/0/position", "The best way to sit"),
    ("target note", "/targets/0/note", "It will be gone for good."),
]


def _with_text(where: str, text: str) -> dict:
    if where == "note":
        return {"note": text}
    return {"targets": [{**TARGET, where.removeprefix("target "): text}]}


@pytest.mark.parametrize(("where", "pointer", "text"), CLAIMS, ids=[c[0] for c in CLAIMS])
def test_a_typed_claim_that_no_sheet_prints_is_sent_back_with_its_words(
    clinic: Cast, patient_id: str, examination: dict, where: str, pointer: str, text: str
) -> None:
    plan = a_plan(clinic, patient_id, examination)
    before = clinic.clinician.read(f"/home-plans/{plan['id']}")
    answer = clinic.clinician.patch(f"/home-plans/{plan['id']}", _with_text(where, text))
    assert answer.status_code == 422
    (error,) = answer.get_json()["errors"]
    assert error["pointer"] == pointer
    assert "is not printed for a patient" in error["detail"]
    assert clinic.clinician.read(f"/home-plans/{plan['id']}") == before


def test_a_note_that_is_hard_to_read_is_hinted_at_and_prescribed_all_the_same(
    clinic: Cast, patient_id: str, examination: dict
) -> None:
    hard = (
        "Subsequently recommence approximately equivalent contralateral vibration, "
        "notwithstanding residual discomfort, unless contraindicated by accompanying symptoms."
    )
    plan = prescribed(clinic, patient_id, examination, note=hard)
    assert plan["state"] == "active"
    (hint,) = [w for w in plan["warnings"] if w["pointer"] == "/note"]
    assert not hint["blocks"]
    assert "reads like school grade" in hint["detail"]


def test_an_easy_note_is_not_hinted_at(clinic: Cast, patient_id: str, examination: dict) -> None:
    plan = prescribed(
        clinic, patient_id, examination, note="Sit down. Rest your arm. Stop if it hurts more."
    )
    assert [w for w in plan["warnings"] if w["pointer"] == "/note"] == []
