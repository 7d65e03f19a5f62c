"""What is looked for on every page: accessibility, width, targets, weight."""

from functools import cache
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.driving import TOUCHED, WIDTHS

# WCAG 2.2 AA, and what axe's makers call good practice
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LEAST_TARGET = 44
_axe = Axe()


@cache
def _script(name: str) -> str:
    return Path(__file__).with_name(f"{name}.js").read_text("utf-8")


def axe(page: Page) -> None:
    """Find nothing that axe-core finds wrong; tell what, where and how to mend it."""
    # axe judges contrast by what it sees: nothing may be half-way faded in
    page.evaluate("document.getAnimations().forEach(one => one.finish())")
    found = _axe.run(
        page, options={"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": _TAGS}}
    )
    told = [_told(violation) for violation in found.response["violations"]]
    assert not told, f"axe at {page.url}, {_width(page)} px:\n" + "\n".join(told)


def _told(violation: dict[str, Any]) -> str:
    nodes = violation["nodes"]
    places = "".join(
        f"\n    {' '.join(map(str, node['target']))}\n      {node['html'][:200]}"
        f"\n      {' '.join((node.get('failureSummary') or '').split())[:300]}"
        for node in nodes[:4]
    )
    more = f"\n    and {len(nodes) - 4} more" if len(nodes) > 4 else ""
    return f"  {violation['id']} ({violation['impact']}): {violation['help']}{places}{more}"


def _width(page: Page) -> int:
    size = page.viewport_size
    assert size is not None
    return size["width"]


def at_width(page: Page, width: int) -> Page:
    """Make the window this wide; tablets and phones are touched."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": width in TOUCHED})
    page.set_viewport_size({"width": width, "height": WIDTHS.get(width, 900)})
    return page


def no_overflow(page: Page) -> None:
    """Find nothing that makes the page itself scroll sideways."""
    wider = page.evaluate(_script("wider"))
    assert not wider, f"{page.url} is wider than {_width(page)} px:\n" + "\n".join(wider)


def targets_are_large(page: Page) -> None:
    """Find every button, field and free-standing link large enough for a finger."""
    small = page.evaluate(_script("small"), LEAST_TARGET)
    shown = "\n".join(small[:12])
    assert not small, f"{len(small)} targets below {LEAST_TARGET} px at {page.url}:\n{shown}"


class Weighed:
    """Counts what comes over the wire, by the browser's own figures."""

    def __init__(self, page: Page) -> None:
        self.parts: dict[str, int] = {}
        self._names: dict[str, str] = {}
        self._session = page.context.new_cdp_session(page)
        self._session.on("Network.requestWillBeSent", self._ask)
        self._session.on("Network.loadingFinished", self._got)
        self._session.send("Network.enable")

    def _ask(self, event: dict[str, Any]) -> None:
        self._names[event["requestId"]] = event["request"]["url"]

    def _got(self, event: dict[str, Any]) -> None:
        name = self._names.get(event["requestId"], "?")
        self.parts[name] = self.parts.get(name, 0) + int(event["encodedDataLength"])

    @property
    def total(self) -> int:
        """All bytes so far."""
        return sum(self.parts.values())

    def told(self) -> str:
        """Name the heaviest parts."""
        heaviest = sorted(self.parts.items(), key=lambda part: -part[1])[:8]
        return "\n".join(f"  {size:>8} {name}" for name, size in heaviest)
