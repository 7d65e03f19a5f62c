"""The door itself, and how its rooms show one record or a page of them."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from clinic.web.endpoint import Door
from clinic.work.paging import Page
from clinic.work.unit import Work

api = Door(
    "samples", "The sample programme: practitioners, massagers, requests, loans, and their papers."
)

Row = TypeVar("Row")
Show = Callable[[Work, Sequence[Row]], list[dict[str, Any]]]


def one(work: Work, show: Show[Row], row: Row) -> dict[str, Any]:
    """Show one record."""
    return show(work, [row])[0]


def several(work: Work, show: Show[Row], page: Page[Row]) -> Page[dict[str, Any]]:
    """Show a page of records, asking for all of them at once."""
    return Page(show(work, page.items), page.next_cursor)
