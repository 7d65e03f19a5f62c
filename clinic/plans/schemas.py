"""Shapes of home plans and their proposals."""

from dataclasses import dataclass
from typing import Any

from marshmallow import fields

from clinic.anatomy.rules import MUSCLES, Side
from clinic.evidence.rules import ADVICE
from clinic.plans.rules import NewPlan, NewTarget, PauseCause, Phase, PlanState, Reach
from clinic.web.fields import Day, Id, Moment, Number, Several, Text, Truth, Whole, Word
from clinic.web.shapes import Shape

_PATIENT = "0193a5f0-3f00-7000-8000-000000000010"
_EXAMINATION = "0193a5f0-3f00-7000-8000-000000000020"
_POINT = "0193a5f0-3f00-7000-8000-000000000022"
_PLAN = "0193a5f0-3f00-7000-8000-000000000040"
_USER = "0193a5f0-3f00-7000-8000-000000000001"
_THEN = "2026-11-20T00:15:00.000Z"

_LONGEST_LIST = 40
_LARGEST_SITE = 99
_LONGEST_NOTE = 2000


class NewTargetShape(Shape):
    """One place to treat: a trigger point, or a muscle and side. Doses left out are our defaults.

    The limits stand in CLINICAL 4.2 and in the clinic's settings.
    """

    makes = NewTarget

    trigger_point_id = Id(load_default=None, allow_none=True)
    muscle = Word(MUSCLES, load_default=None, allow_none=True)
    side = Word(Side, load_default=None, allow_none=True)
    site = Whole(1, _LARGEST_SITE, load_default=None, allow_none=True)
    seconds = Whole(20, 300, load_default=None, allow_none=True)
    sessions_per_day = Whole(1, 3, load_default=1)
    days_per_week = Whole(1, 7, load_default=7)
    frequency_hz = Number(20, 65, load_default=None, allow_none=True)
    position = Text(longest=300, load_default="")
    reach = Word(Reach, load_default=Reach.SELF)
    note = Text(longest=_LONGEST_NOTE, load_default="")

    example = {
        "muscle": "infraspinatus",
        "side": "right",
        "site": 1,
        "seconds": 60,
        "sessions_per_day": 1,
        "days_per_week": 7,
        "frequency_hz": 45,
        "position": "Sit, arm on a pillow",
        "reach": "strap",
        "note": "",
    }


def _targets(**more: Any) -> Several:
    return Several(fields.Nested(NewTargetShape), most=_LONGEST_LIST, **more)


def _advice(**more: Any) -> Several:
    return Several(Word(ADVICE), most=_LONGEST_LIST, **more)


class NewPlanShape(Shape):
    makes = NewPlan

    examination_id = Id(required=True)
    episode_id = Id(load_default=None, allow_none=True)
    phase = Word(Phase, required=True)
    starts_on = Day(required=True)
    review_on = Day(required=True)
    massager_model_id = Id(load_default=None, allow_none=True)
    targets = _targets(load_default=list)
    advice = _advice(load_default=list)
    note = Text(load_default="")
    override_reason = Text(longest=_LONGEST_NOTE, load_default="")

    example = {
        "examination_id": _EXAMINATION,
        "phase": "treat",
        "starts_on": "2026-11-20",
        "review_on": "2026-12-04",
        "targets": [NewTargetShape.example],
        "advice": [next(iter(ADVICE))],
        "note": "",
    }


class FromExaminationShape(Shape):
    """From which examination a plan is proposed; the newest signed one unless it is named."""

    examination_id = Id(load_default=None, allow_none=True)


class PlanChangeShape(NewPlanShape):
    """The fields sent are changed; a sent `targets` replaces the list; null empties."""

    targets = _targets(allow_none=True)
    advice = _advice(allow_none=True)
    note = Text(allow_none=True)
    override_reason = Text(longest=_LONGEST_NOTE, allow_none=True)

    empties = {"targets": [], "advice": [], "note": "", "override_reason": ""}
    example = {"review_on": "2026-12-11", "targets": [NewTargetShape.example]}


@dataclass(frozen=True, slots=True)
class Prescription:
    """Which plan is replaced, and why to go on although the screen says caution."""

    replaces: str | None = None
    override_reason: str | None = None


class PrescriptionShape(Shape):
    makes = Prescription

    replaces = Id(load_default=None, allow_none=True)
    override_reason = Text(longest=_LONGEST_NOTE, load_default=None, allow_none=True)

    example = {"replaces": None}


