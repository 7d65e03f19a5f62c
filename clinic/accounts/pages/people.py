"""Who works in the clinic: roles, new people, new passwords, and who leaves."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clinic.accounts import queries, use_cases
from clinic.accounts.models import User
from clinic.accounts.pages.choices import ROLE_OPENS, ROLE_WORDS, ROLES
from clinic.accounts.pages.door import pages
from clinic.accounts.passwords import hash_password, hashing_slot, made_password
from clinic.accounts.rules import password_problem
from clinic.accounts.schemas import (
    GivenPassword,
    GivenPasswordShape,
    NewUser,
    NewUserShape,
    Roles,
    RolesShape,
)
from clinic.rulebook.permissions import Permission, Role
from clinic.rulebook.refusals import Invalid
from clinic.web.house import this_house
from clinic.web.page import Go, ShownOnce, form, page
from clinic.web.shapes import Nothing
from clinic.web.visit import in_work, visit
from clinic.work.unit import Work


@dataclass(frozen=True, slots=True)
class Hashed:
    """A password ready to be kept; `made` is the word itself where we made it, to be shown once."""

    hash: str
    made: str = ""


def _hashed(typed: str, *, email: str, name: str) -> Hashed:
    """Check and hash a password that was typed, or make one."""
    if typed and (problem := password_problem(typed, email=email, name=name)):
        raise Invalid.at("/password", problem)
    made = "" if typed else made_password()
    with hashing_slot(this_house().config.instance):
        return Hashed(hash_password(typed or made), made)


# -- everybody --------------------------------------------------------------------
@pages.get("/clinic/users")
@page("accounts/users.html", needs=Permission.CLINIC)
def list_users(work: Work) -> Mapping[str, Any]:
    """List who works in this clinic, by name."""
    members, seen = queries.members(work), queries.last_seen(work)
    users = [(queries.member(work, user_id), roles) for user_id, roles in members.items()]
    return {
        "people": [
            {
                "id": user.id,
                "name": user.name,
                "email": user.email,
                "roles": [ROLE_WORDS[role] for role in Role if role in roles],
                "seen_at": seen.get(user.id),
                "has_password": user.password_hash is not None,
                "is_me": user.id == work.actor.user_id,
            }
            for user, roles in sorted(users, key=lambda pair: pair[0].name.casefold())
        ],
        "opens": ROLE_OPENS,
    }


# -- somebody new -----------------------------------------------------------------
@pages.get("/clinic/users/new")
@page("accounts/new_user.html", needs=Permission.CLINIC)
def new_user(work: Work) -> Mapping[str, Any]:  # noqa: ARG001 (a page is asked in a work)
    """Show the form for somebody new."""
    return {"roles": ROLES, "opens": ROLE_OPENS}


def _hashed_for_new(new: NewUser) -> Hashed:
    return _hashed(new.password, email=new.email, name=new.name)


@pages.post("/clinic/users/new")
@form(shows=new_user, needs=Permission.CLINIC, accepts=NewUserShape(), beforehand=_hashed_for_new)
def enrol_user(work: Work, new: NewUser, hashed: Hashed) -> Go | ShownOnce:
    """Take somebody into the clinic; a password that we made is shown once."""
    user, was_known = use_cases.enrol_user(
        work, email=new.email, name=new.name, roles=new.roles, password_hash=hashed.hash
    )
    if was_known:
        told = f"{user.email} was known: name and password stay as they are. The roles are added."
        return Go("/clinic/users", told=told)
    if not hashed.made:
        return Go("/clinic/users", told=f"{user.name} can sign in now.")
    return _password_page(user, hashed.made, is_new=True)


def _password_page(user: User, password: str, *, is_new: bool) -> ShownOnce:
    return ShownOnce(
        "accounts/password_made.html",
        {"who": user, "password": password, "is_new": is_new},
        Go(
            f"/clinic/users/{user.id}",
            told="This was done already, and the password shown once. If it is lost, set another.",
        ),
    )


# -- one of them ------------------------------------------------------------------
@pages.get("/clinic/users/<id:user_id>")
@page("accounts/user.html", needs=Permission.CLINIC)
def show_user(work: Work, user_id: str) -> Mapping[str, Any]:
    """Show somebody's roles, and what can be done about how they get in."""
    user = queries.member(work, user_id)
    roles = queries.roles_of(work.session, work.actor.clinic, user_id)
    return {
        "who": user,
        "has": sorted(roles),
        "etag": queries.etag_of_roles(user_id, roles),
        "roles": ROLES,
        "opens": ROLE_OPENS,
        "is_me": user_id == work.actor.user_id,
        "is_elsewhere": queries.belongs_elsewhere(work.session, work.actor.clinic, user_id),
    }


@pages.post("/clinic/users/<id:user_id>/roles")
@form(shows=show_user, needs=Permission.CLINIC, accepts=RolesShape())
def change_roles(work: Work, wanted: Roles, user_id: str) -> Go:
    """Give somebody exactly these roles."""
    user = use_cases.change_roles(work, user_id, wanted.roles)
    is_out = user_id == work.actor.user_id and Role.OWNER not in wanted.roles
    return Go("/" if is_out else "/clinic/users", told=f"The roles of {user.name} are changed.")


def _hashed_for_known(given: GivenPassword, user_id: str) -> Hashed:
    def ask(work: Work) -> tuple[str, str]:
        user = use_cases.check_password_may_be_set(work, user_id)
        return user.email, user.name

    email, name = in_work(visit().actor, ask, reads_only=True)
    return _hashed(given.password, email=email, name=name)


@pages.post("/clinic/users/<id:user_id>/password")
@form(
    shows=show_user,
    needs=Permission.CLINIC,
    accepts=GivenPasswordShape(),
    beforehand=_hashed_for_known,
)
def set_password(work: Work, _given: GivenPassword, hashed: Hashed, user_id: str) -> Go | ShownOnce:
    """Give somebody a new password and sign them out; one that we made is shown once."""
    user = use_cases.set_password(work, user_id, hashed.hash)
    if hashed.made:
        return _password_page(user, hashed.made, is_new=False)
    told = f"{user.name} has a new password and was signed out everywhere."
    return Go(f"/clinic/users/{user_id}", told=told)


@pages.post("/clinic/users/<id:user_id>/remove")
@form(shows=show_user, needs=Permission.CLINIC, accepts=Nothing())
def remove_user(work: Work, _body: object, user_id: str) -> Go:
    """Take somebody out of the clinic."""
    user = use_cases.remove_user(work, user_id)
    is_out = user_id == work.actor.user_id
    told = f"{user.name} is out of the clinic: signed out, and their tokens are revoked."
    return Go("/" if is_out else "/clinic/users", told="" if is_out else told)
