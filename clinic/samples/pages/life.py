"""A loan's life as a picture: the steps it took, and a line of time with every due day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from clinic.paper.words import count
from clinic.samples.models import Loan
from clinic.samples.pages.tables import LOAN_DEEDS
from clinic.samples.pages.words import STATES, near
from clinic.samples.rules import ENDED, LOAN, LoanAction, LoanState
from clinic.work.unit import local_day

History = Sequence[Mapping[str, Any]]

_S = LoanState
_TRACK = (
    _S.RESERVED,
    _S.PACKED,
    _S.DISPATCHED,
    _S.ON_TRIAL,
    _S.RETURN_IN_TRANSIT,
    _S.RECEIVED,
    _S.CLOSED,
)
_STEP_WORDS = {
    _S.DISPATCHED: "sent",
    _S.RETURN_IN_TRANSIT: "on its way back",
    _S.RECEIVED: "received",
}
# the line's ends, and how much of its width a label takes, in hundredths
_LEFT, _RIGHT, _LABEL = 3.0, 97.0, 13.0
_EDGE = 10.0


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the track: done, here, skipped, or still ahead (""); a lost one is bad."""

    words: str
    day: date | None
    look: str


def track(loan: Loan, history: History, zone: ZoneInfo) -> list[Step]:
    """Answer the steps a loan took and has before it; seven where nothing goes astray."""
    days = _days(loan, history, zone)
    taken = list(dict.fromkeys(event["to_state"] for event in history))
    if loan.state in _TRACK:
        here = _TRACK.index(loan.state)
        return [_step(at, days, here, i) for i, at in enumerate(_TRACK)]
    # bought, cancelled or lost: what came before, where it is, and what may still come
    before = [at for at in taken if at in _TRACK]
    ahead = [_S.RECEIVED, _S.CLOSED] if loan.state is _S.LOST else []
    path = [*before, loan.state, *ahead]
    return [_step(at, days, len(before), i) for i, at in enumerate(path)]


def _step(at: LoanState, days: Mapping[LoanState, date], here: int, i: int) -> Step:
    if i == here:
        look = "done" if at in ENDED else "here"
        look = "bad" if at is _S.LOST else look
    elif i < here:
        look = "done" if at in days else "skipped"
    else:
        look = ""
    return Step(_STEP_WORDS.get(at, STATES[at].words), days.get(at) if look else None, look)


def _days(loan: Loan, history: History, zone: ZoneInfo) -> dict[LoanState, date]:
    """Answer on which day each state began: as it was told, else as it was recorded."""
    days = {
        event["to_state"]: local_day(event["at"], zone)
        for event in history
        if event["from_state"] != event["to_state"]
    }
    told = {
        _S.DISPATCHED: loan.dispatched_on,
        _S.ON_TRIAL: loan.delivered_on,
        _S.RECEIVED: loan.received_on,
        _S.PURCHASED: loan.purchased_on,
    }
    return days | {at: day for at, day in told.items() if day is not None and at in days}


@dataclass(frozen=True, slots=True)
class Mark:
    """A day on the line; `at` in hundredths of its width, `row` where its label has room."""

    at: float
    day: date
    words: str
    look: str
    row: int

    @property
    def anchor(self) -> str:
        """How the label stands at its mark, so that it stays inside the picture."""
        if self.at < _EDGE:
            return "start"
        return "end" if self.at > 100 - _EDGE else "middle"


@dataclass(frozen=True, slots=True)
class TimeLine:
    """From the delivery to the end or to today; the late part stands for itself."""

    marks: tuple[Mark, ...]
    bar: tuple[float, float]
    late: tuple[float, float] | None
    words: str

    @property
    def rows(self) -> int:
        """How many rows of labels there are."""
        return 1 + max(mark.row for mark in self.marks)


