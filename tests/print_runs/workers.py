"""Workers as processes of their own, on the database of the test and on a clock that it sets."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from clinic.config import ROOT
from tests.conftest import NOON

APP = """
import os
from datetime import datetime
from pathlib import Path
from clinic.app import create_app
from clinic.config import Config
app = create_app(Config.from_env(os.environ, instance=Path(os.environ["INSTANCE"])))
clock = Path(os.environ["CLOCK"])
app.extensions["palpate"].workshop.clock = lambda: datetime.fromisoformat(clock.read_text())
"""


@dataclass
class Workers:
    """Starts processes; `now` is what all their clocks show."""

    folder: Path
    settings: dict[str, str]
    instance: Path
    now: datetime = NOON
    started: list["subprocess.Popen[str]"] = field(default_factory=list)

    def __post_init__(self) -> None:
        (self.folder / "working.py").write_text(APP, "utf-8")
        self.forward()

    def forward(self, **by: float) -> None:
        """Set the clock of every process; whole, for it may be read at any time."""
        self.now += timedelta(**by)
        fresh = self.folder / "clock.new"
        fresh.write_text(self.now.isoformat(), "ascii")
        fresh.replace(self.folder / "clock")

    @property
    def environ(self) -> dict[str, str]:
        """What every process finds around it."""
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": f"{self.folder}:{ROOT}",
            "INSTANCE": str(self.instance),
            "CLOCK": str(self.folder / "clock"),
            "DATABASE_URL": f"sqlite:///{self.instance / 'palpate.db'}",
            **self.settings,
        }

    def start(self, *options: str) -> "subprocess.Popen[str]":
        """Start a worker in a group of its own."""
        return self.run(
            *(sys.executable, "-m", "flask", "--app", "working:app"), "worker", *options
        )

    def run(self, *command: str, **environ: str) -> "subprocess.Popen[str]":
        """Start a process."""
        one = subprocess.Popen(  # noqa: S603 (our own programs)
            command,
            cwd=ROOT,
            env=self.environ | environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.started.append(one)
        return one

    def end(self) -> None:
        """End whatever still runs."""
        for one in self.started:
            if one.poll() is None:
                one.terminate()
        for one in self.started:
            try:
                one.wait(20)
            except subprocess.TimeoutExpired:
                one.kill()
                one.wait()
            if one.stdout is not None:
                one.stdout.close()


@contextmanager
def workers_on(folder: Path, settings: dict[str, str], instance: Path) -> Iterator[Workers]:
    """Let a test start processes, and end them all."""
    workers = Workers(folder, settings, instance)
    try:
        yield workers
    finally:
        workers.end()


def told(process: Any) -> str:
    """Wait for a process that ends by itself, and answer what it said; it must have succeeded."""
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0, said
    return str(said)
