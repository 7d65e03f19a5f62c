"""The portrait: what the migrations build is what the models say, to the last trigger."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Engine, create_engine, inspect, text

from clinic.app import create_app
from clinic.config import Config
from clinic.store.base import Base
from clinic.store.database import db, engine_options, prepare
from clinic.web.ready import MIGRATIONS, migrate, newest_version, version_of_database
from tests.conftest import SECRET, new_database, on_postgresql


def empty_url(name: str, folder: Path, request: pytest.FixtureRequest) -> str:
    if on_postgresql():
        return new_database(request.getfixturevalue("postgres"), f"palpate_portrait_{name}")
    return f"sqlite:///{folder / name}.db"


@pytest.fixture
def by_models(tmp_path: Path, request: pytest.FixtureRequest, app: Flask) -> Iterator[Engine]:
    """A database made by `create_all`; `app` imports every room's models."""
    url = empty_url("models", tmp_path, request)
    engine = create_engine(url, **engine_options(url))
    prepare(engine)
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def by_migrations(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A database made by the migrations, from empty."""
    url = empty_url("migrations", tmp_path, request)
    environ = {"SECRET_KEY": SECRET, "DATABASE_URL": url}
    app = create_app(Config.from_env(environ, instance=tmp_path))
    with app.app_context():
        assert version_of_database() is None
        migrate()
        assert version_of_database() == newest_version()
        migrate()
        yield db.engine
        db.engine.dispose()
    app.extensions["palpate"].press.close()


def portrait(engine: Engine) -> dict[str, Any]:
    """Answer everything a database says of its tables, without the order it says it in."""
    inspector = inspect(engine)
    tables: dict[str, Any] = {}
    for name in inspector.get_table_names():
        if name == "alembic_version":
            continue
        tables[name] = {
            "columns": {
                c["name"]: (str(c["type"]), c["nullable"], c["default"], str(c.get("computed")))
                for c in inspector.get_columns(name)
            },
            "primary key": inspector.get_pk_constraint(name),
            "foreign keys": by_name(inspector.get_foreign_keys(name)),
            "uniques": by_name(inspector.get_unique_constraints(name)),
            "checks": by_name(inspector.get_check_constraints(name)),
            "indexes": by_name(inspector.get_indexes(name)),
        }
    return {"tables": tables, "locks": locks(engine)}


def by_name(found: list[Any]) -> dict[str, str]:
    named = {
        str(one["name"]): repr(sorted((k, written(v)) for k, v in one.items() if k != "name"))
        for one in found
    }
    assert len(named) == len(found), "a rule without a name"
    return named


def written(value: Any) -> str:
    if isinstance(value, dict):
        return repr(sorted((k, written(v)) for k, v in value.items()))
    return str(value)


def locks(engine: Engine) -> dict[str, str]:
    """Answer every trigger and function by name."""
    if engine.dialect.name == "sqlite":
        question = "SELECT name, sql FROM sqlite_master WHERE type='trigger'"
    else:
        question = (
            "SELECT t.tgname || ' on ' || c.relname AS name, pg_get_triggerdef(t.oid) AS sql "
            "FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal "
            "UNION ALL SELECT p.proname, pg_get_functiondef(p.oid) FROM pg_proc p "
            "JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'public'"
        )
    with engine.connect() as connection:
        return {row.name: " ".join(row.sql.split()) for row in connection.execute(text(question))}


def test_the_migrations_build_what_the_models_say(by_models: Engine, by_migrations: Engine) -> None:
    said, built = portrait(by_models), portrait(by_migrations)
    assert built["tables"].keys() == said["tables"].keys()
    for name, table in said["tables"].items():
        for part, expected in table.items():
            assert built["tables"][name][part] == expected, f"{name}: {part}"
    assert built["locks"] == said["locks"]
    assert "audit_entries_no_update" in str(said["locks"])


def test_no_migration_waits_to_be_written(by_migrations: Engine) -> None:
    with by_migrations.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_the_migrations_are_one_line_without_forks() -> None:
    scripts = ScriptDirectory(str(MIGRATIONS))
    assert len(scripts.get_heads()) == 1
    assert len(scripts.get_bases()) == 1
    for script in scripts.walk_revisions():
        assert not script.is_merge_point
        assert not script.is_branch_point
        assert script.doc


def test_no_migration_depends_on_todays_code() -> None:
    for file in (MIGRATIONS / "versions").glob("*.py"):
        assert "clinic." not in file.read_text("utf-8").replace('"clinic.', "").replace(
            "'clinic.", ""
        ), file.name
        assert "import clinic" not in file.read_text("utf-8"), file.name
