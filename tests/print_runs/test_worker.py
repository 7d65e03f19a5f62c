"""The worker: one sheet for one item, however many print and whoever of them dies."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from clinic.handouts.rules import Sheet
from clinic.paper.printed import Printed
from clinic.print_runs import use_cases
from clinic.print_runs.rules import LEASE, MOST_TRIES, Taken
from clinic.rulebook.actor import Actor
from clinic.work.door import begin_work
from clinic.work.unit import Work
from tests.conftest import Cast, Clock, house_of
from tests.print_runs.conftest import an_active_plan, sheets_of
from tests.print_runs.workers import Workers, told, workers_on

Drain = Callable[[], object]


@pytest.fixture
def workers(
    clinic: Cast, settings: dict[str, str], instance: Path, tmp_path: Path
) -> Iterator[Workers]:
    with workers_on(tmp_path, settings, instance) as started:
        yield started


def begin(clinic: Cast, number: int) -> tuple[Any, list[Any]]:
    plans = [an_active_plan(clinic) for _ in range(number)]
    body = {"home_plan_ids": [plan["id"] for plan in plans]}
    return clinic.clinician.make("/print-runs", body), plans


def in_work(clinic: Cast, deed: Callable[[Work], Any], by: str | None = None) -> Any:
    """Do one deed of a worker."""
    actor = Actor(clinic_id=clinic.id, user_id=by, kind="worker")
    with clinic.app.app_context(), begin_work(house_of(clinic.app).workshop, actor) as work:
        return deed(work)


def take(clinic: Cast) -> Taken:
    taken: Taken = in_work(clinic, use_cases.take_item)
    return taken


def printed_by(clinic: Cast, taken: Taken) -> tuple[Sheet, Printed]:
    """Do what a worker does between its first transaction and its last."""
    sheet = in_work(clinic, lambda w: use_cases.prepare_item(w, taken, "http://here"), taken.by)
    return sheet, house_of(clinic.app).press.print_out(sheet)


def test_two_workers_print_each_sheet_once(clinic: Cast, workers: Workers) -> None:
    run, plans = begin(clinic, 6)
    for one in [workers.start("--once"), workers.start("--once")]:
        told(one)
    done = clinic.clinician.read(f"/print-runs/{run['id']}")
    assert done["counts"]["printed"] == 6
    assert [len(sheets_of(clinic, plan)) for plan in plans] == [1] * 6


def test_a_worker_that_is_killed_loses_nothing(clinic: Cast, workers: Workers) -> None:
    run, plans = begin(clinic, 3)
    victim = workers.start()

    def printing() -> int:
        count: int = clinic.clinician.read(f"/print-runs/{run['id']}")["counts"]["printing"]
        return count

    def has_one_in_hand() -> bool:
        """Tell whether it stands still with a sheet in its hands."""
        if not printing():
            return False
        victim.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, victim.pid, os.WSTOPPED | os.WNOWAIT)
        if printing():
            return True
        victim.send_signal(signal.SIGCONT)
        return False

    while not has_one_in_hand():
        assert victim.poll() is None
        time.sleep(0.01)
    victim.kill()
    victim.wait()
    assert printing() == 1, "its lease stands"
    workers.forward(seconds=LEASE.total_seconds())
    told(workers.start("--once"))
    done = clinic.clinician.read(f"/print-runs/{run['id']}")
    assert done["counts"]["printed"] == 3
    assert [len(sheets_of(clinic, plan)) for plan in plans] == [1, 1, 1]


def test_whoever_comes_too_late_changes_nothing(clinic: Cast, clock: Clock) -> None:
    run, (plan,) = begin(clinic, 1)
    slow = take(clinic)
    late = printed_by(clinic, slow)
    assert in_work(clinic, use_cases.take_item) is None
    clock.forward(seconds=LEASE.total_seconds())
    quick = take(clinic)
    assert (quick.item_id, quick.lease == slow.lease) == (slow.item_id, False)
    in_work(clinic, lambda w: use_cases.finish_item(w, slow, *late), slow.by)
    assert sheets_of(clinic, plan) == []
    in_work(clinic, lambda w: use_cases.finish_item(w, quick, *printed_by(clinic, quick)), quick.by)
    in_work(clinic, lambda w: use_cases.finish_item(w, slow, *late), slow.by)
    assert len(sheets_of(clinic, plan)) == 1
    (item,) = clinic.clinician.read(f"/print-runs/{run['id']}")["items"]
    assert item["state"] == "printed"


def test_a_sheet_of_a_cancelled_run_is_not_issued(clinic: Cast) -> None:
    run, (plan,) = begin(clinic, 1)
    taken = take(clinic)
    paper = printed_by(clinic, taken)
    clinic.reception.do(f"/print-runs/{run['id']}/cancel")
    in_work(clinic, lambda w: use_cases.finish_item(w, taken, *paper), taken.by)
    assert sheets_of(clinic, plan) == []


def test_two_runs_of_one_plan_issue_one_sheet(clinic: Cast) -> None:
    """Both are laid out before either is archived: the second takes the first one's bytes."""
    _run, (plan,) = begin(clinic, 1)
    other = clinic.clinician.make("/print-runs", {"home_plan_ids": [plan["id"]]})
    for taken, paper in [(one, printed_by(clinic, one)) for one in (take(clinic), take(clinic))]:
        in_work(clinic, lambda w, t=taken, p=paper: use_cases.finish_item(w, t, *p), taken.by)
    (sheet,) = sheets_of(clinic, plan)
    (item,) = clinic.clinician.read(f"/print-runs/{other['id']}")["items"]
    assert (item["handout_id"], item["is_reprint"]) == (sheet["id"], True)


def test_a_plan_that_changed_while_it_was_printed_is_printed_anew(
    clinic: Cast, drain: Drain
) -> None:
    run, (plan,) = begin(clinic, 1)
    clinic.clinician.make(f"/home-plans/{plan['id']}/handouts", {})
    taken = take(clinic)
    prepare = in_work(clinic, lambda w: use_cases.prepare_item(w, taken, "http://here"), taken.by)
    assert prepare is None, "the archived sheet will do"
    moved = {"review_on": "2026-12-24", "reason": "Holiday"}
    clinic.clinician.do(f"/home-plans/{plan['id']}/reschedule", moved)
    in_work(clinic, lambda w: use_cases.finish_item(w, taken), taken.by)
    assert clinic.clinician.read(f"/print-runs/{run['id']}")["counts"]["waiting"] == 1
    drain()
    assert len(sheets_of(clinic, plan)) == 2


def test_a_sheet_at_which_the_worker_dies_is_given_up(
    clinic: Cast, clock: Clock, drain: Drain
) -> None:
    run, _plans = begin(clinic, 2)
    for _ in range(MOST_TRIES):
        take(clinic)
        clock.forward(seconds=LEASE.total_seconds())
    drain()
    first, second = clinic.clinician.read(f"/print-runs/{run['id']}")["items"]
    assert first["failure"] == "worker_died"
    assert second["state"] == "printed"


def test_a_worker_ends_when_it_is_told_to(workers: Workers) -> None:
    one = workers.start()
    one.send_signal(signal.SIGTERM)
    one.wait(60)
    other = workers.start()
    other.send_signal(signal.SIGINT)
    other.wait(60)
