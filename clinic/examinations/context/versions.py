"""The versions of one examination side by side: one row per fact, one column per version."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from clinic.accounts.queries import users_named, zone_of
from clinic.examinations.context.places import FoundPlace, found_place
from clinic.examinations.context.visit import visit_facts
from clinic.examinations.models import Edition, Examination
from clinic.examinations.queries import all_editions, findings_of
from clinic.work.unit import Work

NOT_THERE = "not examined"
_NOT_SAID = "nothing written down"


@dataclass(frozen=True, slots=True)
class Version:
    """Who signed a version, when, and why it was made."""

    number: int
    signed_at: datetime | None
    signed_by: str
    reason: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What one version says of one fact; `changed`: the version before it said otherwise."""

    words: str
    changed: bool
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One fact through all versions, oldest first."""

    name: str
    side: str
    site: int
    cells: tuple[Cell, ...]

    @property
    def changed(self) -> bool:
        return any(cell.changed for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Versions:
    """All versions of an examination, oldest first."""

    versions: tuple[Version, ...]
    facts: tuple[Line, ...]
    findings: tuple[Line, ...]


def versions_of(work: Work, examination: Examination) -> Versions:
    """Lay the versions of an examination side by side."""
    editions = sorted(all_editions(work, examination.id), key=lambda edition: edition.edition)
    names = users_named(work, [edition.signed_by or "" for edition in editions])
    found = [
        [
            found_place(row)
            for row in findings_of(work, [(examination.id, edition.edition)])[examination.id]
        ]
        for edition in editions
    ]
    return Versions(
        tuple(
            Version(
                edition.edition,
                edition.signed_at,
                names.get(edition.signed_by or "", ""),
                edition.reason,
                edition.sha256,
            )
            for edition in editions
        ),
        tuple(_facts([_told(work, examination, edition) for edition in editions])),
        tuple(_findings(found)),
    )


def _told(work: Work, examination: Examination, edition: Edition) -> dict[str, str]:
    at = _examined_at(edition, examination).astimezone(zone_of(work))
    told = {"Examined": f"{at.day} {at:%b %Y, %H:%M}"}
    return told | dict(visit_facts(edition.content))


def _examined_at(edition: Edition, examination: Examination) -> datetime:
    """Answer when this version says that the examination took place."""
    if not edition.sealed:
        return examination.examined_at
    return datetime.fromisoformat(json.loads(edition.sealed)["examined_at"])


def _facts(told: list[dict[str, str]]) -> Iterator[Line]:
    for name in dict.fromkeys(name for version in told for name in version):
        words = [version.get(name, _NOT_SAID) for version in told]
        yield Line(name, "", 0, tuple(_cells([(said, "", said) for said in words])))


def _findings(found: list[list[FoundPlace]]) -> Iterator[Line]:
    by_place = [{finding.place.key: finding for finding in version} for version in found]
    names = {finding.place.key: finding.place for version in found for finding in version}
    for key, place in names.items():
        cells = [_finding(version.get(key)) for version in by_place]
        yield Line(place.name, place.side, place.site, tuple(_cells(cells)))


def _finding(finding: FoundPlace | None) -> tuple[str, str, str]:
    """Answer words, class and everything that may differ of one finding."""
    if finding is None:
        return NOT_THERE, "not_examined", ""
    words = f"{finding.words}: {finding.summary}"
    if finding.override is not None:
        words += f"; own class, because: {finding.override_reason}"
    if finding.note:
        words += f"; note: {finding.note}"
    return words, finding.kind.value, finding.before


def _cells(told: list[tuple[str, str, str]]) -> Iterator[Cell]:
    before: str | None = None
    for words, kind, whole in told:
        yield Cell(words, changed=before is not None and before != whole, kind=kind)
        before = whole
