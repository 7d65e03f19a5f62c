"""The sole of the foot, an inset beside the legs of the back figure: heel up, great toe inwards."""

import numpy as np

from clinic.anatomy.bodychart.drawing.curves import smooth
from clinic.anatomy.bodychart.drawing.kinds import Mark, Points

# fmt: off

HEEL = np.array([150.0, 812.0])
TURN = np.radians(-5)

OUTLINE: list[Mark] = [
    (0, 0), (10, 2.4), (16.4, 11), (18, 24), (18.6, 40), (20.8, 58), (23.6, 76), (25.6, 92),
    (26.4, 101), (27.4, 108), (26, 114.2), (21.8, 115.4), (18.8, 110.5, "corner"), (20.2, 119),
    (18, 124.2), (13.4, 124.4), (10.8, 118.2, "corner"), (11.8, 126), (9.2, 130.6), (4.6, 130.6),
    (2.2, 123.8, "corner"), (3.0, 132), (0.4, 136.6), (-4.2, 136.4), (-6.6, 128, "corner"),
    (-7.0, 135), (-9.4, 140.6), (-15.2, 142.4), (-20.8, 139), (-22.6, 131.4), (-21.8, 122),
    (-23.8, 112), (-25.4, 101), (-24.4, 89), (-19.4, 74), (-14.8, 60), (-13.0, 46), (-14.6, 30),
    (-16.6, 18), (-14.8, 8), (-8.4, 1.8),
]


def sole(s: float, r: float, *corner: str) -> Mark:
    """Return the point of the sole: s grows outwards, r runs 0 heel to 142 great toe."""
    along = np.array([-np.sin(TURN), np.cos(TURN)])
    across = np.array([along[1], -along[0]])
    return (*(HEEL + s * across + r * along), *corner)


def outline() -> Points:
    """Return the closed outline of the sole."""
    return smooth([sole(*mark) for mark in OUTLINE], closed=True)
