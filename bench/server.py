"""The real server, with the settings of bin/serve, on a free port and the stage's database."""

import os
import socket
import subprocess
import sys
import time
from types import TracebackType
from typing import Self

from bench.stage import HOST, Refused, Stage
from clinic.config import ROOT

_MS = 1000.0
_START_WITHIN, _END_WITHIN = 40.0, 12.0
_KEPT_FROM_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TMPDIR", "HOME")


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind((HOST, 0))
        port: int = trial.getsockname()[1]
        return port


def ask(port: int, request: bytes, timeout: float = 10.0) -> int:
    """Send one request on a connection of its own; answers the status once all has come."""
    with socket.create_connection((HOST, port), timeout=timeout) as connection:
        connection.sendall(request)
        first = b""
        while part := connection.recv(65536):
            first = first or part
    return int(first[9:12] or 0)


def request_for(
    port: int, method: str, path: str, token: str = "", body: bytes | None = None
) -> bytes:
    """Answer a request as it is sent."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}:{port}", "Connection: close"]
    if token:
        lines.append(f"Authorization: Bearer {token}")
    if body is not None:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + (body or b"")


class Server:
    """A gunicorn of our own: runs inside a `with`, and is gone with its children afterwards."""

    def __init__(self, stage: Stage, *options: str) -> None:
        self.port = _free_port()
        self.ready_ms = 0.0
        self._stage = stage
        self._options = options
        self._running: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        kept = {k: os.environ[k] for k in _KEPT_FROM_ENVIRONMENT if k in os.environ}
        own = {
            "HOST": HOST,
            "PORT": str(self.port),
            "PALPATE_BENCH_INSTANCE": str(self._stage.folder),
        }
        config = ["--config", "gunicorn.conf.py", *self._options]
        begun = time.perf_counter()
        self._running = subprocess.Popen(  # noqa: S603 (our own app)
            [sys.executable, "-m", "gunicorn", *config, "bench.wsgi:app"],
            cwd=ROOT,
            env=kept | dict(self._stage.settings) | own,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        try:
            self._wait(begun)
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def _wait(self, begun: float) -> None:
        healthy = request_for(self.port, "GET", "/healthz")
        while time.perf_counter() - begun < _START_WITHIN:
            try:
                if ask(self.port, healthy) == 200:  # noqa: PLR2004 (success)
                    self.ready_ms = (time.perf_counter() - begun) * _MS
                    return
            except OSError:
                time.sleep(0.01)
            if self._running is None or self._running.poll() is not None:
                break
        raise Refused(f"The server did not start. {self._last_words()}")

    def _last_words(self) -> str:
        running = self._running
        if running is None or running.poll() is None or running.stderr is None:
            return ""
        return running.stderr.read().decode(errors="replace")[-1000:]

    def _end(self) -> None:
        """End the server we started; its workers end with it."""
        running, self._running = self._running, None
        if running is None:
            return
        running.terminate()
        try:
            running.wait(timeout=_END_WITHIN)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
        if running.stderr is not None:
            running.stderr.close()
