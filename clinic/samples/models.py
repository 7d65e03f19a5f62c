"""Tables of the sample programme: who borrows, what is lent, who waits, every loan's history."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
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

from clinic.samples.rules import (
    LONGEST_SERIAL,
    LONGEST_SERIAL_KEY,
    OPEN_LOAN,
    Condition,
    LoanState,
    Profession,
    RequestState,
    ServiceKind,
    ServiceResult,
    UnitState,
)
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

# compared letter by letter on both databases, so that "from" and "to" mean the same on both
_KEY_TEXT = String(LONGEST_SERIAL_KEY).with_variant(
    String(LONGEST_SERIAL_KEY, collation="C"), "postgresql"
)


class Practitioner(OfClinic, Base):
    """An outside professional who asks for, borrows or buys a massager."""

    __tablename__ = "practitioners"
    __table_args__ = of_clinic(one_of("profession", Profession))

    name: Mapped[str] = mapped_column(String(200))
    profession: Mapped[Profession] = mapped_column(words(Profession))
    registration_number: Mapped[str] = mapped_column(String(60), default="")
    association: Mapped[str] = mapped_column(String(200), default="")
    member_number: Mapped[str] = mapped_column(String(60), default="")
    practice_name: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(254))
    phone: Mapped[str] = mapped_column(String(40), default="")
    address: Mapped[dict[str, Any]]
    research_updates: Mapped[bool] = mapped_column(Boolean, default=False)
    # on which day somebody of ours checked who this is, where, and who it was
    verified_on: Mapped[date | None]
    verified_source: Mapped[str] = mapped_column(String(200), default="")
    verified_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))


class MassagerModel(OfClinic, Base):
    """A product. Its row is the lock of its queue: whoever gives units away takes it first."""

    __tablename__ = "massager_models"
    __table_args__ = of_clinic(CheckConstraint("min_hz <= max_hz", name="range"))

    name: Mapped[str] = mapped_column(String(200))
    sku: Mapped[str] = mapped_column(String(60), default="")
    min_hz: Mapped[float] = mapped_column(Float)
    max_hz: Mapped[float] = mapped_column(Float)
    price_cents: Mapped[int | None] = mapped_column(Integer)
    artg_number: Mapped[str] = mapped_column(String(60), default="")
    # [{"mark", "hz"}]: what the dial says and what it does
    dial: Mapped[list[Any]]


class SampleUnit(OfClinic, Base):
    """One physical machine."""

    __tablename__ = "sample_units"
    __table_args__ = of_clinic(
        belongs_to("massager_models", "model_id"),
        one_of("state", UnitState),
        one_of("condition", Condition, nullable=True),
        UniqueConstraint("clinic_id", "model_id", "serial_number"),
        Index(
            "uq_sample_units_asset_tag",
            "clinic_id",
            "asset_tag",
            unique=True,
            sqlite_where=text("asset_tag <> ''"),
            postgresql_where=text("asset_tag <> ''"),
        ),
        Index("ix_sample_units_serial", "clinic_id", "model_id", "serial_key"),
    )

    model_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    serial_number: Mapped[str] = mapped_column(String(LONGEST_SERIAL))
    # the serial number as it is ordered and compared
    serial_key: Mapped[str] = mapped_column(_KEY_TEXT)
    asset_tag: Mapped[str] = mapped_column(String(60), default="")
    state: Mapped[UnitState] = mapped_column(words(UnitState), default=UnitState.AVAILABLE)
    # how often it came back, and the day of the last time: records made since then count
    returns: Mapped[int] = mapped_column(Integer, default=0)
    returned_on: Mapped[date | None]
    # what the inspection after the last return found
    condition: Mapped[Condition | None] = mapped_column(words(Condition))
    # ids of open incidents: as long as there is one, the unit goes to nobody
    open_incidents: Mapped[list[Any]]


class SampleUnitEvent(OfClinic, Base):
    """One change of a unit's state; the list only grows."""

    __tablename__ = "sample_unit_events"
    __table_args__ = of_clinic(
        belongs_to("sample_units", "unit_id"),
        UniqueConstraint("clinic_id", "unit_id", "seq"),
        one_of("from_state", UnitState, nullable=True),
        one_of("to_state", UnitState),
    )

    unit_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    seq: Mapped[int] = mapped_column(Integer)
    action: Mapped[str] = mapped_column(String(40))
    from_state: Mapped[UnitState | None] = mapped_column(words(UnitState))
    to_state: Mapped[UnitState] = mapped_column(words(UnitState))
    actor_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    details: Mapped[dict[str, Any]]


