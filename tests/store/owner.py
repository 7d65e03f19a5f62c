"""Whoever owns the database itself: no row-level security, and locks can be taken off."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import Connection, create_engine

from clinic.store.database import db, engine_options


@contextmanager
def owner_of(app: Flask) -> Iterator[Connection]:
    """Begin a transaction as the owner, and commit it unless something is raised."""
    url = app.extensions["palpate"].config.database_owner_url
    if url is None:
        with app.app_context(), db.engine.begin() as connection:
            yield connection
        return
    engine = create_engine(url, **engine_options(url))
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()
