"""Fields of the JSON API: strict about types, clear about what is wrong, documented in OpenAPI."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from email_validator import EmailNotValidError, validate_email
from marshmallow import ValidationError, fields, validate

from clinic.rulebook.moments import written

LONGEST_LINE = 200
LONGEST_TEXT = 10_000
# more words than this are not told in an error
_MOST_WORDS_NAMED = 20
# integers beyond this are no longer exact in every reader of JSON
_EXACT = 2**53

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_DIGITS = re.compile(r"-?[0-9]{1,9}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})", re.ASCII
)
_FIRST_YEAR, _LAST_YEAR = 1880, 2200
_BIDI = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
_LINE_BREAKS = {"\n", "\t"}
# the same rule as the API document tells it: characters refused in a line, in a text, and spaces
_NOT_IN_LINE = r"\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c"
_NOT_IN_TEXT = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029"
_SPACES = r"\t\n\r \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"


def is_id(text: str) -> bool:
    """Tell whether `text` is written like an id of ours."""
    return _ID.fullmatch(text) is not None


class Line(fields.String):
    """One line of text: names, titles, numbers. No control characters, no direction overrides."""

    multi_line: ClassVar[bool] = False

    def __init__(self, *, longest: int = LONGEST_LINE, **options: Any) -> None:
        is_needed = bool(options.get("required"))
        self.longest = longest
        validators = [*options.pop("validate", []), validate.Length(int(is_needed), longest)]
        pattern = self.documented_pattern(is_needed=is_needed)
        metadata = {"pattern": pattern, **options.pop("metadata", {})}
        super().__init__(validate=validators, metadata=metadata, **options)

    @classmethod
    def documented_pattern(cls, *, is_needed: bool) -> str:
        """Answer what the API document says of the characters."""
        refused = _NOT_IN_TEXT if cls.multi_line else _NOT_IN_LINE
        if is_needed:
            return f"^[^{refused}]*[^{refused}{_SPACES}][^{refused}]*$"
        return f"^[^{refused}]*$"

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> str:
        typed = super()._deserialize(value, attr, data, **more)
        if len(typed) > self.longest:
            raise ValidationError(f"Longer than {self.longest} characters.")
        text = unicodedata.normalize("NFC", typed)
        if self.multi_line:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        kept = _LINE_BREAKS if self.multi_line else set()
        for character in text:
            if character in kept:
                continue
            if unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}:
                code = f"U+{ord(character):04X}"
                raise ValidationError(f"Holds a control character ({code}) that cannot be kept.")
            if not self.multi_line and character in _BIDI:
                raise ValidationError("Holds an invisible sign that turns the writing direction.")
        if self.required and not text.strip():
            raise ValidationError("Please fill this in.")
        return text.strip()


class Text(Line):
    """Free text with line breaks. Kept as typed, shown as text, never as HTML."""

    multi_line: ClassVar[bool] = True

    def __init__(self, *, longest: int = LONGEST_TEXT, **options: Any) -> None:
        super().__init__(longest=longest, **options)


class Whole(fields.Integer):
    """A whole number. `1.0` is one, `"1"` and true are not numbers."""

    def __init__(self, least: int | None = None, most: int | None = None, **options: Any) -> None:
        low, high = -_EXACT if least is None else least, _EXACT if most is None else most
        told = None if None in {least, most} else "Must lie between {min} and {max}."
        super().__init__(validate=validate.Range(low, high, error=told), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value != int(value):
            raise ValidationError("Must be a whole number.")
        number: int = super()._deserialize(int(value), attr, data, **more)
        return number


# a price beyond it is a slip of the pen: a million dollars
MOST_CENTS = 100_000_000
_AMOUNT = re.compile(r"\$?\s?(\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.(\d{1,2}))?", re.ASCII)


class Dollars(Whole):
    """An amount as people write it, 249 or 249.50; the deed is given cents."""

    def __init__(self, **options: Any) -> None:
        super().__init__(0, MOST_CENTS, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> int:
        found = _AMOUNT.fullmatch(str(value))
        if found is None:
            raise ValidationError("Must be an amount, like 249 or 249.50.")
        cents = int(found[1].replace(",", "")) * 100 + int((found[2] or "").ljust(2, "0"))
        return super()._deserialize(cents, attr, data, **more)


def dollars(cents: int | None) -> str:
    """Write an amount as its field holds it."""
    if cents is None:
        return ""
    whole, rest = divmod(cents, 100)
    return f"{whole}.{rest:02d}" if rest else str(whole)


class QueryWhole(Whole):
    """A whole number in an address, where everything is text."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> int:
        if not isinstance(value, str) or not _DIGITS.fullmatch(value):
            raise ValidationError("Must be a whole number.")
        return super()._deserialize(int(value), attr, data, **more)


