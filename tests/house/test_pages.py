"""Promises about every page of the house, read from the url map."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from clinic.rulebook.permissions import TABLE, Permission, Role
from clinic.store.base import new_id
from clinic.web.endpoint import Facts
from clinic.web.page import PageFacts
from tests.browsing import Visitor
from tests.conftest import NOON, Cast, found_clinic

ROOT = Path(__file__).resolve().parents[2]
OPEN = {"HEAD", "OPTIONS"}
# whoever is not signed in may open these, and no others
OPEN_TO_ALL = {
    "GET /sign-in",
    "POST /sign-in",
    "POST /sign-out",
    "GET /session",
    "GET /start",
    "POST /start",
    "GET /body-chart/<view>.svg",
    "GET /h/<token>",
    "POST /h/<token>",
}
# what flask and the API's document serve, told of in test_doors.py
NOT_PAGES = ("/healthz", "/api/", "/static/")


@dataclass(frozen=True)
class PageRoute:
    """One method at one address."""

    method: str
    rule: str
    view: Any

    def __str__(self) -> str:
        return f"{self.method} {self.rule}"

    @property
    def facts(self) -> PageFacts | Facts:
        facts: PageFacts | Facts = self.view.facts
        return facts

    @property
    def address(self) -> str:
        """The address with ids that no record has."""
        filled = re.sub(r"<id:[^>]+>", new_id(NOON), self.rule)
        return re.sub(r"<[^>]+>", "1", filled)


@pytest.fixture(scope="module")
def pages(app: Flask) -> list[PageRoute]:
    """Every method of every address that is no door of the API."""
    return sorted(
        (
            PageRoute(method, rule.rule, app.view_functions[rule.endpoint])
            for rule in app.url_map.iter_rules()
            if not rule.rule.startswith(NOT_PAGES)
            for method in (rule.methods or set()) - OPEN
        ),
        key=str,
    )


@pytest.fixture(scope="module")
def cast(app: Flask) -> Cast:
    return found_clinic(app)


def test_there_are_pages(pages: list[PageRoute]) -> None:
    assert len(pages) > 40


def test_every_page_declares_its_facts_and_says_what_it_does(pages: list[PageRoute]) -> None:
    for route in pages:
        assert isinstance(route.facts, (PageFacts, Facts)), route
        assert (route.view.__doc__ or "").strip().endswith("."), route


def test_the_pages_open_to_all_are_the_ones_we_know(pages: list[PageRoute]) -> None:
    assert {str(route) for route in pages if route.facts.needs is None} == OPEN_TO_ALL


def test_every_form_shows_a_page_that_the_same_people_may_see(pages: list[PageRoute]) -> None:
    for route in pages:
        if isinstance(route.facts, PageFacts) and route.facts.shows is not None:
            shown: PageFacts = route.facts.shows.facts  # type: ignore[attr-defined]
            assert shown.template, route
            assert shown.needs in TABLE, route
            assert route.facts.needs in TABLE, route
            assert TABLE[route.facts.needs] <= TABLE[shown.needs], route


def test_who_is_not_signed_in_is_shown_the_way_in(app: Flask, pages: list[PageRoute]) -> None:
    somebody = Visitor(app, app.test_client())
    for route in pages:
        if route.facts.needs is None:
            continue
        answer = somebody.send(route.method, route.address)
        if route.method == "GET":
            assert answer.status_code == 303, route
            assert answer.headers["Location"].startswith("/sign-in"), route
        else:
            assert answer.status_code == 401, route


@pytest.mark.parametrize("role", Role)
def test_a_role_without_the_permission_is_refused_at_every_page(
    cast: Cast, pages: list[PageRoute], role: Role
) -> None:
    visitor = cast.browse(role)
    csrf = visitor.csrf()
    for route in pages:
        if route.facts.needs is None:
            continue
        answer = visitor.send(route.method, route.address, headers={"X-CSRF-Token": csrf})
        if role in TABLE[route.facts.needs]:
            assert answer.status_code not in {401, 403}, f"{role} at {route}"
        else:
            assert answer.status_code == 403, f"{role} at {route}"


@pytest.mark.parametrize("role", Role)
def test_an_id_that_no_record_has_is_not_found(
    cast: Cast, pages: list[PageRoute], role: Role
) -> None:
    visitor = cast.browse(role)
    for route in pages:
        if route.method != "GET" or "<id:" not in route.rule or route.facts.needs is None:
            continue
        if role in TABLE[route.facts.needs]:
            assert visitor.get(route.address).status_code == 404, route


def test_no_change_is_taken_without_the_proof_that_it_is_ours(
    cast: Cast, pages: list[PageRoute]
) -> None:
    visitor = cast.browse(Role.OWNER)
    for route in pages:
        # the secret in the address is the proof: tests/checkins
        if route.method == "GET" or getattr(route.facts, "by_link", False):
            continue
        answer = visitor.send(route.method, route.address)
        # nothing is done: the page asks to send it again
        assert "What you typed is kept" in answer.get_data(as_text=True), route


def test_no_change_is_taken_from_another_site(cast: Cast, pages: list[PageRoute]) -> None:
    visitor = cast.browse(Role.OWNER)
    csrf = visitor.csrf()
    for route in pages:
        if route.method == "GET":
            continue
        for header in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
            answer = visitor.send(
                route.method, route.address, headers={"X-CSRF-Token": csrf, **header}
            )
            assert answer.status_code == 403, route


# what CONTRACT 2 says of roles; a page that is built for another role is a fault
BY_ADDRESS = [
    (r"/clinic\b(?!/logo)", Permission.CLINIC),
    (r"/examinations\b(?!/catalogue)", Permission.CARE),
    (r"/outcomes\b", Permission.CARE),
    (r"/samples\b", Permission.SAMPLES),
    (r"/incidents\b", Permission.INCIDENTS),
    (r"/patients(/new)?$", Permission.PATIENTS),
]


def test_the_pages_stand_open_to_the_roles_of_the_contract(pages: list[PageRoute]) -> None:
    for route in pages:
        wanted = next((p for pattern, p in BY_ADDRESS if re.match(pattern, route.rule)), None)
        if wanted is not None:
            assert route.facts.needs is wanted, route


# -- templates ------------------------------------------------------------------
def templates() -> list[Path]:
    return [
        file
        for file in sorted((ROOT / "templates").rglob("*.html"))
        if "print" not in file.relative_to(ROOT / "templates").parts
    ]


@pytest.mark.parametrize("file", templates(), ids=lambda f: f"{f.parent.name}/{f.stem}")
def test_a_page_holds_nothing_that_its_own_policy_forbids(file: Path) -> None:
    text = file.read_text("utf-8")
    assert not re.search(r"<[^>]*\sstyle=", text), "an inline style"
    assert not re.search(r"<[^>]*\son[a-z]+=", text), "an inline script"
    for tag in re.findall(r"<script\b[^>]*>", text):
        assert "src=" in tag or 'type="application/json"' in tag, tag
    assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", text), "another host"
    assert "innerHTML" not in text


def test_every_script_and_sheet_says_what_it_is_for() -> None:
    for file in sorted((ROOT / "clinic" / "static").rglob("*")):
        if file.suffix in {".js", ".css"}:
            first = file.read_text("utf-8").lstrip().split("\n", 1)[0]
            assert first.startswith(("//", "/*")), file
            assert "http://" not in file.read_text("utf-8").replace("http://www.w3.org/", ""), file
        if file.suffix == ".js":
            text = file.read_text("utf-8")
            assert text.count("\n") <= 400, file
            # dom.js alone writes markup, from templates that escape what they are given
            assert file.name == "dom.js" or ".innerHTML" not in text, file
            assert "eval(" not in text, file
