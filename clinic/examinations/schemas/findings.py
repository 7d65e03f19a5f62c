"""Shapes of one finding: as the hands found it, and with what it adds up to."""

from marshmallow import fields, validate

from clinic.anatomy.rules import MUSCLES, ZONES, Side, View
from clinic.examinations.rules import (
    ChartPoint,
    FindingClass,
    NewFinding,
    Override,
    Quality,
    Recognised,
    Referral,
    Sensation,
    TautBand,
    Twitch,
)
from clinic.web.fields import Id, Number, Several, Text, Truth, Whole, Word
from clinic.web.shapes import Shape

_FINDING = "0193a5f0-3f00-7000-8000-000000000021"
_POINT = "0193a5f0-3f00-7000-8000-000000000022"

MOST_KPA = 1500
LARGEST_SITE = 99


class ChartShape(Shape):
    """Where on the drawing: fractions of the view's width and height."""

    makes = ChartPoint

    view = Word(View, required=True)
    x = Number(0, 1, required=True)
    y = Number(0, 1, required=True)


class ReferralShape(Shape):
    makes = Referral

    sensation = Word(Sensation, load_default=Sensation.NOT_TESTED)
    zones = Several(Word(ZONES), most=40, load_default=list)
    qualities = Several(Word(Quality), most=7, load_default=list)


class OverrideShape(Shape):
    makes = Override

    kind = Word(FindingClass, required=True, data_key="class")
    reason = Text(longest=2000, required=True)


def _readings() -> Several:
    return Several(Number(0, MOST_KPA, above=True), most=3, load_default=list)


class NewFindingShape(Shape):
    """One place that was examined, positive or clear. What is left out was not tested."""

    makes = NewFinding

    # a finding read from here may be sent back as it is; its id follows from its place
    muscle = Word(MUSCLES, required=True)
    side = Word(Side, required=True)
    site = Whole(1, LARGEST_SITE, load_default=None, allow_none=True)
    chart = fields.Nested(ChartShape, load_default=None, allow_none=True)
    taut_band = Word(TautBand, load_default=TautBand.NOT_TESTED)
    tenderness_grade = Whole(0, 4, load_default=None, allow_none=True)
    spot_in_band = Truth(load_default=None, allow_none=True)
    referral = fields.Nested(ReferralShape, load_default=Referral)
    recognised = Word(Recognised, load_default=Recognised.NOT_TESTED)
    spontaneous_pain = Truth(load_default=None, allow_none=True)
    local_twitch = Word(Twitch, load_default=Twitch.NOT_TESTED)
    nodule = Truth(load_default=None, allow_none=True)
    movement_limited = Truth(load_default=None, allow_none=True)
    pressure_pain_threshold_kpa = _readings()
    mirror_pressure_pain_threshold_kpa = _readings()
    probe_cm2 = Number(0, 10, above=True, load_default=1.0)
    note = Text(longest=2000, load_default="")
    override = fields.Nested(OverrideShape, load_default=None, allow_none=True)

    example = {
        "muscle": "infraspinatus",
        "side": "right",
        "site": 1,
        "chart": {"view": "back", "x": 0.61, "y": 0.24},
        "taut_band": "present",
        "tenderness_grade": 3,
        "spot_in_band": True,
        "referral": {
            "sensation": "present",
            "zones": ["shoulder-front", "upper-arm-outer"],
            "qualities": ["dull_ache"],
        },
        "recognised": "yes",
        "spontaneous_pain": True,
        "local_twitch": "felt",
        "movement_limited": True,
        "pressure_pain_threshold_kpa": [180, 175, 190],
        "mirror_pressure_pain_threshold_kpa": [],
        "note": "",
        "override": None,
    }


class ClassificationShape(Shape):
    """What the signs add up to: derived, never typed in (CLINICAL 1.6)."""

    kind = Word(FindingClass, data_key="class", required=True)
    rule = fields.String(required=True, metadata={"description": "the rule's version"})
    row = fields.Integer(required=True, validate=[validate.Range(1, 13)])
    missing = fields.List(fields.String(), required=True)
    override = fields.Nested(OverrideShape, allow_none=True)


class FindingShape(NewFindingShape):
    id = Id(required=True)
    trigger_point_id = Id(allow_none=True)
    classification = fields.Nested(ClassificationShape, required=True)


FOUND = {
    **NewFindingShape.example,
    "id": _FINDING,
    "trigger_point_id": _POINT,
    "nodule": None,
    "probe_cm2": 1.0,
    "classification": {
        "class": "active",
        "rule": "1",
        "row": 3,
        "missing": [],
        "override": None,
    },
}
