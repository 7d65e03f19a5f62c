"""What the forms offer to choose from: countries, time zones, languages, roles."""

from collections.abc import Sequence
from functools import cache
from zoneinfo import available_timezones

from babel import Locale

from clinic.rulebook.permissions import Role

Choices = Sequence[tuple[str, str]]

_ALPHA_2 = 2
_CONTINENTS = (
    "Australia",
    "Pacific",
    "Asia",
    "Europe",
    "America",
    "Africa",
    "Indian",
    "Atlantic",
    "Antarctica",
)
_ENGLISH = ("AU", "NZ", "GB", "IE", "US", "CA", "ZA", "SG")

ROLES: Choices = (
    (Role.OWNER.value, "owner"),
    (Role.CLINICIAN.value, "clinician"),
    (Role.RECEPTION.value, "reception"),
    (Role.SAMPLE_MANAGER.value, "sample manager"),
)
ROLE_WORDS = dict(ROLES)
# the permission table in words
ROLE_OPENS: Choices = (
    ("Owner", "everything, and these pages: settings, people, tokens, journal"),
    ("Clinician", "patients, examinations, plans, handouts, outcomes, incidents"),
    ("Reception", "names and contacts of patients, review days, reprints of handouts"),
    ("Sample manager", "practitioners, massagers, requests, loans, incidents with massagers"),
)


@cache
def countries() -> Choices:
    """Answer every country by its English name."""
    names = Locale("en").territories
    return sorted(
        ((code, name) for code, name in names.items() if len(code) == _ALPHA_2 and code.isalpha()),
        key=lambda pair: pair[1],
    )


@cache
def zones() -> Sequence[tuple[str, Choices]]:
    """Answer every time zone, by its part of the world."""
    known = sorted(available_timezones())
    groups: list[tuple[str, Choices]] = []
    for continent in _CONTINENTS:
        there = [name for name in known if name.startswith(f"{continent}/")]
        groups.append((continent, [(name, _place(name)) for name in there]))
    return [*groups, ("Everywhere", [("UTC", "UTC")])]


def _place(zone: str) -> str:
    return " / ".join(zone.split("/")[1:]).replace("_", " ")


def zones_with(now: str) -> Sequence[tuple[str, Choices]]:
    """Answer the time zones, and the present one where it is none of those."""
    offered = {zone for _, there in zones() for zone, _ in there}
    return zones() if now in offered else [("Now", [(now, now)]), *zones()]


def locales_with(now: str = "en-AU") -> Choices:
    """Answer the languages that dates and papers can be written in, the present one among them."""
    territories = Locale("en").territories
    offered = [(f"en-{code}", f"English ({territories[code]})") for code in _ENGLISH]
    return offered if now in dict(offered) else [(now, now), *offered]
