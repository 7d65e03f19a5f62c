"""Every question asked of patients, episodes and consents."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import Select, and_, case, false, func, literal, or_, select
from sqlalchemy.sql import ColumnElement

from clinic.patients.models import Consent, Episode, Patient, PatientKey
from clinic.patients.rules import (
    ConsentKind,
    KeyKind,
    PatientState,
    Wanted,
    name_words,
    phone_digits,
    slips,
    understood,
)
from clinic.work.journal import JournalEntry
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


# so far back the journal is read for what somebody did last
_LATELY = 2000


def lately_seen(work: Work, most: int) -> Sequence[Patient]:
    """Answer the patients whose records the acting user saw last, the newest first."""
    entry = JournalEntry
    end = select(func.max(entry.seq)).where(entry.chain == work.actor.clinic).scalar_subquery()
    seen = (
        select(entry.patient_id, func.max(entry.seq).label("seq"))
        .where(
            entry.chain == work.actor.clinic,
            entry.seq > end - _LATELY,
            entry.user_id == work.actor.user_id,
            entry.patient_id.is_not(None),
        )
        .group_by(entry.patient_id)
        .subquery()
    )
    question = (
        select(Patient)
        .join(seen, seen.c.patient_id == Patient.id)
        .where(Patient.state == PatientState.ACTIVE)
        .order_by(seen.c.seq.desc())
    )
    return work.session.scalars(question.limit(most)).all()


_FEWEST_DIGITS = 8


def alike(  # noqa: PLR0913 (what makes two records look like one person)
    work: Work,
    *,
    given_name: str,
    family_name: str,
    date_of_birth: date | None,
    phone: str = "",
    most: int = 5,
) -> Sequence[Patient]:
    """Answer who may be the same person, within a slip of the pen of each name.

    Both names alike; or one of them with the same birth date; or the given name with the same
    phone: a family shares its name and its phone.
    """
    given, family = _named_like(work, given_name), _named_like(work, family_name)
    reasons = [and_(Patient.id.in_(given), Patient.id.in_(family))]
    if date_of_birth is not None:
        is_either = or_(Patient.id.in_(given), Patient.id.in_(family))
        reasons.append(and_(Patient.date_of_birth == date_of_birth, is_either))
    digits = phone_digits(phone)
    if len(digits) >= _FEWEST_DIGITS:
        rings = _with_keys(work, KeyKind.PHONE, [digits])
        reasons.append(and_(Patient.id.in_(rings), Patient.id.in_(given)))
    born_then = case((Patient.date_of_birth == date_of_birth, literal(0)), else_=literal(1))
    question = select(Patient).where(or_(*reasons))
    ordered = question.order_by(born_then, Patient.family_name, Patient.given_name, Patient.id)
    return work.session.scalars(ordered.limit(most)).all()


def _named_like(work: Work, name: str) -> Select[str]:
    near = {slip for word in name_words(name) for slip in slips(word)}
    return _with_keys(work, KeyKind.SLIP, sorted(near))


def _with_keys(work: Work, kind: KeyKind, keys: Iterable[str]) -> Select[str]:
    return select(PatientKey.patient_id).where(
        PatientKey.clinic_id == work.actor.clinic,
        PatientKey.kind == kind,
        PatientKey.key.in_(list(keys)),
    )


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
