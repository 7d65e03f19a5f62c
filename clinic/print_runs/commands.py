"""The command line of print runs: the worker that prints what is queued."""

import logging
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError

from clinic.paper.printed import PressBusy, Printed, PrintFailed, Why
from clinic.paper.printing import Press, PressLimits
from clinic.print_runs import queries, use_cases
from clinic.print_runs.rules import (
    MOST_TRIES,
    WORKER_DIED,
    Fails,
    Failure,
    Taken,
    words_of,
    words_of_press,
)
from clinic.rulebook.actor import Actor, command
from clinic.rulebook.refusals import Busy, Conflict, Refusal
from clinic.web.command import fail
from clinic.web.house import House, this_house
from clinic.web.ready import migrate
from clinic.work.door import perform

_LOG = logging.getLogger(__name__)
# seconds between two looks at an empty queue
_PAUSE = 1.0
# how far it steps back behind the people who click (nice)
_STEPS_BACK = 10
# presses of workers beside each other; they take none of the places of people who click
_SLOTS = 4


@click.command("worker")
@click.option("--once", is_flag=True, help="End when the queue is empty.")
@click.option("--beside", type=int, metavar="PID", help="End with the server of this process id.")
@with_appcontext
def worker(*, once: bool, beside: int | None) -> None:
    """Print what print runs have queued, until it is ended; more than one may work at once."""
    house = this_house()
    press = Press(house.config.instance / "press-worker", PressLimits(slots=_SLOTS))
    line = _Line(house, press)
    if beside is not None:
        os.nice(_STEPS_BACK)
    try:
        migrate()
        with _told_to_end() as is_ending:
            while not is_ending() and beside in {None, os.getppid()}:
                if line.print_some():
                    continue
                if once and not line.is_any_left():
                    break
                time.sleep(_PAUSE)
    except DBAPIError as error:
        fail(f"The database does not answer: {error.orig}")
    finally:
        press.close()


@contextmanager
def _told_to_end() -> Iterator[Callable[[], bool]]:
    """Let a signal end the worker after the sheet in hand."""
    signals: list[int] = []
    before = {
        ends: signal.signal(ends, lambda number, _frame: signals.append(number))
        for ends in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield lambda: bool(signals)
    finally:
        for ends, handler in before.items():
            signal.signal(ends, handler)


class _Line:
    """One worker's line: items are taken, prepared, printed and archived one after another."""

    def __init__(self, house: House, press: Press) -> None:
        self._house = house
        self._press = press

    def _clinics(self) -> list[str]:
        workshop = self._house.workshop
        return list(perform(workshop, command(), queries.clinic_ids, reads_only=True))

    def print_some(self) -> bool:
        """Print one item of each clinic that has any; tell whether there was one."""
        found = False
        for clinic_id in self._clinics():
            taken = self._take(clinic_id)
            if taken is not None:
                found = self._print(clinic_id, taken) or found
        return found

    def is_any_left(self) -> bool:
        """Tell whether anything waits, or is in the hands of another worker."""
        return any(
            perform(self._house.workshop, _for(clinic), queries.has_open_item, reads_only=True)
            for clinic in self._clinics()
        )

    def _take(self, clinic_id: str) -> Taken | None:
        workshop, actor = self._house.workshop, _for(clinic_id)
        try:
            if perform(workshop, actor, queries.has_free_item, reads_only=True):
                return perform(workshop, actor, use_cases.take_item)
        except Busy:
            pass
        return None

    def _print(self, clinic_id: str, taken: Taken) -> bool:
        """Print one item, or say why not; tell whether the line may go on at once."""
        workshop, actor = self._house.workshop, _for(clinic_id, taken.by)
        try:
            self._issue(actor, taken)
        except PressBusy:
            perform(workshop, actor, lambda w: use_cases.put_back(w, taken, counts=False))
            return False
        except Busy:
            return False  # the lease will end
        except (Fails, PrintFailed, Refusal) as error:
            why = _why_not(error, is_last_try=taken.tries >= MOST_TRIES)
            deed = use_cases.put_back if why is None else partial(use_cases.fail_item, why=why)
            perform(workshop, actor, lambda w: deed(w, taken))
        return True

    def _issue(self, actor: Actor, taken: Taken) -> None:
        workshop, base_url = self._house.workshop, self._house.config.base_url
        if taken.tries > MOST_TRIES:
            raise Fails(Failure.WORKER_DIED, WORKER_DIED)
        sheet = perform(
            workshop,
            actor,
            lambda w: use_cases.prepare_item(w, taken, base_url),
            reads_only=True,
        )
        printed: Printed | None = None
        if sheet is not None:
            # between two short transactions, never inside one
            printed = self._press.print_out(sheet)
        perform(workshop, actor, lambda w: use_cases.finish_item(w, taken, sheet, printed))


def _for(clinic_id: str, user_id: str | None = None) -> Actor:
    """Answer the worker as the actor: in one clinic, for whoever began the run."""
    return Actor(clinic_id=clinic_id, user_id=user_id, kind="worker")


def _why_not(error: Fails | PrintFailed | Refusal, *, is_last_try: bool) -> Fails | None:
    """Answer why an item fails; None: it says nothing of the sheet, which is tried again."""
    if isinstance(error, Fails):
        return error
    if isinstance(error, PrintFailed):
        _LOG.error("print failed in a run: %s", error)
        why = Fails(Failure.NOT_PRINTABLE, words_of_press(error))
        was_ended_from_outside = error.why is Why.DIED
        return None if was_ended_from_outside and not is_last_try else why
    # a bare conflict: the plan was changed while it was printed
    if type(error) is Conflict and not is_last_try:
        return None
    return Fails(Failure.NEEDS_A_CLINICIAN, words_of(error))
