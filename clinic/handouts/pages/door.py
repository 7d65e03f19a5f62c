"""The door that the pages of a plan and its sheets share, and the shapes of their forms."""

from typing import Any

from clinic.handouts.rules import Layout
from clinic.plans.schemas import PlanChangeShape
from clinic.web.fields import Id, Line, Whole, Word
from clinic.web.page import Pages

pages = Pages("handouts")

_MOST = 40


class PlanFormShape(PlanChangeShape):
    """The change of a draft as its page sends it: the same fields, and which button was pressed."""

    # the place that goes, comes earlier or comes later, by its number from 0
    remove = Whole(0, _MOST)
    up = Whole(0, _MOST)
    down = Whole(0, _MOST)
    # the trigger point that joins
    add = Id()
    # the plan whose place this one takes, and how it is printed: read where it is prescribed
    replaces = Id(allow_none=True)
    layout = Word(Layout, allow_none=True)
    language = Line(longest=35)


def own_fields(typed: dict[str, Any]) -> dict[str, Any]:
    """Take the page's own fields out of what was typed; what is left changes the plan."""
    names = ("remove", "up", "down", "add", "replaces", "layout", "language")
    return {name: typed.pop(name) for name in names if name in typed}
