"""`Work`: what a deed is given: one clinic's session, the actor, the time, the journal."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.sql.base import ExecutableOption

from clinic.rulebook.actor import Actor
from clinic.rulebook.refusals import Invalid, NotFound, PreconditionMissing, Stale
from clinic.store.base import OfClinic, new_id
from clinic.work.journal import SYSTEM_CHAIN, JournalEntry

Row = TypeVar("Row", bound=OfClinic)


class UnrecordedWrite(Exception):
    """Rows changed and no audit entry was made: a fault of the deed, rolled back."""


@dataclass(frozen=True, slots=True)
class Precondition:
    """What If-Match said. `needed`: a change without it is refused."""

    etags: tuple[str, ...] | None
    needed: bool

    def check(self, etag: str) -> None:
        """Refuse a change of a version that the client has not seen."""
        if self.etags is None:
            if self.needed:
                raise PreconditionMissing
        elif "*" not in self.etags and etag not in self.etags:
            raise Stale(etag)


def etag_of(row: OfClinic) -> str:
    """Answer the strong ETag of a row."""
    return f'"{row.id}.{row.version}"'


@dataclass
class Caller:
    """Where a deed came from, for the journal."""

    address: str | None = None
    request_id: str | None = None


# what follows from a deed in rooms above it, named once in clinic/app.py
Consequences = Mapping[str, Sequence[Callable[..., Any]]]


@dataclass
class Work:
    """One transaction of one actor. Use cases take it first; only `work.door` commits."""

    session: Session
    actor: Actor
    now: datetime
    caller: Caller = field(default_factory=Caller)
    precondition: Precondition | None = None
    consequences: Consequences = field(default_factory=dict)
    entry: JournalEntry | None = None
    is_recorded: bool = False
    _later: list[Callable[[], None]] = field(default_factory=list)

    # -- rows ---------------------------------------------------------------
    def new(self, kind: type[Row], /, **columns: Any) -> Row:
        """Make a row of the acting clinic, with its id and time, and send it to the database.

        At once, because rows know each other by foreign keys alone: what is made first is there.
        """
        make: Callable[..., Row] = kind
        row = make(
            id=new_id(self.now),
            clinic_id=self.actor.clinic,
            created_at=self.now,
            version=1,
            **columns,
        )
        self.session.add(row)
        self.session.flush()
        return row

    def find(self, kind: type[Row], row_id: str | None, *loading: ExecutableOption) -> Row:
        """Answer one row of the acting clinic; `loading` says what else of it is read at once.

        Raises:
            NotFound: absent or another clinic's.

        """
        asked = select(kind).where(kind.id == row_id).options(*loading)
        row = self.session.scalar(asked) if row_id else None
        if row is None:
            raise NotFound
        return row

    def named(self, kind: type[Row], row_id: str, pointer: str) -> Row:
        """Answer the row that a body names.

        Raises:
            Invalid: absent or another clinic's, alike (422 at the pointer).

        """
        row = self.session.scalar(select(kind).where(kind.id == row_id))
        if row is None:
            raise Invalid.at(pointer, "There is nothing with this id.")
        return row

    def claim(self, kind: type[Row], row_id: str) -> Row:
        """Answer one row for change: locked, and in the version that If-Match named.

        Raises:
            NotFound, PreconditionMissing, Stale: in this order.

        """
        row = self.session.scalar(
            select(kind)
            .where(kind.id == row_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        if row is None:
            raise NotFound
        if self.precondition is not None:
            self.precondition.check(etag_of(row))
            self.precondition = None
        return row

    def lock(self, row: Row) -> Row:
        """Lock a row that was found, and read it again."""
        self.session.refresh(row, with_for_update=True)
        return row

    def touch(self, row: OfClinic) -> None:
        """Raise the row's version: it, or something it is made of, changed."""
        row.version += 1

    def change(self, row: OfClinic, changes: Mapping[str, Any]) -> list[str]:
        """Set the columns that differ, raise the version if any did, and answer their names."""
        changed = [name for name, value in changes.items() if getattr(row, name) != value]
        for name in changed:
            setattr(row, name, changes[name])
        if changed:
            self.touch(row)
        return changed

    # -- the journal --------------------------------------------------------
    def record(
        self,
        event: str,
        subject: OfClinic | None = None,
        *,
        patient_id: str | None = None,
        fields: Iterable[str] = (),
        **ids: str | int | list[str] | None,
    ) -> None:
        """Say what this work does: one entry per work, `room.verbed`, ids and field names only."""
        if self.is_recorded:
            raise RuntimeError(f"{event}: this work is recorded already; use also().")
        details: dict[str, Any] = {k: v for k, v in ids.items() if v is not None}
        if names := sorted(fields):
            details["fields"] = names
        self.entry = JournalEntry(
            id=new_id(self.now),
            chain=self.actor.clinic_id or SYSTEM_CHAIN,
            at=self.now,
            actor_kind=self.actor.kind,
            user_id=self.actor.user_id,
            token_id=self.actor.token_id,
            address=self.caller.address,
            request_id=self.caller.request_id,
            event=event,
            outcome="done",
            subject_kind=None if subject is None else str(getattr(subject, "__tablename__", "")),
            subject_id=None if subject is None else subject.id,
            patient_id=patient_id,
            details=details,
        )
        self.is_recorded = True

    def also(self, event: str, subject: OfClinic) -> None:
        """Add to the entry what else this deed brought about."""
        if self.entry is None:
            raise RuntimeError(f"{event}: record the deed before what follows from it.")
        more = [*self.entry.details.get("also", []), f"{event} {subject.id}"]
        self.entry.details = {**self.entry.details, "also": more}

    def record_once_a_minute(
        self, event: str, subject: OfClinic, *, patient_id: str | None = None
    ) -> None:
        """Record, unless the same user left the same entry within the last minute (autosave)."""
        recent = self.session.scalar(
            select(JournalEntry.id).where(
                JournalEntry.subject_id == subject.id,
                JournalEntry.event == event,
                JournalEntry.user_id == self.actor.user_id,
                JournalEntry.at > self.now - timedelta(minutes=1),
                JournalEntry.at <= self.now,
            )
        )
        if recent is None:
            self.record(event, subject, patient_id=patient_id)
        self.is_recorded = True

    def needs_no_entry(self) -> None:
        """Say that what this work writes is no deed: what it serves leaves the entry."""
        self.is_recorded = True

    # -- what follows -------------------------------------------------------
    def tell(self, event: str, **facts: Any) -> None:
        """Let the rooms above do what follows from `event`, in this same transaction."""
        for follow in self.consequences.get(event, ()):
            follow(self, **facts)

    def ask(self, question: str, **facts: Any) -> list[Any]:
        """Answer what the rooms above know of `question`: all their answers, one after another."""
        asked = self.consequences.get(question, ())
        return [answer for room in asked for answer in room(self, **facts)]

    def afterwards(self, deed: Callable[[], None]) -> None:
        """Do this after the commit, and never if there is none."""
        self._later.append(deed)

    def take_later(self) -> list[Callable[[], None]]:
        """Hand over what waits for the commit."""
        later, self._later = self._later, []
        return later


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    """Answer the clinic's day of an instant."""
    return moment.astimezone(zone).date()
