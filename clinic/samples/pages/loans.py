"""The pages of loans: the list, and one loan with everything that can happen next."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from clinic.accounts.queries import today_of, zone_of
from clinic.rulebook.permissions import Permission
from clinic.samples import queries
from clinic.samples.models import Loan, MassagerModel, Practitioner, SampleRequest, SampleUnit
from clinic.samples.pages.deeds import Given, Mend, hang, offers
from clinic.samples.pages.door import Asked, AskedShape, next_address, pages, refused_deed
from clinic.samples.pages.life import not_now, time_line, track
from clinic.samples.pages.papers import papers_of
from clinic.samples.pages.tables import LOAN_DEEDS, SERVICE_DEEDS
from clinic.samples.pages.words import STATES, lacking, lateness, near_weekday, state_choices
from clinic.samples.queries import LoanQuery
from clinic.samples.queries.found import by_id
from clinic.samples.queries.shown import shown_loans
from clinic.samples.rules import LoanAction, LoanState, lacks_for_packing
from clinic.samples.schemas.loans import LoanQueryShape
from clinic.web.fields import dollars
from clinic.web.page import page
from clinic.work.unit import Work


@pages.get("/samples/loans")
@page("samples/loans.html", needs=Permission.SAMPLES, query=LoanQueryShape())
def list_loans(work: Work, query: LoanQuery) -> Mapping[str, Any]:
    """Show loans, newest first, by state or who has them."""
    work.record("loans.listed")
    found = queries.loans(work, query)
    today = today_of(work)
    return {
        "loans": [(loan, lateness(loan.state, loan.due_on, today)) for loan in found.items],
        "units": by_id(work, SampleUnit, (loan.unit_id for loan in found.items)),
        "people": by_id(work, Practitioner, (loan.practitioner_id for loan in found.items)),
        "next": next_address(found.next_cursor),
        "asked": asdict(query),
        "states": STATES,
        "choices": state_choices(LoanState),
    }


@pages.get("/samples/loans/<id:loan_id>")
@page("samples/loan.html", needs=Permission.SAMPLES, query=AskedShape())
def show_loan(work: Work, asked: Asked, loan_id: str) -> Mapping[str, Any]:
    """Show a loan: its steps, its days, its history, and what can happen next."""
    loan = work.find(Loan, loan_id)
    work.record("loan.read", loan)
    (shown,) = shown_loans(work, [loan])
    unit = work.find(SampleUnit, loan.unit_id)
    model = work.find(MassagerModel, loan.model_id)
    today, zone = today_of(work), zone_of(work)
    refused = refused_deed()
    return {
        "loan": loan,
        "unit": unit,
        "model": model,
        "practitioner": work.find(Practitioner, loan.practitioner_id),
        "request": work.find(SampleRequest, loan.request_id),
        "late": lateness(loan.state, loan.due_on, today),
        "states": STATES,
        "track": track(loan, shown["history"], zone),
        "line": time_line(loan, shown["history"], today, zone),
        "history": list(reversed(shown["history"])),
        "offers": offers(
            LOAN_DEEDS,
            shown["actions"],
            f"/samples/loans/{loan.id}",
            etag=shown["etag"],
            opened=refused or asked.do,
            given=_given(work, loan, unit, model, today),
        ),
        "not_now": not_now(loan.state, shown["history"]),
        "papers": papers_of(loan.id, unit.id, loan.state),
        "refused": refused,
    }


def _given(
    work: Work, loan: Loan, unit: SampleUnit, model: MassagerModel, today: date
) -> dict[str, Given]:
    now_due = f"Now due {near_weekday(loan.due_on, today)}." if loan.due_on else ""
    later = max(today, loan.due_on or today) + timedelta(days=7)
    return {
        LoanAction.PACK: _packing(work, loan, unit, today),
        LoanAction.EXTEND: Given(values={"due_on": later}, hints={"due_on": now_due}),
        LoanAction.PURCHASE: Given(values={"price_cents": dollars(model.price_cents)}),
    }


def _packing(work: Work, loan: Loan, unit: SampleUnit, today: date) -> Given:
    """Say what the unit lacks before it may leave, and lead to where it is recorded."""
    if loan.state is not LoanState.RESERVED:
        return Given()
    if unit.open_incidents:
        return Given(blocked="an incident is open")
    lacks = lacks_for_packing(queries.services_of(work, unit.id), queries.stay_of(unit), today)
    if not lacks:
        return Given()
    kind = lacks[0].kind
    there = f"/samples/units/{unit.id}?do={kind}#do-{kind}"
    return Given(blocked=lacking(lacks), mend=Mend(SERVICE_DEEDS[kind].label, there))


hang(
    "/samples/loans/<id:loan_id>",
    LOAN_DEEDS,
    of="loan",
    shows=show_loan,
    leads=lambda _work, loan_id: f"/samples/loans/{loan_id}",
)
