"""Where the numbers stand on a body map: at their places, or beside them with a leader line."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clinic.paper.body_drawing import Box

Point = tuple[float, float]

_CLEAR = 1.4  # disc radii that a led disc keeps from the places it must not cover
_DIRECTIONS = 32
_GOLDEN = 2.399963  # radians: numbers that share one place start in evenly spread directions


@dataclass(frozen=True, slots=True)
class _Room:
    """What every disc must respect."""

    frame: Box
    radius: float
    apart: float
    anchors: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A number's true place, and where its disc stands."""

    x: float
    y: float
    disc_x: float
    disc_y: float

    @property
    def led(self) -> bool:
        """Ask whether the disc stands apart from its place and needs a leader line."""
        return (self.x, self.y) != (self.disc_x, self.disc_y)


def spread(places: Sequence[Point], frame: Box, radius: float, apart: float) -> list[Spot]:
    """Keep discs `apart` from each other, inside the frame, and off the places they point at.

    A disc without a crowded neighbour stands on its place. Every other one takes the nearest free
    stand around its place, looking first on the side away from the crowd.
    """
    crowded = {
        number
        for number, here in enumerate(places)
        if any(
            other != number and math.dist(here, there) < apart for other, there in enumerate(places)
        )
    }
    stands = {number: here for number, here in enumerate(places) if number not in crowded}
    anchors = tuple(places[number] for number in sorted(crowded))
    room = _Room(frame, radius, apart, anchors)
    for number in sorted(crowded):
        taken = list(stands.values())
        first = _away(places[number], anchors, number)
        stands[number] = _free_stand(places[number], first, taken, room)
    return [Spot(*here, *stands[number]) for number, here in enumerate(places)]


def _away(here: Point, anchors: Sequence[Point], number: int) -> float:
    """Point from the crowd's middle to this place."""
    middle = (
        sum(x for x, _ in anchors) / len(anchors),
        sum(y for _, y in anchors) / len(anchors),
    )
    if math.dist(here, middle) < 1:
        return number * _GOLDEN
    return math.atan2(here[1] - middle[1], here[0] - middle[0])


def _free_stand(here: Point, first: float, taken: Sequence[Point], room: _Room) -> Point:
    """Take the nearest stand that is free; where none is, the one with the most room."""
    best, most = here, -math.inf
    for stand in _around(here, first, room):
        free = min((math.dist(stand, other) for other in taken), default=math.inf)
        clear = all(math.dist(stand, anchor) >= room.radius * _CLEAR for anchor in room.anchors)
        if free >= room.apart and clear:
            return stand
        if free > most:
            best, most = stand, free
    return best


def _around(here: Point, first: float, room: _Room) -> Iterator[Point]:
    """Walk outwards in rings, on each ring from the wanted direction to both sides."""
    frame, edge, reach = room.frame, room.radius * 1.1, room.radius * _CLEAR
    while reach < math.hypot(frame.width, frame.height):
        for step in range(_DIRECTIONS):
            turn = (step + 1) // 2 * (1 if step % 2 else -1) * 2 * math.pi / _DIRECTIONS
            stand = (
                here[0] + reach * math.cos(first + turn),
                here[1] + reach * math.sin(first + turn),
            )
            if (
                frame.left + edge <= stand[0] <= frame.right - edge
                and frame.top + edge <= stand[1] <= frame.bottom - edge
            ):
                yield stand
        reach += room.radius / 4
