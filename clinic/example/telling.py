"""The narrator: tells each step once, in order of time, each as a deed of its own.

Every step's name stands in the journal as the request it came from, written with what it did. So
a telling that was interrupted goes on where it ended, and no step is ever told twice.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from sqlalchemy import select

from clinic.paper.printed import Manuscript, Printed
from clinic.rulebook.actor import Actor
from clinic.work.journal import JournalEntry
from clinic.work.unit import Work

PREFIX = "example "
# where a step's subject is no row of a clinic, its id stands among the details
_IDS_IN_DETAILS = ("enrolled_user_id", "clinic_id")


class Perform(Protocol):
    """Do a deed in a work of its own: by whom, when, and under which name in the journal."""

    def __call__(
        self, actor: Actor, now: datetime, name: str | None, deed: Callable[[Work], object]
    ) -> None: ...


Told = Mapping[str, str]
Deed = Callable[[Work, Told], object]


@dataclass(frozen=True, slots=True)
class Step:
    """One deed of the story: when, by whom, what. Its name is also that of what it makes."""

    name: str
    when: datetime
    who: str
    deed: Deed


@dataclass(frozen=True, slots=True)
class PrintStep:
    """A deed with a document: prepared in one work, printed outside, archived in another."""

    name: str
    when: datetime
    who: str
    prepare: Callable[[Work, Told], Manuscript]
    issue: Callable[[Work, Told, Manuscript, Printed], object]


AnyStep = Step | PrintStep


def told_before(work: Work) -> dict[str, str]:
    """Answer the steps that the acting clinic's journal holds: name and what was made."""
    rows = work.session.scalars(
        select(JournalEntry)
        .where(
            JournalEntry.chain == work.actor.clinic,
            JournalEntry.request_id.startswith(PREFIX, autoescape=True),
        )
        .order_by(JournalEntry.seq)
    )
    return {(row.request_id or "").removeprefix(PREFIX): _made(row) for row in rows}


def _made(entry: JournalEntry | None) -> str:
    if entry is None:
        raise RuntimeError("A step of the story recorded nothing.")
    found = entry.subject_id or next(
        (entry.details[key] for key in _IDS_IN_DETAILS if key in entry.details), ""
    )
    return str(found)


@dataclass
class Narrator:
    """Tells steps. `cast`: who acts for a name, once that user is there."""

    perform: Perform
    print: Callable[[Manuscript], Printed]
    cast: Callable[[str, Told], Actor]
    told: dict[str, str] = field(default_factory=dict)

    def tell(self, steps: Iterable[AnyStep], *, shown: Callable[[], object]) -> None:
        """Tell what was not told yet, oldest first; `shown` after each."""
        for step in sorted(steps, key=lambda step: step.when):
            if step.name not in self.told:
                if isinstance(step, PrintStep):
                    self._print(step)
                else:
                    self._do(step, step.deed)
            shown()

    def _do(self, step: AnyStep, deed: Deed) -> None:
        made: list[str] = []

        def named(work: Work) -> None:
            deed(work, self.told)
            made.append(_made(work.entry))

        actor = self.cast(step.who, self.told)
        self.perform(actor, step.when, f"{PREFIX}{step.name}", named)
        # the last: a race that was lost is run again
        self.told[step.name] = made[-1]

    def _print(self, step: PrintStep) -> None:
        ready: list[Manuscript] = []
        actor = self.cast(step.who, self.told)
        self.perform(
            actor, step.when, None, lambda work: ready.append(step.prepare(work, self.told))
        )
        sheet = ready[-1]
        printed = self.print(sheet)
        self._do(step, lambda work, told: step.issue(work, told, sheet, printed))
