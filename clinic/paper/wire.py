"""The frames in which jobs go to the press and answers come back."""

import json
import struct
from typing import Any, BinaryIO

_LENGTH = struct.Struct(">I")


def write_frame(stream: BinaryIO, header: dict[str, Any], body: bytes = b"") -> None:
    """Write a JSON header and a body, each led by its length."""
    head = json.dumps(header).encode()
    stream.write(_LENGTH.pack(len(head)) + head + _LENGTH.pack(len(body)) + body)
    stream.flush()


def read_frame(stream: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    """Read one frame, or None when the other side has gone."""
    head = _read_part(stream)
    body = _read_part(stream) if head is not None else None
    if head is None or body is None:
        return None
    header: dict[str, Any] = json.loads(head)
    return header, body


def _read_part(stream: BinaryIO) -> bytes | None:
    length = stream.read(_LENGTH.size)
    if len(length) < _LENGTH.size:
        return None
    size: int = _LENGTH.unpack(length)[0]
    part = stream.read(size)
    return part if len(part) == size else None
