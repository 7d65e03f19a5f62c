"""WeasyPrint, loaded so that it knows our own fonts alone. Nothing else imports it.

Fontconfig reads its settings when the renderer loads: ours name no folder, so a letter that our
fonts lack is never borrowed from the machine, and a sheet is the same on every one.
"""

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parent / "fonts"
# where fontTools cuts a font, it stamps it with this time, or else with the present second
os.environ["SOURCE_DATE_EPOCH"] = "0"
_SETTINGS = "FONTCONFIG_FILE"


@contextmanager
def _own_fonts_alone() -> Iterator[None]:
    """Name our settings to Fontconfig, and to no program that this one starts later."""
    before = os.environ.get(_SETTINGS)
    os.environ[_SETTINGS] = str(FONTS / "fonts.conf")
    try:
        yield
    finally:
        if before is None:
            del os.environ[_SETTINGS]
        else:
            os.environ[_SETTINGS] = before


with _own_fonts_alone(), warnings.catch_warnings():
    warnings.filterwarnings("ignore", message="No fonts configured")  # that is what we want
    from cssselect2 import ElementWrapper
    from weasyprint import CSS, HTML
    from weasyprint.css import StyleFor
    from weasyprint.images import SVGImage
    from weasyprint.text import ffi
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse


def own_fonts() -> FontConfiguration:
    """Answer a set of fonts that holds nothing of the machine's; sheets add ours to it."""
    with _own_fonts_alone():
        return FontConfiguration()


def part_of_renderer(name: str) -> Any:
    """Answer a module of WeasyPrint's own; only `shortcuts` and `mended` look inside."""
    return import_module(f"weasyprint.{name}")


__all__ = [
    "CSS",
    "FONTS",
    "HTML",
    "ElementWrapper",
    "FontConfiguration",
    "SVGImage",
    "StyleFor",
    "URLFetcher",
    "URLFetcherResponse",
    "ffi",
    "own_fonts",
    "part_of_renderer",
]
