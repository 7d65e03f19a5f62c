"""The page of today: what waits for whoever is signed in, most urgent first."""

from collections.abc import Mapping
from typing import Any

from clinic.desk.context.today import today_page
from clinic.desk.pages.door import pages
from clinic.rulebook.permissions import Permission
from clinic.web.page import page
from clinic.work.unit import Work


@pages.get("/")
@page("desk/today.html", needs=Permission.SIGNED_IN)
def show_today(work: Work) -> Mapping[str, Any]:
    """Show what waits today."""
    work.record("today.read")
    return today_page(work)
