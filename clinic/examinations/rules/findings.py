"""What the findings of one examination say together: contradictions refused, gaps named."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clinic.anatomy.rules import Place
from clinic.examinations.rules.classification import Classification
from clinic.examinations.rules.vocabulary import FindingClass

WHOLE_MUSCLE = 0
MOST_FINDINGS = 400


@dataclass(frozen=True, slots=True)
class ClassifiedFinding:
    """A finding's place and class; the clinician's override, where there is one, prevails."""

    place: Place
    classification: Classification
    override: FindingClass | None = None

    @property
    def kind(self) -> FindingClass:
        return self.override or self.classification.kind


@dataclass(frozen=True, slots=True)
class FindingConflict:
    """A finding that cannot stand beside another one of the same examination."""

    index: int
    reason: str


@dataclass(frozen=True, slots=True)
class FindingWarning:
    """A finding that may be signed as it is, but does not say enough."""

    index: int
    place: Place
    kind: FindingClass
    missing: tuple[str, ...]
    detail: str


def conflicts(findings: Sequence[ClassifiedFinding]) -> tuple[FindingConflict, ...]:
    """Name the findings that contradict another one, by their index (CONTRACT 3).

    A place may be found once: the later finding is named. A muscle that is clear as a whole
    cannot hold a site whose class is anything but `clear`: the whole-muscle finding is named.
    """
    return tuple(
        sorted([*_doubled(findings), *_clear_beside_unclear(findings)], key=lambda c: c.index)
    )


def warnings(findings: Sequence[ClassifiedFinding]) -> tuple[FindingWarning, ...]:
    """Name the findings that are incomplete or inconsistent; signing is never refused for them."""
    return tuple(
        FindingWarning(index, finding.place, finding.kind, missing, _detail(finding, missing))
        for index, finding in enumerate(findings)
        if finding.kind in {FindingClass.INCOMPLETE, FindingClass.INCONSISTENT}
        # What an override calls incomplete is so by judgement, not for want of a test.
        for missing in (() if finding.override else finding.classification.missing,)
    )


def place_in_words(place: Place) -> str:
    """Name a place in one short line, for a clinician."""
    site = "" if place.site == WHOLE_MUSCLE else f", site {place.site}"
    return f"{place.muscle}, {place.side}{site}"


def _doubled(findings: Sequence[ClassifiedFinding]) -> Iterator[FindingConflict]:
    first_at: dict[Place, int] = {}
    for index, finding in enumerate(findings):
        first = first_at.setdefault(finding.place, index)
        if first != index:
            yield FindingConflict(
                index,
                f"{place_in_words(finding.place)} is already finding {first} of this examination.",
            )


def _clear_beside_unclear(findings: Sequence[ClassifiedFinding]) -> Iterator[FindingConflict]:
    unclear = {
        (finding.place.muscle, finding.place.side): finding
        for finding in reversed(findings)
        if finding.place.site != WHOLE_MUSCLE and finding.kind is not FindingClass.CLEAR
    }
    for index, finding in enumerate(findings):
        site = unclear.get((finding.place.muscle, finding.place.side))
        if (
            site is not None
            and finding.place.site == WHOLE_MUSCLE
            and finding.kind is FindingClass.CLEAR
        ):
            yield FindingConflict(
                index,
                f"{place_in_words(finding.place)} is clear as a whole, "
                f"but its site {site.place.site} is {site.kind}.",
            )


def _detail(finding: ClassifiedFinding, missing: tuple[str, ...]) -> str:
    gaps = f" (not tested: {', '.join(missing)})" if missing else ""
    return f"{place_in_words(finding.place)}: {finding.kind}{gaps}."
