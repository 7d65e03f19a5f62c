"""What a check-in may say, what it adds up to, and how long a patient's page stays open."""

from clinic.checkins.rules.adherence import (
    Adherence,
    Bar,
    PlannedDays,
    TargetDose,
    ToldDay,
    adherence_of,
    bars_of,
    joined,
)
from clinic.checkins.rules.links import (
    STAYS_OPEN,
    ends_on,
    hash_of,
    is_token,
    new_token,
    page_address,
)
from clinic.checkins.rules.reports import (
    DAYS_BACK,
    MOST_DAYS,
    Report,
    Source,
    first_day,
    report_problems,
    stop_reason,
    urgent,
)

__all__ = [
    "DAYS_BACK",
    "MOST_DAYS",
    "STAYS_OPEN",
    "Adherence",
    "Bar",
    "PlannedDays",
    "Report",
    "Source",
    "TargetDose",
    "ToldDay",
    "adherence_of",
    "bars_of",
    "ends_on",
    "first_day",
    "hash_of",
    "is_token",
    "joined",
    "new_token",
    "page_address",
    "report_problems",
    "stop_reason",
    "urgent",
]
