"""From dense polylines to the numbers of an SVG path, and back.

The numbers are whole tenths of a unit, so that mirroring is exact.
"""

import re

import numpy as np

from clinic.anatomy.bodychart.drawing.curves import fit
from clinic.anatomy.bodychart.drawing.kinds import Points, Tenths

STRAIGHT = 0.7  # tenths: how far a drawn line may leave a run that is all but straight
OUTLINE, SHAPE = 0.12, 0.45  # how far a drawn curve may leave the computed one


def tenths(line: Points, *, closed: bool, tolerance: float = SHAPE) -> list[Tenths]:
    """Return the line as Bezier segments in whole tenths of a unit."""
    curves = fit(line, closed=closed, tolerance=tolerance)
    segments = [np.rint(np.asarray(s) * 10).astype(int) for s in curves]
    return [s for s in segments if (s != s[0]).any()]


def mirrored(segments: list[Tenths], width: int) -> list[Tenths]:
    """Return the segments mirrored in a sheet of this width."""
    return [np.column_stack([width * 10 - s[:, 0], s[:, 1]]) for s in segments]


def path(rings: list[list[Tenths]], *, closed: bool = True) -> str:
    """Return path data; curves are relative, straight runs are lines."""
    out = []
    for segments in rings:
        here = segments[0][0]
        out.append("M" + _numbers(here))
        letter = ""
        for s in segments:
            straight = _is_straight(s)
            want = "l" if straight else "c"
            values = (s[3:] if straight else s[1:]) - here
            numbers = _numbers(values.ravel())
            out.append((want if want != letter else ("" if numbers[0] == "-" else " ")) + numbers)
            letter, here = want, s[3]
        out.append("z" if closed else "")
    return "".join(out)


def _is_straight(s: Tenths) -> bool:
    chord = s[3] - s[0]
    off = s[1:3] - s[0]
    length = max(np.hypot(*chord), 1e-9)
    return bool(np.abs(chord[0] * off[:, 1] - chord[1] * off[:, 0]).max() / length < STRAIGHT)


def _numbers(values: Tenths) -> str:
    text = ""
    for value in values:
        number = _number(int(value))
        text += number if not text or number[0] == "-" else " " + number
    return text


def _number(tenth: int) -> str:
    whole, part = divmod(abs(tenth), 10)
    body = str(whole) if part == 0 else f"{whole or ''}.{part}"
    return ("-" if tenth < 0 else "") + body


TOKEN = re.compile(r"[Mclz]|-?\d*\.?\d+")
COUNT = {"M": 2, "l": 2, "c": 6}


def rings(data: str, steps: int = 6) -> list[Points]:
    """Return the rings of path data made of M, c, l and z, as dense points."""
    found: list[Points] = []
    points: list[Points] = []
    here: Points = np.zeros(2)
    letter, tokens, i = "", TOKEN.findall(data), 0
    while i < len(tokens):
        if tokens[i].isalpha():
            letter = tokens[i]
            i += 1
            if letter == "z":
                found.append(np.array(points))
            continue
        values = np.array([float(t) for t in tokens[i : i + COUNT[letter]]]).reshape(-1, 2)
        i += COUNT[letter]
        if letter == "M":
            here, points = values[0], [values[0]]
            continue
        points += [here + values[0]] if letter == "l" else _sampled(here, values, steps)
        here = here + values[-1]
    return found


def _sampled(here: Points, values: Points, steps: int) -> list[Points]:
    """Return points along the curve that starts here; its other three points are relative."""
    p1, p2, p3 = here + values
    return [
        (1 - t) ** 3 * here + 3 * t * (1 - t) ** 2 * p1 + 3 * t**2 * (1 - t) * p2 + t**3 * p3
        for t in np.linspace(0, 1, steps + 1)[1:]
    ]
