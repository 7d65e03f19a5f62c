"""The command line of the example clinic: example."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import click
from filelock import FileLock
from flask.cli import with_appcontext
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from clinic.accounts import queries
from clinic.accounts import use_cases as accounts
from clinic.accounts.models import AccessToken
from clinic.accounts.rules import EXAMPLE_PASSWORD
from clinic.example.days import ZONE
from clinic.example.founding import NAME, SLUG, TEAM, cast, first_step, told_from
from clinic.example.narrative import all_steps
from clinic.example.telling import PREFIX, Narrator, told_before
from clinic.paper.printed import PressBusy, PrintFailed
from clinic.rulebook.actor import Actor, command
from clinic.rulebook.refusals import Refusal
from clinic.store.base import new_id
from clinic.web.command import deed_of_command, fail
from clinic.web.house import House, this_house
from clinic.work.door import perform
from clinic.work.unit import Caller, Work, local_day

_LABEL = "printed by flask example"
_END = "told to the end"
_HOLDER = TEAM[0]


@click.command("example", help="Add an example clinic for trying, and print how to sign in.")
@with_appcontext
def example() -> None:
    """Tell the example clinic where it is not told yet, and print a fresh token."""
    house = this_house()
    deed_of_command(command(), _clinic_id)  # sets a fresh installation up
    house.config.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    with FileLock(house.config.instance / "example.lock"):
        clinic_id = _tell(house, deed_of_command(command(), _clinic_id))
        token = _fresh_token(clinic_id)
    click.echo(_how_to_sign_in(house.config.base_url, token))


def _clinic_id(work: Work) -> str | None:
    clinic = queries.clinic_with_slug(work.session, SLUG)
    return None if clinic is None else clinic.id


def _tell(house: House, clinic_id: str | None) -> str:
    """Tell what is not told yet, and answer the clinic's id."""
    today = local_day(house.workshop.clock(), ZONE)
    told: dict[str, str] = {}
    if clinic_id is None:
        clinic_id = new_id(first_step(today).when)
    else:
        told = deed_of_command(command(clinic_id), told_before)
        if _END in told:
            return clinic_id
        begun = told_from(told)
        if begun is None:
            fail(f"A clinic with the slug {SLUG!r} is there already, and it is not the example.")
        today = begun
    acting = clinic_id
    narrator = Narrator(
        perform=_performer(house),
        print=house.press.print_out,
        cast=lambda who, told: cast(acting, who, told),
        told=told,
    )
    steps = all_steps(today, house.config.base_url)
    try:
        with _progress(len(steps)) as shown:
            narrator.tell(steps, shown=shown)
    except DBAPIError as error:
        fail(f"The database does not answer: {error.orig}")
    except (Refusal, PrintFailed, PressBusy, OSError) as error:
        fail(f"The example clinic could not be told to its end: {error} Run this again to go on.")
    finally:
        house.press.close()
    return clinic_id


def _performer(house: House) -> "Callable[..., None]":
    def do(actor: Actor, now: datetime, name: str | None, deed: Callable[[Work], object]) -> None:
        perform(house.workshop, actor, deed, now=now, caller=Caller(request_id=name))

    return do


@contextmanager
def _progress(length: int) -> Iterator[Callable[[], object]]:
    """Show how far it is, where somebody sits at a terminal; standard output stays clean."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    with click.progressbar(length=length, label="The example clinic", file=sys.stderr) as bar:
        yield lambda: bar.update(1)


def _fresh_token(clinic_id: str) -> str:
    """Make a token for the owner; the one that was printed before ends."""

    def printed_before(work: Work) -> list[str]:
        mine = select(AccessToken.id).where(
            AccessToken.clinic_id == clinic_id,
            AccessToken.label == _LABEL,
            AccessToken.revoked_at.is_(None),
        )
        return list(work.session.scalars(mine))

    def revoke(token_id: str) -> Callable[[Work], object]:
        return lambda work: accounts.revoke_token(work, token_id)

    def make(work: Work) -> str:
        user = queries.user_with_email(work.session, _HOLDER.email)
        if user is None:
            fail(f"There is no user {_HOLDER.email} any more.")
        # this entry is the mark of a clinic that is told to its end
        work.caller.request_id = f"{PREFIX}{_END}"
        return accounts.create_token(work, user, label=_LABEL)

    actor = command(clinic_id)
    for token_id in deed_of_command(actor, printed_before):
        deed_of_command(actor, revoke(token_id))
    return deed_of_command(actor, make)


def _how_to_sign_in(base_url: str, token: str) -> str:
    """Say who works there, with which password and token, and what to try first."""
    widths = [max(len(line[at]) for line in _lines()) for at in range(2)]
    people = [
        f"  {email:<{widths[0]}}  {roles:<{widths[1]}}  {name}" for email, roles, name in _lines()
    ]
    return "\n".join(
        (
            f"{NAME}: an example clinic, for trying only. Nobody in it is real;",
            "keep no real patient here, for everybody knows its password.",
            "",
            f"  Address   {base_url}",
            f"  Password  {EXAMPLE_PASSWORD}",
            "",
            *people,
            "",
            f"  Token     {token}",
            f"            {_HOLDER.name}'s; each run prints a new one and ends the one before.",
            "",
            f'  curl -H "Authorization: Bearer {token}" {base_url}/api/v1/me',
        )
    )


def _lines() -> list[tuple[str, str, str]]:
    return [(one.email, ", ".join(one.roles), one.name) for one in TEAM]
