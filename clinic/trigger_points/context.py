"""The register as an examination sees it: which places of the patient are followed, and how."""

from datetime import datetime

from clinic.examinations.rules import KnownPoint
from clinic.trigger_points.queries import followed
from clinic.work.unit import Work


def known_points(work: Work, *, patient_id: str) -> list[KnownPoint]:
    """Answer the patient's followed places, for an examination's page."""
    return [
        KnownPoint(
            id=point.id,
            place=place,
            state=point.state.value,
            since=point.since,
            first_found_at=datetime.fromisoformat(point.history[0]["examined_at"]),
        )
        for place, point in followed(work, patient_id)
        if point.state is not None
    ]
