"""The pages of the safety screen."""

import pytest

from clinic.rulebook.permissions import Role
from clinic.safety.rules import QUESTIONS
from tests.browsing import Visitor, words, words_of
from tests.builders import a_clear_screen, a_patient
from tests.conftest import Cast

ALL_NO = {f"answers.{slug}": "no" for slug in QUESTIONS}


@pytest.fixture
def patient_id(clinic: Cast) -> str:
    return a_patient(clinic.reception)["id"]


@pytest.fixture
def visitor(clinic: Cast) -> Visitor:
    return clinic.browse(Role.CLINICIAN)


def screens(clinic: Cast, patient_id: str) -> list[dict]:
    return clinic.clinician.read(f"/patients/{patient_id}/safety-screens")["items"]


def test_every_question_is_asked_and_none_is_answered_beforehand(
    clinic: Cast, visitor: Visitor, patient_id: str
) -> None:
    a_clear_screen(clinic.clinician, patient_id, anticoagulants="yes")
    address = f"/patients/{patient_id}/safety-screen"
    form = visitor.form(address, address)
    asked = [name for name, value in form.fields if name.startswith("answers.") and value == ""]
    assert len(asked) == len(QUESTIONS)
    assert not [value for _name, value in form.fields if value in {"yes", "no", "unknown"}]
    # memory stands beside the question
    assert "Last time: Yes" in visitor.words(address)


def test_answers_are_stored_and_their_outcome_is_told(
    clinic: Cast, visitor: Visitor, patient_id: str
) -> None:
    address = f"/patients/{patient_id}/safety-screen"
    answers = ALL_NO | {"answers.anticoagulants": "yes"}
    assert visitor.press(address, address, note="Since May", **answers) == f"/patients/{patient_id}"
    (stored,) = screens(clinic, patient_id)
    assert (stored["outcome"], stored["note"]) == ("caution", "Since May")
    assert "caution" in visitor.words(address)
    assert "Since May" in visitor.words(address)


def test_an_unanswered_question_is_named_with_a_link_and_nothing_is_stored(
    clinic: Cast, visitor: Visitor, patient_id: str
) -> None:
    address = f"/patients/{patient_id}/safety-screen"
    answer = visitor.submit(address, address, **(ALL_NO | {"answers.osteoporosis": ""}))
    assert answer.status_code == 422
    html = answer.get_data(as_text=True)
    assert '<a href="#f-answers-osteoporosis">Osteoporosis</a>' in html
    assert 'id="f-answers-osteoporosis"' in html
    assert html.count("Not answered yet.") == 2
    # what was answered stays answered
    assert html.count(" checked") == len(QUESTIONS) - 1
    assert screens(clinic, patient_id) == []


def test_a_yes_about_a_place_asks_where(clinic: Cast, visitor: Visitor, patient_id: str) -> None:
    address = f"/patients/{patient_id}/safety-screen"
    answers = ALL_NO | {"answers.fresh-haematoma-or-tear": "yes"}
    answer = visitor.submit(address, address, **answers)
    assert answer.status_code == 422
    assert "Say which regions" in words_of(answer)
    where = {"sites.fresh-haematoma-or-tear": ["thigh", "lower-leg"]}
    visitor.press(address, address, **answers, **where)
    (stored,) = screens(clinic, patient_id)
    assert stored["barred_regions"] == ["thigh", "lower-leg"]
    assert "bars thigh and lower leg" in visitor.words(address)


def test_screens_before_are_kept_newest_first(
    clinic: Cast, visitor: Visitor, patient_id: str
) -> None:
    a_clear_screen(clinic.clinician, patient_id, bleeding_disorder="unknown")
    a_clear_screen(clinic.clinician, patient_id)
    html = visitor.see(f"/patients/{patient_id}/safety-screen")
    before = words(html[html.index('id="before"') :])
    assert before.index("clear") < before.index("blocked")
    assert "unknown , blocks the plan" in before


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.SAMPLE_MANAGER])
def test_other_roles_are_refused(clinic: Cast, patient_id: str, role: Role) -> None:
    answer = clinic.browse(role).get(f"/patients/{patient_id}/safety-screen")
    assert answer.status_code == 403


def test_another_clinics_patient_is_not_found(other_clinic: Cast, patient_id: str) -> None:
    address = f"/patients/{patient_id}/safety-screen"
    assert other_clinic.browse(Role.OWNER).get(address).status_code == 404
