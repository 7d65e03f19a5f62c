"""The paper grid at the desk: it looks like the sheet's own, and takes a few keys."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from clinic.checkins import use_cases
from clinic.checkins.context import grid_shown
from clinic.checkins.pages.door import pages
from clinic.checkins.rules import Report
from clinic.checkins.schemas import GridFormShape
from clinic.plans.models import HomePlan
from clinic.plans.queries import targets_of
from clinic.rulebook.permissions import Permission
from clinic.rulebook.refusals import Invalid
from clinic.web.page import Go, form, page
from clinic.work.unit import Work

_UNREADABLE = "This is no box of the grid."


@pages.get("/plans/<id:plan_id>/grid")
@page("checkins/grid.html", needs=Permission.CARE)
def show_grid(work: Work, plan_id: str) -> Mapping[str, Any]:
    """Show the days of a plan as boxes to tick, as on the sheet."""
    plan = work.find(HomePlan, plan_id)
    work.record("check_ins.grid_opened", plan, patient_id=plan.patient_id)
    return grid_shown(work, plan)


@pages.post("/plans/<id:plan_id>/grid")
@form(shows=show_grid, needs=Permission.CARE, accepts=GridFormShape())
def enter_grid(work: Work, typed: Mapping[str, Sequence[str]], plan_id: str) -> Go:
    """Type a paper grid in: only days with a tick, a pain or "none done" are told."""
    plan = work.find(HomePlan, plan_id)
    count = len(targets_of(work, [plan.id])[plan.id])
    told = _reports(typed, count)
    if not told:
        raise Invalid.at("", "Nothing is ticked yet. A day with nothing done needs its own tick.")
    rows = use_cases.enter_grid(work, plan_id, told)
    days = "1 day" if len(rows) == 1 else f"{len(rows)} days"
    return Go(f"/patients/{plan.patient_id}", told=f"The paper grid is stored: {days}.")


def _reports(typed: Mapping[str, Sequence[str]], count: int) -> list[Report]:
    """Read the boxes back: `2026-11-23.0.1` is the second session of the first place that day."""
    sessions: dict[date, list[int]] = {}
    for box in typed["done"]:
        day, place = _split(box, "done", count)
        sessions.setdefault(day, [0] * count)[place] += 1
    for text in typed["nothing"]:
        sessions.setdefault(_day(text, "nothing"), [0] * count)
    pains: dict[str, dict[date, int]] = {"before": {}, "after": {}}
    for name, found in pains.items():
        for chosen in typed[name]:
            day, pain = _split(chosen, name, 11)
            found[day] = pain
            sessions.setdefault(day, [0] * count)
    return [
        Report(day, sessions[day], pains["before"].get(day), pains["after"].get(day))
        for day in sorted(sessions)
    ]


def _split(box: str, field: str, most: int) -> tuple[date, int]:
    day, _, rest = box.partition(".")
    number = rest.partition(".")[0]
    is_number = number.isascii() and number.isdigit() and len(number) <= 2  # noqa: PLR2004 (two digits)
    if not is_number or int(number) >= most:
        raise Invalid.at(f"/{field}", _UNREADABLE)
    return _day(day, field), int(number)


def _day(text: str, field: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Invalid.at(f"/{field}", _UNREADABLE) from error
