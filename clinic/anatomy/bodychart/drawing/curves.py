"""Smooth curves through landmarks, and their way back into short cubic Bezier paths."""

from itertools import pairwise
from typing import Any

import numpy as np

from clinic.anatomy.bodychart.drawing.kinds import Marks, Points

CORNER_DEGREES = 33.0
BARE = 2  # numbers in a landmark without a corner; points of a straight line
SAME = 0.02  # units: nearer points are one
TURN = 2.6  # radians: the most one segment may turn
TINY, NOTHING = 1e-9, 1e-12  # guards against dividing by zero


def smooth(landmarks: Marks, *, closed: bool = False, step: float = 1.3) -> Points:
    """Return a dense polyline through the landmarks; a third value in a landmark marks a corner."""
    points = np.array([mark[:2] for mark in landmarks], float)
    corner = [len(mark) > BARE for mark in landmarks]
    if closed:
        start = corner.index(True) if True in corner else None
        if start is None:
            return _through(points, closed=True, step=step)
        points = np.roll(points, -start, axis=0)
        corner = corner[start:] + corner[:start]
        points = np.vstack([points, points[:1]])
        corner = [*corner, True]
    stops = [0, *[i for i in range(1, len(points) - 1) if corner[i]], len(points) - 1]
    pieces = [_through(points[a : b + 1], closed=False, step=step) for a, b in pairwise(stops)]
    line = np.vstack([pieces[0], *[piece[1:] for piece in pieces[1:]]])
    return line[:-1] if closed else line


def _through(points: Points, *, closed: bool, step: float) -> Points:
    """Sample a centripetal Catmull-Rom spline."""
    if closed:
        padded = np.vstack([points[-1:], points, points[:2]])
    elif len(points) == BARE:
        return _straight(points[0], points[1], step)
    else:
        padded = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    out = []
    for before, start, end, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        out.append(_span(before, start, end, after, step))
    line = np.vstack(out)
    return line if closed else np.vstack([line, points[-1:]])


def _straight(start: Points, end: Points, step: float) -> Points:
    count = max(2, int(np.ceil(np.hypot(*(end - start)) / step)) + 1)
    return np.linspace(start, end, count)


def _span(p0: Points, p1: Points, p2: Points, p3: Points, step: float) -> Points:
    """Sample one Catmull-Rom span from p1 up to, not including, p2."""
    t0 = 0.0
    t1 = t0 + max(np.hypot(*(p1 - p0)), 1e-9) ** 0.5
    t2 = t1 + max(np.hypot(*(p2 - p1)), 1e-9) ** 0.5
    t3 = t2 + max(np.hypot(*(p3 - p2)), 1e-9) ** 0.5
    count = max(4, int(np.ceil(np.hypot(*(p2 - p1)) / step)))
    t = np.linspace(t1, t2, count, endpoint=False)[:, None]
    a1 = (t1 - t) / (t1 - t0) * p0 + (t - t0) / (t1 - t0) * p1
    a2 = (t2 - t) / (t2 - t1) * p1 + (t - t1) / (t2 - t1) * p2
    a3 = (t3 - t) / (t3 - t2) * p2 + (t - t2) / (t3 - t2) * p3
    b1 = (t2 - t) / (t2 - t0) * a1 + (t - t0) / (t2 - t0) * a2
    b2 = (t3 - t) / (t3 - t1) * a2 + (t - t1) / (t3 - t1) * a3
    span: Points = (t2 - t) / (t2 - t1) * b1 + (t - t1) / (t2 - t1) * b2
    return span


class Profile:
    """A smooth function through (position, value) stations, such as a limb's half-width."""

    def __init__(self, *stations: tuple[float, float]) -> None:
        self.at, self.value = np.array(sorted(stations), float).T
        self.slope = _gentle_slopes(self.at, self.value)

    def __call__(self, where: Any) -> Any:
        """Return the value there (or there and there); beyond the last station it stays level."""
        where = np.clip(where, self.at[0], self.at[-1])
        i = np.clip(np.searchsorted(self.at, where) - 1, 0, len(self.at) - 2)
        width = self.at[i + 1] - self.at[i]
        t = (where - self.at[i]) / width
        value = (
            (2 * t**3 - 3 * t**2 + 1) * self.value[i]
            + (t**3 - 2 * t**2 + t) * width * self.slope[i]
            + (-2 * t**3 + 3 * t**2) * self.value[i + 1]
            + (t**3 - t**2) * width * self.slope[i + 1]
        )
        return value if np.ndim(value) else float(value)


