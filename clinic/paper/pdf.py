"""Lay a page out as PDF/UA-1. The only module that knows WeasyPrint; the press imports it."""

import hashlib
import logging
from base64 import b64decode
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.text import ffi
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from clinic.paper.html import TEMPLATES
from clinic.paper.letterhead import PICTURE
from clinic.paper.printed import Printed

_LOG = logging.getLogger(__name__)
_FONTS = TEMPLATES.parents[1] / "clinic" / "paper" / "fonts"
_SCHEME = "asset:"
_PNG = b"\x89PNG\r\n\x1a\n"


def _own_assets() -> dict[str, tuple[bytes, str]]:
    fonts = {file.name: (file.read_bytes(), "font/woff2") for file in _FONTS.glob("*.woff2")}
    sheets = {file.name: (file.read_bytes(), "text/css") for file in TEMPLATES.glob("*.css")}
    return fonts | sheets


class OwnAssetsOnly(URLFetcher):
    """Serve our own fonts and sheets from memory; refuse every other address (SAFETY F9).

    A logo stands in the sheet itself: those bytes are a PNG, or they are refused.
    """

    def __init__(self) -> None:
        """Read all assets once, so that a print opens no file."""
        super().__init__(allowed_protocols=(_SCHEME.rstrip(":"),), allow_redirects=False)
        self._assets = _own_assets()

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:  # noqa: ARG002 - WeasyPrint's signature
        """Answer an `asset:` name or a picture of the sheet's own, or raise."""
        if url.startswith(PICTURE):
            picture = b64decode(url.removeprefix(PICTURE), validate=True)
            if not picture.startswith(_PNG):
                raise ValueError("Only a PNG may stand in a sheet.")
            return URLFetcherResponse(url, picture, {"Content-Type": "image/png"})
        asset = self._assets.get(url.removeprefix(_SCHEME)) if url.startswith(_SCHEME) else None
        if asset is None:
            _LOG.warning("A document asked for an address outside its own assets: refused.")
            raise ValueError("Only our own assets may be used in print.")
        body, kind = asset
        return URLFetcherResponse(url, body, {"Content-Type": kind})


@cache
def _workshop() -> tuple[OwnAssetsOnly, FontConfiguration, CSS]:
    """Prepare fetcher, fonts and base sheet once: one font set keeps memory flat (SAFETY F10)."""
    fetcher = OwnAssetsOnly()
    fonts = FontConfiguration()
    base = fetcher.fetch(f"{_SCHEME}base.css").read().decode()
    return fetcher, fonts, CSS(string=base, font_config=fonts, url_fetcher=fetcher)


@cache
def made_with() -> dict[str, str]:
    """Name what the bytes depend on beside the HTML: renderer, libraries, fonts, templates."""
    pango = ffi.pango.pango_version()
    return {
        "weasyprint": version("weasyprint"),
        "pydyf": version("pydyf"),
        "pango": f"{pango // 10_000}.{pango // 100 % 100}.{pango % 100}",
        "harfbuzz": _harfbuzz(),
        "subset": "harfbuzz" if ffi.harfbuzz_subset else f"fonttools {version('fonttools')}",
        "fonts": _hash_of(_FONTS.glob("*.woff2")),
        "templates": _hash_of(file for file in TEMPLATES.iterdir() if file.is_file()),
    }


def _harfbuzz() -> str:
    """Answer HarfBuzz's version; it tells only whether it is at least one, so ask step by step."""
    found: list[int] = []
    for _ in range(3):
        number, rest = 0, [0] * (2 - len(found))
        while ffi.harfbuzz.hb_version_atleast(*found, number + 1, *rest):
            number += 1
        found.append(number)
    return ".".join(map(str, found))


def _hash_of(files: Iterable[Path]) -> str:
    """Answer a short hash of files: a change of any of them shows."""
    whole = hashlib.sha256()
    for file in sorted(files):
        whole.update(file.name.encode() + b"\0" + file.read_bytes())
    return whole.hexdigest()[:16]


def warm() -> None:
    """Load fonts and sheets before the first job."""
    _workshop()


def to_pdf(html: str, *, created: datetime) -> Printed:
    """Print a page. The same page and moment give the same bytes (MEASURED A5)."""
    fetcher, fonts, base = _workshop()
    document = HTML(string=html, url_fetcher=fetcher).render(font_config=fonts, stylesheets=[base])
    stamp = created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    document.metadata.created = document.metadata.modified = stamp
    document.metadata.attachments = []
    pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
    return Printed(pdf, len(document.pages), hashlib.sha256(pdf).hexdigest())
