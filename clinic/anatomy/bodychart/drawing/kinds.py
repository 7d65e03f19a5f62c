"""The kinds of thing the drawing is made of, by name."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]  # rows of (x, y)
Tenths = NDArray[np.int64]  # one Bezier segment in whole tenths of a unit
Mark = tuple[Any, ...]  # (d, y), and "corner" where the curve turns sharply
Marks = Sequence[Mark]
Shape = list[Any]  # one closed curve of landmarks, or a list of several
Frame = Callable[..., Mark]  # a limb's own coordinates: frame(u, t) is a landmark
Cut = tuple[str, Marks, str, str]  # piece, line, first part, second part
Row = tuple[str, list[Points], bool, bool]  # slug, rings, is_midline, is_deep
