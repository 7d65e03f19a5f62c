"""The machines and guards of the sample programme against the words of the contract."""

from datetime import date, timedelta

import pytest

from clinic.samples.rules import (
    LOAN,
    OPEN_LOAN,
    REQUEST,
    UNIT,
    UNIT_WHILE,
    Condition,
    LoanState,
    Profession,
    RequestState,
    Service,
    ServiceKind,
    ServiceResult,
    Stay,
    UnitState,
    day_problem,
    dial_problems,
    is_overdue,
    lacks_for_packing,
    lacks_for_release,
    last_dated,
    registration_problem,
    serial_key,
)

TODAY = date(2026, 11, 20)
CLEAN, TEST, REPAIR = ServiceKind.CLEAN, ServiceKind.TEST_AND_TAG, ServiceKind.REPAIR

# CONTRACT 3, word by word: state, steps, unit
LOAN_TABLE = {
    "reserved": ({"pack", "cancel"}, "reserved"),
    "packed": ({"dispatch", "cancel"}, "reserved"),
    "dispatched": ({"deliver", "receive", "report-lost"}, "on_loan"),
    "on_trial": ({"extend", "ship-return", "receive", "purchase", "report-lost"}, "on_loan"),
    "return_in_transit": ({"receive", "purchase", "report-lost"}, "on_loan"),
    "received": ({"inspect"}, "quarantined"),
    "lost": ({"receive"}, "lost"),
    "closed": (set(), None),
    "purchased": (set(), "sold"),
    "cancelled": (set(), None),
}


def a_service(kind, *, passed=True, days_ago=0, due_in=None, after_return=0):
    return Service(
        kind=kind,
        result=ServiceResult.PASS if passed else ServiceResult.FAIL,
        done_on=TODAY - timedelta(days=days_ago),
        next_due_on=None if due_in is None else TODAY + timedelta(days=due_in),
        after_return=after_return,
    )


def kinds(lacks):
    return [lack.kind for lack in lacks]


@pytest.mark.parametrize("state", LoanState)
def test_a_loan_has_the_steps_and_the_unit_that_the_contract_gives_it(state):
    steps, unit = LOAN_TABLE[state]
    assert set(LOAN.actions_from(state)) == steps
    assert UNIT_WHILE.get(state) == unit


def test_a_loan_is_open_until_it_is_closed_bought_or_cancelled():
    assert {*LoanState} - {*OPEN_LOAN} == {"closed", "purchased", "cancelled"}


@pytest.mark.parametrize("state", RequestState)
def test_only_what_is_not_decided_can_be_declined_or_withdrawn(state):
    waiting = {
        "submitted": {"approve", "decline", "withdraw"},
        "waitlisted": {"decline", "withdraw"},
    }
    assert set(REQUEST.actions_from(state)) == waiting.get(state, set())


@pytest.mark.parametrize("state", UnitState)
def test_a_unit_is_retired_from_available_quarantined_and_lost_only(state):
    assert bool(UNIT.actions_from(state)) == (state in {"available", "quarantined", "lost"})


@pytest.mark.parametrize("profession", Profession)
def test_the_three_registered_professions_need_their_number(profession):
    registered = profession in {"chiropractor", "osteopath", "physiotherapist"}
    assert bool(registration_problem(profession, "")) == registered
    assert registration_problem(profession, "PHY1") is None


def test_serial_numbers_are_ordered_as_people_count():
    numbers = ["GPM-9", "gpm-10", "GPM-010a", "GPM-011", "GPM-100", "GPM-1000", "GPX-1"]
    assert sorted(set(numbers), key=serial_key) == numbers


def test_the_key_of_the_oddest_serial_number_fits_its_column():
    assert len(serial_key("ß1ΐ" * 20)) <= 200


@pytest.mark.parametrize(
    ("low", "high", "dial", "pointers"),
    [
        (20, 65, [20, 65], []),
        (30, 30, [], []),
        (65, 20, [30], ["/max_hz"]),
        (20, 65, [19.9, 30, 66], ["/dial/0/hz", "/dial/2/hz"]),
    ],
)
def test_a_dial_stays_within_its_range(low, high, dial, pointers):
    assert [pointer for pointer, _words in dial_problems(low, high, dial)] == pointers


