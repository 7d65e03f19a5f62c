"""The pages of the sample programme: board, requests, loans, units, models, practitioners."""

from clinic.samples.pages import (  # noqa: F401 (they hang their addresses on the door)
    board,
    held,
    loans,
    papers,
    practitioners,
    products,
    requests,
    units,
)
from clinic.samples.pages.door import pages

__all__ = ["pages"]
