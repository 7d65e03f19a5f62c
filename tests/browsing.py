"""Somebody at a browser without scripts: opens pages, fills their forms in, presses buttons."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

AS_A_BROWSER = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}


@dataclass
class Form:
    """A form as it stands on a page: where it goes, and what is filled in already."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[str] = field(default_factory=list)


class _Forms(HTMLParser):
    """Collects the forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._select: str | None = None
        self._options: list[tuple[str, bool]] = []
        self._area: tuple[str, list[str]] | None = None
        self._button: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(has.get("action", ""))
            self.forms.append(self._open)
        if self._open is None:
            return
        if tag == "input":
            self._input(has)
        elif tag == "select":
            self._select, self._options = has.get("name"), []
        elif tag == "option":
            self._options.append((has.get("value", ""), "selected" in has))
        elif tag == "textarea":
            self._area = (has.get("name", ""), [])
        elif tag == "button":
            self._button = []

    def _input(self, has: dict[str, str]) -> None:
        kind = has.get("type", "text")
        if kind in {"checkbox", "radio"} and "checked" not in has:
            return
        if kind in {"submit", "file"} or "name" not in has or "disabled" in has:
            return
        assert self._open is not None
        self._open.fields.append((has["name"], has.get("value", "on")))

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area[1].append(data)
        if self._button is not None:
            self._button.append(data)

    def handle_endtag(self, tag: str) -> None:
        if self._open is None:
            return
        if tag == "select" and self._select:
            chosen = [value for value, is_chosen in self._options if is_chosen]
            first = [value for value, _ in self._options[:1]]
            self._open.fields.extend((self._select, value) for value in chosen or first)
            self._select = None
        elif tag == "textarea" and self._area is not None:
            # a browser drops the line break after the tag
            self._open.fields.append((self._area[0], "".join(self._area[1]).removeprefix("\n")))
            self._area = None
        elif tag == "button" and self._button is not None:
            self._open.buttons.append(" ".join("".join(self._button).split()))
            self._button = None
        elif tag == "form":
            self._open = None


@dataclass
class Visitor:
    """A browser. No page may ever be a fault of ours."""

    app: Flask
    browser: FlaskClient
    user_id: str = ""

    def send(self, method: str, address: str, **more: Any) -> TestResponse:
        headers = {**AS_A_BROWSER, **more.pop("headers", {})}
        answer = self.browser.open(address, method=method, headers=headers, **more)
        assert answer.status_code != 500, answer.get_data(as_text=True)
        return answer

    def get(self, address: str, **more: Any) -> TestResponse:
        return self.send("GET", address, **more)

    def see(self, address: str) -> str:
        """Answer the page at an address that must be there."""
        answer = self.get(address)
        assert answer.status_code == 200, (address, answer.status_code, words_of(answer))
        return answer.get_data(as_text=True)

    def words(self, address: str) -> str:
        """Answer what a page says, without its tags."""
        return words(self.see(address))

    def form(self, address: str, action: str) -> Form:
        """Answer the form of a page that goes to `action`."""
        return form_in(self.see(address), action)

    def submit(
        self, address: str, action: str | None = None, /, **typed: str | list[str]
    ) -> TestResponse:
        """Open a page, fill in its form that goes to `action` (the page's own), and send it.

        Names with dots are given with two underscores: `address__street`.
        """
        form = self.form(address, action or address)
        return self.send_form(form, **typed)

    def send_form(self, form: Form, /, **typed: str | list[str]) -> TestResponse:
        """Send a form with these fields changed or added."""
        changes = {name.replace("__", "."): value for name, value in typed.items()}
        pairs = [(name, value) for name, value in form.fields if name not in changes]
        for name, value in changes.items():
            pairs.extend((name, one) for one in ([value] if isinstance(value, str) else value))
        return self.send("POST", form.action, data=_several(pairs))

    def press(self, address: str, action: str, /, **typed: str | list[str]) -> str:
        """Send a form that must succeed, and answer the address it leads to."""
        answer = self.submit(address, action, **typed)
        assert answer.status_code == 303, (answer.status_code, words_of(answer))
        return answer.headers["Location"]

    def csrf(self) -> str:
        """Answer the proof that a script of ours sends along."""
        token: str = self.get("/session").get_json()["csrf"]
        return token

    def send_json(self, method: str, address: str, body: Any) -> TestResponse:
        """Send what a script of ours sends."""
        headers = {"X-CSRF-Token": self.csrf(), "Accept": "application/json"}
        return self.send(method, address, json=body, headers=headers)


def _several(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def forms_in(html: str) -> list[Form]:
    """Answer the forms of a page."""
    parser = _Forms()
    parser.feed(html)
    return parser.forms


def form_in(html: str, action: str) -> Form:
    """Answer the form of a page that goes to `action`."""
    found = [form for form in forms_in(html) if form.action == action]
    assert found, f"no form goes to {action}: {[form.action for form in forms_in(html)]}"
    return found[0]


def words(html: str) -> str:
    """Answer what a page says, without its tags."""
    body = re.sub(r"(?s)<(script|style|svg)\b.*?</\1>", " ", html)
    text = re.sub(r"<[^>]+>", " ", body)
    for name, sign in (
        ("&#39;", "'"),
        ("&#34;", '"'),
        ("&amp;", "&"),
        ("&lt;", "<"),
        ("&gt;", ">"),
    ):
        text = text.replace(name, sign)
    return " ".join(text.split())


def words_of(answer: TestResponse) -> str:
    """Answer what an answer says."""
    return words(answer.get_data(as_text=True))[:2000]
