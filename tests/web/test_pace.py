"""A token may send so many requests in a minute, counted for all workers together."""

from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path

import pytest

from clinic.rulebook.refusals import TooMany
from clinic.web.pace import Pace
from tests.conftest import Cast, house_of

NOW = datetime(2026, 11, 20, 1, 0, 20, tzinfo=UTC)


def test_a_minute_is_used_up_and_begins_anew(tmp_path: Path) -> None:
    pace = Pace(tmp_path / "requests", per_minute=3)
    for _ in range(3):
        pace.count("a", NOW)
    with pytest.raises(TooMany, match="40 s"):
        pace.count("a", NOW)
    pace.count("b", NOW)
    pace.count("a", NOW + timedelta(seconds=40))


def _count(file: Path) -> int:
    pace, counted = Pace(file, per_minute=50), 0
    for _ in range(40):
        try:
            pace.count("a", NOW)
        except TooMany:
            continue
        counted += 1
    return counted


def test_workers_count_together(tmp_path: Path) -> None:
    file = tmp_path / "requests"
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as workers:
        assert sum(workers.map(_count, [file] * 3)) == 50


def test_too_many_requests_are_told_when_to_come_back(clinic: Cast) -> None:
    pace = house_of(clinic.app).pace
    allowed, pace.per_minute = pace.per_minute, 0
    try:
        answer = clinic.clinician.get("/me")
    finally:
        pace.per_minute = allowed
    assert answer.status_code == 429
    assert answer.mimetype == "application/problem+json"
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
