"""Questions asked of issued letters."""

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from clinic.letters.models import Letter, LetterVoiding
from clinic.rulebook.refusals import Unavailable
from clinic.work.paging import Page, Paging, page
from clinic.work.unit import Work, etag_of

_PLAIN = (
    "id",
    "patient_id",
    "examination_id",
    "kind",
    "recipient_name",
    "recipient_address",
    "request",
    "course",
    "created_at",
    "issued_by",
    "short_code",
    "pages",
    "sha256",
    "input_sha256",
    "made_with",
)


def letters(work: Work, patient_id: str, paging: Paging) -> Page[dict[str, Any]]:
    """Answer a patient's letters, newest first, without their bytes."""
    found = page(work, select(Letter).where(Letter.patient_id == patient_id), Letter.id, paging)
    voidings = _voidings(work, [letter.id for letter in found.items])
    return found.map(lambda letter: _shown(letter, voidings.get(letter.id)))


def letters_with_code(work: Work, short_code: str) -> Sequence[Letter]:
    """Answer the letter with a code at its foot: one, or none."""
    return work.session.scalars(select(Letter).where(Letter.short_code == short_code)).all()


def letters_of(work: Work, patient_id: str, most: int) -> Sequence[Letter]:
    """Answer the newest letters of a patient, for the pages."""
    asked = select(Letter).where(Letter.patient_id == patient_id).order_by(Letter.id.desc())
    return work.session.scalars(asked.limit(most)).all()


def shown(work: Work, letter: Letter) -> dict[str, Any]:
    """Answer one letter and whether it was voided."""
    return _shown(letter, _voidings(work, [letter.id]).get(letter.id))


def voiding_of(work: Work, letter_id: str) -> LetterVoiding | None:
    """Answer the voiding of a letter, if there is one."""
    return _voidings(work, [letter_id]).get(letter_id)


def _voidings(work: Work, letter_ids: Sequence[str]) -> dict[str, LetterVoiding]:
    rows = work.session.scalars(
        select(LetterVoiding).where(LetterVoiding.letter_id.in_(list(letter_ids)))
    )
    return {row.letter_id: row for row in rows}


def _shown(letter: Letter, voiding: LetterVoiding | None) -> dict[str, Any]:
    return {name: getattr(letter, name) for name in _PLAIN} | {
        "state": "issued" if voiding is None else "voided",
        "actions": ["void"] if voiding is None else [],
        "void_reason": None if voiding is None else voiding.reason,
        "voided_at": None if voiding is None else voiding.created_at,
        "voided_by": None if voiding is None else voiding.voided_by,
        "etag": etag_of(letter) if voiding is None else f'"{letter.id}.voided"',
    }


def archived_bytes(work: Work, letter: Letter) -> bytes:
    """Answer a letter's bytes as issued.

    Raises:
        Unavailable: they are not the bytes that were issued; nothing wrong is ever handed out.

    """
    pdf = work.session.scalar(select(Letter.pdf).where(Letter.id == letter.id)) or b""
    if hashlib.sha256(pdf).hexdigest() != letter.sha256:
        raise Unavailable("The archived letter is damaged and is not given out.")
    return pdf
