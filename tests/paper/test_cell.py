"""What the press cannot reach, tried from inside the process itself, on kernels that differ."""

import json
import logging
import os
import platform
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from clinic.paper.printed import PrintFailed, Why
from clinic.paper.printing import Press

PAGE = "<!DOCTYPE html><html lang=en><title>t</title><p>Good morning"
IS_X86 = platform.machine() == "x86_64"
LANDLOCK, UNSHARE, PRCTL = (444, 272, 157) if IS_X86 else (444, 97, 167)
# kernels that lack something: their calls are refused before the press begins
KERNELS = {
    "this kernel": (),
    "without Landlock": (LANDLOCK,),
    "without namespaces": (UNSHARE,),
    "without any of them": (LANDLOCK, UNSHARE, PRCTL),
}

# goes through the very steps of the press, and then tries what a page could never say so plainly
INSIDE = """
import json, os, socket, sys, tempfile
from pathlib import Path
from clinic.paper.cell import refuse_calls
from clinic.paper.press import shut_in

record, port, unix, *missing = sys.argv[1:]
if missing:
    refuse_calls(*map(int, missing))
shut = shut_in(600)

def connect(family, kind, address):
    with socket.socket(family, kind) as way:
        way.settimeout(2)
        way.connect(address)
        way.send(b"x")

deeds = {
    "read users": lambda: open("/etc/passwd").read(),
    "read the database": lambda: open(record).read(),
    "read the environment": lambda: open("/proc/self/environ").read(),
    "list a folder": lambda: os.listdir(Path(record).parent),
    "write": lambda: (Path(tempfile.gettempdir()) / "new").write_text("x"),
    "run a program": lambda: os.posix_spawn("/bin/true", ["true"], {}),
    "connect": lambda: connect(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", int(port))),
    "send": lambda: connect(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", int(port))),
    "ask a neighbour": lambda: connect(socket.AF_UNIX, socket.SOCK_STREAM, unix),
}
tried = {}
for name, deed in deeds.items():
    try:
        deed()
        tried[name] = "done"
    except OSError as error:
        tried[name] = type(error).__name__
print(json.dumps([shut, tried]))
"""
FILES = {"read users", "read the database", "read the environment", "list a folder"}
NETWORK = {"connect", "send", "ask a neighbour"}


@pytest.fixture
def listening(tmp_path: Path) -> Iterator[list[socket.socket]]:
    """Somebody to talk to, on this machine: TCP, UDP on the same port, and a Unix socket."""
    with (
        socket.create_server(("127.0.0.1", 0)) as tcp,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp,
        socket.socket(socket.AF_UNIX) as unix,
    ):
        udp.bind(tcp.getsockname())
        unix.bind(str(tmp_path / "s"))
        unix.listen()
        yield [tcp, udp, unix]


def told_from_inside(
    record: Path, listening: list[socket.socket], missing: tuple[int, ...]
) -> tuple[dict[str, bool], dict[str, str]]:
    record.write_text("a patient's record")
    tcp, _, unix = listening
    run = subprocess.run(  # noqa: S603 (our own words)
        [
            *(sys.executable, "-c", INSIDE, str(record), str(tcp.getsockname()[1])),
            *(unix.getsockname(), *map(str, missing)),
        ],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": os.environ["PATH"], "TMPDIR": str(folder_beside(record))},
    )
    shut, tried = json.loads(run.stdout)
    return shut, tried


def folder_beside(record: Path) -> Path:
    folder = record.parent / "scratch"
    folder.mkdir(exist_ok=True)
    return folder


def kernel_has(words: str) -> bool:
    """Ask the kernel itself, in a process that is thrown away."""
    told = subprocess.run([sys.executable, "-c", words], check=False)  # noqa: S603 (our own words)
    return told.returncode == 0


HAS_LANDLOCK = f"""
import ctypes
assert ctypes.CDLL(None).syscall({LANDLOCK}, None, 0, 1) >= 1
"""
HAS_SECCOMP = """
assert "Seccomp_filters:" in open("/proc/self/status").read()
"""


@pytest.mark.parametrize("kernel", KERNELS)
def test_from_inside_a_press_everything_is_refused_that_it_says_is_shut(
    tmp_path: Path, listening: list[socket.socket], kernel: str
) -> None:
    missing = KERNELS[kernel]
    shut, tried = told_from_inside(tmp_path / "palpate.db", listening, missing)
    assert shut == {
        "files": LANDLOCK not in missing and kernel_has(HAS_LANDLOCK),
        "network": PRCTL not in missing and kernel_has(HAS_SECCOMP),
    }
    # no bar of the kernel's is needed to write nothing: a limit holds everywhere
    assert tried.pop("write") != "done"
    if shut["files"]:
        assert tried.pop("run a program") == "PermissionError"
    for name in sorted(FILES):
        assert tried[name] == ("PermissionError" if shut["files"] else "done"), name
    for name in sorted(NETWORK):
        assert (tried[name] == "done") is not shut["network"], name


ASKING = """<img alt=a src="file:///etc/passwd"><img alt=b src="{record}">
<img alt=c src="{web}/x.png">
<link rel=stylesheet href="{web}/x.css"><link rel=attachment href="file:///etc/passwd">
<style>@import "{web}/y.css"; p {{ background: url("{web}/z.png") }}</style>
<object data="file:///proc/self/environ"></object><embed src="{web}/e.svg">
<svg width="9" height="9"><image href="{web}/i.png" width="9" height="9"/></svg><p>the end"""


