"""Ways to make a sheet, each in a warm process of its own; jobs travel as they do to our press.

`python -m bench.makers ours|alone|plain [without]`: our press without its cell; WeasyPrint alone,
with our page, fonts and PDF variant, and with everything kept that its manual says how to keep;
and the plain way, as its manual begins. `without` does as on a machine that has no HarfBuzz subset
library (a plain pip install), where the renderer cuts fonts by fontTools.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from statistics import median
from typing import Any

from bench.stage import Refused
from clinic.config import ROOT
from clinic.paper.html import TEMPLATES
from clinic.paper.wire import read_frame, write_frame

FONTS = ROOT / "clinic" / "paper" / "fonts"
_NOW = datetime(2026, 11, 23, tzinfo=UTC)


def _ours() -> Callable[[str], bytes]:
    pdf = import_module("clinic.paper.pdf")
    pdf.warm()
    return lambda html: pdf.to_pdf(html, created=_NOW).pdf  # type: ignore[no-any-return]  # bytes


def _alone() -> Callable[[str], bytes]:
    renderer = import_module("weasyprint")
    urls = import_module("weasyprint.urls")

    class OwnAssets(urls.URLFetcher):  # type: ignore[misc, name-defined]  # the renderer has no types
        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002 (its signature)
            name = url.removeprefix("asset:")
            is_sheet = name.endswith(".css")
            body = ((TEMPLATES if is_sheet else FONTS) / name).read_bytes()
            kind = "text/css" if is_sheet else "font/sfnt"
            return urls.URLFetcherResponse(url, body, {"Content-Type": kind})

    fetcher = OwnAssets()
    fonts = import_module("weasyprint.text.fonts").FontConfiguration()
    base = renderer.CSS(url="asset:base.css", font_config=fonts, url_fetcher=fetcher)

    def make(html: str) -> bytes:
        page = renderer.HTML(string=html, url_fetcher=fetcher)
        made: bytes = page.write_pdf(stylesheets=[base], font_config=fonts, pdf_variant="pdf/ua-1")
        return made

    return make


def _plain() -> Callable[[str], bytes]:
    renderer = import_module("weasyprint")
    return lambda html: renderer.HTML(string=html).write_pdf()  # type: ignore[no-any-return]  # bytes


_WAYS = {"ours": _ours, "alone": _alone, "plain": _plain}


@dataclass(slots=True)
class Maker:
    """One running way; it keeps the processor time that each sheet took, in milliseconds."""

    running: subprocess.Popen[bytes]
    spent: list[float] = field(default_factory=list)

    def make(self, html: str) -> bytes:
        """Make one sheet."""
        if self.running.stdin is None or self.running.stdout is None:
            raise Refused("A maker has no pipes.")
        write_frame(self.running.stdin, {}, html.encode())  # type: ignore[arg-type]  # Popen says IO
        answer = read_frame(self.running.stdout)  # type: ignore[arg-type]  # Popen says IO
        if answer is None:
            raise Refused("A maker has gone.")
        self.spent.append(answer[0]["cpu"] * 1000)
        return answer[1]

    def cpu_ms(self, rounds: int) -> float:
        return median(self.spent[-rounds:])


@contextmanager
def maker(*way: str) -> Iterator[Maker]:
    """Run one way."""
    pipe = subprocess.PIPE
    with subprocess.Popen(  # noqa: S603 (our own module)
        [sys.executable, "-m", "bench.makers", *way],
        cwd=ROOT,
        stdin=pipe,
        stdout=pipe,
        stderr=subprocess.DEVNULL,
    ) as child:
        try:
            yield Maker(child)
        finally:
            child.kill()


def main(way: str, *without: str) -> None:
    """Make until nothing more comes."""
    make = _WAYS[way]()
    if without:
        import_module("weasyprint.pdf.fonts").harfbuzz_subset = None
    while (job := read_frame(sys.stdin.buffer)) is not None:
        html, begun = job[1].decode(), time.process_time()
        pdf = make(html)
        write_frame(sys.stdout.buffer, {"cpu": time.process_time() - begun}, pdf)


if __name__ == "__main__":
    main(*sys.argv[1:])
