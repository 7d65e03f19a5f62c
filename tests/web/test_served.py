"""What only a real server shows: a refused body is read to its end, so that the no is heard."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic.config import ROOT
from tests.conftest import Cast

SERVED = """
import os, sys
from pathlib import Path
from clinic.app import create_app
from clinic.config import Config
app = create_app(Config.from_env(os.environ, instance=Path(os.environ["INSTANCE"])))
"""


# what our own configuration does once the server listens
CONFIGURED = """
import runpy
when_ready = runpy.run_path("gunicorn.conf.py")["when_ready"]
"""


@pytest.fixture
def address(
    clinic: Cast, settings: dict[str, str], instance: Path, tmp_path: Path
) -> Iterator[tuple[str, int]]:
    """The production server on a free port, on the same database."""
    (tmp_path / "served.py").write_text(SERVED, "utf-8")
    (tmp_path / "settled.py").write_text(CONFIGURED, "utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    run = subprocess.Popen(  # noqa: S603 (our own server)
        [
            *(sys.executable, "-m", "gunicorn", "--config", str(tmp_path / "settled.py")),
            "--no-control-socket",
            *("--bind", f"127.0.0.1:{port}", "--workers", "1", "--log-level", "error"),
            "served:app",
        ],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": f"{tmp_path}:{ROOT}",
            "INSTANCE": str(instance),
            "PORT": str(port),
            "DATABASE_URL": f"sqlite:///{instance / 'palpate.db'}",
            **settings,
        },
    )
    try:
        for _ in range(300):
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield "127.0.0.1", port
    finally:
        run.terminate()
        run.wait(20)


@pytest.mark.parametrize("signed_in", [True, False])
def test_a_body_of_ten_megabytes_hears_its_refusal(
    clinic: Cast, address: tuple[str, int], signed_in: bool
) -> None:
    """With a token it is too large; without one it is nobody's."""
    connection = http.client.HTTPConnection(*address, timeout=30)
    headers = {"Content-Type": "application/json"}
    if signed_in:
        headers["Authorization"] = f"Bearer {clinic.reception.token}"
    connection.request("POST", "/api/v1/patients", body=b"x" * 10_000_000, headers=headers)
    answer = connection.getresponse()
    assert answer.status == (413 if signed_in else 401)
    assert answer.headers["Content-Type"] == "application/problem+json"
    connection.close()


def test_connections_that_say_nothing_keep_nobody_waiting(address: tuple[str, int]) -> None:
    """A browser opens some ahead of need; the server here has one worker."""
    silent = [socket.create_connection(address) for _ in range(8)]
    # shorter than the half minute after which a worker that waits is given up
    connection = http.client.HTTPConnection(*address, timeout=25)
    try:
        connection.request("GET", "/sign-in")
        assert connection.getresponse().status in {200, 303}
    finally:
        connection.close()
        for one in silent:
            one.close()
