"""What is known of a place from earlier examinations, as an examination wants to see it."""

import re
from dataclasses import dataclass
from datetime import datetime

from clinic.anatomy.rules import MUSCLES, Place, Side

_KEY = re.compile(
    r"(?P<muscle>[a-z0-9-]{1,60})\.(?P<side>left|right|midline)(\.(?P<site>[1-9][0-9]?))?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class KnownPoint:
    """One place that is followed: its state, in the register's word, since when, found when."""

    id: str
    place: Place
    state: str
    since: datetime | None
    first_found_at: datetime


def key_of(place: Place) -> str:
    """Write a place as a part of an address: infraspinatus.right.1, or .right for the whole."""
    site = f".{place.site}" if place.site else ""
    return f"{place.muscle}.{place.side.value}{site}"


def place_of(key: str) -> Place | None:
    """Read a place from a part of an address; None where it names none."""
    found = _KEY.fullmatch(key)
    if found is None or found["muscle"] not in MUSCLES:
        return None
    return Place(found["muscle"], Side(found["side"]), int(found["site"] or 0))
