"""What earlier examinations say to this one: the points that are followed, and the last visit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from clinic.accounts.queries import zone_of
from clinic.anatomy.rules import MUSCLES, REGIONS, Place
from clinic.examinations.context.places import FoundPlace, PlaceName, found_places, said
from clinic.examinations.models import Examination
from clinic.examinations.queries import signed_before
from clinic.examinations.rules import KnownPoint
from clinic.patients.models import Episode
from clinic.rulebook.moments import written
from clinic.work.unit import Work, local_day


def known_points(work: Work, patient_id: str) -> list[KnownPoint]:
    """Ask the room that follows points for those of a patient, in the order of the body."""
    points: list[KnownPoint] = work.ask("register.asked", patient_id=patient_id)
    return sorted(points, key=lambda point: point.place)


class LastVisit:
    """The newest signed examination before this one. It offers; nothing of it counts here."""

    def __init__(self, work: Work, examination: Examination) -> None:
        self.examination = signed_before(work, examination)
        self.findings: list[FoundPlace] = (
            [] if self.examination is None else found_places(work, self.examination)
        )

    def finding(self, place: Place) -> FoundPlace | None:
        """Answer what was found at a place."""
        return next((found for found in self.findings if found.place.place == place), None)

    def day(self, work: Work) -> date | None:
        """Answer the clinic's day of the last visit, if there was one."""
        if self.examination is None:
            return None
        return local_day(self.examination.examined_at, zone_of(work))

    def for_browser(self, work: Work) -> dict[str, Any] | None:
        """Answer the last visit as JSON."""
        day = self.day(work)
        if self.examination is None or day is None:
            return None
        return {
            "examination_id": self.examination.id,
            "examined_at": written(self.examination.examined_at),
            "day": day.isoformat(),
            "findings": [said(found.body) | {"class": found.kind.value} for found in self.findings],
        }


def suggested_regions(
    points: Iterable[KnownPoint], last: LastVisit, episode: Episode | None
) -> list[str]:
    """Answer the regions to begin with: of known points, of the last visit, of the complaint."""
    muscles = [point.place.muscle for point in points]
    muscles += [found.place.muscle for found in last.findings]
    named = [MUSCLES[slug].region for slug in muscles if slug in MUSCLES]
    if episode is not None and episode.body_region in REGIONS:
        named.append(str(episode.body_region))
    return list(dict.fromkeys(named))


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A place that earlier visits know: its state in the register, and what was last found."""

    place: PlaceName
    state: str | None
    last: FoundPlace | None


def known_places(points: Iterable[KnownPoint], last: LastVisit) -> list[KnownPlace]:
    """Answer every place that is followed or was found at the last visit, in the body's order."""
    states = {point.place: point.state for point in points}
    found = {one.place.place: one for one in last.findings}
    return [
        KnownPlace(PlaceName(place), states.get(place), found.get(place))
        for place in sorted({*states, *found})
    ]
