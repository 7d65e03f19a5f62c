"""Is everything ready? Migrated to the newest version, and the database answers."""

from functools import lru_cache
from pathlib import Path

from alembic.script import ScriptDirectory
from filelock import FileLock
from flask_migrate import upgrade
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from clinic.config import ROOT
from clinic.rulebook.refusals import Unavailable
from clinic.store.database import db
from clinic.web.house import this_house

MIGRATIONS = ROOT / "migrations"


@lru_cache(maxsize=1)
def newest_version() -> str | None:
    """Answer the migration that this code needs."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def version_of_database() -> str | None:
    """Answer the migration the database stands at; None where it is empty."""
    try:
        with db.engine.connect().execution_options(sqlite_begin="DEFERRED") as connection:
            version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
            return version
    except DBAPIError:
        return None


def check_ready() -> None:
    """Refuse to answer before everything is ready.

    Raises:
        Unavailable: the database cannot be reached, or is not migrated.

    """
    if version_of_database() != newest_version():
        raise Unavailable("Palpate is not ready: the database is missing or not migrated.")


def migrate() -> None:
    """Bring the database up to date; two that do it at once do it once."""
    if version_of_database() == newest_version():
        return
    folder: Path = this_house().config.instance
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with FileLock(folder / "migrate.lock"):
        if version_of_database() != newest_version():
            upgrade(directory=str(MIGRATIONS))
