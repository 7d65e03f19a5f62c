"""The first run: a page that makes the clinic and its owner, as long as there is no clinic."""

from http import HTTPStatus
from zoneinfo import ZoneInfo

from flask import Response, redirect, request
from marshmallow import ValidationError

from clinic.accounts import queries, use_cases
from clinic.accounts.pages.choices import countries, locales_with, zones
from clinic.accounts.pages.door import pages
from clinic.accounts.passwords import hash_password, hashing_slot
from clinic.accounts.rules import password_problem, slug_of
from clinic.accounts.schemas import FirstRun, FirstRunShape
from clinic.rulebook.actor import NOBODY, Actor
from clinic.rulebook.permissions import Role
from clinic.rulebook.refusals import Conflict, Invalid, Refusal
from clinic.web.browser import keep_session, session_key
from clinic.web.forms import body_of
from clinic.web.house import this_house
from clinic.web.page import errors_of, open_to_all
from clinic.web.shapes import problems
from clinic.web.shown import shown_alone
from clinic.web.visit import in_work, visit

_UTC = ZoneInfo("UTC")


@pages.get("/start")
@open_to_all
def show_start() -> Response:
    """Show the first-run page, as long as there is no clinic."""
    _check_it_is_the_first_run()
    return _page()


@pages.post("/start")
@open_to_all
def start() -> Response:
    """Make the first clinic and its owner, and sign the owner in."""
    _check_it_is_the_first_run()
    try:
        first = _read()
        owner = _found(first)
    except (Invalid, Conflict) as error:
        return _page(error)
    agent, ended = request.headers.get("User-Agent", ""), session_key()
    keep_session(
        in_work(
            owner,
            lambda work: use_cases.begin_session(work, None, agent=agent, ended_key=ended),
        )
    )
    visit().actor = owner
    return redirect("/", HTTPStatus.SEE_OTHER)  # type: ignore[return-value]


def _check_it_is_the_first_run() -> None:
    if not in_work(NOBODY, lambda work: queries.is_empty(work.session), reads_only=True):
        raise use_cases.SetUpAlready


def _read() -> FirstRun:
    shape = FirstRunShape()
    try:
        first: FirstRun = shape.load(body_of(shape, request.form, _UTC))
    except ValidationError as error:
        raise Invalid(problems(error.messages_dict)) from error
    if problem := password_problem(first.password, email=first.owner_email, name=first.owner_name):
        raise Invalid.at("/password", problem)
    if first.password != first.again_password:
        raise Invalid.at("/again_password", "The two passwords are not the same.")
    return first


def _found(first: FirstRun) -> Actor:
    house = this_house()
    with hashing_slot(house.config.instance):
        password_hash = hash_password(first.password)
    new = use_cases.NewClinic(
        first.name, slug_of(first.name), first.country, first.time_zone, first.locale
    )
    owner = use_cases.FirstOwner(first.owner_name, first.owner_email, password_hash)
    # the clinic is not there yet: whoever makes it acts in it already
    founder = Actor(use_cases.new_clinic_id(house.workshop.clock()), kind="first_run")
    user_id = in_work(founder, lambda work: use_cases.found_first_clinic(work, new, owner).id)
    return Actor(founder.clinic, user_id, frozenset({Role.OWNER}), kind="session")


def _page(refusal: Refusal | None = None) -> Response:
    told = {
        "zones": zones(),
        "countries": countries(),
        "locales": locales_with(),
        "errors": {} if refusal is None else errors_of(refusal),
        "typed": None if refusal is None else request.form,
    }
    status = HTTPStatus.OK if refusal is None else refusal.status
    return shown_alone("accounts/start.html", told, status=status)
