"""One migrated database for the whole run; every test gets a clinic of its own beside others."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from sqlalchemy.engine import make_url
from werkzeug.test import TestResponse

from clinic.accounts import use_cases as accounts
from clinic.app import create_app
from clinic.config import Config
from clinic.rulebook.actor import Actor, command
from clinic.rulebook.permissions import Role
from clinic.store.base import new_id
from clinic.web.house import House, this_house
from clinic.web.ready import migrate
from clinic.work.door import begin_work
from clinic.work.unit import Work
from tests.browsing import Visitor
from tests.postgres import running_postgres

# a Friday noon in Melbourne, daylight saving time
NOON = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
SECRET = "a secret that only the tests know, long enough"
_numbers = count(1)


def on_postgresql() -> bool:
    return os.environ.get("PALPATE_TEST_DATABASE", "sqlite") == "postgresql"


@contextmanager
def postgres_server() -> Iterator[str]:
    """The server the run was given, else one of our own."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
    else:
        with running_postgres() as url:
            yield url


def new_database(server: str, name: str) -> str:
    """Make an empty database on a server, and answer its owner's URL."""
    url = make_url(server)
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    return url.set(database=name).render_as_string(hide_password=False)


APP_ROLE = "palpate_app"


def as_the_app(owner_url: str) -> str:
    """Answer the URL of the role that serves: it owns nothing, so row-level security holds."""
    url = make_url(owner_url)
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(1)")
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE])
        if known.fetchone() is None:
            connection.execute(f"CREATE ROLE {APP_ROLE} LOGIN PASSWORD '{APP_ROLE}'")
    return url.set(username=APP_ROLE, password=APP_ROLE).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL server's URL, on either run: some tests compare both databases."""
    with postgres_server() as url:
        yield url


@pytest.fixture(scope="session")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("instance")


# what opens no database is the same on both: it is tested once, on SQLite
TESTED_ONCE = ("tests/paper/", "tests/handouts/test_zoo", "tests/anatomy/test_bodychart")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not on_postgresql():
        return
    config.hook.pytest_deselected(items=[item for item in items if _needs_no_database(item)])
    items[:] = [item for item in items if not _needs_no_database(item)]


def _needs_no_database(item: pytest.Item) -> bool:
    fixtures = getattr(item, "fixturenames", ())
    return item.nodeid.startswith(TESTED_ONCE) and not {"settings", "postgres"} & {*fixtures}


@pytest.fixture(scope="session")
def settings(request: pytest.FixtureRequest) -> dict[str, str]:
    """The environment of the app under test."""
    return settings_of("test", request)


def settings_of(name: str, request: pytest.FixtureRequest) -> dict[str, str]:
    """Answer an app's environment; a run on PostgreSQL makes it a new database of that name."""
    # the clock of the tests stands still, so a minute never ends
    environ = {
        "SECRET_KEY": SECRET,
        "TOKEN_REQUESTS_PER_MINUTE": "1000000",
        "PUBLIC_REQUESTS_PER_MINUTE": "1000000",
    }
    if on_postgresql():
        worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
        server = request.getfixturevalue("postgres")
        environ["DATABASE_OWNER_URL"] = new_database(server, f"palpate_{name}_{worker}")
        environ["DATABASE_URL"] = as_the_app(environ["DATABASE_OWNER_URL"])
    return environ


@pytest.fixture(scope="session")
def app(settings: dict[str, str], instance: Path) -> Iterator[Flask]:
    with migrated_app(settings, instance) as app:
        yield app


@contextmanager
def migrated_app(environ: dict[str, str], instance: Path) -> Iterator[Flask]:
    """An app on a database that is up to date; at the end it has no press and no connection."""
    app = create_app(Config.from_env(environ, instance=instance))
    with app.app_context():
        migrate()
    yield app
    this = app.extensions["palpate"]
    this.press.close()
    with app.app_context():
        from clinic.store.database import db  # noqa: PLC0415 (only to close its connections)

        db.engine.dispose()


