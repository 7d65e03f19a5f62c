"""Signing in and out by the forms: the throttle, sessions and their ends, what is kept."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from clinic.accounts.models import BrowserSession, SignInAttempt
from clinic.accounts.rules import EXAMPLE_PASSWORD, SESSION_IDLES, SESSION_LASTS
from clinic.app import create_app
from clinic.config import Config
from clinic.rulebook.permissions import Role
from clinic.store.database import db
from clinic.web.again import kept_fields
from clinic.web.ready import migrate
from tests.accounts.passwords import PASSWORD, give_password, signed_in, somebody
from tests.browsing import Visitor, form_in, words_of
from tests.conftest import NOON, SECRET, Cast, Clock, found_clinic, work_in


def is_in(visitor: Visitor) -> bool:
    return bool(visitor.get("/session").get_json()["signed_in"])


def key_of(visitor: Visitor) -> str | None:
    with visitor.browser.session_transaction() as session:
        return session.get("key")


WRONG = "not the password"


def try_in(visitor: Visitor, email: str, password: str = WRONG) -> Any:
    return visitor.submit("/sign-in", email=email, password=password)


# -- in ----------------------------------------------------------------------------
def test_who_knows_the_password_is_let_in_and_goes_on(clinic: Cast) -> None:
    email = give_password(clinic)
    visitor = somebody(clinic)
    assert visitor.get("/account").headers["Location"] == "/sign-in?next=%2Faccount"
    answer = visitor.submit("/sign-in?next=/account", "/sign-in", email=email, password=PASSWORD)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account")
    assert "Chris" in visitor.words("/account")
    assert visitor.get("/sign-in").headers["Location"] == "/"


def test_the_email_is_read_forgivingly_and_the_password_exactly(clinic: Cast) -> None:
    email = give_password(clinic)
    assert try_in(somebody(clinic), f"  {email.upper()} ", PASSWORD).status_code == 303
    assert try_in(somebody(clinic), email, PASSWORD.upper()).status_code == 422
    assert try_in(somebody(clinic), email, f" {PASSWORD}").status_code == 422


def test_the_password_is_never_sent_back(clinic: Cast) -> None:
    email = give_password(clinic)
    answer = try_in(somebody(clinic), email, "a secret slip of the finger")
    assert answer.status_code == 422
    assert "a secret slip" not in answer.get_data(as_text=True)
    assert email in answer.get_data(as_text=True)


def test_who_has_no_role_any_more_is_told_so(clinic: Cast) -> None:
    email = give_password(clinic)
    clinic.browse(Role.OWNER).press(
        f"/clinic/users/{clinic.clinician.user_id}",
        f"/clinic/users/{clinic.clinician.user_id}/remove",
    )
    answer = try_in(somebody(clinic), email, PASSWORD)
    assert answer.status_code == 403
    assert "no role in any clinic" in words_of(answer)


# -- the throttle --------------------------------------------------------------------
def test_five_tries_then_a_pause_that_ends(clinic: Cast, clock: Clock) -> None:
    email = give_password(clinic)
    for left in ("4 tries", "3 tries", "2 tries", "1 try"):
        answer = try_in(somebody(clinic), email)
        assert answer.status_code == 422
        assert f"{left} left" in words_of(answer)
        clock.forward(seconds=20)
    assert "Please wait 4 minutes now" in words_of(try_in(somebody(clinic), email))
    # not even the right one, at any browser
    answer = try_in(somebody(clinic), email, PASSWORD)
    assert answer.status_code == 429
    assert "Too many tries with this e-mail" in words_of(answer)
    clock.forward(minutes=5)
    assert try_in(somebody(clinic), email, PASSWORD).status_code == 303


def test_an_unknown_name_is_answered_like_a_known_one(clinic: Cast) -> None:
    email = give_password(clinic)
    unknown = f"nobody@{clinic.slug}.example"
    said: dict[str, list[tuple[int, str]]] = {email: [], unknown: []}
    for name, answers in said.items():
        for _ in range(6):
            answer = try_in(somebody(clinic), name)
            answers.append((answer.status_code, words_of(answer)))
    assert said[email] == said[unknown]
    assert [status for status, _ in said[email]] == [422] * 5 + [429]


def test_a_success_forgets_the_tries_before_it(clinic: Cast) -> None:
    email = give_password(clinic)
    for _ in range(4):
        try_in(somebody(clinic), email)
    assert try_in(somebody(clinic), email, PASSWORD).status_code == 303
    assert "4 tries left" in words_of(try_in(somebody(clinic), email))


def test_one_name_in_vain_leaves_the_others_alone(clinic: Cast) -> None:
    email, other = give_password(clinic), give_password(clinic, Role.RECEPTION)
    for _ in range(6):
        try_in(somebody(clinic), email)
    assert try_in(somebody(clinic), other, PASSWORD).status_code == 303


def test_what_is_kept_of_tries_names_nobody_and_goes_after_a_day(
    clinic: Cast, clock: Clock
) -> None:
    typed = f"my password in the wrong field {clinic.slug}"
    try_in(somebody(clinic), typed)
    with work_in(clinic) as work:
        kept = [row.name_hash for row in work.session.scalars(select(SignInAttempt))]
        assert kept
        assert all(re.fullmatch(r"[0-9a-f]{64}", one) for one in kept)
    clock.forward(days=2)
    try_in(somebody(clinic), "another@x.example")
    with work_in(clinic) as work:
        left = work.session.scalar(
            select(func.count()).where(SignInAttempt.at < clock.now - clock.now.resolution)
        )
        assert left == 0
    clock.set(NOON)


# -- sessions --------------------------------------------------------------------------
def test_the_key_is_another_after_sign_in(clinic: Cast) -> None:
    """A key that somebody else planted before is worth nothing afterwards."""
    email = give_password(clinic)
    visitor = somebody(clinic)
    with visitor.browser.session_transaction() as session:
        session["key"] = "planted"
        session["more"] = "planted, too"
    visitor.press("/sign-in", "/sign-in", email=email, password=PASSWORD)
    assert key_of(visitor) not in {None, "planted"}
    with visitor.browser.session_transaction() as session:
        assert "more" not in session
    first = key_of(visitor)
    attacker = somebody(clinic)
    with attacker.browser.session_transaction() as session:
        session["key"] = "planted"
    assert not is_in(attacker)
    # signing in again ends the session that was there
    again = visitor.send(
        "POST",
        "/sign-in",
        data={"email": email, "password": PASSWORD, "csrf": visitor.csrf()},
    )
    assert again.status_code == 303
    assert key_of(visitor) != first
    with attacker.browser.session_transaction() as session:
        session["key"] = first
    assert not is_in(attacker)


def test_only_the_hash_of_a_key_is_kept(clinic: Cast) -> None:
    visitor = signed_in(clinic, give_password(clinic))
    key = key_of(visitor)
    assert key is not None
    with work_in(clinic) as work:
        kept = [row.hash for row in work.session.scalars(select(BrowserSession))]
    assert key not in kept


def test_a_session_ends_when_it_was_not_used_for_an_hour(clinic: Cast, clock: Clock) -> None:
    visitor = clinic.browse()
    for _ in range(3):
        clock.forward(minutes=59)
        assert is_in(visitor)
    clock.set(clock.now + SESSION_IDLES)
    assert not is_in(visitor)
    assert visitor.get("/account").status_code == 303


def test_a_session_ends_after_a_working_day_however_busy(clinic: Cast, clock: Clock) -> None:
    visitor, begun = clinic.browse(), clock.now
    while clock.now + (SESSION_IDLES / 2) < begun + SESSION_LASTS:
        clock.set(clock.now + SESSION_IDLES / 2)
        assert is_in(visitor)
    clock.set(begun + SESSION_LASTS)
    assert not is_in(visitor)


def test_signing_out_ends_the_session_on_the_server(clinic: Cast) -> None:
    visitor = clinic.browse()
    stolen = key_of(visitor)
    visitor.press("/account", "/account/sign-out", where="here")
    assert key_of(visitor) is None
    with visitor.browser.session_transaction() as session:
        session["key"] = stolen
    assert not is_in(visitor)


def test_signing_out_without_a_session_is_as_good(clinic: Cast) -> None:
    visitor = somebody(clinic)
    answer = visitor.send("POST", "/sign-out", data={"csrf": visitor.csrf()})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in")


def test_everywhere_else_and_everywhere(clinic: Cast) -> None:
    here, there, other = clinic.browse(), clinic.browse(), clinic.browse(Role.OWNER)
    here.press("/account", "/account/sign-out", where="elsewhere")
    assert [is_in(one) for one in (here, there, other)] == [True, False, True]
    there = clinic.browse()
    here.press("/account", "/account/sign-out", where="everywhere")
    assert [is_in(one) for one in (here, there, other)] == [False, False, True]


def test_a_role_that_was_taken_away_is_gone_at_the_next_page(clinic: Cast) -> None:
    clinician = clinic.browse(Role.CLINICIAN)
    assert clinician.get("/outcomes").status_code == 200
    at = f"/clinic/users/{clinic.clinician.user_id}"
    clinic.browse(Role.OWNER).press(at, f"{at}/roles", roles=["reception"])
    assert clinician.get("/outcomes").status_code == 403


# -- what was typed ----------------------------------------------------------------------
def test_a_form_survives_the_end_of_its_session(clinic: Cast) -> None:
    email = give_password(clinic, Role.OWNER)
    visitor = signed_in(clinic, email)
    form = visitor.form("/clinic", "/clinic")
    visitor.press("/account", "/account/sign-out", where="here")
    answer = visitor.send_form(form, name="Typed before the end")
    assert answer.status_code == 401
    assert "You were signed out" in words_of(answer)
    way_in = form_in(answer.get_data(as_text=True), "/sign-in")
    answer = visitor.send_form(way_in, email=email, password=PASSWORD)
    assert answer.status_code == 200
    assert "What you typed is kept" in words_of(answer)
    assert clinic.owner.read("/clinic")["name"] != "Typed before the end"
    again = form_in(answer.get_data(as_text=True), "/clinic")
    assert again.buttons == ["Send it now"]
    assert visitor.send_form(again).status_code == 303
    assert clinic.owner.read("/clinic")["name"] == "Typed before the end"


def test_a_kept_form_stays_over_a_wrong_password(clinic: Cast) -> None:
    email = give_password(clinic, Role.OWNER)
    visitor = signed_in(clinic, email)
    form = visitor.form("/clinic", "/clinic")
    visitor.press("/account", "/account/sign-out", where="here")
    page = visitor.send_form(form, name="Typed").get_data(as_text=True)
    page = visitor.send_form(form_in(page, "/sign-in"), email=email, password="wrong").get_data(
        as_text=True
    )
    page = visitor.send_form(form_in(page, "/sign-in"), email=email, password=PASSWORD).get_data(
        as_text=True
    )
    assert ("name", "Typed") in form_in(page, "/clinic").fields


def test_a_kept_form_keeps_no_password(clinic: Cast) -> None:
    email = give_password(clinic, Role.OWNER)
    visitor = signed_in(clinic, email)
    form = visitor.form("/account", "/account/password")
    visitor.press("/account", "/account/sign-out", where="here")
    answer = visitor.send_form(form, old_password=PASSWORD, new_password="quite another phrase")
    assert answer.status_code == 401
    assert PASSWORD not in answer.get_data(as_text=True)
    assert "quite another" not in answer.get_data(as_text=True)


def test_a_kept_form_that_somebody_made_up_is_none(clinic: Cast) -> None:
    for kept in ("", "{", "[1]", '{"a": 1}', '[["a"]]', "[[1, 2]]", "null"):
        assert kept_fields(kept) == [], kept
    assert kept_fields('[["a", "b"], ["a", 2]]') == [("a", "b")]
    visitor = somebody(clinic)
    form = visitor.form("/sign-in", "/sign-in")
    answer = visitor.send_form(form, email=give_password(clinic), password=PASSWORD, kept="[[[]]]")
    assert answer.status_code == 303


AWAY = (
    "https://elsewhere.example/",
    "//elsewhere.example/",
    "/\\elsewhere.example",
    "\\\\elsewhere.example",
    "http:elsewhere.example",
    "javascript:alert(1)",
    "elsewhere.example",
    "/a\r\nLocation: https://elsewhere.example",
    "/\t/elsewhere.example",
    " //elsewhere.example",
    "",
)


def test_the_way_on_never_leads_away(clinic: Cast) -> None:
    email = give_password(clinic)
    visitor = somebody(clinic)
    form = visitor.form("/sign-in", "/sign-in")
    answer = visitor.send_form(form, email=email, password=PASSWORD, next=AWAY[1])
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    for onward in AWAY:
        answer = visitor.get("/sign-in", query_string={"next": onward})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/"), onward
    answer = visitor.get("/sign-in", query_string={"next": "/patients?q=a%20b#top"})
    assert answer.headers["Location"].startswith("/patients?q=a")


# -- not on this machine alone ------------------------------------------------------------
@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Flask]:
    """An app that others can reach, by https."""
    environ = {
        "SECRET_KEY": SECRET,
        "BASE_URL": "https://clinic.example.org",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'elsewhere.db'}",
    }
    app = create_app(Config.from_env(environ, instance=tmp_path))
    with app.app_context():
        migrate()
    yield app
    app.extensions["palpate"].press.close()
    with app.app_context():
        db.engine.dispose()


def test_the_example_password_opens_nothing_that_others_can_reach(
    clinic: Cast, elsewhere: Flask
) -> None:
    email = give_password(clinic, password=EXAMPLE_PASSWORD)
    assert try_in(somebody(clinic), email, EXAMPLE_PASSWORD).status_code == 303
    there = found_clinic(elsewhere)
    email = give_password(there, password=EXAMPLE_PASSWORD)
    answer = try_in(somebody(there), email, EXAMPLE_PASSWORD)
    assert answer.status_code == 403
    assert "only on the machine that serves it" in words_of(answer)


def test_the_cookie_is_for_this_host_and_https_alone(clinic: Cast, elsewhere: Flask) -> None:
    there = found_clinic(elsewhere)
    cookie = somebody(there).get("/sign-in", base_url="https://localhost").headers["Set-Cookie"]
    assert cookie.startswith("__Host-palpate=")
    for flag in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
        assert f"; {flag}" in cookie, flag
    assert "Domain" not in cookie
    cookie = somebody(clinic).get("/sign-in").headers["Set-Cookie"]
    assert cookie.startswith("palpate=")
    assert "; HttpOnly" in cookie
    assert "Secure" not in cookie
