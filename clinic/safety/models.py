"""Safety screens: what the clinician answered, and what followed from it."""

from typing import Any

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from clinic.safety.rules import Outcome
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


class SafetyScreen(OfClinic, Base):
    """One screen of one patient. The newest counts; older ones are kept, and none is changed."""

    __tablename__ = "safety_screens"
    __table_args__ = of_clinic(belongs_to("patients", "patient_id"), one_of("outcome", Outcome))

    patient_id: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    answers: Mapped[dict[str, Any]]
    sites: Mapped[dict[str, Any]]
    note: Mapped[str] = mapped_column(Text, default="")
    screened_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    outcome: Mapped[Outcome] = mapped_column(words(Outcome))
    # slug, answer and regions of every question that bars, blocks or cautions
    reasons: Mapped[list[Any]]
    barred_regions: Mapped[list[Any]]
    cautioned_regions: Mapped[list[Any]]


forbid_changes(SafetyScreen, when="true", why="a safety screen is answered anew, never changed")
