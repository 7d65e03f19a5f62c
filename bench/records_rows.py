"""Rows about records: write, read, find and sign, beside the bare driver."""

import json
from collections.abc import Callable

from bench.driver import Driver, driver_app
from bench.records import (
    API,
    Crowd,
    a_draft,
    a_patient,
    an_examined_patient,
)
from bench.rounds import Times, Way, in_turns
from bench.stage import Client, Stage, in_address
from bench.table import Goal, Row
from clinic.patients.rules import slips
from clinic.work.paging import cursor_after

_POST_GOAL, _GET_GOAL, _SEARCH_GOAL, _PAGE_GOAL = Goal(2.0), Goal(2.7), Goal(3.0), Goal(2.0)


def record_rows(stage: Stage, people: Crowd, rounds: int, signings: int) -> list[Row]:
    """Measure the doors of records against the driver on the same file."""
    driver = Driver(stage)
    bare = Client(driver_app(driver))
    try:
        return [
            *_write(stage.client, bare, rounds),
            *_read(stage.client, bare, rounds),
            *_find(stage.client, bare, people, rounds),
            _sign(stage.client, signings),
        ]
    finally:
        driver.close()


def _write(ours: Client, bare: Client, rounds: int) -> list[Row]:
    body = json.dumps(a_draft(8)).encode()
    ours_to, bare_to = a_patient(ours, "Written"), a_patient(ours, "Bare")
    times = in_turns(
        [
            Way("ours", lambda _: ours.post(f"{API}/patients/{ours_to}/examinations", body)),
            Way("driver", lambda _: bare.post(f"/patients/{bare_to}/examinations", body)),
        ],
        rounds,
    )
    what = "POST examination, 8 findings"
    return _wall_and_cpu(what, times, "driver + same validation", "driver", _POST_GOAL)


def _read(ours: Client, bare: Client, rounds: int) -> list[Row]:
    patient_id = an_examined_patient(ours, "Read", 5, 8)
    times = in_turns(
        [
            Way("ours", lambda _: ours.get(f"{API}/patients/{patient_id}/examinations")),
            Way("select", lambda _: bare.get(f"/patients/{patient_id}/timeline")),
            Way("audited", lambda _: bare.get(f"/patients/{patient_id}/audited-timeline")),
        ],
        rounds,
    )
    what = "GET timeline, 5 x 8 findings"
    return [
        *_wall_and_cpu(what, times, "driver + same audit entry", "audited", _GET_GOAL),
        _row(what, times, "driver, unaudited", "select", None),
    ]


def _find(ours: Client, bare: Client, people: Crowd, rounds: int) -> list[Row]:
    # one letter left out in the middle: found only as a slip
    slip = people.name[:3] + people.name[4:]
    near = in_address(",".join(sorted(slips(slip))))
    middle = cursor_after(people.ids[len(people.ids) // 2])
    times = in_turns(
        [
            Way("start", lambda _: ours.get(f"{API}/patients?limit=10&q={people.start}")),
            Way("driver start", lambda _: bare.get(f"/patients?q={people.start}")),
            Way("slip", lambda _: ours.get(f"{API}/patients?limit=10&q={slip}")),
            Way("driver slip", lambda _: bare.get(f"/patients-near?q={near}")),
            Way("first", lambda _: ours.get(f"{API}/patients")),
            Way("middle", lambda _: ours.get(f"{API}/patients?cursor={middle}")),
        ],
        rounds,
    )
    count = len(people.ids)
    driver = "driver + same audit entry"
    return [
        _row(f"search by start, {count}", times, driver, "driver start", _SEARCH_GOAL, "start"),
        _row(f"search with a slip, {count}", times, driver, "driver slip", _SEARCH_GOAL, "slip"),
        _row("page of 50 at the middle", times, "first page", "first", _PAGE_GOAL, "middle"),
    ]


def _sign(ours: Client, rounds: int) -> Row:
    """Sign a seventh examination again and again: what was signed is voided between the rounds."""
    patient_id = an_examined_patient(ours, "Signed", 6, 20)
    body = json.dumps(a_draft(20)).encode()
    last: list[str] = []

    def prepare() -> str:
        while last:
            ours.made(f"{API}/examinations/{last.pop()}/void", {"reason": "measured"})
        made = json.loads(ours.post(f"{API}/patients/{patient_id}/examinations", body))
        last.append(made["id"])
        return str(made["id"])

    sign: Callable[[str], bytes] = lambda made: ours.post(f"{API}/examinations/{made}/sign")  # noqa: E731 (one line of a way)
    times = in_turns([Way("ours", sign, prepare)], rounds)["ours"]
    return Row("sign, 7th examination of 20 findings", times.wall_ms, rounds=len(times.wall))


def _wall_and_cpu(
    what: str, times: dict[str, Times], against: str, other: str, goal: Goal
) -> list[Row]:
    ours, theirs = times["ours"], times[other]
    cpu = Row(f"{what} (cpu)", ours.cpu_ms, against, theirs.cpu_ms, goal, rounds=len(ours.cpu))
    return [_row(what, times, against, other, goal), cpu]


def _row(  # noqa: PLR0913, PLR0917 (what a comparison is)
    what: str,
    times: dict[str, Times],
    against: str,
    other: str,
    goal: Goal | None,
    ours: str = "ours",
) -> Row:
    mine, theirs = times[ours], times[other]
    return Row(what, mine.wall_ms, against, theirs.wall_ms, goal, rounds=len(mine.wall))
