"""Autosave's one rule: an entry says what it saw and what it wants, and never overwrites unseen."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from clinic.anatomy.rules import Place
from clinic.examinations.rules.drafts import NewFinding


class Verdict(StrEnum):
    """What becomes of an entry."""

    SAVED_ALREADY = "saved already"
    SET = "set"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing somebody noted: about a place, or about a field of the visit, by its name.

    `before` is what stood there when it was noted; None at a place means nothing was examined.
    """

    number: int
    about: Place | str
    before: Any
    now: Any


def verdict(stored: Any, before: Any, now: Any) -> Verdict:
    """Judge an entry by what is stored: resent, as expected, or changed by somebody else."""
    if same(stored, now):
        return Verdict.SAVED_ALREADY
    return Verdict.SET if same(stored, before) else Verdict.CONFLICT


def same(one: Any, other: Any) -> bool:
    """Tell whether two findings, or two values of a field, say the same."""
    return bool(_normal(one) == _normal(other))


def _normal(value: Any) -> Any:
    """Write a value the one way it is compared: lists of words have no order, times no micros."""
    if isinstance(value, NewFinding):
        return replace(
            value,
            site=value.site or 0,
            referral=replace(
                value.referral,
                zones=tuple(sorted(set(value.referral.zones))),
                qualities=tuple(sorted(set(value.referral.qualities))),
            ),
            pressure_pain_threshold_kpa=tuple(value.pressure_pain_threshold_kpa),
            mirror_pressure_pain_threshold_kpa=tuple(value.mirror_pressure_pain_threshold_kpa),
        )
    if isinstance(value, datetime):
        # answers tell it to the millisecond
        return value.replace(microsecond=value.microsecond // 1000 * 1000)
    if isinstance(value, Mapping):
        return {name: _kept(told) for name, told in value.items() if told is not None}
    if isinstance(value, list):
        return frozenset(value)
    return value


def _kept(score: Any) -> Any:
    """Keep the order of what a score lists: activities are told first to last."""
    if not isinstance(score, list):
        return score
    return tuple(tuple(sorted(dict(line).items())) for line in score)
