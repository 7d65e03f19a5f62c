"""The front and back figure: frames of limbs, hand and foot, and the outline of one half.

All points are (d, y): distance from the midline, and height from the top of the sheet.
"""

import numpy as np

from clinic.anatomy.bodychart.drawing.curves import Profile, smooth
from clinic.anatomy.bodychart.drawing.kinds import Mark, Points

# fmt: off

class Limb:
    """An arm: t runs 0 shoulder, 1 elbow, 2 wrist; u runs -1 to +1, the thumb's edge."""

    def __init__(self, x: Profile, y: Profile, outer: Profile, inner: Profile) -> None:
        self.x, self.y, self.outer, self.inner = x, y, outer, inner

    def axis(self, t: float) -> tuple[Points, Points]:
        """Return the centre point and the normal towards the thumb's side."""
        a, b = max(t - 0.12, 0), min(t + 0.12, 2)
        along = np.array([self.x(b) - self.x(a), self.y(b) - self.y(a)])
        along /= np.hypot(*along)
        return np.array([self.x(t), self.y(t)]), np.array([along[1], -along[0]])

    def at(self, u: float, t: float, *corner: str) -> Mark:
        """Return the point across (u) and along (t) the arm."""
        here, out = self.axis(t)
        half = self.outer(t) if u > 0 else self.inner(t)
        return (*(here + u * half * out), *corner)


class Hand:
    """A hand at the end of an arm: v runs 0 wrist to 104 fingertip, u grows towards the thumb."""

    def __init__(self, limb: Limb, turn: float) -> None:
        self.wrist, self.turn = limb.axis(2)[0], np.radians(turn)

    def at(self, u: float, v: float, *corner: str) -> Mark:
        """Return the point of the hand on the sheet."""
        along = np.array([np.sin(self.turn), np.cos(self.turn)])
        across = np.array([along[1], -along[0]])
        return (*(self.wrist + u * across + v * along), *corner)


ARM = Limb(
    x=Profile((0, 92), (0.5, 111.5), (1, 133), (1.5, 151.5), (2, 172)),
    y=Profile((0, 208), (1, 384), (2, 517)),
    outer=Profile(
        (0, 26), (0.15, 27), (0.3, 26.6), (0.45, 24.6), (0.62, 21.6), (0.82, 20), (0.95, 20.6),
        (1.1, 23.4), (1.24, 23.8), (1.4, 21.8), (1.6, 18.2), (1.8, 15.6), (1.92, 15), (2, 15.2),
    ),
    inner=Profile(
        (0, 20), (0.31, 18.4), (0.42, 20.2), (0.55, 21.2), (0.75, 20.2), (0.92, 20.4), (1.0, 21.4),
        (1.12, 21.6), (1.3, 20.8), (1.55, 17.4), (1.8, 14.8), (1.93, 14.4), (2, 14.8),
    ),
)
HAND = Hand(ARM, turn=15)
arm, hand = ARM.at, HAND.at

# base centre (u, v), lean in degrees towards the thumb, length, width at base and near tip
FINGERS = {
    "index": ((15.6, 56), 5.5, 41.5, 10.8, 8.6),
    "middle": ((4.8, 57.5), 1.2, 47, 11.0, 8.8),
    "ring": ((-6.2, 56.5), -3.8, 43.5, 10.6, 8.4),
    "little": ((-16.4, 52), -10, 34.5, 9.6, 7.6),
}
WEBS = [(10.3, 59), (-0.8, 60), (-11.4, 57.5)]


def finger_landmarks(name: str) -> list[Mark]:
    """Return hand (u, v) landmarks around a finger, from its thumb side to its other side."""
    (u, v), lean, length, base, tip = FINGERS[name]
    a = np.radians(lean)
    root = np.array([u, v])
    along, across = np.array([np.sin(a), np.cos(a)]), np.array([np.cos(a), -np.sin(a)])

    def at(side: float, reach: float, half: float) -> Mark:
        return tuple(root + side * half * across + reach * length * along)

    middle = (base + tip) / 4 + 0.2
    return [
        at(1, 0.5, middle), at(1, 0.86, tip / 2), at(1, 0.968, tip * 0.32), at(0, 1, 0),
        at(-1, 0.968, tip * 0.32), at(-1, 0.86, tip / 2), at(-1, 0.5, middle),
    ]


def hand_landmarks() -> list[Mark]:
    """Return the (u, v) landmarks around the hand, beginning at the thumb side of the wrist."""
    marks: list[Mark] = [
        (16.2, 5), (18.2, 12), (22.0, 20.5), (26.4, 29), (30.2, 38), (33.4, 47), (36.2, 55.5),
        (38.2, 63), (38.6, 69), (36.6, 72.8), (32.6, 72.8), (29.2, 68.4), (26.6, 61.4),
        (24.4, 55.6), (22.8, 52.6), (21.7, 53.2), (21.4, 57),
    ]
    for i, name in enumerate(FINGERS):
        marks += finger_landmarks(name)
        if i < len(WEBS):
            marks.append((*WEBS[i], "corner"))
    return [*marks, (-21.4, 53), (-22.0, 44), (-21.8, 32), (-20.0, 19), (-16.9, 8)]


