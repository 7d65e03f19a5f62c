"""Fixtures of tests in a real browser, for tests/browser and tests/journeys."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, Page, StorageState

from clinic.accounts.models import User
from clinic.accounts.passwords import hash_password
from clinic.example.founding import PASSWORD as EXAMPLES
from clinic.rulebook.actor import command
from clinic.rulebook.permissions import Role
from clinic.work.door import begin_work
from tests.browser.driving import Seat, a_chromium, sign_in
from tests.browser.serving import Served
from tests.conftest import (
    Cast,
    Client,
    as_the_app,
    found_clinic,
    house_of,
    new_database,
    on_postgresql,
)

PASSWORD = "four quiet fibres and one knot"
# the one cookie, where the address is no https
_COOKIE = "palpate"
_CAST = {
    Role.OWNER: "olive",
    Role.CLINICIAN: "chris",
    Role.RECEPTION: "rita",
    Role.SAMPLE_MANAGER: "sam",
}
_STAFF = {
    Role.OWNER: "helen@banksia-lane.example",
    Role.CLINICIAN: "minh@banksia-lane.example",
    Role.RECEPTION: "rosie@banksia-lane.example",
    Role.SAMPLE_MANAGER: "declan@banksia-lane.example",
}


def _environ(request: pytest.FixtureRequest, name: str) -> dict[str, str]:
    """Answer where the database is: a file of the server's own, or the run's PostgreSQL."""
    if not on_postgresql():
        return {}
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    owner = new_database(request.getfixturevalue("postgres"), f"palpate_{name}_{worker}")
    return {"DATABASE_OWNER_URL": owner, "DATABASE_URL": as_the_app(owner)}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for each worker."""
    with a_chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def served(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """The server for tests that change something: empty, each test founds its own clinic."""
    served = Served(tmp_path_factory.mktemp("served"), _environ(request, "served"))
    served.prepare()
    with served.serving():
        yield served
    served.close()


@dataclass
class Example:
    """The example clinic being served, the owner's program, and who is signed in already."""

    served: Served
    owner: Client
    states: dict[Role, StorageState] = field(default_factory=dict)


@pytest.fixture(scope="session")
def example(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Example]:
    """The server for tests that only look: the example clinic is told once and copied."""
    environ = _environ(request, "example")
    instance = tmp_path_factory.mktemp("example")
    if not environ:
        _copy_the_telling(tmp_path_factory, instance)
    served = Served(instance, environ)
    served.prepare()
    # tells it where it is not told yet, and prints a fresh token
    printed = served.run("example")
    token = next(word for word in printed.split() if word.startswith("palpate_"))
    with served.serving():
        yield Example(served, Client(served.app, token))
    served.close()


def _copy_the_telling(factory: pytest.TempPathFactory, into: Path) -> None:
    """Let the first worker tell it, and all copy it: most of its time goes into printing."""
    is_worker = "PYTEST_XDIST_WORKER" in os.environ
    base = factory.getbasetemp()
    told = (base.parent if is_worker else base) / "told"
    with FileLock(f"{told}.lock"):
        if not told.exists():
            telling = Served(told.with_suffix(".unfinished"), {})
            telling.prepare()
            telling.run("example")
            telling.close()
            telling.instance.rename(told)
    shutil.copytree(told, into, dirs_exist_ok=True)


@pytest.fixture
def seat(chromium: Browser) -> Iterator[Callable[[Served], Seat]]:
    """Make seats. At the end no script may have broken, nothing have come from elsewhere, and
    nothing have gone wrong on the server."""
    seats: list[tuple[Seat, Served, int]] = []

    def take(served: Served) -> Seat:
        one = Seat(chromium, served.address)
        seats.append((one, served, served.log.stat().st_size))
        return one

    yield take
    for one, _, _ in seats:
        one.close()
    faults = [fault for one, _, _ in seats for fault in one.faults()]
    told = [served.log.read_bytes()[before:].decode() for _, served, before in seats]
    faults += [words for words in told if "Traceback" in words]
    assert not faults, "\n".join(faults)


Opens = Callable[..., Page]


@pytest.fixture
def example_page(example: Example, seat: Callable[[Served], Seat]) -> Opens:
    """Open pages of the example clinic: `example_page(Role.OWNER, "/", width=390)`."""
    mine = seat(example.served)

    def open_page(role: Role | None, address: str | None = None, **more: Any) -> Page:
        if role is not None:
            if role not in example.states:
                first = mine.page()
                sign_in(first, _STAFF[role], EXAMPLES)
                example.states[role] = first.context.storage_state()
            more["storage_state"] = example.states[role]
        page = mine.page(**more)
        if address is not None:
            page.goto(address)
        return page

    return open_page


@pytest.fixture
def as_owner(example_page: Opens) -> Page:
    """The example clinic's owner, who treats too, at a desk."""
    return example_page(Role.OWNER)


@pytest.fixture
def as_clinician(example_page: Opens) -> Page:
    """A clinician of the example clinic at a desk."""
    return example_page(Role.CLINICIAN)


@pytest.fixture
def as_reception(example_page: Opens) -> Page:
    """The example clinic's reception at its desk."""
    return example_page(Role.RECEPTION)


@pytest.fixture
def as_sample_manager(example_page: Opens) -> Page:
    """Who lends the example clinic's massagers, at a desk."""
    return example_page(Role.SAMPLE_MANAGER)


@cache
def _hash() -> str:
    """Hash the password once: it is meant to be slow."""
    return hash_password(PASSWORD)


@dataclass
class Live:
    """A clinic of the test's own: programs in this process, people at the served pages."""

    cast: Cast
    seat: Seat
    keys: dict[Role, str] = field(default_factory=dict)

    def email(self, role: Role) -> str:
        """Answer the address that one of the cast signs in with."""
        return f"{_CAST[role]}@{self.cast.slug}.example"

    def page(self, role: Role, address: str | None = None, **more: Any) -> Page:
        """Open a page for one of the cast, who has signed in; the form itself has its own tests."""
        if role not in self.keys:
            cookie = self.cast.browse(role).browser.get_cookie(_COOKIE)
            assert cookie is not None
            self.keys[role] = cookie.value
        page = self.seat.page(**more)
        page.context.add_cookies(
            [{"name": _COOKIE, "value": self.keys[role], "url": self.seat.address}]
        )
        if address is not None:
            page.goto(address)
        return page

    def knows_passwords(self) -> None:
        """Give each of the cast a password to sign in with by the form."""
        workshop = house_of(self.cast.app).workshop
        with self.cast.app.app_context(), begin_work(workshop, command(self.cast.id)) as work:
            for role in Role:
                user = work.session.get(User, self.cast.as_(role).user_id)
                assert user is not None
                user.password_hash = _hash()
            work.record("test.users_can_sign_in")


@pytest.fixture
def live(served: Served, seat: Callable[[Served], Seat]) -> Live:
    """A clinic for tests that change something, on the served database."""
    return Live(found_clinic(served.app), seat(served))
