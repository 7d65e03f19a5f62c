"""Finished documents joined into one."""

from collections.abc import Callable
from io import BytesIO

import pypdf
import pytest

from clinic.handouts.html import handout_pages
from clinic.paper.joining import Part, joined
from clinic.paper.pdf import to_pdf
from tests.paper import goldens
from tests.paper.test_golden import HANDOUTS, NOW

NAMES = ("handout-six-places", "handout-ten-places", "handout-two-places")


def lengths_of(parts: list[Part]) -> list[int]:
    return [len(pypdf.PdfReader(BytesIO(part.pdf)).pages) for part in parts]


@pytest.fixture(scope="module")
def parts() -> list[Part]:
    """Sheets of which some have an odd number of pages."""
    printed = [to_pdf(handout_pages(HANDOUTS[name]).tight, created=NOW) for name in NAMES]
    assert any(one.pages % 2 for one in printed)
    names = ("Thu Hà Nguyễn", "Bo Li", "Zeynep Şahin")
    return [Part(name, "en-AU", one.pdf) for name, one in zip(names, printed, strict=True)]


@pytest.mark.parametrize("duplex", [False, True])
def test_the_whole_keeps_every_page_and_every_rule(
    parts: list[Part], duplex: bool, faults: Callable[[bytes], list[str]]
) -> None:
    whole = joined(parts, title="3 handouts", language="en-AU", duplex=duplex)
    assert faults(whole.pdf) == []
    read = pypdf.PdfReader(BytesIO(whole.pdf))
    lengths = [n + n % 2 if duplex else n for n in lengths_of(parts)]
    assert whole.pages == len(read.pages) == sum(lengths)
    texts = [page.extract_text() for page in read.pages]
    own = [p.extract_text() for part in parts for p in pypdf.PdfReader(BytesIO(part.pdf)).pages]
    assert [text for text in texts if text.strip()] == own
    assert len({tuple(page.mediabox) for page in read.pages}) == 1
    assert read.metadata is not None
    assert read.metadata.title == "3 handouts"
    assert [str(entry.title) for entry in read.outline] == [part.title for part in parts]
    begins = [read.get_destination_page_number(entry) for entry in read.outline]
    assert begins == [sum(lengths[:number]) for number in range(len(parts))]


def test_the_tags_of_each_part_point_to_its_own_pages(parts: list[Part]) -> None:
    whole = joined(parts, title="3 handouts", language="en-AU")
    assert goldens.tags(whole.pdf).count("Document\n") == len(parts)
    read = pypdf.PdfReader(BytesIO(whole.pdf))
    pages = [page.indirect_reference for page in read.pages]
    root = read.trailer["/Root"]["/StructTreeRoot"]
    seen = [{pages.index(page) for page in _pages_of(kid.get_object())} for kid in root["/K"]]
    one, two, _three = lengths_of(parts)
    every = list(range(len(pages)))
    assert seen == [set(every[:one]), set(every[one : one + two]), set(every[one + two :])]
    assert list(root["/ParentTree"]["/Nums"][::2]) == every
    assert [page["/StructParents"] for page in read.pages] == every


def _pages_of(node: pypdf.generic.DictionaryObject) -> set[pypdf.generic.IndirectObject]:
    found = {node.raw_get("/Pg")} if "/Pg" in node else set()
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        if hasattr(kid, "get_object") and isinstance(kid.get_object(), dict):
            found |= _pages_of(kid.get_object())
    return found
