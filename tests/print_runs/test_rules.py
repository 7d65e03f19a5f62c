"""The rules of print runs."""

import pytest

from clinic.plans.rules import PlanState
from clinic.print_runs.rules import (
    ASK_A_CLINICIAN,
    NO_SHEET_YET,
    NOT_RUNNING,
    Failure,
    ItemState,
    RunState,
    run_state,
    told,
    words_of,
)
from clinic.rulebook.refusals import Conflict, Problem, Unsafe

W, P, D, F, C = ItemState


@pytest.mark.parametrize(
    ("counts", "state"),
    [
        ({W: 2}, RunState.PRINTING),
        ({D: 1, P: 1}, RunState.PRINTING),
        ({D: 1, F: 1}, RunState.FINISHED),
        ({F: 2}, RunState.FINISHED),
        ({}, RunState.FINISHED),
    ],
)
def test_the_items_add_up_to_the_state_of_the_run(
    counts: dict[ItemState, int], state: RunState
) -> None:
    assert run_state(counts, is_cancelled=False) is state
    assert run_state({**counts, C: 1}, is_cancelled=True) is RunState.CANCELLED


def test_every_plan_that_does_not_run_says_why() -> None:
    assert set(NOT_RUNNING) == set(PlanState) - {PlanState.ACTIVE}


def test_a_place_is_named_by_its_number_on_the_sheet() -> None:
    unsafe = Unsafe(
        [Problem("", "There is no safety screen."), Problem("/targets/2/note", "Needs a note.")]
    )
    assert words_of(unsafe) == "There is no safety screen. Place 3: Needs a note."
    assert words_of(Conflict("Not now.")) == "Not now."


def test_what_safety_says_is_care() -> None:
    reason = "The safety screen blocks home treatment."
    assert told(Failure.NEEDS_A_CLINICIAN, reason, may_care=True) == reason
    assert told(Failure.NEEDS_A_CLINICIAN, reason, may_care=False) == ASK_A_CLINICIAN
    assert told(Failure.NO_SHEET_YET, NO_SHEET_YET, may_care=False) == NO_SHEET_YET
