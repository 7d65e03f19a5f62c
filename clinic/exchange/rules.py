"""How an archive is put together: readable files, always in the same order, byte for byte."""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

# the fields that name a user, beside those that end in _by
_PEOPLE = frozenset({"examiner_id", "user_id"})
_READ_AND_WRITE_BY_OWNER = 0o600 << 16
_UNIX = 3


def archive_of(files: Mapping[str, bytes], moment: datetime) -> bytes:
    """Pack files into a ZIP archive, in their order; the same files give the same bytes."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr, entry.create_system = _READ_AND_WRITE_BY_OWNER, _UNIX
            packed.writestr(entry, content)
    return archive.getvalue()


def readable(value: Any) -> bytes:
    """Write a value as JSON that people can read."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def people_in(value: Any) -> Iterator[str]:
    """Answer the id of everybody who did something in a value, in any depth."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if isinstance(inner, str) and (name in _PEOPLE or name.endswith("_by")):
                yield inner
            else:
                yield from people_in(inner)
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        for inner in value:
            yield from people_in(inner)


def readme(clinic: str, day: str, told: Iterable[tuple[str, str]]) -> str:
    """Say in plain words what lies in the archive, file by file."""
    lines = [
        "EVERYTHING THIS CLINIC HOLDS OF ONE PATIENT",
        "",
        f"Made by {clinic} on {day}.",
        "",
        "The files ending in .json are text. Any text editor or web browser shows them.",
        "Times are in UTC (they end in Z); days are the clinic's own. Long codes with dashes",
        "name one record each; the same code in two files means the same record. What the",
        "short words with dashes mean (muscles, areas of the body, questions) can be asked",
        "of the clinic.",
        "",
    ]
    for name, words in told:
        lines += [name, f"    {words}", ""]
    return "\n".join(lines)
