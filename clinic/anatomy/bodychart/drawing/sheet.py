"""Put one view together: outline, contours, zones and muscles, both sides, as SVG text."""

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from clinic.anatomy.bodychart.drawing import contours, frontback, profile, sole, svg
from clinic.anatomy.bodychart.drawing.curves import smooth
from clinic.anatomy.bodychart.drawing.kinds import Points, Row, Tenths
from clinic.anatomy.bodychart.drawing.polygons import area, contains, drawn_in, joined
from clinic.anatomy.bodychart.drawing.proportions import BREADTH, HEIGHT, WIDTH, placed_height
from clinic.anatomy.bodychart.drawing.shapes import muscle_shapes, zone_shapes

VIEWS = ("front", "back", "left", "right")
PLUMB = {"front": 240, "back": 240, "left": 206, "right": 94}
OTHER = {"left": "right", "right": "left"}
DRAWN_SIDE = {"front": "left", "back": "right"}  # the half drawn at the viewer's right
TITLES = {
    "front": "Body, front view",
    "back": "Body, back view",
    "left": "Body, left side",
    "right": "Body, right side",
}
SHOULDER_CAP = 215  # height: above it the arm runs on into the shoulder, without a line
SHORT_RUN = 8  # points: a shorter visible run of the arm's outline is not drawn
ON_MIDLINE = 0.05  # units
INK = 'stroke="#3d4347" stroke-linecap="round" stroke-linejoin="round"'
STYLE = {
    "line": 'stroke-width="1" opacity=".62"',
    "faint": 'stroke-width=".9" opacity=".34"',
}


def sheets(muscles_csv: Path, regions_csv: Path) -> dict[str, str]:
    """Return the SVG text of the four views."""
    muscles = {row["slug"]: row["name"] for row in _rows(muscles_csv)}
    regions = {row["slug"]: row["name"] for row in _rows(regions_csv)}
    return {view: _sheet(view, muscles, regions) for view in VIEWS}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _sheet(view: str, muscles: dict[str, str], regions: dict[str, str]) -> str:
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH[view]} {HEIGHT}" role="img">',
        f"<title>{TITLES[view]}</title>",
        f'<g id="silhouette" class="silhouette" fill="#fff" {INK} stroke-width="1.5">',
        *_outline(view),
        "</g>",
        f'<g id="contours" class="contours" fill="none" {INK}>',
        *_contours(view),
        "</g>",
        '<g id="zones" class="zones" fill="none" stroke="none">',
        *_shapes("zone", view, zone_shapes("profile" if view in OTHER else view), regions),
        "</g>",
        '<g id="muscles" class="muscles" fill="none" stroke="none">',
        *_shapes("muscle", view, muscle_shapes("profile" if view in OTHER else view), muscles),
        "</g>",
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def placed(line: Points, view: str) -> Points:
    """Return a canonical line on the sheet, on the half drawn at the viewer's right."""
    line = np.asarray(line, float)
    breadth = BREADTH["profile" if view in OTHER else "front"]
    plumb = PLUMB["right"] if view in OTHER else PLUMB[view]
    return np.column_stack([plumb + breadth * line[:, 0], placed_height(line[:, 1])])


def _both(
    view: str, line: Points, *, closed: bool, tolerance: float = svg.SHAPE
) -> dict[str, list[Tenths]]:
    """Return {side: segments} of a line; in a side view only the side that is seen."""
    drawn = svg.tenths(placed(line, view), closed=closed, tolerance=tolerance)
    other = svg.mirrored(drawn, WIDTH[view])
    if view == "right":
        return {"right": drawn}
    if view == "left":
        return {"left": other}
    return {DRAWN_SIDE[view]: drawn, OTHER[DRAWN_SIDE[view]]: other}


