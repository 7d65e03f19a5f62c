"""The browser's side of the door: whose form it is, where it leads, what every page carries."""

import re

import pytest
from werkzeug.test import TestResponse

from clinic.rulebook.permissions import Role
from clinic.web.browser import own_address
from tests.browsing import Visitor, form_in, words_of
from tests.conftest import Cast


def rename(visitor: Visitor, csrf: str | None, **headers: str) -> TestResponse:
    data = {"name": "Renamed"} | ({} if csrf is None else {"csrf": csrf})
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return visitor.send("POST", "/account/name", data=data, headers=named)


def is_renamed(visitor: Visitor) -> bool:
    return "Renamed" in visitor.words("/account")


@pytest.fixture
def visitor(clinic: Cast) -> Visitor:
    return clinic.browse(Role.RECEPTION)


# -- whose form it is -------------------------------------------------------------------
def test_a_form_without_the_proof_changes_nothing_and_can_be_sent_again(visitor: Visitor) -> None:
    for csrf in (None, "", "made-up", "x" * 4000):
        answer = rename(visitor, csrf)
        assert answer.status_code == 200
        assert "What you typed is kept" in words_of(answer)
        assert not is_renamed(visitor)
    again = form_in(answer.get_data(as_text=True), "/account/name")
    assert ("name", "Renamed") in again.fields
    assert visitor.send_form(again).status_code == 303
    assert is_renamed(visitor)


def test_the_proof_of_another_session_is_none(clinic: Cast, visitor: Visitor) -> None:
    csrf = clinic.browse(Role.RECEPTION).csrf()
    assert "What you typed is kept" in words_of(rename(visitor, csrf))
    assert not is_renamed(visitor)


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "anything"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "http://localhost.elsewhere.example"},
        {"Origin": "http://localhost:81"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Sec_Fetch_Site": "same-origin", "Origin": "https://elsewhere.example"},
    ],
)
def test_a_form_of_another_site_is_refused_even_with_the_proof(
    visitor: Visitor, headers: dict[str, str]
) -> None:
    answer = rename(visitor, visitor.csrf(), **headers)
    assert answer.status_code == 403
    assert "another site" in words_of(answer)
    assert "What you typed is kept" not in words_of(answer)
    assert not is_renamed(visitor)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec_Fetch_Site": "same-origin", "Origin": "http://localhost"},
        {"Sec_Fetch_Site": "none"},
    ],
)
def test_a_form_of_our_own_is_taken(visitor: Visitor, headers: dict[str, str]) -> None:
    assert rename(visitor, visitor.csrf(), **headers).status_code == 303
    assert is_renamed(visitor)


def test_the_proof_is_asked_of_who_is_not_signed_in_too(clinic: Cast) -> None:
    """Else another site could sign somebody in as somebody else."""
    stranger = Visitor(clinic.app, clinic.app.test_client())
    answer = stranger.send("POST", "/sign-in", data={"email": "a@b.example", "password": "x"})
    assert "What you typed is kept" in words_of(answer)
    # and what was typed into the password's field is not on that page
    assert 'name="password"' not in answer.get_data(as_text=True)


def test_a_script_sends_the_proof_in_a_header(visitor: Visitor) -> None:
    told = visitor.get("/session").get_json()
    assert (told["signed_in"], told["user_id"]) == (True, visitor.user_id)
    answer = visitor.send(
        "POST",
        "/account/name",
        data={"name": "Renamed"},
        headers={"X-CSRF-Token": told["csrf"]},
    )
    assert answer.status_code == 303


def test_the_session_opens_no_api(visitor: Visitor) -> None:
    assert visitor.get("/api/v1/me").status_code == 401


def test_a_token_opens_no_page(clinic: Cast) -> None:
    browser = Visitor(clinic.app, clinic.app.test_client())
    answer = browser.get("/account", headers={"Authorization": f"Bearer {clinic.owner.token}"})
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/sign-in")