class QueryTruth(fields.Boolean):
    """true or false in an address."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> bool:
        if value not in ("true", "false"):
            raise ValidationError("Must be true or false.")
        return bool(super()._deserialize(value, attr, data, **more))


class Number(fields.Float):
    """A decimal number between two bounds. Text and true are not numbers."""

    def __init__(self, least: float, most: float, *, above: bool = False, **options: Any) -> None:
        bounds = validate.Range(least, most, min_inclusive=not above)
        super().__init__(validate=bounds, allow_nan=False, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise ValidationError("Must be a number.")
        number: float = super()._deserialize(value, attr, data, **more)
        return number


class Truth(fields.Boolean):
    """true or false, nothing that looks like it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> bool:
        if not isinstance(value, bool):
            raise ValidationError("Must be true or false.")
        return bool(super()._deserialize(value, attr, data, **more))


class Day(fields.Date):
    """A day in the clinic's zone: YYYY-MM-DD."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> date:
        if not isinstance(value, str) or not _DAY.fullmatch(value) or not value.isascii():
            raise ValidationError("Must be a day written YYYY-MM-DD.")
        try:
            day = date.fromisoformat(value)
        except ValueError as error:
            raise ValidationError("There is no such day.") from error
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            raise ValidationError(f"Must lie between {_FIRST_YEAR} and {_LAST_YEAR}.")
        return day


class Moment(fields.AwareDateTime):
    """An instant: ISO 8601 with offset. Stored and answered in UTC."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **more: Any) -> str | None:
        return None if value is None else written(value.astimezone(UTC))

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> datetime:
        if not isinstance(value, str) or not _MOMENT.fullmatch(value):
            raise ValidationError("Must be a time with its offset, like 2026-11-20T10:15:00+11:00.")
        try:
            moment = datetime.fromisoformat(value)
            in_utc = moment.astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise ValidationError("There is no such time.") from error
        if not _FIRST_YEAR <= in_utc.year <= _LAST_YEAR:
            raise ValidationError(f"Must lie between {_FIRST_YEAR} and {_LAST_YEAR}.")
        return in_utc


class Word(fields.Field):  # type: ignore[type-arg]  # the value type is the enum given at run time
    """One word of a closed vocabulary: an enum, or the slugs of a catalogue."""

    def __init__(self, vocabulary: type[StrEnum] | Iterable[str], **options: Any) -> None:
        self.vocabulary = vocabulary if isinstance(vocabulary, type) else None
        self.words = tuple(str(word) for word in vocabulary)
        super().__init__(**options)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **more: Any) -> str | None:
        return None if value is None else str(value)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> str:
        if not isinstance(value, str) or value not in self.words:
            if len(self.words) <= _MOST_WORDS_NAMED:
                raise ValidationError(f"Must be one of: {', '.join(self.words)}.")
            raise ValidationError("Is not in the catalogue.")
        return self.vocabulary(value) if self.vocabulary else value


class Id(fields.String):
    """The opaque id of a record of this clinic."""

    def __init__(self, **options: Any) -> None:
        metadata = {"format": "uuid", **options.pop("metadata", {})}
        super().__init__(metadata=metadata, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **more)
        # an id of another kind is like one that is absent: the same words at the same pointer
        if not is_id(text):
            raise ValidationError("There is nothing with this id.")
        return text


class Email(Line):
    """An e-mail address, checked for its form only; nothing is looked up."""

    def __init__(self, **options: Any) -> None:
        # one that may be left empty answers "" where there is none
        form = {"format": "email"}
        told = form if options.get("required") else {"anyOf": [form, {"maxLength": 0}]}
        metadata = {**told, **options.pop("metadata", {})}
        super().__init__(longest=254, metadata=metadata, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> str:
        text = super()._deserialize(value, attr, data, **more)
        if not text and not self.required:
            return ""
        try:
            return validate_email(
                text, check_deliverability=False, test_environment=True
            ).normalized
        except (EmailNotValidError, ValueError) as error:
            raise ValidationError("Is not an e-mail address.") from error


class Several(fields.List[Any]):
    """A list with an upper bound, which stops reading where the bound is passed."""

    def __init__(self, inner: Any, *, most: int, least: int = 0, **options: Any) -> None:
        self.most = most
        validators = [validate.Length(least, most)]
        super().__init__(inner, validate=validators, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> list[Any]:
        if isinstance(value, list) and len(value) > self.most:
            raise ValidationError(f"Holds {len(value)} entries; at most {self.most} are possible.")
        found: list[Any] = super()._deserialize(value, attr, data, **more)
        return found
