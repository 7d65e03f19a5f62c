"""Odd bodies (SAFETY F14): each is refused with the right status, alike on both databases."""

import json
from typing import Any

import pytest

from tests.builders import a_patient
from tests.conftest import Cast

PATIENT = {"given_name": "Ada", "family_name": "Byron", "date_of_birth": "1980-03-14"}


def with_field(name: str, raw: str) -> bytes:
    """A patient's body with one field written by hand."""
    kept = {k: v for k, v in PATIENT.items() if k != name}
    return (json.dumps(kept)[:-1] + f', "{name}": {raw}}}').encode()


NOT_JSON = {
    "empty": b"",
    "spaces": b"   \n ",
    "no json": b"given_name=Ada",
    "cut off": b'{"given_name": "Ada"',
    "two values": b"{} {}",
    "trailing comma": b'{"given_name": "Ada",}',
    "single quotes": b"{'given_name': 'Ada'}",
    "comment": b'{"given_name": "Ada" /* no */}',
    "NaN": with_field("note", "NaN"),
    "Infinity": with_field("note", "Infinity"),
    "-Infinity": with_field("note", "-Infinity"),
    "1e999": with_field("note", "1e999"),
    "-1e999": with_field("note", "-1e999"),
    "a number of 5000 digits": with_field("note", "9" * 5000),
    "a fraction of 5000 digits": with_field("note", "0." + "1" * 5000),
    "doubled key": b'{"given_name": "Ada", "given_name": "Eve"}',
    "doubled key, escaped": b'{"note": "a", "n\\u006fte": "b"}',
    "doubled key inside": with_field("address", '{"line1": "a", "line1": "b"}'),
    "lone high surrogate": with_field("note", '"\\ud83d"'),
    "lone low surrogate": with_field("note", '"\\udc00"'),
    "swapped surrogates": with_field("note", '"\\udc00\\ud83d"'),
    "lone surrogate in a key": b'{"\\ud800": 1}',
    "raw surrogate bytes": b'{"note": "\xed\xa0\x80"}',
    "byte order mark": b"\xef\xbb\xbf" + json.dumps(PATIENT).encode(),
    "UTF-16": json.dumps(PATIENT).encode("utf-16"),
    "UTF-32": json.dumps(PATIENT).encode("utf-32"),
    "Latin 1": '{"given_name": "Zoë"}'.encode("latin-1"),
    "overlong UTF-8": b'{"note": "\xc0\x80"}',
    "raw NUL": b'{"note": "\x00"}',
    "raw line break in text": b'{"note": "a\nb"}',
    "17 levels of lists": with_field("note", "[" * 17 + "]" * 17),
    "17 levels of objects": with_field("note", '{"a":' * 17 + "1" + "}" * 17),
    "100000 open brackets": b"[" * 100_000,
    "100000 open objects": b'{"a":' * 100_000,
    "bad escape": b'{"note": "\\x41"}',
    "lonely backslash": b'{"note": "\\',
    "leading zero": with_field("note", "01"),
    "hexadecimal": with_field("note", "0x10"),
}

