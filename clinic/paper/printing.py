"""The web process's side of the press: start it, feed it, end it when it takes too long."""

import atexit
import contextlib
import hashlib
import logging
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from clinic.paper.printed import (
    Manuscript,
    PressBusy,
    Printed,
    PrintFailed,
    Why,
    in_best_arrangement,
)
from clinic.paper.scratch import new_scratch
from clinic.paper.slots import printing_slot
from clinic.paper.wire import read_frame, write_frame

_LOG = logging.getLogger("palpate")
_CHECKOUT = Path(__file__).resolve().parents[2]
_KEPT_FROM_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH")  # no secret goes along


@dataclass(frozen=True, slots=True)
class PressLimits:
    """What one print may cost (SAFETY F11, section 4)."""

    wall_seconds: float = 8.0  # from the job to an error, whatever is printed
    cpu_seconds: int = 7
    start_seconds: float = 30.0  # a loaded machine starts slowly; that is no fault of the page
    memory_mb: int = 600
    jobs: int = 200
    html_bytes: int = 2_000_000
    slots: int = 2
    wait_seconds: float = 10.0


@contextlib.contextmanager
def _killed_after(
    seconds: float, running: subprocess.Popen[bytes], *, counts: bool = True
) -> Iterator[threading.Event]:
    """End a process that takes longer; the event tells whether that was done."""
    out_of_time = threading.Event()

    def stop() -> None:
        out_of_time.set()
        running.kill()

    alarm = threading.Timer(max(seconds, 0.01), stop)
    alarm.daemon = True
    if counts:
        alarm.start()
    try:
        yield out_of_time
    finally:
        alarm.cancel()


