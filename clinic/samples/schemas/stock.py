"""Shapes of models, units and service records."""

from marshmallow import ValidationError, fields, validates_schema

from clinic.samples.queries import UnitQuery
from clinic.samples.rules import (
    LONGEST_SERIAL,
    Condition,
    LoanState,
    ServiceKind,
    ServiceResult,
    UnitState,
    dial_problems,
)
from clinic.samples.schemas.practitioners import MADE, PRACTITIONER, USER
from clinic.samples.use_cases import NewModel, NewServiceRecord, NewUnit
from clinic.web.fields import (
    MOST_CENTS,
    Day,
    Email,
    Id,
    Line,
    Moment,
    Number,
    QueryTruth,
    Several,
    Text,
    Whole,
    Word,
)
from clinic.web.shapes import PageQuery, Shape

MODEL = "0193a5f0-3f00-7000-8000-000000000031"
UNIT_ID = "0193a5f0-3f00-7000-8000-000000000032"
LOAN_ID = "0193a5f0-3f00-7000-8000-000000000034"
_RECORD = "0193a5f0-3f00-7000-8000-000000000035"
_FASTEST_HZ = 1000


def _hz() -> Number:
    return Number(0, _FASTEST_HZ, above=True, required=True)


class DialMarkShape(Shape):
    """What stands on the dial, and how fast that is."""

    mark = Line(longest=40, required=True)
    hz = _hz()


class NewMassagerModelShape(Shape):
    """Needed: the name and the range."""

    makes = NewModel

    name = Line(required=True)
    sku = Line(longest=60, load_default="")
    min_hz = _hz()
    max_hz = _hz()
    price_cents = Whole(0, MOST_CENTS, load_default=None, allow_none=True)
    artg_number = Line(longest=60, load_default="")
    dial = Several(fields.Nested(DialMarkShape), most=40, load_default=list)

    example = {
        "name": "General Purpose Massager",
        "sku": "GPM-1",
        "min_hz": 20,
        "max_hz": 65,
        "price_cents": 24900,
        "artg_number": "",
        "dial": [{"mark": "1", "hz": 20}, {"mark": "5", "hz": 65}],
    }

    @validates_schema
    def _check_dial(self, sent: dict[str, object], **_more: object) -> None:
        low, high, dial = sent.get("min_hz"), sent.get("max_hz"), sent.get("dial") or []
        if self.partial or not isinstance(low, float) or not isinstance(high, float):
            return
        marks = [mark["hz"] for mark in dial]  # type: ignore[attr-defined]  # a list of loaded marks
        found = list(dial_problems(low, high, marks))
        if not found:
            return
        raise ValidationError(_nested(found))


def _nested(found: list[tuple[str, str]]) -> dict[str | int, object]:
    """Write problems by pointer as marshmallow nests its messages."""
    messages: dict[str | int, object] = {}
    for pointer, words in found:
        at = messages
        *path, last = pointer.strip("/").split("/")
        for step in path:
            inner = at.setdefault(int(step) if step.isdigit() else step, {})
            if not isinstance(inner, dict):
                raise TypeError(pointer)
            at = inner
        at[last] = [words]
    return messages


class MassagerModelChangeShape(NewMassagerModelShape):
    """The fields sent are changed; null empties."""

    sku = Line(longest=60, allow_none=True)
    price_cents = Whole(0, MOST_CENTS, allow_none=True)
    artg_number = Line(longest=60, allow_none=True)
    dial = Several(fields.Nested(DialMarkShape), most=40, allow_none=True)

    empties = {"sku": "", "artg_number": "", "dial": []}
    example = {"price_cents": 25900}


class MassagerModelShape(NewMassagerModelShape):
    """A product."""

    id = Id()
    created_at = Moment()

    example = {"id": MODEL, **NewMassagerModelShape.example, "created_at": MADE}


class NewSampleUnitShape(Shape):
    """Needed: the model and the serial number."""

    makes = NewUnit

    model_id = Id(required=True)
    serial_number = Line(longest=LONGEST_SERIAL, required=True)
    asset_tag = Line(longest=60, load_default="")

    example = {"model_id": MODEL, "serial_number": "2304-0147", "asset_tag": "GP-0147"}


class CustodyShape(Shape):
    """One loan of the unit: who held it from which day to which; without an end: still."""

    loan_id = Id()
    practitioner_id = Id()
    practitioner_name = Line()
    state = Word(LoanState)
    from_day = Day(allow_none=True, data_key="from")
    to_day = Day(allow_none=True, data_key="to")


