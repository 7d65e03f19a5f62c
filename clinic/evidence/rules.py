"""What the clinic may say to patients, and which publication each claim rests on.

Everything printed is our own wording. It is read once, when the clinic starts, and a fault in it
(an unknown reference, a claim without one, a banned word) stops the start.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, TypeVar

from clinic.rulebook.refusals import Problem

T = TypeVar("T")

# The wording drafted last; raised with any change of a printed sentence (docs/catalogues.md).
WORDING_VERSION = "1.0"


class EvidenceFault(ValueError):
    """A sentence that rests on nothing, or a reference that does not resolve."""


class AdviceSection(StrEnum):
    PREVENTION = "prevention"
    OTHER_ISSUES = "other_issues"


@dataclass(frozen=True, slots=True)
class Reference:
    """A publication. A detail that could not be confirmed is None, or named in the note."""

    slug: str
    authors: str | None
    year: int | None
    title: str
    journal: str | None
    volume: str | None
    issue: str | None
    pages: str | None
    doi: str | None
    url: str | None
    confirmed: bool
    note: str
    seed_number: int | None
    grounds: tuple[str, ...]

    @property
    def address(self) -> str | None:
        """Return where to read it."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url

    @property
    def citation(self) -> str:
        """Return the reference as printed: authors, title, journal, year, volume, pages."""
        number = f"{self.volume or ''}{f'({self.issue})' if self.issue else ''}"
        where = f";{number}" if number else ""
        where += f":{self.pages}" if self.pages else ""
        printed_in = " ".join(str(part) for part in (self.journal, self.year) if part) + where
        return ". ".join(part for part in (self.authors, self.title, printed_in) if part) + "."


@dataclass(frozen=True, slots=True)
class Therapy:
    """A therapy, what the evidence supports, and what a patient may read about it."""

    slug: str
    name: str
    supported: str
    patient_text: str
    founder_view: str
    is_opinion: bool
    references: tuple[str, ...]
    wording_version: str


@dataclass(frozen=True, slots=True)
class Advice:
    """A text a home plan may carry: how to prevent knots, or when to look further."""

    slug: str
    section: AdviceSection
    title: str
    text: str
    source: str
    references: tuple[str, ...]
    wording_version: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One printed sentence that claims an effect, and what it rests on."""

    slug: str
    text: str
    references: tuple[str, ...]
    wording_version: str
    approved_by: str | None


@dataclass(frozen=True, slots=True)
class BannedClaim:
    """A claim that must not be printed as fact (CLINICAL 7, 7.1), and how to recognise it."""

    slug: str
    pattern: re.Pattern[str]
    because: str


@dataclass(frozen=True, slots=True)
class BenchmarkSeries:
    """One group of the benchmark trial, week by week."""

    slug: str
    label: str
    people: int
    mean_muscles: tuple[float, ...]
    percent: tuple[float, ...]
    improved: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """The one published course to set beside a patient's own, and its limits (CLINICAL 2.4)."""

    slug: str
    reference: str
    measure: str
    label: str
    weeks: tuple[int, ...]
    series: tuple[BenchmarkSeries, ...]
    limits: tuple[str, ...]


def banned_claims(text: str) -> tuple[str, ...]:
    """Return the slugs of the claims in this text that must not be printed."""
    return tuple(claim.slug for claim in BANNED_CLAIMS.values() if claim.pattern.search(text))


# words that make no claim although they look like one, as people type them: good wishes, and a no
_HARMLESS = re.compile(
    r"\bbest (wishes|regards)\b|\bdo(es|ing)? (your|their|her|his) best\b|\bas best you can\b"
    r"|\b(not|isn.t|never|n.t feel|not feel) (be )?safe(ly)?\b"
    r"|\bsafe (spot|place|distance|from harm)\b"
    r"|\b(not|never|no) (a |an )?(cure[sd]?|heal(s|ed)?|eliminated?|permanent)\b",
    re.IGNORECASE,
)


def banned_words(text: str) -> tuple[tuple[str, str], ...]:
    """Return what must not be printed in this text: the words as they stand, and why not each."""
    text = _HARMLESS.sub(" ", text)
    found = ((claim.pattern.search(text), claim.because) for claim in BANNED_CLAIMS.values())
    return tuple((match.group(), because) for match, because in found if match)


def typed_problems(texts: Mapping[str, str]) -> list[Problem]:
    """Name the typed texts, by their pointers, that claim what no sheet may claim (CLINICAL 7).

    Nothing is changed: whoever typed it is told which words and why, and writes it anew.
    """
    return [
        Problem(pointer, _told(words, because))
        for pointer, text in texts.items()
        for words, because in banned_words(text)
    ]