WRONG_SHAPE = {
    "top-level list": (b"[]", ""),
    "top-level number": (b"5", ""),
    "top-level text": (b'"x"', ""),
    "top-level null": (b"null", ""),
    "top-level true": (b"true", ""),
    "number for text": (with_field("given_name", "5"), "/given_name"),
    "list for text": (with_field("given_name", '["Ada"]'), "/given_name"),
    "object for text": (with_field("given_name", '{"a": 1}'), "/given_name"),
    "true for text": (with_field("note", "true"), "/note"),
    "null for a needed text": (with_field("given_name", "null"), "/given_name"),
    "empty needed text": (with_field("given_name", '""'), "/given_name"),
    "blank needed text": (with_field("given_name", '" \\u00a0 "'), "/given_name"),
    "NUL in a line": (with_field("given_name", '"A\\u0000da"'), "/given_name"),
    "NUL in a text": (with_field("note", '"\\u0000"'), "/note"),
    "escape in a text": (with_field("note", '"\\u001b[31m"'), "/note"),
    "C1 control in a text": (with_field("note", '"\\u0085"'), "/note"),
    "delete in a line": (with_field("given_name", '"A\\u007f"'), "/given_name"),
    "line break in a line": (with_field("given_name", '"A\\nB"'), "/given_name"),
    "line separator": (with_field("given_name", '"A\\u2028B"'), "/given_name"),
    "text turned around": (with_field("given_name", '"A\\u202eB"'), "/given_name"),
    "too long": (with_field("given_name", f'"{"x" * 101}"'), "/given_name"),
    "text for a truth": (with_field("large_print", '"true"'), "/large_print"),
    "number for a truth": (with_field("large_print", "1"), "/large_print"),
    "null for a truth": (with_field("large_print", "null"), "/large_print"),
    "number for a day": (with_field("date_of_birth", "19800314"), "/date_of_birth"),
    "time for a day": (with_field("date_of_birth", '"1980-03-14T00:00:00Z"'), "/date_of_birth"),
    "no such day": (with_field("date_of_birth", '"1981-02-29"'), "/date_of_birth"),
    "year 0": (with_field("date_of_birth", '"0000-01-01"'), "/date_of_birth"),
    "year 9999": (with_field("date_of_birth", '"9999-12-31"'), "/date_of_birth"),
    "Arabic digits": (with_field("date_of_birth", '"١٩٨٠-٠٣-١٤"'), "/date_of_birth"),
    "week day": (with_field("date_of_birth", '"1980-W11-5"'), "/date_of_birth"),
    "unknown word": (with_field("sex", '"Female"'), "/sex"),
    "number for a word": (with_field("sex", "1"), "/sex"),
    "list for an object": (with_field("address", "[]"), "/address"),
    "unknown field": (with_field("colour", "1"), "/colour"),
    "unknown field inside": (with_field("address", '{"planet": "x"}'), "/address/planet"),
    "a derived field": (with_field("state", '"active"'), "/state"),
    "an id of one's own": (with_field("id", '"x"'), "/id"),
    "field with a slash": (with_field("a/b~c", "1"), "/a~1b~0c"),
    "empty field name": (with_field("", "1"), "/"),
    "no e-mail address": (with_field("email", '"Ada at home"'), "/email"),
    "line break in an e-mail": (with_field("email", '"a@example.org\\nBcc: b@c"'), "/email"),
    "no language": (with_field("language", '"English, please"'), "/language"),
}


@pytest.mark.parametrize("name", NOT_JSON)
def test_what_is_not_strictly_json_is_refused_with_400(clinic: Cast, name: str) -> None:
    answer = clinic.reception.post("/patients", NOT_JSON[name])
    assert answer.status_code == 400, answer.get_data(as_text=True)
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json()["status"] == 400
    assert clinic.reception.read("/patients")["items"] == []


@pytest.mark.parametrize("name", WRONG_SHAPE)
def test_what_is_json_of_a_wrong_shape_is_refused_at_its_pointer(clinic: Cast, name: str) -> None:
    body, pointer = WRONG_SHAPE[name]
    answer = clinic.reception.post("/patients", body)
    assert answer.status_code == 422, answer.get_data(as_text=True)
    assert [error["pointer"] for error in answer.get_json()["errors"]] == [pointer]
    assert clinic.reception.read("/patients")["items"] == []


