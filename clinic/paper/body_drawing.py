"""The clinic's body drawing, taken apart so that paper can draw the part it needs."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree as ET

HEIGHT = 1000.0  # every view is as high; x and y of a place are fractions (bodychart README)

_TOKEN = re.compile(r"[Mclz]|-?(?:\d+\.?\d*|\.\d+)")
_CURVE = 3  # points of one cubic curve


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in the drawing's units."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def touches(self, other: "Box") -> bool:
        """Ask whether two rectangles overlap."""
        return (
            self.left <= other.right
            and other.left <= self.right
            and self.top <= other.bottom
            and other.top <= self.bottom
        )


@dataclass(frozen=True, slots=True)
class Shape:
    """One closed path, where it lies, and which way round it is drawn."""

    path: str
    box: Box
    clockwise: bool
    deep: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """One view of the body."""

    view: str
    width: float
    outline: str
    lines: tuple[tuple[str, str, Box], ...]
    muscles: dict[tuple[str, str], Shape]

    def lines_in(self, crop: Box) -> list[tuple[str, str]]:
        """Merge the inner lines seen in the crop, one path for each kind of line."""
        kinds: dict[str, str] = {}
        for kind, path, box in self.lines:
            if box.touches(crop):
                kinds[kind] = kinds.get(kind, "") + path
        return list(kinds.items())

    def others(self, shown: Iterable[tuple[str, str]], crop: Box) -> tuple[str, str]:
        """Merge the other surface muscles seen in the crop, one path for each drawing direction.

        Merged paths print faster and smaller (MEASURED A2); shapes drawn in opposite directions
        would cut holes into each other, so they stay apart.
        """
        left_out = set(shown)
        seen = [
            shape
            for key, shape in self.muscles.items()
            if key not in left_out and not shape.deep and shape.box.touches(crop)
        ]
        return (
            "".join(shape.path for shape in seen if shape.clockwise),
            "".join(shape.path for shape in seen if not shape.clockwise),
        )


def read_drawing(view: str, svg: str) -> Drawing:
    """Read one view of the body chart."""
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing, part of the program
    groups = {group.get("id", ""): list(group) for group in root}
    muscles = {
        _muscle_and_side(path.get("id", "")): _shape(path) for path in groups.get("muscles", [])
    }
    return Drawing(
        view=view,
        width=float(root.get("viewBox", "0 0 480 1000").split()[2]),
        outline="".join(path.get("d", "") for path in groups.get("silhouette", [])),
        lines=tuple(
            (path.get("class", "line"), f"M{part}", _box(list(_corners(f"M{part}"))))
            for path in groups.get("contours", [])
            for part in path.get("d", "").split("M")[1:]
        ),
        muscles=muscles,
    )


def _muscle_and_side(name: str) -> tuple[str, str]:
    _, muscle, side, _ = name.split("--")
    return muscle, side


def _shape(path: ET.Element) -> Shape:
    drawn = path.get("d", "")
    corners = list(_corners(drawn))
    area = sum(
        x * next_y - next_x * y
        for (x, y), (next_x, next_y) in zip(corners, corners[1:] + corners[:1], strict=True)
    )
    return Shape(drawn, _box(corners), area > 0, path.get("stroke-dasharray") is not None)


def _box(corners: list[tuple[float, float]]) -> Box:
    across, down = [x for x, _ in corners], [y for _, y in corners]
    return Box(min(across), min(down), max(across) - min(across), max(down) - min(down))


def _corners(path: str) -> Iterable[tuple[float, float]]:
    """Walk a path of absolute moves and relative curves and lines; answer where it has been."""
    command, x, y = "", 0.0, 0.0
    numbers: list[float] = []
    points: list[tuple[float, float]] = []
    for token in _TOKEN.findall(path):
        if token.isalpha():
            command, numbers = token, []
            continue
        numbers.append(float(token))
        if len(numbers) < (2 * _CURVE if command == "c" else 2):
            continue
        pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
        numbers = []
        if command == "M":
            (x, y) = pairs[0]
        else:
            points.extend((x + across, y + down) for across, down in pairs[:-1])
            x, y = x + pairs[-1][0], y + pairs[-1][1]
        points.append((x, y))
    return points
