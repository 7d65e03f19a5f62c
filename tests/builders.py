"""Records for tests, valid unless told otherwise, made through the API."""

from itertools import count
from typing import Any

from clinic.evidence.rules import WORDING_VERSION
from tests.conftest import Client

_numbers = count(1)


def a_patient(client: Client, **over: Any) -> Any:
    """Make a patient."""
    number = next(_numbers)
    body = {
        "given_name": "Thu Hà",
        "family_name": f"Nguyễn {number}",
        "date_of_birth": "1980-03-14",
        **over,
    }
    return client.make("/patients", body)


ACTIVE = {
    "taut_band": "present",
    "tenderness_grade": 3,
    "spot_in_band": True,
    "referral": {"sensation": "present", "zones": ["shoulder-front"], "qualities": ["dull_ache"]},
    "recognised": "yes",
}
LATENT = {**ACTIVE, "tenderness_grade": 2, "recognised": "no"}
CLEAR = {
    "taut_band": "absent",
    "tenderness_grade": 0,
    "referral": {"sensation": "absent"},
    "recognised": "no",
}


def a_finding(muscle: str = "infraspinatus", side: str = "right", **signs: Any) -> dict[str, Any]:
    """Answer a finding; a clear one unless signs say otherwise."""
    return {"muscle": muscle, "side": side, **(signs or CLEAR)}


def a_draft(client: Client, patient_id: str, *findings: Any, **over: Any) -> Any:
    """Make a draft examination."""
    body = {"complaint": "Right shoulder", "findings": list(findings), **over}
    return client.make(f"/patients/{patient_id}/examinations", body)


def a_signed_examination(client: Client, patient_id: str, *findings: Any, **over: Any) -> Any:
    """Make and sign an examination."""
    draft = a_draft(client, patient_id, *findings, **over)
    return client.do(f"/examinations/{draft['id']}/sign")


def a_clear_screen(client: Client, patient_id: str, **answers: str) -> Any:
    """Answer the safety screen with no to everything, but for `answers` (slugs with _ for -)."""
    questions = [q["slug"] for q in client.read("/catalogue/safety-questions")["items"]]
    given = {slug.replace("_", "-"): answer for slug, answer in answers.items()}
    return client.make(
        f"/patients/{patient_id}/safety-screens",
        {"answers": {**dict.fromkeys(questions, "no"), **given}},
    )


def approve_wording(client: Client) -> Any:
    """Let a clinician approve what the sheets claim, so that it is printed."""
    return client.make("/wording-approvals", {"wording_version": WORDING_VERSION})
