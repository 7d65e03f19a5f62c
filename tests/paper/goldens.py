"""What a printed document looks like, kept: its words, its tag tree, a picture of each page.

A change of a template, of a font or of the renderer shows itself as a difference. Accept one that
was looked at with: ACCEPT_GOLDENS=1 .venv/bin/python -m pytest tests/paper/test_golden.py
"""

import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pypdf
import pypdfium2
from PIL import Image

KEPT = Path(__file__).parent / "golden"
DOTS = 60  # to the inch: a moved line shows, the files stay small
BLOCK = 6  # pixels each way, about 2.5 mm of paper
# how far the mean grey of a block may lie from what is kept, 0 to 255: between two builds of the
# same renderer edges differ a little; a line of text that moves by its own height differs by 100
TOLERANCE = 40.0


def is_accepting() -> bool:
    return bool(os.environ.get("ACCEPT_GOLDENS"))


def words(pdf: bytes) -> str:
    """The text of each page, in reading order."""
    pages = (page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)
    return "\n".join(f"== page {number}\n{text}" for number, text in enumerate(pages, 1)) + "\n"


def tags(pdf: bytes) -> str:
    """The structure tree, an element a line; a run of like lines is counted."""
    root = pypdf.PdfReader(BytesIO(pdf)).trailer["/Root"]
    told = [f"lang {root['/Lang']}", *_walk(root["/StructTreeRoot"].get_object(), -1)]
    lines: list[tuple[str, int]] = []
    for line in told:
        if lines and lines[-1][0] == line:
            lines[-1] = (line, lines[-1][1] + 1)
        else:
            lines.append((line, 1))
    return "".join(f"{line}{f' x{times}' if times > 1 else ''}\n" for line, times in lines)


def _walk(node: Any, depth: int) -> Iterator[str]:
    if "/S" in node:
        alt = f" alt {str(node['/Alt'])!r}" if "/Alt" in node else ""
        scope = node.get("/A", {}).get("/Scope", "")
        yield "  " * depth + str(node["/S"])[1:] + alt + scope.lower().replace("/", " ")
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        kid = kid.get_object() if hasattr(kid, "get_object") else kid  # noqa: PLW2901
        if isinstance(kid, dict) and ("/S" in kid or "/K" in kid) and kid.get("/Type") != "/MCR":
            yield from _walk(kid, depth + 1)


def pictures(pdf: bytes) -> list[np.ndarray]:
    """Each page in greys."""
    document = pypdfium2.PdfDocument(pdf)
    return [np.asarray(page.render(scale=DOTS / 72).to_pil().convert("L")) for page in document]


def difference(one: np.ndarray, other: np.ndarray) -> float:
    """The largest difference between the mean greys of two blocks at one place, 0 to 255."""
    if one.shape != other.shape:
        return 255.0
    rows, columns = (size // BLOCK * BLOCK for size in one.shape)
    apart = one[:rows, :columns].astype(float) - other[:rows, :columns]
    blocks = apart.reshape(rows // BLOCK, BLOCK, columns // BLOCK, BLOCK).mean(axis=(1, 3))
    return float(np.abs(blocks).max())


def accept(name: str, pdf: bytes) -> None:
    """Keep a document as it looks now."""
    for old in KEPT.glob(f"{name}*"):
        old.unlink()
    (KEPT / f"{name}.txt").write_text(words(pdf), "utf-8")
    (KEPT / f"{name}.tags").write_text(tags(pdf), "utf-8")
    for number, picture in enumerate(pictures(pdf), 1):
        few = Image.fromarray(picture).quantize(16)
        few.save(KEPT / f"{name}-{number}.png", optimize=True)


def kept_pictures(name: str) -> list[np.ndarray]:
    files = sorted(KEPT.glob(f"{name}-[0-9]*.png"))
    return [np.asarray(Image.open(file).convert("L")) for file in files]
