"""The whole classification written out, so that a browser looks a class up and has no rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

from clinic.examinations.rules.classification import ClassificationSettings, Signs, classify
from clinic.examinations.rules.vocabulary import FindingClass, Recognised, Sensation, TautBand
from clinic.examinations.rules.words import TEST_WORDS

# the deciding signs, each with its answers, in the order in which an answer is looked up
SIGNS: Mapping[str, tuple[Any, ...]] = {
    "taut_band": tuple(TautBand),
    "tenderness_grade": (None, 0, 1, 2, 3, 4),
    "spot_in_band": (None, True, False),
    "sensation": tuple(Sensation),
    "recognised": tuple(Recognised),
}

# kind, row, missing tests, reasons: each as an index into its list of words, the row as it is
Verdict = tuple[int, int, tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class ClassTable:
    """Every verdict that can be given, and for each combination of signs which one it is."""

    kinds: Sequence[FindingClass]
    tests: Sequence[str]
    words: Sequence[str]
    verdicts: Sequence[Verdict]
    table: Sequence[int]
    # only where the strict setting says otherwise: place in the table, and the verdict there
    strict: Mapping[int, int]


@cache
def class_table() -> ClassTable:
    """Ask `classify` for every combination of signs, under both settings."""
    kinds, tests = tuple(FindingClass), tuple(TEST_WORDS)
    words: dict[str, int] = {}
    verdicts: dict[Verdict, int] = {}

    def verdict(signs: Signs, *, strict: bool) -> int:
        found = classify(signs, ClassificationSettings(strict=strict))
        told = (
            kinds.index(found.kind),
            found.row,
            tuple(tests.index(name) for name in found.missing),
            tuple(words.setdefault(reason, len(words)) for reason in found.because),
        )
        return verdicts.setdefault(told, len(verdicts))

    readings = [
        Signs(**dict(zip(SIGNS, answers, strict=True))) for answers in product(*SIGNS.values())
    ]
    table = tuple(verdict(signs, strict=False) for signs in readings)
    strictly = [verdict(signs, strict=True) for signs in readings]
    return ClassTable(
        kinds=kinds,
        tests=tests,
        words=tuple(words),
        verdicts=tuple(verdicts),
        table=table,
        strict={
            at: strict
            for at, (usual, strict) in enumerate(zip(table, strictly, strict=True))
            if strict != usual
        },
    )
