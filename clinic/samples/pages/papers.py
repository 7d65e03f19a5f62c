"""The papers of a loan and a unit's label, printed from their pages."""

from dataclasses import dataclass

from clinic.paper.printed import Manuscript, Printed
from clinic.rulebook.permissions import Permission
from clinic.samples.context import (
    LoanPaper,
    note_label,
    note_paper,
    prepare_label,
    prepare_paper,
)
from clinic.samples.pages.door import pages
from clinic.samples.rules import LoanState
from clinic.web.endpoint import endpoint
from clinic.work.unit import Work

_WORDS = {
    LoanPaper.AGREEMENT: "Loan agreement",
    LoanPaper.PACKING_SLIP: "Packing slip",
    LoanPaper.RETURN_SLIP: "Return slip",
}


@dataclass(frozen=True, slots=True)
class PaperLink:
    """A paper that can be printed, and where."""

    words: str
    address: str


def papers_of(loan_id: str, unit_id: str, state: LoanState) -> list[PaperLink]:
    """Answer what can be printed: nothing is packed for a cancelled loan, or comes back."""
    kinds = [LoanPaper.AGREEMENT] if state is LoanState.CANCELLED else list(LoanPaper)
    links = [PaperLink(_WORDS[kind], f"/samples/loans/{loan_id}/{kind}.pdf") for kind in kinds]
    return [*links, PaperLink("Unit label", f"/samples/units/{unit_id}/label.pdf")]


@pages.get("/samples/loans/<id:loan_id>/agreement.pdf")
@endpoint(needs=Permission.SAMPLES, prints=prepare_paper(LoanPaper.AGREEMENT), is_pdf=True)
def print_agreement(work: Work, printed: Printed, _sheet: Manuscript, loan_id: str) -> Printed:
    """Print the agreement that both sides sign."""
    note_paper(work, LoanPaper.AGREEMENT, loan_id)
    return printed


@pages.get("/samples/loans/<id:loan_id>/packing-slip.pdf")
@endpoint(needs=Permission.SAMPLES, prints=prepare_paper(LoanPaper.PACKING_SLIP), is_pdf=True)
def print_packing_slip(work: Work, printed: Printed, _sheet: Manuscript, loan_id: str) -> Printed:
    """Print what goes into the box on its way out."""
    note_paper(work, LoanPaper.PACKING_SLIP, loan_id)
    return printed


@pages.get("/samples/loans/<id:loan_id>/return-slip.pdf")
@endpoint(needs=Permission.SAMPLES, prints=prepare_paper(LoanPaper.RETURN_SLIP), is_pdf=True)
def print_return_slip(work: Work, printed: Printed, _sheet: Manuscript, loan_id: str) -> Printed:
    """Print the slip that comes back in the box."""
    note_paper(work, LoanPaper.RETURN_SLIP, loan_id)
    return printed


@pages.get("/samples/units/<id:unit_id>/label.pdf")
@endpoint(needs=Permission.SAMPLES, prints=prepare_label, is_pdf=True)
def print_unit_label(work: Work, printed: Printed, _sheet: Manuscript, unit_id: str) -> Printed:
    """Print the label that is stuck on a unit."""
    note_label(work, unit_id)
    return printed
