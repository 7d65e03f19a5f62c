"""Every question asked of patients, episodes and consents."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, and_, case, false, func, literal, or_, select
from sqlalchemy.sql import ColumnElement

from clinic.patients.models import Consent, Episode, Patient, PatientKey
from clinic.patients.rules import ConsentKind, KeyKind, PatientState, Wanted, understood
from clinic.work.paging import Page, Paging, page
from clinic.work.unit import Work

# larger than any letter: "begins with" becomes a range that the index answers
_AFTER_ALL_LETTERS = "\uffff"


def patients(work: Work, paging: Paging, state: PatientState | None) -> Page[Patient]:
    """Answer the clinic's patients, newest first."""
    question = select(Patient)
    if state is not None:
        question = question.where(Patient.state == state)
    return page(work, question, Patient.id, paging)


def found_patients(
    work: Work, typed: str, limit: int, state: PatientState | None
) -> Sequence[Patient]:
    """Answer the best matches of a search: every word is found; exact starts before slips."""
    wanted = understood(typed)
    if not wanted:
        return []
    scores = [_matches(work, word).subquery() for word in wanted]
    first, *others = scores
    total: ColumnElement[int] = first.c.score
    question = select(Patient).join(first, first.c.patient_id == Patient.id)
    for other in others:
        question = question.join(other, other.c.patient_id == Patient.id)
        total = total + other.c.score
    if state is not None:
        question = question.where(Patient.state == state)
    ordered = question.order_by(total, Patient.family_name, Patient.given_name, Patient.id)
    return work.session.scalars(ordered.limit(limit)).all()


def _matches(work: Work, word: Wanted) -> Select[str, int]:
    """Answer who is found by a word, and how well: 0 whole, 1 its start, 2 a slip, 3 a slip's."""
    is_slip = PatientKey.kind == KeyKind.SLIP
    starts = and_(PatientKey.kind.in_(sorted(word.kinds)), _begins(word.start))
    near = and_(is_slip, PatientKey.key.in_(sorted(word.slips)))
    far = and_(is_slip, or_(false(), *(_begins(start) for start in sorted(word.starts))))
    score = case(
        (and_(~is_slip, PatientKey.key == word.start), literal(0)),
        (~is_slip, literal(1)),
        (near, literal(2)),
        else_=literal(3),
    )
    return (
        select(PatientKey.patient_id, func.min(score).label("score"))
        .where(PatientKey.clinic_id == work.actor.clinic, or_(starts, near, far))
        .group_by(PatientKey.patient_id)
    )


def _begins(start: str) -> ColumnElement[bool]:
    return and_(PatientKey.key >= start, PatientKey.key < start + _AFTER_ALL_LETTERS)


def episodes(work: Work, patient_id: str, paging: Paging) -> Page[Episode]:
    """Answer a patient's episodes, newest first."""
    question = select(Episode).where(Episode.patient_id == patient_id)
    return page(work, question, Episode.id, paging)


def consents(work: Work, patient_id: str, paging: Paging) -> Page[Consent]:
    """Answer a patient's consents, newest first."""
    question = select(Consent).where(Consent.patient_id == patient_id)
    return page(work, question, Consent.id, paging)


def has_consent(work: Work, patient_id: str, kind: ConsentKind, today: date) -> bool:
    """Tell whether a consent of this kind stands today."""
    standing = select(Consent.id).where(
        Consent.patient_id == patient_id,
        Consent.kind == kind,
        Consent.given_on <= today,
        or_(Consent.withdrawn_on.is_(None), Consent.withdrawn_on > today),
    )
    return work.session.scalar(standing.limit(1)) is not None
