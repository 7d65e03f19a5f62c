"""What follows from a signed, amended or voided examination: the register, worked out anew."""

from typing import Any

from sqlalchemy import select

from clinic.anatomy.rules import Place
from clinic.examinations.models import Examination, ExaminedPlace
from clinic.examinations.rules import ExaminationState
from clinic.patients.models import Patient
from clinic.rulebook.moments import written
from clinic.trigger_points.models import TriggerPoint
from clinic.trigger_points.queries import register_of
from clinic.trigger_points.rules import FollowedPlace
from clinic.work.unit import Work


def follow_examination(work: Work, *, examination: Examination, **_facts: object) -> None:
    """Bring the patient's register up to date after an examination began or ceased to count."""
    recompute(work, examination.patient_id)


def follow_settings(work: Work, **_facts: object) -> None:
    """Work every register of the clinic out anew: its rule of elimination has changed."""
    patients = work.session.scalars(
        select(Examination.patient_id)
        .where(Examination.state == ExaminationState.SIGNED)
        .distinct()
    ).all()
    for patient_id in sorted(patients):
        recompute(work, patient_id)


def recompute(work: Work, patient_id: str) -> None:
    """Work the patient's register out anew and keep what came out.

    The patient's row is the register's lock: two signings at once follow one another.
    """
    work.lock(work.find(Patient, patient_id))
    register = register_of(work, patient_id)
    kept = {
        Place(row.muscle, row.side, row.site): row
        for row in work.session.scalars(
            select(ExaminedPlace).where(ExaminedPlace.patient_id == patient_id)
        )
    }
    points = {
        point.id: point
        for point in work.session.scalars(
            select(TriggerPoint).where(TriggerPoint.patient_id == patient_id)
        )
    }
    for place, followed in register.places.items():
        row = kept.pop(place, None)
        if row is None:
            row = work.new(
                ExaminedPlace,
                patient_id=patient_id,
                muscle=place.muscle,
                side=place.side,
                site=place.site,
                is_followed=True,
            )
            work.session.flush()
        elif not row.is_followed:
            work.change(row, {"is_followed": True})
        _keep(work, patient_id, row.id, points.get(row.id), followed)
    for row in kept.values():
        if row.is_followed:
            work.change(row, {"is_followed": False})
            work.change(points[row.id], _NOTHING)
    work.session.flush()


_NOTHING: dict[str, Any] = {
    "state": None,
    "since": None,
    "reactivations": 0,
    "ever_active": False,
    "history": [],
}


def _keep(
    work: Work, patient_id: str, place_id: str, point: TriggerPoint | None, now: FollowedPlace
) -> None:
    values = {
        "state": now.state,
        "since": now.since,
        "reactivations": now.reactivations,
        "ever_active": now.ever_active,
        "history": [
            {
                "examination_id": entry.examination_id,
                "examined_at": written(entry.examined_at),
                "examiner_id": entry.examiner,
                "class": entry.kind.value,
                "state": entry.state.value,
            }
            for entry in now.history
        ],
    }
    if point is not None:
        work.change(point, values)
        return
    made = TriggerPoint(
        id=place_id,
        clinic_id=work.actor.clinic,
        created_at=work.now,
        version=1,
        patient_id=patient_id,
        **values,
    )
    work.session.add(made)
