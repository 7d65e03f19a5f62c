"""What is measured on: an app with a database of its own, a clinic in it, and a client."""

import io
import json
import secrets
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Flask

from clinic.accounts import use_cases as accounts
from clinic.app import create_app
from clinic.config import Config
from clinic.rulebook.actor import command
from clinic.rulebook.permissions import Role
from clinic.store.base import new_id
from clinic.web.house import House
from clinic.web.ready import migrate
from clinic.work.door import begin_work

HOST = "127.0.0.1"
# nothing measured here may be refused for its pace
_AS_FAST_AS_CAN_BE = "1000000"
_MIDDLE_OF_SUCCESS = 2


class Refused(Exception):
    """What was measured did not succeed, so its time means nothing."""


@dataclass(frozen=True, slots=True)
class Client:
    """Calls a WSGI app in this process, as a server would: no network, no copy of the answer."""

    app: Flask
    token: str = ""
    # of a browser that is signed in
    cookie: str = ""

    def ask(self, method: str, path: str, body: bytes | None = None) -> bytes:
        """Answer the body of a success.

        Raises:
            Refused: any other status.

        """
        environ = self._environ(method, path, body)
        seen: list[str] = []

        written: list[bytes] = []

        def start(status: str, *_more: object) -> Callable[[bytes], object]:
            seen.append(status)
            return written.append

        answer: Iterable[bytes] = self.app.wsgi_app(environ, start)
        try:
            text = b"".join(answer)
        finally:
            close = getattr(answer, "close", None)
            if close is not None:
                close()
        if int(seen[-1][:3]) // 100 != _MIDDLE_OF_SUCCESS:
            raise Refused(f"{method} {path}: {seen[-1]} {text[:300]!r}")
        return text

    def get(self, path: str) -> bytes:
        return self.ask("GET", path)

    def post(self, path: str, body: bytes = b"{}") -> bytes:
        return self.ask("POST", path, body)

    def read(self, path: str) -> Any:
        """Answer what is read, as a value."""
        return json.loads(self.get(path))

    def made(self, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """Answer what a POST made, as a value."""
        return json.loads(self.post(path, json.dumps(body or {}).encode()))

    def _environ(self, method: str, path: str, body: bytes | None) -> dict[str, Any]:
        address, _, query = path.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": address,
            "RAW_URI": path,
            "QUERY_STRING": query,
            "SERVER_NAME": HOST,
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": f"{HOST}:8000",
            "REMOTE_ADDR": HOST,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body or b""),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": False,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }
        if body is not None:
            environ["CONTENT_TYPE"] = "application/json"
            environ["CONTENT_LENGTH"] = str(len(body))
        if self.token:
            environ["HTTP_AUTHORIZATION"] = f"Bearer {self.token}"
        if self.cookie:
            environ["HTTP_COOKIE"] = self.cookie
            environ["HTTP_ACCEPT"] = "text/html"
        return environ


@dataclass(frozen=True, slots=True)
class Stage:
    """An app on a SQLite file of its own, with one clinic and a user who may do everything."""

    folder: Path
    settings: Mapping[str, str]
    app: Flask
    clinic_id: str
    client: Client

    @property
    def house(self) -> House:
        house: House = self.app.extensions["palpate"]
        return house

    @property
    def url(self) -> str:
        return self.settings["DATABASE_URL"]


def set_stage(folder: Path) -> Stage:
    """Make the app, its database with our durable settings, and the clinic."""
    settings = {
        "DATABASE_URL": f"sqlite:///{folder / 'palpate.db'}",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "MAIL_URL": f"file://{folder / 'outbox'}",
        "TOKEN_REQUESTS_PER_MINUTE": _AS_FAST_AS_CAN_BE,
    }
    app = create_app(Config.from_env(settings, instance=folder))
    workshop = app.extensions["palpate"].workshop
    clinic_id = new_id(workshop.clock())
    actor = command(clinic_id)
    with app.app_context():
        migrate()
        with begin_work(workshop, actor) as work:
            accounts.create_clinic(work, accounts.NewClinic(name="Bench Clinic", slug="bench"))
        with begin_work(workshop, actor) as work:
            user = accounts.create_user(
                work, email="all@bench.example", name="All", roles=list(Role), password_hash=None
            )
        with begin_work(workshop, actor) as work:
            token = accounts.create_token(work, user)
    return Stage(folder, settings, app, clinic_id, Client(app, token))


def in_address(text: str) -> str:
    """Answer text as it stands in an address."""
    return quote(text, safe="")
