"""`python -m bench`: measure, and print the table."""

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pysqlite3

from bench.page_rows import page_rows
from bench.paper_rows import files_folder, paper_rows
from bench.records import crowd
from bench.records_rows import record_rows
from bench.served_rows import served_rows
from bench.stage import Stage, set_stage
from bench.start_rows import import_rows, server_row
from bench.table import Row, printed

PATIENTS = 10_000
# kept on a disk, where /tmp may be memory and durable writes would cost nothing
_ON_DISK = Path("/var/tmp")  # noqa: S108 (only the parent of a folder with a name of its own)


@dataclass(frozen=True, slots=True)
class Effort:
    """How often everything is measured."""

    records: int
    signings: int
    printing: int
    batch: int
    downloads: int
    imports: int
    starts: int
    seconds: float
    bursts: int
    pages: int
    opened: int


FULL = Effort(
    records=80,
    signings=16,
    printing=12,
    batch=200,
    downloads=60,
    imports=12,
    starts=5,
    seconds=3.0,
    bursts=2,
    pages=15,
    opened=7,
)
QUICK = Effort(
    records=12,
    signings=3,
    printing=2,
    batch=8,
    downloads=12,
    imports=1,
    starts=1,
    seconds=0.6,
    bursts=1,
    pages=3,
    opened=1,
)


def main(words: Sequence[str]) -> int:
    """Measure with the effort asked for, print the table, keep the figures."""
    asked = _arguments(words)
    effort = QUICK if asked.quick else FULL
    begun = time.perf_counter()
    told = {"machine": _machine(), "load_before": os.getloadavg()[0], "quick": asked.quick}
    parent = None if "TMPDIR" in os.environ or not _ON_DISK.is_dir() else _ON_DISK
    with tempfile.TemporaryDirectory(prefix="palpate-bench-", dir=parent) as folder:
        rows = list(_rows(Path(folder), effort))
    told |= {"load_after": os.getloadavg()[0], "seconds": time.perf_counter() - begun}
    _say("")
    print(printed(rows))
    print(
        f"\n{told['machine']}; load {told['load_before']:.1f} before, "
        f"{told['load_after']:.1f} after; {told['seconds']:.0f} s."
    )
    print("Medians in shuffled turns of one run: trust the ratios (docs/performance.md).")
    if asked.quick:
        print("Quick: too few rounds to be quoted.")
    if asked.json is not None:
        told["rows"] = [row.told() for row in rows]
        asked.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return 0


def _arguments(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("bin/bench")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", type=Path, metavar="FILE")
    return parser.parse_args(words)


def _rows(folder: Path, effort: Effort) -> Iterator[Row]:
    begun = time.perf_counter()
    stage = set_stage(folder)
    files = files_folder(stage)
    try:
        people = crowd(stage, PATIENTS)
        _say(f"Made a clinic and {PATIENTS} patients ({time.perf_counter() - begun:.0f} s)")
        parts: dict[str, Callable[[], Sequence[Row]]] = {
            "records": lambda: record_rows(stage, people, effort.records, effort.signings),
            "paper": lambda: paper_rows(
                stage, files, effort.printing, effort.downloads, effort.batch
            ),
            "pages": lambda: page_rows(folder / "example", effort.pages, effort.opened),
            "imports": lambda: import_rows(effort.imports),
            "the server's start": lambda: [server_row(stage, effort.starts)],
            "the server": lambda: served_rows(stage, effort.seconds, effort.bursts),
        }
        for name, part in parts.items():
            begun = time.perf_counter()
            yield from part()
            _say(f"Measured {name} ({time.perf_counter() - begun:.0f} s)")
    finally:
        _leave(stage)


def _leave(stage: Stage) -> None:
    stage.house.press.close()
    with stage.app.app_context():
        stage.app.extensions["sqlalchemy"].engine.dispose()


def _machine() -> str:
    return (
        f"{os.cpu_count()} cores {platform.machine()}, {platform.system()}, "
        f"Python {platform.python_version()}, SQLite {pysqlite3.sqlite_version}"
    )


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
