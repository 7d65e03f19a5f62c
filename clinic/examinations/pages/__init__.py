"""The pages of examinations: the draft and its list twin, signing, and what was signed."""

from clinic.examinations.pages import desk, listed, signed  # noqa: F401 (they hang their addresses on the door)
from clinic.examinations.pages.door import pages

__all__ = ["pages"]
