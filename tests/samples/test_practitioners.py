"""Practitioners through the door: who they are, who checked it, what to beware of."""

from typing import Any

import pytest

from tests.conftest import Cast, Clock
from tests.samples.builders import a_loan, a_practitioner, step


def test_a_practitioner_is_made_and_read_again(clinic: Cast) -> None:
    body = {
        "name": "Olivia Brandt",
        "profession": "chiropractor",
        "registration_number": "CHI0001",
        "association": "ACA",
        "member_number": "77",
        "practice_name": "Fernside",
        "email": "olivia@fernside.example",
        "phone": "0491 570 006",
        "address": {"line1": "8 Piper Street", "suburb": "Kyneton"},
        "research_updates": True,
    }
    made = clinic.sample_manager.make("/practitioners", body)
    assert {name: made[name] for name in body} == body
    assert (made["verified"], made["verified_on"], made["warnings"]) == (False, None, [])
    assert clinic.owner.read(f"/practitioners/{made['id']}") == made


@pytest.mark.parametrize(
    ("over", "pointer"),
    [
        ({"registration_number": ""}, "/registration_number"),
        ({"email": "not one"}, "/email"),
        ({"profession": "doctor"}, "/profession"),
        ({"verified_on": "2026-11-20"}, "/verified_on"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    clinic: Cast, over: dict[str, Any], pointer: str
) -> None:
    body = {
        "name": "Olivia Brandt",
        "profession": "chiropractor",
        "registration_number": "CHI0001",
        "email": "olivia@fernside.example",
        **over,
    }
    answer = clinic.sample_manager.post("/practitioners", body)
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["pointer"] == pointer


def test_a_profession_without_a_register_needs_no_number(clinic: Cast) -> None:
    sam = clinic.sample_manager
    made = a_practitioner(sam, verified=False, profession="myotherapist", registration_number="")
    refused = sam.patch(f"/practitioners/{made['id']}", {"profession": "osteopath"})
    assert refused.status_code == 422
    assert refused.get_json()["errors"][0]["pointer"] == "/registration_number"
    body = {"profession": "osteopath", "registration_number": "OST1"}
    assert sam.patch(f"/practitioners/{made['id']}", body).status_code == 200
    emptied = sam.patch(f"/practitioners/{made['id']}", {"registration_number": None})
    assert emptied.status_code == 422


def test_a_check_keeps_its_day_its_source_and_who_made_it(clinic: Cast) -> None:
    sam = clinic.sample_manager
    made = a_practitioner(sam, verified=False)
    path = f"/practitioners/{made['id']}"
    early = sam.post(f"{path}/verify", {"checked_on": "2026-11-21"})
    assert early.status_code == 422
    checked = sam.do(f"{path}/verify", {"checked_on": "2026-11-01", "source": "Ahpra"})
    assert (checked["verified"], checked["verified_on"]) == (True, "2026-11-01")
    assert (checked["verified_source"], checked["verified_by"]) == ("Ahpra", sam.user_id)
    assert sam.do(f"{path}/verify", {})["verified_on"] == "2026-11-20"


@pytest.mark.parametrize(
    ("changes", "stands"),
    [
        ({"profession": "osteopath"}, False),
        ({"registration_number": "PHY9"}, False),
        ({"name": "Somebody Else"}, False),
        ({"association": "APA"}, False),
        ({"member_number": "5"}, False),
        ({"phone": "0491 570 110", "practice_name": "New", "email": "n@example.org"}, True),
    ],
)
def test_a_changed_identity_has_to_be_verified_anew(
    clinic: Cast, changes: dict[str, str], stands: bool
) -> None:
    sam = clinic.sample_manager
    made = a_practitioner(sam)
    changed = sam.patch(f"/practitioners/{made['id']}", changes).get_json()
    assert changed["verified"] is stands
    assert (changed["verified_by"] is not None) is stands


def test_the_same_identity_sent_again_stays_verified(clinic: Cast) -> None:
    made = a_practitioner(clinic.sample_manager)
    same = {name: made[name] for name in ("name", "profession", "registration_number")}
    changed = clinic.sample_manager.patch(f"/practitioners/{made['id']}", same).get_json()
    assert changed["verified"] is True


def test_warnings_tell_of_open_overdue_and_lost_loans_and_of_twins(
    clinic: Cast, clock: Clock
) -> None:
    sam = clinic.sample_manager
    loan = a_loan(sam, "on_trial")
    path = f"/practitioners/{loan['practitioner_id']}"
    assert sam.read(path)["warnings"] == ["Open loans: 1."]
    clock.forward(days=40)
    assert sam.read(path)["warnings"] == ["Overdue loans: 1.", "Open loans: 1."]
    step(sam, loan, "report-lost")
    number = sam.read(path)["registration_number"]
    a_practitioner(sam, registration_number=number)
    assert sam.read(path)["warnings"] == [
        "Lost units: 1.",
        "Open loans: 1.",
        "Another practitioner here has the same registration number.",
    ]
