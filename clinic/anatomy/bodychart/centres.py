"""Find, for each muscle's shape, the inner point farthest from its edge: where a mark is printed.

The points are kept in centres.csv, as fractions of the picture's width and height, so that
nothing computes a path when a page is printed.
"""

import numpy as np

from clinic.anatomy.bodychart.drawing.kinds import Points
from clinic.anatomy.bodychart.drawing.polygons import area, contains, distance
from clinic.anatomy.bodychart.drawing.reading import Sheet

GRID = 33  # points each way across a shape's box
DRAWN = ("front", "back", "right")  # the left view mirrors the right one
OTHER = {"left": "right", "right": "left"}


def centres(views: dict[str, str]) -> str:
    """Return the rows muscle, side, view, x, y of every muscle in every view, as CSV."""
    rows: list[tuple[str, str, str, float, float]] = []
    for view in DRAWN:
        sheet = Sheet(views[view])
        for _, kind, slug, side, rings in sheet.shapes():
            if kind != "muscle" or side != "right":
                continue
            x, y = inner_point(max(rings, key=lambda ring: abs(area(ring))))
            x, y = x / sheet.width, y / sheet.height
            rows.append((slug, side, view, x, y))
            rows.append((slug, OTHER[side], OTHER.get(view, view), 1 - x, y))
    lines = [f"{slug},{side},{view},{x:.4f},{y:.4f}" for slug, side, view, x, y in sorted(rows)]
    return "\n".join(["muscle,side,view,x,y", *lines]) + "\n"


def inner_point(ring: Points) -> tuple[float, float]:
    """Return the point of a grid over the ring that lies inside it, farthest from its edge."""
    (left, top), (right, bottom) = ring.min(axis=0), ring.max(axis=0)
    x, y = np.meshgrid(np.linspace(left, right, GRID), np.linspace(top, bottom, GRID))
    grid = np.column_stack([x.ravel(), y.ravel()])
    grid = grid[contains(ring, grid)]
    best = grid[int(np.argmax(np.round(distance(ring, grid), 6)))]
    return float(best[0]), float(best[1])
