"""Rows about the real server under 16 clients at once, beside one with threads."""

import json
import random
import threading
import time
from dataclasses import dataclass, field
from statistics import quantiles

from bench.records import API, a_draft, a_patient, an_examined_patient
from bench.server import Server, ask, request_for
from bench.stage import Refused, Stage
from bench.table import Goal, Row

CLIENTS = 16
_MS = 1000.0
_THREADS = ("--worker-class", "gthread", "--workers", "2", "--threads", "4")
_RATE_GOAL = Goal(2.0, at_least=True)
_NAMES = {"GET": "served GET timeline, 16 clients", "POST": "served POST, 16 clients"}
_LATE_GOALS = {"GET": None, "POST": Goal(150.0, of_figure=True)}
_FAILURES = 400


@dataclass(slots=True)
class Burst:
    """What came of a while of requests, as fast as the clients could send them."""

    seconds: float = 0.0
    took: list[float] = field(default_factory=list)
    failed: int = 0

    @property
    def rate(self) -> float:
        return len(self.took) / self.seconds

    def percent(self, part: int) -> float:
        """Answer the time that `part` percent of the requests kept below."""
        return quantiles(self.took, n=100, method="inclusive")[part - 1]


def _send_for(seconds: float, port: int, request: bytes, into: Burst) -> None:
    """Send the request from all clients at once until the time is over."""
    lock = threading.Lock()
    begun = time.perf_counter()

    def client() -> None:
        took: list[float] = []
        failed = 0
        while (at := time.perf_counter()) < begun + seconds:
            try:
                failed += ask(port, request) >= _FAILURES
            except OSError:
                failed += 1
            took.append((time.perf_counter() - at) * _MS)
        with lock:
            into.took += took
            into.failed += failed

    threads = [threading.Thread(target=client, daemon=True) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=seconds + 30)
    into.seconds += time.perf_counter() - begun


def served_rows(stage: Stage, seconds: float, bursts: int) -> list[Row]:
    """Measure both servers in bursts, in shuffled turns; each burst ends by itself."""
    token, draft = stage.client.token, json.dumps(a_draft(8)).encode()
    # two patients, so that the timeline that is read stays as long as it is
    patients = {
        "GET": an_examined_patient(stage.client, "Served", 5, 8),
        "POST": a_patient(stage.client, "Written by many"),
    }
    found = {(who, what): Burst() for who in ("ours", "threads") for what in patients}
    with Server(stage) as ours, Server(stage, *_THREADS) as threads:
        ports = {"ours": ours.port, "threads": threads.port}
        turns = list(found) * bursts
        random.Random(1).shuffle(turns)  # noqa: S311 (an order, not a secret)
        for who, what in turns:
            body = draft if what == "POST" else None
            path = f"{API}/patients/{patients[what]}/examinations"
            request = request_for(ports[who], what, path, token, body)
            _send_for(0.2, ports[who], request, Burst())
            _send_for(seconds / bursts, ports[who], request, found[who, what])
    failed = sum(burst.failed for burst in found.values())
    if failed:
        raise Refused(f"{failed} requests to the server failed.")
    return [
        row
        for what, name in _NAMES.items()
        for row in _rows(name, found["ours", what], found["threads", what], _LATE_GOALS[what])
    ]


def _rows(name: str, ours: Burst, threads: Burst, late: Goal | None) -> list[Row]:
    against, count = "gthread 2x4", len(ours.took)
    return [
        Row(f"{name}, rate", ours.rate, against, threads.rate, _RATE_GOAL, "/s", count),
        Row(f"{name}, p50", ours.percent(50), against, threads.percent(50), rounds=count),
        Row(f"{name}, p99", ours.percent(99), against, threads.percent(99), late, rounds=count),
    ]
