"""The figure from the side: outline of the body, and of the arm that hangs before it.

All points are (f, y): distance forward of the plumb line through the ear, and height from the
top of the sheet. The arm is held a little forward so that flank and hip can be seen and touched;
the palm faces the body.
"""

from clinic.anatomy.bodychart.drawing.curves import Profile, smooth
from clinic.anatomy.bodychart.drawing.frontback import Hand, Limb, hand_landmarks
from clinic.anatomy.bodychart.drawing.kinds import Mark, Marks, Points

# fmt: off

FACE = [
    (-27, 23.4), (-9, 20), (9, 20.8), (26, 26.8), (40.6, 41), (46.8, 54), (49.4, 66), (50.2, 73),
    (48.6, 79.5), (51.2, 86.5), (56.2, 94.5), (60.0, 100.4), (58.6, 104.8), (52.4, 107.4),
    (53.2, 111.6), (54.8, 115.2), (52.4, 118.6), (53.8, 122), (50.8, 126.6), (52.0, 132),
    (51.8, 138.8), (48.4, 144.6), (42, 147.6), (33, 148.2), (23, 150.4), (15.6, 156), (12.8, 164),
    (12.9, 173), (13.2, 183), (16, 194), (21.6, 203),
]
TRUNK_FRONT = [
    (30, 216), (41, 236), (48.6, 260), (52.2, 286), (51.6, 310), (48.6, 334), (46, 358),
    (45.6, 384), (47.6, 410), (49.8, 436), (49.4, 460), (46.6, 485), (43.8, 506), (43.4, 524),
]
LEG_FRONT_MARKS = [
    (45.6, 548), (47.4, 580), (46.4, 615), (42.8, 650), (37.6, 678), (35.0, 692), (35.2, 706),
    (32.2, 719), (28.2, 731), (28.4, 742), (27.6, 766), (25.4, 800), (21.4, 840), (16.6, 880),
    (12.8, 910), (11.6, 928),
]
FOOT = [
    (14.6, 942), (24, 953.4), (40, 963), (58, 970.4), (74, 975.4), (88, 978.4), (96.4, 982),
    (98.8, 987.4), (95.2, 992.2), (86, 993.4), (74, 993.2), (60, 992), (42, 990.4), (22, 990.4),
    (0, 993), (-20, 994.2), (-36, 993.4), (-44.2, 988), (-46.4, 977), (-43.6, 962), (-38, 947),
]
LEG_BACK_MARKS = [
    (-33.4, 930), (-31.2, 908), (-33, 880), (-39.4, 845), (-46.4, 808), (-49.4, 778), (-47.6, 752),
    (-40.8, 728), (-34.8, 711), (-33.4, 698), (-35.8, 680), (-41.4, 650), (-48.6, 612), (-56, 576),
    (-62, 550), (-65.2, 538),
]
BACK = [
    (-71.4, 526), (-77.2, 508), (-79.2, 487), (-76.4, 464), (-69.4, 441), (-60, 419), (-52.6, 399),
    (-49.4, 380), (-50.8, 358), (-55.6, 332), (-61.8, 304), (-67.2, 276), (-69.6, 250),
    (-67.4, 227), (-60.6, 206), (-52, 189), (-45.2, 172), (-41.8, 156), (-41.8, 142), (-46, 129.6),
    (-52.6, 113), (-57.4, 95), (-59, 77), (-56.2, 57), (-47.2, 38.6),
]

ARM = Limb(
    x=Profile((0, -9), (1, 28), (1.5, 62), (2, 103)),
    y=Profile((0, 214), (1, 388), (2, 504)),
    outer=Profile(
        (0, 26), (0.2, 29), (0.4, 26.6), (0.65, 24), (0.85, 22.4), (1.0, 22.6), (1.12, 23),
        (1.3, 22), (1.6, 17.6), (1.85, 15), (2, 14.8),
    ),
    inner=Profile(
        (0, 26), (0.2, 27.4), (0.4, 26), (0.6, 25), (0.8, 22.6), (0.95, 21), (1.02, 21.8),
        (1.15, 21.4), (1.35, 19.6), (1.6, 16.8), (1.85, 14.4), (2, 14.6),
    ),
)
HAND = Hand(ARM, turn=35)
arm, hand = ARM.at, HAND.at


def body() -> Points:
    """Return the closed outline of head, trunk and leg."""
    marks = [*FACE[1:], *TRUNK_FRONT, *LEG_FRONT_MARKS, *FOOT, *LEG_BACK_MARKS, *BACK, FACE[0]]
    return smooth(marks, closed=True)


def arm_outline() -> Points:
    """Return the closed outline of the arm, from the shoulder cap to the fingers."""
    cap = [(-36, 226), (-30, 208), (-16, 197.4), (-2, 196.6), (11, 205), (18, 219)]
    front = [arm(1, t) for t in (0.28, 0.45, 0.65, 0.84, 0.98, 1.12, 1.3, 1.5, 1.7, 1.9)]
    back = [arm(-1, t) for t in (1.9, 1.7, 1.5, 1.3, 1.14, 1.03, 0.94, 0.78, 0.6, 0.42, 0.26)]
    return smooth([*cap, *front, *[hand(*mark) for mark in hand_landmarks()], *back], closed=True)


def edge(marks: Marks) -> Profile:
    """Return the forward distance of an edge as a function of height."""
    return Profile(*{y: (y, f) for f, y in marks}.values())


LEG_FRONT = edge(LEG_FRONT_MARKS)
LEG_BACK = edge(LEG_BACK_MARKS)


def leg(u: float, y: float, *corner: str) -> Mark:
    """Return the point across the leg: u runs -1 back edge, +1 front edge, at a height."""
    back, front = LEG_BACK(y), LEG_FRONT(y)
    return (back + (front - back) * (u + 1) / 2, y, *corner)
