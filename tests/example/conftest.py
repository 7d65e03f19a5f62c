"""The example clinic, told once: interrupted at its first print, and taken up again a day later."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from clinic.app import create_app
from clinic.config import Config
from clinic.example.days import ZONE
from clinic.paper.printing import Press, PressLimits
from clinic.store.database import db
from tests.conftest import SECRET, Client, new_database, on_postgresql

# a Sunday, and the night the clocks were set forward
TODAY = date(2026, 10, 4)
AT_NOON = datetime(2026, 10, 4, 12, 0, tzinfo=ZONE)


@dataclass
class Example:
    """The app of the example clinic, what its command printed, and its people's programs."""

    app: Flask
    interrupted: Result
    first: Result

    def run(self, *words: str) -> Result:
        return self.app.test_cli_runner().invoke(args=list(words))

    @property
    def owner(self) -> Client:
        return Client(self.app, token_in(self.first))


def token_in(printed: Result) -> str:
    return next(word for word in printed.stdout.split() if word.startswith("palpate_"))


@pytest.fixture(scope="session")
def environment(request: pytest.FixtureRequest) -> dict[str, str]:
    """A database of its own: nothing but the example clinic is in it."""
    environ = {"SECRET_KEY": SECRET}
    if on_postgresql():
        server = request.getfixturevalue("postgres")
        environ["DATABASE_URL"] = new_database(server, "palpate_test_example")
    return environ


@pytest.fixture(scope="session")
def example(
    environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Example]:
    app = fresh_app(environment, tmp_path_factory.mktemp("example"))
    house = app.extensions["palpate"]
    house.workshop.clock = lambda: AT_NOON
    sound = house.press
    house.press = Press(house.config.instance / "press", PressLimits(wall_seconds=0.01))
    interrupted = app.test_cli_runner().invoke(args=["example"])
    house.press.close()
    house.press = sound
    house.workshop.clock = lambda: AT_NOON + timedelta(days=1)
    first = app.test_cli_runner().invoke(args=["example"])
    assert first.exit_code == 0, first.output
    house.workshop.clock = lambda: AT_NOON
    yield Example(app, interrupted, first)
    house.press.close()
    with app.app_context():
        db.engine.dispose()


def fresh_app(environment: dict[str, str], instance: Path) -> Flask:
    return create_app(Config.from_env(environment, instance=instance))
