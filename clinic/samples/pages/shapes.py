"""The API's own shapes where a form writes a value differently: dollars, and one part a line."""

import re
from typing import Any

from marshmallow import ValidationError

from clinic.samples.schemas.loans import InspectionShape, PurchaseShape
from clinic.samples.schemas.stock import (
    MOST_CENTS,
    MassagerModelChangeShape,
    NewMassagerModelShape,
)
from clinic.web.fields import Line, Several, Whole

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


class OnePerLine(Several):
    """Several short entries, each on its own line; the deed is given their list."""

    def __init__(self, *, most: int, **options: Any) -> None:
        super().__init__(Line(), most=most, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> list[Any]:
        typed = [str(one) for one in value] if isinstance(value, list) else [str(value)]
        lines = [line.strip() for text in typed for line in text.splitlines() if line.strip()]
        try:
            return super()._deserialize(lines, attr, data, **more)
        except ValidationError as error:
            raise ValidationError(_flat(error.messages)) from error


def _flat(messages: Any) -> list[str]:
    """Tell at the one field what is wrong in any of its lines."""
    if isinstance(messages, dict):
        return [f"Line {at + 1}: {words}" for at in messages for words in messages[at]]
    return list(messages)


def dollars(cents: int | None) -> str:
    """Write an amount as its field holds it."""
    if cents is None:
        return ""
    whole, rest = divmod(cents, 100)
    return f"{whole}.{rest:02d}" if rest else str(whole)


class PurchaseForm(PurchaseShape):
    price_cents = Dollars(required=True)


class InspectionForm(InspectionShape):
    missing_parts = OnePerLine(most=50, load_default=list)
    charge_cents = Dollars(load_default=0)


class NewModelForm(NewMassagerModelShape):
    price_cents = Dollars(load_default=None, allow_none=True)


class ModelChangeForm(MassagerModelChangeShape):
    price_cents = Dollars(allow_none=True)
