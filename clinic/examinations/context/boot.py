"""What the examination page starts from: the draft, the last visit, the points, as plain JSON."""

from collections.abc import Sequence
from typing import Any

from clinic.accounts.queries import settings_of, zone_of
from clinic.examinations.context.catalogue import catalogue_address, chart_addresses
from clinic.examinations.context.known import LastVisit, known_points, suggested_regions
from clinic.examinations.context.places import FoundPlace, said
from clinic.examinations.context.visit import red_flag_words, symptom_words
from clinic.examinations.models import Examination
from clinic.examinations.queries import editions_of
from clinic.patients.models import Episode
from clinic.patients.queries import episodes
from clinic.rulebook.moments import written
from clinic.work.paging import MOST, Paging
from clinic.work.unit import Work, etag_of, local_day


def boot(
    work: Work, examination: Examination, found: Sequence[FoundPlace], last: LastVisit
) -> dict[str, Any]:
    """Answer everything a draft's page needs, in one reading."""
    edition = editions_of(work, [examination])[examination.id]
    zone, settings = zone_of(work), settings_of(work)
    points = known_points(work, examination.patient_id)
    care = open_episodes(work, examination)
    own = next((one for one in care if one.id == examination.episode_id), None)
    at = f"/examinations/{examination.id}"
    return {
        "examination": {
            "id": examination.id,
            "patient_id": examination.patient_id,
            "etag": etag_of(examination),
            "version": examination.edition,
            "examined_at": written(examination.examined_at),
            "episode_id": examination.episode_id,
            **edition.content,
        },
        "findings": [said(one.body) for one in found],
        "last": last.for_browser(work),
        "points": [
            {
                "id": point.id,
                "muscle": point.place.muscle,
                "side": point.place.side.value,
                "site": point.place.site or None,
                "state": point.state,
                "since": written(point.since),
                "first_found_on": local_day(point.first_found_at, zone).isoformat(),
            }
            for point in points
        ],
        "strict": not settings.two_of_three_is_latent,
        "elimination_days": settings.elimination_days,
        "zone": zone.key,
        "user_id": work.actor.user_id,
        "catalogue": catalogue_address(),
        "charts": chart_addresses(),
        "entries": f"{at}/entries",
        "list": f"{at}/list",
        "sign": f"{at}/sign",
        "patient": f"/patients/{examination.patient_id}",
        "regions": suggested_regions(points, last, own),
        "episodes": [{"id": one.id, "name": one.title} for one in care],
        "red_flag_words": red_flag_words(),
        "symptom_words": symptom_words(),
    }


def open_episodes(work: Work, examination: Examination) -> list[Episode]:
    """Answer the patient's episodes that are open, and the one this examination belongs to."""
    return [
        one
        for one in episodes(work, examination.patient_id, Paging(limit=MOST)).items
        if one.closed_on is None or one.id == examination.episode_id
    ]
