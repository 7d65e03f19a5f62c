"""Tables of home plans: the plan, its targets, and what happened to it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Float,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from clinic.anatomy.rules import Side
from clinic.plans.rules import PauseCause, Phase, PlanState, Reach
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

_STANDING = text("state IN ('active', 'paused')")


class HomePlan(OfClinic, Base):
    """A prescription of home vibration massage. A patient has at most one active or paused."""

    __tablename__ = "home_plans"
    __table_args__ = of_clinic(
        belongs_to("patients", "patient_id"),
        belongs_to("examinations", "examination_id"),
        belongs_to("episodes", "episode_id"),
        belongs_to("massager_models", "massager_model_id"),
        one_of("phase", Phase),
        one_of("state", PlanState),
        one_of("pause_cause", PauseCause, nullable=True),
        CheckConstraint("review_on > starts_on", name="review_on"),
        Index(
            "uq_home_plans_one_standing",
            "clinic_id",
            "patient_id",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
    )

    patient_id: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    examination_id: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    episode_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    massager_model_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    phase: Mapped[Phase] = mapped_column(words(Phase))
    state: Mapped[PlanState] = mapped_column(words(PlanState))
    starts_on: Mapped[date]
    review_on: Mapped[date]
    # slugs of the advice catalogue
    advice: Mapped[list[Any]]
    note: Mapped[str] = mapped_column(Text, default="")
    # why to go on although the screen says caution
    override_reason: Mapped[str] = mapped_column(Text, default="")
    prescribed_at: Mapped[datetime | None]
    prescribed_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    paused_at: Mapped[datetime | None]
    pause_cause: Mapped[PauseCause | None] = mapped_column(words(PauseCause))
    # while any is open, the plan rests
    open_incidents: Mapped[int] = mapped_column(Integer, default=0)
    # the plan that stopped this one by taking its place
    replaced_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))


class PlanTarget(OfClinic, Base):
    """One place to treat at home, with its dose. The widest limits are the database's own."""

    __tablename__ = "home_plan_targets"
    __table_args__ = of_clinic(
        belongs_to("home_plans", "plan_id"),
        UniqueConstraint("clinic_id", "plan_id", "muscle", "side", "site"),
        one_of("side", Side),
        one_of("reach", Reach),
        CheckConstraint("seconds BETWEEN 20 AND 300", name="seconds"),
        CheckConstraint("sessions_per_day BETWEEN 1 AND 3", name="sessions_per_day"),
        CheckConstraint("days_per_week BETWEEN 1 AND 7", name="days_per_week"),
        CheckConstraint("frequency_hz BETWEEN 20 AND 65", name="frequency_hz"),
    )

    plan_id: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    position_in_plan: Mapped[int] = mapped_column(Integer)
    muscle: Mapped[str] = mapped_column(String(60))
    side: Mapped[Side] = mapped_column(words(Side))
    # 0: the muscle as a whole
    site: Mapped[int] = mapped_column(Integer)
    seconds: Mapped[int] = mapped_column(Integer)
    sessions_per_day: Mapped[int] = mapped_column(Integer)
    days_per_week: Mapped[int] = mapped_column(Integer)
    frequency_hz: Mapped[float] = mapped_column(Float)
    position: Mapped[str] = mapped_column(Text, default="")
    reach: Mapped[Reach] = mapped_column(words(Reach))
    note: Mapped[str] = mapped_column(Text, default="")


class PlanEvent(OfClinic, Base):
    """One thing that happened to a plan. Only added, never changed."""

    __tablename__ = "home_plan_events"
    __table_args__ = of_clinic(
        belongs_to("home_plans", "plan_id"),
        UniqueConstraint("clinic_id", "plan_id", "seq"),
        one_of("state", PlanState),
    )

    plan_id: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    seq: Mapped[int] = mapped_column(Integer)
    event: Mapped[str] = mapped_column(String(40))
    state: Mapped[PlanState] = mapped_column(words(PlanState))
    by: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    reason: Mapped[str] = mapped_column(Text, default="")
    review_on: Mapped[date]


forbid_changes(PlanEvent, when="true", why="what happened to a plan never changes")
