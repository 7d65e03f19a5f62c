"""A form's fields become the JSON body that a program would have sent."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from marshmallow import Schema, ValidationError, fields
from werkzeug.datastructures import MultiDict

from clinic.rulebook.permissions import Role
from clinic.web.fields import (
    Day,
    Email,
    Id,
    Line,
    Moment,
    Number,
    Several,
    Text,
    Truth,
    Whole,
    Word,
)
from clinic.web.forms import body_of, field_name, is_kept
from clinic.web.shapes import Shape

MELBOURNE = ZoneInfo("Australia/Melbourne")


class Street(Shape):
    street = Line(required=True)
    number = Whole(1, 999, allow_none=True)


class Row(Shape):
    muscle = Line()
    seconds = Whole(1, 300, allow_none=True)
    kpa = Several(Number(0, 1000), most=5)
    at = fields.Nested(Street)


class Everything(Shape):
    name = Line(required=True)
    nick = Line(allow_none=True)
    note = Text()
    mail = Email()
    count = Whole(0, 10)
    maybe = Whole(0, 10, allow_none=True)
    weight = Number(0, 500)
    sure = Truth()
    asked = Truth(allow_none=True)
    born = Day(allow_none=True)
    met = Moment(allow_none=True)
    role = Word(Role)
    owner = Id(allow_none=True)
    roles = Several(Word(Role), most=4)
    kpa = Several(Number(0, 1000), most=5)
    home = fields.Nested(Street)
    work = fields.Nested(Street, allow_none=True)
    rows = Several(fields.Nested(Row), most=10)
    outside = Line(data_key="inside")


def body(*typed: tuple[str, str], schema: Schema | None = None) -> dict[str, Any]:
    return body_of(schema or Everything(), MultiDict(typed), MELBOURNE)


@pytest.mark.parametrize(
    ("name", "typed", "read"),
    [
        ("name", " Thu Hà ", " Thu Hà "),
        ("nick", "", None),
        ("nick", "  ", None),
        ("note", "a\r\nb", "a\r\nb"),
        ("mail", " a@b.example ", " a@b.example "),
        ("count", " 7 ", 7),
        ("count", "-7", -7),
        ("count", "+7", 7),
        ("count", "7.0", "7.0"),
        ("count", "seven", "seven"),
        ("count", "\u0667", "\u0667"),
        ("count", "1" * 16, "1" * 16),
        ("maybe", "", None),
        ("weight", "61.5", 61.5),
        ("weight", "61,5", 61.5),
        ("weight", "61", 61.0),
        ("weight", "1e3", "1e3"),
        ("weight", "NaN", "NaN"),
        ("weight", "inf", "inf"),
        ("weight", "1.2.3", "1.2.3"),
        ("sure", "true", True),
        ("sure", "false", False),
        ("sure", "on", "on"),
        ("asked", "", None),
        ("born", "1980-03-14", "1980-03-14"),
        ("born", " 14.3.1980 ", "14.3.1980"),
        ("born", "", None),
        ("met", "2026-11-23T10:15", "2026-11-22T23:15:00+00:00"),
        ("met", "2026-11-23T10:15:30", "2026-11-22T23:15:30+00:00"),
        ("met", "2026-11-23T10:15:00+10:00", "2026-11-23T10:15:00+10:00"),
        ("met", "2026-02-30T10:15", "2026-02-30T10:15"),
        ("met", "0001-01-01T00:00", "0001-01-01T00:00"),
        ("met", "tomorrow", "tomorrow"),
        ("role", "owner", "owner"),
        ("role", " owner ", "owner"),
        ("owner", "x", "x"),
        ("owner", "", None),
    ],
)
def test_a_field_is_read_as_its_kind_asks(name: str, typed: str, read: Any) -> None:
    found = body((name, typed))
    assert found == {name: read}
    assert type(found[name]) is type(read)


@pytest.mark.parametrize("name", ["count", "weight", "sure", "role"])
def test_a_field_left_empty_is_left_out_where_null_is_no_value(name: str) -> None:
    assert body((name, "")) == {}
    assert body((name, "  ")) == {}


def test_the_shapes_own_words_tell_what_is_missing() -> None:
    with pytest.raises(ValidationError) as told:
        Everything().load(body(("name", " "), ("count", "seven")))
    assert told.value.messages == {
        "name": ["Please fill this in."],
        "count": ["Must be a whole number."],
    }


def test_what_was_not_on_the_form_is_not_in_the_body() -> None:
    assert body() == {}


def test_what_our_forms_add_is_not_in_the_body() -> None:
    assert body(("csrf", "1"), ("once", "2"), ("etag", "3")) == {}


def test_a_box_stands_behind_its_hidden_no() -> None:
    assert body(("sure", "false"), ("sure", "true")) == {"sure": True}
    assert body(("sure", "false")) == {"sure": False}


def test_a_list_of_words_repeats_its_name() -> None:
    assert body(("roles", ""), ("roles", "owner"), ("roles", "clinician")) == {
        "roles": ["owner", "clinician"]
    }
    assert body(("roles", "")) == {"roles": []}


def test_numbers_of_a_list_may_stand_in_one_field() -> None:
    assert body(("kpa", "180 175.5;  170,5")) == {"kpa": [180.0, 175.5, 170.5]}
    assert body(("kpa", "180"), ("kpa", ""), ("kpa", "x")) == {"kpa": [180.0, "x"]}
    assert body(("kpa", " ")) == {"kpa": []}


def test_what_is_inside_has_its_path_for_a_name() -> None:
    assert body(("home.street", "Banksia Lane"), ("home.number", "14")) == {
        "home": {"street": "Banksia Lane", "number": 14}
    }
    # some of it is missing: the shape inside tells
    assert body(("home.street", ""), ("home.number", "")) == {
        "home": {"street": "", "number": None}
    }


def test_what_is_inside_and_all_empty_is_null_where_it_may_be() -> None:
    assert body(("work.street", " "), ("work.number", "")) == {"work": None}
    assert body(("work.street", ""), ("work.number", "3")) == {"work": {"street": "", "number": 3}}


def test_rows_come_in_the_order_of_their_numbers_without_the_empty_ones() -> None:
    found = body(
        ("rows.10.muscle", "third"),
        ("rows.2.muscle", "second"),
        ("rows.2.seconds", "60"),
        ("rows.0.muscle", "first"),
        ("rows.0.kpa", "1 2"),
        ("rows.0.at.street", "x"),
        ("rows.1.muscle", ""),
        ("rows.1.seconds", " "),
    )
    assert found == {
        "rows": [
            {"muscle": "first", "kpa": [1.0, 2.0], "at": {"street": "x"}},
            {"muscle": "second", "seconds": 60},
            {"muscle": "third"},
        ]
    }


def test_rows_may_all_be_gone() -> None:
    assert body(("rows", "")) == {"rows": []}
    assert body(("rows.0.muscle", "")) == {"rows": []}


def test_a_row_number_that_is_none_is_no_row() -> None:
    for name in ("rows.x.muscle", "rows.-1.muscle", "rows.99999.muscle", "rows..muscle"):
        assert body((name, "typed")) == {}, name


def test_no_form_makes_more_rows_than_can_be_read() -> None:
    typed = [(f"rows.{number}.muscle", "x") for number in range(600)]
    assert len(body(*typed)["rows"]) == 500


def test_a_name_that_the_shape_does_not_know_stays_to_be_refused() -> None:
    found = body(("name", "x"), ("clinic_id", "other"), ("home.street", "y"))
    assert found["clinic_id"] == "other"
    with pytest.raises(ValidationError, match="Unknown field"):
        Everything().load(found)


def test_a_field_is_known_by_the_name_that_programs_use() -> None:
    assert body(("inside", "x")) == {"inside": "x"}
    assert body(("outside", "x")) == {"outside": "x"}  # unknown, so it is refused
    with pytest.raises(ValidationError):
        Everything().load({"name": "x", "outside": "x"})


@pytest.mark.parametrize(
    ("pointer", "name"),
    [
        ("/name", "name"),
        ("/home/street", "home.street"),
        ("/rows/2/seconds", "rows.2.seconds"),
        ("/a~1b/c~0d", "a/b.c~d"),
        ("", ""),
        ("/", ""),
    ],
)
def test_a_pointer_names_its_field(pointer: str, name: str) -> None:
    assert field_name(pointer) == name


def test_proofs_and_passwords_are_not_kept_over_a_sign_in() -> None:
    assert [name for name in ("csrf", "once", "password", "old_password") if is_kept(name)] == []
    assert is_kept("etag")
    assert is_kept("name")
