"""The database: durable on every connection, and honest about its transactions (SAFETY 5.1)."""

from pathlib import Path
from typing import Any

import pysqlite3.dbapi2
import pytest
from sqlalchemy import Engine, create_engine, text

from clinic.store import database
from clinic.store.database import engine_options, is_sqlite, journal_mode, prepare, wal_is_repaired
from tests.conftest import on_postgresql

DURABLE = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "busy_timeout": 10_000,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "secure_delete": 1,
    "mmap_size": 0,
}


@pytest.mark.parametrize(
    ("version", "is_repaired"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), False),
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 44, 7), True),
        ((3, 45, 0), False),
        ((3, 45, 9), False),
        ((3, 49, 2), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
        ((3, 53, 4), True),
        ((4, 0, 0), True),
    ],
)
def test_only_libraries_with_the_repair_keep_a_wal(
    version: tuple[int, int, int], *, is_repaired: bool
) -> None:
    assert wal_is_repaired(version) is is_repaired
    assert journal_mode(version) == ("WAL" if is_repaired else "DELETE")


@pytest.fixture
def sqlite(tmp_path: Path) -> Any:
    engines: list[Engine] = []

    def made() -> Engine:
        url = f"sqlite:///{tmp_path / 'x.db'}"
        engine = create_engine(url, **engine_options(url))
        prepare(engine)
        engines.append(engine)
        return engine

    yield made
    for engine in engines:
        engine.dispose()


def test_every_connection_is_durable(sqlite: Any) -> None:
    engine = sqlite().execution_options(sqlite_begin="DEFERRED")
    with engine.connect() as one, engine.connect() as two, engine.connect() as three:
        for connection in (one, two, three):
            found = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in DURABLE
            }
            assert found == DURABLE


def test_an_affected_library_falls_back_to_the_slower_journal(
    sqlite: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "journal_mode", lambda: "DELETE")
    with sqlite().connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "delete"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2


def test_the_library_is_the_one_that_was_checked(sqlite: Any) -> None:
    with sqlite().connect() as connection:
        served = connection.exec_driver_sql("SELECT sqlite_version()").scalar()
    assert served == pysqlite3.dbapi2.sqlite_version
    assert wal_is_repaired(pysqlite3.dbapi2.sqlite_version_info)


def test_tables_are_made_inside_the_transaction_and_vanish_with_it(sqlite: Any) -> None:
    engine = sqlite()
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE t (x)")
        connection.exec_driver_sql("INSERT INTO t VALUES (1)")
        connection.rollback()
        tables = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar()
    assert tables == 0


def test_a_writer_takes_its_turn_at_the_beginning_and_a_reader_does_not_wait(sqlite: Any) -> None:
    engine = sqlite()
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE t (x)")
    with engine.connect() as writer:
        writer.exec_driver_sql("SELECT 1")
        reader = engine.connect().execution_options(sqlite_begin="DEFERRED")
        assert reader.exec_driver_sql("SELECT count(*) FROM t").scalar() == 0
        reader.close()
        second = engine.raw_connection()
        second.execute("PRAGMA busy_timeout=20")  # type: ignore[attr-defined]
        with pytest.raises(pysqlite3.dbapi2.OperationalError, match="locked"):
            second.execute("BEGIN IMMEDIATE")  # type: ignore[attr-defined]
        second.close()


def test_foreign_keys_and_triggers_hold_against_replace(sqlite: Any) -> None:
    engine = sqlite()
    with engine.begin() as connection:
        for statement in (
            "CREATE TABLE t (x INTEGER PRIMARY KEY, y)",
            "CREATE TABLE c (x REFERENCES t)",
            "INSERT INTO t VALUES (1, 1)",
            "CREATE TRIGGER no_delete BEFORE DELETE ON t BEGIN SELECT RAISE(ABORT, 'locked'); END",
        ):
            connection.exec_driver_sql(statement)
    for statement in ("INSERT OR REPLACE INTO t VALUES (1, 2)", "INSERT INTO c VALUES (9)"):
        with pytest.raises(Exception, match=r"locked|FOREIGN KEY"), engine.begin() as connection:
            connection.exec_driver_sql(statement)


def test_postgresql_waits_for_nobody_for_long(postgres: str) -> None:
    engine = create_engine(postgres, **engine_options(postgres))
    prepare(engine)
    with engine.connect() as connection:
        found = {
            name: connection.execute(text(f"SHOW {name}")).scalar()
            for name in (
                "lock_timeout",
                "statement_timeout",
                "idle_in_transaction_session_timeout",
                "timezone",
                "transaction_isolation",
            )
        }
    engine.dispose()
    assert found == {
        "lock_timeout": "3s",
        "statement_timeout": "10s",
        "idle_in_transaction_session_timeout": "30s",
        "timezone": "UTC",
        "transaction_isolation": "read committed",
    }


def test_a_url_tells_its_database() -> None:
    assert is_sqlite("sqlite:///x.db")
    assert not is_sqlite("postgresql+psycopg://a@/b")
    assert on_postgresql() in {True, False}
