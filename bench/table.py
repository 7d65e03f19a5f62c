"""The rows of the table, and how they are printed."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

_SMALL, _MEDIUM = 10, 100
_TITLES = ("what", "ours", "against", "ratio", "goal")
_LEFT = {0, 2, 4}


@dataclass(frozen=True, slots=True)
class Goal:
    """A bound from MEASURED, on the ratio or (`of_figure`) on our own figure."""

    bound: float
    at_least: bool = False
    of_figure: bool = False

    def is_met(self, figure: float) -> bool:
        """Tell whether a figure keeps to the bound."""
        return figure >= self.bound if self.at_least else figure <= self.bound


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison. `ratio` is ours divided by the other; without another there is none."""

    what: str
    ours: float
    against: str = ""
    other: float | None = None
    goal: Goal | None = None
    unit: str = "ms"
    rounds: int = 0

    @property
    def ratio(self) -> float | None:
        return self.ours / self.other if self.other else None

    @property
    def verdict(self) -> str:
        """Word the goal, and whether this run kept to it."""
        figure = self.ours if self.goal and self.goal.of_figure else self.ratio
        if self.goal is None or figure is None:
            return ""
        unit = f" {self.unit}" if self.goal.of_figure else "x"
        sign = ">=" if self.goal.at_least else "<="
        word = "met" if self.goal.is_met(figure) else "missed"
        return f"{sign} {self.goal.bound:g}{unit}, {word}"

    @property
    def cells(self) -> tuple[str, ...]:
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}x"
        other = ""
        if self.other is not None:
            other = f"{self.against}: {_figure(self.other)}"
        return (self.what, f"{_figure(self.ours)} {self.unit}", other, ratio, self.verdict)

    def told(self) -> dict[str, Any]:
        """Answer the row as plain values."""
        return asdict(self) | {"ratio": self.ratio, "verdict": self.verdict}


def _figure(value: float) -> str:
    if value < _SMALL:
        return f"{value:.2f}"
    return f"{value:.1f}" if value < _MEDIUM else f"{value:.0f}"


def printed(rows: Sequence[Row]) -> str:
    """Answer the table, aligned."""
    cells = [_TITLES, *(row.cells for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(_TITLES))]
    lines = [_line(line, widths) for line in cells]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])


def _line(cells: Iterable[str], widths: Sequence[int]) -> str:
    sized = zip(cells, widths, strict=True)
    parts = [
        cell.ljust(width) if column in _LEFT else cell.rjust(width)
        for column, (cell, width) in enumerate(sized)
    ]
    return "  ".join(parts).rstrip()
