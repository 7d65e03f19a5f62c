"""The body on a page: the drawing in the page's tones, the part of it that is shown, the marks."""

import hashlib
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from clinic.anatomy.rules import View, chart_drawing

# the sizes of the drawings (CLINICAL keeps points as fractions of them)
SIZES = {
    View.FRONT: (480.0, 1000.0),
    View.BACK: (480.0, 1000.0),
    View.LEFT: (300.0, 1000.0),
    View.RIGHT: (300.0, 1000.0),
}
VIEW_WORDS = {
    View.FRONT: "From the front",
    View.BACK: "From behind",
    View.LEFT: "Left side",
    View.RIGHT: "Right side",
}
HERE_WORDS = {
    View.FRONT: "in front",
    View.BACK: "behind",
    View.LEFT: "on the left side",
    View.RIGHT: "on the right side",
}
# what stands at the viewer's left and right: the patient's sides
SIDES_SHOWN = {
    View.FRONT: ("R", "L"),
    View.BACK: ("L", "R"),
    View.LEFT: ("L", ""),
    View.RIGHT: ("", "R"),
}
# where a part of the body ends, by its height on the drawing
_LEVELS = (
    (10, "head"),
    (130, "neck"),
    (200, "shoulders"),
    (290, "ribs"),
    (380, "waist"),
    (470, "hips"),
    (600, "thighs"),
    (706, "knees"),
    (830, "calves"),
    (960, "feet"),
)
_SMALLEST = (300.0, 320.0)
_AROUND = 60.0  # what is shown beyond the outermost mark
_WHOLE = 940.0  # a part as tall as this is the whole body
MARK = 0.064  # a mark's size, as a part of the width that is shown
_APART = 0.92  # of a mark's size, between two middles
_ROUNDS = 40

# the tones of the page (clinic/static/css/tokens.css): a drawing inside an <image> sees no sheet
_SKIN, _SKIN_EDGE, _MUSCLE, _MUSCLE_EDGE = "#f1ece3", "#8b8478", "#e2d9cb", "#fffdf9"
_DEEP_EDGE, _CONTOUR = "#b3a892", "#a2978a"


@dataclass(frozen=True, slots=True)
class Box:
    """The part of a drawing that is shown."""

    left: float
    top: float
    width: float
    height: float

    @property
    def written(self) -> str:
        """Write it as a viewBox."""
        return " ".join(f"{value:g}" for value in (self.left, self.top, self.width, self.height))


Point = tuple[float, float]


def whole(view: View) -> Box:
    """Answer the whole body."""
    width, _height = SIZES[view]
    return Box(0, 8, width, 984)


def part_around(view: View, points: Sequence[Point]) -> Box:
    """Answer the part of a view that shows these points, and enough of the body to know where."""
    if not points:
        return whole(view)
    width, height = SIZES[view]
    left, right = min(x for x, _ in points) - _AROUND, max(x for x, _ in points) + _AROUND
    top, bottom = min(y for _, y in points) - _AROUND, max(y for _, y in points) + _AROUND
    ratio = _SMALLEST[0] / _SMALLEST[1]
    tall = max(_SMALLEST[1], bottom - top, (right - left) / ratio)
    if tall >= _WHOLE:
        return whole(view)
    wide = min(tall * ratio, width)
    # both sides of the body are shown where that is possible: left and right cannot be missed
    start = (width - wide) / 2
    if left < start or right > start + wide:
        start = _within((left + right - wide) / 2, wide, width)
    return Box(
        round(start, 1), round(_within((top + bottom - tall) / 2, tall, height), 1), wide, tall
    )


def _within(start: float, length: float, whole_length: float) -> float:
    return min(max(start, 0.0), whole_length - length)


def part_words(view: View, box: Box) -> str:
    """Say which part is shown: From behind, neck to waist."""
    if box.height >= _WHOLE:
        return f"{VIEW_WORDS[view]}, whole body"
    first, last = _level(box.top), _level(box.top + box.height)
    return f"{VIEW_WORDS[view]}, {first} to {last}"


def _level(y: float) -> str:
    return min(_LEVELS, key=lambda level: abs(level[0] - y))[1]


def spread(points: Sequence[Point], size: float) -> list[Point]:
    """Push marks apart that would cover each other, each as little as possible."""
    least = size * _APART
    stands = [list(point) for point in points]
    for _round in range(_ROUNDS):
        moved = False
        for first in range(len(stands)):
            for second in range(first + 1, len(stands)):
                moved |= _pushed(stands[first], stands[second], least, first + second)
        if not moved:
            break
    return [(round(x, 1), round(y, 1)) for x, y in stands]


def _pushed(one: list[float], other: list[float], least: float, turn: int) -> bool:
    across, down = other[0] - one[0], other[1] - one[1]
    distance = math.hypot(across, down)
    if distance >= least - 0.05:
        return False
    if distance < 0.01:  # noqa: PLR2004 (at the same spot: any direction, always the same one)
        across, down, distance = math.cos(turn), math.sin(turn), 1.0
        push = least / 2
    else:
        push = (least - distance) / 2
    for point, sign in ((one, -1), (other, 1)):
        point[0] += sign * push * across / distance
        point[1] += sign * push * down / distance
    return True


@cache
def figure_drawing(view: View) -> str:
    """Answer a view's drawing in the page's tones: skin, muscles, contours, edge."""
    text = chart_drawing(view)
    head = text[: text.index(">") + 1].replace(' role="img"', "")
    skin, contours, muscles = (_group(text, name) for name in ("silhouette", "contours", "muscles"))
    solid = "".join(path for path in muscles if "stroke-dasharray" not in path)
    deep = "".join(path for path in muscles if "stroke-dasharray" in path)
    parts = (
        f'<g fill="{_SKIN}">{"".join(skin)}</g>',
        f'<g fill="{_MUSCLE}" stroke="{_MUSCLE_EDGE}" stroke-width="1.4">{solid}</g>',
        f'<g fill="none" stroke="{_DEEP_EDGE}" stroke-width=".9">{deep}</g>',
        f'<g fill="none" stroke="{_CONTOUR}" stroke-width=".9">{"".join(contours)}</g>',
        f'<g fill="none" stroke="{_SKIN_EDGE}" stroke-width="1.7">{"".join(skin)}</g>',
    )
    return f"{head}{''.join(parts)}</svg>"


def _group(text: str, name: str) -> list[str]:
    """Answer the paths of a group, without their names: a picture has no use for them."""
    start = text.index(f'<g id="{name}"')
    inside = text[start : text.index("</g>", start)]
    paths = re.findall(r'<path\b[^>]*?\sd="[^"]*"[^>]*?/?>', inside)
    bare = (re.sub(r'\s(?:id|class)="[^"]*"', "", path) for path in paths)
    return [path.rstrip("/>") + "/>" for path in bare]


@cache
def figure_address(view: View) -> str:
    """Answer where a view's drawing is; a drawing that changes moves."""
    state = hashlib.sha256(figure_drawing(view).encode()).hexdigest()[:12]
    return f"/figures/{view.value}.svg?v={state}"
