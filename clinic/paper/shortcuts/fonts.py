"""Fonts, cut without HarfBuzz."""

from functools import lru_cache
from io import BytesIO
from typing import Any

from clinic.paper.renderer import part_of_renderer

_FONT_FILES = part_of_renderer("pdf.fonts")
_subset_by_fonttools = _FONT_FILES.Font._fonttools_subset  # noqa: SLF001 (what is stood in for)


def subset_without_layout(font: Any, to_unicode: Any, hinting: Any) -> None:
    """Cut a font by fontTools, which reads the tables of ligatures before it throws them away.

    Only where the system has no HarfBuzz subset library; no table of these is in a document.
    """
    font.file_content = _without_layout(font.file_content, font.index)
    _subset_by_fonttools(font, to_unicode, hinting)


@lru_cache(maxsize=64)
def _without_layout(content: bytes, index: int) -> bytes:
    file, smaller = _FONT_FILES.TTFont(BytesIO(content), fontNumber=index, lazy=True), BytesIO()
    file.recalcTimestamp = False
    for table in {"GPOS", "GSUB"}.intersection(file.keys()):
        del file[table]
    file.save(smaller, reorderTables=None)
    return smaller.getvalue()


HERE = ((_FONT_FILES.Font, "_fonttools_subset", subset_without_layout),)
