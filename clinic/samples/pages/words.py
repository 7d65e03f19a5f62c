"""How the pages word states, days and lateness."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from clinic.paper.words import count
from clinic.samples.models import SampleUnit
from clinic.samples.rules import Lack, LoanState, RequestState, ServiceKind, UnitState

# a trial that ends within so many days is marked [P]
_SOON = 3


@dataclass(frozen=True, slots=True)
class Tag:
    """A sign with its words; `kind`: ok, caution, stop, or plain."""

    words: str
    kind: str = ""
    sign: str = ""


STATES: Mapping[StrEnum, Tag] = {
    RequestState.SUBMITTED: Tag("to decide", "caution", "clock"),
    RequestState.WAITLISTED: Tag("waiting for a unit", "", "clock"),
    RequestState.APPROVED: Tag("approved", "ok", "tick"),
    RequestState.DECLINED: Tag("declined", "", "barred"),
    RequestState.WITHDRAWN: Tag("withdrawn", "", "cross"),
    RequestState.FULFILLED: Tag("fulfilled", "ok", "tick"),
    LoanState.RESERVED: Tag("reserved", "", "clock"),
    LoanState.PACKED: Tag("packed", "", "samples"),
    LoanState.DISPATCHED: Tag("on the way", "", "truck"),
    LoanState.ON_TRIAL: Tag("on trial", "ok", "person"),
    LoanState.RETURN_IN_TRANSIT: Tag("on its way back", "", "truck"),
    LoanState.RECEIVED: Tag("back, to inspect", "caution", "search"),
    LoanState.LOST: Tag("lost", "stop", "stop"),
    LoanState.CLOSED: Tag("closed", "", "tick"),
    LoanState.PURCHASED: Tag("bought", "ok", "tick"),
    LoanState.CANCELLED: Tag("cancelled", "", "cross"),
    UnitState.AVAILABLE: Tag("free", "ok", "tick"),
    UnitState.RESERVED: Tag("reserved", "", "clock"),
    UnitState.ON_LOAN: Tag("out", "", "person"),
    UnitState.QUARANTINED: Tag("quarantine", "caution", "barred"),
    UnitState.LOST: Tag("lost", "stop", "stop"),
    UnitState.SOLD: Tag("sold", "", "tick"),
    UnitState.RETIRED: Tag("retired", "", "cross"),
}

SERVICE_WORDS = {
    ServiceKind.CLEAN: "clean",
    ServiceKind.TEST_AND_TAG: "test and tag",
    ServiceKind.REPAIR: "repair",
}


def state_choices(vocabulary: type[StrEnum]) -> list[tuple[str, str]]:
    """Answer the states of one kind of thing, to filter a list by."""
    return [("", "every state"), *((s.value, STATES[s].words) for s in vocabulary)]


def lateness(state: LoanState, due_on: date | None, today: date) -> Tag | None:
    """Say how late a trial is, or how soon it ends."""
    if state is not LoanState.ON_TRIAL or due_on is None:
        return None
    days = (due_on - today).days
    if days < 0:
        return Tag(f"{count(-days, 'day')} late", "stop", "clock")
    if days > _SOON:
        return None
    return Tag("due today" if days == 0 else f"due in {count(days, 'day')}", "caution", "clock")


def near(day: date, today: date) -> str:
    """Write a day as every page does: 23 Nov, with the year where it is another one."""
    return f"{day.day} {day:%b}" if day.year == today.year else f"{day.day} {day:%b %Y}"


def near_weekday(day: date, today: date) -> str:
    """Write a day with its weekday, which is how people plan."""
    return f"{day:%a} {near(day, today)}"


def called(unit: SampleUnit) -> str:
    """Answer what people call a unit: its tag, else its serial number."""
    return unit.asset_tag or unit.serial_number


def called_in_full(unit: SampleUnit) -> str:
    """Answer a unit's tag with its serial number."""
    if not unit.asset_tag:
        return unit.serial_number
    return f"{unit.asset_tag} (serial {unit.serial_number})"


def lacking(lacks: tuple[Lack, ...]) -> str:
    """Name the proofs that a unit has not: test and tag missing."""
    return " and ".join(SERVICE_WORDS[lack.kind] for lack in lacks) + " missing"
