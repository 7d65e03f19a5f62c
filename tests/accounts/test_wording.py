"""What the sheets claim, read and approved by somebody of the clinic."""

import pytest

from clinic.evidence.rules import STATEMENTS, WORDING_VERSION
from clinic.rulebook.permissions import Role
from tests.builders import approve_wording
from tests.conftest import Cast


def test_a_clinician_reads_every_claim_with_its_source_and_approves_it(clinic: Cast) -> None:
    visitor = clinic.browse(Role.CLINICIAN)
    page = visitor.words("/wording")
    assert all(statement.text in page for statement in STATEMENTS.values())
    assert "Nobody of this clinic has approved this wording yet." in page
    visitor.press("/wording", "/wording")
    page = visitor.words("/wording")
    assert "Approved by Chris" in page
    (approval,) = clinic.clinician.read("/wording-approvals")["items"]
    assert approval["approved_by"] == clinic.clinician.user_id
    assert clinic.owner.read(f"/wording-approvals/{approval['id']}") == approval


def test_a_wording_is_approved_once_and_only_as_it_is_printed(clinic: Cast) -> None:
    answer = clinic.clinician.post("/wording-approvals", {"wording_version": "0.1"})
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["pointer"] == "/wording_version"
    approve_wording(clinic.clinician)
    again = clinic.clinician.post("/wording-approvals", {"wording_version": WORDING_VERSION})
    assert again.status_code == 409


def test_another_clinics_approval_counts_for_nothing_here(clinic: Cast, other_clinic: Cast) -> None:
    approval = approve_wording(other_clinic.clinician)
    assert clinic.clinician.read("/wording-approvals")["items"] == []
    assert clinic.clinician.get(f"/wording-approvals/{approval['id']}").status_code == 404


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.SAMPLE_MANAGER])
def test_who_does_not_treat_approves_nothing(clinic: Cast, role: Role) -> None:
    answer = clinic.as_(role).post("/wording-approvals", {"wording_version": WORDING_VERSION})
    assert answer.status_code == 403
