"""Shapes of print runs."""

from dataclasses import dataclass

from marshmallow import fields

from clinic.handouts.rules import Layout
from clinic.handouts.schemas import wished_language
from clinic.print_runs.rules import MOST_PLANS, Failure, ItemState, NewRun, RunState
from clinic.web.fields import Day, Id, Moment, QueryTruth, Several, Word
from clinic.web.shapes import Shape


class NewRunShape(Shape):
    """A day, or a list of plans."""

    makes = NewRun

    day = Day(
        load_default=None,
        allow_none=True,
        metadata={
            "description": "all active plans that were prescribed on this day, or whose handout "
            "was issued on it"
        },
    )
    home_plan_ids = Several(
        Id(),
        most=MOST_PLANS,
        load_default=list,
        metadata={"description": "in the order in which they are to be printed"},
    )
    layout = Word(
        Layout,
        load_default=None,
        allow_none=True,
        metadata={
            "description": "unless one is named: that of the plan's newest sheet, or the patient's"
        },
    )
    language = wished_language(
        load_default=None,
        allow_none=True,
        metadata={
            "description": "BCP 47; unless one is named: that of the plan's newest sheet, or the "
            "patient's own where its translation is open here"
        },
    )

    example = {"day": "2026-11-20"}


class CountsShape(Shape):
    """How many items there are, and how many are in each state."""

    all = fields.Integer()
    waiting = fields.Integer()
    printing = fields.Integer()
    printed = fields.Integer()
    failed = fields.Integer()
    cancelled = fields.Integer()


class RunLineShape(Shape):
    """A print run as lists answer it."""

    id = Id()
    state = Word(RunState)
    actions = fields.List(fields.String())
    day = Day(allow_none=True)
    layout = Word(Layout, allow_none=True)
    language = fields.String(allow_none=True)
    begun_at = Moment(attribute="created_at")
    begun_by = Id()
    cancelled_at = Moment(allow_none=True)
    cancelled_by = Id(allow_none=True)
    counts = fields.Nested(CountsShape)

    example = {
        "id": "0193a5f0-3f00-7000-8000-000000000090",
        "state": "printing",
        "actions": ["cancel"],
        "day": "2026-11-20",
        "layout": None,
        "language": None,
        "begun_at": "2026-11-20T06:20:00.000Z",
        "begun_by": "0193a5f0-3f00-7000-8000-000000000001",
        "cancelled_at": None,
        "cancelled_by": None,
        "counts": {
            "all": 2,
            "waiting": 1,
            "printing": 0,
            "printed": 1,
            "failed": 0,
            "cancelled": 0,
        },
    }


class ItemShape(Shape):
    """One plan of a run: its sheet, or why there is none."""

    home_plan_id = Id()
    patient_id = Id()
    state = Word(ItemState)
    failure = Word(Failure, allow_none=True)
    reason = fields.String(metadata={"description": "why there is no sheet, and what to do"})
    handout_id = Id(allow_none=True)
    is_reprint = fields.Boolean(
        metadata={"description": "true: the archived sheet is printed again, nothing was issued"}
    )
    pages = fields.Integer(allow_none=True)
    layout = Word(Layout, allow_none=True)
    language = fields.String(allow_none=True)


class RunShape(RunLineShape):
    """A print run with its items. Once it is done, its sheets are at `/print-runs/{id}.pdf`."""

    items = fields.List(fields.Nested(ItemShape))

    example = {
        **RunLineShape.example,
        "items": [
            {
                "home_plan_id": "0193a5f0-3f00-7000-8000-000000000040",
                "patient_id": "0193a5f0-3f00-7000-8000-000000000010",
                "state": "printed",
                "failure": None,
                "reason": "",
                "handout_id": "0193a5f0-3f00-7000-8000-000000000050",
                "is_reprint": False,
                "pages": 2,
                "layout": "standard",
                "language": "en-AU",
            }
        ],
    }


@dataclass(frozen=True, slots=True)
class Sides:
    """Whether the paper is printed on both sides."""

    duplex: bool = False


class SidesShape(Shape):
    makes = Sides

    duplex = QueryTruth(
        load_default=False,
        metadata={"description": "true: blank pages let each handout begin on a front side"},
    )
