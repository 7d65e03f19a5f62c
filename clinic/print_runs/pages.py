"""The pages of print runs: the plans of a day to choose from, the runs, and one as it goes on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request

from clinic.paper.printed import Printed
from clinic.print_runs import queries, use_cases
from clinic.print_runs.context import day_page, run_lines, run_page
from clinic.print_runs.rules import NewRun
from clinic.print_runs.schemas import NewRunShape, Sides, SidesShape
from clinic.rulebook.permissions import Permission
from clinic.rulebook.refusals import Invalid
from clinic.web.endpoint import endpoint
from clinic.web.fields import Day
from clinic.web.page import Go, Pages, form, page
from clinic.web.shapes import PageQuery, Shape
from clinic.work.paging import Paging
from clinic.work.unit import Work

pages = Pages("print_runs")


@pages.get("/print-runs")
@page("print_runs/runs.html", needs=Permission.PLANS_AT_THE_DESK, query=PageQuery())
def list_runs(work: Work, paging: Paging) -> Mapping[str, Any]:
    """Show print runs, newest first."""
    work.record("print_runs.listed")
    found = queries.runs(work, paging)
    return {"runs": run_lines(work, found.items), "next": found.next_cursor}


@dataclass(frozen=True, slots=True)
class OfDay:
    """Whose day's plans are shown."""

    day: date | None = None


class OfDayShape(Shape):
    makes = OfDay

    day = Day(load_default=None)


@pages.get("/print-runs/new")
@page("print_runs/new.html", needs=Permission.PLANS_AT_THE_DESK, query=OfDayShape())
def choose_plans(work: Work, wanted: OfDay) -> Mapping[str, Any]:
    """Show the plans of a day, each with what would be printed of it."""
    work.record("print_run.considered")
    typed = request.form.get("day") if request.method == "POST" else None
    return day_page(work, _day_of(typed) or wanted.day)


def _day_of(typed: str | None) -> date | None:
    """Read back the day of a form that was refused."""
    try:
        return date.fromisoformat(typed or "")
    except ValueError:
        return None


@pages.post("/print-runs")
@form(shows=choose_plans, needs=Permission.PLANS_AT_THE_DESK, accepts=NewRunShape())
def begin_run(work: Work, new: NewRun) -> Go:
    """Queue the plans that were chosen."""
    if not new.home_plan_ids:
        raise Invalid.at("/home_plan_ids", "Choose at least one plan.")
    run = use_cases.begin_run(work, new)
    return Go(f"/print-runs/{run.id}")


@pages.get("/print-runs/<id:run_id>")
@page("print_runs/run.html", needs=Permission.PLANS_AT_THE_DESK)
def show_run(work: Work, run_id: str) -> Mapping[str, Any]:
    """Show how far a run has come, what failed and why, and hand out what is ready."""
    return run_page(work, use_cases.read_run(work, run_id))


@pages.post("/print-runs/<id:run_id>/cancel")
@form(shows=show_run, needs=Permission.PLANS_AT_THE_DESK)
def cancel_run(work: Work, _body: object, run_id: str) -> Go:
    """Print nothing more of a run."""
    use_cases.cancel_run(work, run_id)
    return Go(f"/print-runs/{run_id}", told="Cancelled. What is ready can still be printed.")


@pages.get("/print-runs/<id:run_id>.pdf")
@endpoint(needs=Permission.PLANS_AT_THE_DESK, query=SidesShape(), is_pdf=True)
def hand_out(work: Work, sides: Sides, run_id: str) -> Printed:
    """Hand out all sheets of a run as one document."""
    return use_cases.hand_out(work, run_id, duplex=sides.duplex)
