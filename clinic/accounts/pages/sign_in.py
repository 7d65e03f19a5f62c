"""Signing in and out."""

from http import HTTPStatus

from flask import Response, jsonify, redirect, request
from werkzeug.datastructures import MultiDict

from clinic.accounts import queries, use_cases
from clinic.accounts.pages.door import pages
from clinic.accounts.passwords import hashing_slot, is_password, name_hash
from clinic.accounts.rules import EXAMPLE_PASSWORD
from clinic.rulebook.actor import NOBODY, Actor
from clinic.web.again import kept_fields, send_again
from clinic.web.browser import (
    csrf_token,
    forget_session,
    keep_session,
    own_address,
    session_key,
)
from clinic.web.house import this_house
from clinic.web.page import open_to_all
from clinic.web.shown import shown_alone
from clinic.web.visit import in_work, visit
from clinic.work.unit import Work

_LONGEST = 254
_MINUTE = 60


@pages.get("/sign-in")
@open_to_all
def show_sign_in() -> Response:
    """Show the sign-in page; who is signed in goes on."""
    if in_work(NOBODY, lambda work: queries.is_empty(work.session), reads_only=True):
        return redirect("/start", HTTPStatus.SEE_OTHER)  # type: ignore[return-value]
    onward = own_address(request.args.get("next"))
    if visit().actor.user_id is not None:
        return redirect(onward, HTTPStatus.SEE_OTHER)  # type: ignore[return-value]
    return shown_alone("accounts/sign_in.html", {"next": onward, "kept": ""}, status=200)


@pages.post("/sign-in")
@open_to_all
def sign_in() -> Response:
    """Sign somebody in: counted first, compared outside any transaction, then let in."""
    email = request.form.get("email", "").strip()[:_LONGEST]
    password = request.form.get("password", "")
    house = this_house()
    trying = use_cases.Trying(email.lower(), name_hash(house.config.secret_key, email))
    attempt = in_work(NOBODY, lambda work: use_cases.try_to_sign_in(work, trying))
    if attempt.pause:
        wait = wait_words(attempt.pause)
        return _refused(f"Too many tries with this e-mail. Please wait {wait}.", 429)
    if password == EXAMPLE_PASSWORD and not house.config.is_for_this_machine_alone:
        return _refused("The example clinic opens only on the machine that serves it.", 403)
    with hashing_slot(house.config.instance):
        is_right = is_password(attempt.password_hash, password)
    user_id = attempt.user_id
    if not is_right or user_id is None:
        return _refused(f"E-mail and password do not fit together. {left_words(attempt)}", 422)

    def choose(work: Work) -> Actor | None:
        mine = [clinic.id for clinic in queries.clinics_of(work.session, user_id)]
        if not mine:
            return None
        last = queries.last_clinic_of(work.session, user_id)
        chosen = last if last in mine else mine[0]
        roles = queries.roles_of(work.session, chosen, user_id)
        return Actor(chosen, user_id, roles, kind="session")

    actor = in_work(NOBODY, choose, reads_only=True)
    if actor is None:
        return _refused("You have no role in any clinic now. Ask an owner of your clinic.", 403)
    agent, ended = request.headers.get("User-Agent", ""), session_key()
    key = in_work(
        actor,
        lambda work: use_cases.begin_session(work, attempt, agent=agent, ended_key=ended),
    )
    keep_session(key)
    visit().actor = actor
    onward = own_address(request.form.get("next"))
    kept = kept_fields(request.form.get("kept", ""))
    if kept:
        return send_again(onward, kept)
    return redirect(onward, HTTPStatus.SEE_OTHER)  # type: ignore[return-value]


def wait_words(seconds: int) -> str:
    """Say how long a pause lasts, in minutes."""
    minutes = -(-seconds // _MINUTE)
    return "a minute" if minutes == 1 else f"{minutes} minutes"


def left_words(attempt: use_cases.Attempt) -> str:
    """Say how much patience is left after a try in vain."""
    if attempt.tries_left == 0:
        return f"Please wait {wait_words(attempt.pause_after)} now."
    tries = "1 try" if attempt.tries_left == 1 else f"{attempt.tries_left} tries"
    return f"{tries} left, then a pause of 5 minutes."


def _refused(words: str, status: int) -> Response:
    """Show the sign-in page again; the password is never sent back."""
    told = {
        "next": own_address(request.form.get("next")),
        "kept": request.form.get("kept", ""),
        "errors": {"password": [words]},
        "typed": MultiDict({"email": request.form.get("email", "")}),
    }
    return shown_alone("accounts/sign_in.html", told, status=status)


@pages.get("/session")
@open_to_all
def show_session() -> Response:
    """Tell a script whether its page's session still stands, and the proof for its next change."""
    actor = visit().actor
    return jsonify(signed_in=actor.user_id is not None, user_id=actor.user_id, csrf=csrf_token())


@pages.post("/sign-out")
@open_to_all
def sign_out() -> Response:
    """End the session; signing out twice is as good as once."""
    actor = visit().actor
    if actor.user_id is not None:
        in_work(actor, use_cases.end_session)
    forget_session()
    return redirect("/sign-in", HTTPStatus.SEE_OTHER)  # type: ignore[return-value]
