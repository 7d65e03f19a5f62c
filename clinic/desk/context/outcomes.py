"""The clinic's outcomes as a page shows them: the counts, bars by region, a published course."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from clinic.anatomy.rules import MUSCLES, REGIONS
from clinic.desk.queries.outcomes import points_by_muscle
from clinic.evidence.rules import BENCHMARK, REFERENCES
from clinic.trigger_points.queries import clinic_counts
from clinic.trigger_points.rules import TriggerPointState
from clinic.work.unit import Work

# states as they are counted together, in the order of the bars (DESIGN 4)
_KINDS = {
    "active": (TriggerPointState.ACTIVE,),
    "latent": (TriggerPointState.LATENT, TriggerPointState.DEACTIVATED),
    "provisionally_cleared": (TriggerPointState.PROVISIONALLY_CLEARED,),
    "eliminated": (TriggerPointState.ELIMINATED,),
}
_KIND_OF = {state: kind for kind, states in _KINDS.items() for state in states}
# the drawing's own measures
_WIDE = 600
# a count this narrow stands in the table only
_ROOM_FOR_A_FIGURE = 22


@dataclass(frozen=True, slots=True)
class Bar:
    """One part of a region's bar."""

    kind: str
    count: int
    x: float
    width: float
    has_room: bool


@dataclass(frozen=True, slots=True)
class Region:
    """One region's line: its counts, and its bar."""

    name: str
    counts: dict[str, int]
    left: int
    found: int
    bars: tuple[Bar, ...]


def outcomes_page(work: Work) -> dict[str, Any]:
    """Answer what the page of outcomes shows."""
    counts = clinic_counts(work)
    return {
        "counts": counts,
        "found": counts["points_remaining"] + counts["points_eliminated"],
        "regions": _regions(points_by_muscle(work)),
        "wide": _WIDE,
        "benchmark": BENCHMARK,
        "citation": REFERENCES[BENCHMARK.reference].citation,
        "address": REFERENCES[BENCHMARK.reference].address,
    }


def _regions(rows: list[tuple[str, TriggerPointState, int]]) -> list[Region]:
    counted: dict[str, Counter[str]] = {}
    for muscle, state, count in rows:
        if state in _KIND_OF:
            region = REGIONS[MUSCLES[muscle].region].name
            counted.setdefault(region, Counter())[_KIND_OF[state]] += count
    most = max((each.total() for each in counted.values()), default=1)
    lines = [_region(name, each, most) for name, each in counted.items()]
    return sorted(lines, key=lambda line: (-line.left, -line.found, line.name))


def _region(name: str, counted: Counter[str], most: int) -> Region:
    counts = {kind: counted[kind] for kind in _KINDS}
    bars: list[Bar] = []
    x = 0.0
    for kind, count in counts.items():
        width = round(_WIDE * count / most, 1)
        if count:
            bars.append(Bar(kind, count, round(x, 1), width, width >= _ROOM_FOR_A_FIGURE))
        x += width
    found = counted.total()
    return Region(name, counts, found - counts["eliminated"], found, tuple(bars))
