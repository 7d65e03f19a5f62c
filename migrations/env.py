"""Runs migrations with the app's database; on PostgreSQL as the owner where one is given."""

from alembic import context
from sqlalchemy import create_engine, pool, text
from sqlalchemy.engine import make_url
from sqlalchemy.types import TypeDecorator

from clinic.store.base import UTCDateTime
from clinic.store.database import db
from clinic.web.house import this_house


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


def _open_to(connection, role: str) -> None:
    """Let the app's own role read and write rows, and nothing else: the journal only grows."""
    name = connection.dialect.identifier_preparer.quote(role)
    for statement in (
        f"GRANT USAGE ON SCHEMA public TO {name}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}",
        f"REVOKE UPDATE, DELETE ON audit_entries FROM {name}",
        f"REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {name}",
    ):
        connection.execute(text(statement))


def _migrate() -> None:
    config = this_house().config
    if config.database_owner_url is None:
        with db.engine.connect() as connection:
            _run(connection)
            connection.commit()
        return
    owner = config.database_owner_url
    # no time limits here: a migration may take as long as it needs
    engine = create_engine(owner, poolclass=pool.NullPool)
    with engine.connect() as connection:
        _run(connection)
        connection.commit()
        role = make_url(config.database_url).username
        if role is not None and role != make_url(owner).username:
            _open_to(connection, role)
            connection.commit()


_migrate()
