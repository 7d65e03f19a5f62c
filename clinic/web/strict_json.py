"""Reading JSON strictly: what another reader could understand differently is refused."""

import json
import math
import re
from typing import Any

from clinic.rulebook.refusals import Refusal

DEEPEST = 16
_LONGEST_NUMBER = 40
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"?', re.DOTALL)


class BadJson(Refusal):
    status = 400
    title = "Not readable as JSON"


def read_json(raw: bytes) -> Any:
    """Read one JSON value.

    Raises:
        BadJson: not UTF-8, not JSON, doubled keys, NaN or infinite numbers, half surrogates,
            or nested deeper than 16.

    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadJson("The body is not UTF-8 text.") from error
    if text.startswith("\ufeff"):
        raise BadJson("The body starts with a byte order mark; leave it out.")
    _check_depth(text)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_no_doubles,
            parse_constant=_no_constant,
            parse_float=_finite,
            parse_int=_whole,
        )
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        raise BadJson("The body holds half of a surrogate pair, which is no character.") from error
    except ValueError as error:
        raise BadJson(f"The body is not JSON: {error}") from error
    return value


def _check_depth(text: str) -> None:
    depth = 0
    for sign in re.findall(r"[\[\]{}]", _QUOTED.sub('""', text)):
        depth += 1 if sign in "[{" else -1
        if depth > DEEPEST:
            raise BadJson(f"The body is nested deeper than {DEEPEST} levels.")


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        seen: set[str] = set()
        doubled = next(k for k, _ in pairs if k in seen or seen.add(k))  # type: ignore[func-returns-value]  # add() is always None
        raise BadJson(f"The key {doubled[:60]!r} stands twice in one object.")
    return value


def _no_constant(name: str) -> Any:
    raise BadJson(f"{name} is not a JSON number.")


def _finite(text: str) -> float:
    if len(text) > _LONGEST_NUMBER or not math.isfinite(number := float(text)):
        raise BadJson("A number is too large or too long.")
    return number


def _whole(text: str) -> int:
    if len(text) > _LONGEST_NUMBER:
        raise BadJson("A number is too large or too long.")
    return int(text)
