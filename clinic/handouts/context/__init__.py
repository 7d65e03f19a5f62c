"""Everything a handout prints, as plain values: no record is read while a page is filled."""

from clinic.handouts.context.filled import handout_context
from clinic.handouts.context.pictures import drawing
from clinic.handouts.context.values import (
    AdviceLine,
    HandoutContext,
    OtherWay,
    PatientLine,
    PlaceLine,
    StatementLine,
    StopSigns,
)

__all__ = [
    "AdviceLine",
    "HandoutContext",
    "OtherWay",
    "PatientLine",
    "PlaceLine",
    "StatementLine",
    "StopSigns",
    "drawing",
    "handout_context",
]
