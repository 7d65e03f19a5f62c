"""Landmarks in the frames of limbs, and the shapes of the hand that two views share."""

from clinic.anatomy.bodychart.drawing.kinds import Frame, Mark

# fmt: off


def on(point: Frame, *places: tuple[float, float]) -> list[Mark]:
    """Return landmarks in the frame of a limb."""
    return [point(*place) for place in places]


HAND_BACK: dict[str, list[tuple[float, float]]] = {
    "thumb-intrinsics": [
        (18.6, 22), (24, 30), (29, 41), (30.6, 48), (26.4, 52.6), (24.6, 44), (20.6, 34),
        (17.6, 26),
    ],
}
# four spindles, each between two metacarpals
INTEROSSEI: list[list[tuple[float, float]]] = [
    [(15, 20), (19.4, 28), (22.4, 38), (22, 46), (19.6, 50), (16.8, 42), (14.4, 30)],
    [(8.6, 20), (11.4, 30), (12, 42), (10.6, 52), (8.4, 44), (7.4, 30)],
    [(0, 20), (2, 31), (1.6, 44), (-0.4, 53.4), (-2.6, 44), (-2.2, 31)],
    [(-8, 20), (-7.4, 31), (-8.4, 43), (-11, 51.4), (-12.4, 42), (-10.8, 30)],
]
