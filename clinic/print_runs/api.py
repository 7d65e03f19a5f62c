"""The JSON door of print runs: begin, watch, cancel, hand out as one document."""

from typing import Any

from clinic.paper.printed import Printed
from clinic.print_runs import queries, use_cases
from clinic.print_runs.rules import NewRun
from clinic.print_runs.schemas import NewRunShape, RunLineShape, RunShape, Sides, SidesShape
from clinic.rulebook.permissions import Permission
from clinic.rulebook.refusals import Invalid
from clinic.web.endpoint import Door, endpoint
from clinic.web.shapes import Nothing, PageQuery
from clinic.work.paging import Page, Paging
from clinic.work.unit import Work

api = Door("print_runs", "The handouts of a day, or of a list of plans, printed in one go.")


@api.post("/print-runs")
@endpoint(
    needs=Permission.PLANS_AT_THE_DESK,
    accepts=NewRunShape(),
    returns=RunShape(),
    creates="/print-runs/{id}",
)
def begin_run(work: Work, new: NewRun) -> dict[str, Any]:
    """Queue the handouts of a day, or of the plans that are named, to be printed by the worker.

    A plan whose handout shows it as it is now is printed again from the archive. Of any other a new
    handout is issued by whoever begins the run, if their role still permits that when its turn
    comes; reception prints again only.
    """
    if (new.day is None) is (not new.home_plan_ids):
        raise Invalid.at("", "Name either a day or home_plan_ids.")
    return queries.shown(work, use_cases.begin_run(work, new))


@api.get("/print-runs")
@endpoint(needs=Permission.PLANS_AT_THE_DESK, query=PageQuery(), returns=RunLineShape(), lists=True)
def list_runs(work: Work, paging: Paging) -> Page[dict[str, Any]]:
    """List print runs, newest first."""
    work.record("print_runs.listed")
    return queries.runs(work, paging)


@api.get("/print-runs/<id:run_id>")
@endpoint(needs=Permission.PLANS_AT_THE_DESK, returns=RunShape())
def read_run(work: Work, run_id: str) -> dict[str, Any]:
    """Answer how far a run has come, sheet by sheet."""
    return use_cases.read_run(work, run_id)


@api.post("/print-runs/<id:run_id>/cancel")
@endpoint(needs=Permission.PLANS_AT_THE_DESK, accepts=Nothing(), returns=RunShape())
def cancel_run(work: Work, _body: object, run_id: str) -> dict[str, Any]:
    """Print nothing more of a run; what is printed already stays and can be handed out."""
    return use_cases.cancel_run(work, run_id)


@api.get("/print-runs/<id:run_id>.pdf")
@endpoint(needs=Permission.PLANS_AT_THE_DESK, query=SidesShape(), is_pdf=True)
def hand_out(work: Work, sides: Sides, run_id: str) -> Printed:
    """Answer all sheets of a run that is done as one document, from the archived bytes."""
    return use_cases.hand_out(work, run_id, duplex=sides.duplex)
