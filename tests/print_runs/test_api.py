"""The JSON door of print runs."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pypdf
import pytest

from clinic.accounts.use_cases import change_roles, remove_user
from clinic.rulebook.permissions import Role
from tests.builders import a_clear_screen
from tests.conftest import Cast, Clock, work_in
from tests.print_runs.conftest import a_draft_plan, an_active_plan, by_plan, sheets_of
from tests.translations.test_translations import NEW as VIETNAMESE

TODAY = "2026-11-20"
Drain = Callable[[], object]


@pytest.fixture
def plans(clinic: Cast) -> list[Any]:
    """Two plans that run, prescribed today; whose patients' names are in this order."""
    return [
        an_active_plan(clinic, family_name="Adams"),
        an_active_plan(clinic, family_name="Brown"),
    ]


def begin(clinic: Cast, *plans: Any, **more: Any) -> Any:
    body = {"home_plan_ids": [plan["id"] for plan in plans], **more}
    return clinic.clinician.make("/print-runs", body)


def has_roles(clinic: Cast, *roles: Role) -> None:
    with work_in(clinic, Role.OWNER) as work:
        change_roles(work, clinic.clinician.user_id, roles)


def test_the_handouts_of_a_day_are_printed_and_handed_out_as_one(
    clinic: Cast, plans: list[Any], drain: Drain, clock: Clock
) -> None:
    answer = clinic.clinician.post("/print-runs", {"day": TODAY})
    assert answer.status_code == 201
    run = answer.get_json()
    path = f"/print-runs/{run['id']}"
    assert answer.headers["Location"] == f"/api/v1{path}"
    assert [item["home_plan_id"] for item in run["items"]] == [plan["id"] for plan in plans]
    assert run["state"] == "printing"
    assert run["actions"] == ["cancel"]
    assert run["counts"] == {
        "all": 2, "waiting": 2, "printing": 0, "printed": 0, "failed": 0, "cancelled": 0
    }  # fmt: skip
    too_soon = clinic.clinician.get(f"{path}.pdf")
    assert too_soon.status_code == 409
    drain()
    done = clinic.reception.read(path)
    assert done["state"] == "finished"
    assert done["actions"] == []
    assert done["counts"]["printed"] == 2
    for plan in plans:
        (sheet,) = sheets_of(clinic, plan)
        item = by_plan(done)[plan["id"]]
        assert item["handout_id"] == sheet["id"]
        assert item["is_reprint"] is False
        assert item["pages"] == sheet["pages"]
        assert sheet["issued_by"] == clinic.clinician.user_id
    pdf = clinic.reception.get(f"{path}.pdf")
    assert pdf.mimetype == "application/pdf"
    read = pypdf.PdfReader(BytesIO(pdf.data))
    assert len(read.pages) == sum(item["pages"] for item in done["items"])
    codes = [sheets_of(clinic, plan)[0]["short_code"] for plan in plans]
    text = "".join(page.extract_text() for page in read.pages)
    assert text.index(codes[0]) < text.index(codes[1])
    listed = clinic.reception.read("/print-runs")["items"]
    assert listed == [{k: v for k, v in done.items() if k != "items"}]


def test_a_sheet_that_is_there_is_printed_again_and_never_rendered(
    clinic: Cast, plans: list[Any], drain: Drain
) -> None:
    issued = clinic.clinician.make(f"/home-plans/{plans[0]['id']}/handouts", {})
    run = begin(clinic, *plans)
    drain()
    done = clinic.clinician.read(f"/print-runs/{run['id']}")
    first, second = done["items"]
    assert (first["handout_id"], first["is_reprint"]) == (issued["id"], True)
    assert second["is_reprint"] is False
    assert len(sheets_of(clinic, plans[0])) == 1


def test_another_layout_or_a_newer_day_is_another_sheet(
    clinic: Cast, plans: list[Any], drain: Drain
) -> None:
    clinic.clinician.make(f"/home-plans/{plans[0]['id']}/handouts", {})
    begin(clinic, plans[0], layout="large_print")
    drain()
    assert [s["layout"] for s in sheets_of(clinic, plans[0])] == ["large_print", "standard"]
    moved = {"review_on": "2026-12-24", "reason": "Holiday"}
    clinic.clinician.do(f"/home-plans/{plans[0]['id']}/reschedule", moved)
    begin(clinic, plans[0])
    drain()
    assert len(sheets_of(clinic, plans[0])) == 3


def test_a_day_is_printed_as_each_sheet_was_and_new_ones_as_suits_the_patient(
    clinic: Cast, plans: list[Any], drain: Drain
) -> None:
    clinic.owner.make("/translation-approvals", VIETNAMESE)
    large = {"layout": "large_print", "language": "vi"}
    clinic.clinician.make(f"/home-plans/{plans[0]['id']}/handouts", large)
    theirs = an_active_plan(clinic, family_name="Cole", language="vi-VN", large_print=True)
    run = clinic.clinician.make("/print-runs", {"day": TODAY})
    drain()
    items = by_plan(clinic.clinician.read(f"/print-runs/{run['id']}"))
    as_it_was, plain, own = (items[plan["id"]] for plan in (*plans, theirs))
    assert (as_it_was["is_reprint"], as_it_was["layout"], as_it_was["language"]) == (
        True, "large_print", "vi"
    )  # fmt: skip
    assert (plain["is_reprint"], plain["layout"], plain["language"]) == (False, "standard", "en-AU")
    assert (own["layout"], own["language"][:2]) == ("large_print", "vi")


