"""Papers of one clinic, as the tests print them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import page as page_validation
import pytest

from clinic.examinations.context import (
    Amendment,
    ExaminationReport,
    FindingLine,
    PatientName,
    ScoreLine,
)
from clinic.paper.letterhead import Letterhead
from clinic.samples.context import (
    BorrowerLines,
    LoanAgreement,
    LoanTerms,
    PackingSlip,
    PartLine,
    ReturnSlip,
    UnitLabel,
    UnitLines,
)

CLINIC = Letterhead("Banksia Lane Chiropractic", "14 Banksia Lane, Castlemaine", "03 5550 1420")
BORROWER = BorrowerLines(
    "Sunita Prakash",
    "physiotherapist",
    "Fernside Physiotherapy",
    "22 Mollison Street",
    "Kyneton VIC 3444",
    "PHY0001907742",
)
UNIT = UnitLines(
    "General Purpose Massager 1",
    "GP-0147",
    "2304-0147",
    date(2026, 10, 9),
    date(2026, 10, 9),
    date(2027, 10, 9),
    "good",
)
PARTS = (PartLine("Massager", 1, "2304-0147"), PartLine("Charger", 1, "0147-C"), PartLine("Strap"))
STATUS = "https://clinic.example.org/s/AbCdEfGhIjKlMnOpQrStUv"
ZONE = ZoneInfo("Australia/Melbourne")
TERMS = LoanTerms(
    "3",
    (
        ("Title", "The unit stays the owner's until it is bought and paid."),
        ("Return", "On or before the day above, with all parts."),
        ("Privacy", "No patient data belongs on any form of this loan."),
    ),
)


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 23, 0, 15, tzinfo=UTC)


@pytest.fixture
def report() -> ExaminationReport:
    return ExaminationReport(
        CLINIC,
        PatientName("Thu Hà Nguyễn", date(1980, 3, 14), "20417"),
        "Dr Helen Marchetti",
        datetime(2026, 11, 20, 10, 15, tzinfo=ZONE),
        datetime(2026, 11, 21, 8, 2, tzinfo=ZONE),
        signed_by="Dr Helen Marchetti",
        signed_at=datetime(2026, 11, 21, 8, 5, tzinfo=ZONE),
        complaint="Right shoulder, worse at the desk",
        scores=(ScoreLine("Pain now", "4 of 10"),),
        findings=(
            FindingLine(
                "Infraspinatus",
                "right",
                "active",
                1,
                "present",
                3,
                spot_in_band=True,
                referral="present",
                referral_zones=("Front of shoulder",),
                referral_qualities=("dull_ache",),
                recognised="yes",
                pressure_kpa=(180, 175.5),
            ),
            FindingLine(
                "Levator scapulae",
                "left",
                "incomplete",
                missing=("taut band",),
                overridden_class="latent",
                override_reason="Felt before",
            ),
        ),
        plan_of_care="See again on 7 December.",
    )


@pytest.fixture
def amendment() -> Amendment:
    return Amendment(2, "Dr Marchetti", datetime(2026, 11, 22, 9, tzinfo=ZONE), "Wrong side")


@pytest.fixture
def agreement() -> LoanAgreement:
    return LoanAgreement(
        CLINIC,
        "7Hn4-2c",
        date(2026, 10, 12),
        BORROWER,
        UNIT,
        30,
        TERMS,
        PARTS,
        18900,
        status_url=STATUS,
    )


@pytest.fixture
def papers(report: ExaminationReport, agreement: LoanAgreement) -> dict[str, Any]:
    day = date(2026, 10, 12)
    return {
        "examination.html": report,
        "loan-agreement.html": agreement,
        "packing-slip.html": PackingSlip(
            CLINIC, "7Hn4-2c", day, "J. Abara", BORROWER, UNIT, PARTS, status_url=STATUS
        ),
        "return-slip.html": ReturnSlip(
            CLINIC, "7Hn4-2c", day, BORROWER, UNIT, PARTS, date(2026, 11, 14), STATUS
        ),
        "unit-label.html": UnitLabel(CLINIC, "GP-0147", STATUS),
    }


@pytest.fixture
def faults() -> Callable[[bytes], list[str]]:
    """Name the PDF/UA-1 rules a file breaks."""

    def check(pdf: bytes) -> list[str]:
        found = page_validation.validate_pdf_bytes(pdf, profile="ua1")
        assert found.rules.total > 100
        return [f"{failure.rule_id}: {failure.message}" for failure in found.failures]

    return check
