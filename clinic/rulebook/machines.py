"""State machines declared once: refusals, CHECKs, `actions` and tests come from their tables."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from clinic.rulebook.refusals import WrongState

State = TypeVar("State", bound=StrEnum)
Action = TypeVar("Action", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Move(Generic[State]):
    """One arrow of a machine: from which states, and to which (None: the state stays)."""

    sources: frozenset[State]
    target: State | None


def move(sources: Iterable[State], target: State | None = None) -> Move[State]:
    """Declare an arrow from any of `sources` to `target`; without a target the state stays."""
    return Move(frozenset(sources), target)


@dataclass(frozen=True, slots=True)
class Machine(Generic[State, Action]):
    """A named set of arrows. Arrows only: conditions are guards of the use cases."""

    name: str
    initial: State
    moves: Mapping[Action, Move[State]]

    def after(self, state: State, action: Action) -> State:
        """Answer the state that `action` leads to.

        Raises:
            WrongState: the action is not open in `state`; it carries the ones that are.

        """
        arrow = self.moves[action]
        if state not in arrow.sources:
            raise WrongState(self.name, state.value, action.value, self.actions_from(state))
        return state if arrow.target is None else arrow.target

    def actions_from(self, state: State) -> tuple[str, ...]:
        """Answer the actions open in `state`, in the order of the table."""
        return tuple(a.value for a, arrow in self.moves.items() if state in arrow.sources)
