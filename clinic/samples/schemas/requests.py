"""Shapes of sample requests."""

from marshmallow import fields

from clinic.samples.queries import RequestQuery
from clinic.samples.rules import DEFAULT_TRIAL_DAYS, LONGEST_TRIAL_DAYS, RequestState
from clinic.samples.schemas.practitioners import MADE, PRACTITIONER, USER
from clinic.samples.schemas.stock import LOAN_ID, MODEL
from clinic.samples.use_cases import Approval, NewRequest, Reason, Withdrawal
from clinic.web.fields import Id, Moment, Text, Whole, Word
from clinic.web.shapes import Nothing, PageQuery, Shape

REQUEST_ID = "0193a5f0-3f00-7000-8000-000000000033"


class NewSampleRequestShape(Shape):
    makes = NewRequest

    practitioner_id = Id(required=True)
    model_id = Id(required=True)
    reason = Text(longest=2000, load_default="")

    example = {
        "practitioner_id": PRACTITIONER,
        "model_id": MODEL,
        "reason": "To try with runners who come twice a week",
    }


class SampleRequestShape(NewSampleRequestShape):
    """A practitioner's wish; waitlisted: granted, and waiting for a unit."""

    id = Id()
    state = Word(RequestState)
    actions = fields.List(fields.String())
    submitted_at = Moment()
    waiting_position = Whole(1, allow_none=True)
    loan_id = Id(allow_none=True)
    trial_days = Whole(1, LONGEST_TRIAL_DAYS, allow_none=True)
    decided_at = Moment(allow_none=True)
    decided_by = Id(allow_none=True)
    decision_reason = Text()
    created_at = Moment()

    example = {
        "id": REQUEST_ID,
        **NewSampleRequestShape.example,
        "state": "approved",
        "actions": [],
        "submitted_at": MADE,
        "waiting_position": None,
        "loan_id": LOAN_ID,
        "trial_days": 30,
        "decided_at": MADE,
        "decided_by": USER,
        "decision_reason": "",
        "created_at": MADE,
    }


class RequestQueryShape(PageQuery):
    makes = RequestQuery

    state = Word(RequestState, load_default=None)
    model_id = Id(load_default=None)
    practitioner_id = Id(load_default=None)


class ApprovalShape(Nothing):
    """For how many days; which unit, or any free one."""

    makes = Approval

    trial_days = Whole(1, LONGEST_TRIAL_DAYS, load_default=DEFAULT_TRIAL_DAYS)
    unit_id = Id(load_default=None, allow_none=True)

    example = {"trial_days": 30}


class SampleReasonShape(Shape):
    makes = Reason

    reason = Text(longest=2000, required=True)

    example = {"reason": "Moved abroad"}


class WithdrawalShape(Nothing):
    makes = Withdrawal

    reason = Text(longest=2000, load_default="")

    example = {"reason": "Bought one elsewhere"}
