"""The papers of a loan and a unit's label, printed through the door and read back."""

import io

import pytest
from pypdf import PdfReader

from tests.conftest import Cast, Client
from tests.samples.builders import (
    a_loan,
    a_model,
    a_practitioner,
    a_unit,
    approved,
    made_ready,
    step,
)

PAPERS = ("agreement", "packing-slip", "return-slip")


def printed(client: Client, path: str) -> str:
    """Answer the words of a PDF."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert answer.mimetype == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.data)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_the_papers_name_borrower_unit_proofs_and_days(clinic: Cast) -> None:
    sam = clinic.sample_manager
    clinic.owner.patch("/clinic", {"phone": "03 5550 1420", "address": "14 Banksia Lane"})
    model = a_model(sam, name="General Purpose Massager", price_cents=18900)
    unit = a_unit(sam, model, serial_number="2304-0147", asset_tag="GP-0147")
    made_ready(sam, unit["id"])
    whom = a_practitioner(
        sam,
        name="Sunita Prakash",
        practice_name="Fernside Physiotherapy",
        address={"line1": "22 Mollison Street", "suburb": "Kyneton", "postcode": "3444"},
    )
    loan = {"id": approved(sam, model, whom, trial_days=14)["loan_id"]}
    agreement = printed(sam, f"/loans/{loan['id']}/agreement.pdf")
    for words in ("Sunita Prakash", "physiotherapist", "GP-0147", "2304-0147", "14 days"):
        assert words in agreement
    assert "on delivery" in agreement
    assert "$189.00" in agreement
    for action in ("pack", "dispatch", "deliver"):
        step(sam, loan, action)
    assert "4 Dec 2026" in printed(sam, f"/loans/{loan['id']}/agreement.pdf")
    slip = printed(sam, f"/loans/{loan['id']}/packing-slip.pdf")
    for words in ("22 Mollison Street", "Kyneton 3444", "20 Nov 2026", "packed by Sam"):
        assert words in slip
    back = printed(sam, f"/loans/{loan['id']}/return-slip.pdf")
    for words in ("14 Banksia Lane", "4 Dec 2026", "Fernside Physiotherapy"):
        assert words in back
    label = printed(sam, f"/sample-units/{unit['id']}/label.pdf")
    assert "GP-0147" in label
    assert "03 5550 1420" in label


def test_a_bare_unit_and_a_bare_clinic_have_a_label_too(clinic: Cast) -> None:
    unit = a_unit(clinic.owner, a_model(clinic.owner), serial_number="S-1")
    assert "S-1" in printed(clinic.owner, f"/sample-units/{unit['id']}/label.pdf")


def test_a_cancelled_loan_is_marked_and_has_no_slips(clinic: Cast) -> None:
    loan = a_loan(clinic.owner, "cancelled")
    assert "CANCELLED" in printed(clinic.owner, f"/loans/{loan['id']}/agreement.pdf")
    for paper in ("packing-slip", "return-slip"):
        assert clinic.owner.get(f"/loans/{loan['id']}/{paper}.pdf").status_code == 409


@pytest.mark.parametrize("paper", PAPERS)
def test_every_print_leaves_its_entry_and_changes_nothing(clinic: Cast, paper: str) -> None:
    loan = a_loan(clinic.owner)
    clinic.owner.get(f"/loans/{loan['id']}/{paper}.pdf")
    entry = clinic.owner.read("/audit-entries?limit=1")["items"][0]
    assert entry["event"] == f"loan.{paper.replace('-', '_')}_printed"
    assert entry["subject_id"] == loan["id"]
    assert clinic.owner.read(f"/loans/{loan['id']}") == loan


@pytest.mark.parametrize("paper", PAPERS)
def test_another_clinic_prints_nothing(clinic: Cast, other_clinic: Cast, paper: str) -> None:
    loan = a_loan(clinic.owner)
    path = f"/loans/{loan['id']}/{paper}.pdf"
    assert other_clinic.owner.get(path).status_code == 404
    label = f"/sample-units/{loan['unit_id']}/label.pdf"
    assert other_clinic.owner.get(label).status_code == 404
