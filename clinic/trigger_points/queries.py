"""Questions asked of the register and of outcomes."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from clinic.accounts.queries import settings_of, users_named, zone_of
from clinic.anatomy.rules import Place
from clinic.examinations.models import ExaminedPlace
from clinic.examinations.queries import (
    current_findings,
    editions_of,
    signed_examinations,
)
from clinic.examinations.rules import Signs
from clinic.rulebook.moments import written
from clinic.rulebook.refusals import NotFound
from clinic.trigger_points.models import TriggerPoint
from clinic.trigger_points.rules import (
    ObservedFinding,
    Register,
    SignedExamination,
    TriggerPointState,
    follow,
)
from clinic.work.paging import Page, Paging, page
from clinic.work.unit import Work, etag_of


def register_of(work: Work, patient_id: str) -> Register:
    """Follow a patient's places through the signed examinations, worked out anew."""
    signed = signed_examinations(work, patient_id)
    findings = current_findings(work, signed)
    editions = editions_of(work, signed)
    told = [
        SignedExamination(
            id=examination.id,
            examined_at=examination.examined_at,
            signed_at=examination.signed_at or examination.created_at,
            examiner=examination.examiner_id or "",
            findings=tuple(_observed(row) for row in findings[examination.id]),
            episode_id=examination.episode_id,
            pain_now=editions[examination.id].content.get("pain_now"),
        )
        for examination in signed
    ]
    apart = settings_of(work).elimination_days
    return follow(told, timezone=zone_of(work), days_apart=apart)


def _observed(row: Any) -> ObservedFinding:
    signs = Signs(
        taut_band=row["taut_band"],
        tenderness_grade=row["tenderness_grade"],
        spot_in_band=row["spot_in_band"],
        sensation=row["sensation"],
        recognised=row["recognised"],
        local_twitch=row["local_twitch"],
        spontaneous_pain=row["spontaneous_pain"],
        nodule=row["nodule"],
        movement_limited=row["movement_limited"],
    )
    place = Place(row["muscle"], row["side"], row["site"])
    kind = row["override_class"] or row["derived_class"]
    return ObservedFinding.from_signs(row["id"], place, kind, signs)


def trigger_points(work: Work, patient_id: str, paging: Paging) -> Page[dict[str, Any]]:
    """Answer the places of a patient that are followed, newest first."""
    question = select(TriggerPoint).where(
        TriggerPoint.patient_id == patient_id, TriggerPoint.state.is_not(None)
    )
    found = page(work, question, TriggerPoint.id, paging)
    places = places_of(work, (point.id for point in found.items))
    names = _examiners(work, found.items)
    return found.map(lambda point: _shown(point, places[point.id], names))


def followed(work: Work, patient_id: str) -> list[tuple[Place, TriggerPoint]]:
    """Answer all followed places of a patient with their points, in the order of the body."""
    points = work.session.scalars(
        select(TriggerPoint).where(
            TriggerPoint.patient_id == patient_id, TriggerPoint.state.is_not(None)
        )
    ).all()
    places = places_of(work, (point.id for point in points))
    return sorted(((places[p.id], p) for p in points), key=lambda pair: pair[0])


def trigger_point(work: Work, point_id: str) -> dict[str, Any]:
    """Answer one followed place with its history."""
    point = work.session.scalar(select(TriggerPoint).where(TriggerPoint.id == point_id))
    if point is None:
        raise NotFound
    return _shown(point, places_of(work, [point.id])[point.id], _examiners(work, [point]))


def places_of(work: Work, point_ids: Iterable[str]) -> dict[str, Place]:
    """Answer the places of trigger points."""
    rows = work.session.execute(
        select(
            ExaminedPlace.id, ExaminedPlace.muscle, ExaminedPlace.side, ExaminedPlace.site
        ).where(ExaminedPlace.id.in_(list(point_ids)))
    )
    return {r.id: Place(r.muscle, r.side, r.site) for r in rows}


def _examiners(work: Work, points: Sequence[TriggerPoint]) -> dict[str, str]:
    """Answer the names of all examiners in the points' histories."""
    return users_named(work, [entry["examiner_id"] for p in points for entry in p.history])


def _shown(point: TriggerPoint, place: Place, names: Mapping[str, str]) -> dict[str, Any]:
    """Answer a trigger point as plain values."""
    return {
        "id": point.id,
        "etag": etag_of(point),
        "patient_id": point.patient_id,
        "muscle": place.muscle,
        "side": place.side.value,
        "site": place.site or None,
        "state": point.state and point.state.value,
        "since": written(point.since),
        "reactivations": point.reactivations,
        "history": [
            {**entry, "examiner": names.get(entry["examiner_id"], "")} for entry in point.history
        ],
    }


def clinic_counts(work: Work) -> dict[str, int]:
    """Count the clinic's register as it stands, each state once."""
    rows = work.session.execute(
        select(TriggerPoint.state, func.count(), func.sum(TriggerPoint.reactivations))
        .where(TriggerPoint.state.is_not(None))
        .group_by(TriggerPoint.state)
    ).all()
    by_state = {state: count for state, count, _again in rows}
    of = TriggerPointState
    quiet = by_state.get(of.LATENT, 0) + by_state.get(of.DEACTIVATED, 0)
    active, once = by_state.get(of.ACTIVE, 0), by_state.get(of.PROVISIONALLY_CLEARED, 0)
    patients = work.session.scalar(
        select(func.count(TriggerPoint.patient_id.distinct())).where(
            TriggerPoint.state.is_not(None)
        )
    )
    return {
        "patients_followed": patients or 0,
        "points_active": active,
        "points_latent": quiet,
        "points_provisionally_cleared": once,
        "points_remaining": active + quiet + once,
        "points_suspected": by_state.get(of.SUSPECTED, 0),
        "points_eliminated": by_state.get(of.ELIMINATED, 0),
        "reactivations": sum(int(again or 0) for _state, _count, again in rows),
    }
