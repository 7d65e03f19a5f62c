"""The page of the clinic's outcomes."""

from collections.abc import Mapping
from typing import Any

from clinic.desk.context.outcomes import outcomes_page
from clinic.desk.pages.door import pages
from clinic.rulebook.permissions import Permission
from clinic.web.page import page
from clinic.work.unit import Work


@pages.get("/outcomes")
@page("desk/outcomes.html", needs=Permission.CARE)
def show_outcomes(work: Work) -> Mapping[str, Any]:
    """Show the clinic's register as it stands."""
    work.record("clinic_outcomes.read")
    return outcomes_page(work)
