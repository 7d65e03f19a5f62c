"""The JSON door of the sample programme."""

from clinic.samples.api import loans, papers, practitioners, requests, stock  # noqa: F401 (they hang their addresses on the door)
from clinic.samples.api.door import api

__all__ = ["api"]
