"""Addresses of loans: every step, from the packed box to the closed, bought or lost one."""

from typing import Any

from clinic.rulebook.permissions import Permission
from clinic.samples import queries, use_cases
from clinic.samples.api.door import api, one, several
from clinic.samples.models import Loan
from clinic.samples.queries import LoanQuery
from clinic.samples.queries.shown import shown_loans
from clinic.samples.schemas.loans import (
    DeliveryShape,
    DispatchShape,
    ExtensionShape,
    InspectionShape,
    LoanQueryShape,
    LoanShape,
    PurchaseShape,
    ReceiptShape,
)
from clinic.samples.schemas.requests import SampleReasonShape
from clinic.samples.use_cases import (
    Delivery,
    Dispatch,
    Extension,
    Inspection,
    Purchase,
    Reason,
    Receipt,
)
from clinic.web.endpoint import endpoint
from clinic.web.shapes import Nothing
from clinic.work.paging import Page
from clinic.work.unit import Work


@api.get("/loans")
@endpoint(needs=Permission.SAMPLES, query=LoanQueryShape(), returns=LoanShape(), lists=True)
def list_loans(work: Work, query: LoanQuery) -> Page[dict[str, Any]]:
    """List loans, newest first."""
    work.record("loans.listed")
    return several(work, shown_loans, queries.loans(work, query))


@api.get("/loans/<id:loan_id>")
@endpoint(needs=Permission.SAMPLES, returns=LoanShape())
def read_loan(work: Work, loan_id: str) -> dict[str, Any]:
    """Answer a loan with its whole history."""
    loan = work.find(Loan, loan_id)
    work.record("loan.read", loan)
    return one(work, shown_loans, loan)


@api.post("/loans/<id:loan_id>/pack")
@endpoint(needs=Permission.SAMPLES, accepts=Nothing(), returns=LoanShape())
def pack_loan(work: Work, _body: object, loan_id: str) -> dict[str, Any]:
    """Pack the unit; refused unless it is clean, tested and not under an incident."""
    return one(work, shown_loans, use_cases.pack_loan(work, loan_id))


@api.post("/loans/<id:loan_id>/dispatch")
@endpoint(needs=Permission.SAMPLES, accepts=DispatchShape(), returns=LoanShape())
def dispatch_loan(work: Work, dispatch: Dispatch, loan_id: str) -> dict[str, Any]:
    """Send the parcel on its way."""
    return one(work, shown_loans, use_cases.dispatch_loan(work, loan_id, dispatch))


@api.post("/loans/<id:loan_id>/deliver")
@endpoint(needs=Permission.SAMPLES, accepts=DeliveryShape(), returns=LoanShape())
def deliver_loan(work: Work, delivery: Delivery, loan_id: str) -> dict[str, Any]:
    """Note that it arrived: the trial begins."""
    return one(work, shown_loans, use_cases.deliver_loan(work, loan_id, delivery))


@api.post("/loans/<id:loan_id>/extend")
@endpoint(needs=Permission.SAMPLES, accepts=ExtensionShape(), returns=LoanShape())
def extend_loan(work: Work, extension: Extension, loan_id: str) -> dict[str, Any]:
    """Let the practitioner keep it longer; the history keeps every due day."""
    return one(work, shown_loans, use_cases.extend_loan(work, loan_id, extension))


@api.post("/loans/<id:loan_id>/ship-return")
@endpoint(needs=Permission.SAMPLES, accepts=Nothing(), returns=LoanShape())
def ship_return_of_loan(work: Work, _body: object, loan_id: str) -> dict[str, Any]:
    """Note that the practitioner sent it back."""
    return one(work, shown_loans, use_cases.ship_return_of_loan(work, loan_id))


@api.post("/loans/<id:loan_id>/receive")
@endpoint(needs=Permission.SAMPLES, accepts=ReceiptShape(), returns=LoanShape())
def receive_loan(work: Work, receipt: Receipt, loan_id: str) -> dict[str, Any]:
    """Take the unit back, into quarantine."""
    return one(work, shown_loans, use_cases.receive_loan(work, loan_id, receipt))


@api.post("/loans/<id:loan_id>/inspect")
@endpoint(needs=Permission.SAMPLES, accepts=InspectionShape(), returns=LoanShape())
def inspect_loan(work: Work, inspection: Inspection, loan_id: str) -> dict[str, Any]:
    """Write down how the unit was found; the loan is closed."""
    return one(work, shown_loans, use_cases.inspect_loan(work, loan_id, inspection))


@api.post("/loans/<id:loan_id>/purchase")
@endpoint(needs=Permission.SAMPLES, accepts=PurchaseShape(), returns=LoanShape())
def purchase_loan(work: Work, purchase: Purchase, loan_id: str) -> dict[str, Any]:
    """Sell the unit to the practitioner."""
    return one(work, shown_loans, use_cases.purchase_loan(work, loan_id, purchase))


@api.post("/loans/<id:loan_id>/report-lost")
@endpoint(needs=Permission.SAMPLES, accepts=SampleReasonShape(), returns=LoanShape())
def report_loan_lost(work: Work, reason: Reason, loan_id: str) -> dict[str, Any]:
    """Note that nobody knows where the unit is; it may be found again."""
    return one(work, shown_loans, use_cases.report_loan_lost(work, loan_id, reason))


@api.post("/loans/<id:loan_id>/cancel")
@endpoint(needs=Permission.SAMPLES, accepts=SampleReasonShape(), returns=LoanShape())
def cancel_loan(work: Work, reason: Reason, loan_id: str) -> dict[str, Any]:
    """End a loan before it left; its unit goes to whoever waits."""
    return one(work, shown_loans, use_cases.cancel_loan(work, loan_id, reason))
