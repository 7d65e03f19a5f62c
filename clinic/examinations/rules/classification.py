"""What the signs of one finding add up to: its class, the tests missing, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import combinations, product

from clinic.examinations.rules.table import (
    STRICT_TABLE,
    TABLE,
    Line,
    Reading,
    Spot,
    first_match,
)
from clinic.examinations.rules.vocabulary import (
    FindingClass,
    Recognised,
    Sensation,
    TautBand,
    Twitch,
)

RULE_VERSION = "1"


@dataclass(frozen=True, slots=True)
class Signs:
    """What was felt, seen and said at one place. None and `not_tested` mean nobody tried."""

    taut_band: TautBand = TautBand.NOT_TESTED
    tenderness_grade: int | None = None
    spot_in_band: bool | None = None
    sensation: Sensation = Sensation.NOT_TESTED
    recognised: Recognised = Recognised.NOT_TESTED
    local_twitch: Twitch = Twitch.NOT_TESTED
    spontaneous_pain: bool | None = None
    nodule: bool | None = None
    movement_limited: bool | None = None


@dataclass(frozen=True, slots=True)
class ClassificationSettings:
    """What a clinic may set about the table [P].

    `spot_from` is the tenderness grade from which a place is a spot (1, or 2 for the stricter
    clinic). `strict` asks for all three signs: then row 5 reads indeterminate.
    """

    spot_from: int = 1
    strict: bool = False

    @property
    def rule(self) -> str:
        """Name the rule a class was derived by: its version, and what differs from the default."""
        spot = "" if self.spot_from == 1 else f"-spot{self.spot_from}"
        return RULE_VERSION + spot + ("-strict" if self.strict else "")


DEFAULT_SETTINGS = ClassificationSettings()


@dataclass(frozen=True, slots=True)
class Classification:
    """The class of one finding, the row that gave it, and why.

    `missing` names the open tests by their names in the API; only `incomplete` has any.
    """

    kind: FindingClass
    row: int
    rule: str
    missing: tuple[str, ...] = ()
    because: tuple[str, ...] = ()


# What may still be asked of a finding that no row took: the column, its open value, the answers.
_OPEN_QUESTIONS: Mapping[str, tuple[str, StrEnum, tuple[StrEnum, ...]]] = {
    "spot_in_band": ("spot", Spot.UNPLACED, (Spot.IN_BAND, Spot.ELSEWHERE)),
    "referral.sensation": (
        "sensation",
        Sensation.NOT_TESTED,
        (Sensation.PRESENT, Sensation.ABSENT),
    ),
    "recognised": (
        "recognised",
        Recognised.NOT_TESTED,
        (Recognised.YES, Recognised.PARTLY, Recognised.NO),
    ),
}

_BAND_WORDS: Mapping[TautBand, str] = {
    TautBand.PRESENT: "taut band present",
    TautBand.ABSENT: "no taut band",
    TautBand.NOT_PALPABLE: "too deep to feel a band",
    TautBand.NOT_TESTED: "taut band not tested",
}
_SPOT_WORDS: Mapping[Spot, str] = {
    Spot.IN_BAND: "tender spot in the band (grade {grade})",
    Spot.ELSEWHERE: "tender spot outside any felt band (grade {grade})",
    Spot.UNPLACED: "tender spot (grade {grade}), not said whether in the band",
    Spot.NONE: "no tender spot",
    Spot.NOT_TESTED: "tenderness not tested",
}
_SENSATION_WORDS: Mapping[Sensation, str] = {
    Sensation.PRESENT: "referred sensation",
    Sensation.ABSENT: "no referred sensation",
    Sensation.NOT_TESTED: "referral not tested",
}
_RECOGNISED_WORDS: Mapping[Recognised, str] = {
    Recognised.YES: "recognised as the patient's own pain",
    Recognised.PARTLY: "partly recognised",
    Recognised.NO: "not recognised",
    Recognised.NOT_TESTED: "recognition not asked",
}


def classify(signs: Signs, settings: ClassificationSettings = DEFAULT_SETTINGS) -> Classification:
    """Derive a finding's class from its signs, naming the row, what is missing, and why."""
    reading = read(signs, settings)
    line, missing = _verdict(reading, strict=settings.strict)
    return Classification(
        kind=line.kind,
        row=line.row,
        rule=settings.rule,
        missing=missing,
        because=tuple(_reasons(reading, line, missing, signs.tenderness_grade)),
    )


def read(signs: Signs, settings: ClassificationSettings = DEFAULT_SETTINGS) -> Reading:
    """Read the table's four columns off the signs."""
    return Reading(signs.taut_band, _spot(signs, settings), signs.sensation, signs.recognised)


