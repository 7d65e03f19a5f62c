"""Letters as they were issued: the bytes themselves, never made again."""

from typing import Any

from sqlalchemy import Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from clinic.letters.rules import LetterKind
from clinic.store.base import (
    ID_LENGTH,
    Base,
    OfClinic,
    belongs_to,
    forbid_changes,
    of_clinic,
    one_of,
    words,
)


class Letter(OfClinic, Base):
    """One issued letter, byte for byte. `created_at` is when it was issued."""

    __tablename__ = "letters"
    __table_args__ = of_clinic(
        belongs_to("patients", "patient_id"),
        belongs_to("examinations", "examination_id"),
        one_of("kind", LetterKind),
        UniqueConstraint("clinic_id", "short_code"),
    )

    patient_id: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    # the newest signed examination that it rests on
    examination_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    kind: Mapped[LetterKind] = mapped_column(words(LetterKind))
    recipient_name: Mapped[str] = mapped_column(String(200))
    recipient_address: Mapped[str] = mapped_column(Text)
    # what the clinician wrote
    request: Mapped[str] = mapped_column(Text)
    course: Mapped[str] = mapped_column(Text)
    issued_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    # printed at the foot: leads staff from the paper to this record
    short_code: Mapped[str] = mapped_column(String(20))
    pages: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))
    input_sha256: Mapped[str] = mapped_column(String(64))
    made_with: Mapped[dict[str, Any]]
    pdf: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class LetterVoiding(OfClinic, Base):
    """A letter was sent in error: it stays readable, marked, with the reason."""

    __tablename__ = "letter_voidings"
    __table_args__ = of_clinic(
        belongs_to("letters", "letter_id"), UniqueConstraint("clinic_id", "letter_id")
    )

    letter_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    reason: Mapped[str] = mapped_column(Text)
    voided_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))


forbid_changes(Letter, when="true", why="an issued letter never changes")
forbid_changes(LetterVoiding, when="true", why="a voiding is never taken back")
