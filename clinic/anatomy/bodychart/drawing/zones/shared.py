"""Cuts that several views share: across and along limbs, through hands and the head."""

from clinic.anatomy.bodychart.drawing.kinds import Cut, Frame, Mark

# fmt: off


def across(point: Frame, at: float, bow: float = 0) -> list[Mark]:
    """Return a line across a limb."""
    return [point(-1.5, at), point(0, at + bow), point(1.5, at)]


def along(point: Frame, u: float, *stations: float) -> list[Mark]:
    """Return a line along a limb."""
    return [point(u, station) for station in stations]


def hand_cuts(at: Frame, wrist: str, back: str) -> list[Cut]:
    """Return how a hand is cut into its zones."""
    return [
        ("hand", [at(-30, 9), at(0, 10), at(34, 9)], wrist, "_hand"),
        ("_hand", [at(-32, 50), at(-11, 55.2), at(9, 57.2), at(23, 56)], "_palm", "_fingers"),
        (
            "_palm",
            [at(36, 13), at(22, 19), at(15.6, 31), at(16.8, 44), at(22.3, 53), at(23, 56)],
            "thumb", back,
        ),
        (
            "_fingers",
            [at(-0.6, 50), at(-0.82, 60), at(-1.2, 78)],
            "fingers-index-middle", "fingers-ring-little",
        ),
    ]


HEAD_SIDE: list[Cut] = [
    (
        "_head",
        [(41.3, 76.6), (40.2, 82), (39.4, 95), (38.6, 105.6), (40.4, 109.6)],
        "ear", "_skull",
    ),
]
