"""What the papers of the sample programme print, and how rows become their lines."""

from clinic.samples.context.lines import (
    BorrowerLines,
    LoanAgreement,
    LoanTerms,
    PackingSlip,
    PartLine,
    ReturnSlip,
    UnitLabel,
    UnitLines,
)
from clinic.samples.context.papers import (
    LoanPaper,
    note_label,
    note_paper,
    prepare_label,
    prepare_paper,
)

__all__ = [
    "BorrowerLines",
    "LoanAgreement",
    "LoanPaper",
    "LoanTerms",
    "PackingSlip",
    "PartLine",
    "ReturnSlip",
    "UnitLabel",
    "UnitLines",
    "note_label",
    "note_paper",
    "prepare_label",
    "prepare_paper",
]
