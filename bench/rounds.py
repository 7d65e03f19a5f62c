"""Measuring in turns: every way once a round, in shuffled order, so that noise falls on all."""

import gc
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

_MS = 1000.0


def _nothing() -> None:
    return None


@dataclass(frozen=True, slots=True)
class Way:
    """One way to do a piece of work. `prepare` is not measured; `deed` gets what it answers."""

    name: str
    deed: Callable[[Any], object]
    prepare: Callable[[], Any] = _nothing


@dataclass(slots=True)
class Times:
    """What every round of one way took, in milliseconds by the clock and of this process's cpu."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    @property
    def wall_ms(self) -> float:
        return median(self.wall)

    @property
    def cpu_ms(self) -> float:
        return median(self.cpu)


def in_turns(ways: Sequence[Way], rounds: int, *, warm: int = 2) -> dict[str, Times]:
    """Measure every way once a round, in an order that is shuffled anew; `warm` rounds are lost."""
    times = {way.name: Times() for way in ways}
    order = list(ways)
    shuffle = random.Random(1).shuffle  # noqa: S311 (an order, not a secret)
    gc.collect()
    for number in range(-warm, rounds):
        shuffle(order)
        for way in order:
            prepared = way.prepare()
            wall, cpu = time.perf_counter(), time.process_time()
            way.deed(prepared)
            cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
            if number >= 0:
                times[way.name].wall.append(wall * _MS)
                times[way.name].cpu.append(cpu * _MS)
    return times
