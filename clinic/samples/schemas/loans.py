"""Shapes of loans and of what is said at each step."""

from marshmallow import fields

from clinic.samples.queries import LoanQuery
from clinic.samples.rules import Condition, LoanState
from clinic.samples.schemas.practitioners import MADE, PRACTITIONER, USER
from clinic.samples.schemas.requests import REQUEST_ID
from clinic.samples.schemas.stock import LOAN_ID, MODEL, UNIT_ID, CustodyEventShape
from clinic.samples.use_cases import (
    Delivery,
    Dispatch,
    Extension,
    Inspection,
    Purchase,
    Receipt,
)
from clinic.web.fields import (
    MOST_CENTS,
    Day,
    Id,
    Line,
    Moment,
    QueryTruth,
    Several,
    Text,
    Truth,
    Whole,
    Word,
)
from clinic.web.shapes import Nothing, PageQuery, Shape


class InspectionFoundShape(Shape):
    """How the unit was found when it came back."""

    condition = Word(Condition)
    missing_parts = fields.List(fields.String())
    note = Text()
    inspected_by = Id(allow_none=True)


class LoanShape(Shape):
    """One unit in one practitioner's hands for one period, with its whole history."""

    id = Id()
    request_id = Id()
    practitioner_id = Id()
    model_id = Id()
    unit_id = Id()
    state = Word(LoanState)
    actions = fields.List(fields.String())
    trial_days = Whole()
    due_on = Day(allow_none=True)
    overdue = Truth()
    carrier = Line()
    tracking_number = Line()
    dispatched_on = Day(allow_none=True)
    delivered_on = Day(allow_none=True)
    received_on = Day(allow_none=True)
    purchased_on = Day(allow_none=True)
    inspection = fields.Nested(InspectionFoundShape, allow_none=True)
    price_cents = Whole(allow_none=True)
    charge_cents = Whole(allow_none=True)
    history = fields.List(fields.Nested(CustodyEventShape))
    created_at = Moment()

    example = {
        "id": LOAN_ID,
        "request_id": REQUEST_ID,
        "practitioner_id": PRACTITIONER,
        "model_id": MODEL,
        "unit_id": UNIT_ID,
        "state": "on_trial",
        "actions": ["extend", "ship-return", "receive", "purchase", "report-lost"],
        "trial_days": 30,
        "due_on": "2026-11-20",
        "overdue": True,
        "carrier": "Express",
        "tracking_number": "33XQ0041",
        "dispatched_on": "2026-10-12",
        "delivered_on": "2026-10-21",
        "received_on": None,
        "purchased_on": None,
        "inspection": None,
        "price_cents": None,
        "charge_cents": None,
        "history": [
            {
                "seq": 1,
                "at": MADE,
                "action": "reserve",
                "from_state": None,
                "to_state": "reserved",
                "actor_id": USER,
                "actor": "J. Abara",
                "details": {},
            }
        ],
        "created_at": MADE,
    }


class LoanQueryShape(PageQuery):
    makes = LoanQuery

    state = Word(LoanState, load_default=None)
    overdue = QueryTruth(
        load_default=None,
        metadata={"description": "true: on trial, and the due day is over; false: all others"},
    )
    practitioner_id = Id(load_default=None)
    unit_id = Id(load_default=None)


class DispatchShape(Shape):
    makes = Dispatch

    carrier = Line(longest=100, required=True)
    tracking_number = Line(longest=100, load_default="")
    dispatched_on = Day(load_default=None, allow_none=True)

    example = {
        "carrier": "Express",
        "tracking_number": "33XQ0041",
        "dispatched_on": "2026-10-12",
    }


class DeliveryShape(Nothing):
    makes = Delivery

    delivered_on = Day(load_default=None, allow_none=True)

    example = {"delivered_on": "2026-10-14"}


class ExtensionShape(Shape):
    makes = Extension

    due_on = Day(required=True)
    reason = Text(longest=2000, required=True)

    example = {"due_on": "2026-12-20", "reason": "Four patients are in the middle of it"}


class ReceiptShape(Nothing):
    makes = Receipt

    received_on = Day(load_default=None, allow_none=True)

    example = {"received_on": "2026-11-19"}


class InspectionShape(Shape):
    makes = Inspection

    condition = Word(Condition, required=True)
    missing_parts = Several(Line(), most=50, load_default=list)
    charge_cents = Whole(0, MOST_CENTS, load_default=0)
    note = Text(load_default="")

    example = {
        "condition": "incomplete",
        "missing_parts": ["strap"],
        "charge_cents": 1500,
        "note": "",
    }


class PurchaseShape(Shape):
    makes = Purchase

    price_cents = Whole(0, MOST_CENTS, required=True)
    purchased_on = Day(load_default=None, allow_none=True)

    example = {"price_cents": 22900, "purchased_on": "2026-11-20"}
