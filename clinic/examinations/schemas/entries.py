"""Shapes of autosave: what was noted, place by place and field by field, and what became of it."""

from typing import Any

from marshmallow import ValidationError, fields, post_load

from clinic.anatomy.rules import MUSCLES, Place, Side
from clinic.examinations.rules import Entry, NewFinding
from clinic.examinations.schemas.examinations import DraftChangeShape
from clinic.examinations.schemas.findings import LARGEST_SITE, NewFindingShape
from clinic.web.fields import Moment, Several, Whole, Word
from clinic.web.shapes import Shape

MOST_ENTRIES = 200
# the fields of a draft that are saved one by one
FIELDS = tuple(
    name for name in DraftChangeShape().fields if name not in {"findings", "examiner_id"}
)
_ELSEWHERE = "Is about another place than the entry."


class PlaceShape(Shape):
    """A place of the body; without `site` the muscle as a whole."""

    muscle = Word(MUSCLES, required=True)
    side = Word(Side, required=True)
    site = Whole(1, LARGEST_SITE, load_default=None, allow_none=True)

    example = {"muscle": "infraspinatus", "side": "right", "site": 1}

    @post_load
    def _make(self, data: dict[str, Any], **_more: Any) -> Place:
        return Place(data["muscle"], data["side"], data["site"] or 0)


_FINDING = NewFindingShape()
_VALUES = DraftChangeShape()


class EntryShape(Shape):
    """What was noted of one place or one field: what stood there before, and what is to stand."""

    number = Whole(0, required=True)
    place = fields.Nested(PlaceShape, load_default=None, allow_none=True)
    field = Word(FIELDS, load_default=None, allow_none=True)
    before = fields.Raw(required=True, allow_none=True)
    now = fields.Raw(required=True, allow_none=True)

    example = {
        "number": 17,
        "place": PlaceShape.example,
        "before": None,
        "now": NewFindingShape.example,
    }

    @post_load
    def _make(self, data: dict[str, Any], **_more: Any) -> Entry:
        place, field = data["place"], data["field"]
        if (place is None) is (field is None):
            raise ValidationError("An entry is about a place or about a field.")
        read: dict[str, Any] = {}
        wrong: dict[str, Any] = {}
        for name in ("before", "now"):
            try:
                read[name] = (
                    field_value(field, data[name]) if place is None else _found(place, data[name])
                )
            except ValidationError as error:
                wrong[name] = error.messages
        if wrong:
            raise ValidationError(wrong)
        return Entry(data["number"], place or field, read["before"], read["now"])


def _found(place: Place, told: Any) -> NewFinding | None:
    if told is None:
        return None
    finding: NewFinding = _FINDING.load(told)
    if finding.place != place:
        raise ValidationError(_ELSEWHERE)
    return finding


def field_value(name: str, told: Any) -> Any:
    """Read one field of a draft; null is what the field is when it is empty."""
    value = _VALUES.fields[name].deserialize(told)
    return _VALUES.empties.get(name) if value is None else value


class EntriesShape(Shape):
    """What waits to be saved, in the order it was noted."""

    entries = Several(fields.Nested(EntryShape), most=MOST_ENTRIES, required=True)

    example = {"entries": [EntryShape.example]}

    @post_load
    def _make(self, data: dict[str, Any], **_more: Any) -> list[Entry]:
        entries: list[Entry] = data["entries"]
        seen: set[int] = set()
        for at, entry in enumerate(entries):
            if entry.number in seen:
                raise ValidationError({"entries": {at: {"number": ["Stands twice."]}}})
            seen.add(entry.number)
        return entries


class EntryConflictShape(Shape):
    """An entry that was not saved, because somebody else changed the same in the meantime."""

    number = fields.Integer(required=True)
    stored = fields.Raw(required=True, allow_none=True)
    recorded_at = Moment(required=True)
    recorded_by = fields.String(required=True)


class EntryRefusedShape(Shape):
    """An entry that cannot stand beside what is stored."""

    number = fields.Integer(required=True)
    detail = fields.String(required=True)


class SavedShape(Shape):
    """What became of the entries, and what the draft now holds."""

    saved = fields.List(fields.Integer(), required=True)
    conflicts = fields.List(fields.Nested(EntryConflictShape), required=True)
    refused = fields.List(fields.Nested(EntryRefusedShape), required=True)
    etag = fields.String(required=True)
    findings = fields.Integer(required=True)
    warnings = fields.List(fields.Raw(), required=True)

    example = {
        "saved": [17],
        "conflicts": [],
        "refused": [],
        "etag": "a version",
        "findings": 1,
        "warnings": [],
    }
