"""What a draft says before it is signed: how much, what is missing, what was not looked at."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from clinic.examinations.context.places import FoundPlace, PlaceName
from clinic.examinations.rules import WHOLE_MUSCLE, FindingClass, KnownPoint

# what may be signed, but does not say enough
_OPEN = {FindingClass.INCOMPLETE, FindingClass.INCONSISTENT}


@dataclass(frozen=True, slots=True)
class Review:
    """A draft counted by class, with its gaps."""

    places: int
    muscles: int
    by_class: tuple[tuple[str, int], ...]
    unclear: tuple[FoundPlace, ...]
    # points that are followed and that nothing in this draft speaks for, each with its state
    not_examined: tuple[tuple[PlaceName, str], ...]


def review(found: Sequence[FoundPlace], points: Sequence[KnownPoint]) -> Review:
    """Count a draft, and name what is incomplete and what was left out."""
    counts = Counter(finding.kind for finding in found)
    spoken_for = {finding.place.place for finding in found}
    clear_muscles = {
        (finding.place.muscle, finding.place.side)
        for finding in found
        if finding.place.site == WHOLE_MUSCLE and finding.kind is FindingClass.CLEAR
    }
    return Review(
        places=len(found),
        muscles=len({(finding.place.muscle, finding.place.side) for finding in found}),
        by_class=tuple((kind.value, counts[kind]) for kind in FindingClass if counts[kind]),
        unclear=tuple(finding for finding in found if finding.kind in _OPEN),
        not_examined=tuple(
            (PlaceName(point.place), point.state)
            for point in points
            if point.place not in spoken_for
            and (point.place.muscle, point.place.side.value) not in clear_muscles
        ),
    )
