"""The zones: how each figure is cut, again and again, until every named area stands alone.

A row is (piece, line, first, second): the line cuts the piece in two. Drawn outwards (or, in
profile, forwards), `first` lies above it; drawn downwards, `first` lies to the outside (in profile,
to the front). A line begins and ends outside its piece. Pieces with a catalogue slug become
shapes; a broad region is a piece that is cut further. Because neighbours share their cut, the
zones tile the figure. Pieces named _like_this only serve further cuts.
"""

from clinic.anatomy.bodychart.drawing.curves import smooth
from clinic.anatomy.bodychart.drawing.kinds import Cut, Points
from clinic.anatomy.bodychart.drawing.polygons import cut
from clinic.anatomy.bodychart.drawing.zones.back import BACK, SOLE
from clinic.anatomy.bodychart.drawing.zones.front import FRONT
from clinic.anatomy.bodychart.drawing.zones.profile import PROFILE, PROFILE_ARM

__all__ = ["BACK", "FRONT", "MIDLINE", "PROFILE", "PROFILE_ARM", "SOLE", "pieces"]

MIDLINE = {"throat", "sternum", "sacrum", "coccyx", "pelvis-deep", "genital"}


def pieces(name: str, ring: Points, rows: list[Cut]) -> dict[str, Points]:
    """Return every piece of a figure by name, cut as the rows say."""
    found = {name: ring}
    for piece, line, first, second in rows:
        try:
            found[first], found[second] = cut(found[piece], smooth(line))
        except ValueError as error:
            raise ValueError(f"{piece} into {first} and {second}: {error}") from error
    return found
