"""The pages of check-ins: the patient's own, and the paper grid at the desk."""

from clinic.checkins.pages import grid as _grid  # noqa: F401 (opens its addresses)
from clinic.checkins.pages import home as _home  # noqa: F401 (opens its addresses)
from clinic.checkins.pages.door import pages

__all__ = ["pages"]