def time_line(loan: Loan, history: History, today: date, zone: ZoneInfo) -> TimeLine | None:
    """Draw a trial's time; there is none before the delivery, which sets the due day."""
    start, due = loan.delivered_on, loan.due_on
    if start is None or due is None:
        return None
    end, end_words = _end(loan, history, today, zone)
    late_days = (end - due).days
    days = [(start, "delivered", "")]
    dues = _due_days(history, due)
    days += [(day, "first due day" if i == 0 else "was due", "") for i, day in enumerate(dues[:-1])]
    days.append((due, "due", "late" if late_days > 0 else "due"))
    if end not in (start, due):
        days.append((end, end_words, "now"))
    days.sort(key=lambda one: one[0])
    span = max((max(days[-1][0], end) - start).days, 1)

    def at(day: date) -> float:
        return round(_LEFT + (day - start).days / span * (_RIGHT - _LEFT), 2)

    until = min(end, due)
    return TimeLine(
        marks=_placed([(at(day), day, words, look) for day, words, look in days]),
        bar=(at(start), round(at(until) - at(start), 2)),
        late=(at(due), round(at(end) - at(due), 2)) if late_days > 0 else None,
        words=_in_words(days, late_days, today),
    )


def _end(loan: Loan, history: History, today: date, zone: ZoneInfo) -> tuple[date, str]:
    ends = [(loan.purchased_on, "bought"), (loan.received_on, "received")]
    for day, words in ends:
        if day is not None:
            return day, words
    if loan.state in (_S.LOST, _S.RETURN_IN_TRANSIT):
        words = {_S.LOST: "reported lost", _S.RETURN_IN_TRANSIT: "sent back"}[loan.state]
        return _days(loan, history, zone).get(loan.state, today), words
    return today, "today"


def _due_days(history: History, due: date) -> list[date]:
    """Answer every due day there ever was, the present one last."""
    told = [event["details"].get("due_on") for event in history]
    days = [date.fromisoformat(day) for day in told if day]
    return list(dict.fromkeys([*days, due]))


def _placed(days: Sequence[tuple[float, date, str, str]]) -> tuple[Mark, ...]:
    """Give each label the first row in which it has room."""
    free: list[float] = []
    marks = []
    for at, day, words, look in days:
        bare = Mark(at, day, words, look, 0)
        left = {"start": at, "middle": at - _LABEL / 2, "end": at - _LABEL}[bare.anchor]
        row = next((i for i, until in enumerate(free) if until <= left), len(free))
        free[row : row + 1] = [left + _LABEL]
        marks.append(Mark(at, day, words, look, row))
    return tuple(marks)


def _in_words(days: Sequence[tuple[date, str, str]], late_days: int, today: date) -> str:
    told = ", ".join(f"{words} {near(day, today)}" for day, words, _ in days)
    late = f"; {count(late_days, 'day')} late" if late_days > 0 else ""
    return f"{told[0].upper()}{told[1:]}{late}."


# steps that are taken once
_ONCE = {
    LoanAction.PACK,
    LoanAction.DISPATCH,
    LoanAction.DELIVER,
    LoanAction.SHIP_RETURN,
    LoanAction.RECEIVE,
    LoanAction.INSPECT,
}
_OVER = {
    _S.CLOSED: "the loan is closed",
    _S.PURCHASED: "it was bought",
    _S.CANCELLED: "the loan was cancelled",
    _S.LOST: "nobody knows where it is",
}


def not_now(state: LoanState, history: History) -> list[tuple[str, str]]:
    """Answer the deeds that are not possible now, those with one reason together."""
    taken = {event["action"] for event in history}
    possible = LOAN.actions_from(state)
    found: dict[str, list[str]] = {}
    for action, deed in LOAN_DEEDS.items():
        if action.value not in possible:
            found.setdefault(_why_not(action, state, taken), []).append(deed.label.lower())
    return [(", ".join(labels), why) for why, labels in found.items()]


def _why_not(action: LoanAction, state: LoanState, taken: set[str]) -> str:
    if action in _ONCE and action.value in taken:
        return "done"
    if state in _OVER:
        return _OVER[state]
    sources = [_TRACK.index(source) for source in LOAN.moves[action].sources if source in _TRACK]
    is_early = _TRACK.index(state) < min(sources)
    return LOAN_DEEDS[action].not_yet if is_early else LOAN_DEEDS[action].no_more
