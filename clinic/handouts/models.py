"""Handouts as they were issued: the bytes themselves, never made again."""

from typing import Any

from sqlalchemy import Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from clinic.handouts.rules import Layout
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


class Handout(OfClinic, Base):
    """One issued sheet, byte for byte. `created_at` is when it was issued."""

    __tablename__ = "handouts"
    __table_args__ = of_clinic(
        belongs_to("patients", "patient_id"),
        belongs_to("home_plans", "plan_id"),
        one_of("layout", Layout),
        UniqueConstraint("clinic_id", "short_code"),
    )

    patient_id: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    plan_id: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    # the plan's version when it was printed
    plan_version: Mapped[int] = mapped_column(Integer)
    language: Mapped[str] = mapped_column(String(35))
    layout: Mapped[Layout] = mapped_column(words(Layout))
    issued_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    # printed at the foot: leads staff from the paper to this record
    short_code: Mapped[str] = mapped_column(String(20))
    pages: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))
    # of what was rendered, and by which versions: the same input gives the same bytes
    input_sha256: Mapped[str] = mapped_column(String(64))
    made_with: Mapped[dict[str, Any]]
    pdf: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


forbid_changes(Handout, when="true", why="an issued handout never changes")
