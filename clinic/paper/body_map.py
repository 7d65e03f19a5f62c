"""The patient's numbered places on the body drawing, in greys that survive a fax."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from markupsafe import Markup

from clinic.languages import ENGLISH, Spoken, marked
from clinic.paper.body_drawing import HEIGHT, Box, Drawing
from clinic.paper.markers import Spot, spread
from clinic.paper.measure import width

_MARGIN = 46.0  # units kept around the places
_BOXES = 9  # letters that both boxes take from the line above a picture
_BOLD_LETTER = 1.86  # mm
_LEAST_WIDTH = 165.0  # units: a crop narrower than this shows no part of the body one would know
_ORDER = ("back", "front", "left", "right")


class Front(StrEnum):
    """How the front of the body is drawn: the clinic's choice, printed beside the picture."""

    MIRROR = "mirror"  # the patient's right on the right, as at home before a mirror
    FACING = "facing"  # the patient's right on the left, as somebody who faces them sees it


_STYLE = Markup(
    "<style>.edge{fill:none;stroke:#000;stroke-width:2.2}"
    ".m{fill:#ededed;stroke:#fff;stroke-width:1.5}"
    ".line{fill:none;stroke:#777;stroke-width:1.1}.faint{fill:none;stroke:#aaa;stroke-width:.9}"
    ".now{fill:#c0c0c0;stroke:#000;stroke-width:1.3}.deep{stroke-dasharray:5 3}"
    ".frame{fill:none;stroke:#000;stroke-width:5;stroke-dasharray:12 8}"
    ".halo{stroke:#fff;fill:none}.lead{stroke:#000;fill:none}.disc{fill:#000;stroke:#fff}"
    'text{font-family:"Source Sans 3";font-weight:700;text-anchor:middle;fill:#fff}</style>'
)


@dataclass(frozen=True, slots=True)
class SideBox:
    """The box at one edge of a picture: its letter, whose side it is, and that in one word."""

    letter: str
    words: str
    short: str
    is_right: bool = False

    def said(self, to: Spoken) -> "SideBox":
        """Return it in another language."""
        return SideBox(to.say(self.letter), to.say(self.words), to.say(self.short), self.is_right)


@dataclass(frozen=True, slots=True)
class _ViewWords:
    left_box: SideBox
    right_box: SideBox
    seen: str
    explained: str


_LEFT = SideBox(marked("L"), marked("your left"), marked("left"))
_RIGHT = SideBox(marked("R"), marked("your right"), marked("right"), is_right=True)
_FRONT = SideBox(marked("F"), marked("front"), marked("front"))
_BACK = SideBox(marked("B"), marked("back"), marked("back"))
# Every picture says in words and boxes where the patient's right is, or where front and back are.
_VIEWS = {
    "back": _ViewWords(
        _LEFT,
        _RIGHT,
        marked("from behind"),
        marked("You see yourself from behind: your right is on the right."),
    ),
    "front": _ViewWords(
        _LEFT,
        _RIGHT,
        marked("as in a mirror"),
        marked("You see yourself as in a mirror: your right is on the right."),
    ),
    Front.FACING: _ViewWords(
        _RIGHT,
        _LEFT,
        marked("as somebody facing you"),
        marked("You see yourself as somebody who faces you: your right is on the left."),
    ),
    "left": _ViewWords(_FRONT, _BACK, marked("from the left"), marked("You see your left side.")),
    "right": _ViewWords(
        _BACK, _FRONT, marked("from the right"), marked("You see your right side.")
    ),
}


@dataclass(frozen=True, slots=True)
class MapPoint:
    """One numbered place; x and y are fractions of the view's width and height."""

    number: int
    view: str
    x: float
    y: float
    muscle: str
    side: str
    label: str


@dataclass(frozen=True, slots=True)
class MapPanel:
    """One view's picture: the part around the places, the whole figure, and the words for both."""

    view: str
    crop: Markup
    whole: Markup
    left_box: SideBox
    right_box: SideBox
    seen: str
    explained: str
    numbers: tuple[int, ...]
    is_narrow: bool = False  # too narrow for more than one word at each edge


