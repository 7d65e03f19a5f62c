"""Tables of check-ins: the days that were told, and the pages they were told on."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from clinic.checkins.rules import Source
from clinic.store.base import (
    ID_LENGTH,
    Base,
    OfClinic,
    belongs_to,
    of_clinic,
    one_of,
    words,
)


class CheckIn(OfClinic, Base):
    """What was told of one day of one plan: one row a day, changed when more is told of it."""

    __tablename__ = "check_ins"
    __table_args__ = of_clinic(
        belongs_to("patients", "patient_id"),
        belongs_to("home_plans", "plan_id"),
        one_of("source", Source),
        UniqueConstraint("clinic_id", "plan_id", "day"),
        CheckConstraint("pain_before BETWEEN 0 AND 10", name="pain_before"),
        CheckConstraint("pain_after BETWEEN 0 AND 10", name="pain_after"),
    )

    patient_id: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    plan_id: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    # the clinic's day
    day: Mapped[date]
    # sessions done, one number for each place in the plan's order: the places of a plan that was
    # prescribed never change
    sessions: Mapped[list[Any]]
    # 0 to 10; NULL is not told
    pain_before: Mapped[int | None]
    pain_after: Mapped[int | None]
    # slugs of the stop signs that were ticked on this day; none is ever taken back
    happened: Mapped[list[Any]]
    source: Mapped[Source] = mapped_column(words(Source))
    # who typed the paper grid; the patient where it is empty
    entered_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))


class PatientPage(OfClinic, Base):
    """A link to one patient's one plan, printed on one sheet. When it ends follows the review."""

    __tablename__ = "patient_pages"
    __table_args__ = of_clinic(
        belongs_to("patients", "patient_id"),
        belongs_to("home_plans", "plan_id"),
        belongs_to("handouts", "handout_id"),
    )

    patient_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    plan_id: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    handout_id: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    # the secret itself is on the patient's paper and nowhere else
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    language: Mapped[str] = mapped_column(String(35))
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))
