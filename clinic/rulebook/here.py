"""Where a page is shown, and to whom: what stands on every page."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Here:
    """The clinic, its day, and who is signed in."""

    clinic_id: str
    name: str
    country: str
    locale: str
    zone: ZoneInfo
    # the clinic's day
    today: date
    user_name: str
    user_email: str
