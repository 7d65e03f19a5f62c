"""The command-line door: one deed, one transaction, one clear line where it fails."""

from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

import click
from flask.cli import AppGroup
from sqlalchemy.exc import DBAPIError

from clinic.rulebook.actor import Actor, command
from clinic.rulebook.refusals import Refusal
from clinic.store.base import new_id
from clinic.web.house import this_house
from clinic.web.ready import migrate
from clinic.work.door import perform
from clinic.work.unit import Work

Answer = TypeVar("Answer")


class WrongUse(click.ClickException):
    """Options that cannot be understood, told in one line."""

    exit_code = 2


class Commands(AppGroup):
    """A group of commands, which says what was wrong with its options in one line, too."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; leave out the usage that click prints above the fault."""
        try:
            return super().invoke(ctx)
        except click.exceptions.NoArgsIsHelpError:
            raise
        except click.UsageError as error:
            raise WrongUse(_one_line(error.format_message())) from error


def fail(words: str) -> NoReturn:
    """End the command with one clear line."""
    raise click.ClickException(_one_line(words))


def _one_line(words: str) -> str:
    return " ".join(words.split())


def deed_of_command(actor: Actor, deed: Callable[[Work], Answer]) -> Answer:
    """Do a deed for a command; a fresh installation is set up first. Its refusal is recorded."""
    workshop = this_house().workshop
    try:
        migrate()
        try:
            return perform(workshop, actor, deed)
        except (Refusal, click.ClickException) as error:
            perform(workshop, command(), _note_refusal)
            fail(error.message if isinstance(error, click.ClickException) else str(error))
    except DBAPIError as error:
        fail(f"The database does not answer: {error.orig}")
    except OSError as error:
        fail(f"{error.filename or 'Palpate'}: {error.strerror or error}")


def _note_refusal(work: Work) -> None:
    work.record("command.refused")
    if work.entry is not None:
        work.entry.outcome = "refused"


def deed_on_a_new_clinic(deed: Callable[[Work], Answer]) -> Answer:
    """Do the deed that makes a clinic: its actor acts in the clinic that is about to be."""
    return deed_of_command(command(new_id(this_house().workshop.clock())), deed)
