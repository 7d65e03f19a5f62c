"""The real server, as bin/serve runs it, in a process and on a database of its own."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask

from clinic.app import create_app
from clinic.config import ROOT, Config
from clinic.store.database import db
from clinic.web.ready import migrate

# a Monday, 10:15 in Melbourne: when the browser tests begin, whenever they are run
BEGINS = datetime(2026, 11, 22, 23, 15, tzinfo=UTC)
_STARTS_WITHIN = 60  # seconds; the machine may be busy with other tests


def clock_of(environ: Mapping[str, str]) -> Callable[[], datetime]:
    """Answer a clock that goes on from `BEGINS`, the same in every process of a run."""
    begun = float(environ["PALPATE_CLOCK_BEGUN"])
    return lambda: BEGINS + timedelta(seconds=time.time() - begun)


@dataclass
class Served:
    """A database and the server on it; `app` is on the same database, in this process."""

    instance: Path
    environ: dict[str, str]
    address: str = ""
    app: Flask = field(init=False)

    def __post_init__(self) -> None:
        self.instance.mkdir(parents=True, exist_ok=True)
        self.environ = {
            "SECRET_KEY": "known to the browser tests alone, and long enough",
            "DATABASE_URL": f"sqlite:///{self.instance / 'palpate.db'}",
            "TOKEN_REQUESTS_PER_MINUTE": "1000000",
            "PUBLIC_REQUESTS_PER_MINUTE": "1000000",
            "PALPATE_INSTANCE": str(self.instance),
            "PALPATE_CLOCK_BEGUN": str(time.time()),
            **self.environ,
        }
        self.app = create_app(Config.from_env(self.environ, instance=self.instance))
        self.app.extensions["palpate"].workshop.clock = clock_of(self.environ)

    @property
    def log(self) -> Path:
        """Where the server writes what went wrong."""
        return self.instance / "server.log"

    def prepare(self) -> None:
        """Bring the database up to date."""
        with self.app.app_context():
            migrate()

    def run(self, *words: str) -> str:
        """Run one of the app's commands, and answer what it prints."""
        result = self.app.test_cli_runner().invoke(args=list(words))
        if result.exit_code:
            raise RuntimeError(result.output)
        return result.stdout

    def close(self) -> None:
        """Close what is open in this process."""
        self.app.extensions["palpate"].press.close()
        with self.app.app_context():
            db.engine.dispose()

    @contextmanager
    def serving(self, app: str = "tests.browser.served:app") -> Iterator[None]:
        """Serve on a free port of this machine until the block ends."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        with self.log.open("wb") as written:
            run = subprocess.Popen(  # noqa: S603 (our own server)
                [
                    *(sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"),
                    app,
                ],
                cwd=ROOT,
                env={
                    "PATH": os.environ["PATH"],
                    "PYTHONPATH": str(ROOT),
                    "HOST": "127.0.0.1",
                    "PORT": str(port),
                    **self.environ,
                },
                stdout=written,
                stderr=subprocess.STDOUT,
            )
            try:
                _await(port, run, self.log)
                self.address = f"http://127.0.0.1:{port}"
                yield
            finally:
                run.terminate()
                try:
                    run.wait(20)
                except subprocess.TimeoutExpired:
                    run.kill()
                    run.wait()


def _await(port: int, run: "subprocess.Popen[bytes]", log: Path) -> None:
    """Return when the server answers that it is ready."""
    until = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < until and run.poll() is None:
        try:
            asked = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            asked.request("GET", "/healthz")
            is_ready = asked.getresponse().status == http.client.OK
            asked.close()
        except OSError:
            is_ready = False
        if is_ready:
            return
        time.sleep(0.1)
    raise RuntimeError(f"The server did not start:\n{log.read_text('utf-8')[-3000:]}")
