"""Shapes of examinations: drafts, changes, amendments, versions."""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields, post_load

from clinic.examinations.rules import MOST_FINDINGS, ExaminationState, Symptom
from clinic.examinations.schemas.findings import FOUND, FindingShape, NewFindingShape
from clinic.safety.rules import RED_FLAGS
from clinic.web.fields import Id, Line, Moment, Number, Several, Text, Whole, Word
from clinic.web.shapes import Shape

_PATIENT = "0193a5f0-3f00-7000-8000-000000000010"
_EXAMINATION = "0193a5f0-3f00-7000-8000-000000000020"
_USER = "0193a5f0-3f00-7000-8000-000000000001"


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


class WarningShape(Shape):
    pointer = fields.String(required=True)
    detail = fields.String(required=True)


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
        "findings": [FOUND],
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
        "findings": [FOUND],
    }