def test_a_page_that_asks_for_files_and_addresses_is_refused_and_nobody_hears_of_it(
    tmp_path: Path, listening: list[socket.socket], now: datetime
) -> None:
    record = tmp_path / "palpate.db"
    record.write_text("a patient's record")
    web = f"http://127.0.0.1:{listening[0].getsockname()[1]}"
    press = Press(tmp_path)
    for line in ASKING.format(record=record.as_uri(), web=web).splitlines():
        with pytest.raises(PrintFailed) as failed:
            press.print(PAGE + line, now)
        assert (failed.value.why, failed.value.detail) == (Why.BROKEN, "something was left out")
    assert press.print(PAGE, now).pages == 1
    press.close()
    listening[0].settimeout(0.2)
    with pytest.raises(TimeoutError):
        listening[0].accept()


def test_the_kernel_says_of_the_press_what_the_press_says_of_itself(
    tmp_path: Path, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    press = Press(tmp_path)
    with caplog.at_level(logging.WARNING, "palpate"):
        press.print(PAGE, now)
    at = Path(f"/proc/{press._child.running.pid}")
    status, limits = (at / "status").read_text(), (at / "limits").read_text()
    left_open = press._child.left_open
    press.close()
    assert ("Seccomp:\t2" in status) is ("network" not in left_open)
    assert "NoNewPrivs:\t1" in status or left_open == ("network", "files")
    assert [record.levelname for record in caplog.records] == ["WARNING"] * bool(left_open)
    assert re.search(r"Max file size +0 +0", limits)
    assert re.search(r"Max open files +64 +64", limits)


ON_A_POOR_KERNEL = """
import sys, tempfile
from datetime import UTC, datetime
from pathlib import Path
from clinic.paper.cell import refuse_calls
from clinic.paper.printing import Press, PressLimits

refuse_calls(*map(int, sys.argv[1:]))
press = Press(Path(tempfile.mkdtemp()), PressLimits(jobs=1))
for _ in range(2):
    assert press.print("<p>x", datetime(2026, 1, 1, tzinfo=UTC)).pages == 1
press.close()
"""


@pytest.mark.parametrize(
    ("kernel", "told"),
    [("without Landlock", "files"), ("without any of them", "network, files")],
)
def test_what_could_not_be_shut_is_said_once_and_printing_goes_on(
    tmp_path: Path, kernel: str, told: str
) -> None:
    run = subprocess.run(  # noqa: S603 (our own words)
        [sys.executable, "-c", ON_A_POOR_KERNEL, *map(str, KERNELS[kernel])],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": os.environ["PATH"], "TMPDIR": str(tmp_path)},
    )
    lines = run.stderr.splitlines()
    assert len(lines) == 1, run.stderr
    assert f"could not be shut off from: {told}." in lines[0]


# -- a web worker that dies ------------------------------------------------------------
OWNER = """
import sys, tempfile
from datetime import UTC, datetime
from pathlib import Path
from clinic.paper.printing import Press

press, now = Press(Path(tempfile.mkdtemp(prefix="slots-"))), datetime(2026, 1, 1, tzinfo=UTC)
press.print("<p>x", now)
print(press._child.running.pid, flush=True)
if sys.argv[1] == "prints":
    press.print("<ul>" + "<li>one more item" * 20_000, now)
input()
"""


@pytest.mark.parametrize("worker", ["waits", "prints"])
def test_the_press_of_a_worker_that_was_killed_ends(tmp_path: Path, worker: str) -> None:
    with an_owner(tmp_path, worker) as owner:
        orphan = int(owner.stdout.readline())
        assert is_alive(orphan)
        if worker == "prints":
            wait_until(lambda: is_at_work(orphan))
        owner.send_signal(signal.SIGKILL)
    # one that prints ends with its share of processor time, which a busy machine gives slowly
    wait_until(lambda: not is_alive(orphan), within=60)


def test_the_next_press_sweeps_what_a_killed_worker_left_and_nothing_else(tmp_path: Path) -> None:
    with an_owner(tmp_path, "waits") as killed:
        killed.stdout.readline()
        (left,) = tmp_path.glob("palpate-paper-*")
        killed.send_signal(signal.SIGKILL)
    assert left.is_dir()
    with an_owner(tmp_path, "waits") as lives:
        lives.stdout.readline()
        assert left.is_dir()  # young: its owner might be about to lock it
        for folder in tmp_path.glob("palpate-paper-*"):
            os.utime(folder, (0, 0))
        with an_owner(tmp_path, "waits") as third:
            third.stdout.readline()
            assert not left.exists()
            assert len(list(tmp_path.glob("palpate-paper-*"))) == 2
            third.communicate(b"\n")
        lives.communicate(b"\n")
    assert list(tmp_path.glob("palpate-paper-*")) == []


def an_owner(folder: Path, deed: str) -> "subprocess.Popen[bytes]":
    """Start a process that owns a press, as a web worker does."""
    return subprocess.Popen(  # noqa: S603 (our own words)
        [sys.executable, "-c", OWNER, deed],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={"PATH": os.environ["PATH"], "TMPDIR": str(folder)},
    )


def is_alive(pid: int) -> bool:
    return state_of(pid) not in {"", "Z", "X"}


def is_at_work(pid: int) -> bool:
    return state_of(pid) == "R"


def state_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0]
    except OSError:
        return ""


def wait_until(happens: Any, within: float = 20) -> None:
    until = time.monotonic() + within
    while not happens():
        assert time.monotonic() < until
        time.sleep(0.05)
