"""Bring the catalogues into step with what the product says: `bin/translations`."""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from clinic.languages import NAMES
from translating.messages import ROOT, template

CATALOGUES = ROOT / "clinic" / "languages" / "catalogues"


_HEADER = "# What patients read. A draft until a clinic records who approved this version of it."
# lines of the head that change with every run, or name nobody
_LEFT_OUT = (
    "POT-Creation",
    "PO-Revision",
    "Generated-By",
    "Last-Tr",
    "Report-Msgid",
    "Language-Team",
)


def main() -> int:
    """Write every catalogue anew; answer how many sentences wait for a translation."""
    gathered, waiting = template(), 0
    for tag in NAMES:
        file = CATALOGUES / f"{tag}.po"
        kept = _read(file, tag)
        kept.update(gathered, no_fuzzy_matching=True)
        kept.obsolete.clear()
        _write(file, kept)
        open_ones = [message for message in kept if message.id and not _is_translated(message)]
        waiting += len(open_ones)
        sys.stdout.write(f"{tag}: {len(kept)} sentences, {len(open_ones)} wait for a translation\n")
    return 1 if waiting else 0


def _is_translated(message: object) -> bool:
    string = getattr(message, "string", "")
    return all(string) if isinstance(string, tuple) else bool(string)


def _read(file: Path, tag: str) -> Catalog:
    locale = tag.replace("-", "_")
    if not file.exists():
        return Catalog(
            locale=locale, project="Palpate", version="1.0", charset="utf-8", fuzzy=False
        )
    with file.open("rb") as lines:
        return read_po(lines, locale=locale)


def _write(file: Path, catalogue: Catalog) -> None:
    """Write without dates and line numbers: a file changes only where a sentence does."""
    catalogue.header_comment, catalogue.fuzzy = _HEADER, False
    with file.open("wb") as lines:
        write_po(lines, catalogue, width=100, omit_header=False, no_location=True)
    kept = [
        line
        for line in file.read_text("utf-8").splitlines()
        if not line.startswith(tuple(f'"{name}' for name in _LEFT_OUT))
    ]
    file.write_text("\n".join(kept) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
