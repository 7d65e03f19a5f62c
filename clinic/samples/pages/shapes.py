"""The API's own shapes where a form writes a value differently: dollars, and one part a line."""

from typing import Any

from marshmallow import ValidationError

from clinic.samples.schemas.loans import InspectionShape, PurchaseShape
from clinic.samples.schemas.stock import (
    MassagerModelChangeShape,
    NewMassagerModelShape,
)
from clinic.web.fields import Dollars, Line, Several


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


class PurchaseForm(PurchaseShape):
    price_cents = Dollars(required=True)


class InspectionForm(InspectionShape):
    missing_parts = OnePerLine(most=50, load_default=list)
    charge_cents = Dollars(load_default=0)


class NewModelForm(NewMassagerModelShape):
    price_cents = Dollars(load_default=None, allow_none=True)


class ModelChangeForm(MassagerModelChangeShape):
    price_cents = Dollars(allow_none=True)
