"""Every state machine of the house, found by walking its rules: no state is out of reach."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import CheckConstraint

import clinic
from clinic.rulebook.machines import Machine
from clinic.rulebook.refusals import WrongState
from clinic.store.base import Base


def rules_modules() -> Iterator[Any]:
    for found in pkgutil.walk_packages(clinic.__path__, "clinic."):
        if re.search(r"\.rules(\.|$)", found.name):
            yield importlib.import_module(found.name)


def machines() -> dict[int, Machine[Any, Any]]:
    return {
        id(thing): thing
        for module in rules_modules()
        for thing in vars(module).values()
        if isinstance(thing, Machine)
    }


MACHINES = sorted(machines().values(), key=lambda machine: machine.name)


def test_there_are_machines() -> None:
    assert "patient" in [machine.name for machine in MACHINES]
    names = [machine.name for machine in MACHINES]
    assert len(names) == len(set(names))


def states_of(machine: Machine[Any, Any]) -> type[StrEnum]:
    return type(machine.initial)


# states that no step of the thing's own leads to, but a deed on something else (CONTRACT 3):
# a queue, a delivery, a loan that has the unit in its hands
FOLLOWING = {
    "sample request": {"waitlisted", "fulfilled"},
    "sample unit": {"reserved", "on_loan", "quarantined", "lost", "sold"},
}


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_every_state_can_be_reached_from_the_first(machine: Machine[Any, Any]) -> None:
    following = {states_of(machine)(word) for word in FOLLOWING.get(machine.name, ())}
    own = {move.target for move in machine.moves.values()}
    assert not following & own, "a state that a step leads to needs no entry here"
    reached = {machine.initial, *following}
    while True:
        further = {
            move.target
            for move in machine.moves.values()
            if move.target is not None and move.sources & reached
        } | reached
        if further == reached:
            break
        reached = further
    assert reached == set(states_of(machine))


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_every_action_is_in_the_table_and_opens_somewhere(machine: Machine[Any, Any]) -> None:
    actions = {type(action) for action in machine.moves}
    assert len(actions) == 1
    assert set(machine.moves) == set(actions.pop())
    for action, move in machine.moves.items():
        assert move.sources, action
        assert move.sources <= set(states_of(machine)), action


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_an_action_is_open_exactly_where_the_table_says(machine: Machine[Any, Any]) -> None:
    for state in states_of(machine):
        for action, move in machine.moves.items():
            if state in move.sources:
                assert machine.after(state, action) is (move.target or state)
                assert action.value in machine.actions_from(state)
            else:
                assert action.value not in machine.actions_from(state)
                with pytest.raises(WrongState) as refused:
                    machine.after(state, action)
                assert refused.value.allowed == machine.actions_from(state)


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_the_database_knows_exactly_these_states(app: Flask, machine: Machine[Any, Any]) -> None:
    vocabulary = states_of(machine)
    columns = [
        (table, column)
        for table in Base.metadata.sorted_tables
        for column in table.c
        if getattr(column.type, "vocabulary", None) is vocabulary
    ]
    assert columns, f"no column keeps the state of a {machine.name}"
    for table, column in columns:
        rules = [
            str(rule.sqltext)
            for rule in table.constraints
            if isinstance(rule, CheckConstraint) and str(rule.name).endswith(column.name)
        ]
        assert rules, f"{table.name}.{column.name} has no CHECK"
        assert set(re.findall(r"'([^']*)'", rules[0])) == {state.value for state in vocabulary}


def test_every_closed_vocabulary_is_kept_closed_by_the_database(app: Flask) -> None:
    for table in Base.metadata.sorted_tables:
        for column in table.c:
            vocabulary = getattr(column.type, "vocabulary", None)
            if vocabulary is None:
                continue
            rules = [
                set(re.findall(r"'([^']*)'", str(rule.sqltext)))
                for rule in table.constraints
                if isinstance(rule, CheckConstraint)
            ]
            assert {word.value for word in vocabulary} in rules, f"{table.name}.{column.name}"
