"""Join finished documents into one to be printed in one go; their pages stay as they are.

Tags and titles come along, so that the whole is as accessible as its parts.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

from pikepdf import Array, Dictionary, Name, ObjectStreamMode, OutlineItem, Pdf

from clinic.paper.printed import Printed


@dataclass(frozen=True, slots=True)
class Part:
    """One document to be joined, and what the whole calls it."""

    title: str
    language: str
    pdf: bytes


def joined(parts: Iterable[Part], *, title: str, language: str, duplex: bool = False) -> Printed:
    """Answer one document of all parts.

    `duplex`: a part with an odd number of pages is followed by a blank one, so that each begins on
    the front of a sheet of paper.
    """
    whole = Pdf.new()
    tags = whole.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array()))
    numbers = Array()
    with whole.open_outline() as outline:
        for part in parts:
            begins = len(whole.pages)
            _add(whole, part, tags, numbers)
            outline.root.append(OutlineItem(part.title, begins))
            if duplex and (len(whole.pages) - begins) % 2:
                # as large as the page whose back it is
                _left, _low, width, height = (float(n) for n in whole.pages[-1].mediabox)
                whole.add_blank_page(page_size=(width, height))
    tags.ParentTree = whole.make_indirect(Dictionary(Nums=numbers))
    whole.Root.StructTreeRoot = tags
    whole.Root.MarkInfo = Dictionary(Marked=True)
    whole.Root.Lang = language
    whole.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    with whole.open_metadata(set_pikepdf_as_editor=False) as told:
        told["dc:title"] = title
        told["pdfuaid:part"] = "1"
    written = BytesIO()
    whole.save(written, object_stream_mode=ObjectStreamMode.generate)
    pdf = written.getvalue()
    return Printed(pdf, len(whole.pages), hashlib.sha256(pdf).hexdigest())


def _add(whole: Pdf, part: Part, tags: Dictionary, numbers: Array) -> None:
    """Add the pages of a part, and its tags under new numbers."""
    source = Pdf.open(BytesIO(part.pdf))
    begins, first = len(whole.pages), len(numbers) // 2
    whole.pages.extend(source.pages)
    # pages were copied before: what the tags say of them points to the copies
    copied = whole.copy_foreign(source.Root.StructTreeRoot)
    for element in copied.K:
        element.P = tags
        element.Lang = part.language
        tags.K.append(element)
    old_numbers = copied.ParentTree.Nums
    renumbered: dict[int, int] = {}
    for at in range(0, len(old_numbers), 2):
        number = first + at // 2
        renumbered[int(old_numbers[at])] = number
        numbers.append(number)
        numbers.append(old_numbers[at + 1])
    for page in whole.pages[begins:]:
        page.obj.StructParents = renumbered[int(page.obj.StructParents)]
        for note in page.obj.get("/Annots", []):
            if "/StructParent" in note:
                note.StructParent = renumbered[int(note.StructParent)]