class ServiceRecord(OfClinic, Base):
    """A clean, a test and tag, or a repair of one unit."""

    __tablename__ = "service_records"
    __table_args__ = of_clinic(
        belongs_to("sample_units", "unit_id"),
        one_of("kind", ServiceKind),
        one_of("result", ServiceResult),
        UniqueConstraint("clinic_id", "unit_id", "seq"),
    )

    unit_id: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    # the how-manieth record of its unit: the order of recording
    seq: Mapped[int] = mapped_column(Integer)
    kind: Mapped[ServiceKind] = mapped_column(words(ServiceKind))
    done_on: Mapped[date]
    next_due_on: Mapped[date | None]
    result: Mapped[ServiceResult] = mapped_column(words(ServiceResult))
    note: Mapped[str] = mapped_column(Text, default="")
    recorded_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    # how often the unit had come back then: "recorded after the return" without a clock
    after_return: Mapped[int] = mapped_column(Integer)


class SampleRequest(OfClinic, Base):
    """A practitioner's wish to try a model."""

    __tablename__ = "sample_requests"
    __table_args__ = of_clinic(
        belongs_to("practitioners", "practitioner_id"),
        belongs_to("massager_models", "model_id"),
        one_of("state", RequestState),
        Index("ix_sample_requests_queue", "clinic_id", "model_id", "state", "submitted_at"),
    )

    practitioner_id: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    model_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    reason: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[RequestState] = mapped_column(words(RequestState), default=RequestState.SUBMITTED)
    submitted_at: Mapped[datetime]
    # granted with the approval
    trial_days: Mapped[int | None] = mapped_column(Integer)
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    # why it was declined or withdrawn
    decision_reason: Mapped[str] = mapped_column(Text, default="")


_OPEN = text(f"state IN ({', '.join(repr(state.value) for state in OPEN_LOAN)})")


class Loan(OfClinic, Base):
    """One unit in one practitioner's hands for one period."""

    __tablename__ = "loans"
    __table_args__ = of_clinic(
        belongs_to("sample_requests", "request_id"),
        belongs_to("practitioners", "practitioner_id"),
        belongs_to("massager_models", "model_id"),
        belongs_to("sample_units", "unit_id"),
        one_of("state", LoanState),
        UniqueConstraint("clinic_id", "request_id"),
        # SAFETY F4: not the code but the database forbids that a unit is lent twice
        Index(
            "uq_loans_open_unit",
            "clinic_id",
            "unit_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        # a trial that runs has its days, and a unit that left has its day of leaving
        CheckConstraint(
            "state NOT IN ('on_trial', 'return_in_transit') "
            "OR (delivered_on IS NOT NULL AND due_on IS NOT NULL)",
            name="delivered",
        ),
        CheckConstraint(
            "state IN ('reserved', 'packed', 'cancelled') OR dispatched_on IS NOT NULL",
            name="dispatched",
        ),
    )

    request_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    practitioner_id: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    model_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    unit_id: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    state: Mapped[LoanState] = mapped_column(words(LoanState), default=LoanState.RESERVED)
    trial_days: Mapped[int] = mapped_column(Integer)
    due_on: Mapped[date | None]
    carrier: Mapped[str] = mapped_column(String(100), default="")
    tracking_number: Mapped[str] = mapped_column(String(100), default="")
    dispatched_on: Mapped[date | None]
    delivered_on: Mapped[date | None]
    received_on: Mapped[date | None]
    purchased_on: Mapped[date | None]
    # condition, missing parts, note, and who inspected
    inspection: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    price_cents: Mapped[int | None] = mapped_column(Integer)
    charge_cents: Mapped[int | None] = mapped_column(Integer)


class LoanEvent(OfClinic, Base):
    """One step of a loan; the list only grows."""

    __tablename__ = "loan_events"
    __table_args__ = of_clinic(
        belongs_to("loans", "loan_id"),
        UniqueConstraint("clinic_id", "loan_id", "seq"),
        one_of("from_state", LoanState, nullable=True),
        one_of("to_state", LoanState),
    )

    loan_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    seq: Mapped[int] = mapped_column(Integer)
    # a LoanAction, or "reserve" for the first
    action: Mapped[str] = mapped_column(String(40))
    from_state: Mapped[LoanState | None] = mapped_column(words(LoanState))
    to_state: Mapped[LoanState] = mapped_column(words(LoanState))
    actor_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    details: Mapped[dict[str, Any]]


for _kind, _why in (
    (LoanEvent, "the history of a loan only grows"),
    (SampleUnitEvent, "the history of a unit only grows"),
    (ServiceRecord, "a service record is never rewritten"),
):
    forbid_changes(_kind, when="true", why=_why)
