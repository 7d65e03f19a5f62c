"""Service records: what a unit lacks before it may be packed, or leave quarantine."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ServiceKind(StrEnum):
    CLEAN = "clean"
    TEST_AND_TAG = "test_and_tag"
    REPAIR = "repair"


class ServiceResult(StrEnum):
    PASS = "pass"  # noqa: S105 (a test's result, no secret)
    FAIL = "fail"


class Condition(StrEnum):
    GOOD = "good"
    WORN = "worn"
    DAMAGED = "damaged"
    INCOMPLETE = "incomplete"


NEEDS_REPAIR = frozenset({Condition.DAMAGED, Condition.INCOMPLETE})


@dataclass(frozen=True, slots=True)
class Service:
    """One service record. `after_return`: how often the unit had come back when it was recorded."""

    kind: ServiceKind
    result: ServiceResult
    done_on: date
    next_due_on: date | None
    after_return: int


@dataclass(frozen=True, slots=True)
class Stay:
    """How often a unit has come back, when last, and in what condition it was found then."""

    returns: int = 0
    returned_on: date | None = None
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class Lack:
    """Something a unit has not: the kind of record, and why what is there does not do."""

    kind: ServiceKind
    why: str

    def __str__(self) -> str:
        return f"{self.kind} ({self.why})"


def named(lacks: Iterable[Lack]) -> str:
    """Name what is missing, in one line."""
    return "; ".join(str(lack) for lack in lacks)


def failures(records: Sequence[Service]) -> tuple[Lack, ...]:
    """Answer the kinds whose newest record failed [P]. `records`: in the order of recording."""
    newest = {record.kind: record for record in records}
    return tuple(
        Lack(kind, f"failed on {newest[kind].done_on}; record one that passed")
        for kind in ServiceKind
        if kind in newest and newest[kind].result is ServiceResult.FAIL
    )


def lacks_for_packing(records: Sequence[Service], stay: Stay, today: date) -> tuple[Lack, ...]:
    """Answer what a unit lacks before it may be packed (CONTRACT 3, CLINICAL 8.3)."""
    failed = failures(records)
    broken = {lack.kind for lack in failed}
    lacks = list(failed)
    for kind in (ServiceKind.CLEAN, ServiceKind.TEST_AND_TAG):
        why = None if kind in broken else _why_not(kind, records, stay, today)
        if why is not None:
            lacks.append(Lack(kind, why))
    return tuple(lacks)


def _why_not(kind: ServiceKind, records: Sequence[Service], stay: Stay, today: date) -> str | None:
    passed = [r for r in records if r.kind is kind and r.result is ServiceResult.PASS]
    if not passed:
        return "none is recorded"
    since = [r for r in passed if r.after_return == stay.returns]
    if not since:
        return f"none was recorded after the return on {stay.returned_on}"
    last = max(since, key=lambda record: record.done_on)
    if stay.returned_on is not None and last.done_on < stay.returned_on:
        return f"the last one, of {last.done_on}, lies before the return on {stay.returned_on}"
    if last.next_due_on is not None and last.next_due_on < today:
        return f"the last one was due again on {last.next_due_on}"
    return None


def lacks_for_release(records: Sequence[Service], stay: Stay) -> tuple[Lack, ...]:
    """Answer what keeps a unit in quarantine: records made after the return (CONTRACT 3)."""
    failed = failures(records)
    here = {
        r.kind for r in records if r.after_return == stay.returns and r.result is ServiceResult.PASS
    }
    wanted = [ServiceKind.CLEAN, ServiceKind.TEST_AND_TAG]
    if stay.condition in NEEDS_REPAIR:
        wanted.append(ServiceKind.REPAIR)
    broken = {lack.kind for lack in failed}
    missing = tuple(
        Lack(kind, "none that passed is recorded since it came back")
        for kind in wanted
        if kind not in here and kind not in broken
    )
    return failed + missing
