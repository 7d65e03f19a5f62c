"""Shapes of the register and of outcomes."""

from dataclasses import dataclass

from marshmallow import fields

from clinic.anatomy.rules import Side
from clinic.examinations.rules import FindingClass
from clinic.trigger_points.rules import TriggerPointState
from clinic.web.fields import Id, Moment, Word
from clinic.web.shapes import Shape

_PATIENT = "0193a5f0-3f00-7000-8000-000000000010"
_EXAMINATION = "0193a5f0-3f00-7000-8000-000000000020"
_POINT = "0193a5f0-3f00-7000-8000-000000000022"
_USER = "0193a5f0-3f00-7000-8000-000000000001"
_THEN = "2026-08-27T23:15:00.000Z"


class HistoryShape(Shape):
    """What one examination said of the place, and the state that gave."""

    examination_id = Id()
    examined_at = Moment()
    examiner = fields.String(metadata={"description": "the examiner's name"})
    examiner_id = Id()
    kind = Word(FindingClass, data_key="class")
    state = Word(TriggerPointState)


class TriggerPointShape(Shape):
    """One place followed through all examinations. `state` is null where nothing is left of it."""

    is_plain = True

    id = Id()
    patient_id = Id()
    muscle = fields.String()
    side = Word(Side)
    site = fields.Integer(allow_none=True)
    state = Word(TriggerPointState, allow_none=True)
    since = Moment(allow_none=True)
    reactivations = fields.Integer()
    history = fields.List(fields.Nested(HistoryShape))

    example = {
        "id": _POINT,
        "patient_id": _PATIENT,
        "muscle": "infraspinatus",
        "side": "right",
        "site": 1,
        "state": "active",
        "since": _THEN,
        "reactivations": 0,
        "history": [
            {
                "examination_id": _EXAMINATION,
                "examined_at": _THEN,
                "examiner": "Dr Helen Marchetti",
                "examiner_id": _USER,
                "class": "active",
                "state": "active",
            }
        ],
    }


@dataclass(frozen=True, slots=True)
class OutcomeQuery:
    """Outcomes of all episodes, or of one."""

    episode_id: str | None = None


class OutcomeQueryShape(Shape):
    makes = OutcomeQuery

    episode_id = Id(load_default=None)


class OutcomeShape(Shape):
    """One signed examination: what it looked at, and the register as it stood after it."""

    examination_id = Id()
    examined_at = Moment()
    muscles_examined = fields.Integer()
    muscles_active = fields.Integer()
    muscles_latent = fields.Integer()
    points_active = fields.Integer()
    points_latent = fields.Integer(metadata={"description": "latent and deactivated"})
    points_remaining = fields.Integer()
    points_suspected = fields.Integer()
    points_eliminated = fields.Integer()
    points_not_reexamined = fields.Integer()
    pain_now = fields.Integer(allow_none=True)
    comparable = fields.Boolean(metadata={"description": "with the first signed examination"})
    not_comparable_because = fields.List(fields.String())


class AdherenceShape(Shape):
    """How much was done at home, as far as it was told. A day not told is never counted as missed.

    Of all plans that were prescribed, or of those of the episode; days on which a plan rested, and
    today until something is told of it, are not planned.
    """

    days_planned = fields.Integer()
    days_told = fields.Integer(metadata={"description": "planned days with a check-in"})
    sessions_planned = fields.Integer(metadata={"description": "on the days that were told"})
    sessions_done = fields.Integer()
    share = fields.Float(
        allow_none=True, metadata={"description": "0 to 1 of what was told; null: nothing told"}
    )


class BenchmarkShape(Shape):
    """A published group's course: active muscles as per cent of its own baseline."""

    reference = fields.String()
    citation = fields.String()
    label = fields.String()
    weeks = fields.List(fields.Integer())
    treated = fields.List(
        fields.Float(), metadata={"description": "per cent of its own baseline, week by week"}
    )
    waiting_list = fields.List(fields.Float())
    limits = fields.List(fields.String())


_BENCHMARK = {
    "reference": "bron-2011",
    "citation": "Bron C, et al. BMC Med 2011;9:8",
    "label": "group average, chronic shoulder pain",
    "weeks": [0, 6, 12],
    "treated": [100.0, 83.8, 64.9],
    "waiting_list": [100.0, 111.5, 123.0],
    "limits": ["Counts muscles, not points."],
}


class OutcomesShape(Shape):
    """A patient's course, oldest first, beside a published one."""

    examinations = fields.List(fields.Nested(OutcomeShape))
    adherence = fields.Nested(AdherenceShape)
    benchmark = fields.Nested(BenchmarkShape)

    example = {
        "examinations": [
            {
                "examination_id": _EXAMINATION,
                "examined_at": _THEN,
                "muscles_examined": 9,
                "muscles_active": 3,
                "muscles_latent": 4,
                "points_active": 4,
                "points_latent": 6,
                "points_remaining": 10,
                "points_suspected": 1,
                "points_eliminated": 0,
                "points_not_reexamined": 0,
                "pain_now": 7,
                "comparable": True,
                "not_comparable_because": [],
            }
        ],
        "adherence": {
            "days_planned": 14,
            "days_told": 12,
            "sessions_planned": 72,
            "sessions_done": 66,
            "share": 0.917,
        },
        "benchmark": _BENCHMARK,
    }


class ClinicOutcomesShape(Shape):
    """The clinic's register as it stands, all patients together."""

    patients_followed = fields.Integer()
    points_active = fields.Integer()
    points_latent = fields.Integer()
    points_provisionally_cleared = fields.Integer()
    points_remaining = fields.Integer()
    points_suspected = fields.Integer()
    points_eliminated = fields.Integer()
    reactivations = fields.Integer()
    benchmark = fields.Nested(BenchmarkShape)

    example = {
        "patients_followed": 38,
        "points_active": 41,
        "points_latent": 96,
        "points_provisionally_cleared": 17,
        "points_remaining": 154,
        "points_suspected": 12,
        "points_eliminated": 33,
        "reactivations": 4,
        "benchmark": _BENCHMARK,
    }
