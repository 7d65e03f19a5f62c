"""Shapes of check-ins."""

from dataclasses import dataclass
from typing import Any

from marshmallow import fields

from clinic.anatomy.rules import Side
from clinic.checkins.queries import Told, place_words
from clinic.checkins.rules import MOST_DAYS, Report, Source
from clinic.web.fields import Day, Id, Line, Moment, Several, Whole, Word
from clinic.web.shapes import Shape

# as many places as a plan may have, and room for clinics that raise the limit
_MOST_PLACES = 40
_MOST_SIGNS = 40
_MOST_BOXES = 10_000
_ID = "0193a5f0-3f00-7000-8000-0000000000"


class ReportShape(Shape):
    """One day: sessions done in the order of the plan's targets, pain 0 to 10, stop signs."""

    makes = Report

    day = Day(required=True)
    sessions = Several(
        Whole(0, 9),
        most=_MOST_PLACES,
        required=True,
        metadata={"description": "done on this day, one number for each target in its order"},
    )
    pain_before = Whole(0, 10, load_default=None, allow_none=True)
    pain_after = Whole(0, 10, load_default=None, allow_none=True)
    happened = Several(
        Line(longest=60),
        most=_MOST_SIGNS,
        load_default=(),
        metadata={"description": "slugs of stop signs; any of them pauses the plan at once"},
    )

    example = {
        "day": "2026-11-20",
        "sessions": [1, 0],
        "pain_before": 5,
        "pain_after": 3,
        "happened": [],
    }


@dataclass(frozen=True, slots=True)
class Grid:
    """The days of a paper grid."""

    days: list[Report]


class GridShape(Shape):
    """A paper grid: the days that are told. Days left out stay untold."""

    makes = Grid

    days = Several(fields.Nested(ReportShape), least=1, most=MOST_DAYS, required=True)

    example = {"days": [ReportShape.example]}


class GridFormShape(Shape):
    """The paper grid as its page sends it: one word for each box, `day.place.session`."""

    done = Several(Line(longest=20), most=_MOST_BOXES, load_default=())
    # days on which nothing was done, which is not the same as a day that nobody tells of
    nothing = Several(Line(longest=20), most=MOST_DAYS, load_default=())
    # `day.pain`
    before = Several(Line(longest=20), most=MOST_DAYS, load_default=())
    after = Several(Line(longest=20), most=MOST_DAYS, load_default=())

    example = {"done": ["2026-11-20.0.0"], "nothing": ["2026-11-21"]}


class TickShape(Shape):
    muscle = fields.String()
    side = Word(Side)
    site = fields.Integer(allow_none=True)
    sessions_done = fields.Integer()
    sessions_planned = fields.Integer(metadata={"description": "a day, where it is treated"})


class CheckInShape(Shape):
    """What was told of one day of one plan. No check-in of a day means not told, never missed."""

    id = Id()
    patient_id = Id()
    home_plan_id = Id()
    day = Day()
    ticks = fields.List(fields.Nested(TickShape))
    pain_before = fields.Integer(allow_none=True)
    pain_after = fields.Integer(allow_none=True)
    happened = fields.List(fields.String(), metadata={"description": "slugs of stop signs"})
    source = Word(Source)
    entered_by = Id(allow_none=True, metadata={"description": "null from the patient's page"})
    created_at = Moment()

    example = {
        "id": f"{_ID}60",
        "patient_id": f"{_ID}10",
        "home_plan_id": f"{_ID}40",
        "day": "2026-11-20",
        "ticks": [
            {
                "muscle": "infraspinatus",
                "side": "right",
                "site": 1,
                "sessions_done": 1,
                "sessions_planned": 1,
            }
        ],
        "pain_before": 5,
        "pain_after": 3,
        "happened": [],
        "source": "page",
        "entered_by": None,
        "created_at": "2026-11-20T08:20:00.000Z",
    }


class GridEnteredShape(Shape):
    """The check-ins that a paper grid made or changed, in the order of its days."""

    id = Id(metadata={"description": "of the home plan"})
    items = fields.List(fields.Nested(CheckInShape))

    example = {"id": f"{_ID}40", "items": [CheckInShape.example]}


def shown(told: Told) -> dict[str, Any]:
    """Answer a check-in as plain values for its shape."""
    row = told.row
    return {
        "id": row.id,
        "etag": f'"{row.id}.{row.version}"',
        "patient_id": row.patient_id,
        "home_plan_id": row.plan_id,
        "day": row.day,
        "ticks": [
            place_words(target.place)
            | {"sessions_done": done, "sessions_planned": target.sessions_per_day}
            for target, done in zip(told.targets, row.sessions, strict=True)
        ],
        "pain_before": row.pain_before,
        "pain_after": row.pain_after,
        "happened": row.happened,
        "source": row.source,
        "entered_by": row.entered_by,
        "created_at": row.created_at,
    }
