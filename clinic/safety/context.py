"""What pages show of the safety screen, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from clinic.accounts.queries import settings_of, today_of, users_named, zone_of
from clinic.anatomy.rules import REGIONS
from clinic.safety import queries
from clinic.safety.models import SafetyScreen
from clinic.safety.rules import (
    BARRED_BY_THE_PERSON,
    QUESTIONS,
    Answer,
    AppliesTo,
    Outcome,
    SafetyQuestion,
    Strength,
)
from clinic.work.paging import MOST, Paging
from clinic.work.unit import Work, local_day

# what follows from an answer, beside its question (CONTRACT 3)
_FOLLOWS = {
    (Strength.ABSOLUTE, AppliesTo.ALL): "Yes or unknown blocks the plan.",
    (Strength.ABSOLUTE, AppliesTo.SITE): "Yes bars the places you name; unknown needs a reason.",
    (Strength.RELATIVE, AppliesTo.ALL): "Yes or unknown needs a reason.",
    (Strength.RELATIVE, AppliesTo.SITE): "Yes or unknown needs a reason, for the places you name.",
}
OUTCOME_WORDS = {
    Outcome.CLEAR: "Nothing stands in the way of home massage.",
    Outcome.CAUTION: "Home massage needs your reason to go on.",
    Outcome.BLOCKED: "No home massage as things stand.",
}
_CALLS = {Outcome.CLEAR: "ok", Outcome.CAUTION: "caution", Outcome.BLOCKED: "stop"}


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the screen, with what was answered last time beside it."""

    slug: str
    question: str
    follows: str
    asks_where: bool
    last: str
    last_regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """One answer that kept a screen from being clear."""

    question: str
    answer: str
    regions: tuple[str, ...]
    # blocks the plan, bars places, or needs a reason
    effect: str
    is_stop: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """One screen as a page shows it. `is_old`: it no longer counts for a plan."""

    id: str
    at: datetime
    by: str
    outcome: str
    kind: str
    words: str
    held: tuple[Held, ...]
    answered_no: tuple[str, ...]
    note: str
    counts_until: date
    is_old: bool
    is_blocked: bool


def asked(work: Work, patient_id: str) -> list[Asked]:
    """Answer the questions in their order, each with the last answer."""
    last = queries.newest_screen(work, patient_id)
    answers: Mapping[str, Any] = {} if last is None else last.answers
    sites: Mapping[str, Any] = {} if last is None else last.sites
    return [
        Asked(
            slug=question.slug,
            question=question.question,
            follows=_follows(question),
            asks_where=question.applies_to is AppliesTo.SITE,
            # a question left out counts as unknown
            last="" if last is None else str(answers.get(question.slug, Answer.UNKNOWN)),
            last_regions=_named(sites.get(question.slug, ())),
        )
        for question in QUESTIONS.values()
    ]


def _follows(question: SafetyQuestion) -> str:
    words = _FOLLOWS[question.strength, question.applies_to]
    barred = BARRED_BY_THE_PERSON.get(question.slug)
    if barred is None:
        return words
    return f"{words} Yes also bars {_and(_named(barred))}."


def _named(regions: Any) -> tuple[str, ...]:
    return tuple(REGIONS[region].name for region in regions if region in REGIONS)


def _and(names: tuple[str, ...]) -> str:
    return " and ".join(name.lower() for name in names)


def screens_seen(work: Work, patient_id: str) -> list[Seen]:
    """Answer a patient's screens, newest first; the newest counts."""
    found = queries.screens(work, patient_id, Paging(limit=MOST)).items
    names = users_named(work, [screen.screened_by for screen in found if screen.screened_by])
    return [_seen(work, screen, names) for screen in found]


def newest_seen(work: Work, patient_id: str) -> Seen | None:
    """Answer the screen that counts, as a page shows it."""
    screen = queries.newest_screen(work, patient_id)
    if screen is None:
        return None
    return _seen(work, screen, users_named(work, [screen.screened_by or ""]))


def _seen(work: Work, screen: SafetyScreen, names: Mapping[str, str]) -> Seen:
    days = settings_of(work).screen_days
    until = local_day(screen.created_at, zone_of(work)) + timedelta(days=days)
    return Seen(
        id=screen.id,
        at=screen.created_at,
        by=names.get(screen.screened_by or "", ""),
        outcome=screen.outcome.value,
        kind=_CALLS[screen.outcome],
        words=OUTCOME_WORDS[screen.outcome],
        held=tuple(_held(reason) for reason in screen.reasons if reason["slug"] in QUESTIONS),
        answered_no=tuple(
            QUESTIONS[slug].question
            for slug, answer in screen.answers.items()
            if answer == Answer.NO and slug in QUESTIONS
        ),
        note=screen.note,
        counts_until=until,
        is_old=today_of(work) > until,
        is_blocked=screen.outcome is Outcome.BLOCKED,
    )


def _held(reason: Mapping[str, Any]) -> Held:
    question = QUESTIONS[reason["slug"]]
    is_yes = reason["answer"] == Answer.YES
    blocks = question.strength is Strength.ABSOLUTE and question.applies_to is AppliesTo.ALL
    regions = _named(reason["regions"])
    bars = is_yes and (
        question.strength is Strength.ABSOLUTE or question.slug in BARRED_BY_THE_PERSON
    )
    effect = "needs your reason to go on"
    if blocks:
        effect = "blocks the plan"
    elif bars and regions:
        effect = f"bars {_and(regions)}; needs your reason to go on"
    elif regions:
        effect = f"caution for {_and(regions)}; needs your reason to go on"
    return Held(question.question, str(reason["answer"]), regions, effect, blocks)
