"""The press: a child process that prints, within limits of time and memory and without network.

Run as `python -m clinic.paper.press MEMORY_MB CPU_SECONDS JOBS`. Jobs come in on standard input,
answers go out on standard output, and it ends when either has gone (SAFETY F9 to F11).
"""

import contextlib
import gc
import logging
import os
import select
import sys
import sysconfig
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from clinic.paper import pdf
from clinic.paper.cell import bound_memory, bound_time, leave_files, leave_network
from clinic.paper.wire import read_frame, write_frame

# what may still be read while it prints: programs and its own copy of the fonts, never a record
_PROGRAMS = ("stdlib", "platstdlib", "purelib", "platlib")
_LOOK_UP = 20.0  # seconds between looks whether the web process still lives


class _LeftOut(logging.Handler):
    """Hears when the renderer goes on without something: a drawing that failed, an address."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Count it; what the renderer only finds wanting (a missing description) is there."""
        self.count += str(record.msg).startswith("Failed to")


_LEFT_OUT = _LeftOut()


def _answer(header: dict[str, Any], html: bytes) -> tuple[dict[str, Any], bytes]:
    created = datetime.fromisoformat(header["created"])
    _LEFT_OUT.count = 0
    try:
        printed = pdf.to_pdf(html.decode(), created=created)
    except (Exception, RecursionError, MemoryError) as error:  # noqa: BLE001 - any failure is an answer, not a crash
        return {"ok": False, "detail": type(error).__name__}, b""
    if _LEFT_OUT.count:  # a sheet without its map must never be issued
        return {"ok": False, "detail": "something was left out"}, b""
    return {
        "ok": True,
        "pages": printed.pages,
        "sha256": printed.sha256,
        "filled": printed.filled,
        "made_with": pdf.made_with(),
    }, printed.pdf


def _wait_for_job(jobs: BinaryIO, parent: int) -> bool:
    """Wait for work; False when the web process has died and nobody closed our input."""
    while not select.select([jobs], [], [], _LOOK_UP)[0]:
        if os.getppid() != parent:
            return False
    return True


def _work(jobs: BinaryIO, answers: BinaryIO, cpu_seconds: int, most: int) -> None:
    parent = os.getppid()
    for number in range(1, most + 1):
        if not _wait_for_job(jobs, parent) or (job := read_frame(jobs)) is None:
            return
        bound_time(cpu_seconds)
        header, body = _answer(*job)
        header["last"] = number == most or not header["ok"]
        write_frame(answers, header, body)
        if header["last"]:
            return


def shut_in(memory_mb: int) -> dict[str, bool]:
    """Load everything, shut every way out, and answer which ways the system really shut."""
    network = leave_network()
    pdf.warm()
    programs = {Path(sysconfig.get_path(name)) for name in _PROGRAMS}
    files = leave_files([*programs, Path(__file__).parent, Path(tempfile.gettempdir())])
    bound_memory(memory_mb)
    return {"network": network, "files": files}


def main(memory_mb: int, cpu_seconds: int, jobs: int) -> None:
    """Print until there is nothing more to do."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # stray words never reach the answers
    logging.getLogger("weasyprint").addHandler(_LEFT_OUT)
    shut = shut_in(memory_mb)
    gc.collect()
    gc.freeze()
    with contextlib.suppress(BrokenPipeError):
        write_frame(answers, {"shut": shut})
        _work(os.fdopen(sys.stdin.fileno(), "rb"), answers, cpu_seconds, jobs)


if __name__ == "__main__":
    main(*(int(number) for number in sys.argv[1:4]))
