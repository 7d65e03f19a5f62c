"""WeasyPrint, loaded so that it knows our own fonts alone. Nothing else imports it.

Fontconfig reads its settings when the renderer loads: ours name no folder, so a letter that our
fonts lack is never borrowed from the machine, and a sheet is the same on every one.
"""

import os
import warnings
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
os.environ["FONTCONFIG_FILE"] = str(FONTS / "fonts.conf")

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message="No fonts configured")  # that is what we want
    from weasyprint import CSS, HTML
    from weasyprint.text import ffi
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

__all__ = ["CSS", "FONTS", "HTML", "FontConfiguration", "URLFetcher", "URLFetcherResponse", "ffi"]
