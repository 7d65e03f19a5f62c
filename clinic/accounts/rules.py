"""What a clinic may set, and what a password must be."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from clinic.rulebook.refusals import Problem

# NIST SP 800-63B-4: a password that stands alone has at least 15 characters (SAFETY 4)
SHORTEST_PASSWORD = 15
# of the example clinic's people: known to everybody, so it opens nothing that others can reach
EXAMPLE_PASSWORD = "example-clinic-for-trying-only"  # noqa: S105 (public, and says so)
LONGEST_PASSWORD = 256
LONGEST_SLUG = 60


# BCP 47, as much of it as a clinic needs: en-AU, vi, zh-Hant-TW
LOCALE = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$"


@dataclass(frozen=True, slots=True)
class ClinicSettings:
    """The clinic's own numbers, each with our default. Rules marked [P] in CLINICAL are these."""

    # CLINICAL 4.2: hard limits of a home plan
    seconds_least: int = 20
    seconds_most: int = 300
    sessions_per_day_most: int = 3
    frequency_least_hz: int = 20
    frequency_most_hz: int = 65
    targets_most: int = 10
    session_seconds_most: int = 1200
    review_days_most: int = 84
    # CLINICAL 4.2: what the proposal fills in
    default_seconds: int = 60
    gentle_seconds: int = 30
    gentle_frequency_most_hz: int = 40
    gentle_seconds_most: int = 60
    default_frequency_hz: int = 45
    proposal_targets_most: int = 6
    first_review_days: int = 14
    # CONTRACT 3: how old a safety screen may be; calves are asked anew (CLINICAL 5.1)
    screen_days: int = 90
    clot_screen_days: int = 14
    # CLINICAL 2.3: two clear examinations this many days apart
    elimination_days: int = 14
    # CLINICAL 1.2: whether two of the three signs make a probable latent point
    two_of_three_is_latent: bool = True
    # CLINICAL 9: a clinic that sells massagers says so on the sheet
    sells_massagers: bool = False
    # whether the front of the body is printed as in a mirror, or as somebody facing sees it
    front_as_in_a_mirror: bool = True
    # CLINICAL 7: the clinic's own figures for other ways of treatment, printed on every handout
    prints_other_ways: bool = False

    def changed(self, changes: Mapping[str, Any]) -> "ClinicSettings":
        """Answer these settings with `changes`."""
        return ClinicSettings(**(asdict(self) | dict(changes)))


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far a setting may be moved."""

    least: int
    most: int


# a clinic may be stricter than CLINICAL 4.2, never looser
BOUNDS: Mapping[str, Bounds] = {
    "seconds_least": Bounds(20, 300),
    "seconds_most": Bounds(20, 300),
    "sessions_per_day_most": Bounds(1, 3),
    "frequency_least_hz": Bounds(20, 65),
    "frequency_most_hz": Bounds(20, 65),
    "targets_most": Bounds(1, 10),
    "session_seconds_most": Bounds(60, 1200),
    "review_days_most": Bounds(1, 84),
    "default_seconds": Bounds(20, 300),
    "gentle_seconds": Bounds(20, 60),
    "gentle_frequency_most_hz": Bounds(20, 40),
    "gentle_seconds_most": Bounds(20, 60),
    "default_frequency_hz": Bounds(20, 65),
    "proposal_targets_most": Bounds(1, 10),
    "first_review_days": Bounds(1, 84),
    "screen_days": Bounds(1, 90),
    "clot_screen_days": Bounds(1, 14),
    "elimination_days": Bounds(14, 365),
}

_PAIRS = (
    ("seconds_least", "seconds_most"),
    ("frequency_least_hz", "frequency_most_hz"),
    ("gentle_seconds", "gentle_seconds_most"),
    ("proposal_targets_most", "targets_most"),
    ("first_review_days", "review_days_most"),
    ("seconds_least", "default_seconds"),
    ("default_seconds", "seconds_most"),
    ("frequency_least_hz", "default_frequency_hz"),
    ("default_frequency_hz", "frequency_most_hz"),
)


def settings_from(kept: Mapping[str, Any]) -> ClinicSettings:
    """Answer the settings that a clinic's row keeps; what it does not name is our default."""
    known = {f.name for f in fields(ClinicSettings)}
    return ClinicSettings(**{k: v for k, v in kept.items() if k in known})


def settings_problems(settings: ClinicSettings) -> list[Problem]:
    """Name the settings that contradict each other, in the words of the settings page."""
    return [
        Problem(
            f"/settings/{high}",
            f"Must not be less than “{SETTING_WORDS[low]}” ({low}), now {getattr(settings, low)}.",
        )
        for low, high in _PAIRS
        if getattr(settings, low) > getattr(settings, high)
    ]


