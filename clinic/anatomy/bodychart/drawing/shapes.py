"""All zones and muscles of a view, as closed rings on the half (or profile) that is drawn."""

from collections.abc import Iterator
from functools import cache

from clinic.anatomy.bodychart.drawing import frontback, muscles, profile, sole, zones
from clinic.anatomy.bodychart.drawing.curves import smooth
from clinic.anatomy.bodychart.drawing.kinds import Points, Row, Shape
from clinic.anatomy.bodychart.drawing.polygons import area, common, drawn_in, without

INSET = 0.8  # muscles keep this far inside the outline
CRUMB_OF_ZONE, CRUMB_OF_MUSCLE = 12, 25  # square units: less is not drawn beside the arm


@cache
def zone_shapes(view: str) -> list[Row]:
    """Return (slug, rings, is_midline, is_deep) rows, larger shapes first."""
    rings = _profile_zones() if view == "profile" else _half_zones(view)
    named = [(slug, parts) for slug, parts in rings.items() if not slug.startswith("_")]
    named.sort(key=lambda row: -sum(abs(area(r)) for r in row[1]))
    return [
        (slug, parts, slug in zones.MIDLINE and view != "profile", False) for slug, parts in named
    ]


def half_ring(view: str) -> Points:
    """Return one half of the figure, closed along the midline."""
    line = frontback.half_outline(view).copy()
    line[0, 0] = line[-1, 0] = 0.0
    return line


def _half_zones(view: str) -> dict[str, list[Points]]:
    found = zones.pieces("_body", half_ring(view), zones.FRONT if view == "front" else zones.BACK)
    rings = {name: [ring] for name, ring in found.items()}
    if view == "back":
        for name, ring in zones.pieces("_sole", sole.outline(), zones.SOLE).items():
            rings.setdefault(name, []).append(ring)
        rings["foot"].append(sole.outline())
    return rings


def _profile_zones() -> dict[str, list[Points]]:
    limb = profile.arm_outline()
    found = zones.pieces("_body", profile.body(), zones.PROFILE)
    rings = {
        name: [r for r in without(ring, limb) if abs(area(r)) > CRUMB_OF_ZONE]
        for name, ring in found.items()
    }
    rings |= {name: [ring] for name, ring in zones.pieces("_limb", limb, zones.PROFILE_ARM).items()}
    return {name: parts for name, parts in rings.items() if parts}


@cache
def muscle_shapes(view: str) -> list[Row]:
    """Return (slug, rings, is_midline, is_deep) rows, larger shapes first."""
    found = _profile_muscles() if view == "profile" else _half_muscles(view)
    rows = [(slug, rings, False, slug in muscles.DEEP) for slug, rings in found]
    return sorted(rows, key=lambda row: -sum(abs(area(r)) for r in row[1]))


def _half_muscles(view: str) -> Iterator[tuple[str, list[Points]]]:
    half, foot = drawn_in(half_ring(view), INSET), drawn_in(sole.outline(), INSET)
    for slug, marks in (muscles.FRONT if view == "front" else muscles.BACK).items():
        yield slug, [(common(ring, half) or common(ring, foot))[0] for ring in _curves(marks)]


def _profile_muscles() -> Iterator[tuple[str, list[Points]]]:
    limb = profile.arm_outline()
    body, arm = drawn_in(profile.body(), INSET), drawn_in(limb, INSET)
    for slug, marks in muscles.PROFILE.items():
        seen = [part for ring in _curves(marks) for part in without(common(ring, body)[0], limb)]
        yield slug, [part for part in seen if abs(area(part)) > CRUMB_OF_MUSCLE]
    for slug, marks in muscles.PROFILE_ARM.items():
        yield slug, [common(ring, arm)[0] for ring in _curves(marks)]


def _curves(marks: Shape) -> list[Points]:
    """Return the closed curves of an entry: it holds one, or a list of several."""
    several = marks if isinstance(marks[0], list) else [marks]
    return [smooth(curve, closed=True) for curve in several]
