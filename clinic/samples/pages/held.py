"""Who holds what: the recall list, on one page and on paper."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from clinic.accounts.queries import today_of
from clinic.rulebook.permissions import Permission
from clinic.samples.models import MassagerModel
from clinic.samples.pages.door import pages
from clinic.samples.pages.words import STATES, Tag, lateness
from clinic.samples.queries import UnitQuery
from clinic.samples.queries.found import by_id, every_model, held_units
from clinic.samples.queries.shown import shown_units
from clinic.samples.rules import LoanState, UnitState
from clinic.samples.schemas.stock import UnitQueryShape
from clinic.web.page import page
from clinic.work.unit import Work


@pages.get("/samples/who-holds-what")
@page("samples/who_holds_what.html", needs=Permission.SAMPLES, query=UnitQueryShape())
def show_who_holds_what(work: Work, query: UnitQuery) -> Mapping[str, Any]:
    """Show every unit outside the house with its holder, by name; whole, so that it can be used."""
    work.record("sample_units.listed")
    units = shown_units(work, held_units(work, query))
    today = today_of(work)
    for unit in units:
        unit["tag"] = _tag(unit, today)
    return {
        "units": sorted(
            units,
            key=lambda unit: (
                ((unit["holder"] or {}).get("name") or "").casefold(),
                unit["serial_key"],
            ),
        ),
        "models": by_id(work, MassagerModel, (unit["model_id"] for unit in units)),
        "choices": [("", "every model"), *((one.id, one.name) for one in every_model(work))],
        "asked": asdict(query),
    }


def _tag(unit: Mapping[str, Any], today: date) -> Tag | None:
    """Say what is amiss, or that it comes back already; a trial in time needs no tag."""
    holder = unit["holder"]
    if unit["state"] is not UnitState.ON_LOAN or holder is None:
        return STATES[unit["state"]]
    states = {one["loan_id"]: one["state"] for one in unit["custody_history"]}
    state = states[holder["loan_id"]]
    if state is LoanState.RETURN_IN_TRANSIT:
        return STATES[state]
    return lateness(state, holder["due_on"], today)
