"""Rows about the press: beside warm Chromium, and a batch with one and with two processes."""

import re
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import sync_playwright

from bench.makers import FONTS
from bench.rounds import Way, in_turns
from bench.samples import Sample, pages
from bench.table import Goal, Row
from clinic.paper.html import TEMPLATES
from clinic.paper.printing import Press, PressLimits

_CHROMIUM_GOAL = Goal(1.4)
_SIZE_GOAL = Goal(1 / 3)
_BATCH_GOAL = Goal(1.7, at_least=True)
_MEMORY_GOAL = Goal(300.0, of_figure=True)
_KILO = 1000.0
_LINK = re.compile(r'<link rel="stylesheet" href="asset:([\w.]+)">')
_ASSET = re.compile(r"url\(asset:([\w.-]+)\)")
_NOW = datetime(2026, 11, 23, tzinfo=UTC)


def press_rows(folder: Path, made: list[Sample], rounds: int, batch: int) -> list[Row]:
    """Measure one sheet in the press and in Chromium, then a batch on one press and on two."""
    limits = PressLimits(slots=2, wait_seconds=600.0)
    first, second = (Press(folder / "batch", limits) for _ in range(2))
    sheets = {way: pages(made) for way in ("ours", "chromium", "alone", "together")}
    try:
        with _chromium() as page:
            ours = [len(first.print(sample.html, _NOW).pdf) for sample in made]
            theirs = [len(_printed(page, sample.html)) for sample in made]
            printing = in_turns(
                [
                    Way("ours", lambda html: first.print(html, _NOW), sheets["ours"].__next__),
                    Way("chromium", lambda html: _printed(page, html), sheets["chromium"].__next__),
                ],
                rounds,
            )
        for _ in made:
            second.print(next(sheets["together"]), _NOW)
        alone = _seconds([first], sheets["alone"], batch)
        together = _seconds([first, second], sheets["together"], batch)
        memory = max(_peak_mb(press) for press in (first, second))
    finally:
        first.close()
        second.close()
    return [
        Row(
            "the same sheet, press alone",
            printing["ours"].wall_ms,
            "warm Chromium, tagged",
            printing["chromium"].wall_ms,
            _CHROMIUM_GOAL,
            rounds=rounds,
        ),
        Row(
            "its size",
            median(ours) / _KILO,
            "Chromium's",
            median(theirs) / _KILO,
            _SIZE_GOAL,
            unit="kB",
        ),
        Row(
            f"batch of {batch}, two presses",
            batch / together,
            "one press",
            batch / alone,
            _BATCH_GOAL,
            unit="/s",
        ),
        Row("peak memory of a press", memory, goal=_MEMORY_GOAL, unit="MB"),
    ]


@contextmanager
def _chromium() -> Iterator[Any]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=_program(), args=["--no-sandbox"])
        try:
            yield browser.new_page()
        finally:
            browser.close()


def _program() -> str:
    import os  # noqa: PLC0415 (read once)

    return os.environ.get("CHROMIUM", "/usr/bin/chromium")


def _printed(page: Any, html: str) -> bytes:
    """Let a warm browser take the page anew, as for another patient, and print it."""
    page.set_content(_with_its_assets(html))
    return bytes(page.pdf(prefer_css_page_size=True, print_background=True, tagged=True))


_KEPT: dict[str, str] = {}


def _with_its_assets(html: str) -> str:
    """Write our sheets and fonts into the page: a browser has no `asset:` addresses."""

    def font(found: re.Match[str]) -> str:
        name = found[1]
        if name not in _KEPT:
            _KEPT[name] = b64encode((FONTS / name).read_bytes()).decode()
        return f"url(data:font/sfnt;base64,{_KEPT[name]})"

    def sheet(name: str) -> str:
        text = (TEMPLATES / name).read_text("utf-8")
        # the fonts that these pages use: Chromium need not read the others
        kept = [
            line
            for line in text.splitlines()
            if "@font-face" not in line or re.search(r"source-sans-3-latin-\d", line)
        ]
        return f"<style>{_ASSET.sub(font, chr(10).join(kept))}</style>"

    linked = _LINK.sub(lambda found: sheet(found[1]), html)
    return linked.replace("</title>", f"</title>{sheet('base.css')}", 1)


def _seconds(presses: list[Press], sheets: Iterator[str], batch: int) -> float:
    """Print a batch, each press in a thread of its own, and answer how long it took."""
    left = islice(sheets, batch)
    turn = threading.Lock()

    def work(press: Press) -> None:
        while True:
            with turn:
                html = next(left, None)
            if html is None:
                return
            press.print(html, _NOW)

    begun = time.perf_counter()
    threads = [threading.Thread(target=work, args=(press,)) for press in presses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - begun


def _peak_mb(press: Press) -> float:
    """Answer the most memory that a press's process has had."""
    child = press._child  # noqa: SLF001 (only the bench looks inside)
    if child is None:
        return 0.0
    status = Path(f"/proc/{child.running.pid}/status").read_text("ascii")
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0