@dataclass(slots=True)
class _Child:
    """One running press with its own scratch folder."""

    limits: PressLimits
    scratch: Path = field(init=False)
    keeps_scratch: int = field(init=False)
    is_ready: bool = field(init=False, default=False)
    # ways out that this system could not shut
    left_open: tuple[str, ...] = field(init=False, default=())
    running: subprocess.Popen[bytes] = field(init=False)

    def __post_init__(self) -> None:
        self.scratch, self.keeps_scratch = new_scratch()
        kept = {key: os.environ[key] for key in _KEPT_FROM_ENVIRONMENT if key in os.environ}
        limits = (self.limits.memory_mb, self.limits.cpu_seconds, self.limits.jobs)
        self.running = subprocess.Popen(  # noqa: S603 - our own interpreter and module, numbers only
            [sys.executable, "-m", "clinic.paper.press", *map(str, limits)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_CHECKOUT,
            env={**kept, "TMPDIR": str(self.scratch), "HOME": str(self.scratch)},
        )

    @property
    def has_died(self) -> bool:
        """Whether it was ready once and has ended since."""
        return self.is_ready and self.running.poll() is not None

    def await_ready(self) -> bool:
        """Wait until it has loaded everything; False when it ended before."""
        if not self.is_ready and self.running.stdout is not None:
            with _killed_after(self.limits.start_seconds, self.running):
                told = read_frame(self.running.stdout)  # type: ignore[arg-type] # Popen says IO
            if told is not None:
                self.is_ready = True
                self.left_open = tuple(
                    way for way, is_shut in told[0]["shut"].items() if not is_shut
                )
        return self.is_ready

    def ask(self, header: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes] | None:
        """Send one job and wait for its answer; None when the press has gone."""
        if self.running.stdin is None or self.running.stdout is None:
            return None
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            write_frame(self.running.stdin, header, body)  # type: ignore[arg-type] # Popen says IO
            return read_frame(self.running.stdout)  # type: ignore[arg-type] # Popen says IO
        return None

    def end(self) -> int:
        """Stop the press, sweep its scratch folder, and say how it ended."""
        self.let_go()
        try:
            how = self.running.wait(timeout=1)
        except subprocess.TimeoutExpired:
            self.running.kill()
            how = self.running.wait()
        shutil.rmtree(self.scratch, ignore_errors=True)
        return how

    def let_go(self) -> None:
        """Close our ends of its pipes, and our hold on its folder."""
        if self.keeps_scratch >= 0:
            os.close(self.keeps_scratch)
            self.keeps_scratch = -1
        for pipe in (self.running.stdin, self.running.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


class Press:
    """Print pages one at a time in a warm child process.

    Threads take turns. A process that was forked from this one starts a press of its own.
    """

    def __init__(self, slots_folder: Path, limits: PressLimits | None = None) -> None:
        """Start nothing yet: `start` does, or the first print."""
        self._folder = slots_folder
        self._limits = limits or PressLimits()
        self._owner = os.getpid()
        self._turn = threading.Lock()
        self._child: _Child | None = None
        self._has_warned = False
        atexit.register(self.close)

    def start(self) -> None:
        """Have a child load while nobody waits for it; nothing is done where one runs."""
        self._leave_what_a_parent_owns()
        if self._turn.acquire(blocking=False):
            try:
                # one that ended before it had loaded would only end again
                if self._child is None or self._child.has_died:
                    self._make_ready_anew()
            finally:
                self._turn.release()

    def print_out(self, sheet: Manuscript) -> Printed:
        """Print a manuscript: another arrangement where the first ends in a bare page."""
        begun = time.monotonic()
        try:
            return in_best_arrangement(
                sheet.html,
                sheet.tighter,
                sheet.roomier,
                lambda html: self.print(html, sheet.created, time.monotonic() - begun),
            )
        except PrintFailed as failed:
            raise PrintFailed(failed.why, failed.detail, sheet.typed) from failed

    def print(self, html: str, created: datetime, spent: float = 0.0) -> Printed:
        """Print a page, or raise PrintFailed with the reason, or PressBusy.

        `spent` are the seconds that the same click has cost already.
        """
        body = html.encode("utf-8", "replace")
        if len(body) > self._limits.html_bytes:
            raise PrintFailed(Why.TOO_LARGE)
        self._leave_what_a_parent_owns()
        if not self._turn.acquire(timeout=self._limits.wait_seconds):
            raise PressBusy("The press of this process stayed busy.")
        try:
            with printing_slot(self._folder, self._limits.slots, self._limits.wait_seconds):
                return self._print(body, created, self._limits.wall_seconds - spent)
        finally:
            self._turn.release()

    def close(self) -> None:
        """End the child, if it is ours."""
        if self._owner == os.getpid() and self._child is not None:
            child, self._child = self._child, None
            child.end()

    def _make_ready_anew(self) -> None:
        """Let a used-up child go, and start its successor ahead of the next click."""
        self.close()
        with contextlib.suppress(OSError):  # what was just printed is not lost by it
            self._child = _Child(self._limits)

    def _leave_what_a_parent_owns(self) -> None:
        if self._owner == os.getpid():
            return
        if self._child is not None:
            self._child.let_go()
            self._child.running.returncode = 0  # not our child: nobody may wait for it here
        self._owner, self._turn, self._child = os.getpid(), threading.Lock(), None

    def _warn_of(self, left_open: tuple[str, ...]) -> None:
        """Say once what this system does not keep from the press."""
        if left_open and not self._has_warned:
            self._has_warned = True
            _LOG.warning(
                "The press could not be shut off from: %s. docs/paper.md says what that needs.",
                ", ".join(left_open),
            )

    def _print(self, body: bytes, created: datetime, seconds: float) -> Printed:
        if self._child is not None and self._child.running.poll() is not None:
            self.close()
        child = self._child = self._child or _Child(self._limits)
        answer = None
        with _killed_after(seconds, child.running, counts=child.await_ready()) as out_of_time:
            if child.is_ready:
                self._warn_of(child.left_open)
                answer = child.ask({"created": created.isoformat()}, body)
        if answer is None:
            self._child = None
            how = child.end()
            if child.is_ready:  # one that could not even load would end again
                self._make_ready_anew()
            if out_of_time.is_set() or how == -signal.SIGXCPU:
                raise PrintFailed(Why.TOO_LONG)
            raise PrintFailed(Why.DIED, f"ended with {how}")
        header, pdf = answer
        if header["last"]:
            self._make_ready_anew()
        if not header["ok"]:
            is_memory = header["detail"] == MemoryError.__name__
            raise PrintFailed(Why.TOO_LARGE if is_memory else Why.BROKEN, header["detail"])
        return Printed(
            pdf,
            header["pages"],
            header["sha256"],
            header["filled"],
            hashlib.sha256(body).hexdigest(),
            header["made_with"],
        )
