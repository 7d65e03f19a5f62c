"""The only place that begins and ends a transaction, and that scopes a session to one clinic."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar, cast

from sqlalchemy import Engine, Insert, event, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, with_loader_criteria
from sqlalchemy.orm.exc import StaleDataError

from clinic.rulebook.actor import Actor
from clinic.rulebook.refusals import Busy, Conflict
from clinic.store.base import OfClinic
from clinic.store.database import db
from clinic.work.journal import Anchors, JournalEntry, JournalHead, append, chain_key
from clinic.work.unit import Caller, Consequences, Precondition, UnrecordedWrite, Work

Answer = TypeVar("Answer")

TRIES = 4
_UNIQUE = "23505"
# PostgreSQL: serialization failure, deadlock, lock not to be had in time
_TRY_AGAIN = {"40001", "40P01", "55P03"}
# and: the statement took longer than it may
_TOO_BUSY = {*_TRY_AGAIN, "57014"}


def _utc_now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 (the one clock of the house)


@dataclass
class Workshop:
    """What every work of an app shares: the journal's key, the clock, what follows from what."""

    secret: str
    anchors: Anchors
    clock: Callable[[], datetime] = _utc_now
    consequences: Consequences = field(default_factory=dict)
    _key: bytes | None = None

    @property
    def key(self) -> bytes:
        """The audit chain's key, derived once."""
        if self._key is None:
            self._key = chain_key(self.secret)
        return self._key


class _ClinicSession(Session):
    """A session that sees, and may make, only the rows of one clinic."""


@event.listens_for(_ClinicSession, "do_orm_execute")
def _see_one_clinic(state: ORMExecuteState) -> None:
    session = state.session
    if state.is_insert or state.is_update or state.is_delete:
        session.info["wrote"] = True
    if state.is_insert:
        _refuse_foreign_rows(state)
    if state.is_column_load or state.is_relationship_load:
        return
    clinic_id = session.info["clinic_id"]
    state.statement = state.statement.options(
        with_loader_criteria(
            OfClinic,
            lambda row: row.clinic_id == clinic_id,
            include_aliases=True,
            propagate_to_loaders=False,
        )
    )


def _refuse_foreign_rows(state: ORMExecuteState) -> None:
    """Hold inserts in bulk to the same rule as rows that are added."""
    mapper = state.bind_mapper
    if mapper is None or not issubclass(mapper.class_, OfClinic):
        return
    sent = state.parameters or cast(Insert, state.statement).compile().params
    rows = sent if isinstance(sent, Sequence) else [sent]
    if any(row.get("clinic_id") != state.session.info["clinic_id"] for row in rows):
        raise PermissionError(f"Rows of {mapper.class_.__name__} belong to another clinic.")


@event.listens_for(_ClinicSession, "after_flush")
def _notice_writes(session: Session, _context: UOWTransaction) -> None:
    rows = [*session.new, *session.dirty, *session.deleted]
    if any(not isinstance(row, (JournalEntry, JournalHead)) for row in rows):
        session.info["wrote"] = True


@event.listens_for(_ClinicSession, "before_flush")
def _keep_to_one_clinic(session: Session, _context: UOWTransaction, _rows: object) -> None:
    for row in (*session.new, *session.dirty):
        if isinstance(row, OfClinic) and row.clinic_id != session.info["clinic_id"]:
            raise PermissionError(f"{row!r} belongs to another clinic.")


def _session(engine: Engine, clinic_id: str | None, *, reads_only: bool) -> _ClinicSession:
    session = _ClinicSession(engine, expire_on_commit=False, autoflush=True)
    if reads_only:
        session.connection(execution_options={"sqlite_begin": "DEFERRED"})
    session.info["clinic_id"] = clinic_id
    session.info["wrote"] = False
    if engine.dialect.name == "postgresql":
        # row-level security, the second line: policies compare with this
        session.execute(
            text("SELECT set_config('app.clinic', :clinic, true)"), {"clinic": clinic_id or ""}
        )
    return session


@contextmanager
def begin_work(  # noqa: PLR0913 (each is named where it is needed)
    workshop: Workshop,
    actor: Actor,
    *,
    engine: Engine | None = None,
    caller: Caller | None = None,
    precondition: Precondition | None = None,
    now: datetime | None = None,
    reads_only: bool = False,
) -> Iterator[Work]:
    """Begin a transaction, hand out the work, and commit it with its audit entry, or nothing.

    `reads_only` spares SQLite's write lock while the deed reads: its audit entry is then written in
    a short transaction of its own before anything is answered. A write in such a work may find
    the database busy.

    Raises:
        UnrecordedWrite: rows changed and the deed recorded nothing.

    """
    bound = engine or db.engine
    session = _session(bound, actor.clinic_id, reads_only=reads_only)
    work = Work(
        session=session,
        actor=actor,
        now=now or workshop.clock(),
        caller=caller or Caller(),
        precondition=precondition,
        consequences=workshop.consequences,
    )
    try:
        yield work
        session.flush()
        if session.info["wrote"] and not work.is_recorded:
            raise UnrecordedWrite("Rows changed, but the deed recorded nothing.")
        if work.entry is not None and reads_only and not session.info["wrote"]:
            session.commit()
            session.close()
            session = _session(bound, actor.clinic_id, reads_only=False)
        if work.entry is not None:
            append(session, work.entry, workshop.key)
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.close()
    if work.entry is not None:
        workshop.anchors.note(work.entry)
    for deed in work.take_later():
        deed()


def perform(
    workshop: Workshop, actor: Actor, deed: Callable[[Work], Answer], **options: Any
) -> Answer:
    """Do `deed` in a work of its own; a race that was lost is run again, and then tells the truth.

    Raises:
        Conflict: it was lost every time, or a rule of the database itself refused.
        Busy: others held the database for longer than anybody may be kept waiting.

    """
    for attempt in range(1, TRIES + 1):
        try:
            with begin_work(workshop, actor, **options) as work:
                return deed(work)
        except (StaleDataError, DBAPIError) as error:
            if attempt == TRIES or not _was_a_race(error):
                if isinstance(error, StaleDataError) or _is_taken(error):
                    raise Conflict("Somebody else did this at the same moment.") from error
                if _is_busy(error):
                    raise Busy("Too much is going on just now. Please try again.") from error
                raise
    raise AssertionError("unreachable: the last try returns or raises")


def _is_busy(error: DBAPIError) -> bool:
    cause = error.orig
    state = getattr(cause, "sqlstate", None)
    return state in _TOO_BUSY or (state is None and "database is locked" in str(cause))


def _is_taken(error: DBAPIError) -> bool:
    """Tell whether a unique rule of the database refused; other broken rules are faults of ours."""
    cause = error.orig
    return isinstance(error, IntegrityError) and (
        getattr(cause, "sqlstate", None) == _UNIQUE or "UNIQUE constraint failed" in str(cause)
    )


def _was_a_race(error: StaleDataError | DBAPIError) -> bool:
    if isinstance(error, StaleDataError) or _is_taken(error):
        return True
    cause = getattr(error, "orig", None)
    return getattr(cause, "sqlstate", None) in _TRY_AGAIN
