"""Shapes of the plain forms: the same fields as the API's, beside what the form saw before."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from marshmallow import ValidationError, fields, post_load

from clinic.anatomy.rules import Place
from clinic.examinations.rules import NewFinding
from clinic.examinations.schemas.entries import FIELDS, PlaceShape, field_value
from clinic.examinations.schemas.examinations import DraftShape, PsfsShape, ScoresShape
from clinic.examinations.schemas.findings import NewFindingShape
from clinic.web.fields import Id, Several, Text, Word
from clinic.web.shapes import Shape
from clinic.web.strict_json import BadJson, read_json

_LONGEST_BEFORE = 100_000


class BeginShape(Shape):
    """The episode that a new examination belongs to, if any."""

    episode_id = Id(load_default=None, allow_none=True)

    example = {"episode_id": None}


class Next(StrEnum):
    """What to do with a place that was chosen."""

    OPEN = "open"
    CLEAR = "clear"


@dataclass(frozen=True, slots=True)
class ChosenPlace:
    """A place that was chosen from the list, and what to do with it."""

    place: Place
    next: Next


class ChosenPlaceShape(PlaceShape):
    """A place to add: to write down what was found, or clear at once."""

    next = Word(Next, load_default=Next.OPEN)

    example = {**PlaceShape.example, "next": "clear"}

    @post_load
    def _make(self, data: dict[str, Any], **_more: Any) -> Any:
        return ChosenPlace(Place(data["muscle"], data["side"], data["site"] or 0), data["next"])


class Take(StrEnum):
    """What one press writes at a place."""

    LAST = "last"
    CLEAR = "clear"
    NOTHING = "nothing"


_NOT_OURS = "Is not what this form was made with."


def _seen(text: str) -> Any:
    """Read what a form carried of the state it was made from."""
    try:
        return read_json(text.encode())
    except BadJson as error:
        raise ValidationError({"before": [_NOT_OURS]}) from error


def _seen_finding(text: str) -> NewFinding | None:
    told = _seen(text)
    try:
        found: NewFinding | None = None if told is None else NewFindingShape().load(told)
    except ValidationError as error:
        raise ValidationError({"before": [_NOT_OURS]}) from error
    return found


class TakeShape(Shape):
    """One press: same as last time, clear, or not examined after all."""

    before = Text(longest=_LONGEST_BEFORE, required=True)
    take = Word(Take, required=True)

    example = {"before": "null", "take": "clear"}

    @post_load
    def _make(self, data: dict[str, Any], **_more: Any) -> Any:
        return data | {"before": _seen_finding(data["before"])}


class FoundShape(Shape):
    """What was found at one place, written down in full, and what stood there before."""

    before = Text(longest=_LONGEST_BEFORE, required=True)
    now = fields.Nested(NewFindingShape, required=True)

    example = {"before": "null", "now": NewFindingShape.example}

    @post_load
    def _make(self, data: dict[str, Any], **_more: Any) -> Any:
        return data | {"before": _seen_finding(data["before"])}


class ScoresFormShape(ScoresShape):
    """Scores as a form has them: what was left empty was not taken."""

    psfs = Several(fields.Nested(PsfsShape), most=5)

    @post_load
    def _make(self, data: dict[str, Any], **_more: Any) -> Any:
        return {name: score for name, score in data.items() if score is not None and score != []}


@dataclass(frozen=True, slots=True)
class Visit:
    """What a form says of a visit, and what it was made with, field by field."""

    now: Mapping[str, Any]
    before: Mapping[str, Any]


class VisitShape(DraftShape):
    """What a visit says beside its findings, and what it said when the form was made."""

    before = Text(longest=_LONGEST_BEFORE, required=True)
    scores = fields.Nested(ScoresFormShape)

    class Meta(DraftShape.Meta):
        """Leave the findings to their own forms."""

        exclude = ("findings", "examiner_id")

    example = {"before": "{}", "complaint": "Right shoulder, worse at the desk"}

    @post_load
    def _make(self, data: dict[str, Any], **_more: Any) -> Any:
        told = _seen(data.pop("before"))
        try:
            before = {name: field_value(name, told[name]) for name in FIELDS}
        except (ValidationError, LookupError, TypeError) as error:
            raise ValidationError({"before": [_NOT_OURS]}) from error
        return Visit(data, before)


class AmendVisitShape(DraftShape):
    """Why a signed examination is amended, and what its visit then says."""

    reason = Text(longest=2000, required=True)
    scores = fields.Nested(ScoresFormShape)

    class Meta(DraftShape.Meta):
        """Leave the findings to their own forms."""

        exclude = ("findings", "examiner_id")

    example = {"reason": "Pain was 3, not 4", "pain_now": 3}


class Amend(StrEnum):
    """What an amendment does to a place."""

    WRITE = "write"
    REMOVE = "remove"


class AmendFindingShape(Shape):
    """Why a signed finding is amended, and what it then says, or that it goes."""

    reason = Text(longest=2000, required=True)
    amend = Word(Amend, load_default=Amend.WRITE)
    now = fields.Nested(NewFindingShape, required=True)

    example = {"reason": "Side was mixed up", "amend": "write", "now": NewFindingShape.example}
