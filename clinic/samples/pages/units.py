"""The pages of units: the list with quick find, a new one, and one with its two histories."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from clinic.accounts.queries import today_of, users_named
from clinic.rulebook.permissions import Permission
from clinic.samples import use_cases
from clinic.samples.models import MassagerModel, SampleUnit
from clinic.samples.pages.deeds import Given, hang, offers
from clinic.samples.pages.door import Asked, AskedShape, next_address, pages, refused_deed
from clinic.samples.pages.tables import SERVICE_DEEDS, UNIT_DEEDS
from clinic.samples.pages.words import SERVICE_WORDS, STATES, called, state_choices
from clinic.samples.queries import open_loan_of_unit
from clinic.samples.queries.asked import as_service, stay_of
from clinic.samples.queries.found import (
    FindUnits,
    by_id,
    every_model,
    service_history,
    unit_called,
    units_like,
)
from clinic.samples.queries.shown import shown_units
from clinic.samples.rules import (
    UNIT,
    LoanState,
    Service,
    ServiceKind,
    ServiceResult,
    UnitState,
    lacks_for_packing,
    lacks_for_release,
)
from clinic.samples.schemas.stock import (
    NewSampleUnitShape,
    UnitQueryShape,
)
from clinic.samples.use_cases import NewUnit
from clinic.web.fields import Line
from clinic.web.page import Go, form, page
from clinic.work.unit import Work

# of a test both answers are a result; a clean or a repair was done, unless somebody says otherwise
_PASSED = (ServiceKind.CLEAN, ServiceKind.REPAIR)
_LEFT_THE_STOCK = (UnitState.SOLD, UnitState.RETIRED)


class FindUnitsShape(UnitQueryShape):
    makes = FindUnits

    q = Line(load_default="")


@pages.get("/samples/units")
@page("samples/units.html", needs=Permission.SAMPLES, query=FindUnitsShape())
def list_units(work: Work, query: FindUnits) -> Mapping[str, Any] | Go:
    """Show units; a whole serial number or asset tag leads straight to its unit."""
    if query.q and (one := unit_called(work, query.q)) is not None:
        return Go(f"/samples/units/{one.id}")
    work.record("sample_units.listed")
    found = units_like(work, query)
    return {
        "units": shown_units(work, found.items),
        "models": by_id(work, MassagerModel, (unit.model_id for unit in found.items)),
        "next": next_address(found.next_cursor),
        "asked": asdict(query),
        "states": STATES,
        "choices": state_choices(UnitState),
        "every_model": [("", "every model"), *((one.id, one.name) for one in every_model(work))],
    }


@pages.get("/samples/units/new")
@page("samples/unit_new.html", needs=Permission.SAMPLES)
def new_unit(work: Work) -> Mapping[str, Any]:
    """Show the form for a new unit."""
    return {"models": [(one.id, one.name) for one in every_model(work)]}


@pages.post("/samples/units/new")
@form(shows=new_unit, needs=Permission.SAMPLES, accepts=NewSampleUnitShape())
def add_unit(work: Work, new: NewUnit) -> Go:
    """Take a unit into stock."""
    unit = use_cases.add_unit(work, new)
    waited = unit.state is UnitState.RESERVED
    told = "Added, and reserved at once for who waits first." if waited else "Unit added."
    return Go(f"/samples/units/{unit.id}", told=told)


@pages.get("/samples/units/<id:unit_id>")
@page("samples/unit.html", needs=Permission.SAMPLES, query=AskedShape())
def show_unit(work: Work, asked: Asked, unit_id: str) -> Mapping[str, Any]:
    """Show a unit: where it is, who had it, what was done to it, and what can be done."""
    unit = work.find(SampleUnit, unit_id)
    work.record("sample_unit.read", unit)
    (shown,) = shown_units(work, [unit])
    services = service_history(work, unit.id)
    address, refused = f"/samples/units/{unit.id}", refused_deed()
    loan = open_loan_of_unit(work, unit.id)
    return {
        "unit": shown,
        "called": called(unit),
        "model": work.find(MassagerModel, unit.model_id),
        "loan": loan,
        "to_inspect": loan is not None and loan.state is LoanState.RECEIVED,
        "lacks": _lacks(work, unit, [as_service(row) for row in reversed(services)]),
        "services": services,
        "service_words": SERVICE_WORDS,
        "recorded_by": users_named(work, [s.recorded_by for s in services if s.recorded_by]),
        "offers": [
            *offers(
                SERVICE_DEEDS,
                list(SERVICE_DEEDS),
                address,
                etag=shown["etag"],
                opened=refused or asked.do,
                given=dict.fromkeys(_PASSED, Given(values={"result": ServiceResult.PASS})),
            ),
            *offers(
                UNIT_DEEDS,
                shown["actions"],
                address,
                etag=shown["etag"],
                opened=refused or asked.do,
            ),
        ],
        "not_now": [
            (deed.label.lower(), deed.no_more if unit.state in _LEFT_THE_STOCK else deed.not_yet)
            for action, deed in UNIT_DEEDS.items()
            if action.value not in UNIT.actions_from(unit.state)
        ],
        "states": STATES,
        "refused": refused,
    }


def _lacks(work: Work, unit: SampleUnit, records: list[Service]) -> list[tuple[str, str]]:
    """Answer what a unit lacks before it may go out, or leave quarantine: what, and why."""
    if unit.state in _LEFT_THE_STOCK:
        return []
    if unit.state is UnitState.QUARANTINED:
        lacks = lacks_for_release(records, stay_of(unit))
    else:
        lacks = lacks_for_packing(records, stay_of(unit), today_of(work))
    return [(SERVICE_WORDS[lack.kind], lack.why) for lack in lacks]


for _table in (UNIT_DEEDS, SERVICE_DEEDS):
    hang(
        "/samples/units/<id:unit_id>",
        _table,
        of="unit",
        shows=show_unit,
        leads=lambda _work, unit_id: f"/samples/units/{unit_id}",
    )
