"""The pages' door, and what its rooms share: heads, places in addresses, saved entries."""

from collections.abc import Mapping, Sequence
from typing import Any

from clinic.anatomy.rules import MUSCLES, REGIONS, Place, Side
from clinic.examinations import use_cases
from clinic.examinations.context import alerts, head, whom
from clinic.examinations.models import Examination
from clinic.examinations.rules import Entry, place_of
from clinic.rulebook.refusals import Conflict, Invalid, NotFound, Problem
from clinic.web.page import Pages
from clinic.work.unit import Work

pages = Pages("examinations")

SIDES = ((Side.RIGHT.value, "Right"), (Side.LEFT.value, "Left"), (Side.MIDLINE.value, "Midline"))


class ChangedMeanwhile(Conflict):
    """What a form was made from is no longer what stands there; nothing was overwritten."""

    title = "Changed in the meantime"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problem.detail for problem in problems))


def page_head(work: Work, examination: Examination) -> dict[str, Any]:
    """Answer what stands at the head of every page of an examination."""
    shown = head(work, examination)
    patient = whom(work, examination.patient_id)
    return {
        "examination": shown,
        "etag": shown.etag,
        "patient": patient,
        "age": patient.age,
        "alerts": alerts(work, patient.id, shown.content["red_flags"]),
    }


def place_at(key: str) -> Place:
    """Answer the place that an address names.

    Raises:
        NotFound: it names none.

    """
    place = place_of(key)
    if place is None:
        raise NotFound
    return place


def muscles_by_region() -> list[tuple[str, list[tuple[str, str]]]]:
    """Answer every muscle under its region, for a list to choose from."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for muscle in MUSCLES.values():
        groups.setdefault(REGIONS[muscle.region].name, []).append((muscle.slug, muscle.name))
    return list(groups.items())


def save(
    work: Work, examination_id: str, entries: Sequence[Entry], words: Mapping[int, str]
) -> None:
    """Save what a form holds, all of it or nothing.

    Raises:
        Invalid: something cannot stand beside the rest.
        ChangedMeanwhile: somebody else changed the same since the form was made.

    """
    saved = use_cases.save_entries(work, examination_id, entries)
    if saved.refused:
        raise Invalid(Problem(_pointer(one.entry), one.detail) for one in saved.refused)
    if saved.conflicts:
        raise ChangedMeanwhile(
            [Problem(_pointer(entry), words[entry.number]) for entry, _stored in saved.conflicts]
        )


def _pointer(entry: Entry) -> str:
    return "" if isinstance(entry.about, Place) else f"/{entry.about}"