def has_positive_sign(signs: Signs) -> bool:
    """Answer whether anything was found at all, decider or modifier (CLINICAL 1.6).

    Where the spot lies is ignored when there is no tenderness, as the table ignores it.
    """
    grade = signs.tenderness_grade
    return (
        signs.taut_band is TautBand.PRESENT
        or (grade is not None and grade > 0)
        or (grade != 0 and signs.spot_in_band is True)
        or signs.sensation is Sensation.PRESENT
        or signs.recognised in {Recognised.YES, Recognised.PARTLY}
        or signs.local_twitch in {Twitch.SEEN, Twitch.FELT}
        or signs.spontaneous_pain is True
        or signs.nodule is True
        or signs.movement_limited is True
    )


def band_and_tenderness_tested(signs: Signs) -> bool:
    """Answer whether this finding makes its muscle an examined one (CONTRACT 3, outcomes)."""
    return signs.taut_band is not TautBand.NOT_TESTED and signs.tenderness_grade is not None


def _spot(signs: Signs, settings: ClassificationSettings) -> Spot:
    """Say where the spot lies; unsaid, it is elsewhere unless there is a band it might be in."""
    if signs.tenderness_grade is None:
        return Spot.NOT_TESTED
    if signs.tenderness_grade < settings.spot_from:
        return Spot.NONE
    if signs.spot_in_band is None:
        return Spot.UNPLACED if signs.taut_band is TautBand.PRESENT else Spot.ELSEWHERE
    return Spot.IN_BAND if signs.spot_in_band else Spot.ELSEWHERE


# There are only some hundred readings, and an examination has up to 400 findings.
@lru_cache(maxsize=1024)
def _verdict(reading: Reading, *, strict: bool) -> tuple[Line, tuple[str, ...]]:
    """Find the line that takes the reading, and the tests missing if it is incomplete."""
    table = STRICT_TABLE if strict else TABLE
    line = first_match(reading, table)
    if line.kind is not FindingClass.INCOMPLETE:
        return line, ()
    return line, _untested(reading) or _missing(reading, table)


def _untested(reading: Reading) -> tuple[str, ...]:
    """Name what makes row 1: without band and tenderness nothing else is worth asking for."""
    open_tests = {
        "taut_band": reading.taut_band is TautBand.NOT_TESTED,
        "tenderness_grade": reading.spot is Spot.NOT_TESTED,
    }
    return tuple(name for name, is_open in open_tests.items() if is_open)


def _missing(reading: Reading, table: tuple[Line, ...]) -> tuple[str, ...]:
    """Name the tests that would give a finding of row 13 a class.

    These are the smallest sets of open tests that, answered in some way, lead to a class: all
    tests of all such sets, and none that could be left out. So a banded spot of which nothing
    else is known lacks `recognised` only (a yes makes it active, referral or not).
    """
    unanswered = [
        name
        for name, (column, unsaid, _) in _OPEN_QUESTIONS.items()
        if getattr(reading, column) == unsaid
    ]
    enough: list[frozenset[str]] = []
    for size in range(1, len(unanswered) + 1):
        for names in map(frozenset, combinations(unanswered, size)):
            if not any(smaller <= names for smaller in enough) and any(
                first_match(answered, table).kind is not FindingClass.INCOMPLETE
                for answered in _answered(reading, names)
            ):
                enough.append(names)
    return tuple(name for name in unanswered if any(name in names for names in enough))


def _answered(reading: Reading, names: frozenset[str]) -> Iterator[Reading]:
    """Yield the reading with the named tests made, in each way they can turn out."""
    columns = [_OPEN_QUESTIONS[name][0] for name in names]
    for answers in product(*(_OPEN_QUESTIONS[name][2] for name in names)):
        changes: dict[str, object] = dict(zip(columns, answers, strict=True))
        yield replace(reading, **changes)  # type: ignore[arg-type]  # columns and answers pair up


def _reasons(
    reading: Reading, line: Line, missing: tuple[str, ...], grade: int | None
) -> Iterator[str]:
    """Put the tested facts, and the missing ones, into words; others say nothing."""
    if reading.taut_band is not TautBand.NOT_TESTED or "taut_band" in missing:
        yield _BAND_WORDS[reading.taut_band]
    if reading.spot is not Spot.NOT_TESTED or "tenderness_grade" in missing:
        yield _SPOT_WORDS[reading.spot].format(grade=grade)
    if reading.sensation is not Sensation.NOT_TESTED or "referral.sensation" in missing:
        yield _SENSATION_WORDS[reading.sensation]
    if reading.recognised is not Recognised.NOT_TESTED or "recognised" in missing:
        yield _RECOGNISED_WORDS[reading.recognised]
    if line.remark:
        yield line.remark
