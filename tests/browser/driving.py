"""The system's Chromium, driven by Playwright: a seat is one person's browser in one test."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

# Debian's; another may be named
DEBIANS = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDTHS = {1440: 900, 820: 1180, 390: 844}
# the tablet beside the couch, and the phone
TOUCHED = {820, 390}
PATIENCE = 15_000  # milliseconds, before a test gives up


@contextmanager
def a_chromium() -> Iterator[Browser]:
    """Start Chromium with fresh user data; it ends with the block."""
    path = os.environ.get("CHROMIUM", DEBIANS)
    if not Path(path).exists():
        raise RuntimeError(
            f"There is no Chromium at {path}. bin/test installs Debian's; CHROMIUM names another."
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@dataclass
class Seen:
    """What a page did beside what it shows."""

    address: str
    faults: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def note(self, message: ConsoleMessage) -> None:
        """Keep errors; what a refusal or a cut network leaves in the console is none of ours."""
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.faults.append(message.text)

    def asked_for(self, url: str) -> None:
        """Keep addresses of other hosts; what the browser shows a PDF with is its own."""
        if url.startswith(("http:", "https:", "ws:")) and not url.startswith(f"{self.address}/"):
            self.elsewhere.append(url)


@dataclass
class Seat:
    """Opens pages of one server, each in a browser context of its own, and closes them all."""

    browser: Browser
    address: str
    _contexts: list[BrowserContext] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)

    def context(self, width: int = 1440, **more: Any) -> BrowserContext:
        """Answer a fresh browser: nothing kept, nobody signed in unless `storage_state` says so."""
        context = self.browser.new_context(
            **{
                "base_url": self.address,
                "viewport": {"width": width, "height": WIDTHS.get(width, 900)},
                "has_touch": width in TOUCHED,
                "locale": "en-AU",
                "timezone_id": "Australia/Melbourne",
                **more,
            }
        )
        context.set_default_timeout(PATIENCE)
        self._contexts.append(context)
        seen = Seen(self.address)
        self.seen.append(seen)
        context.on("console", seen.note)
        context.on("weberror", lambda error: seen.faults.append(str(error.error)))
        context.on("request", lambda request: seen.asked_for(request.url))
        return context

    def page(self, width: int = 1440, **more: Any) -> Page:
        """Answer an empty page in a fresh browser."""
        return self.context(width, **more).new_page()

    def close(self) -> None:
        """Close everything that was opened."""
        for context in self._contexts:
            context.close()
        self._contexts.clear()

    def faults(self) -> list[str]:
        """Answer scripts that broke, what the pages' own policy stopped, and foreign addresses."""
        return [fault for seen in self.seen for fault in (*seen.faults, *seen.elsewhere)]


def sign_in(page: Page, email: str, password: str) -> None:
    """Sign in by the form."""
    page.goto("/sign-in")
    page.get_by_label(re.compile("e-mail", re.IGNORECASE)).fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: urlsplit(url).path != "/sign-in")
