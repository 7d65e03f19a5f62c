"""The pages of patients: found, made, changed, put aside."""

import re
from typing import Any

import pytest

from clinic.rulebook.permissions import Role
from tests.browsing import Visitor, form_in, words_of
from tests.builders import a_patient
from tests.conftest import Cast

PERSON = {
    "given_name": "Thu Hà",
    "family_name": "Nguyễn",
    "date_of_birth": "1980-03-14",
}


@pytest.fixture
def desk(clinic: Cast) -> Visitor:
    return clinic.browse(Role.RECEPTION)


def names(html: str) -> list[str]:
    """Answer the names that the list shows, in their order."""
    return re.findall(r'class="who" href="[^"]+"><bdi>([^<]+)</bdi>', html)


def everybody(clinic: Cast) -> list[Any]:
    return clinic.owner.read("/patients?state=all&limit=200")["items"]


# -- finding ----------------------------------------------------------------------
def test_a_clinic_without_patients_is_shown_how_to_begin(desk: Visitor) -> None:
    assert "No patients yet" in desk.words("/patients")


@pytest.mark.parametrize("typed", ["nguyen", "Ngyuen", "0491 570", "14/3/1980", "20417", "ha ngu"])
def test_a_patient_is_found_by_what_is_known(clinic: Cast, desk: Visitor, typed: str) -> None:
    a_patient(
        clinic.reception, **PERSON, phone="0491 570 156", file_number="20417", preferred_name="Hà"
    )
    a_patient(clinic.reception, given_name="Otto", family_name="Berg", date_of_birth="1950-01-01")
    page = desk.get("/patients", query_string={"q": typed}).get_data(as_text=True)
    assert names(page) == ["Thu Hà Nguyễn"]
    assert "1 patient found" in page


def test_a_line_shows_what_tells_people_apart(clinic: Cast, desk: Visitor) -> None:
    person = {**PERSON, "phone": "0491 570 156", "file_number": "20417", "preferred_name": "Hà"}
    made = a_patient(clinic.reception, **person)
    words = desk.words("/patients?q=nguyen")
    assert "Thu Hà Nguyễn called Hà 14 Mar 1980, 46 years 0491 570 156 File 20417" in words
    assert f'href="/patients/{made["id"]}"' in desk.see("/patients?q=nguyen")


def test_nobody_found_says_what_was_searched_and_offers_a_new_record(desk: Visitor) -> None:
    html = desk.see("/patients?q=%3Cb%3Ezzyzx")
    assert "<b>" not in html.split("Nobody found")[1]
    assert "“ <bdi>" not in html
    assert "<bdi>&lt;b&gt;zzyzx</bdi>" in html
    assert 'href="/patients/new"' in html


def test_archived_records_are_found_where_they_are_asked_for(clinic: Cast, desk: Visitor) -> None:
    made = a_patient(clinic.reception, **PERSON)
    clinic.reception.do(f"/patients/{made['id']}/archive")
    assert "Nobody found" in desk.words("/patients?q=nguyen")
    assert "Thu Hà Nguyễn archived" in desk.words("/patients?q=nguyen&state=all")
    assert "Thu Hà Nguyễn archived" in desk.words("/patients?state=archived")


def test_without_a_search_whom_one_saw_last_stands_first(clinic: Cast, desk: Visitor) -> None:
    for family in ("First", "Second", "Third"):
        a_patient(clinic.clinician, given_name="Anna", family_name=family)
    first, second, third = (f"Anna {name}" for name in ("First", "Second", "Third"))
    assert names(desk.see("/patients")) == [third, second, first]
    found = next(p for p in everybody(clinic) if p["family_name"] == "Second")
    desk.see(f"/patients/{found['id']}/edit")
    assert names(desk.see("/patients")) == [second, third, second, first]
    # what somebody else saw is theirs
    assert names(clinic.browse(Role.OWNER).see("/patients"))[0] == third


def test_a_long_list_goes_on_by_a_link_and_shows_everybody_once(
    clinic: Cast, desk: Visitor
) -> None:
    for number in range(7):
        a_patient(clinic.clinician, given_name="Anna", family_name=f"Number {number}")
    seen, address = [], "/patients?limit=3"
    for _page in range(3):
        html = desk.see(address)
        seen += names(html)
        onward = re.search(r'href="(/patients\?[^"]+)" rel="next"', html)
        address = onward[1].replace("&amp;", "&") if onward else ""
    assert seen == [f"Anna Number {number}" for number in reversed(range(7))]
    assert not address


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=x", "state=gone", "cursor=%FF%00", "q=" + "x" * 101, "cursor=zz"]
)
def test_a_query_that_cannot_be_is_refused_in_words(desk: Visitor, query: str) -> None:
    assert desk.get(f"/patients?{query}").status_code == 422