def _outline(view: str) -> list[str]:
    if view in OTHER:
        line = joined(profile.body(), profile.arm_outline())
        (segments,) = _both(view, line, closed=True, tolerance=svg.OUTLINE).values()
        return [f'<path id="silhouette--{view}" d="{svg.path([segments])}"/>']
    half = frontback.half_outline(view)
    drawn = svg.tenths(placed(half, view), closed=False, tolerance=svg.OUTLINE)
    back = [s[::-1] for s in svg.mirrored(drawn, WIDTH[view])][::-1]
    out = [f'<path id="silhouette--{view}" d="{svg.path([drawn + back])}"/>']
    if view == "back":
        for side, segments in sorted(
            _both(view, sole.outline(), closed=True, tolerance=svg.OUTLINE).items()
        ):
            out.append(_path(f"inset--sole--{side}--back", "", [segments], f"Sole, {side} foot"))
    return out


def _contours(view: str) -> list[str]:
    rows: dict[str, list[list[Tenths]]] = {"line": [], "faint": []}
    for weight, line in _contour_lines(view):
        rows[weight].append(line)
    return [
        f'<path class="{weight}" {STYLE[weight]} d="{svg.path(lines, closed=False)}"/>'
        for weight, lines in rows.items()
    ]


def _contour_lines(view: str) -> Iterator[tuple[str, list[Tenths]]]:
    if view in OTHER:
        lines = [(weight, smooth(marks)) for weight, marks in contours.PROFILE]
        lines += [("line", line) for line in _arm_before_body()]
        for weight, line in lines:
            (segments,) = _both(view, line, closed=False).values()
            yield weight, segments
        return
    for weight, marks in contours.PAIRED[view]:
        for segments in _both(view, smooth(marks), closed=False).values():
            yield weight, segments
    for weight, marks in contours.SINGLE[view]:
        yield weight, _both(view, smooth(marks), closed=False)[DRAWN_SIDE[view]]


def _arm_before_body() -> Iterator[Points]:
    """Yield the runs of the arm's outline that cross the body, open at the top of the shoulder."""
    ring = profile.arm_outline()
    seen = contains(drawn_in(profile.body(), 0.8), ring) & (ring[:, 1] > SHOULDER_CAP)
    start = int(np.argmin(seen))
    ring, seen = np.roll(ring, -start, axis=0), np.roll(seen, -start)
    run: list[Points] = []
    for point, inside in zip(ring, seen, strict=True):
        if inside:
            run.append(point)
        elif run:
            if len(run) > SHORT_RUN:
                yield np.array(run)
            run = []
    if len(run) > SHORT_RUN:
        yield np.array(run)


def _shapes(kind: str, view: str, shapes: list[Row], names: dict[str, str]) -> Iterator[str]:
    """Yield one path per shape and side; `shapes` are (slug, rings, is_midline, is_deep)."""
    for slug, rings, midline, deep in shapes:
        extra = ' stroke-dasharray="3 2"' if deep else ""
        if midline:
            yield _path(
                f"{kind}--{slug}--midline--{view}", extra, [_whole(view, rings[0])], names[slug]
            )
            continue
        sides = [_both(view, ring, closed=True) for ring in rings]
        for side in sorted(sides[0]):
            yield _path(
                f"{kind}--{slug}--{side}--{view}",
                extra,
                [s[side] for s in sides],
                f"{names[slug]}, {side}",
            )


def _whole(view: str, ring: Points) -> list[Tenths]:
    """Return a half shape that lies on the midline, closed with its mirror image."""
    ring = ring if area(ring) > 0 else ring[::-1]
    on = np.abs(ring[:, 0]) < ON_MIDLINE
    start = next(i for i in range(len(ring)) if on[i] and not on[(i + 1) % len(ring)])
    ring, on = np.roll(ring, -start, axis=0), np.roll(on, -start)
    end = next(i for i in range(1, len(ring)) if on[i])
    drawn = svg.tenths(placed(ring[: end + 1], view), closed=False)
    return drawn + [s[::-1] for s in svg.mirrored(drawn, WIDTH[view])][::-1]


def _path(name: str, extra: str, rings: list[list[Tenths]], title: str) -> str:
    text = title.replace("&", "&amp;").replace("<", "&lt;")
    return f'<path id="{name}"{extra} d="{svg.path(rings)}"><title>{text}</title></path>'