def test_reception_prints_again_only(clinic: Cast, plans: list[Any], drain: Drain) -> None:
    clinic.clinician.make(f"/home-plans/{plans[0]['id']}/handouts", {})
    run = clinic.reception.make("/print-runs", {"day": TODAY})
    drain()
    done = clinic.reception.read(f"/print-runs/{run['id']}")
    again, refused = done["items"]
    assert again["is_reprint"] is True
    assert refused["state"] == "failed"
    assert refused["failure"] == "no_sheet_yet"
    assert "A clinician prints the first one" in refused["reason"]
    assert sheets_of(clinic, plans[1]) == []
    assert (
        len(
            pypdf.PdfReader(
                BytesIO(clinic.reception.get(f"/print-runs/{run['id']}.pdf").data)
            ).pages
        )
        == again["pages"]
    )


def test_the_roles_of_whoever_began_count_as_they_are_when_a_sheet_is_printed(
    clinic: Cast, plans: list[Any], drain: Drain
) -> None:
    clinic.clinician.make(f"/home-plans/{plans[0]['id']}/handouts", {})
    run = begin(clinic, *plans)
    has_roles(clinic, Role.RECEPTION)
    drain()
    items = by_plan(clinic.owner.read(f"/print-runs/{run['id']}"))
    assert items[plans[0]["id"]]["state"] == "printed"
    assert items[plans[1]["id"]]["failure"] == "no_sheet_yet"
    has_roles(clinic, Role.CLINICIAN)
    gone = begin(clinic, *plans)
    with work_in(clinic, Role.OWNER) as work:
        remove_user(work, clinic.clinician.user_id)
    drain()
    items = by_plan(clinic.owner.read(f"/print-runs/{gone['id']}"))
    assert {item["failure"] for item in items.values()} == {"no_role"}


def test_what_fails_says_why_and_the_others_go_on(
    clinic: Cast, plans: list[Any], drain: Drain, clock: Clock
) -> None:
    draft, paused = a_draft_plan(clinic), an_active_plan(clinic)
    clinic.clinician.do(f"/home-plans/{paused['id']}/pause", {"reason": "away"})
    clock.forward(days=91)
    a_clear_screen(clinic.clinician, plans[1]["patient_id"])
    run = begin(clinic, draft, paused, *plans)
    drain()
    path = f"/print-runs/{run['id']}"
    done = clinic.clinician.read(path)
    assert done["state"] == "finished"
    assert [item["state"] for item in done["items"]] == ["failed", "failed", "failed", "printed"]
    assert [item["failure"] for item in done["items"][:3]] == [
        "not_running", "not_running", "needs_a_clinician"
    ]  # fmt: skip
    assert "not prescribed yet" in done["items"][0]["reason"]
    assert "paused" in done["items"][1]["reason"]
    assert "The safety screen is 91 days old" in done["items"][2]["reason"]
    # what safety says is care: reception hears whom to ask
    told = clinic.reception.read(path)["items"][2]["reason"]
    assert "safety" not in told
    assert "clinician" in told


def test_a_cancelled_run_prints_nothing_more(clinic: Cast, plans: list[Any], drain: Drain) -> None:
    run = begin(clinic, *plans)
    path = f"/print-runs/{run['id']}"
    first = clinic.clinician.get(path)
    stale = clinic.reception.post(f"{path}/cancel", headers={"If-Match": '"other"'})
    assert stale.status_code == 412
    done = clinic.reception.do(f"{path}/cancel", headers={"If-Match": first.headers["ETag"]})
    assert done["state"] == "cancelled"
    assert done["cancelled_by"] == clinic.reception.user_id
    assert {item["state"] for item in done["items"]} == {"cancelled"}
    drain()
    assert sheets_of(clinic, plans[0]) == []
    assert clinic.reception.get(f"{path}.pdf").status_code == 409
    again = clinic.reception.post(f"{path}/cancel")
    assert again.status_code == 409
    assert again.get_json()["allowed"] == []


def test_a_run_that_is_finished_is_not_cancelled(
    clinic: Cast, plans: list[Any], drain: Drain
) -> None:
    run = begin(clinic, *plans)
    drain()
    answer = clinic.clinician.post(f"/print-runs/{run['id']}/cancel")
    assert answer.status_code == 409


def test_each_handout_begins_on_a_front_side(clinic: Cast, plans: list[Any], drain: Drain) -> None:
    run = begin(clinic, *plans, layout="large_print")
    drain()
    path = f"/print-runs/{run['id']}"
    pages = [item["pages"] for item in clinic.clinician.read(path)["items"]]
    plain = pypdf.PdfReader(BytesIO(clinic.clinician.get(f"{path}.pdf").data))
    both = pypdf.PdfReader(BytesIO(clinic.clinician.get(f"{path}.pdf?duplex=true").data))
    assert len(plain.pages) == sum(pages)
    assert len(both.pages) == sum(number + number % 2 for number in pages)