class PlanReasonShape(Shape):
    """Why care pauses or stops."""

    reason = Text(longest=_LONGEST_NOTE, required=True)

    example = {"reason": "Away for two weeks without the massager"}


class ResumptionShape(PlanReasonShape):
    """Why care goes on."""

    override_reason = Text(longest=_LONGEST_NOTE, load_default=None, allow_none=True)

    example = {"reason": "Back home"}


class ReschedulingShape(Shape):
    review_on = Day(required=True)
    reason = Text(longest=_LONGEST_NOTE, load_default="")

    example = {"review_on": "2026-12-11", "reason": "Clinic closed on the 4th"}


class TargetShape(NewTargetShape):
    trigger_point_id = Id(allow_none=True)


class PlanWarningShape(Shape):
    pointer = fields.String(required=True)
    detail = fields.String(required=True)
    blocks = Truth(required=True, metadata={"description": "nothing is prescribed before"})


class PlanEventShape(Shape):
    event = fields.String()
    at = Moment()
    by = fields.String(allow_none=True)
    state = Word(PlanState)
    reason = fields.String()
    review_on = Day()


class PlanShape(Shape):
    """A home plan. Reception sees only that it exists, its state and its review day."""

    is_plain = True

    id = Id(required=True)
    patient_id = Id(required=True)
    state = Word(PlanState, required=True)
    actions = fields.List(fields.String(), required=True)
    starts_on = Day(required=True)
    review_on = Day(required=True)
    examination_id = Id()
    episode_id = Id(allow_none=True)
    phase = Word(Phase)
    massager_model_id = Id(allow_none=True)
    targets = fields.List(fields.Nested(TargetShape))
    session_seconds = fields.Integer(metadata={"description": "all places once"})
    day_seconds = fields.Integer()
    advice = fields.List(fields.String())
    note = Text()
    override_reason = Text()
    warnings = fields.List(fields.Nested(PlanWarningShape))
    prescribed_at = Moment(allow_none=True)
    prescribed_by = Id(allow_none=True)
    paused_at = Moment(allow_none=True)
    pause_cause = Word(PauseCause, allow_none=True)
    replaced_by = Id(allow_none=True)
    created_at = Moment()
    history = fields.List(fields.Nested(PlanEventShape))

    example = {
        "id": _PLAN,
        "patient_id": _PATIENT,
        **NewPlanShape.example,
        "episode_id": None,
        "state": "active",
        "actions": ["pause", "stop", "complete", "reschedule", "issue_handout"],
        "massager_model_id": None,
        "targets": [{"trigger_point_id": _POINT, **NewTargetShape.example}],
        "session_seconds": 60,
        "day_seconds": 60,
        "override_reason": "",
        "warnings": [],
        "prescribed_at": _THEN,
        "prescribed_by": _USER,
        "paused_at": None,
        "pause_cause": None,
        "replaced_by": None,
        "created_at": _THEN,
        "history": [
            {
                "event": "prescribed",
                "at": _THEN,
                "by": "Dr Helen Marchetti",
                "state": "active",
                "reason": "",
                "review_on": "2026-12-04",
            }
        ],
    }


class LeftOutShape(Shape):
    muscle = fields.String()
    side = Word(Side)
    site = fields.Integer(allow_none=True)
    because = fields.String()


class ProposalShape(Shape):
    """What the examination suggests; nothing is prescribed by itself. Fit to be sent as a plan."""

    is_plain = True

    examination_id = Id()
    episode_id = Id(allow_none=True)
    phase = Word(Phase)
    starts_on = Day()
    review_on = Day()
    massager_model_id = Id(allow_none=True)
    targets = fields.List(fields.Nested(TargetShape))
    session_seconds = fields.Integer()
    advice = fields.List(fields.String())
    note = Text()
    left_out = fields.List(fields.Nested(LeftOutShape))

    example = {
        **NewPlanShape.example,
        "episode_id": None,
        "massager_model_id": None,
        "targets": [{"trigger_point_id": _POINT, **NewTargetShape.example}],
        "session_seconds": 60,
        "left_out": [
            {
                "muscle": "scalenes",
                "side": "right",
                "site": None,
                "because": "Scalenes (anterior, middle, posterior) is not treated at home.",
            }
        ],
    }
