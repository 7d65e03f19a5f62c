"""The thirteen rows of CLINICAL 1.6, with the precisions of CONTRACT 3, as one table to read.

It is read from above, and the first line that fits gives row and class. A test nobody made has
a value of its own and never counts as a negative one.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from clinic.examinations.rules.vocabulary import FindingClass, Recognised, Sensation, TautBand


class Spot(StrEnum):
    """Where the tender spot lies, as the table asks it."""

    IN_BAND = "in the band"
    ELSEWHERE = "elsewhere"
    NONE = "none"
    UNPLACED = "a spot, not said whether in the band"
    NOT_TESTED = "not tested"


@dataclass(frozen=True, slots=True)
class Reading:
    """The table's four columns, read off one finding."""

    taut_band: TautBand
    spot: Spot
    sensation: Sensation
    recognised: Recognised


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: what each column must be, and the class it gives."""

    row: int
    taut_band: frozenset[TautBand]
    spot: frozenset[Spot]
    sensation: frozenset[Sensation]
    recognised: frozenset[Recognised]
    kind: FindingClass
    remark: str = ""

    def takes(self, reading: Reading) -> bool:
        return (
            reading.taut_band in self.taut_band
            and reading.spot in self.spot
            and reading.sensation in self.sensation
            and reading.recognised in self.recognised
        )


def first_match(reading: Reading, table: tuple[Line, ...]) -> Line:
    """Find the first line that takes the reading; the last row takes whatever is left."""
    return next(line for line in table if line.takes(reading))


# The table's own shorthand. "Any" is each value of a column, not tested included.
_any_band = frozenset(TautBand)
_untested = frozenset({TautBand.NOT_TESTED})
_banded = frozenset({TautBand.PRESENT})
_bandless = frozenset({TautBand.ABSENT})
_deep = frozenset({TautBand.NOT_PALPABLE})

_any_spot = frozenset(Spot)
_unpressed = frozenset({Spot.NOT_TESTED})
_in_band = frozenset({Spot.IN_BAND})
_elsewhere = frozenset({Spot.ELSEWHERE})
_none = frozenset({Spot.NONE})

_any_ref = frozenset(Sensation)
_refers = frozenset({Sensation.PRESENT})
_silent = frozenset({Sensation.ABSENT})
_no_ref = frozenset({Sensation.ABSENT, Sensation.NOT_TESTED})

_any_rec = frozenset(Recognised)
_yes = frozenset({Recognised.YES})
_some = frozenset({Recognised.YES, Recognised.PARTLY})
_no_partly = frozenset({Recognised.NO, Recognised.PARTLY})
_told = _yes | _no_partly
_no_rec = frozenset({Recognised.NO, Recognised.NOT_TESTED})

_c = FindingClass
_ask = "a response to pressure where nothing is tender: ask again"
_feel = "a spot in a band that was not felt: ask again"
_look = "referral is expected from a spot in a band: look for the band again"
_other = "think of other causes"

# A row with alternatives ("or") has a line for each of them.
# fmt: off
TABLE: tuple[Line, ...] = (
    #   row  taut band           spot        referred  recognised  class
    Line(1,  _untested,          _any_spot,  _any_ref, _any_rec,   _c.INCOMPLETE),
    Line(1,  _any_band,          _unpressed, _any_ref, _any_rec,   _c.INCOMPLETE),
    Line(2,  _any_band,          _none,      _refers,  _any_rec,   _c.INCONSISTENT, _ask),
    Line(2,  _any_band,          _none,      _any_ref, _some,      _c.INCONSISTENT, _ask),
    Line(2,  _bandless | _deep,  _in_band,   _any_ref, _any_rec,   _c.INCONSISTENT, _feel),
    Line(3,  _banded,            _in_band,   _any_ref, _yes,       _c.ACTIVE),
    Line(4,  _banded,            _in_band,   _refers,  _no_partly, _c.LATENT),
    Line(5,  _banded,            _in_band,   _silent,  _no_partly, _c.LATENT_PROBABLE),
    Line(6,  _deep,              _elsewhere, _refers,  _yes,       _c.ACTIVE_PROBABLE),
    Line(7,  _deep,              _elsewhere, _refers,  _no_partly, _c.LATENT_PROBABLE),
    Line(8,  _banded | _bandless, _elsewhere, _refers, _told,      _c.INDETERMINATE, _look),
    Line(9,  _any_band,          _elsewhere, _silent,  _any_rec,   _c.TENDER_SPOT, _other),
    Line(10, _banded,            _none,      _no_ref,  _no_rec,    _c.TAUT_BAND),
    Line(11, _bandless,          _none,      _no_ref,  _no_rec,    _c.CLEAR),
    Line(12, _deep,              _none,      _no_ref,  _no_rec,    _c.CLEAR_BAND_UNTESTABLE),
    Line(13, _any_band,          _any_spot,  _any_ref, _any_rec,   _c.INCOMPLETE),
)
# fmt: on

TWO_OF_THREE_ROW = 5

# The strict setting changes one row: two of the three signs are then not enough [P].
STRICT_TABLE: tuple[Line, ...] = tuple(
    replace(line, kind=FindingClass.INDETERMINATE, remark="two of the three signs")
    if line.row == TWO_OF_THREE_ROW
    else line
    for line in TABLE
)
