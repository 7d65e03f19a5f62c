"""Where pages find the drawings of the body chart."""

import hashlib
from functools import cache

from clinic.anatomy.rules import View, chart_drawing


@cache
def chart_address(view: View) -> str:
    """Answer where a view's drawing is: a drawing that changes moves."""
    state = hashlib.sha256(chart_drawing(view).encode()).hexdigest()[:12]
    return f"/body-chart/{view}.svg?v={state}"