def _gentle_slopes(at: Points, value: Points) -> Points:
    """Return slopes that never overshoot the stations (Fritsch and Carlson)."""
    steps = np.diff(at)
    rises = np.diff(value) / steps
    slope = np.empty_like(value)
    slope[0], slope[-1] = rises[0], rises[-1]
    for i in range(1, len(at) - 1):
        if rises[i - 1] * rises[i] <= 0:
            slope[i] = 0.0
        else:
            w1, w2 = 2 * steps[i] + steps[i - 1], steps[i] + 2 * steps[i - 1]
            slope[i] = (w1 + w2) / (w1 / rises[i - 1] + w2 / rises[i])
    return slope


# --- from dense polylines to few cubic Beziers (after Schneider's fitting method) ---


def fit(line: Points, *, closed: bool, tolerance: float = 0.18) -> list[Points]:
    """Return cubic Bezier segments, each four points, that follow the line within the tolerance."""
    line = _without_repeats(np.asarray(line, float), closed=closed)
    stops = _corners(line, closed=closed)
    joint = None  # the tangent where a ring without corners closes
    if closed:
        start = stops[0] if stops else _sharpest(line)
        line = np.roll(line, -start, axis=0)
        if not stops:
            joint = _unit(line[1] - line[-1])
        line = np.vstack([line, line[:1]])
        stops = sorted((stop - start) % (len(line) - 1) for stop in stops)[1:]
    stops = [0, *stops, len(line) - 1]
    segments: list[Points] = []
    for a, b in pairwise(stops):
        segments += _fit_piece(line[a : b + 1], joint, tolerance)
    return segments


def _without_repeats(line: Points, *, closed: bool) -> Points:
    keep = np.r_[True, np.hypot(*np.diff(line, axis=0).T) > SAME]
    line = line[keep]
    if closed and np.hypot(*(line[0] - line[-1])) <= SAME:
        line = line[:-1]
    return line


def _is_corner(before: Points, here: Points, after: Points) -> bool:
    a, b = _unit(here - before), _unit(after - here)
    return bool(a @ b < np.cos(np.radians(CORNER_DEGREES)))


def _corners(line: Points, *, closed: bool) -> list[int]:
    count = len(line)
    inner = range(count) if closed else range(1, count - 1)
    return [i for i in inner if _is_corner(line[i - 1], line[i], line[(i + 1) % count])]


def _unit(vector: Points) -> Points:
    unit: Points = vector / max(np.hypot(*vector), NOTHING)
    return unit


def _sharpest(line: Points) -> int:
    """Return the place where a smooth ring turns most: the best place to begin."""
    reach = 3
    a, b = line - np.roll(line, reach, axis=0), np.roll(line, -reach, axis=0) - line
    return int(np.argmin((a * b).sum(1) / (np.hypot(*a.T) * np.hypot(*b.T) + 1e-9)))


def _fit_piece(piece: Points, joint: Points | None, tolerance: float) -> list[Points]:
    """Cover the piece with as few segments as will do, each reaching as far as it can."""
    last, start = len(piece) - 1, 0
    segments: list[Points] = []
    while start < last:
        low, high = start + 1, last
        best: tuple[int, Points]  # set at the latest by the single step, which always fits
        reach = last
        while low <= high:
            bezier = _one(piece, start, reach, joint, tolerance)
            if bezier is None:
                high = reach - 1
            else:
                best, low = (reach, bezier), reach + 1
            reach = (low + high + 1) // 2
        start, bezier = best
        segments.append(bezier)
    return segments