@dataclass(frozen=True, slots=True)
class PanelSize:
    """How large a panel is on paper, in millimetres."""

    width: float
    height: float
    whole_height: float
    disc: float = 8.0
    apart: float = 8.6  # DESIGN 8 asks for 7 mm or more; discs must not touch either


def body_map(
    points: Sequence[MapPoint],
    drawings: Mapping[str, Drawing],
    size: PanelSize,
    front: Front = Front.MIRROR,
    to: Spoken = ENGLISH,
) -> list[MapPanel]:
    """Draw every view that has places, the back first."""
    views = [view for view in _ORDER if any(point.view == view for point in points)]
    return [
        _panel(drawings[view], [point for point in points if point.view == view], size, front, to)
        for view in views
    ]


def _panel(
    drawing: Drawing, points: Sequence[MapPoint], size: PanelSize, front: Front, to: Spoken
) -> MapPanel:
    is_front = drawing.view == "front"
    words = _VIEWS[front if is_front and front is Front.FACING else drawing.view]
    mirrored = is_front and front is Front.MIRROR
    places = [
        ((1 - point.x if mirrored else point.x) * drawing.width, point.y * HEIGHT)
        for point in points
    ]
    crop = _crop(places, drawing.width, size)
    unit = crop.width / size.width  # units of the drawing in one millimetre of paper
    spots = spread(places, crop, size.disc / 2 * unit, size.apart * unit)
    shown = _large_first(drawing, points)
    body = _body(drawing, shown, crop, mirrored=mirrored)
    left, right, seen = words.left_box.said(to), words.right_box.said(to), to.say(words.seen)
    title = to.say(
        "Your body, {seen}, with numbered places: {places}",
        seen=seen,
        places=to.say("; ").join(f"{point.number} {point.label}" for point in points),
    )
    frame = to.say("Whole body, {seen}; the frame shows the part in the big picture.", seen=seen)
    return MapPanel(
        view=drawing.view,
        crop=_svg(crop, size.width, size.height, title, body + _numbers(points, spots, size, unit)),
        whole=_whole(drawing, shown, crop, size, frame, mirrored=mirrored),
        left_box=left,
        right_box=right,
        seen=seen,
        explained=to.say(words.explained),
        numbers=tuple(point.number for point in points),
        is_narrow=width(left.words) + width(right.words) + _BOXES > size.width / _BOLD_LETTER,
    )


def _large_first(drawing: Drawing, points: Sequence[MapPoint]) -> list[tuple[str, str]]:
    """Name the treated muscles, the large ones first, so that a small one lies over them."""
    keys = sorted({(point.muscle, point.side) for point in points} & drawing.muscles.keys())
    boxes = {key: drawing.muscles[key].box for key in keys}
    return sorted(keys, key=lambda key: -boxes[key].width * boxes[key].height)


def _crop(places: Sequence[tuple[float, float]], sheet: float, size: PanelSize) -> Box:
    """Frame the places with some body around them, in the panel's proportions."""
    across, down = [x for x, _ in places], [y for _, y in places]
    width = max(max(across) - min(across) + 2 * _MARGIN, _LEAST_WIDTH)
    height = max(down) - min(down) + 2 * _MARGIN
    ratio = size.width / size.height
    width, height = max(width, height * ratio), max(height, width / ratio)
    return Box(
        _kept_within((max(across) + min(across) - width) / 2, width, sheet),
        _kept_within((max(down) + min(down) - height) / 2, height, HEIGHT),
        width,
        height,
    )


def _kept_within(start: float, length: float, whole: float) -> float:
    if length >= whole:
        return (whole - length) / 2
    return min(max(start, 0.0), whole - length)


