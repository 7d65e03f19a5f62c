"""Rows about paper: from the click to the archived PDF, and the archived PDF once more."""

from collections.abc import Callable
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path
from typing import Any

from flask import Blueprint

from bench.makers import maker
from bench.press_rows import press_rows
from bench.records import API
from bench.rounds import Way, in_turns
from bench.samples import PLACES, Sample, samples
from bench.stage import Stage
from bench.table import Goal, Row
from clinic.paper.printed import Printed
from clinic.rulebook.permissions import Permission
from clinic.web.endpoint import Door, endpoint
from clinic.work.unit import Work

_AGAIN_GOAL = Goal(2.0)
_ALONE_GOAL = Goal(1.15)
_PLAIN_GOALS = {"without": Goal(1 / 2.5), "": Goal(1 / 1.7)}
_NAMES = {"without": "a plain pip install", "": "HarfBuzz's subset library"}
_FILES, _FILE = "files", "handout.pdf"


def files_folder(stage: Stage) -> Path:
    """Let the app serve a folder of plain files, openly and through its door; before all else."""
    folder = stage.folder / _FILES
    folder.mkdir()
    stage.app.register_blueprint(
        Blueprint("bench_files", __name__, static_folder=folder, static_url_path=f"/{_FILES}")
    )
    door = Door("bench_door", "A file, read by somebody who is signed in.")

    @door.get("/bench-file.pdf")
    @endpoint(needs=Permission.PLANS_AT_THE_DESK, is_pdf=True)
    def read_file(work: Work) -> Printed:
        """Answer the file, and leave an entry in the audit trail."""
        work.record("bench.file_read")
        return Printed((folder / _FILE).read_bytes(), 1, "")

    stage.app.register_blueprint(door)
    return folder


def paper_rows(stage: Stage, files: Path, rounds: int, again: int, batch: int) -> list[Row]:
    """Measure a handout from the click to its bytes, and its download afterwards."""
    made = samples(stage)
    return [
        _click_row(stage, made, rounds),
        *(_plain_row(made, library, rounds) for library in _PLAIN_GOALS),
        *_again_rows(stage, made[0], files, again),
        *press_rows(stage.folder, made, rounds, batch),
    ]


def _in_turn(made: list[Sample]) -> Callable[[], Any]:
    waiting = cycle(made)
    return lambda: next(waiting)


def _click_row(stage: Stage, made: list[Sample], rounds: int) -> Row:
    def issue(sample: Sample) -> object:
        return stage.client.post(f"{API}/home-plans/{sample.plan_id}/handouts")

    with maker("alone") as alone:
        times = in_turns(
            [
                Way("ours", issue, _in_turn(made)),
                Way("alone", lambda sample: alone.make(sample.html), _in_turn(made)),
            ],
            rounds,
        )
    return Row(
        f"handout, {PLACES} places, click to PDF/UA",
        times["ours"].wall_ms,
        "WeasyPrint alone",
        times["alone"].wall_ms,
        _ALONE_GOAL,
        rounds=rounds,
    )


def _plain_row(made: list[Sample], library: str, rounds: int) -> Row:
    """Measure the processor time of a sheet beside the same facts written plainly."""
    how = [library] if library else []
    with ExitStack() as stack:
        ours, plain = (stack.enter_context(maker(way, *how)) for way in ("ours", "plain"))
        in_turns(
            [
                Way("ours", lambda sample: ours.make(sample.html), _in_turn(made)),
                Way("plain", lambda sample: plain.make(sample.plain), _in_turn(made)),
            ],
            rounds,
        )
    return Row(
        f"with {_NAMES[library]} (cpu)",
        ours.cpu_ms(rounds),
        "the plain way",
        plain.cpu_ms(rounds),
        _PLAIN_GOALS[library],
        rounds=rounds,
    )


def _again_rows(stage: Stage, sample: Sample, files: Path, again: int) -> list[Row]:
    client = stage.client
    archived = f"{API}/handouts/{sample.handout_id}.pdf"
    (files / _FILE).write_bytes(client.get(archived))
    times = in_turns(
        [
            Way("again", lambda _: client.get(archived)),
            Way("file", lambda _: client.get(f"/{_FILES}/{_FILE}")),
            Way("read", lambda _: client.get(f"{API}/bench-file.pdf")),
        ],
        again,
    )
    sides = {
        "file": ("the same handout once more", "static file"),
        "read": ("and beside what any reading costs", "the file, signed in, audited"),
    }
    return [
        Row(what, times["again"].wall_ms, name, times[way].wall_ms, _AGAIN_GOAL, rounds=again)
        for way, (what, name) in sides.items()
    ]
