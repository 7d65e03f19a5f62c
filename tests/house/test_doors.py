"""Promises about every door of the house, read from the url map and the API document."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pytest
from flask import Flask
from marshmallow import Schema

from clinic.app import create_app
from clinic.config import Config
from clinic.paper.html import _environment
from clinic.rulebook.permissions import TABLE, Permission, Role
from clinic.store.base import new_id
from clinic.web.endpoint import Facts
from clinic.web.page import PageFacts
from clinic.web.shapes import Nothing
from tests.conftest import NOON, SECRET, Cast, Client, found_clinic

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FILE = 400
OPEN = {"HEAD", "OPTIONS"}
# without sign-in, and what flask itself serves
PUBLIC = {"/healthz", "/api/openapi.json", "/api/docs"}


@dataclass(frozen=True)
class Route:
    """One method at one address."""

    method: str
    rule: str
    view: Any

    def __str__(self) -> str:
        return f"{self.method} {self.rule}"

    @property
    def facts(self) -> Facts:
        facts: Facts = self.view.facts
        return facts

    @property
    def path(self) -> str:
        """The address with an id that no record has."""
        return re.sub(r"<[^>]+>", new_id(NOON), self.rule).removeprefix("/api/v1")


@pytest.fixture(scope="module")
def routes(app: Flask) -> list[Route]:
    """Every method of every address below /api/v1."""
    return sorted(
        (
            Route(method, rule.rule, app.view_functions[rule.endpoint])
            for rule in app.url_map.iter_rules()
            if rule.rule.startswith("/api/v1/")
            for method in (rule.methods or set()) - OPEN
        ),
        key=str,
    )


def test_there_are_doors(routes: list[Route]) -> None:
    assert len(routes) > 20


def test_every_address_outside_the_api_is_one_we_know(app: Flask) -> None:
    outside = {r.rule for r in app.url_map.iter_rules() if not r.rule.startswith("/api/v1/")}
    pages = {
        r.rule
        for r in app.url_map.iter_rules()
        if isinstance(getattr(app.view_functions[r.endpoint], "facts", None), (Facts, PageFacts))
    }
    static = {f"{app.static_url_path}/<path:filename>"}
    # each page declares what it needs: test_pages.py looks at all of them
    assert outside - pages == PUBLIC | static


def test_every_door_declares_its_facts_and_says_what_it_does(routes: list[Route]) -> None:
    for route in routes:
        facts = route.facts
        assert isinstance(facts, Facts), route
        assert facts.needs in TABLE, route
        assert (route.view.__doc__ or "").strip().endswith("."), route
        is_file = facts.is_pdf or facts.file_type is not None
        assert (facts.returns is None) is is_file, route
        assert not (facts.lists and route.method != "GET"), route
        assert not (facts.creates and route.method != "POST"), route
        assert (facts.accepts is None) is (route.method in {"GET", "DELETE"}), route
        if route.method in {"PATCH", "PUT"}:
            assert facts.accepts is not None, route
            assert route.method == "PUT" or facts.accepts.partial is True, route


def test_what_is_created_can_be_read_and_listed(routes: list[Route]) -> None:
    reads = {re.sub(r"<[^>]+>", "{}", r.rule) for r in routes if r.method == "GET"}
    for route in routes:
        if route.facts.creates:
            at = "/api/v1" + re.sub(r"\{[^}]+\}", "{}", route.facts.creates)
            assert at in reads, f"{route} creates {at}"


def body_of(route: Route) -> Any:
    """The example of the body, which is of the right shape."""
    accepts = route.facts.accepts
    return None if accepts is None else dict(accepts.example)


def test_who_is_not_signed_in_hears_so_at_every_door(app: Flask, routes: list[Route]) -> None:
    nobody, wrong = Client(app, None), Client(app, "palpate_wrong")
    for route in routes:
        for client in (nobody, wrong):
            answer = client.send(route.method, route.path, body_of(route))
            assert answer.status_code == 401, route
            assert "WWW-Authenticate" in answer.headers, route


@pytest.fixture(scope="module")
def cast(app: Flask) -> Cast:
    return found_clinic(app)


@pytest.mark.parametrize("role", Role)
def test_a_role_without_the_permission_is_refused_at_every_door(
    cast: Cast, routes: list[Route], role: Role
) -> None:
    client = cast.as_(role)
    for route in routes:
        answer = client.send(route.method, route.path, body_of(route))
        if role in TABLE[route.facts.needs]:
            assert answer.status_code not in {401, 403, 405}, f"{role} at {route}"
        else:
            assert answer.status_code == 403, f"{role} at {route}"


def test_every_permission_but_the_unbuilt_opens_a_door(routes: list[Route]) -> None:
    assert {Permission.SIGNED_IN, Permission.PATIENTS, Permission.CARE, Permission.CLINIC} <= {
        route.facts.needs for route in routes
    }


# what CONTRACT 2 says of addresses; a door that is built for another role is a fault
BY_ADDRESS = [
    (r"/(clinic|users|tokens|audit-entries)\b", Permission.CLINIC),
    (r"/(me|catalogue)\b", Permission.SIGNED_IN),
    (r"/patients(/<id:\w+>(/(archive|unarchive))?)?$", Permission.PATIENTS),
    (
        r"/patients/<id:\w+>/(episodes|consents|safety-screens|examinations|trigger-points)",
        Permission.CARE,
    ),
    (r"/patients/<id:\w+>/(outcomes|export)$", Permission.CARE),
    (
        r"/(episodes|consents|safety-screens|examinations|trigger-points|outcomes)\b",
        Permission.CARE,
    ),
    (r"/(practitioners|sample-units|sample-requests|loans)\b", Permission.SAMPLES),
    (r"/incidents\b", Permission.INCIDENTS),
]


def test_the_doors_stand_open_to_the_roles_of_the_contract(routes: list[Route]) -> None:
    for route in routes:
        address = route.rule.removeprefix("/api/v1")
        wanted = next((p for pattern, p in BY_ADDRESS if re.match(pattern, address)), None)
        if wanted is not None:
            assert route.facts.needs is wanted, route


# -- the document ----------------------------------------------------------------
def test_every_operation_has_a_name_of_its_own(app: Flask) -> None:
    paths = Client(app, None).read("/api/openapi.json")["paths"]
    names = [
        operation["operationId"]
        for item in paths.values()
        for method, operation in item.items()
        if method != "parameters"
    ]
    assert len(names) == len(set(names))


def shapes(routes: list[Route]) -> Iterator[tuple[Route, str, Schema]]:
    for route in routes:
        for part in ("accepts", "returns"):
            shape = getattr(route.facts, part)
            if shape is not None and not isinstance(shape, Nothing):
                yield route, part, shape


def test_every_shape_at_a_door_has_an_example(routes: list[Route]) -> None:
    for route, part, shape in shapes(routes):
        assert shape.example, f"{route} {part}: {type(shape).__name__}"  # type: ignore[attr-defined]  # all are Shapes


def test_every_example_of_a_body_is_itself_accepted(routes: list[Route]) -> None:
    for route, part, shape in shapes(routes):
        if part == "accepts":
            assert shape.load(dict(shape.example)) is not None, route  # type: ignore[attr-defined]


def test_every_example_of_an_answer_names_only_what_is_answered(routes: list[Route]) -> None:
    for route, part, shape in shapes(routes):
        if part == "returns":
            known = {field.data_key or name for name, field in shape.fields.items()}
            surplus = set(shape.example) - known  # type: ignore[attr-defined]  # all are Shapes
            assert not surplus, f"{route}: {surplus}"


# -- commands --------------------------------------------------------------------
def commands(group: click.Group, *above: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, *above, name)
        else:
            yield (*above, name), command


def ours(app: Flask) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for words, command in commands(app.cli):
        # groups that flask's extensions bring along
        if words[0] not in {"db", "openapi"}:
            yield words, command


def test_every_command_says_what_it_does_and_what_its_options_mean(app: Flask) -> None:
    seen = []
    for words, command in ours(app):
        seen.append(words)
        shown = app.test_cli_runner().invoke(args=[*words, "--help"])
        assert shown.exit_code == 0, words
        assert " ".join(words) in shown.output.split("\n", 1)[0], words
        assert (command.help or "").strip().endswith("."), words
    assert ("clinic", "create") in seen
    assert ("audit", "verify") in seen


def test_a_command_does_not_load_before_it_is_asked_for(tmp_path: Path) -> None:
    """Help needs neither a database nor a migration."""
    nowhere = f"sqlite:///{tmp_path / 'no' / 'x.db'}"
    environ = {"SECRET_KEY": SECRET, "DATABASE_URL": nowhere}
    app = create_app(Config.from_env(environ, instance=tmp_path))
    for words, _ in ours(app):
        assert app.test_cli_runner().invoke(args=[*words, "--help"]).exit_code == 0, words
    app.extensions["palpate"].press.close()


# -- files -----------------------------------------------------------------------
def modules() -> list[Path]:
    return sorted((ROOT / "clinic").rglob("*.py"))


def test_no_file_is_too_long_to_read_in_one_sitting() -> None:
    long = {
        str(file.relative_to(ROOT)): lines
        for file in modules()
        if (lines := file.read_text("utf-8").count("\n")) > LONGEST_FILE
    }
    assert long == {}


def test_every_module_says_in_its_first_line_what_it_is_for() -> None:
    for file in modules():
        first = file.read_text("utf-8").split("\n", 1)[0]
        assert re.match(r'"""\S.*', first), file


def test_every_template_compiles_and_is_escaped(app: Flask) -> None:
    files = [f for f in (ROOT / "templates").rglob("*") if f.is_file()]
    assert files
    for file in files:
        name = str(file.relative_to(ROOT / "templates"))
        if file.suffix == ".css":
            continue
        assert file.suffix in {".html", ".svg"}, name
        if name.startswith("print/"):
            prints = _environment()
            prints.get_template(name.removeprefix("print/"))
            assert prints.autoescape is True
        else:
            app.jinja_env.get_template(name)
            assert app.select_jinja_autoescape(name), name
        assert "|safe" not in file.read_text("utf-8").replace(" ", ""), name
