"""Print runs as a queue: an item is leased to one worker at a time."""

from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    literal_column,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from clinic.handouts.rules import Layout
from clinic.print_runs.rules import Failure, ItemState
from clinic.store.base import ID_LENGTH, Base, OfClinic, belongs_to, of_clinic, one_of, words

_OPEN = text("state IN ('waiting', 'printing')")
# the same with its table: in these very words SQLite finds the small index of the queue, so that
# looking at an empty queue costs nothing, whatever was printed before
IS_OPEN: ColumnElement[bool] = literal_column("print_run_items.state IN ('waiting', 'printing')")


class PrintRun(OfClinic, Base):
    """Several handouts that are printed one after another. `created_at` is when it was begun."""

    __tablename__ = "print_runs"
    __table_args__ = of_clinic(one_of("layout", Layout, nullable=True))

    # the clinic's day whose plans it prints; None: plans that were chosen
    day: Mapped[date | None]
    # None: as the plan's newest sheet has them; where there is none, as suits the patient
    layout: Mapped[Layout | None] = mapped_column(words(Layout))
    language: Mapped[str | None] = mapped_column(String(35))
    # who began it: new sheets are issued in their name, with the roles they have by then
    begun_by: Mapped[str] = mapped_column(String(ID_LENGTH))
    cancelled_at: Mapped[datetime | None]
    cancelled_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))


class PrintRunItem(OfClinic, Base):
    """One plan of a run, in the order in which they are printed."""

    __tablename__ = "print_run_items"
    __table_args__ = of_clinic(
        belongs_to("print_runs", "run_id"),
        belongs_to("home_plans", "plan_id"),
        belongs_to("patients", "patient_id"),
        belongs_to("handouts", "handout_id"),
        one_of("state", ItemState),
        one_of("failure", Failure, nullable=True),
        UniqueConstraint("clinic_id", "run_id", "plan_id"),
        Index(
            "ix_print_run_items_open",
            "clinic_id",
            "position",
            "run_id",
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    run_id: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    position: Mapped[int] = mapped_column(Integer)
    plan_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    patient_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    state: Mapped[ItemState] = mapped_column(words(ItemState))
    # why there is no sheet: in one word, and in the user's
    failure: Mapped[Failure | None] = mapped_column(words(Failure))
    reason: Mapped[str] = mapped_column(Text)
    handout_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    # the sheet was there before: its archived bytes are printed again
    is_reprint: Mapped[bool] = mapped_column(Boolean)
    # whose it is to print, until when, and how often somebody began to
    lease: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    leased_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(Integer)
