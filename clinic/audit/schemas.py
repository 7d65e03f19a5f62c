"""Shapes of the audit trail."""

from marshmallow import fields

from clinic.audit.queries import Sought
from clinic.audit.rules import About
from clinic.web.fields import Day, Id, Line, Moment, Word
from clinic.web.shapes import PageQuery, Shape


class AuditQueryShape(PageQuery):
    makes = Sought

    patient_id = Id(load_default=None)
    user_id = Id(load_default=None)
    event = Line(
        longest=80, load_default=None, metadata={"description": "exactly, like patient.opened"}
    )
    about = Word(About, load_default=None)
    day = Day(load_default=None, metadata={"description": "on the clinic's clock"})


class AuditEntryShape(Shape):
    """One thing that was done or refused: ids and field names, no clinical text."""

    id = Id()
    seq = fields.Integer()
    at = Moment()
    actor_kind = fields.String()
    user_id = fields.String(allow_none=True)
    token_id = fields.String(allow_none=True)
    address = fields.String(allow_none=True)
    request_id = fields.String(allow_none=True)
    event = fields.String()
    outcome = fields.String()
    subject_kind = fields.String(allow_none=True)
    subject_id = fields.String(allow_none=True)
    patient_id = fields.String(allow_none=True)
    details = fields.Dict()
    mac = fields.String()

    example = {
        "id": "0193a5f0-3f00-7000-8000-000000000101",
        "seq": 42,
        "at": "2026-11-20T00:15:00.000Z",
        "actor_kind": "token",
        "user_id": "0193a5f0-3f00-7000-8000-000000000001",
        "token_id": "0193a5f0-3f00-7000-8000-000000000003",
        "address": "127.0.0.1",
        "request_id": "6f1c0a3e-8f3a-4f0f-9d39-0b7f6a9d1c11",
        "event": "patient.opened",
        "outcome": "done",
        "subject_kind": "patients",
        "subject_id": "0193a5f0-3f00-7000-8000-000000000010",
        "patient_id": "0193a5f0-3f00-7000-8000-000000000010",
        "details": {},
        "mac": "9f2c5d0a",
    }
