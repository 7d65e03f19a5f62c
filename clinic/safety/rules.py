"""What must be ruled out before a massager goes home: questions, red flags, signs to stop on.

No published consensus covers local vibration; the questions are a conservative merge, and their
strength is graded (CLINICAL 5.2). What is not known is never taken as a no.
"""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from types import MappingProxyType
from typing import TypeVar

from clinic.anatomy.rules import REGIONS

T = TypeVar("T")
Sites = Mapping[str, Sequence[str]]


class SafetyFault(ValueError):
    """A row of the safety catalogue that cannot be used."""


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Strength(StrEnum):
    """Whether a yes forbids, or asks the clinician for a reason."""

    ABSOLUTE = "absolute"
    RELATIVE = "relative"


class AppliesTo(StrEnum):
    """Whether a question is about the whole person or about places of the body."""

    ALL = "all"
    SITE = "site"


class Outcome(StrEnum):
    CLEAR = "clear"
    CAUTION = "caution"
    BLOCKED = "blocked"


class FlagArea(StrEnum):
    BACK = "back"
    NECK_HEAD = "neck-head"
    CHEST = "chest"
    CALF = "calf"
    ABDOMEN = "abdomen"


class Urgency(StrEnum):
    """What a stop sign asks for: ring for help, call the clinic today, or put the device away."""

    EMERGENCY = "emergency"
    TODAY = "today"
    DEVICE = "device"


@dataclass(frozen=True, slots=True)
class SafetyQuestion:
    """One question of the safety screen."""

    slug: str
    strength: Strength
    applies_to: AppliesTo
    question: str
    source: str


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A sign found at examination that stops home care and asks for referral (CLINICAL 5.3)."""

    slug: str
    area: FlagArea
    text: str
    emergency: bool
    source: str


@dataclass(frozen=True, slots=True)
class StopSign:
    """A sign on which the patient stops, in the patient's words (CLINICAL 5.4)."""

    slug: str
    urgency: Urgency
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One answer that kept the screen from being clear, and the regions it is about."""

    slug: str
    answer: Answer
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScreenOutcome:
    """What a safety screen adds up to."""

    outcome: Outcome
    reasons: tuple[Reason, ...]
    barred_regions: tuple[str, ...]
    cautioned_regions: tuple[str, ...]


def screen(answers: Mapping[str, Answer], sites: Sites) -> ScreenOutcome:
    """Return what these answers add up to (CONTRACT 3); a question left out is unknown.

    Sites must have been checked with the four questions below; if not, this raises ValueError.
    """
    for wrong in (unknown_questions, missing_sites, misplaced_sites, unknown_regions):
        if named := wrong(answers, sites):
            raise ValueError(f"{wrong.__name__.replace('_', ' ')}: {', '.join(named)}")
    reasons = tuple(
        Reason(question.slug, answer, _regions(question, answer, sites))
        for question in QUESTIONS.values()
        if (answer := answers.get(question.slug, Answer.UNKNOWN)) is not Answer.NO
    )
    return ScreenOutcome(
        outcome=_outcome(reasons),
        reasons=reasons,
        barred_regions=_in_order(region for r in reasons if _bars(r) for region in r.regions),
        cautioned_regions=_in_order(
            region for r in reasons if not _bars(r) for region in r.regions
        ),
    )


def unknown_questions(answers: Mapping[str, Answer], sites: Sites) -> tuple[str, ...]:
    """Return the slugs answered, or given sites, that the catalogue does not have."""
    return tuple(dict.fromkeys(slug for slug in (*answers, *sites) if slug not in QUESTIONS))


def missing_sites(answers: Mapping[str, Answer], sites: Sites) -> tuple[str, ...]:
    """Return the site questions answered yes that do not say where."""
    return tuple(
        slug
        for slug, answer in answers.items()
        if answer is Answer.YES and _is_about_a_site(slug) and not sites.get(slug)
    )


def misplaced_sites(answers: Mapping[str, Answer], sites: Sites) -> tuple[str, ...]:
    """Return the questions given sites that are not site questions answered yes."""
    return tuple(
        slug for slug in sites if not (_is_about_a_site(slug) and answers.get(slug) is Answer.YES)
    )


def unknown_regions(_answers: Mapping[str, Answer], sites: Sites) -> tuple[str, ...]:
    """Return the sites given that are not broad regions of the body."""
    given = (region for regions in sites.values() for region in regions)
    return tuple(dict.fromkeys(region for region in given if region not in REGIONS))


def _is_about_a_site(slug: str) -> bool:
    return slug in QUESTIONS and QUESTIONS[slug].applies_to is AppliesTo.SITE


def _regions(question: SafetyQuestion, answer: Answer, sites: Sites) -> tuple[str, ...]:
    if answer is not Answer.YES:
        return ()
    return _in_order(sites.get(question.slug, BARRED_BY_THE_PERSON.get(question.slug, ())))


def _bars(reason: Reason) -> bool:
    absolute = QUESTIONS[reason.slug].strength is Strength.ABSOLUTE
    return absolute or reason.slug in BARRED_BY_THE_PERSON


def _outcome(reasons: Sequence[Reason]) -> Outcome:
    if any(_blocks(QUESTIONS[reason.slug]) for reason in reasons):
        return Outcome.BLOCKED
    return Outcome.CAUTION if reasons else Outcome.CLEAR


def _blocks(question: SafetyQuestion) -> bool:
    return question.strength is Strength.ABSOLUTE and question.applies_to is AppliesTo.ALL


def _in_order(regions: Iterable[str]) -> tuple[str, ...]:
    """Return the regions once each, in the catalogue's order."""
    found = set(regions)
    return tuple(region for region in REGIONS if region in found)


