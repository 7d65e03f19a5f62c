"""What every form does, tried on a patient's: shown again, sent twice, changed by two, reloaded."""

from clinic.rulebook.permissions import Role
from tests.browsing import form_in, words_of
from tests.builders import a_patient
from tests.conftest import Cast


def test_a_refused_form_stands_there_again_with_what_was_typed(clinic: Cast) -> None:
    desk = clinic.browse(Role.RECEPTION)
    answer = desk.submit("/patients/new", given_name="Ana", date_of_birth="1980-02-30")
    assert answer.status_code == 422
    again = form_in(answer.get_data(as_text=True), "/patients/new")
    assert ("given_name", "Ana") in again.fields
    assert ("date_of_birth", "1980-02-30") in again.fields
    assert "There is no such day." in words_of(answer)
    assert clinic.reception.read("/patients")["items"] == []


def test_the_same_form_sent_twice_is_one_deed(clinic: Cast) -> None:
    desk = clinic.browse(Role.RECEPTION)
    form = desk.form("/patients/new", "/patients/new")
    typed = {"given_name": "Ana", "family_name": "Reis", "date_of_birth": "1980-02-03"}
    first, second = desk.send_form(form, **typed), desk.send_form(form, **typed)
    assert first.status_code == second.status_code == 303
    assert first.headers["Location"] == second.headers["Location"]
    assert len(clinic.reception.read("/patients")["items"]) == 1


def test_two_who_change_the_same_record_do_not_overwrite_each_other(clinic: Cast) -> None:
    patient = a_patient(clinic.reception)
    edit = f"/patients/{patient['id']}/edit"
    one, other = clinic.browse(Role.RECEPTION), clinic.browse(Role.CLINICIAN)
    mine, theirs = one.form(edit, edit), other.form(edit, edit)
    assert other.send_form(theirs, phone="0491 570 111").status_code == 303
    refused = one.send_form(mine, phone="0491 570 222")
    assert refused.status_code == 412
    assert "0491 570 222" in refused.get_data(as_text=True)
    assert clinic.reception.read(f"/patients/{patient['id']}")["phone"] == "0491 570 111"


def test_a_refused_form_that_is_reloaded_leads_back_to_its_page(clinic: Cast) -> None:
    patient = a_patient(clinic.reception)
    answer = clinic.browse(Role.RECEPTION).get(f"/patients/{patient['id']}/archive")
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith(f"/patients/{patient['id']}")


def test_a_script_hears_of_refusals_as_a_program_does(clinic: Cast) -> None:
    visitor = clinic.browse(Role.RECEPTION)
    missing = "/examinations/00000000-0000-7000-8000-000000000000/entries"
    answer = visitor.send_json("POST", missing, {"entries": []})
    assert answer.status_code == 403
    assert answer.mimetype == "application/problem+json"
