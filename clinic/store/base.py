"""What every table shares: ids, the clinic's key, times in UTC, closed vocabularies, locks."""

import secrets
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from threading import Lock
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    event,
)
from sqlalchemy import Date as SqlDate
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, registry
from sqlalchemy.schema import DDL, SchemaItem
from sqlalchemy.types import TypeDecorator

ID_LENGTH = 36
_COUNTER_BITS = 12
_RANDOM_BITS = 62
# milliseconds that ids may run ahead of the clock; a clock set back further begins anew
_BORROWED_MOST = 1000


class UTCDateTime(TypeDecorator[datetime]):
    """An instant: aware when given, stored in UTC, aware when read. Naive values are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Refuse naive times and store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A time without its offset cannot be stored.")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if _dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Give every instant back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The base of all tables."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={
            str: String(),
            datetime: UTCDateTime(),
            date: SqlDate(),
            dict[str, Any]: JSON(),
            list[Any]: JSON(),
        },
    )


class OfClinic:
    """A row that belongs to exactly one clinic. Sessions see only the acting clinic's rows."""

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    created_at: Mapped[datetime]
    # raised by every change; the ETag of the row, and the guard against lost updates
    version: Mapped[int] = mapped_column(Integer, default=1)

    @declared_attr
    def clinic_id(cls) -> Mapped[str]:  # noqa: N805 (a declared_attr receives the class)
        return mapped_column(String(ID_LENGTH), ForeignKey("clinics.id"), index=True)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 (a declared_attr receives the class)
        # Work.touch raises the version itself, so that changed children count as a change too
        return {"version_id_col": cls.version, "version_id_generator": False}


def of_clinic(*more: SchemaItem) -> tuple[SchemaItem, ...]:
    """Answer `__table_args__` of a clinic's table: the pair that others' foreign keys point to."""
    return (UniqueConstraint("clinic_id", "id"), *more)


def belongs_to(table: str, column: str) -> ForeignKeyConstraint:
    """Answer a foreign key that cannot leave the clinic: (clinic_id, column) to (clinic_id, id)."""
    return ForeignKeyConstraint(
        ["clinic_id", column], [f"{table}.clinic_id", f"{table}.id"], use_alter=False
    )


def one_of(column: str, vocabulary: type[StrEnum], *, nullable: bool = False) -> CheckConstraint:
    """Answer the CHECK that keeps a closed vocabulary closed, taken from its enum."""
    words = ", ".join(f"'{word.value}'" for word in vocabulary)
    rule = f"{column} IN ({words})"
    return CheckConstraint(f"{column} IS NULL OR {rule}" if nullable else rule, name=column)


class _Words(TypeDecorator[StrEnum]):
    """A closed vocabulary as text: stores the word, answers the enum."""

    impl = String(40)
    cache_ok = True

    def __init__(self, vocabulary: type[StrEnum]) -> None:
        super().__init__()
        self.vocabulary = vocabulary

    def process_bind_param(self, value: StrEnum | str | None, _dialect: Dialect) -> str | None:
        """Store the word; a word outside the vocabulary raises."""
        return None if value is None else self.vocabulary(value).value

    def process_result_value(self, value: str | None, _dialect: Dialect) -> StrEnum | None:
        """Answer the enum."""
        return None if value is None else self.vocabulary(value)


def words(vocabulary: type[StrEnum]) -> _Words:
    """Answer the column type of a closed vocabulary."""
    return _Words(vocabulary)


class _Ids:
    """Makes UUIDv7 text: in order of time, and within one millisecond in order of making."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._last: tuple[int, int] = (0, 0)

    def new(self, at: datetime) -> str:
        milliseconds = int(at.timestamp() * 1000)
        with self._lock:
            last, count = self._last
            # a full millisecond borrows from the next; whoever comes then must stay behind it
            if last - _BORROWED_MOST <= milliseconds <= last:
                milliseconds, count = last, count + 1
            else:
                count = secrets.randbelow(1 << 10)
            if count >> _COUNTER_BITS:
                milliseconds, count = milliseconds + 1, 0
            self._last = (milliseconds, count)
        number = milliseconds << 80 | 0x7 << 76 | count << 64 | 0b10 << 62
        number |= secrets.randbits(_RANDOM_BITS)
        text = f"{number:032x}"
        return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


_IDS = _Ids()


def new_id(at: datetime) -> str:
    """Make an opaque id: UUIDv7, ordered by time, with 62 random bits."""
    return _IDS.new(at)


# ids may run ahead of the clock by as much
IDS_AHEAD = timedelta(seconds=2)


def first_id(moment: datetime) -> str:
    """Answer what no id that is made at this moment or later comes before."""
    number = f"{max(0, int(moment.timestamp() * 1000)):012x}"
    return f"{number[:8]}-{number[8:]}-0000-0000-000000000000"


# every lock as (table, dialect, statement): models make them, migrations freeze them, tests compare
LOCKS: list[tuple[str, str, str]] = []


def table_of(model: type[Base]) -> Table:
    """Answer the table that a model is mapped to."""
    table = model.__table__
    if not isinstance(table, Table):
        raise TypeError(f"{model.__name__} is not mapped to a table of its own.")
    return table


def forbid_changes(model: type[Base], *, when: str, why: str, columns: Sequence[str] = ()) -> None:
    """Let the database itself refuse to change or delete rows of a model's table.

    Args:
        model: whose table is locked.
        when: SQL over OLD that says which rows are locked ("true" on all).
        why: the words of the refusal.
        columns: lock only changes of these columns (deleting is always locked).

    """
    table = table_of(model)
    name = table.name
    of = f" OF {', '.join(columns)}" if columns else ""
    for verb, of_columns in (("UPDATE", of), ("DELETE", "")):
        before = f"CREATE TRIGGER {name}_no_{verb.lower()} BEFORE {verb}{of_columns} ON {name}"
        refuse = f"BEGIN SELECT RAISE(ABORT, '{why}'); END"
        _lock(table, "sqlite", f"{before} WHEN {when} {refuse}")
    raises = f"BEGIN RAISE EXCEPTION '{why}' USING ERRCODE = '23514'; END"
    function = f"CREATE FUNCTION {name}_locked() RETURNS trigger LANGUAGE plpgsql AS $${raises}$$"
    _lock(table, "postgresql", function)
    for verb, of_columns in (("UPDATE", of), ("DELETE", "")):
        before = f"CREATE TRIGGER {name}_no_{verb.lower()} BEFORE {verb}{of_columns} ON {name}"
        _lock(
            table,
            "postgresql",
            f"{before} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {name}_locked()",
        )
    truncate = f"CREATE TRIGGER {name}_no_truncate BEFORE TRUNCATE ON {name}"
    _lock(table, "postgresql", f"{truncate} FOR EACH STATEMENT EXECUTE FUNCTION {name}_locked()")


def _lock(table: Table, dialect: str, statement: str) -> None:
    LOCKS.append((table.name, dialect, statement))
    lock = DDL(statement).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]  # so it is
    event.listen(table, "after_create", lock)
