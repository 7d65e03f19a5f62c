"""Today's lines of the sample programme: who waits, what is late, what to pack and to inspect."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row

from clinic.desk.queries.today_samples import loans_to_see_to, open_requests
from clinic.samples.rules import LoanState, RequestState, is_overdue
from clinic.work.unit import Work, local_day

_THIS_WEEK = timedelta(days=7)
# a mail has had its time to work: somebody calls [P]
_CALL_AFTER = 14


@dataclass(frozen=True, slots=True)
class SampleLine:
    """One thing that waits in the sample programme, and where its next deed is."""

    title: str
    words: str
    address: str
    label: str
    tag: str = ""
    tag_kind: str = ""
    tag_sign: str = ""


def samples(work: Work, today: date, zone: ZoneInfo) -> list[SampleLine]:
    """Answer the lines, the latest loan first."""
    loans = loans_to_see_to(work, today + _THIS_WEEK)
    late = [loan for loan in loans if is_overdue(loan.state, loan.due_on, today)]
    ending = [loan for loan in loans if loan.state is LoanState.ON_TRIAL and loan not in late]
    back = [loan for loan in loans if loan.state is LoanState.RECEIVED]
    to_pack = [loan for loan in loans if loan.state is LoanState.RESERVED]
    return [
        *(_late(loan, today) for loan in late),
        *_requests(open_requests(work), today, zone),
        *_one("Inspect", "came back and wait for inspection", "came back: inspect", back),
        *_one("Pack", "are reserved: pack them", "is reserved: pack it", to_pack),
        *_ending(ending),
    ]


def _tag_of(loan: Row[Any]) -> str:
    tag: str = loan.asset_tag or loan.serial_number
    return tag


def _whose(loan: Row[Any]) -> str:
    return ", ".join(part for part in (loan.name, loan.practice_name) if part)


def _late(loan: Row[Any], today: date) -> SampleLine:
    days = (today - loan.due_on).days
    calls = days >= _CALL_AFTER
    return SampleLine(
        title=f"{_tag_of(loan)}: call" if calls else f"{_tag_of(loan)} is late",
        words=_whose(loan),
        address=f"/samples/loans/{loan.id}",
        label="Loan",
        tag=f"{days} day{'s' if days > 1 else ''} over",
        tag_kind="stop" if calls else "caution",
        tag_sign="phone" if calls else "clock",
    )


def _requests(rows: Sequence[Row[Any]], today: date, zone: ZoneInfo) -> list[SampleLine]:
    new = [row for row in rows if row.state is RequestState.SUBMITTED]
    if not new:
        return []
    days = (today - local_day(new[0].submitted_at, zone)).days
    asks = Counter(_asker(row) for row in rows)
    doubles = sum(asks[_asker(row)] > 1 for row in new)
    words = _whose(new[0]) if len(new) == 1 else ""
    if doubles:
        verb = "doubles" if doubles == 1 else "double"
        same = f"{doubles} {verb} an open request of the same practice"
        words = f"{words} · {same}" if words else same
    return [
        SampleLine(
            title=f"{len(new)} requests wait" if len(new) > 1 else "1 request waits",
            words=words,
            address=f"/samples/requests/{new[0].id}",
            label="Decide",
            tag=("oldest " if len(new) > 1 else "") + _age(days),
        )
    ]


def _age(days: int) -> str:
    return "from today" if days == 0 else f"{days} day{'s' if days > 1 else ''}"


def _asker(row: Row[Any]) -> str:
    """Answer who asks: two people of one practice count as one."""
    practice: str = row.practice_name.strip().casefold()
    return practice or row.practitioner_id


def _one(label: str, many: str, single: str, loans: Sequence[Row[Any]]) -> list[SampleLine]:
    """Answer one line for all loans that wait for the same deed; the only one is named."""
    if not loans:
        return []
    if len(loans) == 1:
        loan = loans[0]
        return [
            SampleLine(
                f"{_tag_of(loan)} {single}", _whose(loan), f"/samples/loans/{loan.id}", label
            )
        ]
    tags = ", ".join(sorted(_tag_of(loan) for loan in loans))
    return [SampleLine(f"{len(loans)} massagers {many}", tags, "/samples", "Board")]


def _ending(loans: Sequence[Row[Any]]) -> list[SampleLine]:
    if not loans:
        return []
    days = sorted({loan.due_on for loan in loans})
    many = "1 loan ends" if len(loans) == 1 else f"{len(loans)} loans end"
    return [
        SampleLine(
            f"{many} within a week",
            ", ".join(f"{day:%a} {day.day} {day:%b}" for day in days),
            f"/samples/loans/{loans[0].id}" if len(loans) == 1 else "/samples",
            "Loan" if len(loans) == 1 else "Board",
        )
    ]
