"""The one place where the figure's proportions are set.

The figure is drawn on a canonical body about 7.6 heads tall (LEVELS, left column).
The right column says where each level is placed on the sheet: move a level, or scale
a breadth, and outline, contours, zones and muscles all follow.
"""

import numpy as np

from clinic.anatomy.bodychart.drawing.curves import Profile
from clinic.anatomy.bodychart.drawing.kinds import Points

HEIGHT = 1000
WIDTH = {"front": 480, "back": 480, "left": 300, "right": 300}

LEVELS = {  # landmark: (height in the landmark tables, height on the sheet)
    "vertex": (20, 20),
    "chin": (147, 147),
    "acromion": (198, 198),
    "waist": (378, 378),
    "crotch": (528, 528),
    "knee": (706, 706),
    "ankle": (942, 942),
    "sole": (986, 986),
}
BREADTH = {"front": 1.0, "profile": 1.0}

_level = Profile(*LEVELS.values())


def placed_height(y: Points) -> Points:
    """Return the sheet heights of canonical heights."""
    low, high = LEVELS["vertex"][0], LEVELS["sole"][0]
    above, below = np.minimum(y - low, 0), np.maximum(y - high, 0)
    placed: Points = _level(y) + above + below
    return placed
