"""The pages of print runs, at a browser without scripts."""

from collections.abc import Callable
from typing import Any

import pytest

from clinic.rulebook.permissions import Role
from tests.browsing import words_of
from tests.conftest import Cast
from tests.print_runs.conftest import a_draft_plan, an_active_plan, sheets_of

Drain = Callable[[], object]


@pytest.fixture
def plans(clinic: Cast) -> list[Any]:
    return [
        an_active_plan(clinic, family_name="Adams", large_print=True),
        an_active_plan(clinic, family_name="Brown"),
    ]


def test_a_clinician_prints_a_day_from_today(clinic: Cast, plans: list[Any], drain: Drain) -> None:
    visitor = clinic.browse(Role.CLINICIAN)
    assert 'href="/print-runs/new"' in visitor.see("/")
    page = visitor.see("/print-runs/new")
    assert page.index("Adams") < page.index("Brown")
    assert "A new sheet is issued" in page
    answer = visitor.submit("/print-runs/new", "/print-runs")
    at = answer.headers["Location"]
    going = visitor.see(at)
    assert '<noscript><meta http-equiv="refresh"' in going
    assert "0 of 2" in visitor.words(at)
    drain()
    done = visitor.see(at)
    assert "http-equiv" not in done
    assert "All 2 printed" in visitor.words(at)
    assert "2 new sheets issued." in visitor.words(at)
    pdf = visitor.get(f"{at}.pdf?duplex=true")
    assert pdf.data.startswith(b"%PDF-")
    assert [s["layout"] for s in sheets_of(clinic, plans[0])] == ["large_print"]
    # the list
    assert "2 of 2 printed" in visitor.words("/print-runs")
    # and once more: nothing new is issued
    again = visitor.submit("/print-runs/new", "/print-runs").headers["Location"]
    drain()
    assert "2 printed again from the archive" in visitor.words(again)
    assert len(sheets_of(clinic, plans[0])) == 1


def test_only_the_chosen_ones_are_printed(clinic: Cast, plans: list[Any], drain: Drain) -> None:
    visitor = clinic.browse(Role.CLINICIAN)
    chosen = {"home_plan_ids": [plans[1]["id"]]}
    visitor.submit("/print-runs/new", "/print-runs", **chosen)
    drain()
    assert sheets_of(clinic, plans[0]) == []
    assert len(sheets_of(clinic, plans[1])) == 1


def test_nothing_chosen_is_told_and_nothing_begun(clinic: Cast, plans: list[Any]) -> None:
    visitor = clinic.browse(Role.CLINICIAN)
    form = visitor.form("/print-runs/new", "/print-runs")
    fields = [(name, value) for name, value in form.fields if name != "home_plan_ids"]
    answer = visitor.send("POST", "/print-runs", data=dict(fields))
    assert answer.status_code == 422
    assert "Choose at least one plan." in words_of(answer)
    assert clinic.clinician.read("/print-runs")["items"] == []


def test_reception_sees_what_it_may_print_again(
    clinic: Cast, plans: list[Any], drain: Drain
) -> None:
    clinic.clinician.make(f"/home-plans/{plans[1]['id']}/handouts", {})
    visitor = clinic.browse(Role.RECEPTION)
    said = visitor.words("/print-runs/new")
    assert "a clinician prints the first one" in said
    at = visitor.submit("/print-runs/new", "/print-runs").headers["Location"]
    drain()
    assert "1 printed again from the archive" in visitor.words(at)
    assert sheets_of(clinic, plans[0]) == []


def test_all_plans_without_a_handout_are_printed_from_today(
    clinic: Cast, plans: list[Any], drain: Drain
) -> None:
    visitor = clinic.browse(Role.CLINICIAN)
    at = visitor.submit("/", "/print-runs").headers["Location"]
    drain()
    assert "All 2 printed" in visitor.words(at)
    assert "Plans without a handout" not in visitor.words("/")


def test_a_failure_says_what_to_do_and_is_tried_again(
    clinic: Cast, plans: list[Any], drain: Drain
) -> None:
    draft = a_draft_plan(clinic, family_name="Cole")
    ids = [plans[0]["id"], draft["id"]]
    run = clinic.clinician.make("/print-runs", {"home_plan_ids": ids, "layout": "standard"})
    drain()
    visitor = clinic.browse(Role.CLINICIAN)
    at = f"/print-runs/{run['id']}"
    assert "1 of 2 printed" in visitor.words(at)
    assert "The plan is not prescribed yet. Prescribe it, then print it." in visitor.words(at)
    assert f'href="/plans/{draft["id"]}"' in visitor.see(at)
    again = visitor.submit(at, "/print-runs").headers["Location"]
    fresh = clinic.clinician.read(again)
    assert [item["home_plan_id"] for item in fresh["items"]] == [draft["id"]]
    assert fresh["layout"] == "standard"


def test_a_run_is_cancelled(clinic: Cast, plans: list[Any], drain: Drain) -> None:
    visitor = clinic.browse(Role.CLINICIAN)
    at = visitor.submit("/print-runs/new", "/print-runs").headers["Location"]
    visitor.submit(at, f"{at}/cancel")
    drain()
    assert "Cancelled. 0 of 2 printed" in visitor.words(at)
    # a form that was opened before
    late = visitor.send("POST", f"{at}/cancel", data={"csrf": visitor.csrf()})
    assert late.status_code == 409
