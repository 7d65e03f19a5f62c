"""Lay a page out as PDF/UA-1; the press imports it, and nothing else does."""

import hashlib
import logging
from base64 import b64decode
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from unicodedata import normalize

from clinic.paper.html import TEMPLATES
from clinic.paper.lean import prune_tags, write_less
from clinic.paper.letterhead import PICTURE
from clinic.paper.printed import Printed
from clinic.paper.renderer import (
    CSS,
    FONTS,
    FontConfiguration,
    URLFetcher,
    URLFetcherResponse,
    ffi,
    own_fonts,
)
from clinic.paper.shortcuts import Page, take

take()
write_less()

_LOG = logging.getLogger(__name__)
_SCHEME = "asset:"
_PNG = b"\x89PNG\r\n\x1a\n"


def _own_assets() -> dict[str, tuple[bytes, str]]:
    fonts = {file.name: (file.read_bytes(), "font/sfnt") for file in FONTS.glob("*.[ot]tf")}
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
def _workshop() -> tuple[OwnAssetsOnly, FontConfiguration]:
    """Prepare fetcher and fonts once: one font set keeps memory flat (SAFETY F10)."""
    return OwnAssetsOnly(), own_fonts()


@cache
def _sheet(name: str) -> CSS:
    """Read a style sheet once, with the fonts it brings."""
    fetcher, fonts = _workshop()
    text = fetcher.fetch(f"{_SCHEME}{name}").read().decode()
    return CSS(string=text, font_config=fonts, url_fetcher=fetcher)


# what of our own program decides how a page becomes bytes
_OF_THE_PRESS = ("lean.py", "mended.py", "pdf.py", "shortcuts/*.py")


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
        "fonts": _hash_of(FONTS.glob("*.[ot]tf")),
        "press": _hash_of(
            file for name in _OF_THE_PRESS for file in Path(__file__).parent.glob(name)
        ),
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


# every kind of thing that a sheet holds, so that nothing is loaded for the first time later
_REHEARSAL = (
    '<!DOCTYPE html><html lang="en"><title>Rehearsal</title><link rel="stylesheet" '
    'href="asset:handout.css"><body data-foot="foot" data-mark=""><h1>Đo 1</h1><h2 class="name">'
    "Two</h2><ul><li>é ő ж ѐ λ ἀ ع ڌ ש ก न 中 😀 <b>ế ж ѐ λ ἀ ع ڌ ש ก न</b></li></ul>"
    "<table><thead><tr><th scope=col>a</th></tr></thead>"
    '<tbody><tr><td>b</td></tr></tbody></table><svg viewBox="0 0 9 9" width="9" height="9"><title>'
    'x</title><style>text{font-family:"Source Sans 3";font-weight:700}</style><path d="M0 0h9"/>'
    '<text x="1" y="8">1</text></svg><img alt="y" src="data:image/png;base64,iVBORw0KGgoAAAANSUhE'
    'UgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAG7buVgAAAABJRU5ErkJggg==">'
)


def warm() -> None:
    """Load fonts, sheets and every library before the first job: later no file can be opened."""
    to_pdf(_REHEARSAL, created=datetime(2000, 1, 1, tzinfo=UTC))
    made_with()


def _meaning(letters: str) -> bytes:
    return f" <{letters.encode('utf-16-be').hex()}>".encode()


# lam with alef, and God's name: letters that Arabic writes as one shape
_AS_ONE = {
    _meaning(normalize("NFKC", one)): _meaning(one)
    for one in ("\ufef5", "\ufef7", "\ufef9", "\ufefb", "\ufdf2")
}
# a shape that means nothing is no valid PDF; the word joiner adds nothing to what is read or copied
_MEANINGS = {_meaning(""): _meaning("\u2060"), **_AS_ONE}


def _name_joined_letters(pdf: Any) -> None:
    """Give shapes that stand for several letters, or for none, a meaning that reads well.

    What copies text turns the shapes of an Arabic line around, and the letters of each with them:
    several letters of one shape become the one character that Unicode has for them. Of letters that
    another font joins by halves, the first half stands for both.
    """
    for thing in pdf.objects:
        lines = getattr(thing, "stream", None)
        if isinstance(lines, list) and b"begincmap" in lines:
            thing.stream = [_named(line) if isinstance(line, bytes) else line for line in lines]


def _named(line: bytes) -> bytes:
    glyph, gap, letters = line.partition(b" ")
    return glyph + _MEANINGS.get(gap + letters, gap + letters)


def _finish(_document: Any, pdf: Any) -> None:
    _name_joined_letters(pdf)
    prune_tags(pdf)


def to_pdf(html: str, *, created: datetime) -> Printed:
    """Print a page. The same page and moment give the same bytes (MEASURED A5)."""
    fetcher, fonts = _workshop()
    page = Page(html, fetcher)
    sheets = [_sheet(name) for name in ("base.css", *page.sheets)]
    document = page.render(font_config=fonts, stylesheets=sheets)
    if page.misses(document.pages):
        document = page.render(font_config=fonts, stylesheets=sheets)
    stamp = created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    document.metadata.created = document.metadata.modified = stamp
    document.metadata.attachments = []
    pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1", finisher=_finish)
    return Printed(pdf, len(document.pages), hashlib.sha256(pdf).hexdigest(), _filled(document))


def _filled(document: Any) -> float:
    """Answer how far down the last page the sheet reaches; a sheet without a marked end is full."""
    last = document.pages[-1]
    *_, bottom = last.anchors.get("end", (last.height,))
    return float(bottom / last.height)
