"""Hold every library at or above the last version known to be sound (SAFETY 4, F16)."""

from importlib.metadata import version
from pathlib import Path

import pysqlite3.dbapi2
import pytest

ROOT = Path(__file__).resolve().parents[2]
FLOORS = {
    "flask": (3, 1, 3),
    "gunicorn": (23, 0, 0),
    "jinja2": (3, 1, 6),
    "marshmallow": (4, 1, 2),
    "weasyprint": (70, 0),
    "werkzeug": (3, 1, 6),
}
SQLITE_FLOOR = (3, 51, 3)  # before it, two connections in WAL mode can damage the file (SAFETY F1)


def numbers(text):
    return tuple(int(part) for part in text.split("."))


@pytest.mark.parametrize("name", FLOORS)
def test_an_installed_library_is_not_older_than_its_floor(name):
    assert numbers(version(name)) >= FLOORS[name]


def test_the_sqlite_that_keeps_the_records_is_free_of_the_wal_fault():
    assert numbers(pysqlite3.dbapi2.sqlite_version) >= SQLITE_FLOOR


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_and_hashed_and_names_no_place(name):
    lines = (ROOT / name).read_text().splitlines()
    pins = [at for at, line in enumerate(lines) if line and line[0] not in " #"]
    assert pins
    assert all("==" in lines[at] and "--hash=sha256:" in lines[at + 1] for at in pins)
    assert not [line for line in lines if "://" in line or "--index" in line or "/home" in line]


def test_the_checks_run_on_the_very_libraries_that_serve():
    served, checked = (
        {line for line in (ROOT / name).read_text().splitlines() if line and line[0] not in " #"}
        for name in ("requirements.txt", "requirements-dev.txt")
    )
    assert served <= checked
