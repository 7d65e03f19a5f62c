"""Models and units: the dial, the states of a unit, serial numbers, and what keeps a unit here."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from clinic.rulebook.machines import Machine, move


def dial_problems(min_hz: float, max_hz: float, dial: Sequence[float]) -> Iterator[tuple[str, str]]:
    """Answer what is wrong with a range and the frequencies marked on its dial, by pointer."""
    if min_hz > max_hz:
        yield "/max_hz", f"Cannot lie below min_hz ({min_hz:g})."
        return
    for at, hz in enumerate(dial):
        if not min_hz <= hz <= max_hz:
            yield (
                f"/dial/{at}/hz",
                f"Must lie between min_hz and max_hz ({min_hz:g} to {max_hz:g}).",
            )


class UnitState(StrEnum):
    AVAILABLE = "available"
    RESERVED = "reserved"
    ON_LOAN = "on_loan"
    QUARANTINED = "quarantined"
    LOST = "lost"
    SOLD = "sold"
    RETIRED = "retired"


class UnitAction(StrEnum):
    RETIRE = "retire"


# the one step a person takes with a unit; all others follow from loans, records and incidents
UNIT = Machine(
    "sample unit",
    initial=UnitState.AVAILABLE,
    moves={
        UnitAction.RETIRE: move(
            {UnitState.AVAILABLE, UnitState.QUARANTINED, UnitState.LOST}, UnitState.RETIRED
        ),
    },
)

# outside the house, as far as anybody knows: the recall list (CLINICAL 8.3); a sold unit is
# with its buyer, and the last holder of a lost one is the first to ask
HELD = (UnitState.ON_LOAN, UnitState.SOLD, UnitState.LOST)

_DIGITS = re.compile(r"\d+")
LONGEST_SERIAL = 60
LONGEST_SERIAL_KEY = 200


def serial_key(serial_number: str) -> str:
    """Write a serial number so that letters compare alike and 9 comes before 10.

    A run of digits becomes its length (two digits) and the run without leading zeros.
    """

    def number(found: re.Match[str]) -> str:
        digits = found.group().lstrip("0")
        return f"{len(digits):02d}{digits}"

    return _DIGITS.sub(number, serial_number.casefold())[:LONGEST_SERIAL_KEY]
