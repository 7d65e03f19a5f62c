"""Shapes of examinations and findings."""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields, post_load, validate

from clinic.anatomy.rules import MUSCLES, ZONES, Side, View
from clinic.examinations.rules import (
    ChartPoint,
    ExaminationState,
    FindingClass,
    NewFinding,
    Override,
    Quality,
    Recognised,
    Referral,
    Sensation,
    Symptom,
    TautBand,
    Twitch,
)
from clinic.safety.rules import RED_FLAGS
from clinic.web.fields import Id, Line, Moment, Number, Several, Text, Truth, Whole, Word
from clinic.web.shapes import Shape

_PATIENT = "0193a5f0-3f00-7000-8000-000000000010"
_EXAMINATION = "0193a5f0-3f00-7000-8000-000000000020"
_FINDING = "0193a5f0-3f00-7000-8000-000000000021"
_POINT = "0193a5f0-3f00-7000-8000-000000000022"
_USER = "0193a5f0-3f00-7000-8000-000000000001"

MOST_FINDINGS = 400
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


class PsfsShape(Shape):
    activity = Line(required=True)
    score = Whole(0, 10, required=True)


class ScoresShape(Shape):
    """Scores only; the instruments' own words are their owners' (CLINICAL 1.3)."""

    psfs = Several(fields.Nested(PsfsShape), least=1, most=5)
    ndi = Whole(0, 50, allow_none=True)
    dash = Number(0, 100, allow_none=True)
    gpe = Whole(-5, 5, allow_none=True)


class DraftShape(Shape):
    """An examination as it is written down. What is left out was not tested."""

    examined_at = Moment()
    examiner_id = Id(allow_none=True)
    episode_id = Id(allow_none=True)
    complaint = Text()
    pain_now = Whole(0, 10, allow_none=True)
    pain_worst_week = Whole(0, 10, allow_none=True)
    symptoms = Several(Word(Symptom), most=6)
    red_flags = Several(Word(RED_FLAGS), most=40)
    scores = fields.Nested(ScoresShape)
    treatment_given = Text()
    advice_given = Text()
    plan_of_care = Text()
    findings = Several(fields.Nested(NewFindingShape), most=MOST_FINDINGS)

    example = {
        "examined_at": "2026-11-20T10:15:00+11:00",
        "examiner_id": None,
        "episode_id": None,
        "complaint": "Right shoulder, worse at the desk",
        "pain_now": 4,
        "pain_worst_week": 7,
        "symptoms": ["pain", "fatigue"],
        "red_flags": [],
        "scores": {
            "psfs": [{"activity": "lifting the kettle", "score": 4}],
            "ndi": 18,
            "dash": 30.5,
            "gpe": 1,
        },
        "treatment_given": "",
        "advice_given": "",
        "plan_of_care": "",
        "findings": [
            NewFindingShape.example,
            {
                "muscle": "trapezius-upper",
                "side": "left",
                "taut_band": "absent",
                "tenderness_grade": 0,
            },
        ],
    }


_EMPTIES: Mapping[str, Any] = {
    "complaint": "",
    "symptoms": [],
    "red_flags": [],
    "scores": {},
    "treatment_given": "",
    "advice_given": "",
    "plan_of_care": "",
    "findings": [],
}


class DraftChangeShape(DraftShape):
    """The fields sent are changed; a sent `findings` replaces the list; null empties."""

    complaint = Text(allow_none=True)
    symptoms = Several(Word(Symptom), most=6, allow_none=True)
    red_flags = Several(Word(RED_FLAGS), most=40, allow_none=True)
    scores = fields.Nested(ScoresShape, allow_none=True)
    treatment_given = Text(allow_none=True)
    advice_given = Text(allow_none=True)
    plan_of_care = Text(allow_none=True)
    findings = Several(fields.Nested(NewFindingShape), most=MOST_FINDINGS, allow_none=True)

    empties = _EMPTIES
    example = {"pain_now": 3, "findings": [NewFindingShape.example]}

    @post_load
    def _emptied(self, data: dict[str, Any], **_more: Any) -> dict[str, Any]:
        return {k: self.empties.get(k) if v is None else v for k, v in data.items()}


class AmendmentShape(DraftChangeShape):
    """Why, and the fields that change."""

    reason = Text(longest=2000, required=True)

    example = {"reason": "Side was mixed up", "findings": [NewFindingShape.example]}


class ReasonShape(Shape):
    """Why."""

    reason = Text(longest=2000, required=True)

    example = {"reason": "Entered for the wrong patient"}


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


class WarningShape(Shape):
    pointer = fields.String(required=True)
    detail = fields.String(required=True)


_FOUND = {
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


class ExaminationShape(DraftShape):
    """An examination as it now reads."""

    # queries.shown() answers it as it is sent
    is_plain = True

    id = Id(required=True)
    patient_id = Id(required=True)
    state = Word(ExaminationState, required=True)
    actions = fields.List(fields.String(), required=True)
    version = fields.Integer(required=True, metadata={"description": "raised by amendments"})
    recorded_at = Moment(required=True)
    signed_at = Moment(allow_none=True)
    signed_by = Id(allow_none=True)
    amended_because = fields.String(allow_none=True)
    amended_at = Moment(allow_none=True)
    voided_at = Moment(allow_none=True)
    voided_by = Id(allow_none=True)
    void_reason = fields.String(allow_none=True)
    sha256 = fields.String(allow_none=True, metadata={"description": "of the signed text"})
    findings = Several(fields.Nested(FindingShape), most=MOST_FINDINGS)
    warnings = fields.List(fields.Nested(WarningShape))

    example = {
        **DraftShape.example,
        "id": _EXAMINATION,
        "patient_id": _PATIENT,
        "state": "draft",
        "actions": ["change", "delete", "sign"],
        "version": 1,
        "examined_at": "2026-11-19T23:15:00.000Z",
        "recorded_at": "2026-11-19T23:16:12.000Z",
        "signed_at": None,
        "signed_by": None,
        "amended_because": None,
        "amended_at": None,
        "voided_at": None,
        "voided_by": None,
        "void_reason": None,
        "sha256": None,
        "findings": [_FOUND],
        "warnings": [],
    }


class VersionShape(DraftShape):
    """One version of an examination, as it was signed."""

    is_plain = True

    version = fields.Integer(required=True)
    reason = fields.String(metadata={"description": "why it was amended; empty in the first"})
    recorded_at = Moment()
    recorded_by = Id(allow_none=True)
    signed_at = Moment(allow_none=True)
    signed_by = Id(allow_none=True)
    sha256 = fields.String(allow_none=True)
    findings = Several(fields.Nested(FindingShape), most=MOST_FINDINGS)

    example = {
        **DraftShape.example,
        "version": 1,
        "reason": "",
        "recorded_at": "2026-11-19T23:16:12.000Z",
        "recorded_by": _USER,
        "signed_at": "2026-11-19T23:20:00.000Z",
        "signed_by": _USER,
        "sha256": "9f2c5d0a",
        "examined_at": "2026-11-19T23:15:00.000Z",
        "findings": [_FOUND],
    }
