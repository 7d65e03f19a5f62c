"""What a running app holds: its settings, its workshop, how it signs people in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app  # noqa: TID251 (the one place that asks for the running app)

from clinic.config import Config
from clinic.paper.printing import Press
from clinic.rulebook.actor import SignedIn
from clinic.rulebook.here import Here
from clinic.web.pace import Pace
from clinic.work.door import Workshop
from clinic.work.unit import Work


@dataclass(frozen=True, slots=True)
class SignIn:
    """The deeds of signing in, which belong to a room above the web."""

    with_token: Callable[[Work, str], SignedIn | None]
    note: Callable[[Work], None]
    with_session: Callable[[Work, str], SignedIn | None]
    note_session: Callable[[Work], None]
    here: Callable[[Work], Here]


@dataclass
class House:
    """Everything a door needs that is not in the request."""

    config: Config
    workshop: Workshop
    sign_in: SignIn
    press: Press
    pace: Pace
    # of pages that are open to everybody
    public_pace: Pace


def settle(app: Flask, house: House) -> None:
    """Keep the house with its app."""
    app.extensions["palpate"] = house


def this_house() -> House:
    """Answer the house of the running app."""
    return cast("House", current_app.extensions["palpate"])
