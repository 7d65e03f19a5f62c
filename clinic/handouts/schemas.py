"""Shapes of handouts."""

from dataclasses import dataclass
from typing import Any

from marshmallow import fields, validate

from clinic.handouts.rules import Layout
from clinic.web.fields import Id, Line, Moment, Word
from clinic.web.shapes import PageQuery, Shape
from clinic.work.paging import Paging

_LANGUAGE = "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$"


def wished_language(**options: Any) -> Line:
    """Answer the field of the language that a sheet is wished in; English unless told otherwise."""
    return Line(
        longest=35,
        validate=[validate.Regexp(_LANGUAGE)],
        **{
            "load_default": "en-AU",
            "metadata": {"description": "BCP 47", "pattern": _LANGUAGE},
            **options,
        },
    )


@dataclass(frozen=True, slots=True)
class NewHandout:
    """In which language and layout; the patient's own layout unless one is named."""

    language: str = "en-AU"
    layout: Layout | None = None


class NewHandoutShape(Shape):
    makes = NewHandout

    language = wished_language()
    layout = Word(Layout, load_default=None, allow_none=True)

    example = {"language": "en-AU", "layout": "standard"}


class HandoutShape(Shape):
    """An issued sheet. Its bytes are at `/handouts/{id}.pdf`, always the same."""

    id = Id()
    patient_id = Id()
    plan_id = Id(data_key="home_plan_id")
    issued_at = Moment(attribute="created_at")
    issued_by = Id(allow_none=True)
    language = fields.String()
    layout = Word(Layout)
    sha256 = fields.String(metadata={"description": "of the bytes"})
    input_sha256 = fields.String(metadata={"description": "of what was rendered"})
    made_with = fields.Dict(keys=fields.String(), values=fields.String())
    pages = fields.Integer()
    short_code = fields.String(metadata={"description": "printed at the foot of every page"})

    example = {
        "id": "0193a5f0-3f00-7000-8000-000000000050",
        "patient_id": "0193a5f0-3f00-7000-8000-000000000010",
        "home_plan_id": "0193a5f0-3f00-7000-8000-000000000040",
        "issued_at": "2026-11-20T00:20:00.000Z",
        "issued_by": "0193a5f0-3f00-7000-8000-000000000001",
        "language": "en-AU",
        "layout": "standard",
        "sha256": "9f2c5d0a",
        "input_sha256": "1c0ffee1",
        "made_with": {"weasyprint": "70.0", "wording": "1.0"},
        "pages": 2,
        "short_code": "7KQM-3XPA",
    }


@dataclass(frozen=True, slots=True)
class CodeQuery(Paging):
    """The code at the foot of a sheet, however it is typed."""

    short_code: str = ""


class CodeQueryShape(PageQuery):
    makes = CodeQuery

    short_code = Line(
        required=True,
        longest=40,
        metadata={"description": "from the foot of a page; small letters and spaces do not matter"},
    )


@dataclass(frozen=True, slots=True)
class PreviewQuery:
    layout: Layout | None = None
    language: str = "en-AU"


class PreviewQueryShape(Shape):
    makes = PreviewQuery

    layout = Word(Layout, load_default=None)
    language = wished_language()
