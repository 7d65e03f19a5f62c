"""Shapes of translations and their approvals."""

from marshmallow import fields

from clinic.translations.use_cases import NewApproval
from clinic.web.fields import Id, Line, Moment, Text
from clinic.web.shapes import Shape


class SentenceShape(Shape):
    english = fields.String()
    translation = fields.String()


class TranslationShape(Shape):
    """A catalogue as it ships. It is a draft while `approval_id` is null."""

    language = fields.String(metadata={"description": "BCP 47"})
    name = fields.String(metadata={"description": "in its own letters"})
    english_name = fields.String()
    direction = fields.String(attribute="spoken.direction", metadata={"description": "ltr or rtl"})
    translation_version = fields.String(attribute="spoken.version")
    translation_sha256 = fields.String(
        attribute="spoken.sha256", metadata={"description": "of every sentence and its translation"}
    )
    approval_id = Id(allow_none=True, metadata={"description": "the approval that counts here"})

    example = {
        "language": "vi",
        "name": "Tiếng Việt",
        "english_name": "Vietnamese",
        "direction": "ltr",
        "translation_version": "1.0",
        "translation_sha256": "4b227777",
        "approval_id": None,
    }


class WholeTranslationShape(TranslationShape):
    sentences = fields.List(fields.Nested(SentenceShape))

    example = TranslationShape.example | {
        "sentences": [{"english": "Stop signs", "translation": "Dấu hiệu phải dừng"}]
    }


class ApprovalFormShape(Shape):
    """An approval as the page of its translation sends it."""

    translation_version = Line(longest=20, required=True)
    approver = Line(longest=200, required=True)
    qualification = Line(longest=300, required=True)

    example = {
        "translation_version": "1.0",
        "approver": "Nguyễn Minh Anh",
        "qualification": "certified health translator",
    }


class NewApprovalShape(ApprovalFormShape):
    """Who, qualified in that language, approved which version."""

    makes = NewApproval

    language = Line(longest=35, required=True)

    example = {"language": "vi"} | ApprovalFormShape.example


class ApprovalShape(Shape):
    id = Id()
    language = fields.String()
    translation_version = fields.String()
    translation_sha256 = fields.String(metadata={"description": "of the sentences as approved"})
    approver = fields.String()
    qualification = fields.String()
    recorded_by = Id()
    recorded_at = Moment(attribute="created_at")
    state = fields.String()
    actions = fields.List(fields.String())
    withdrawn_at = Moment(allow_none=True)
    withdrawn_by = Id(allow_none=True)
    withdrawn_reason = fields.String()

    example = {
        "id": "0193a5f0-3f00-7000-8000-000000000090",
        **NewApprovalShape.example,
        "translation_sha256": "4b227777",
        "recorded_by": "0193a5f0-3f00-7000-8000-000000000001",
        "recorded_at": "2026-11-20T00:15:00.000Z",
        "state": "approved",
        "actions": ["withdraw"],
        "withdrawn_at": None,
        "withdrawn_by": None,
        "withdrawn_reason": "",
    }


class WithdrawalShape(Shape):
    reason = Text(longest=2000, required=True)

    example = {"reason": "A caution reads wrongly"}
