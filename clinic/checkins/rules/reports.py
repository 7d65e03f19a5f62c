"""What a patient may report of one day, and which signs ask for what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from clinic.rulebook.refusals import Problem
from clinic.safety.rules import STOP_SIGNS, Urgency

# days that the page still takes, counted back from today; older days come by the paper grid [P]
DAYS_BACK = 7
# as long as a plan may run until its review (84 days), and then some that came late
MOST_DAYS = 200
_WORST_PAIN = 10


class Source(StrEnum):
    """Where a check-in came from: the patient's own page, or the grid that staff typed in."""

    PAGE = "page"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Report:
    """One day in the patient's words; `sessions` stand in the order of the plan's places.

    Pain is 0 to 10; None is not told, which is never taken as no pain.
    """

    day: date
    sessions: Sequence[int]
    pain_before: int | None = None
    pain_after: int | None = None
    happened: Sequence[str] = ()


def report_problems(
    report: Report, planned: Sequence[int], first: date, last: date, at: str = ""
) -> Iterator[Problem]:
    """Name what is wrong with a report; `planned` are the sessions a day of each place."""
    if report.day > last:
        yield Problem(f"{at}/day", "This day has not come yet.")
    elif report.day < first:
        yield Problem(f"{at}/day", f"Days before {first.day} {first:%B} are not taken here.")
    if len(report.sessions) != len(planned):
        yield Problem(f"{at}/sessions", f"The plan has {len(planned)} places: one number for each.")
    for index, (done, most) in enumerate(zip(report.sessions, planned, strict=False)):
        if not 0 <= done <= most:
            yield Problem(f"{at}/sessions/{index}", f"Must be 0 to {most}.")
    for name, pain in (("pain_before", report.pain_before), ("pain_after", report.pain_after)):
        if pain is not None and not 0 <= pain <= _WORST_PAIN:
            yield Problem(f"{at}/{name}", f"Must be 0 to {_WORST_PAIN}.")
    for index, slug in enumerate(report.happened):
        if slug not in STOP_SIGNS:
            yield Problem(f"{at}/happened/{index}", "There is no stop sign with this name.")


def first_day(today: date, starts_on: date) -> date:
    """Answer the first day that the page still takes."""
    return max(starts_on, today - timedelta(days=DAYS_BACK))


def urgent(happened: Sequence[str]) -> Urgency | None:
    """Answer the most that any of these signs asks for: ring for help before all else."""
    urgencies = {STOP_SIGNS[slug].urgency for slug in happened if slug in STOP_SIGNS}
    return next((one for one in Urgency if one in urgencies), None)


def stop_reason(happened: Sequence[str]) -> str:
    """Say in the plan's history which signs were ticked."""
    texts = (STOP_SIGNS[slug].text for slug in happened)
    return f"Stop sign at home: {'; '.join(texts)}."