def test_a_search_leaves_one_entry(clinic: Cast, desk: Visitor) -> None:
    desk.see("/patients?q=anna")
    events = [entry["event"] for entry in clinic.owner.read("/audit-entries?limit=5")["items"]]
    assert events.count("patients.searched") == 1


def test_another_clinics_patients_are_not_found(clinic: Cast, other_clinic: Cast) -> None:
    made = a_patient(clinic.reception, **PERSON)
    elsewhere = other_clinic.browse(Role.RECEPTION)
    assert "Nobody found" in elsewhere.words("/patients?q=nguyen")
    assert elsewhere.get(f"/patients/{made['id']}/edit").status_code == 404
    # nor does a new record of theirs betray ours
    assert elsewhere.submit("/patients/new", **PERSON).status_code == 303


# -- making -----------------------------------------------------------------------
def test_a_patient_is_made_with_two_names_and_a_birth_date(clinic: Cast, desk: Visitor) -> None:
    where = desk.press("/patients/new", "/patients/new", **PERSON)
    made = clinic.reception.read(where)
    assert {name: made[name] for name in PERSON} == PERSON
    assert (made["sex"], made["language"], made["address"]) == ("unknown", "en-AU", {})


def test_everything_typed_is_stored(clinic: Cast, desk: Visitor) -> None:
    where = desk.press(
        "/patients/new",
        "/patients/new",
        **PERSON,
        preferred_name="Hà",
        sex="female",
        phone="0491 570 156",
        email="ha@example.org",
        address__line1="3 Wattle Street",
        address__suburb="Castlemaine",
        language="vi",
        large_print="true",
        file_number="20417",
        note="Prefers mornings.\nLift is broken.",
    )
    made = clinic.reception.read(where)
    assert made["address"] == {"line1": "3 Wattle Street", "suburb": "Castlemaine"}
    assert (made["large_print"], made["language"], made["sex"]) == (True, "vi", "female")
    assert made["note"] == "Prefers mornings.\nLift is broken."


def test_errors_stand_at_their_fields_and_what_was_typed_stays(clinic: Cast, desk: Visitor) -> None:
    answer = desk.submit(
        "/patients/new",
        given_name="",
        family_name="Nguyễn",
        date_of_birth="2030-01-01",
        email="nonsense",
    )
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'href="#f-given_name">Given name</a>: Please fill this in.' in html
    assert 'aria-describedby="f-email-err"' in html
    assert 'value="Nguyễn"' in html
    assert 'value="nonsense"' in html
    later = desk.submit("/patients/new", **{**PERSON, "date_of_birth": "2030-01-01"})
    assert later.status_code == 422
    assert "cannot lie in the future" in words_of(later)
    assert everybody(clinic) == []


@pytest.mark.parametrize(
    ("typed", "because"),
    [
        (PERSON, "the same in all"),
        ({**PERSON, "family_name": "Nguyen", "given_name": "Thu"}, "the same day, without accents"),
        ({**PERSON, "date_of_birth": "1980-04-13"}, "the same names, day and month swapped"),
        ({**PERSON, "family_name": "Tran"}, "married: the same day and given name"),
        (
            {**PERSON, "family_name": "Tran", "date_of_birth": "1981-03-14"}
            | {"phone": "+61 491 570 156"},
            "the same phone and given name",
        ),
    ],
)
def test_somebody_alike_is_shown_before_anything_is_stored(
    clinic: Cast, desk: Visitor, typed: dict[str, str], because: str
) -> None:
    known = a_patient(clinic.reception, **PERSON, phone="0491 570 156")
    answer = desk.submit("/patients/new", **typed)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 409, because
    assert "Is it one of these?" in html
    assert f'href="/patients/{known["id"]}"' in html
    assert len(everybody(clinic)) == 1
    again = desk.send_form(form_in(html, "/patients/new"))
    assert again.status_code == 303
    assert len(everybody(clinic)) == 2


@pytest.mark.parametrize(
    "typed",
    [
        {**PERSON, "given_name": "Otto", "family_name": "Berg"},
        {**PERSON, "given_name": "Minh", "date_of_birth": "2010-09-09"},
    ],
)
def test_a_twin_in_nothing_but_the_day_or_the_family_is_not_asked_about(
    clinic: Cast, desk: Visitor, typed: dict[str, str]
) -> None:
    a_patient(clinic.reception, **PERSON, phone="0491 570 156")
    assert desk.submit("/patients/new", phone="0491 570 156", **typed).status_code == 303


def test_whoever_was_not_looked_at_yet_is_asked_about_again(clinic: Cast, desk: Visitor) -> None:
    a_patient(clinic.reception, **PERSON)
    seen = desk.submit("/patients/new", **PERSON).get_data(as_text=True)
    a_patient(clinic.reception, **PERSON)
    again = desk.send_form(form_in(seen, "/patients/new"))
    assert again.status_code == 409
    assert again.get_data(as_text=True).count('name="not_the_same"') == 2


