"""Addresses of the papers of a loan and of a unit's label."""

from clinic.paper.printed import Manuscript, Printed
from clinic.rulebook.permissions import Permission
from clinic.samples.api.door import api
from clinic.samples.context import (
    LoanPaper,
    note_label,
    note_paper,
    prepare_label,
    prepare_paper,
)
from clinic.web.endpoint import endpoint
from clinic.work.unit import Work


@api.get("/loans/<id:loan_id>/agreement.pdf")
@endpoint(needs=Permission.SAMPLES, prints=prepare_paper(LoanPaper.AGREEMENT), is_pdf=True)
def print_agreement(work: Work, printed: Printed, _sheet: Manuscript, loan_id: str) -> Printed:
    """Print the agreement that both sides sign."""
    note_paper(work, LoanPaper.AGREEMENT, loan_id)
    return printed


@api.get("/loans/<id:loan_id>/packing-slip.pdf")
@endpoint(needs=Permission.SAMPLES, prints=prepare_paper(LoanPaper.PACKING_SLIP), is_pdf=True)
def print_packing_slip(work: Work, printed: Printed, _sheet: Manuscript, loan_id: str) -> Printed:
    """Print what goes into the box on its way out."""
    note_paper(work, LoanPaper.PACKING_SLIP, loan_id)
    return printed


@api.get("/loans/<id:loan_id>/return-slip.pdf")
@endpoint(needs=Permission.SAMPLES, prints=prepare_paper(LoanPaper.RETURN_SLIP), is_pdf=True)
def print_return_slip(work: Work, printed: Printed, _sheet: Manuscript, loan_id: str) -> Printed:
    """Print the slip that comes back in the box."""
    note_paper(work, LoanPaper.RETURN_SLIP, loan_id)
    return printed


@api.get("/sample-units/<id:unit_id>/label.pdf")
@endpoint(needs=Permission.SAMPLES, prints=prepare_label, is_pdf=True)
def print_unit_label(work: Work, printed: Printed, _sheet: Manuscript, unit_id: str) -> Printed:
    """Print the label that is stuck on a unit."""
    note_label(work, unit_id)
    return printed