# --- leg: u runs -1 inner edge, +1 outer edge, at a height y ---

LEG_OUTER = Profile(
    (470, 92.2), (500, 93.2), (525, 92.8), (560, 90), (600, 85.2), (640, 78.6), (672, 72.4),
    (695, 68.6), (712, 67.4), (730, 67.2), (758, 70.2), (784, 70.4), (815, 66.6), (850, 59.6),
    (885, 53.2), (908, 50.2), (926, 50.4), (942, 53),
)
LEG_INNER = Profile(
    (528, 3), (560, 5.6), (600, 11.6), (640, 18.2), (668, 22.0), (690, 20.2), (706, 20.4),
    (724, 24.4), (745, 23.8), (774, 19.6), (802, 20.8), (838, 25.8), (872, 29.8), (902, 31.8),
    (922, 30.8), (938, 27.2),
)


def leg(u: float, y: float, *corner: str) -> Mark:
    """Return the point across the leg (u) at a height."""
    inner, outer = LEG_INNER(y), LEG_OUTER(y)
    return (inner + (outer - inner) * (u + 1) / 2, y, *corner)


# --- outline ---

HEAD_AND_NECK: list[Mark] = [
    (-11.5, 21.3), (0, 20), (11.5, 21.3), (22.6, 26.8), (31.6, 37.4), (37.8, 52.6), (40.4, 70),
    (40.6, 80, "corner"), (43.2, 78.6), (45.4, 82), (45.2, 90), (43.4, 99), (41.4, 106),
    (39.4, 107.6, "corner"), (38.2, 114.5), (35.8, 122), (32.6, 129), (30.2, 135.5), (29.2, 143),
    (29.0, 153), (30.2, 162.5), (34.4, 171.2), (43.6, 179), (58, 185.4), (75, 190.8),
]
SHOULDER: list[Mark] = [(90, 195.6), (103.4, 202), (113.6, 211), (120.4, 222.6)]
TRUNK: list[Mark] = [
    (85.2, 284), (83.8, 304), (81.0, 326), (77.8, 348), (75.6, 368), (75.8, 387), (79.4, 409),
    (85, 433), (89.8, 458),
]

FEET: dict[str, list[Mark]] = {
    "front": [
        (53.2, 942), (52.2, 950), (54.6, 957.5), (60.6, 966), (67.4, 975), (72.0, 982),
        (73.8, 986.6), (72.8, 990.6), (69.4, 991.8), (66.8, 988.2, "corner"), (65.6, 991.8),
        (62.4, 993.4), (59.8, 992.2), (58.6, 988.8, "corner"), (57.8, 992.8), (54.0, 994.6),
        (50.4, 993.2), (49.0, 989.6, "corner"), (47.8, 993.8), (44.2, 995.4), (41.0, 993.8),
        (39.6, 989.6, "corner"), (38.4, 994.6), (32.8, 996.6), (26.6, 994.8), (23.4, 988.0),
        (23.8, 979), (26.2, 968), (27.8, 959), (27.6, 951), (25.6, 943),
    ],
    "back": [
        (53.2, 942), (52.6, 951), (55.4, 961), (60.4, 970), (66, 978.4), (69.2, 985.4),
        (66.8, 989.2), (61.4, 990), (58.2, 988.8), (56.4, 987, "corner"), (53.6, 991.6),
        (45.4, 994.2), (35.4, 993.6), (28.6, 989), (26.6, 979), (27.8, 966), (27.8, 952),
        (25.6, 943),
    ],
}


OUTER_ARM_STATIONS = (0.22, 0.38, 0.54, 0.7, 0.84, 0.96, 1.1, 1.26, 1.42, 1.6, 1.8, 1.93)
INNER_ARM_STATIONS = (1.93, 1.8, 1.55, 1.3, 1.1, 0.97, 0.78, 0.58, 0.44)
OUTER_LEG_HEIGHTS = (482, 515, 560, 610, 655, 688, 712, 735, 762, 792, 825, 862, 898, 924)
INNER_LEG_HEIGHTS = ( 922, 900, 870, 835, 803, 774, 747, 724, 706, 690, 668, 636, 596, 556)


def half_outline(view: str) -> Points:
    """Return the dense outline of one half, from the vertex around arm and leg to the crotch."""
    outer_arm = [arm(1, t) for t in OUTER_ARM_STATIONS]
    inner_arm = [arm(-1, t) for t in INNER_ARM_STATIONS]
    outer_leg = [leg(1, y) for y in OUTER_LEG_HEIGHTS]
    inner_leg = [leg(-1, y) for y in INNER_LEG_HEIGHTS]
    axilla = [(*arm(-1, 0.33)[:2], "corner")]
    palm = [hand(*mark) for mark in hand_landmarks()]
    upper = [*HEAD_AND_NECK, *SHOULDER, *outer_arm, *palm, *inner_arm, *axilla, *TRUNK]
    line = smooth([*upper, *outer_leg, *FEET[view], *inner_leg, (2.2, 533), (0, 528)])
    return line[line[:, 0] >= 0]