def test_the_same_form_sent_twice_makes_one_record(clinic: Cast, desk: Visitor) -> None:
    form = desk.form("/patients/new", "/patients/new")
    first = desk.send_form(form, **PERSON)
    second = desk.send_form(form, **PERSON)
    assert first.headers["Location"] == second.headers["Location"]
    assert len(everybody(clinic)) == 1


# -- changing ---------------------------------------------------------------------
def test_a_record_is_changed_and_its_unchanged_fields_stay(clinic: Cast, desk: Visitor) -> None:
    made = a_patient(
        clinic.reception,
        **PERSON,
        language="mi",
        sex="female",
        address={"suburb": "Maldon"},
        large_print=True,
    )
    edit = f"/patients/{made['id']}/edit"
    assert desk.press(edit, edit, phone="0491 570 157") == f"/patients/{made['id']}"
    now = clinic.reception.read(f"/patients/{made['id']}")
    assert now == {**made, "phone": "0491 570 157"}
    changed = clinic.owner.read("/audit-entries?limit=9")["items"]
    entry = next(each for each in changed if each["event"] == "patient.changed")
    assert entry["details"]["fields"] == ["phone"]


def test_a_field_that_is_emptied_is_empty(clinic: Cast, desk: Visitor) -> None:
    made = a_patient(
        clinic.reception, **PERSON, phone="0491 570 156", address={"suburb": "Maldon"}, note="x"
    )
    edit = f"/patients/{made['id']}/edit"
    desk.press(edit, edit, phone="", address__suburb="", note="")
    now = clinic.reception.read(f"/patients/{made['id']}")
    assert (now["phone"], now["address"], now["note"]) == ("", {}, "")


def test_a_form_that_is_stale_shows_both_and_overwrites_nothing(
    clinic: Cast, desk: Visitor
) -> None:
    made = a_patient(clinic.reception, **PERSON, phone="0491 570 156")
    path = f"/patients/{made['id']}"
    form = desk.form(f"{path}/edit", f"{path}/edit")
    clinic.clinician.patch(path, {"phone": "0491 570 158", "file_number": "7"})
    answer = desk.send_form(form, phone="0491 570 157")
    assert answer.status_code == 412
    words = words_of(answer)
    assert "What you typed, and what is stored now" in words
    assert "Phone 0491 570 157 0491 570 158" in words
    assert "File number nothing 7" in words
    assert clinic.reception.read(path)["phone"] == "0491 570 158"
    # having seen both, the same form is taken
    again = desk.send_form(form_in(answer.get_data(as_text=True), f"{path}/edit"), file_number="7")
    assert again.status_code == 303
    now = clinic.reception.read(path)
    assert (now["phone"], now["file_number"]) == ("0491 570 157", "7")


def test_a_mistake_beside_a_stale_form_does_not_hide_the_other_change(
    clinic: Cast, desk: Visitor
) -> None:
    made = a_patient(clinic.reception, **PERSON)
    path = f"/patients/{made['id']}"
    form = desk.form(f"{path}/edit", f"{path}/edit")
    clinic.clinician.patch(path, {"note": "Hard of hearing"})
    answer = desk.send_form(form, email="nonsense")
    assert answer.status_code == 422
    assert "Note nothing Hard of hearing" in words_of(answer)


def test_a_record_is_put_aside_and_taken_back(clinic: Cast, desk: Visitor) -> None:
    made = a_patient(clinic.reception, **PERSON)
    path = f"/patients/{made['id']}"
    assert "nothing is deleted" in desk.words(f"{path}/edit")
    assert desk.press(f"{path}/edit", f"{path}/archive") == path
    assert clinic.reception.read(path)["state"] == "archived"
    assert desk.press(f"{path}/edit", f"{path}/unarchive") == path
    assert clinic.reception.read(path)["state"] == "active"


def test_archiving_twice_shows_the_page_and_says_why_not(clinic: Cast, desk: Visitor) -> None:
    made = a_patient(clinic.reception, **PERSON)
    path = f"/patients/{made['id']}"
    form = desk.form(f"{path}/edit", f"{path}/archive")
    clinic.reception.do(f"{path}/archive")
    form.fields = [(name, value) for name, value in form.fields if name != "etag"]
    answer = desk.send_form(form)
    assert answer.status_code == 409
    assert "This record is archived" in words_of(answer)


def test_a_page_of_a_record_is_one_entry_of_the_journal(clinic: Cast, desk: Visitor) -> None:
    made = a_patient(clinic.reception, **PERSON)
    desk.see(f"/patients/{made['id']}/edit")
    entries = clinic.owner.read("/audit-entries?limit=5")["items"]
    assert entries[0]["event"] == "patient.opened" or entries[1]["event"] == "patient.opened"
