"""A form's fields become the JSON body that the very same shape reads from a program."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import Schema, fields
from werkzeug.datastructures import MultiDict

from clinic.web.fields import Line, Moment, Number, Several, Whole

# what our own forms add: the proof, the key against sending twice, the version that was seen
OUR_OWN = {"csrf", "once", "etag"}
# fields named so hold a secret: never sent back, not even to whoever typed it
_SECRETS = "password"
_LOCAL = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d{1,15}", re.ASCII)
_DECIMAL = re.compile(r"[+-]?\d{1,15}([.,]\d{1,15})?", re.ASCII)
_MOST_ROWS = 500


def body_of(schema: Schema, form: MultiDict[str, str], zone: ZoneInfo) -> dict[str, Any]:
    """Answer the body: `address.street`, `targets.0.seconds`; a list of words repeats its name.

    A field left empty is null where the shape allows that, and left out otherwise, so that the
    shape's own words tell what is missing. Names that the shape does not know stay, to be refused.
    """
    typed = {name: form.getlist(name) for name in form if name not in OUR_OWN}
    body = _object(schema, typed, "", zone)
    known = set(_names(schema))
    for name, values in typed.items():
        if name.split(".")[0] not in known:
            body[name] = values[-1]
    return body


def is_kept(name: str) -> bool:
    """Tell whether a field is kept for a browser whose session ended in between."""
    return name not in OUR_OWN - {"etag"} and not name.endswith(_SECRETS)


def field_name(pointer: str) -> str:
    """Answer the name of the form's field that a JSON pointer means."""
    parts = pointer.removeprefix("/").split("/")
    return ".".join(part.replace("~1", "/").replace("~0", "~") for part in parts)


def _names(schema: Schema) -> Iterator[str]:
    for name, field in schema.load_fields.items():
        yield field.data_key or name


def _object(
    schema: Schema, typed: Mapping[str, list[str]], prefix: str, zone: ZoneInfo
) -> dict[str, Any]:
    body: dict[str, Any] = {}
    for own_name, field in schema.load_fields.items():
        name = field.data_key or own_name
        value = _value(field, typed, prefix + name, zone)
        if value is not _LEFT_OUT:
            body[name] = value
    return body


_LEFT_OUT = object()


def _value(
    field: fields.Field[Any], typed: Mapping[str, list[str]], path: str, zone: ZoneInfo
) -> Any:
    if isinstance(field, fields.Nested):
        return _nested(field, typed, path, zone)
    if isinstance(field, fields.List):
        return _list(field, typed, path, zone)
    if path not in typed:
        return _LEFT_OUT
    # a checkbox stands behind its hidden "false": the last one counts
    return _one(field, typed[path][-1], zone)


def _nested(field: fields.Nested, typed: Mapping[str, list[str]], path: str, zone: ZoneInfo) -> Any:
    inside = {k: v for k, v in typed.items() if k.startswith(f"{path}.")}
    if not inside:
        return _LEFT_OUT
    if field.allow_none and not any(
        value.strip() for values in inside.values() for value in values
    ):
        return None
    return _object(field.schema, inside, f"{path}.", zone)


def _list(
    field: fields.List[Any], typed: Mapping[str, list[str]], path: str, zone: ZoneInfo
) -> Any:
    inner = field.inner
    if isinstance(inner, fields.Nested):
        return _rows(inner, typed, path, zone)
    if path not in typed:
        return _LEFT_OUT
    values = [value for each in typed[path] for value in _split(inner, each)]
    return [_one(inner, value, zone) for value in values if value.strip()]


def _split(inner: fields.Field[Any], value: str) -> list[str]:
    """Numbers of one list may be typed into one field, with spaces or semicolons between."""
    return re.split(r"[;\s]+", value) if isinstance(inner, Number) else [value]


def _rows(inner: fields.Nested, typed: Mapping[str, list[str]], path: str, zone: ZoneInfo) -> Any:
    """Read the rows in their order; a row of which nothing was filled in is none."""
    pattern = re.compile(re.escape(path) + r"\.(\d{1,4})\.")
    numbers = sorted({int(found[1]) for name in typed if (found := pattern.match(name))})
    if not numbers:
        return [] if path in typed else _LEFT_OUT
    rows = []
    for number in numbers[:_MOST_ROWS]:
        inside = {k: v for k, v in typed.items() if k.startswith(f"{path}.{number}.")}
        if any(value.strip() for values in inside.values() for value in values):
            rows.append(_object(inner.schema, inside, f"{path}.{number}.", zone))
    return rows


def _one(field: fields.Field[Any], value: str, zone: ZoneInfo) -> Any:
    if isinstance(field, Line) and not field.allow_none and type(field).__name__ != "Email":
        return value
    plain = value.strip()
    if not plain:
        if field.allow_none:
            return None
        return value if isinstance(field, Line) else _LEFT_OUT
    return _read(field, plain, value, zone)


def _read(field: fields.Field[Any], plain: str, value: str, zone: ZoneInfo) -> Any:
    if isinstance(field, Whole):
        return int(plain) if _WHOLE.fullmatch(plain) else value
    if isinstance(field, Number):
        return float(plain.replace(",", ".")) if _DECIMAL.fullmatch(plain) else value
    if isinstance(field, fields.Boolean):
        return {"true": True, "false": False}.get(plain, value)
    if isinstance(field, Moment) and _LOCAL.fullmatch(plain):
        return _moment(plain, zone) or value
    return value if isinstance(field, (Line, Several)) else plain


def _moment(local: str, zone: ZoneInfo) -> str | None:
    """Write what a clock in the clinic showed with its offset."""
    try:
        return datetime.fromisoformat(local).replace(tzinfo=zone).astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        return None