def test_bad_input_is_told_at_its_field(clinic: Cast, other_clinic: Cast, plans: list[Any]) -> None:
    foreign = an_active_plan(other_clinic)
    mine = plans[0]["id"]

    def pointers(body: Any) -> list[str]:
        answer = clinic.clinician.post("/print-runs", body)
        assert answer.status_code == 422, answer.get_json()
        return [error["pointer"] for error in answer.get_json()["errors"]]

    assert pointers({}) == [""]
    assert pointers({"day": TODAY, "home_plan_ids": [mine]}) == [""]
    assert pointers({"home_plan_ids": [mine, foreign["id"]]}) == ["/home_plan_ids/1"]
    assert pointers({"home_plan_ids": [mine, mine]}) == ["/home_plan_ids/1"]
    assert pointers({"home_plan_ids": [mine] * 201}) == ["/home_plan_ids"]
    assert pointers({"day": "2026-11-21"}) == ["/day"]
    assert pointers({"day": "2026-11-19"}) == ["/day"]
    assert pointers({"home_plan_ids": [mine], "state": "printed"}) == ["/state"]
    vietnamese = {"home_plan_ids": [mine], "language": "vi"}
    assert clinic.clinician.post("/print-runs", vietnamese).status_code == 409
    assert clinic.clinician.read("/print-runs")["items"] == []


def test_a_day_holds_what_was_prescribed_or_issued_on_it(
    clinic: Cast, other_clinic: Cast, plans: list[Any], clock: Clock
) -> None:
    """The clinic's day begins at its own midnight, 13:00 UTC."""
    an_active_plan(other_clinic)
    clinic.clinician.do(f"/home-plans/{plans[0]['id']}/stop", {"reason": "moved away"})
    clock.forward(days=1)
    clinic.clinician.make(f"/home-plans/{plans[1]['id']}/handouts", {})
    later = an_active_plan(clinic, family_name="Cole")
    for day, expected in ((TODAY, [plans[1]]), ("2026-11-21", [plans[1], later])):
        run = clinic.clinician.make("/print-runs", {"day": day})
        assert [item["home_plan_id"] for item in run["items"]] == [p["id"] for p in expected]


def test_the_same_key_begins_one_run(clinic: Cast, plans: list[Any]) -> None:
    headers = {"Idempotency-Key": "the day, once"}
    first = clinic.clinician.post("/print-runs", {"day": TODAY}, headers=headers).get_json()
    assert clinic.clinician.post("/print-runs", {"day": TODAY}, headers=headers).get_json() == first
    assert len(clinic.clinician.read("/print-runs")["items"]) == 1


def test_roles_and_clinics_are_kept_apart(
    clinic: Cast, other_clinic: Cast, plans: list[Any], drain: Drain
) -> None:
    run = begin(clinic, *plans)
    drain()
    path = f"/print-runs/{run['id']}"
    assert clinic.sample_manager.get(path).status_code == 403
    assert other_clinic.clinician.get(path).status_code == 404
    assert other_clinic.clinician.get(f"{path}.pdf").status_code == 404
    assert other_clinic.clinician.post(f"{path}/cancel").status_code == 404
    assert other_clinic.clinician.read("/print-runs")["items"] == []


def test_every_sheet_and_every_handing_out_leaves_its_entry(
    clinic: Cast, plans: list[Any], drain: Drain
) -> None:
    clinic.clinician.make(f"/home-plans/{plans[0]['id']}/handouts", {})
    run = begin(clinic, *plans)
    drain()
    clinic.reception.get(f"/print-runs/{run['id']}.pdf")
    told = clinic.owner.read("/audit-entries?limit=200&about=plans")["items"]
    events = [entry["event"] for entry in told]
    assert events.count("print_run_item.printed") == 1
    assert events.count("handout.issued") == 2
    handed = next(entry for entry in told if entry["event"] == "print_run.handed_out")
    sheets = [sheets_of(clinic, plan)[0]["id"] for plan in plans]
    assert handed["details"]["handout_ids"] == sheets
    issued = next(entry for entry in told if entry["event"] == "handout.issued")
    assert issued["user_id"] == clinic.clinician.user_id
    assert issued["patient_id"] == plans[1]["patient_id"]


def test_runs_take_turns(clinic: Cast, plans: list[Any], drain: Drain) -> None:
    """A short run does not wait until a long one is done."""
    others = [an_active_plan(clinic) for _ in range(2)]
    long = begin(clinic, *others, plans[1])
    short = begin(clinic, plans[0])
    drain()
    printed = [sheets_of(clinic, p)[0]["issued_at"] for p in (plans[0], plans[1])]
    assert printed == sorted(printed)
    ids = [sheets_of(clinic, p)[0]["id"] for p in (others[0], plans[0], others[1], plans[1])]
    assert ids == sorted(ids)
    assert long["id"] < short["id"]
