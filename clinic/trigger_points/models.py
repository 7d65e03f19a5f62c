"""The register: one row per place that is followed, worked out from signed examinations alone."""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKeyConstraint, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from clinic.store.base import (
    ID_LENGTH,
    Base,
    OfClinic,
    belongs_to,
    of_clinic,
    one_of,
    words,
)
from clinic.trigger_points.rules import TriggerPointState


class TriggerPoint(OfClinic, Base):
    """One place followed through all examinations. Its id is its place's id."""

    __tablename__ = "trigger_points"
    __table_args__ = of_clinic(
        ForeignKeyConstraint(["clinic_id", "id"], ["places.clinic_id", "places.id"]),
        belongs_to("patients", "patient_id"),
        one_of("state", TriggerPointState, nullable=True),
        Index("ix_trigger_points_state", "clinic_id", "state"),
    )

    patient_id: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    # null: an amendment or a voiding took its last finding away
    state: Mapped[TriggerPointState | None] = mapped_column(words(TriggerPointState))
    since: Mapped[datetime | None]
    reactivations: Mapped[int] = mapped_column(Integer, default=0)
    ever_active: Mapped[bool] = mapped_column(Boolean, default=False)
    # oldest first, as the API answers it
    history: Mapped[list[Any]]
