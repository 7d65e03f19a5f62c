"""The tables behind the pages: every deed has its words and fields; a loan's line of time."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from marshmallow import ValidationError

from clinic.rulebook.machines import Machine
from clinic.samples.models import Loan
from clinic.samples.pages.deeds import Deed, Kind, drawn, offers
from clinic.samples.pages.life import not_now, time_line, track
from clinic.samples.pages.tables import (
    LOAN_DEEDS,
    REQUEST_DEEDS,
    SERVICE_DEEDS,
    UNIT_DEEDS,
    VERIFY,
)
from clinic.samples.pages.words import STATES
from clinic.samples.rules import (
    LOAN,
    REQUEST,
    UNIT,
    LoanState,
    RequestState,
    ServiceKind,
    UnitState,
)
from clinic.web.fields import Dollars, dollars

ZONE = ZoneInfo("Australia/Melbourne")
MACHINES: list[tuple[Machine[Any, Any], Mapping[Any, Deed]]] = [
    (LOAN, LOAN_DEEDS),
    (REQUEST, REQUEST_DEEDS),
    (UNIT, UNIT_DEEDS),
]
DEEDS = [
    *(deed for _, table in MACHINES for deed in table.values()),
    *SERVICE_DEEDS.values(),
    VERIFY,
]


@pytest.mark.parametrize(("machine", "table"), MACHINES, ids=lambda one: getattr(one, "name", ""))
def test_every_action_of_every_machine_has_its_row(
    machine: Machine[Any, Any], table: Mapping[Any, Deed]
) -> None:
    assert list(table) == list(machine.moves)


def test_every_kind_of_record_has_its_row() -> None:
    assert set(SERVICE_DEEDS) == set(ServiceKind)
    assert all(deed.fixed == {"kind": kind} for kind, deed in SERVICE_DEEDS.items())


def test_every_state_has_its_word_and_sign() -> None:
    for vocabulary in (LoanState, RequestState, UnitState):
        for state in vocabulary:
            assert STATES[state].words, state
            assert STATES[state].sign, state


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.label)
def test_a_deeds_fields_are_those_of_its_shape_and_all_that_it_needs(deed: Deed) -> None:
    known = deed.accepts.load_fields
    asked = {ask.name for ask in deed.asks}
    assert asked <= set(known)
    assert asked | set(deed.fixed) == set(known), "a field of the shape that nobody can fill in"
    for ask in deed.asks:
        field = drawn(deed.accepts, ask)
        assert field.label
        assert field.kind
    assert deed.label
    assert deed.does.endswith(".")


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.label)
def test_what_cannot_be_taken_back_says_what_follows(deed: Deed) -> None:
    if deed.kind is Kind.STOP:
        assert deed.follows
        assert any(ask.name == "reason" for ask in deed.asks)


def test_one_button_alone_is_the_next_one_and_stops_come_last() -> None:
    for state in LoanState:
        found = offers(LOAN_DEEDS, LOAN.actions_from(state), "/x", etag=None)
        assert {offer.action for offer in found} == set(LOAN.actions_from(state))
        kinds = [offer.kind for offer in found]
        assert kinds.count(Kind.GO) <= 1
        assert kinds == sorted(kinds, key=list(Kind).index)


# -- a loan's life ------------------------------------------------------------------
def event(action: str, before: LoanState | None, after: LoanState, **details: str) -> Any:
    at = datetime(2026, 10, 9, 1, 0, tzinfo=UTC)
    return {
        "action": action,
        "from_state": before,
        "to_state": after,
        "at": at,
        "details": details,
    }


_S = LoanState
OUT = [
    event("reserve", None, _S.RESERVED),
    event("pack", _S.RESERVED, _S.PACKED),
    event("dispatch", _S.PACKED, _S.DISPATCHED),
    event("deliver", _S.DISPATCHED, _S.ON_TRIAL, due_on="2026-11-13"),
]


def a_row(state: LoanState, **over: Any) -> Loan:
    days = {
        "dispatched_on": date(2026, 10, 12),
        "delivered_on": date(2026, 10, 14),
        "due_on": date(2026, 11, 13),
        "received_on": None,
        "purchased_on": None,
    }
    return Loan(state=state, **(days | over))


def test_the_track_has_seven_steps_with_the_days_that_were_told() -> None:
    steps = track(a_row(_S.ON_TRIAL), OUT, ZONE)
    assert [step.look for step in steps] == ["done", "done", "done", "here", "", "", ""]
    assert [step.day for step in steps][:4] == [
        date(2026, 10, 9),
        date(2026, 10, 9),
        date(2026, 10, 12),
        date(2026, 10, 14),
    ]


def test_a_step_that_nobody_noted_is_not_shown_as_done() -> None:
    back = [*OUT, event("receive", _S.ON_TRIAL, _S.RECEIVED)]
    steps = track(a_row(_S.RECEIVED, received_on=date(2026, 11, 20)), back, ZONE)
    assert [step.look for step in steps][3:] == ["done", "skipped", "here", ""]


def test_a_lost_one_leaves_the_track_and_may_come_back() -> None:
    lost = [*OUT, event("report-lost", _S.ON_TRIAL, _S.LOST)]
    steps = track(a_row(_S.LOST), lost, ZONE)
    assert [(step.words, step.look) for step in steps][-3:] == [
        ("lost", "bad"),
        ("received", ""),
        ("closed", ""),
    ]


def test_the_line_keeps_every_due_day_and_hatches_what_is_late() -> None:
    history = [
        *OUT,
        event("extend", _S.ON_TRIAL, _S.ON_TRIAL, was_due_on="2026-11-13", due_on="2026-11-16"),
        event("extend", _S.ON_TRIAL, _S.ON_TRIAL, was_due_on="2026-11-16", due_on="2026-11-20"),
    ]
    loan = a_row(_S.ON_TRIAL, due_on=date(2026, 11, 20))
    line = time_line(loan, history, date(2026, 11, 23), ZONE)
    assert line is not None
    told = [(mark.day.day, mark.words, mark.look) for mark in line.marks]
    assert told == [
        (14, "delivered", ""),
        (13, "first due day", ""),
        (16, "was due", ""),
        (20, "due", "late"),
        (23, "today", "now"),
    ]
    assert line.late is not None
    assert line.late[0] == pytest.approx(line.bar[0] + line.bar[1], abs=0.02)
    assert line.late[0] + line.late[1] == pytest.approx(97, abs=0.02)
    assert line.words.endswith("3 days late.")
    # labels that would lie on each other stand in different rows
    assert len({mark.row for mark in line.marks[1:]}) > 1


def test_a_trial_in_time_has_nothing_hatched_and_ends_where_it_ended() -> None:
    line = time_line(a_row(_S.ON_TRIAL), OUT, date(2026, 10, 20), ZONE)
    assert line is not None
    assert line.late is None
    assert "late" not in line.words
    bought = a_row(_S.PURCHASED, purchased_on=date(2026, 11, 2))
    line = time_line(bought, OUT, date(2027, 5, 1), ZONE)
    assert line is not None
    assert [mark.words for mark in line.marks] == ["delivered", "bought", "due"]
    assert time_line(a_row(_S.PACKED, delivered_on=None), OUT[:2], date(2026, 10, 9), ZONE) is None


def test_a_trial_of_one_day_is_drawn_too() -> None:
    day = date(2026, 10, 14)
    line = time_line(a_row(_S.ON_TRIAL, due_on=day), [*OUT[:3]], day, ZONE)
    assert line is not None
    assert line.bar[1] == 0


@pytest.mark.parametrize("state", LoanState)
def test_whatever_is_not_possible_says_why(state: LoanState) -> None:
    for history in ([], OUT):
        told = not_now(state, history)
        named = [label for labels, _ in told for label in labels.split(", ")]
        closed = [
            deed.label.lower()
            for action, deed in LOAN_DEEDS.items()
            if action not in LOAN.actions_from(state)
        ]
        assert sorted(named) == sorted(closed)
        assert all(why for _, why in told)


# -- amounts --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "cents"),
    [(249, 24900), ("249", 24900), ("249.5", 24950), ("$1,249.05", 124905), ("0", 0)],
)
def test_an_amount_is_read_as_people_write_it(typed: object, cents: int) -> None:
    assert Dollars().deserialize(typed) == cents


@pytest.mark.parametrize("typed", ["-5", "1.234", "12,50", "a lot", "", True, "1e3", "٣"])
def test_what_is_no_amount_is_refused(typed: object) -> None:
    with pytest.raises(ValidationError):
        Dollars().deserialize(typed)


@pytest.mark.parametrize("cents", [0, 5, 100, 24900, 24950])
def test_an_amount_is_written_as_it_is_read(cents: int) -> None:
    assert Dollars().deserialize(dollars(cents)) == cents
    assert dollars(None) == ""
