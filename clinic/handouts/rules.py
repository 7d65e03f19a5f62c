"""Layouts, languages, short citations, and which pictures a handout needs."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from clinic.anatomy.rules import View
from clinic.evidence.rules import Reference
from clinic.paper.printed import Manuscript

Drawn = TypeVar("Drawn")


class Layout(StrEnum):
    STANDARD = "standard"
    LARGE_PRINT = "large_print"


@dataclass(frozen=True, slots=True)
class Sheet(Manuscript):
    """A handout ready to be printed; `plan_version` is what it shows."""

    plan_version: int
    layout: Layout
    language: str
    short_code: str
    # the secret of the patient's own page, printed as a code; empty: this sheet has none
    page_token: str = ""
    # the approval of its translation; empty: it is English, or only looked at
    translation: str = field(default="", kw_only=True)


_INITIALS = re.compile(r"[A-Z][A-Z-]{0,4}")
_FEW_AUTHORS = 2

# A muscle is well seen in a view that shows at least this part of its largest outline [P]:
# the rim of the calf seen from the front helps nobody to find the calf.
_WELL_SEEN = 1 / 3
_WHOLE_BODY = frozenset({View.FRONT, View.BACK})


def short_citation(reference: Reference) -> str:
    """Cite a publication in a few words: Bron et al., BMC Med 2011;9:8."""
    number = f";{reference.volume}" if reference.volume else ""
    pages = f":{reference.pages}" if reference.pages else ""
    if reference.journal:
        where = " ".join(str(part) for part in (reference.journal, reference.year) if part)
        where += number + pages
    else:
        title = reference.title.split(":", maxsplit=1)[0]
        where = ", ".join(str(part) for part in (title, reference.year) if part)
    return ", ".join(part for part in (_authors(reference.authors or ""), where) if part)


def _authors(authors: str) -> str:
    """Name one or two authors, or the first of more, without their initials."""
    names = [_surname(author) for author in authors.split(", ")]
    if len(names) > _FEW_AUTHORS:
        return f"{names[0]} et al."
    return " and ".join(names)


def _surname(author: str) -> str:
    name, _, initials = author.rpartition(" ")
    return name if name and _INITIALS.fullmatch(initials) else author


def chosen_views(
    seen: Mapping[Drawn, Mapping[View, float]], used: Collection[View]
) -> dict[Drawn, View | None]:
    """Choose a view for each muscle so that a sheet needs as few pictures as possible.

    `seen` says how large each muscle is in the views that show it; `used` are the views that the
    sheet needs anyway. Front and back come before a side, because they show both sides.
    """
    well = {drawn: _well_seen(sizes) for drawn, sizes in seen.items()}
    views = list(used)
    open_ones = [drawn for drawn in well if not _shared(well[drawn], views)]
    while open_ones:
        left = [drawn for drawn in open_ones if well[drawn]]
        if not left:
            break
        views.append(max(View, key=lambda view: _worth(view, [well[drawn] for drawn in left])))
        open_ones = [drawn for drawn in left if not _shared(well[drawn], views)]
    return {drawn: _largest(sizes, views) for drawn, sizes in well.items()}


def _well_seen(sizes: Mapping[View, float]) -> dict[View, float]:
    enough = max(sizes.values(), default=0.0) * _WELL_SEEN
    return {view: size for view, size in sizes.items() if size >= enough}


def _shared(sizes: Mapping[View, float], views: Sequence[View]) -> bool:
    return any(view in sizes for view in views)


def _worth(view: View, wanted: Sequence[Mapping[View, float]]) -> tuple[int, bool, float]:
    showing = [sizes[view] for sizes in wanted if view in sizes]
    return len(showing), view in _WHOLE_BODY, sum(showing)


def _largest(sizes: Mapping[View, float], views: Sequence[View]) -> View | None:
    return max((view for view in views if view in sizes), key=lambda v: sizes[v], default=None)