class HolderShape(Shape):
    """Who has the unit, bought it, or had it when it was lost."""

    practitioner_id = Id()
    name = Line()
    practice_name = Line()
    email = Email()
    phone = Line()
    loan_id = Id()
    since = Day()
    due_on = Day(allow_none=True)


class CustodyEventShape(Shape):
    """One line of a history that only grows."""

    seq = Whole()
    at = Moment()
    action = Line()
    from_state = Line(allow_none=True)
    to_state = Line()
    actor_id = Id(allow_none=True)
    actor = Line(allow_none=True)
    details = fields.Dict()


class SampleUnitShape(NewSampleUnitShape):
    """One physical machine, with its whole custody history."""

    id = Id()
    state = Word(UnitState)
    actions = fields.List(fields.String())
    returned_on = Day(allow_none=True)
    condition = Word(Condition, allow_none=True)
    open_incidents = fields.List(Id())
    needed_before_packing = fields.List(Word(ServiceKind))
    holder = fields.Nested(HolderShape, allow_none=True)
    custody_history = fields.List(fields.Nested(CustodyShape))
    history = fields.List(fields.Nested(CustodyEventShape))
    created_at = Moment()

    example = {
        "id": UNIT_ID,
        **NewSampleUnitShape.example,
        "state": "on_loan",
        "actions": [],
        "returned_on": None,
        "condition": None,
        "open_incidents": [],
        "needed_before_packing": [],
        "holder": {
            "practitioner_id": PRACTITIONER,
            "name": "Sunita Prakash",
            "practice_name": "Fernside Physiotherapy",
            "email": "sunita@fernside.example",
            "phone": "0491 570 006",
            "loan_id": LOAN_ID,
            "since": "2026-10-12",
            "due_on": "2026-11-20",
        },
        "custody_history": [
            {
                "loan_id": LOAN_ID,
                "practitioner_id": PRACTITIONER,
                "practitioner_name": "Sunita Prakash",
                "state": "on_trial",
                "from": "2026-10-12",
                "to": None,
            }
        ],
        "history": [
            {
                "seq": 1,
                "at": MADE,
                "action": "add",
                "from_state": None,
                "to_state": "available",
                "actor_id": USER,
                "actor": "J. Abara",
                "details": {},
            }
        ],
        "created_at": MADE,
    }


class UnitQueryShape(PageQuery):
    makes = UnitQuery

    held = QueryTruth(
        load_default=None,
        metadata={"description": "true: with a practitioner, sold, or lost; false: all others"},
    )
    model_id = Id(load_default=None)
    state = Word(UnitState, load_default=None)
    serial_from = Line(
        longest=LONGEST_SERIAL,
        load_default=None,
        metadata={"description": "from this serial number on; 9 comes before 10"},
    )
    serial_to = Line(
        longest=LONGEST_SERIAL,
        load_default=None,
        metadata={"description": "up to and with this serial number"},
    )


class NewServiceRecordShape(Shape):
    """Needed: the kind; of a test and tag also its result and when it is due again."""

    makes = NewServiceRecord

    kind = Word(ServiceKind, required=True)
    done_on = Day(load_default=None, allow_none=True)
    next_due_on = Day(
        load_default=None,
        allow_none=True,
        metadata={"description": "needed for test_and_tag"},
    )
    result = Word(
        ServiceResult,
        load_default=None,
        metadata={"description": "needed for test_and_tag; a clean or repair passed unless said"},
    )
    note = Text(load_default="")

    example = {
        "kind": "test_and_tag",
        "done_on": "2026-11-20",
        "next_due_on": "2027-11-20",
        "result": "pass",
        "note": "",
    }

    @validates_schema
    def _check_test(self, sent: dict[str, object], **_more: object) -> None:
        if sent.get("kind") is not ServiceKind.TEST_AND_TAG:
            if sent.get("result") is None:
                sent["result"] = ServiceResult.PASS
            return
        missing = [name for name in ("next_due_on", "result") if sent.get(name) is None]
        if missing:
            raise ValidationError(
                {name: ["Please fill this in: a test and tag needs it."] for name in missing}
            )


class ServiceRecordShape(NewServiceRecordShape):
    """What was done to a unit; never rewritten."""

    id = Id()
    unit_id = Id()
    recorded_by = Id(allow_none=True)
    created_at = Moment()

    example = {
        "id": _RECORD,
        "unit_id": UNIT_ID,
        **NewServiceRecordShape.example,
        "recorded_by": USER,
        "created_at": MADE,
    }


class RetirementShape(Shape):
    reason = Text(longest=2000, required=True)

    example = {"reason": "The motor is worn out"}