SETTING_WORDS: Mapping[str, str] = {
    "seconds_least": "Shortest time on a place",
    "seconds_most": "Longest time on a place",
    "sessions_per_day_most": "Most sessions a day",
    "frequency_least_hz": "Lowest speed",
    "frequency_most_hz": "Highest speed",
    "targets_most": "Most places in a plan",
    "session_seconds_most": "Longest session",
    "review_days_most": "Longest time until a review",
    "default_seconds": "Time on a place",
    "default_frequency_hz": "Speed",
    "proposal_targets_most": "Places proposed at most",
    "first_review_days": "First review after",
    "gentle_seconds": "Proposed for a gentle place",
    "gentle_seconds_most": "Longest without a note",
    "gentle_frequency_most_hz": "Highest without a note",
    "screen_days": "A safety screen holds for",
    "clot_screen_days": "Before a calf is treated, it holds for",
    "elimination_days": "Between two clear examinations",
    "two_of_three_is_latent": "Two of the three signs make a probable latent point",
    "sells_massagers": "The clinic sells massagers",
    "front_as_in_a_mirror": "The front of the body is drawn as in a mirror",
    "prints_other_ways": "Handouts carry our figures for other ways of treatment",
}


def slug_of(name: str, taken: Iterable[str] = ()) -> str:
    """Write a clinic's name the way addresses and commands name it; one that is taken counts on."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = "-".join(re.findall(r"[a-z0-9]+", plain))[:LONGEST_SLUG].strip("-") or "clinic"
    known, number, found = set(taken), 1, slug
    while found in known:
        number += 1
        end = f"-{number}"
        found = slug[: LONGEST_SLUG - len(end)].rstrip("-") + end
    return found


def zone_problem(name: str) -> str | None:
    """Say what is wrong with a time zone's name, or None."""
    if name in available_timezones():
        return None
    return f"There is no time zone {name[:60]!r}; write it like Australia/Melbourne."


def zone(name: str) -> ZoneInfo:
    """Answer a clinic's time zone."""
    return ZoneInfo(name)


def normal_password(password: str) -> str:
    """Write a password the way it is hashed: NFC, so that two keyboards agree."""
    return unicodedata.normalize("NFC", password)


def _common() -> frozenset[str]:
    text = (files("clinic.accounts") / "data" / "common_passwords.txt").read_text("utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


COMMON_PASSWORDS = _common()


def password_problem(password: str, *, email: str, name: str) -> str | None:
    """Say in the user's words why a password cannot be used, or None."""
    plain = normal_password(password)
    if len(plain) < SHORTEST_PASSWORD:
        return f"The password needs at least {SHORTEST_PASSWORD} characters; three words will do."
    if len(plain) > LONGEST_PASSWORD:
        return f"The password may have at most {LONGEST_PASSWORD} characters."
    lowered = plain.lower()
    squeezed = "".join(c for c in lowered if c.isalnum())
    if plain == EXAMPLE_PASSWORD:
        return "This is the password of the example clinic, which everybody can read."
    if squeezed in COMMON_PASSWORDS or len(set(lowered)) < len("abcde"):
        return "This password is one of those that are guessed first."
    if squeezed in {"".join(c for c in part.lower() if c.isalnum()) for part in (email, name)}:
        return "The password must not be the name or the e-mail address."
    return None


# NIST SP 800-63B-4, 2.2.3: at most 24 hours and an hour without a sign; ours is a working day
SESSION_LASTS = timedelta(hours=14)
SESSION_IDLES = timedelta(hours=1)
# [P] a name that was tried so often in vain waits; the tries are forgotten after a day
TRIES = 5
PAUSE = timedelta(minutes=5)
FORGOTTEN_AFTER = timedelta(days=1)


def tries_left(failures: Sequence[datetime], now: datetime) -> int:
    """Answer how often a name may still be tried in vain before it must wait."""
    return max(0, TRIES - sum(now - at < PAUSE for at in failures))


def sign_in_pause(failures: Sequence[datetime], now: datetime) -> int:
    """Answer the seconds until a name may be tried again: 0 as long as tries are left."""
    recent = sorted(at for at in failures if now - at < PAUSE)
    if len(recent) < TRIES:
        return 0
    return max(1, int((recent[-TRIES] + PAUSE - now).total_seconds()))


# what a browser calls itself, by the first word that tells it: the others bear these names, too
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_MACHINES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def browser_words(agent: str) -> str:
    """Say in two words at which browser somebody sits: Firefox on Windows."""
    browser = next((word for sign, word in _BROWSERS if sign in agent), "")
    machine = next((word for sign, word in _MACHINES if sign in agent), "")
    return " on ".join(part for part in (browser, machine) if part) or "an unknown browser"