# Whole-person answers that bar places as well: belly and low back in pregnancy (CLINICAL 5.2).
BARRED_BY_THE_PERSON: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"pregnancy": ("abdomen", "low-back")}
)

# fmt: off
_EUROPEAN_UNION = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
    "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
)
# fmt: on
# The number to ring, by the clinic's country (ISO 3166-1). Elsewhere the clinic has to say it.
EMERGENCY_NUMBERS: Mapping[str, str] = MappingProxyType(
    {"AU": "000", "NZ": "111", "GB": "999", "US": "911", "CA": "911"}
    | dict.fromkeys(_EUROPEAN_UNION, "112")
)

# answered by mobile networks where no other number is known to us
_EMERGENCY_ELSEWHERE = "112"


def emergency_number(country: str) -> str:
    """Answer the number to ring in a country (ISO 3166-1)."""
    return EMERGENCY_NUMBERS.get(country, _EMERGENCY_ELSEWHERE)


def read_rows(
    rows: Iterable[Mapping[str, str]], make: Callable[[Mapping[str, str]], T]
) -> Mapping[str, T]:
    """Return what these rows make, by slug, in their order; no slug twice, no empty cell."""
    made: dict[str, T] = {}
    for row in rows:
        if row["slug"] in made or not all(cell and cell.strip() for cell in row.values()):
            raise SafetyFault(f"{row['slug']!r} stands twice or has an empty cell")
        try:
            made[row["slug"]] = make(row)
        except (KeyError, ValueError) as fault:
            raise SafetyFault(f"{row['slug']}: {fault}") from fault
    return MappingProxyType(made)


def _question(row: Mapping[str, str]) -> SafetyQuestion:
    strength, applies_to = Strength(row["class"]), AppliesTo(row["applies_to"])
    return SafetyQuestion(row["slug"], strength, applies_to, row["question"], row["source"])


def _red_flag(row: Mapping[str, str]) -> RedFlag:
    emergency = Answer(row["emergency"]) is Answer.YES
    return RedFlag(row["slug"], FlagArea(row["area"]), row["text"], emergency, row["source"])


def _stop_sign(row: Mapping[str, str]) -> StopSign:
    return StopSign(row["slug"], Urgency(row["urgency"]), row["text"], row["source"])


def _rows(name: str) -> list[dict[str, str]]:
    text = files("clinic.safety").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


QUESTIONS = read_rows(_rows("safety.csv"), _question)
RED_FLAGS = read_rows(_rows("red_flags.csv"), _red_flag)
STOP_SIGNS = read_rows(_rows("stop_signs.csv"), _stop_sign)
