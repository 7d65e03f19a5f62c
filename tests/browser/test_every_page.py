"""Every page of the example clinic, in real Chromium."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from clinic.rulebook.permissions import Role
from clinic.web.endpoint import Facts
from tests.browser.looking import Weighed, at_width, axe, no_overflow, targets_are_large
from tests.browser.records import address_of
from tests.browser.stage import Example, Opens
from tests.conftest import Client

HEAVIEST = 250_000
# half of a desk's width: what is left at 200 % zoom
ZOOMED = 720
# answers for scripts, and what flask serves by itself
NOT_PAGES = {"/healthz", "/session"}
# opened by a secret that the database does not keep: test_home_page.py
LOOKED_AT_ELSEWHERE = {"/h/<token>"}
# drawn by scripts: their list twin is the page without
NEEDS_SCRIPTS = {"/examinations/<id:examination_id>"}


@dataclass(frozen=True)
class Look:
    """A page and the record it shows."""

    rule: str
    of: str = ""
    query: str = ""
    role: Role | None = Role.OWNER

    def __str__(self) -> str:
        told = [self.of, "" if self.role in {Role.OWNER, None} else f"for {self.role}"]
        return f"{self.rule}{self.query} " + ", ".join(word for word in told if word)

    def address(self, owner: Client) -> str:
        """Answer where this page of the example clinic is."""
        return address_of(self.rule, self.of, owner) + self.query


_PATIENT = "/patients/<id:patient_id>"
_EXAMINATION = "/examinations/<id:examination_id>"
_LOAN = "/samples/loans/<id:loan_id>"
_UNIT = "/samples/units/<id:unit_id>"
_FOLLOWED = "a patient followed for months"
LOOKS: tuple[Look, ...] = (
    Look("/sign-in", role=None),
    Look("/"),
    Look("/", role=Role.RECEPTION),
    Look("/", role=Role.SAMPLE_MANAGER),
    Look("/outcomes"),
    Look("/account"),
    Look("/clinic"),
    Look("/wording"),
    Look("/translations"),
    Look("/translations/<language>", "a translation"),
    Look("/clinic/users"),
    Look("/clinic/users/new"),
    Look("/clinic/users/<id:user_id>", "a user"),
    Look("/clinic/tokens"),
    Look("/clinic/audit"),
    Look("/patients"),
    Look("/patients", query="?q=zzzz"),
    Look("/patients/new"),
    Look(_PATIENT, _FOLLOWED),
    Look(_PATIENT, "a patient without anything yet"),
    Look(_PATIENT, "an archived patient"),
    Look(_PATIENT, _FOLLOWED, role=Role.RECEPTION),
    Look(f"{_PATIENT}/edit", _FOLLOWED),
    Look(f"{_PATIENT}/record", _FOLLOWED),
    Look(f"{_PATIENT}/register", _FOLLOWED),
    Look(f"{_PATIENT}/examinations", _FOLLOWED),
    Look(f"{_PATIENT}/plans", _FOLLOWED),
    Look(f"{_PATIENT}/safety-screen", _FOLLOWED),
    Look(f"{_PATIENT}/episodes/<id:episode_id>", "an episode"),
    Look(f"{_PATIENT}/consents/<id:consent_id>", "a consent"),
    Look(f"{_PATIENT}/points/<id:point_id>", "a point"),
    Look(_EXAMINATION, "a draft examination"),
    Look(_EXAMINATION, "a signed examination"),
    Look(_EXAMINATION, "a voided examination"),
    Look(f"{_EXAMINATION}/list", "a draft examination"),
    Look(f"{_EXAMINATION}/list/<place>", "a place of a draft"),
    Look(f"{_EXAMINATION}/sign", "a draft examination"),
    Look(f"{_EXAMINATION}/amend", "a signed examination"),
    Look(f"{_EXAMINATION}/amend/<place>", "a place of a signed examination"),
    Look(f"{_EXAMINATION}/versions", "a signed examination"),
    Look("/plans/<id:plan_id>", "a draft plan"),
    Look("/plans/<id:plan_id>", "an active plan"),
    Look("/plans/<id:plan_id>", "a paused plan"),
    Look("/plans/<id:plan_id>/grid", "an active plan"),
    Look("/handouts/<id:handout_id>", "a handout"),
    Look(f"{_PATIENT}/letters", _FOLLOWED),
    Look("/letters/<id:letter_id>", "a letter"),
    Look("/print-runs"),
    Look("/print-runs/new"),
    Look("/print-runs/new", query="?day=2026-11-14"),
    Look("/print-runs/new", role=Role.RECEPTION),
    Look("/print-runs/<id:run_id>", "a print run"),
    Look("/print-runs/<id:run_id>", "a print run", role=Role.RECEPTION),
    Look("/sheets"),
    Look("/sheets", query="?code=7KQM-3XPA"),
    Look("/incidents"),
    Look("/incidents/new"),
    Look("/incidents/<id:incident_id>", "an incident"),
    Look("/samples"),
    Look("/samples/requests"),
    Look("/samples/requests/new"),
    Look("/samples/requests/<id:request_id>", "a new request"),
    Look("/samples/requests/<id:request_id>", "an approved request"),
    Look("/samples/loans"),
    Look(_LOAN, "a packed loan"),
    Look(_LOAN, "a loan on trial"),
    Look(_LOAN, "a closed loan"),
    Look("/samples/units"),
    Look("/samples/units/new"),
    Look(_UNIT, "a unit on loan"),
    Look(_UNIT, "a unit in quarantine"),
    Look("/samples/who-holds-what"),
    Look("/samples/practitioners"),
    Look("/samples/practitioners/new"),
    Look("/samples/practitioners/<id:practitioner_id>", "a practitioner"),
    Look("/samples/practitioners/<id:practitioner_id>/edit", "a practitioner"),
    Look("/samples/models"),
    Look("/samples/models/new"),
    Look("/samples/models/<id:model_id>", "a massager model"),
)


def _pages(app: Flask) -> Iterable[str]:
    """Answer the address of every page that may be opened, as the app's own map has it."""
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.rule in NOT_PAGES:
            continue
        facts = getattr(app.view_functions[rule.endpoint], "facts", None)
        is_outside = rule.endpoint == "static" or rule.rule.startswith("/api/")
        is_file = rule.rule.endswith((".pdf", ".svg", ".csv"))
        if not is_outside and not is_file and not isinstance(facts, Facts):
            yield rule.rule


