"""Runs migrations with the app's database; on PostgreSQL as the owner where one is given."""

from alembic import context
from flask import current_app
from sqlalchemy import create_engine, pool
from sqlalchemy.types import TypeDecorator

from clinic.store.base import UTCDateTime
from clinic.store.database import db, engine_options
from clinic.web.house import this_house

config = context.config


def _plain_type(kind: str, item: object, _context: object) -> str | bool:
    """Write our column types as the plain types they are: a migration never imports clinic."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, TypeDecorator):
        return repr(item.impl).replace("String", "sa.String")
    return False


def _run(connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=db.Model.metadata,
        compare_type=True,
        render_item=_plain_type,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def _migrate() -> None:
    owner = this_house().config.database_owner_url
    if owner is None:
        with current_app.extensions["migrate"].db.engine.connect() as connection:
            _run(connection)
            connection.commit()
        return
    engine = create_engine(owner, poolclass=pool.NullPool, **_owner_options(owner))
    with engine.connect() as connection:
        _run(connection)
        connection.commit()


def _owner_options(url: str) -> dict[str, object]:
    return {"connect_args": engine_options(url)["connect_args"]}


_migrate()
