"""The first run: a page that makes the clinic and its owner, once."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from clinic.accounts.models import Clinic, Membership, User
from clinic.accounts.rules import slug_of
from clinic.app import create_app
from clinic.config import Config
from clinic.rulebook.permissions import Role
from clinic.store.database import db
from clinic.web.ready import migrate
from clinic.work.journal import JournalEntry
from tests.browsing import Visitor, words_of
from tests.conftest import SECRET, Cast, Clock, as_the_app, new_database, on_postgresql

ANSWERS = {
    "name": "Wattle & Sons: Ngõ 5",
    "country": "NZ",
    "time_zone": "Pacific/Auckland",
    "locale": "en-NZ",
    "owner_name": "Ann Bell",
    "owner_email": "Ann@Wattle.example",
    "password": "three quiet words ",
    "again_password": "three quiet words ",
}


@pytest.fixture
def empty(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """An app as it is after installing: migrated, and without any clinic."""
    environ = {"SECRET_KEY": SECRET}
    if on_postgresql():
        owner = new_database(request.getfixturevalue("postgres"), "palpate_first_run")
        environ |= {"DATABASE_OWNER_URL": owner, "DATABASE_URL": as_the_app(owner)}
    app = create_app(Config.from_env(environ, instance=tmp_path))
    app.extensions["palpate"].workshop.clock = Clock()
    with app.app_context():
        migrate()
    yield app
    app.extensions["palpate"].press.close()
    with app.app_context():
        db.engine.dispose()


def newcomer(app: Flask) -> Visitor:
    return Visitor(app, app.test_client())


def test_an_empty_installation_leads_to_the_first_run(empty: Flask) -> None:
    visitor = newcomer(empty)
    at = visitor.get("/patients").headers["Location"]
    assert visitor.get(at).headers["Location"] == "/start"
    assert "Set up your clinic" in visitor.words("/start")


def test_the_first_run_makes_the_clinic_and_signs_its_owner_in(empty: Flask) -> None:
    visitor = newcomer(empty)
    assert visitor.press("/start", "/start", **ANSWERS) == "/"
    assert visitor.get("/session").get_json()["signed_in"] is True
    assert visitor.get("/").status_code == 200
    page = visitor.see("/clinic")
    assert "wattle-sons-ngo-5" in page
    assert '<option value="Pacific/Auckland" selected>' in page
    assert '<option value="NZ" selected>' in page
    with empty.app_context():
        user = db.session.scalars(select(User)).one()
        roles = [row.role for row in db.session.scalars(select(Membership))]
        entries = list(db.session.scalars(select(JournalEntry.event).order_by(JournalEntry.id)))
    assert (user.name, user.email) == ("Ann Bell", "ann@wattle.example")
    assert roles == [Role.OWNER]
    assert {"clinic.founded", "user.signed_in"} <= set(entries)
    # the very password, its last space and all
    visitor.press("/account", "/account/sign-out", where="here")
    answer = visitor.submit(
        "/sign-in", email="ann@wattle.example", password=ANSWERS["password"].strip()
    )
    assert answer.status_code == 422
    visitor.press("/sign-in", "/sign-in", email="ann@wattle.example", password=ANSWERS["password"])


def test_the_first_run_is_once(empty: Flask) -> None:
    form = newcomer(empty).form("/start", "/start")
    second = newcomer(empty)
    second_form = second.form("/start", "/start")
    assert newcomer(empty).press("/start", "/start", **ANSWERS) == "/"
    assert form.action == "/start"
    for answer in (second.get("/start"), second.send_form(second_form, **ANSWERS)):
        assert answer.status_code == 404
        assert "Palpate has been set up" in words_of(answer)
    with empty.app_context():
        assert len(list(db.session.scalars(select(Clinic)))) == 1
        assert len(list(db.session.scalars(select(User)))) == 1


def test_of_two_first_runs_at_once_one_wins(empty: Flask) -> None:
    visitors = [newcomer(empty) for _ in range(3)]
    forms = [visitor.form("/start", "/start") for visitor in visitors]
    ready, statuses = threading.Barrier(len(visitors)), []

    def run(number: int) -> None:
        ready.wait()
        typed = {**ANSWERS, "name": f"Clinic {number}", "owner_email": f"ann{number}@x.example"}
        statuses.append(visitors[number].send_form(forms[number], **typed).status_code)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(visitors))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [303, 404, 404]
    with empty.app_context():
        assert len(list(db.session.scalars(select(Clinic)))) == 1
        assert len(list(db.session.scalars(select(User)))) == 1


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("name", " ", "Please fill this in."),
        ("country", "Australia", "Longer than 2 characters."),
        ("time_zone", "Melbourne", "There is no time zone"),
        ("owner_name", "", "Please fill this in."),
        ("owner_email", "ann", "Is not an e-mail address."),
        ("password", "too short", "at least 15 characters"),
        ("password", "example-clinic-for-trying-only", "of the example clinic"),
        ("password", "ann@wattle.example", "must not be the name or the e-mail"),
        ("password", "", "Please fill this in."),
        ("again_password", "three loud words there", "not the same"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_the_rest_stays(
    empty: Flask, field: str, typed: str, told: str
) -> None:
    visitor = newcomer(empty)
    answer = visitor.submit("/start", **{**ANSWERS, field: typed})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert told in words_of(answer)
    assert f'href="#f-{field}"' in page
    assert ANSWERS["name"].split(" ")[0] in page or field == "name"
    assert ANSWERS["password"].strip() not in page
    with empty.app_context():
        assert db.session.scalar(select(Clinic)) is None


def test_a_clinic_that_is_there_has_been_set_up(clinic: Cast) -> None:
    visitor = newcomer(clinic.app)
    assert visitor.get("/start").status_code == 404
    answer = visitor.send("POST", "/start", data={**ANSWERS, "csrf": visitor.csrf()})
    assert answer.status_code == 404
    assert "Sign in with your e-mail" in words_of(answer)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Banksia Lane Chiropractic", "banksia-lane-chiropractic"),
        ("  Ngõ 5 — Trị liệu!  ", "ngo-5-tri-lieu"),
        ("推拿", "clinic"),
        ("x" * 80, "x" * 60),
        ("a" * 59 + " b", "a" * 59),
    ],
)
def test_a_slug_is_made_of_the_name(name: str, slug: str) -> None:
    assert slug_of(name) == slug


def test_a_slug_that_is_taken_counts_on() -> None:
    assert slug_of("Ann", {"ann"}) == "ann-2"
    assert slug_of("Ann", {"ann", "ann-2"}) == "ann-3"
    long = slug_of("y" * 80, {"y" * 60})
    assert (len(long), long[-2:]) == (60, "-2")