def test_a_new_unit_with_any_clean_and_test_may_be_packed():
    records = [a_service(CLEAN, days_ago=300), a_service(TEST, days_ago=300, due_in=0)]
    assert lacks_for_packing(records, Stay(), TODAY) == ()


def test_a_new_unit_without_records_lacks_both():
    assert kinds(lacks_for_packing([], Stay(), TODAY)) == [CLEAN, TEST]


@pytest.mark.parametrize("kind", [CLEAN, TEST])
@pytest.mark.parametrize(
    "what",
    [
        {"days_ago": 4},  # done before the return, though recorded after it
        {"after_return": 0},  # recorded before the return
        {"passed": False},
        {"due_in": -1},
    ],
)
def test_one_record_that_does_not_do_is_named_and_the_other_is_not(kind, what):
    back = Stay(returns=1, returned_on=TODAY - timedelta(days=3))
    records = [
        a_service(each, **({"after_return": 1, "due_in": 9} | (what if each is kind else {})))
        for each in (CLEAN, TEST)
    ]
    assert kinds(lacks_for_packing(records, back, TODAY)) == [kind]


def test_a_record_of_the_day_of_the_return_and_due_today_does():
    back = Stay(returns=2, returned_on=TODAY)
    records = [a_service(CLEAN, after_return=2), a_service(TEST, after_return=2, due_in=0)]
    assert lacks_for_packing(records, back, TODAY) == ()


def test_the_last_test_counts_not_an_earlier_one_that_lasts_longer():
    records = [
        a_service(CLEAN),
        a_service(TEST, days_ago=9, due_in=90),
        a_service(TEST, days_ago=5, due_in=-1),
    ]
    assert kinds(lacks_for_packing(records, Stay(), TODAY)) == [TEST]


def test_a_failure_stands_until_the_same_kind_passes():
    good = [a_service(CLEAN), a_service(TEST, due_in=9)]
    failed = [*good, a_service(REPAIR, passed=False)]
    assert kinds(lacks_for_packing(failed, Stay(), TODAY)) == [REPAIR]
    assert kinds(lacks_for_release(failed, Stay())) == [REPAIR]
    mended = [*failed, a_service(REPAIR)]
    assert lacks_for_packing(mended, Stay(), TODAY) == lacks_for_release(mended, Stay()) == ()


@pytest.mark.parametrize("condition", [None, *Condition])
def test_a_damaged_or_incomplete_unit_also_needs_a_repair(condition):
    back = Stay(returns=1, returned_on=TODAY, condition=condition)
    records = [a_service(CLEAN, after_return=1), a_service(TEST, after_return=1, due_in=9)]
    wanted = [REPAIR] if condition in {Condition.DAMAGED, Condition.INCOMPLETE} else []
    assert kinds(lacks_for_release(records, back)) == wanted
    assert lacks_for_release([*records, a_service(REPAIR, after_return=1)], back) == ()


def test_records_from_before_the_return_release_nothing():
    back = Stay(returns=1, returned_on=TODAY)
    records = [a_service(CLEAN), a_service(TEST, due_in=9)]
    assert kinds(lacks_for_release(records, back)) == [CLEAN, TEST]


def test_a_trial_is_overdue_on_the_day_after_its_due_day_and_only_while_it_runs():
    assert not is_overdue(LoanState.ON_TRIAL, TODAY, TODAY)
    assert is_overdue(LoanState.ON_TRIAL, TODAY - timedelta(days=1), TODAY)
    assert not is_overdue(LoanState.RETURN_IN_TRANSIT, TODAY - timedelta(days=1), TODAY)
    assert not is_overdue(LoanState.RESERVED, None, TODAY)


def test_a_day_lies_between_the_step_before_and_today():
    before = ("dispatched_on", TODAY - timedelta(days=2))
    assert day_problem(TODAY, TODAY, before) is None
    assert day_problem(before[1], TODAY, before) is None
    assert day_problem(TODAY + timedelta(days=1), TODAY, None) is not None
    problem = day_problem(TODAY - timedelta(days=3), TODAY, before)
    assert problem is not None
    assert "dispatched_on" in problem


def test_the_latest_dated_step_is_the_previous_one():
    assert last_dated(("a", TODAY), ("b", None), ("c", TODAY - timedelta(days=1))) == ("a", TODAY)
    assert last_dated(("a", None)) is None