def _one(piece: Points, a: int, b: int, joint: Points | None, tolerance: float) -> Points | None:
    """Return the one segment that follows the piece from a to b, or None."""
    part = piece[a : b + 1]
    if b == a + 1 or _sagitta(part) < tolerance * 0.5:
        return np.array(
            [
                part[0],
                part[0] + (part[-1] - part[0]) / 3,
                part[-1] - (part[-1] - part[0]) / 3,
                part[-1],
            ]
        )
    head, tail = _tangent(piece, a, joint), -_tangent(piece, b, joint)
    if _turning(part) > TURN:
        return None
    span = np.hypot(*(part[-1] - part[0]))
    u = np.r_[0, np.cumsum(np.hypot(*np.diff(part, axis=0).T))]
    u /= u[-1]
    for _ in range(4):
        bezier = _best_bezier(part, u, head, tail, span)
        error = np.hypot(*(_at(bezier, u) - part).T).max()
        if error < tolerance:
            return bezier
        if error > 8 * tolerance:
            return None
        u = _reparametrised(bezier, part, u)
    return None


def _turning(part: Points) -> float:
    """Return the total angle by which the part turns."""
    along = np.diff(part, axis=0)
    angles = np.unwrap(np.arctan2(along[:, 1], along[:, 0]))
    return float(np.abs(np.diff(angles)).sum())


def _tangent(piece: Points, i: int, joint: Points | None) -> Points:
    """Return the forward direction at a point of the piece."""
    last = len(piece) - 1
    if joint is not None and i in (0, last):
        return joint
    if i == 0:
        return _unit(piece[min(2, last)] - piece[0])
    if i == last:
        return _unit(piece[last] - piece[max(last - 2, 0)])
    return _unit(piece[i + 1] - piece[i - 1])


def _sagitta(piece: Points) -> float:
    chord = piece[-1] - piece[0]
    length = np.hypot(*chord)
    if length < TINY:
        return np.inf
    off = piece - piece[0]
    return float(np.abs(chord[0] * off[:, 1] - chord[1] * off[:, 0]).max() / length)


def _best_bezier(piece: Points, u: Points, head: Points, tail: Points, span: float) -> Points:
    """Return the segment with the given ends and end directions that lies nearest to the piece."""
    b0, b1, b2, b3 = (1 - u) ** 3, 3 * u * (1 - u) ** 2, 3 * u**2 * (1 - u), u**3
    a1, a2 = head * b1[:, None], tail * b2[:, None]
    rest = piece - (b0 + b1)[:, None] * piece[0] - (b2 + b3)[:, None] * piece[-1]
    c = np.array([[(a1 * a1).sum(), (a1 * a2).sum()], [(a1 * a2).sum(), (a2 * a2).sum()]])
    x = np.array([(a1 * rest).sum(), (a2 * rest).sum()])
    det = np.linalg.det(c)
    alphas = np.linalg.solve(c, x) if abs(det) > NOTHING else np.zeros(2)
    if (alphas < 1e-3 * max(span, 1)).any():
        alphas = np.full(2, max(span, np.hypot(*np.diff(piece, axis=0).T).sum()) / 3)
    return np.array(
        [piece[0], piece[0] + alphas[0] * head, piece[-1] + alphas[1] * tail, piece[-1]]
    )


def _at(bezier: Points, u: Points) -> Points:
    u = np.asarray(u)[:, None]
    points: Points = (
        (1 - u) ** 3 * bezier[0]
        + 3 * u * (1 - u) ** 2 * bezier[1]
        + 3 * u**2 * (1 - u) * bezier[2]
        + u**3 * bezier[3]
    )
    return points


def _reparametrised(bezier: Points, piece: Points, u: Points) -> Points:
    d1 = 3 * np.diff(bezier, axis=0)
    d2 = 2 * np.diff(d1, axis=0)
    t = u[:, None]
    first = (1 - t) ** 2 * d1[0] + 2 * t * (1 - t) * d1[1] + t**2 * d1[2]
    second = (1 - t) * d2[0] + t * d2[1]
    off = _at(bezier, u) - piece
    below = (first * first).sum(1) + (off * second).sum(1)
    steep = np.abs(below) > NOTHING
    move = np.divide((off * first).sum(1), below, out=np.zeros_like(u), where=steep)
    return np.clip(np.maximum.accumulate(u - move), 0, 1)
