"""Shorter ways to the same page: what WeasyPrint works out anew for each sheet is kept.

Every shortcut stands in for one function of the renderer and answers what that would: none changes
a byte of a document. `tests/paper/test_shortcuts.py` prints with and without them, and fails when
the renderer is another version: then read these functions beside its own again (docs/paper.md).
"""

import sys
from typing import Any

from clinic.paper import mended as _mended  # noqa: F401 (first: what is kept is mended)
from clinic.paper.shortcuts import drawings, fonts, lettering, lines, sizes, styles
from clinic.paper.shortcuts.reading import Page

WRITTEN_FOR = "70.0"

_PARTS = (drawings, fonts, lettering, lines, sizes, styles)
# where the renderer has a function under several names, in whichever module
_EVERYWHERE: tuple[tuple[Any, Any], ...] = tuple(
    pair for part in _PARTS for pair in getattr(part, "EVERYWHERE", ())
)
_HERE: tuple[tuple[Any, str, Any], ...] = tuple(
    place for part in _PARTS for place in getattr(part, "HERE", ())
)
_LONG_WAYS = [getattr(owner, name) for owner, name, _ in _HERE]


def take() -> None:
    """Take every shortcut."""
    _exchange({id(long): short for long, short in _EVERYWHERE})
    for owner, name, short in _HERE:
        setattr(owner, name, short)


def leave() -> None:
    """Go the renderer's own ways again."""
    _exchange({id(short): long for long, short in _EVERYWHERE})
    for (owner, name, _), long in zip(_HERE, _LONG_WAYS, strict=True):
        setattr(owner, name, long)


def _exchange(others: dict[int, Any]) -> None:
    for module in [module for name, module in sys.modules.items() if name.startswith("weasyprint")]:
        for name, value in [*vars(module).items()]:
            if id(value) in others:
                setattr(module, name, others[id(value)])


__all__ = ["WRITTEN_FOR", "Page", "leave", "take"]