def _body(
    drawing: Drawing, shown: Sequence[tuple[str, str]], crop: Box, *, mirrored: bool
) -> Markup:
    others = [
        Markup('<path class="m" d="{}"/>').format(path) for path in drawing.others(shown, crop)
    ]
    lines = [
        Markup('<path class="{}" d="{}"/>').format(kind, path)
        for kind, path in drawing.lines_in(crop)
    ]
    parts = [
        *others,
        *_treated(drawing, shown),
        *lines,
        Markup('<path class="edge" d="{}"/>').format(drawing.outline),
    ]
    return _turned(Markup("").join(parts), drawing.width, mirrored=mirrored)


def _treated(drawing: Drawing, shown: Sequence[tuple[str, str]]) -> list[Markup]:
    return [
        Markup('<path class="now{}" d="{}"/>').format(
            " deep" if drawing.muscles[key].deep else "", drawing.muscles[key].path
        )
        for key in shown
    ]


def _turned(body: Markup, width: float, *, mirrored: bool) -> Markup:
    if not mirrored:
        return body
    return Markup('<g transform="translate({:g} 0) scale(-1 1)">{}</g>').format(width, body)


def _numbers(
    points: Sequence[MapPoint], spots: Sequence[Spot], size: PanelSize, unit: float
) -> Markup:
    radius, letter = size.disc / 2 * unit, size.disc * 0.62 * unit
    parts: list[Markup] = []
    for spot in spots:
        if spot.led:
            line = f"M{spot.x:.1f} {spot.y:.1f}L{spot.disc_x:.1f} {spot.disc_y:.1f}"
            parts += [
                _stroke("halo", 1.5 * unit, line),
                _stroke("lead", 0.6 * unit, line),
                _disc(spot.x, spot.y, 1.1 * unit, 0.4 * unit),
            ]
    for point, spot in zip(points, spots, strict=True):
        parts += [
            _disc(spot.disc_x, spot.disc_y, radius, 0.45 * unit),
            Markup('<text x="{:.1f}" y="{:.1f}" font-size="{:.1f}">{}</text>').format(
                spot.disc_x, spot.disc_y + letter * 0.35, letter, point.number
            ),
        ]
    return Markup("").join(parts)


def _stroke(kind: str, width: float, path: str) -> Markup:
    return Markup('<path class="{}" stroke-width="{:.1f}" d="{}"/>').format(kind, width, path)


def _disc(x: float, y: float, radius: float, edge: float) -> Markup:
    return Markup(
        '<circle class="disc" stroke-width="{:.1f}" cx="{:.1f}" cy="{:.1f}" r="{:.1f}"/>'
    ).format(edge, x, y, radius)


def _whole(  # noqa: PLR0913 (what one picture is drawn from)
    drawing: Drawing,
    shown: Sequence[tuple[str, str]],
    crop: Box,
    size: PanelSize,
    title: str,
    *,
    mirrored: bool,
) -> Markup:
    sheet = Box(0, 8, drawing.width, HEIGHT - 8)
    body = [
        *_treated(drawing, shown),
        Markup('<path class="edge" d="{}"/>').format(drawing.outline),
    ]
    left, top = max(crop.left, 3), max(crop.top, 11)
    frame = Markup(
        '<rect class="frame" x="{:.0f}" y="{:.0f}" width="{:.0f}" height="{:.0f}"/>'
    ).format(left, top, min(crop.right, sheet.right - 3) - left, min(crop.bottom, HEIGHT - 3) - top)
    width = size.whole_height * sheet.width / sheet.height
    turned = _turned(Markup("").join(body), drawing.width, mirrored=mirrored)
    return _svg(sheet, width, size.whole_height, title, turned + frame)


def _svg(box: Box, width: float, height: float, title: str, body: Markup) -> Markup:
    """Wrap a picture; WeasyPrint applies no page style to it, and UA-1 wants its title in words."""
    view = f"{box.left:.1f} {box.top:.1f} {box.width:.1f} {box.height:.1f}"
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{:.1f}mm" height="{:.1f}mm"'
        ' viewBox="{}"><title>{}</title>{}{}</svg>'
    ).format(width, height, view, title, _STYLE, body)
