"""An archive: the same files give the same bytes, and people are found in any depth."""

import io
import zipfile
from datetime import UTC, datetime

from clinic.exchange.rules import archive_of, people_in, readable, readme

WHEN = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def test_the_same_files_give_the_same_bytes_in_their_order() -> None:
    files = {"b.json": b"2", "a.json": b"1"}
    archive = archive_of(files, WHEN)
    assert archive == archive_of(dict(files), WHEN)
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        assert packed.namelist() == ["b.json", "a.json"]
        assert packed.read("a.json") == b"1"
        assert packed.testzip() is None


def test_people_are_found_in_any_depth() -> None:
    value = {"id": "a", "rows": [{"signed_by": "b", "note": "c"}, {"user_id": None}], "pdf": b"x"}
    assert list(people_in(value)) == ["b"]
    assert list(people_in([{"examiner_id": "d", "versions": [{"recorded_by": "e"}]}])) == ["d", "e"]


def test_json_keeps_its_letters() -> None:
    assert "Nguyễn" in readable({"name": "Nguyễn"}).decode()


def test_the_readme_tells_of_every_file() -> None:
    words = readme("Banksia Lane", "Friday 20 November 2026", [("patient.json", "Who you are.")])
    assert "Made by Banksia Lane on Friday 20 November 2026." in words
    assert "patient.json\n    Who you are." in words
