"""Rows about starting: the imports of a web worker, and the whole server."""

import json
import subprocess
import sys
from dataclasses import dataclass, field
from statistics import median

from bench.rounds import Way, in_turns
from bench.server import Server
from bench.stage import Refused, Stage
from bench.table import Goal, Row
from clinic.config import ROOT

_IMPORT_GOAL, _MEMORY_GOAL = Goal(0.55), Goal(0.65)
_WITH = "with weasyprint"
_PROGRAM = """
import json, sys, time
from pathlib import Path
begun = time.perf_counter()
import clinic.app
{more}
took = (time.perf_counter() - begun) * 1000
status = Path("/proc/self/status")
lines = status.read_text().splitlines() if status.exists() else ["VmHWM: 0 kB"]
kilobytes = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
print(json.dumps([took, kilobytes / 1024, "weasyprint" in sys.modules]))
"""


@dataclass(slots=True)
class _Starts:
    took: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)


def _import(more: str, kept: _Starts, *, has_weasyprint: bool) -> None:
    command = [sys.executable, "-c", _PROGRAM.format(more=more)]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True)  # noqa: S603 (our own program)
    took, megabytes, is_there = json.loads(told.stdout)
    if is_there is not has_weasyprint:
        raise Refused("clinic.app imports weasyprint, which only the press may do.")
    kept.took.append(took)
    kept.megabytes.append(megabytes)


def import_rows(rounds: int) -> list[Row]:
    """Measure what a web worker saves by leaving WeasyPrint to the press."""
    without, with_it = _Starts(), _Starts()
    in_turns(
        [
            Way("without", lambda _: _import("", without, has_weasyprint=False)),
            Way("with", lambda _: _import("import weasyprint", with_it, has_weasyprint=True)),
        ],
        rounds,
        warm=0,
    )
    took, took_with = median(without.took), median(with_it.took)
    mb, mb_with = median(without.megabytes), median(with_it.megabytes)
    time_row = Row("import clinic.app", took, _WITH, took_with, _IMPORT_GOAL, "ms", rounds)
    if not mb:  # a system that does not tell
        return [time_row]
    return [time_row, Row("its memory", mb, _WITH, mb_with, _MEMORY_GOAL, "MB", rounds)]


def server_row(stage: Stage, rounds: int) -> Row:
    """Measure from the command to the first answer of a server on a database that is up to date."""
    took: list[float] = []

    def timed(_: object) -> None:
        with Server(stage) as server:
            took.append(server.ready_ms)

    in_turns([Way("start", timed)], rounds, warm=0)
    return Row("bin/serve's server, start to ready", median(took), rounds=rounds)
