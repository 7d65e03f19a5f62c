"""Shapes of incidents."""

from marshmallow import ValidationError, fields, validates_schema

from clinic.incidents.queries import IncidentQuery
from clinic.incidents.rules import IncidentState
from clinic.incidents.use_cases import About, NewIncident
from clinic.web.fields import Day, Id, Line, Moment, Text, Word
from clinic.web.shapes import PageQuery, Shape

_INCIDENT = "0193a5f0-3f00-7000-8000-000000000040"
_UNIT = "0193a5f0-3f00-7000-8000-000000000032"
_MADE = "2026-11-20T00:15:00.000Z"


class AboutShape(Shape):
    """A unit or a home plan, exactly one of them."""

    makes = About

    unit_id = Id()
    home_plan_id = Id()

    example = {"unit_id": _UNIT}

    @validates_schema
    def _check_one(self, sent: dict[str, object], **_more: object) -> None:
        if len(sent) != 1:
            raise ValidationError("Name a unit or a home plan: exactly one of them.")


class NewIncidentShape(Shape):
    """Needed: what it is about, and what happened."""

    makes = NewIncident

    about = fields.Nested(AboutShape, required=True)
    occurred_on = Day(load_default=None, allow_none=True)
    what = Text(required=True)
    outcome = Text(load_default="")
    reported_to = Line(load_default="")

    example = {
        "about": {"unit_id": _UNIT},
        "occurred_on": "2026-11-19",
        "what": "The cable sheath is torn where it enters the handle",
        "outcome": "Nobody was hurt",
        "reported_to": "",
    }


class IncidentShape(NewIncidentShape):
    """What went wrong; while it is open, its unit goes to nobody, or its plan is paused."""

    id = Id()
    state = Word(IncidentState)
    actions = fields.List(fields.String())
    reported_by = Id(allow_none=True)
    closed_at = Moment(allow_none=True)
    closed_by = Id(allow_none=True)
    closing_note = Text()
    created_at = Moment()

    example = {
        "id": _INCIDENT,
        **NewIncidentShape.example,
        "state": "open",
        "actions": ["close"],
        "reported_by": None,
        "closed_at": None,
        "closed_by": None,
        "closing_note": "",
        "created_at": _MADE,
    }


class IncidentQueryShape(PageQuery):
    makes = IncidentQuery

    state = Word(IncidentState, load_default=None)
    unit_id = Id(load_default=None)
    home_plan_id = Id(load_default=None)


class ClosingShape(Shape):
    note = Text(required=True)

    example = {"note": "Cable replaced and tested"}
