"""Shapes of letters."""

from marshmallow import fields

from clinic.letters.rules import LetterKind, NewLetter
from clinic.web.fields import Id, Line, Moment, Text, Word
from clinic.web.shapes import Shape

_LONGEST = 10_000


class NewLetterShape(Shape):
    """Who it goes to and what the clinician says; the rest is read from the signed record."""

    makes = NewLetter

    kind = Word(LetterKind, required=True)
    recipient_name = Line(longest=200, required=True)
    recipient_address = Text(longest=600, load_default="")
    request = Text(
        longest=_LONGEST,
        required=True,
        metadata={"description": "the question, or in a summary the course in own words"},
    )
    course = Text(
        longest=_LONGEST,
        load_default="",
        metadata={"description": "what was done and how it went, in own words"},
    )
    examination_id = Id(
        load_default=None,
        allow_none=True,
        metadata={"description": "the newest signed one unless it is named"},
    )

    example = {
        "kind": "referral",
        "recipient_name": "Dr Ann Okafor",
        "recipient_address": "Castle Street Medical Centre\n3 Castle Street, Castlemaine VIC 3450",
        "request": "Would you look for a cause in the neck? Two points keep coming back.",
        "course": "Four visits since August.",
    }


class LetterShape(Shape):
    """An issued letter. Its bytes are at `/letters/{id}.pdf`, always the same."""

    id = Id()
    patient_id = Id()
    examination_id = Id(allow_none=True)
    kind = Word(LetterKind)
    state = fields.String(metadata={"enum": ["issued", "voided"]})
    actions = fields.List(fields.String())
    recipient_name = fields.String()
    recipient_address = fields.String()
    request = fields.String()
    course = fields.String()
    issued_at = Moment(attribute="created_at")
    issued_by = Id(allow_none=True)
    short_code = fields.String()
    pages = fields.Integer()
    sha256 = fields.String(metadata={"description": "of the bytes"})
    input_sha256 = fields.String(metadata={"description": "of what was rendered"})
    made_with = fields.Dict(keys=fields.String(), values=fields.String())
    void_reason = fields.String(allow_none=True)
    voided_at = Moment(allow_none=True)
    voided_by = Id(allow_none=True)

    example = {
        "id": "0193a5f0-3f00-7000-8000-000000000080",
        "patient_id": "0193a5f0-3f00-7000-8000-000000000010",
        "examination_id": "0193a5f0-3f00-7000-8000-000000000020",
        **NewLetterShape.example,
        "state": "issued",
        "actions": ["void"],
        "issued_at": "2026-11-20T00:20:00.000Z",
        "issued_by": "0193a5f0-3f00-7000-8000-000000000001",
        "short_code": "7KQM-3XPA",
        "pages": 2,
        "sha256": "9f2c5d0a",
        "input_sha256": "1c0ffee1",
        "made_with": {"weasyprint": "70.0"},
        "void_reason": None,
        "voided_at": None,
        "voided_by": None,
    }


class VoidShape(Shape):
    reason = Text(longest=2000, required=True)

    example = {"reason": "Sent to the wrong practice"}