def test_every_page_is_looked_at(example: Example) -> None:
    known = {look.rule for look in LOOKS} | {"/start"} | LOOKED_AT_ELSEWHERE
    new = sorted(set(_pages(example.served.app)) - known)
    assert not new, (
        "These pages are not looked at yet; name them, and a record of the example clinic for "
        f"their id, in LOOKS of tests/browser/test_every_page.py: {', '.join(new)}"
    )
    gone = sorted(known - set(_pages(example.served.app)))
    assert not gone, f"These pages are no more; take them out of LOOKS: {', '.join(gone)}"


def _told(*checks: tuple[str, Callable[[], object]]) -> None:
    """Make every check, so that a page's first fault hides no other."""
    told: list[str] = []
    for where, check in checks:
        try:
            check()
        except AssertionError as fault:
            told.append(f"{where}: {fault}")
    assert not told, "\n\n".join(told)


def _frame(page: Page) -> None:
    assert page.locator("html").get_attribute("lang") == "en", "its language is not told"
    assert page.locator("h1").count() == 1, f"{page.locator('h1').count()} h1"
    assert page.title() not in {"", "Palpate"}, "it has no title of its own"


def _light(weighed: Weighed) -> None:
    assert weighed.total <= HEAVIEST, f"{weighed.total} bytes:\n{weighed.told()}"


def _heads(page: Page) -> set[str]:
    """Answer the headings and labels that can be seen."""
    found = page.locator("main :is(h1, h2, h3, th, legend, label)").all_inner_texts()
    return {" ".join(text.split()) for text in found if text.strip()}


def _the_same_without_scripts(page: Page, opens: Opens, look: Look) -> None:
    if not page.locator("script[src]").count():
        return
    plain = opens(look.role, page.url, java_script_enabled=False)
    heads = _heads(plain)
    assert heads, "it shows nothing"
    if look.rule not in NEEDS_SCRIPTS:
        missing = _heads(page) - heads
        assert not missing, f"it shows only with scripts: {missing}"
    plain.context.close()


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_page_is_there_for_everybody(example_page: Opens, example: Example, look: Look) -> None:
    """At a desk, zoomed in, under a finger, without scripts; read aloud, and light."""
    page = example_page(look.role)
    weighed = Weighed(page)
    answer = page.goto(look.address(example.owner), wait_until="networkidle")
    assert answer is not None
    assert answer.status == 200, f"{page.url}: {answer.status}"
    _told(
        ("frame", lambda: _frame(page)),
        ("weight", lambda: _light(weighed)),
        ("without scripts", lambda: _the_same_without_scripts(page, example_page, look)),
        ("at a desk", lambda: axe(page)),
        ("at a desk", lambda: no_overflow(page)),
        ("zoomed to 200 %", lambda: no_overflow(at_width(page, ZOOMED))),
        ("on a phone", lambda: no_overflow(at_width(page, 390))),
        ("on a phone", lambda: axe(page)),
        ("on a phone", lambda: targets_are_large(page)),
        ("on a tablet", lambda: no_overflow(at_width(page, 820))),
        ("on a tablet", lambda: targets_are_large(page)),
    )


def test_a_page_that_is_not_there_says_so(example_page: Opens) -> None:
    page = example_page(Role.RECEPTION, width=390)
    answer = page.goto("/patients/nobody")
    assert answer is not None
    assert answer.status == 404
    axe(page)
    no_overflow(page)
    targets_are_large(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Not found")


def test_the_pages_about_the_api_can_be_read_by_everybody(example_page: Opens) -> None:
    page = example_page(None)
    weighed = Weighed(page)
    page.goto("/api/docs", wait_until="networkidle")
    _told(
        ("weight", lambda: _light(weighed)),
        ("at a desk", lambda: axe(page)),
        ("on a phone", lambda: no_overflow(at_width(page, 390))),
    )
