"""The database: one engine, durable settings on every connection, unsafe libraries refused."""

from typing import Any

import pysqlite3.dbapi2 as sqlite
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import make_url

from clinic.store.base import Base

db = SQLAlchemy(model_class=Base, disable_autonaming=True)

# SAFETY F1: from 3.7.0 to 3.51.2 two connections can corrupt a WAL file; these carry the repair
_REPAIRED = (3, 51, 3)
_BACKPORTS = {(3, 50): 7, (3, 44): 6}

_PRAGMAS = (
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",
    "PRAGMA busy_timeout=10000",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA secure_delete=ON",
)
_POSTGRES_SETTINGS = (
    "-c lock_timeout=3000 -c statement_timeout=10000 "
    "-c idle_in_transaction_session_timeout=30000 -c timezone=UTC"
)


def wal_is_repaired(version: tuple[int, int, int]) -> bool:
    """Tell whether this SQLite version is free of the WAL-reset fault (SAFETY F1)."""
    if version >= _REPAIRED:
        return True
    return version[2] >= _BACKPORTS.get(version[:2], version[2] + 1)


def engine_options(url: str) -> dict[str, Any]:
    """Answer the engine's options: the safe SQLite library, or PostgreSQL's time limits."""
    if url.startswith("sqlite"):
        return {"module": sqlite, "connect_args": {"timeout": 10, "check_same_thread": False}}
    return {
        "connect_args": {"options": _POSTGRES_SETTINGS},
        "pool_size": 2,
        "max_overflow": 2,
        "pool_pre_ping": True,
    }


def journal_mode(version: tuple[int, int, int] = sqlite.sqlite_version_info) -> str:
    """Answer WAL where the library is repaired, else the slower and unaffected DELETE."""
    return "WAL" if wal_is_repaired(version) else "DELETE"


def open_database(app: Flask, url: str) -> None:
    """Bind the database to the app and make every connection durable."""
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(url)
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)


def prepare(engine: Engine) -> None:
    """Attach the durable settings and honest transactions to an engine (SAFETY 5.1)."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _durable(connection: Any, _record: object) -> None:
        # the driver must not begin or commit by itself: it commits DDL behind one's back
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA journal_mode={journal_mode()}")
        for pragma in _PRAGMAS:
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # IMMEDIATE: nearly every request writes (its audit entry), and an upgrade can deadlock
        kind = connection.get_execution_options().get("sqlite_begin", "IMMEDIATE")
        connection.exec_driver_sql(f"BEGIN {kind}")


def is_sqlite(url: str) -> bool:
    """Tell whether `url` names a SQLite database."""
    return make_url(url).get_backend_name() == "sqlite"
