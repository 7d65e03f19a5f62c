"""What a print run is made of, which steps its items take, and what a failure says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from clinic.handouts.rules import Layout
from clinic.paper.printed import PrintFailed
from clinic.plans.rules import PlanState
from clinic.rulebook.machines import Machine, move
from clinic.rulebook.refusals import Problem, Refusal

MOST_PLANS = 200
# how long a worker has an item for itself: longer than the press may take to start and to print
LEASE = timedelta(seconds=60)
# an item at which the worker died this often is not tried again
MOST_TRIES = 3


class RunState(StrEnum):
    """What the items of a run add up to; nothing keeps it."""

    PRINTING = "printing"
    FINISHED = "finished"
    CANCELLED = "cancelled"


class ItemState(StrEnum):
    WAITING = "waiting"
    PRINTING = "printing"
    PRINTED = "printed"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ItemAction(StrEnum):
    TAKE = "take"
    PUT_BACK = "put_back"
    FINISH = "finish"
    FAIL = "fail"
    CANCEL = "cancel"


# still to be done
OPEN = frozenset({ItemState.WAITING, ItemState.PRINTING})

# an item whose lease has ended is taken over: printing to printing
ITEM = Machine(
    "print run item",
    initial=ItemState.WAITING,
    moves={
        ItemAction.TAKE: move(OPEN, ItemState.PRINTING),
        ItemAction.PUT_BACK: move({ItemState.PRINTING}, ItemState.WAITING),
        ItemAction.FINISH: move({ItemState.PRINTING}, ItemState.PRINTED),
        ItemAction.FAIL: move(OPEN, ItemState.FAILED),
        ItemAction.CANCEL: move(OPEN, ItemState.CANCELLED),
    },
)


@dataclass(frozen=True, slots=True)
class NewRun:
    """A day or a list of plans.

    Where no layout or language is named: as the plan's newest sheet, or as suits the patient.
    """

    day: date | None = None
    home_plan_ids: list[str] = field(default_factory=list)
    layout: Layout | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """An item that a worker has for itself until its lease ends; `by` began the run."""

    item_id: str
    lease: str
    tries: int
    plan_id: str
    by: str
    layout: Layout | None
    language: str | None


def run_state(counts: Mapping[ItemState, int], *, is_cancelled: bool) -> RunState:
    """Answer the state of a run from how many of its items are in which state."""
    if is_cancelled:
        return RunState.CANCELLED
    is_open = any(counts.get(state, 0) for state in OPEN)
    return RunState.PRINTING if is_open else RunState.FINISHED


class Failure(StrEnum):
    """Why an item has no sheet."""

    NOT_RUNNING = "not_running"
    NO_SHEET_YET = "no_sheet_yet"
    NEEDS_A_CLINICIAN = "needs_a_clinician"
    NO_ROLE = "no_role"
    NOT_PRINTABLE = "not_printable"
    WORKER_DIED = "worker_died"


class Fails(Exception):
    """There is no sheet of an item, and this is why."""

    def __init__(self, failure: Failure, reason: str) -> None:
        self.failure = failure
        self.reason = reason
        super().__init__(reason)


# why a plan that does not run gives nothing to hand out, and what to do
NOT_RUNNING: Mapping[PlanState, str] = {
    PlanState.DRAFT: "The plan is not prescribed yet. Prescribe it, then print it.",
    PlanState.PAUSED: "The plan is paused. Once it goes on, its sheet can be printed.",
    PlanState.STOPPED: "The plan was stopped. Its sheet is not given out any more.",
    PlanState.COMPLETED: "The plan is completed. Its sheet is not given out any more.",
}
NO_SHEET_YET = (
    "The plan has no sheet as it is now. A clinician prints the first one; "
    "from then on reception can print it again."
)
NO_ROLE = "Whoever began this run has no role here any more. Begin it again yourself."
WORKER_DIED = "Printing stopped each time this sheet was reached. Print it from the plan's page."
# what those who may not see the reason are told instead (CONTRACT 2)
ASK_A_CLINICIAN = "A clinician has to look at the plan before its sheet can be printed."


def words_of(refusal: Refusal) -> str:
    """Answer a refusal's words; what is wrong with a place names it by its number on the sheet."""
    found: Sequence[Problem] = getattr(refusal, "problems", ())
    return " ".join(_named(problem) for problem in found) or refusal.detail


def words_of_press(error: PrintFailed) -> str:
    """Answer why a sheet could not be printed, and what to do."""
    if error.to_shorten is not None:
        return f"{error.words} {error.to_shorten.length}: shorten it."
    return f"{error.words} Try again; if it stays so, tell whoever looks after Palpate."


def _named(problem: Problem) -> str:
    parts = problem.pointer.split("/")
    if parts[1:2] == ["targets"] and parts[2:3] and parts[2].isdigit():
        return f"Place {int(parts[2]) + 1}: {problem.detail}"
    return problem.detail


def told(failure: Failure, reason: str, *, may_care: bool) -> str:
    """Answer the reason as far as the reader may know it: what safety says is care."""
    return ASK_A_CLINICIAN if failure is Failure.NEEDS_A_CLINICIAN and not may_care else reason
