"""The pages of one plan and of its sheets.

They stand in the room of handouts because a plan's page prescribes and prints in one deed and shows
the sheets that were issued: the lowest room that knows plans, safety screens and sheets alike.
"""

from clinic.handouts.pages import issuing as _issuing  # noqa: F401 (opens its addresses)
from clinic.handouts.pages import life as _life  # noqa: F401 (opens its addresses)
from clinic.handouts.pages import plan as _plan  # noqa: F401 (opens its addresses)
from clinic.handouts.pages.door import pages

__all__ = ["pages"]
