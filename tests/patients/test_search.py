"""Finding one patient in a crowd: by any name, phone, birth date, file number, and with a slip."""

from datetime import date
from random import Random
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask

from clinic.patients.use_cases import NewPatient, create_patient
from clinic.work.door import begin_work
from tests.builders import a_patient
from tests.conftest import NOON, Cast, Clock, found_clinic, house_of, work_in

GIVEN = [
    "Olivia",
    "Jack",
    "Amelia",
    "Noah",
    "Isla",
    "William",
    "Mia",
    "Leo",
    "Grace",
    "Henry",
    "Ava",
    "Lucas",
    "Zoe",
    "Thomas",
    "Ruby",
]
FAMILY = [
    "Smith",
    "Jones",
    "Brown",
    "Wilson",
    "Taylor",
    "Anderson",
    "Thompson",
    "White",
    "Harris",
    "Martin",
    "Walker",
    "Hall",
]

THU = {
    "given_name": "Thu Hà",
    "family_name": "Nguyễn-Whitlam",
    "preferred_name": "Birdie",
    "date_of_birth": "1983-07-29",
    "phone": "+61 491 570 156",
    "file_number": "PX-20417",
}


@pytest.fixture(scope="module")
def crowd(app: Flask) -> Any:
    """Two clinics of 200 patients each, with the one we look for in both."""
    app.extensions["palpate"].workshop.clock = Clock()
    casts = (found_clinic(app), found_clinic(app))
    for cast in casts:
        dice = Random(4711)  # noqa: S311 (a crowd, no secret)
        with work_in(cast) as work:
            actor = work.actor
        for number in range(200):
            new = NewPatient(
                given_name=dice.choice(GIVEN),
                family_name=dice.choice(FAMILY),
                date_of_birth=date(
                    dice.randint(1930, 2015), dice.randint(1, 12), dice.randint(1, 28)
                ),
                phone=f"04{dice.randint(0, 99_999_999):08d}",
                file_number=f"PX-{30_000 + number}",
            )
            with app.app_context(), begin_work(house_of(app).workshop, actor, now=NOON) as work:
                create_patient(work, new)
    return [(cast, a_patient(cast.reception, **THU)["id"]) for cast in casts]


def found(cast: Cast, typed: str, more: str = "") -> list[str]:
    page = cast.reception.read(f"/patients?q={quote(typed)}{more}")
    assert page["next"] is None
    return [patient["id"] for patient in page["items"]]


BY = {
    "family name": "Nguyễn",
    "without accents": "nguyen",
    "in capitals": "NGUYEN",
    "its start": "ngu",
    "second part of it": "Whitlam",
    "start of the second part": "whitl",
    "the whole double name": "Nguyễn-Whitlam",
    "the double name as one": "nguyenwhitlam",
    "given name": "Thu",
    "second given name": "hà",
    "preferred name": "birdie",
    "start of the preferred name": "bir",
    "both names": "Thu Nguyen",
    "the other way round": "nguyen thu",
    "starts of both": "ng th",
    "name and year's start": "nguyen 1983",
    "phone as dialled": "0491570156",
    "phone with spaces": "0491 570 156",
    "phone as kept": "+61 491 570 156",
    "phone with brackets": "(0491) 570-156",
    "start of the phone": "04915701",
    "end of the phone": "570156",
    "end of the phone with space": "570 156",
    "birth date": "1983-07-29",
    "birth date as spoken": "29/07/1983",
    "birth date, short": "29/7/1983",
    "birth date with dots": "29.07.1983",
    "birth date with hyphens": "29-07-1983",
    "birth date in digits": "29071983",
    "birth date in words": "29 July 1983",
    "name and birth date": "nguyen 29/07/1983",
    "file number": "PX-20417",
    "file number, small": "px20417",
    "start of the file number": "PX-204",
    "number of the file": "20417",
    "spaces around": "   nguyen   ",
    "swapped letters": "Ngyuen",
    "a letter left out": "Nguyn",
    "a letter too many": "Nguyyen",
    "a wrong letter": "Ngujen",
    "the first letter wrong": "Mguyen",
    "the last letter left out": "Whitla",
    "a slip in the second part": "Whitlma",
    "a slip in the preferred name": "Birdei",
    "a slip in the start": "Whtl",
    "a slip in one of two": "Ngyuen Thu",
}


@pytest.mark.parametrize("way", BY)
def test_a_patient_is_found_first_in_their_own_clinic(crowd: Any, way: str) -> None:
    for cast, patient_id in crowd:
        assert found(cast, BY[way])[0] == patient_id


@pytest.mark.parametrize(
    "typed",
    [
        "zzzzz", "nguyen zzzzz", "0499999999999", "1983-07-30", "PX-99999", "guyễn thu smith",
        "Whitlamx Birdiexx", " ", "-", "%", "_", "*", "' OR 1=1 --", "\\",
    ],
)  # fmt: skip
def test_what_does_not_match_finds_nobody(crowd: Any, typed: str) -> None:
    for cast, _ in crowd:
        assert found(cast, typed) == []


def test_a_search_for_the_one_finds_few_others(crowd: Any) -> None:
    for cast, _ in crowd:
        for typed in ("Nguyen", "Ngyuen", "0491570156", "1983-07-29", "PX-20417", "birdie"):
            assert len(found(cast, typed)) <= 3, typed


def test_the_best_match_comes_first(clinic: Cast) -> None:
    names = ["Martinez", "Marten", "Martin", "Marti", "Bartin", "Maria"]
    ids = {
        name: a_patient(clinic.reception, given_name="X", family_name=name)["id"] for name in names
    }
    order = found(clinic, "martin")
    assert order[:2] == [ids["Martin"], ids["Martinez"]]
    assert {ids["Marten"], ids["Marti"], ids["Bartin"]} <= set(order[2:])
    assert ids["Maria"] not in order


def test_short_names_are_found_and_forgiven(clinic: Cast) -> None:
    li = a_patient(clinic.reception, given_name="Bo", family_name="Li")["id"]
    han = a_patient(clinic.reception, given_name="李", family_name="韓")["id"]
    assert found(clinic, "li")[0] == li
    assert found(clinic, "lii") == [li]
    assert found(clinic, "b l") == [li]
    assert found(clinic, "李") == [han]
    assert found(clinic, "lo") == []


def test_a_search_follows_what_changes(clinic: Cast) -> None:
    patient = a_patient(clinic.reception, family_name="Oldname", phone="0400 111 222")
    at = f"/patients/{patient['id']}"
    body = {"family_name": "Newname", "phone": None, "file_number": "A 100"}
    clinic.reception.patch(at, {**body, "date_of_birth": "1999-12-31"})
    assert found(clinic, "oldname") == []
    assert found(clinic, "0400111222") == []
    assert found(clinic, "1980-03-14") == []
    for typed in ("newname", "a 100", "A100", "1999-12-31"):
        assert found(clinic, typed) == [patient["id"]], typed


def test_what_is_put_aside_is_found_when_asked_for(clinic: Cast) -> None:
    patient = a_patient(clinic.reception, family_name="Quokka")["id"]
    clinic.reception.do(f"/patients/{patient}/archive")
    assert found(clinic, "quokka") == []
    assert found(clinic, "quokka", "&state=archived") == [patient]
    assert found(clinic, "quokka", "&state=all") == [patient]


def test_a_search_answers_the_best_few_when_few_are_asked_for(crowd: Any) -> None:
    cast, _ = crowd[0]
    every = found(cast, "smith", "&limit=200")
    assert len(every) > 5
    assert found(cast, "smith", "&limit=5") == every[:5]
    assert len(found(cast, "04")) == 50
