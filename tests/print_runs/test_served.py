"""The worker beside the real server: it prints, is started anew, and ends with it."""

import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Cast
from tests.print_runs.conftest import an_active_plan, sheets_of
from tests.print_runs.workers import Workers, workers_on

PATIENCE = 180  # seconds; the machine may be busy with other tests


@pytest.fixture
def workers(
    clinic: Cast, settings: dict[str, str], instance: Path, tmp_path: Path
) -> Iterator[Workers]:
    with workers_on(tmp_path, settings, instance) as started:
        yield started


def serve(workers: Workers) -> Any:
    """Start the server with the very settings of bin/serve."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ("-m", "gunicorn", "--config", "gunicorn.conf.py", "working:app")
    return workers.run(sys.executable, *command, PORT=str(port), HOST="127.0.0.1")


def soon(asked: Callable[[], Any]) -> Any:
    """Wait until something is there."""
    until = time.monotonic() + PATIENCE
    while not (answer := asked()):
        assert time.monotonic() < until, "it never came"
        time.sleep(0.1)
    return answer


def children(pid: int) -> dict[int, str]:
    """Answer the processes that a process started, by what they were called with."""
    found: dict[int, str] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            called = (folder / "cmdline").read_text().replace("\0", " ")
        except OSError:
            continue  # it has ended
        if parent == pid:
            found[int(folder.name)] = called
    return found


def printers(server: Any) -> list[int]:
    return [pid for pid, called in children(server.pid).items() if " worker " in called]


def is_there(pid: int) -> bool:
    """Tell whether a process runs; one that nobody waits for any more does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_the_worker_beside_the_server_prints_comes_again_and_ends_with_it(
    clinic: Cast, workers: Workers
) -> None:
    server = serve(workers)
    (first,) = soon(lambda: printers(server))
    plans = [an_active_plan(clinic) for _ in range(2)]

    def print_all() -> Any:
        body = {"home_plan_ids": [plan["id"] for plan in plans]}
        run = clinic.clinician.make("/print-runs", body)
        path = f"/print-runs/{run['id']}"
        soon(lambda: clinic.clinician.read(path)["state"] == "finished")
        return clinic.clinician.read(path)

    assert print_all()["counts"]["printed"] == 2
    os.kill(first, signal.SIGKILL)
    (second,) = soon(lambda: [pid for pid in printers(server) if pid != first])
    plans.append(an_active_plan(clinic))
    assert print_all()["counts"]["printed"] == 3
    assert [len(sheets_of(clinic, plan)) for plan in plans] == [1, 1, 1]
    server.terminate()
    server.wait(PATIENCE)
    assert not is_there(second)


def test_the_worker_ends_where_the_server_was_killed(workers: Workers) -> None:
    server = serve(workers)
    (printer,) = soon(lambda: printers(server))
    server.kill()
    server.wait()
    assert soon(lambda: not is_there(printer))