def test_every_fault_of_a_body_is_named_at_once(clinic: Cast) -> None:
    answer = clinic.reception.post("/patients", {"given_name": 5, "colour": "red"})
    found = {error["pointer"] for error in answer.get_json()["errors"]}
    assert found == {"/given_name", "/family_name", "/date_of_birth", "/colour"}


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        ("90", 200),
        ("90.0", 200),
        ("9e1", 200),
        ("89.5", 422),
        ('"90"', 422),
        ("true", 422),
        ("null", 422),
        ("0", 422),
        ("91", 422),
        ("1e40", 422),
        (str(2**63), 422),
        (str(-(2**63) - 1), 422),
        (str(10**30), 422),
        ("-0", 422),
    ],
)
def test_a_whole_number_is_strict_about_its_type_and_bounds(
    clinic: Cast, raw: str, status: int
) -> None:
    body = f'{{"settings": {{"screen_days": {raw}}}}}'.encode()
    answer = clinic.owner.send("PATCH", "/clinic", body, headers={"If-Match": "*"})
    assert answer.status_code == status, answer.get_data(as_text=True)
    if status == 422:
        assert answer.get_json()["errors"][0]["pointer"] == "/settings/screen_days"


def test_sixteen_levels_are_read_and_brackets_inside_text_do_not_count(clinic: Cast) -> None:
    deep: Any = 1
    for _ in range(15):
        deep = [deep]
    answer = clinic.reception.post("/patients", {**PATIENT, "colour": deep})
    assert answer.status_code == 422
    text = '[{"\\' * 100
    assert a_patient(clinic.reception, note=text)["note"] == text


def test_what_was_typed_comes_back_composed_trimmed_and_with_plain_line_ends(clinic: Cast) -> None:
    made = a_patient(
        clinic.reception,
        given_name="  Zoe\u0308 ",
        note="first\r\nsecond\rthird\tend\n",
        family_name="😀 𠮷野",
    )
    assert made["given_name"] == "Zo\u00eb"
    assert made["note"] == "first\nsecond\nthird\tend"
    assert made["family_name"] == "😀 𠮷野"
    assert clinic.reception.read(f"/patients/{made['id']}") == made


@pytest.mark.parametrize("size", [1_000_001, 10_000_000])
def test_a_body_over_one_megabyte_is_refused_with_413(clinic: Cast, size: int) -> None:
    answer = clinic.reception.post("/patients", b'{"note": "' + b"x" * (size - 12) + b'"}')
    assert answer.status_code == 413
    assert answer.mimetype == "application/problem+json"


def test_a_body_of_one_megabyte_is_still_read(clinic: Cast) -> None:
    answer = clinic.reception.post("/patients", b'{"note": "' + b"x" * (1_000_000 - 12) + b'"}')
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "",
        "text/plain",
        "text/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/problem+json",
        "application/jsonx",
        "application/json; charset=latin-1",
        "application/json; charset=utf-16",
        "nonsense",
    ],
)
def test_another_type_of_content_is_refused_with_415(
    clinic: Cast, content_type: str | None
) -> None:
    body = json.dumps(PATIENT).encode()
    answer = clinic.reception.post("/patients", body, content_type=content_type)
    assert answer.status_code == 415, answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "content_type",
    ["application/json; charset=utf-8", "application/json;charset=UTF-8", "Application/JSON"],
)
def test_json_in_utf_8_may_say_so(clinic: Cast, content_type: str) -> None:
    body = json.dumps(PATIENT).encode()
    assert clinic.reception.post("/patients", body, content_type=content_type).status_code == 201


def test_an_action_takes_no_body_or_an_empty_object_and_nothing_else(clinic: Cast) -> None:
    made = a_patient(clinic.reception)
    at = f"/patients/{made['id']}"
    assert clinic.reception.do(f"{at}/archive")["state"] == "archived"
    assert clinic.reception.do(f"{at}/unarchive", {})["state"] == "active"
    assert clinic.reception.post(f"{at}/archive", {"why": "x"}).status_code == 422
    assert clinic.reception.post(f"{at}/archive", b"[]").status_code == 422
    assert clinic.reception.post(f"{at}/archive", b"{").status_code == 400
    assert (
        clinic.reception.post(f"{at}/archive", b"{}", content_type="text/plain").status_code == 415
    )
