"""Everything the loan papers and labels print, as plain values."""

from dataclasses import dataclass
from datetime import date

from clinic.paper.letterhead import Letterhead


@dataclass(frozen=True, slots=True)
class BorrowerLines:
    """The outside practitioner, as on an envelope."""

    name: str
    profession: str
    practice_name: str = ""
    street: str = ""
    town: str = ""
    registration: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class UnitLines:
    """One massager, with what was last done to it."""

    model_name: str
    asset_tag: str
    serial_number: str
    last_clean_on: date | None = None
    tested_on: date | None = None
    test_valid_until: date | None = None
    condition: str = "not recorded"


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part in the box."""

    name: str
    number: int = 1
    tag: str = ""


@dataclass(frozen=True, slots=True)
class LoanTerms:
    """The terms of a loan: who sets them, and the clinic's own sentences under each heading."""

    version: str
    clauses: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LoanAgreement:
    """The agreement both sides sign; before delivery the due day is not known yet."""

    letterhead: Letterhead
    loan_code: str
    issued_on: date
    borrower: BorrowerLines
    unit: UnitLines
    trial_days: int
    terms: LoanTerms
    parts: tuple[PartLine, ...]
    price_cents: int | None = None
    delivered_on: date | None = None
    due_on: date | None = None
    verified_on: date | None = None
    status_url: str = ""
    mark: str = ""
    language: str = "en-AU"


@dataclass(frozen=True, slots=True)
class PackingSlip:
    """What goes into the box on its way out."""

    letterhead: Letterhead
    loan_code: str
    packed_on: date
    packed_by: str
    borrower: BorrowerLines
    unit: UnitLines
    parts: tuple[PartLine, ...]
    last_return_on: date | None = None
    status_url: str = ""
    language: str = "en-AU"


@dataclass(frozen=True, slots=True)
class ReturnSlip:
    """What comes back in the box."""

    letterhead: Letterhead
    loan_code: str
    printed_on: date
    borrower: BorrowerLines
    unit: UnitLines
    parts: tuple[PartLine, ...]
    due_on: date | None = None
    status_url: str = ""
    language: str = "en-AU"


@dataclass(frozen=True, slots=True)
class UnitLabel:
    """The label of one massager; `url` opens its page for anybody who finds it."""

    letterhead: Letterhead
    asset_tag: str
    url: str
    language: str = "en-AU"