def test_a_cookie_that_was_tampered_with_is_none(clinic: Cast, visitor: Visitor) -> None:
    cookie = visitor.browser.get_cookie("palpate")
    assert cookie is not None
    start, _, end = cookie.value.partition(".")
    for value in (f"{start}.{end[::-1]}", f"x{cookie.value}", "x", ""):
        forger = clinic.app.test_client()
        forger.set_cookie("palpate", value)
        assert Visitor(clinic.app, forger).get("/account").status_code == 303, value


def test_a_form_sent_twice_is_one_deed(clinic: Cast, visitor: Visitor) -> None:
    form = visitor.form("/account", "/account/name")
    first = visitor.send_form(form, name="Renamed")
    visitor.press("/account", "/account/name", name="And again")
    second = visitor.send_form(form, name="Renamed")
    assert second.status_code == first.status_code == 303
    assert second.headers["Location"] == first.headers["Location"]
    assert not is_renamed(visitor)
    # another word in it: another deed
    assert visitor.send_form(form, name="Renamed at last").status_code == 303
    assert "Renamed at last" in visitor.words("/account")


# -- where it leads -----------------------------------------------------------------------
@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "///elsewhere.example/",
        "/\\elsewhere.example",
        "/a\\..\\b",
        "http:elsewhere.example",
        "javascript:alert(1)",
        "elsewhere.example",
        "/a\r\nLocation: https://elsewhere.example",
        "/\t/elsewhere.example",
        "/\x00",
        " /a",
        "?next=//elsewhere.example",
    ],
)
def test_an_address_that_is_not_ours_is_the_first_page(address: str | None) -> None:
    assert own_address(address) == "/"


@pytest.mark.parametrize("address", ["/", "/patients", "/patients?q=a%20b", "/a#b", "/a//b"])
def test_an_address_of_ours_stays(address: str) -> None:
    assert own_address(address) == address


# -- what every page carries ----------------------------------------------------------------
@pytest.mark.parametrize("address", ["/account", "/sign-in", "/nothing/here", "/clinic", "/start"])
def test_every_page_is_private_and_inert(visitor: Visitor, clinic: Cast, address: str) -> None:
    for browser in (visitor, Visitor(clinic.app, clinic.app.test_client())):
        headers = browser.get(address).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"
        policy = dict(
            part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";")
        )
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
        assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert "unsafe" not in headers["Content-Security-Policy"]


def test_every_form_of_a_page_carries_the_proof(clinic: Cast) -> None:
    visitor = clinic.browse(Role.OWNER)
    at = f"/clinic/users/{clinic.clinician.user_id}"
    for address in ("/account", "/clinic", "/clinic/users/new", "/clinic/tokens", at):
        page = visitor.see(address)
        posts = page.count('method="post"')
        assert posts, address
        assert page.count('name="csrf"') - page.count('<meta name="csrf"') == posts, address


def test_what_somebody_typed_is_text_on_every_page(clinic: Cast) -> None:
    visitor = clinic.browse(Role.OWNER)
    nasty = '"><script>alert(1)</script>{{ 7*7 }}'
    visitor.press("/account", "/account/name", name=nasty)
    visitor.press("/clinic", "/clinic", name=nasty)
    visitor.submit("/clinic/tokens", label=nasty)
    for address in ("/", "/account", "/clinic", "/clinic/users", "/clinic/tokens", "/clinic/audit"):
        page = visitor.see(address)
        assert "<script>alert" not in page, address
        assert "49" not in re.findall(r"alert\(1\)&lt;/script&gt;(\S*)", page), address


def test_a_refused_page_leaves_its_entry_and_nobodys_text(clinic: Cast) -> None:
    visitor = clinic.browse(Role.RECEPTION)
    visitor.submit("/account", "/account/name", name="")
    visitor.get("/clinic")
    found = clinic.owner.read("/audit-entries?event=request.refused")["items"]
    assert [(one["details"]["status"], one["details"]["route"]) for one in found] == [
        (403, "GET /clinic"),
        (422, "POST /account/name"),
    ]
