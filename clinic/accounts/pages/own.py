"""What somebody changes about themselves: name, e-mail, password, sessions, clinic."""

from collections.abc import Mapping
from typing import Any

from flask import request

from clinic.accounts import queries, use_cases
from clinic.accounts.models import Clinic
from clinic.accounts.pages.choices import ROLE_WORDS
from clinic.accounts.pages.door import pages
from clinic.accounts.pages.sign_in import left_words, wait_words
from clinic.accounts.passwords import hash_password, hashing_slot, is_password, name_hash
from clinic.accounts.rules import browser_words, password_problem
from clinic.accounts.schemas import (
    Ending,
    EndingShape,
    OwnEmail,
    OwnEmailShape,
    OwnName,
    OwnNameShape,
    OwnPassword,
    OwnPasswordShape,
    Switch,
    SwitchShape,
    Where,
)
from clinic.rulebook.permissions import Permission, Role
from clinic.rulebook.refusals import Invalid
from clinic.web.browser import forget_session, keep_session, session_key
from clinic.web.house import this_house
from clinic.web.page import Go, form, page
from clinic.web.shapes import Nothing
from clinic.web.visit import in_work, visit
from clinic.work.unit import Work


@pages.get("/account")
@page("accounts/account.html", needs=Permission.SIGNED_IN)
def show_account(work: Work) -> Mapping[str, Any]:
    """Show somebody's own name, e-mail, sessions and clinics."""
    user = queries.member(work, work.actor.user_id or "")
    mine = queries.clinics_of(work.session, user.id)
    names = {clinic.id: clinic.name for clinic in mine}
    return {
        "mine": user,
        "roles": [ROLE_WORDS[role] for role in Role if role in work.actor.roles],
        "sessions": [
            {
                "id": row.id,
                "browser": browser_words(row.agent),
                "clinic": names.get(row.clinic_id, ""),
                "begun_at": row.created_at,
                "seen_at": row.seen_at,
                "is_this": row.id == work.actor.token_id,
            }
            for row in use_cases.sessions_of(work)
        ],
        "clinics": [_elsewhere(work, clinic) for clinic in mine],
    }


def _elsewhere(work: Work, clinic: Clinic) -> dict[str, Any]:
    roles = queries.roles_of(work.session, clinic.id, work.actor.user_id or "")
    return {
        "id": clinic.id,
        "name": clinic.name,
        "roles": [ROLE_WORDS[role] for role in Role if role in roles],
        "is_this": clinic.id == work.actor.clinic,
    }


# -- name and e-mail --------------------------------------------------------------
@pages.post("/account/name")
@form(shows=show_account, needs=Permission.SIGNED_IN, accepts=OwnNameShape())
def change_name(work: Work, own: OwnName) -> Go:
    """Change one's own name."""
    use_cases.change_own_name(work, own.name)
    return Go("/account", told="Your name is changed. Signed examinations keep who signed them.")


def _prove_for_email(own: OwnEmail) -> None:
    _prove(own.email_password, "/email_password")


@pages.post("/account/email")
@form(
    shows=show_account,
    needs=Permission.SIGNED_IN,
    accepts=OwnEmailShape(),
    beforehand=_prove_for_email,
)
def change_email(work: Work, own: OwnEmail, _proof: None) -> Go:
    """Change what one signs in with."""
    use_cases.change_own_email(work, own.email)
    return Go("/account", told=f"From now on you sign in with {own.email.lower()}.")


# -- password ---------------------------------------------------------------------
def _prove(password: str, pointer: str) -> tuple[str, str]:
    """Compare one's own password, counted as at sign-in; answer e-mail and name.

    Raises:
        Invalid: it is another, or was tried too often.

    """
    house, actor = this_house(), visit().actor

    def ask(work: Work) -> tuple[str, str]:
        user = queries.member(work, actor.user_id or "")
        return user.email, user.name

    email, name = in_work(actor, ask, reads_only=True)
    trying = use_cases.Trying(email, name_hash(house.config.secret_key, email))
    attempt = in_work(actor, lambda work: use_cases.try_to_sign_in(work, trying))
    if attempt.pause:
        raise Invalid.at(pointer, f"Too many tries. Please wait {wait_words(attempt.pause)}.")
    with hashing_slot(house.config.instance):
        is_right = is_password(attempt.password_hash, password)
    if not is_right:
        raise Invalid.at(pointer, f"This is not your password now. {left_words(attempt)}")
    in_work(actor, lambda work: use_cases.note_success(work, attempt))
    return email, name


def _hashed(own: OwnPassword) -> str:
    if own.new_password != own.again_password:
        raise Invalid.at("/again_password", "The two passwords are not the same.")
    email, name = _prove(own.old_password, "/old_password")
    if problem := password_problem(own.new_password, email=email, name=name):
        raise Invalid.at("/new_password", problem)
    with hashing_slot(this_house().config.instance):
        return hash_password(own.new_password)


@pages.post("/account/password")
@form(
    shows=show_account,
    needs=Permission.SIGNED_IN,
    accepts=OwnPasswordShape(),
    beforehand=_hashed,
)
def change_password(work: Work, _own: OwnPassword, password_hash: str) -> Go:
    """Change one's own password; every other session ends."""
    key = use_cases.change_own_password(work, password_hash)
    work.afterwards(lambda: keep_session(key))
    return Go("/account", told="Your password is changed. You were signed out everywhere else.")


# -- sessions ---------------------------------------------------------------------
@pages.post("/account/sign-out")
@form(shows=show_account, needs=Permission.SIGNED_IN, accepts=EndingShape())
def end_sessions(work: Work, ending: Ending) -> Go:
    """Sign out here, everywhere else, or everywhere."""
    if ending.where is Where.ELSEWHERE:
        use_cases.end_every_session(work, but_this_one=True)
        return Go("/account", told="You are signed in here only.")
    if ending.where is Where.HERE:
        use_cases.end_session(work)
    else:
        use_cases.end_every_session(work)
    work.afterwards(forget_session)
    return Go("/sign-in")


@pages.post("/account/sessions/<id:session_id>/end")
@form(shows=show_account, needs=Permission.SIGNED_IN, accepts=Nothing())
def end_one_session(work: Work, _body: object, session_id: str) -> Go:
    """Sign out at one other browser."""
    use_cases.end_one_session(work, session_id)
    return Go("/account", told="That browser is signed out.")


# -- clinics ----------------------------------------------------------------------
@pages.post("/account/clinic")
@form(shows=show_account, needs=Permission.SIGNED_IN, accepts=SwitchShape())
def switch_clinic(work: Work, switch: Switch) -> Go:
    """Go on in another clinic of one's own."""
    agent = request.headers.get("User-Agent", "")
    key, _ = use_cases.switch_clinic(work, switch.clinic_id, session_key() or "", agent=agent)
    work.afterwards(lambda: keep_session(key))
    return Go("/")
