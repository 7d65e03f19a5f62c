"""How much was done at home, in bars: a day without a word is a gap, not a missed day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from clinic.checkins.queries import doses_of, planned_days
from clinic.checkins.rules import Bar, ToldDay, adherence_of, bars_of
from clinic.desk.queries.patient import Care
from clinic.plans.rules import PlanState

# as many days as the sheet's own grid shows beside each other (DESIGN 6)
_BARS = 14
_WIDTH, _STEP, _HEIGHT = 14, 18, 34
_FLOOR = 3


@dataclass(frozen=True, slots=True)
class BarLine:
    """One bar as it is drawn, in units of the picture."""

    day: date
    # done, floor (told, and nothing done) or gap (not told)
    kind: str
    x: int
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class AdherenceCard:
    """The days of a plan until yesterday, what they add up to, and the same in words."""

    plan_id: str
    words: str
    spoken: str
    bars: Sequence[BarLine]
    width: int


def adherence_card(care: Care) -> AdherenceCard | None:
    """Answer the bars of the plan that stands, else of the one that stood last."""
    known = [plan for plan in care.plans if plan.state is not PlanState.DRAFT]
    plan = care.plan or (known[0] if known else None)
    if plan is None:
        return None
    told, doses = care.check_ins[plan.id], doses_of(care.targets[plan.id])
    days = planned_days(plan, care.events[plan.id], told, care.zone, care.today)
    sessions = {day: row.sessions for day, row in told.items()}
    bars = bars_of(days, doses, sessions, _BARS)
    if not bars:
        return None
    sums = adherence_of(days, doses, [ToldDay(day, done) for day, done in sessions.items()])
    words = f"{sums.days_told} of {sums.days_planned} days told"
    if sums.share is not None:
        words += f", {sums.sessions_done} of {sums.sessions_planned} sessions done"
    return AdherenceCard(
        plan_id=plan.id,
        words=words,
        spoken=_spoken(bars),
        bars=[_line(number, bar) for number, bar in enumerate(bars)],
        width=len(bars) * _STEP,
    )


def _line(number: int, bar: Bar) -> BarLine:
    if bar.done is None:
        kind, height = "gap", 0
    elif not bar.done:
        kind, height = "floor", _FLOOR
    else:
        kind = "done"
        height = max(_FLOOR + 1, round(_HEIGHT * min(1.0, bar.done / max(1, bar.asked))))
    return BarLine(bar.day, kind, number * _STEP, _HEIGHT - height, height)


def _spoken(bars: Sequence[Bar]) -> str:
    """Say the bars: how many days were done wholly, in part, not at all, and not told."""
    whole = sum(bar.done is not None and bar.done >= bar.asked for bar in bars)
    none = sum(bar.done == 0 for bar in bars)
    untold = sum(bar.done is None for bar in bars)
    part = len(bars) - whole - none - untold
    counted = ((whole, "done"), (part, "done in part"), (none, "not done"), (untold, "not told"))
    return f"The last {len(bars)} days: " + ", ".join(f"{n} {what}" for n, what in counted if n)
