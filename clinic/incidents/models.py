"""The table of incidents."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from clinic.incidents.rules import INCIDENT, IncidentState, Subject
from clinic.store.base import ID_LENGTH, Base, OfClinic, belongs_to, of_clinic, one_of, words


class Incident(OfClinic, Base):
    """Something that went wrong, with one unit or with one home plan."""

    __tablename__ = "incidents"
    __table_args__ = of_clinic(
        belongs_to("sample_units", "unit_id"),
        belongs_to("home_plans", "home_plan_id"),
        one_of("state", IncidentState),
        CheckConstraint("(unit_id IS NULL) <> (home_plan_id IS NULL)", name="about_one"),
    )

    unit_id: Mapped[str | None] = mapped_column(String(ID_LENGTH), index=True)
    home_plan_id: Mapped[str | None] = mapped_column(String(ID_LENGTH), index=True)
    occurred_on: Mapped[date]
    what: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(Text, default="")
    reported_to: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[IncidentState] = mapped_column(words(IncidentState), default=IncidentState.OPEN)
    reported_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    closing_note: Mapped[str] = mapped_column(Text, default="")

    @property
    def subject(self) -> Subject:
        """What it is about."""
        return Subject.PLAN if self.unit_id is None else Subject.UNIT

    @property
    def about(self) -> dict[str, str | None]:
        """The unit or the plan, as it was reported."""
        return {self.subject.value: getattr(self, self.subject.value)}

    @property
    def actions(self) -> tuple[str, ...]:
        """The steps that are open."""
        return INCIDENT.actions_from(self.state)
