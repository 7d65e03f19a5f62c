"""Simple polygons: inside or not, cut in two, joined, subtracted, drawn in."""

import numpy as np
from numpy.typing import NDArray

from clinic.anatomy.bodychart.drawing.kinds import Points

Crossing = tuple[int, float, int, float, Points]  # edge and place on each of two lines, point
Corner = tuple[float, float]
Edge = tuple[Corner, Corner]

TRIANGLE = 3  # corners: no shape of ours is one, so a triangle is a crumb of the arithmetic
NOTHING = 1e-12  # guards against dividing by zero
MARGIN = 20.0  # units: longer than any edge, so that the box holds an open line's last one
AT_ONCE = 1_000_000  # pairs of point and edge, to spare memory
CRUMB = 1.5  # square units: smaller rings are dropped


def area(ring: Points) -> float:
    """Return the signed area."""
    x, y = np.asarray(ring, float).T
    return float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum() / 2)


def turned(ring: Points) -> Points:
    """Return the ring in the one direction in which areas are positive."""
    ring = np.asarray(ring, float)
    return ring if area(ring) > 0 else ring[::-1]


def contains(ring: Points, points: Points) -> NDArray[np.bool_]:
    """Return, for each point, whether it lies inside the ring."""
    ring, points = np.asarray(ring, float), np.atleast_2d(np.asarray(points, float))
    x1, y1 = ring.T
    x2, y2 = np.roll(x1, -1), np.roll(y1, -1)
    rise = np.where(y2 == y1, 1.0, y2 - y1)
    inside = np.zeros(len(points), bool)
    near = ((points >= ring.min(axis=0)) & (points <= ring.max(axis=0))).all(axis=1)
    for some in np.array_split(np.flatnonzero(near), 1 + len(points) * len(ring) // AT_ONCE):
        px, py = points[some, :1], points[some, 1:]
        spans = (y1 > py) != (y2 > py)
        left = px < x1 + (py - y1) * (x2 - x1) / rise
        inside[some] = (spans & left).sum(1) % 2 == 1
    return inside


def distance(ring: Points, points: Points) -> Points:
    """Return each point's distance from the ring's edge."""
    a = np.asarray(ring, float)
    d = np.roll(a, -1, axis=0) - a
    points = np.atleast_2d(np.asarray(points, float))
    off = points[:, None, :] - a[None]
    t = np.clip((off * d).sum(2) / np.maximum((d * d).sum(1), 1e-12), 0, 1)
    nearest: Points = np.hypot(*(off - t[..., None] * d).transpose(2, 0, 1)).min(1)
    return nearest


def drawn_in(ring: Points, by: float) -> Points:
    """Return the ring moved inwards by a small distance."""
    ring = turned(ring)
    along = np.roll(ring, -1, axis=0) - np.roll(ring, 1, axis=0)
    along /= np.maximum(np.hypot(*along.T), 1e-9)[:, None]
    return ring + by * np.column_stack([-along[:, 1], along[:, 0]])


def _crossings(
    a: Points, b: Points, *, a_closed: bool = True, b_closed: bool = True
) -> list[Crossing]:
    """Return (edge of a, place on it, edge of b, place on it, point) of all crossings."""
    a1, b1 = np.asarray(a, float), np.asarray(b, float)
    a2, b2 = np.roll(a1, -1, axis=0), np.roll(b1, -1, axis=0)
    if not a_closed:
        a1, a2 = a1[:-1], a2[:-1]
    if not b_closed:
        b1, b2 = b1[:-1], b2[:-1]
    near_a, near_b = _edges_near(a1, a2, b1), _edges_near(b1, b2, a1)
    a1, a2, b1, b2 = a1[near_a], a2[near_a], b1[near_b], b2[near_b]
    da, db = a2 - a1, b2 - b1
    det = da[:, None, 0] * db[None, :, 1] - da[:, None, 1] * db[None, :, 0]
    off = b1[None] - a1[:, None]
    det = np.where(np.abs(det) < NOTHING, np.nan, det)
    s = (off[..., 0] * db[None, :, 1] - off[..., 1] * db[None, :, 0]) / det
    t = (off[..., 0] * da[:, None, 1] - off[..., 1] * da[:, None, 0]) / det
    i, j = np.nonzero((s >= 0) & (s < 1) & (t >= 0) & (t < 1))
    return [
        (int(near_a[m]), float(s[m, n]), int(near_b[n]), float(t[m, n]), a1[m] + s[m, n] * da[m])
        for m, n in zip(i, j, strict=True)
    ]


def _edges_near(start: Points, end: Points, others: Points) -> NDArray[np.intp]:
    """Return the numbers of the edges that reach into the box around the other line."""
    low, high = others.min(axis=0) - MARGIN, others.max(axis=0) + MARGIN
    reach = (np.maximum(start, end) >= low) & (np.minimum(start, end) <= high)
    return np.flatnonzero(reach.all(axis=1))


def cut(ring: Points, line: Points) -> tuple[Points, Points]:
    """Return the two parts of a ring cut along the longest run of a line through it.

    The first part is the one above a line drawn outwards, or to the outside of one drawn downwards.
    """
    ring, line = turned(ring), np.asarray(line, float)
    hits = sorted(_crossings(line, ring, a_closed=False), key=lambda hit: (hit[0], hit[1]))
    if not hits or len(hits) % 2:
        where = ", ".join(f"({p[0]:.1f}, {p[1]:.1f})" for *_, p in hits) or "nowhere"
        raise ValueError(f"a cut must enter and leave the outline: {where}")
    runs = zip(hits[::2], hits[1::2], strict=True)
    enter, leave = max(runs, key=lambda run: np.hypot(*(run[1][4] - run[0][4])))
    (k1, _, e1, t1, p1), (k2, _, e2, t2, p2) = enter, leave
    inner = np.vstack([[p1], line[k1 + 1 : k2 + 1], [p2]])
    first = np.vstack([inner, _walk(ring, e2, t2, e1, t1)])
    second = np.vstack([inner[::-1], _walk(ring, e1, t1, e2, t2)])
    return second, first


def _walk(ring: Points, start: int, t_start: float, stop: int, t_stop: float) -> Points:
    """Return the ring's points met when walking from one edge place to another."""
    count = len(ring)
    steps = (stop - start) % count
    if steps == 0 and t_stop < t_start:
        steps = count
    return ring[[(start + 1 + k) % count for k in range(steps)]].reshape(-1, 2)


def _split_at(ring: Points, cuts: dict[int, list[tuple[float, Points]]]) -> Points:
    """Return the ring with extra points where it is crossed."""
    out = []
    for i, point in enumerate(ring):
        out.append(point)
        out += [p for _, p in sorted(cuts.get(i, []), key=lambda c: c[0])]
    return np.array(out)


def _combine(
    a: Points, b: Points, *, keep_a_inside: bool, keep_b_inside: bool, reverse_b: bool
) -> list[Points] | None:
    """Return the rings made of the parts of a and of b on the wanted side of the other."""
    a, b = turned(a), turned(b)
    hits = _crossings(a, b)
    if not hits:
        return None
    cuts_a: dict[int, list[tuple[float, Points]]] = {}
    cuts_b: dict[int, list[tuple[float, Points]]] = {}
    for i, s, j, t, point in hits:
        cuts_a.setdefault(i, []).append((s, point))
        cuts_b.setdefault(j, []).append((t, point))
    a, b = _split_at(a, cuts_a), _split_at(b, cuts_b)
    edges = _edges(a, b, keep_inside=keep_a_inside)
    kept_b = _edges(b, a, keep_inside=keep_b_inside)
    edges += [(q, p) for p, q in kept_b] if reverse_b else kept_b
    return _rings(edges)


def _edges(ring: Points, other: Points, *, keep_inside: bool) -> list[Edge]:
    """Return the ring's edges whose middle lies on the wanted side of the other ring."""
    after = np.roll(ring, -1, axis=0)
    wanted = contains(other, (ring + after) / 2) == keep_inside
    pairs = zip(map(tuple, ring[wanted]), map(tuple, after[wanted]), strict=True)
    return [(p, q) for p, q in pairs if p != q]


def _rings(edges: list[Edge]) -> list[Points]:
    onward: dict[Corner, list[Corner]] = {}
    for p, q in edges:
        onward.setdefault(p, []).append(q)
    rings = []
    while onward:
        start = next(iter(onward))
        ring, here = [start], start
        while True:
            there = onward.get(here)
            if not there:
                break
            nxt = there.pop()
            if not there:
                del onward[here]
            if nxt == start:
                break
            ring.append(nxt)
            here = nxt
        if len(ring) > TRIANGLE and abs(area(np.array(ring))) > CRUMB:
            rings.append(np.array(ring))
    return sorted(rings, key=lambda r: -abs(area(r)))


def common(a: Points, b: Points) -> list[Points]:
    """Return the rings of what a and b share."""
    rings = _combine(a, b, keep_a_inside=True, keep_b_inside=True, reverse_b=False)
    if rings is None:
        if contains(b, a[:1])[0]:
            return [turned(a)]
        return [turned(b)] if contains(a, b[:1])[0] else []
    return rings


def joined(a: Points, b: Points) -> Points:
    """Return the outer ring of a and b together."""
    rings = _combine(a, b, keep_a_inside=False, keep_b_inside=False, reverse_b=False)
    if rings is None:
        raise ValueError("the two shapes do not cross")
    return rings[0]


def without(a: Points, b: Points) -> list[Points]:
    """Return the rings of a that b leaves free."""
    rings = _combine(a, b, keep_a_inside=False, keep_b_inside=True, reverse_b=True)
    if rings is None:
        return [] if contains(b, a[:1])[0] else [turned(a)]
    return rings