@dataclass
class Clock:
    """The app's clock, set by tests."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def set(self, moment: datetime) -> None:
        self.now = moment

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock(app: Flask) -> Clock:
    clock = Clock()
    app.extensions["palpate"].workshop.clock = clock
    return clock


@dataclass
class Client:
    """A program with a token. No answer of its may ever be a fault of ours."""

    app: Flask
    token: str | None
    user_id: str = ""
    # sent with every request
    headers: dict[str, str] = field(default_factory=dict)

    def send(self, method: str, path: str, body: Any = None, **more: Any) -> TestResponse:
        """Send a request; `body` is JSON unless it is bytes. Paths are below /api/v1."""
        headers = {**self.headers, **more.pop("headers", {})}
        if self.token is not None:
            headers.setdefault("Authorization", f"Bearer {self.token}")
        if body is not None:
            raw = body if isinstance(body, bytes) else json.dumps(body).encode()
            more.setdefault("content_type", "application/json")
            more["data"] = raw
        address = path if path.startswith(("/api/", "/healthz")) else f"/api/v1{path}"
        answer = self.app.test_client().open(address, method=method, headers=headers, **more)
        assert answer.status_code != 500, answer.get_data(as_text=True)
        return answer

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.send("GET", path, **more)

    def post(self, path: str, body: Any = None, **more: Any) -> TestResponse:
        return self.send("POST", path, body, **more)

    def patch(self, path: str, body: Any, **more: Any) -> TestResponse:
        """Change a resource in the version it has now, unless the headers say otherwise."""
        headers = more.pop("headers", None)
        if headers is None:
            headers = {"If-Match": self.get(path).headers.get("ETag", "")}
        return self.send("PATCH", path, body, headers=headers, **more)

    def delete(self, path: str, **more: Any) -> TestResponse:
        return self.send("DELETE", path, **more)

    def read(self, path: str) -> Any:
        """Answer the JSON at a path that must be readable."""
        answer = self.get(path)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.get_json()

    def make(self, path: str, body: Any = None, **more: Any) -> Any:
        """Answer what a POST created, which must have succeeded."""
        answer = self.post(path, body, **more)
        assert answer.status_code == 201, answer.get_data(as_text=True)
        return answer.get_json()

    def do(self, path: str, body: Any = None, **more: Any) -> Any:
        """Answer the resource after an action, which must have succeeded."""
        answer = self.post(path, body, **more)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.get_json()


@dataclass
class Cast:
    """A clinic and its people: Olive owns it, Chris treats, Rita receives, Sam lends."""

    app: Flask
    id: str
    slug: str
    owner: Client
    clinician: Client
    reception: Client
    sample_manager: Client

    def as_(self, role: Role | str) -> Client:
        client: Client = getattr(self, str(role))
        return client

    def browse(self, role: Role | str = Role.CLINICIAN) -> Visitor:
        """Answer a browser at which somebody of this role has signed in."""
        return sign_in_at_a_browser(self, Role(role))


def house_of(app: Flask) -> House:
    with app.app_context():
        return this_house()


def found_clinic(app: Flask, **over: str) -> Cast:
    """Make a clinic with one user and token for each role, through the use cases."""
    number = next(_numbers)
    slug = over.pop("slug", f"clinic-{os.getpid()}-{number}")
    workshop = house_of(app).workshop
    clinic_id = new_id(workshop.clock())
    clients: dict[str, Client] = {}
    with app.app_context():
        new = accounts.NewClinic(name=over.pop("name", f"Clinic {number}"), slug=slug, **over)
        with begin_work(workshop, command(clinic_id)) as work:
            accounts.create_clinic(work, new)
        for role, name in zip(Role, ("Olive", "Chris", "Rita", "Sam"), strict=True):
            email = f"{name.lower()}@{slug}.example"
            with begin_work(workshop, command(clinic_id)) as work:
                user = accounts.create_user(
                    work, email=email, name=f"{name} {number}", roles=[role], password_hash=None
                )
            with begin_work(workshop, command(clinic_id)) as work:
                token = accounts.create_token(work, user)
            clients[role.value] = Client(app, token, user.id)
    return Cast(app, clinic_id, slug, **clients)


def sign_in_at_a_browser(cast: Cast, role: Role) -> Visitor:
    """Begin a session by its use case: the sign-in page has tests of its own."""
    user_id = cast.as_(role).user_id
    actor = Actor(clinic_id=cast.id, user_id=user_id, roles=frozenset({role}), kind="session")
    with cast.app.app_context(), begin_work(house_of(cast.app).workshop, actor) as work:
        key = accounts.begin_session(work, None, agent="a test")
    browser = cast.app.test_client()
    with browser.session_transaction() as session:
        session["key"] = key
    return Visitor(cast.app, browser, user_id)


@pytest.fixture
def clinic(app: Flask, clock: Clock) -> Cast:
    """A clinic of the test's own."""
    return found_clinic(app)


@pytest.fixture
def other_clinic(app: Flask, clock: Clock) -> Cast:
    """Another clinic: none of its records may ever be seen from the first."""
    return found_clinic(app)


@pytest.fixture
def anonymous(app: Flask) -> Client:
    """Somebody without a token."""
    return Client(app, None)


@contextmanager
def work_in(cast: Cast, role: Role = Role.CLINICIAN) -> Iterator[Work]:
    """A work of one of the cast, for tests below the doors."""
    client = cast.as_(role)
    actor = Actor(clinic_id=cast.id, user_id=client.user_id, roles=frozenset({role}))
    with cast.app.app_context(), begin_work(house_of(cast.app).workshop, actor) as work:
        yield work
