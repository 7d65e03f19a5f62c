"""A document that cannot be printed: whoever clicked is told what to shorten; nothing is lost."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from clinic.paper.printing import Press, PressLimits
from clinic.rulebook.permissions import Role
from clinic.safety.rules import QUESTIONS
from tests.browsing import AS_A_BROWSER, form_in, words_of
from tests.builders import ACTIVE, a_finding, a_patient, a_signed_examination
from tests.conftest import Cast

TOO_LONG = PressLimits(wall_seconds=0.01)
TOO_LARGE = PressLimits(html_bytes=1_000)
WORDS = {
    "too long": "Printing took too long and was stopped. Nothing was issued.",
    "too large": "The document is too large to print. Nothing was issued.",
}
LIMITS = {"too long": TOO_LONG, "too large": TOO_LARGE}
ALL_NO = {f"answers.{slug}": "no" for slug in QUESTIONS}
ASKED = "Would you look? " * 612 + "Please."  # 9,799 letters
LETTER = {
    "kind": "referral",
    "recipient_name": "Dr Ann Okafor",
    "recipient_address": "3 Castle Street",
    "request": ASKED,
    "course": "Four visits.",
}


@pytest.fixture
def limited(app: Flask, tmp_path: Path) -> Iterator[Callable[[PressLimits], None]]:
    """Put a press with other limits into the house; the old one stands there again afterwards."""
    house = app.extensions["palpate"]
    sound = house.press

    def limit(limits: PressLimits) -> None:
        house.press = Press(tmp_path / "press", limits)

    yield limit
    if house.press is not sound:
        house.press.close()
    house.press = sound


@pytest.fixture
def patient_id(clinic: Cast) -> str:
    return a_patient(clinic.reception)["id"]


@pytest.fixture
def examined(clinic: Cast, patient_id: str) -> Any:
    return a_signed_examination(clinic.clinician, patient_id, a_finding(site=1, **ACTIVE))


@pytest.mark.parametrize("why", WORDS)
def test_a_program_is_told_the_field_to_shorten(
    clinic: Cast,
    patient_id: str,
    examined: Any,
    limited: Callable[[PressLimits], None],
    why: str,
) -> None:
    limited(LIMITS[why])
    address = f"/patients/{patient_id}/letters"
    answer = clinic.clinician.post(address, json=LETTER)
    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    told = f"{WORDS[why]} What you ask has 9,799 letters: shorten it."
    assert answer.get_json()["errors"] == [{"pointer": "/request", "detail": told}]
    assert clinic.clinician.read(address)["items"] == []


def test_without_a_long_text_a_program_is_told_to_try_again(
    clinic: Cast, patient_id: str, examined: Any, limited: Callable[[PressLimits], None]
) -> None:
    limited(TOO_LONG)
    short = LETTER | {"request": "Would you look?"}
    answer = clinic.clinician.post(f"/patients/{patient_id}/letters", json=short)
    assert answer.status_code == 503
    assert answer.get_json()["detail"].startswith(f"{WORDS['too long']} Try again")
    assert int(answer.headers["Retry-After"]) > 0


def test_a_form_stands_there_again_with_what_was_typed(
    clinic: Cast, patient_id: str, examined: Any, limited: Callable[[PressLimits], None]
) -> None:
    limited(TOO_LONG)
    visitor = clinic.browse(Role.CLINICIAN)
    address = f"/patients/{patient_id}/letters"
    refused = visitor.submit(address, **LETTER)
    assert refused.status_code == 422
    assert "What you ask has 9,799 letters: shorten it." in words_of(refused)
    again = dict(form_in(refused.get_data(as_text=True), address).fields)
    assert {name: again[name] for name in LETTER} == LETTER
    # a moment later, without any fault of the page's: other words, and nothing lost again
    refused = visitor.submit(address, **LETTER | {"request": "Would you look?"})
    assert refused.status_code == 503
    assert WORDS["too long"] in words_of(refused)
    again = dict(form_in(refused.get_data(as_text=True), address).fields)
    assert again["request"] == "Would you look?"


def test_a_plan_stays_a_draft_and_its_page_names_the_place(
    clinic: Cast, patient_id: str, examined: Any, limited: Callable[[PressLimits], None]
) -> None:
    visitor = clinic.browse(Role.CLINICIAN)
    plans = f"/patients/{patient_id}/plans"
    plan = visitor.press(plans, plans)
    visitor.press(plan, f"{plan}/safety-screen", **ALL_NO)
    limited(TOO_LONG)
    form = visitor.form(plan, plan)
    form.action += "/prescribe-and-print"
    note = "Slowly, from the spine outwards. " * 60
    refused = visitor.send_form(form, **{"targets.0.note": note})
    assert refused.status_code == 422
    told = f"The note of place 1 has {len(note.strip()):,} letters: shorten it."
    assert told in words_of(refused)
    again = dict(form_in(refused.get_data(as_text=True), plan).fields)
    assert again["targets.0.note"].strip() == note.strip()
    stored = clinic.clinician.read(f"/home-{plan.removeprefix('/')}")
    assert stored["state"] == "draft"


def test_a_link_to_a_document_answers_with_a_page_in_words(
    clinic: Cast, patient_id: str, limited: Callable[[PressLimits], None]
) -> None:
    long = a_signed_examination(
        clinic.clinician,
        patient_id,
        a_finding(site=1, note="Hard and ropy. " * 100, **ACTIVE),
    )
    limited(TOO_LONG)
    visitor = clinic.browse(Role.CLINICIAN)
    answer = visitor.get(f"/examinations/{long['id']}/print.pdf", headers=AS_A_BROWSER)
    assert answer.status_code == 422
    assert answer.mimetype == "text/html"
    assert "The note at Infraspinatus, right, spot 1 has 1,499 letters: shorten it." in words_of(
        answer
    )
