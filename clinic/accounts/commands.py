"""The command line of accounts: clinic create, user create, token create."""

import re
import sys
from datetime import timedelta

import click
from email_validator import EmailNotValidError, validate_email
from sqlalchemy.orm import Session

from clinic.accounts import queries, use_cases
from clinic.accounts.models import Clinic
from clinic.accounts.passwords import hash_password
from clinic.accounts.rules import LOCALE, LONGEST_SLUG, password_problem
from clinic.rulebook.actor import command
from clinic.rulebook.permissions import Role
from clinic.web.command import Commands, deed_of_command, deed_on_a_new_clinic, fail
from clinic.work.unit import Work

clinics = Commands("clinic", help="Clinics of this installation.")
users = Commands("user", help="Users and their roles.")
tokens = Commands("token", help="Tokens for programs.")

_LONGEST_LINE, _LONGEST_LOCALE, _COUNTRY_LETTERS = 200, 20, 2
_SLUG_WORDS = "Only small letters, digits and single hyphens, at most 60, like banksia-lane."


def _slug(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    parts = value.split("-")
    if len(value) > LONGEST_SLUG or not all(
        p.isalnum() and p.isascii() and p == p.lower() for p in parts
    ):
        fail(f"--slug: {_SLUG_WORDS}")
    return value


def _line(_context: click.Context, parameter: click.Parameter, value: str) -> str:
    text = value.strip()
    if not text or len(text) > _LONGEST_LINE or not text.isprintable():
        fail(f"--{parameter.name}: one line of 1 to 200 characters.")
    return text


def _label(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    if len(value) > _LONGEST_LINE or not value.isprintable():
        fail("--label: one line of at most 200 characters.")
    return value.strip()


def _locale(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    if not re.fullmatch(LOCALE, value) or len(value) > _LONGEST_LOCALE:
        fail(f"--locale: a language and a country like en-AU, not {value[:20]!r}.")
    return value


def _email(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    try:
        found = validate_email(value, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        fail(f"--email: {value[:100]!r} is not an e-mail address.")
    return found.normalized.lower()


def _clinic(session: Session, slug: str) -> Clinic:
    clinic = queries.clinic_with_slug(session, slug)
    if clinic is None:
        fail(f"There is no clinic with the slug {slug!r}.")
    return clinic


@clinics.command("create")
@click.option("--name", required=True, callback=_line, help="As it stands on the letterhead.")
@click.option("--slug", required=True, callback=_slug, help=_SLUG_WORDS)
@click.option("--country", default="AU", show_default=True, help="Two letters.")
@click.option("--time-zone", default="Australia/Melbourne", show_default=True)
@click.option("--locale", default="en-AU", show_default=True, callback=_locale)
def create_clinic(name: str, slug: str, country: str, time_zone: str, locale: str) -> None:
    """Make a clinic."""
    if len(country) != _COUNTRY_LETTERS or not country.isalpha() or not country.isascii():
        fail("--country: two letters, like AU.")
    new = use_cases.NewClinic(name, slug, country.upper(), time_zone, locale)
    deed_on_a_new_clinic(lambda work: use_cases.create_clinic(work, new))
    click.echo(f"Clinic {name} ({slug}) is there.")


@users.command("create")
@click.option("--email", required=True, callback=_email)
@click.option("--name", required=True, callback=_line)
@click.option("--clinic", "slug", required=True, help="The clinic's slug.")
@click.option(
    "--role",
    "roles",
    required=True,
    multiple=True,
    type=click.Choice([r.value for r in Role]),
    help="Again for more.",
)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def create_user(
    email: str, name: str, slug: str, roles: tuple[str, ...], *, password_stdin: bool
) -> None:
    """Make a user, or give a known one this clinic or further roles."""

    def look(session: Session) -> tuple[str, bool]:
        return _clinic(session, slug).id, queries.user_with_email(session, email) is not None

    clinic_id, is_known = deed_of_command(command(), lambda work: look(work.session))
    password_hash = None if is_known else _new_password(email, name, from_stdin=password_stdin)
    if is_known and password_stdin:
        sys.stdin.read()
    wanted = [Role(role) for role in roles]
    deed_of_command(
        command(clinic_id),
        lambda work: use_cases.create_user(
            work, email=email, name=name, roles=wanted, password_hash=password_hash
        ),
    )
    known = " was known; name and password stay as they are" if is_known else ""
    click.echo(f"{email} is {', '.join(roles)} in {slug}{known}.")


def _new_password(email: str, name: str, *, from_stdin: bool) -> str:
    if from_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    if problem := password_problem(password, email=email, name=name):
        fail(problem)
    return hash_password(password)


@tokens.command("create")
@click.option("--email", required=True, callback=_email)
@click.option("--clinic", "slug", required=True, help="The clinic's slug.")
@click.option("--label", default="", callback=_label, help="What the token is for.")
@click.option("--days", type=click.IntRange(1, 3650), help="Days until it expires; none: never.")
def create_token(email: str, slug: str, label: str, days: int | None) -> None:
    """Make a token and print it, alone. It is shown once and kept only as a hash."""
    clinic_id = deed_of_command(command(), lambda work: _clinic(work.session, slug).id)

    def make(work: Work) -> str:
        user = queries.user_with_email(work.session, email)
        if user is None:
            fail(f"There is no user {email}.")
        until = None if days is None else work.now + timedelta(days=days)
        return use_cases.create_token(work, user, label=label, expires_at=until)

    click.echo(deed_of_command(command(clinic_id), make))