def _told(words: str, because: str) -> str:
    return (
        f"“{words}” is not printed for a patient. {because} Please say it in other words: "
        "what the patient should do or may notice."
    )


# [P] a patient's sheet is written for grade 6; a typed note above this is hinted at, never refused
HARD_GRADE = 8
_TOO_SHORT_TO_JUDGE = 12  # words: below it a single long word would decide


def reading_hint(text: str) -> str | None:
    """Say that a typed note is hard to read, or nothing.

    The grade is the Automated Readability Index (Senter and Smith 1967): letters a word and words
    a sentence, so it needs no dictionary of syllables. Our own sentences are held to grade 6 by
    Flesch and Kincaid (tests/handouts/test_reading.py).
    """
    if len(text.split()) < _TOO_SHORT_TO_JUDGE or not _is_latin(text):
        return None
    import textstat  # noqa: PLC0415 (takes a while to load, and few requests need it)

    grade = round(textstat.automated_readability_index(text))
    if grade <= HARD_GRADE:
        return None
    return (
        f"This note reads like school grade {grade}; many patients read at grade 6. Shorter "
        "sentences and everyday words would help. You may leave it."
    )


def _is_latin(text: str) -> bool:
    """Tell whether a text is written in letters that the index was made for."""
    letters = [letter for letter in text if letter.isalpha()]
    return all(ord(letter) < _AFTER_LATIN for letter in letters)


_AFTER_LATIN = 0x0250


def by_slug(rows: Iterable[Mapping[str, Any]], make: Callable[..., T]) -> Mapping[str, T]:
    """Return what these rows make, by slug, in their order; no slug twice."""
    made: dict[str, T] = {}
    for row in rows:
        _insist(row["slug"] not in made, f"{row['slug']} stands twice")
        made[row["slug"]] = make(**_frozen(row))
    return MappingProxyType(made)


def check_sentence(
    slug: str, text: str, cited: Iterable[str], known: Mapping[str, Reference]
) -> None:
    """Insist that a printed text makes no banned claim and cites only known references."""
    _insist(not (found := banned_claims(text)), f"{slug} claims {', '.join(found)}")
    for reference in cited:
        _insist(reference in known, f"{slug} cites {reference}, which is not a reference")


def _frozen(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(v) if isinstance(v, list) else v for key, v in row.items()}


def _insist(holds: bool, otherwise: str) -> None:  # noqa: FBT001 - reads as a sentence at the call
    if not holds:
        raise EvidenceFault(otherwise)


def _read(name: str) -> Any:
    path = files("clinic.evidence").joinpath("data", f"{name}.json")
    return json.loads(path.read_text(encoding="utf-8"))


def _banned_claim(slug: str, pattern: str, because: str) -> BannedClaim:
    return BannedClaim(slug, re.compile(pattern, re.IGNORECASE), because)


def _advice(section: str, **rest: Any) -> Advice:
    return Advice(section=AdviceSection(section), **rest)


def _benchmark(series: Iterable[Mapping[str, Any]], **rest: Any) -> Benchmark:
    return Benchmark(series=tuple(BenchmarkSeries(**_frozen(one)) for one in series), **rest)


BANNED_CLAIMS = by_slug(_read("banned_claims"), _banned_claim)
REFERENCES = by_slug(_read("references"), Reference)
THERAPIES = by_slug(_read("therapies"), Therapy)
ADVICE = by_slug(_read("advice"), _advice)
STATEMENTS = by_slug(_read("statements"), Statement)


@cache
def wording_sha256() -> str:
    """Return the hash of every printed sentence that claims something, with its sources."""
    texts = [(one.slug, one.text, one.references) for one in STATEMENTS.values()]
    texts += [(one.slug, one.patient_text, one.references) for one in THERAPIES.values()]
    texts += [(one.slug, f"{one.title} {one.text}", one.references) for one in ADVICE.values()]
    return hashlib.sha256(json.dumps(texts, ensure_ascii=False).encode()).hexdigest()


BENCHMARK = _benchmark(**_frozen(_read("benchmark")))

for _therapy in THERAPIES.values():
    check_sentence(_therapy.slug, _therapy.patient_text, _therapy.references, REFERENCES)
    _insist(
        _therapy.is_opinion or bool(_therapy.references),
        f"{_therapy.slug} is neither opinion nor referenced",
    )
for _text in ADVICE.values():
    check_sentence(_text.slug, f"{_text.title} {_text.text}", _text.references, REFERENCES)
for _statement in STATEMENTS.values():
    check_sentence(_statement.slug, _statement.text, _statement.references, REFERENCES)
    _insist(bool(_statement.references), f"{_statement.slug} rests on no reference")
_insist(BENCHMARK.reference in REFERENCES, f"the benchmark cites {BENCHMARK.reference}")
