"""Tables of examinations: the examination, its editions, their findings. Signed ones are locked."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from clinic.anatomy.rules import Side, View
from clinic.examinations.rules import (
    ExaminationState,
    FindingClass,
    Recognised,
    Sensation,
    TautBand,
    Twitch,
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


class Examination(OfClinic, Base):
    """One visit's record: whose it is, in which state, and which edition counts."""

    __tablename__ = "examinations"
    __table_args__ = of_clinic(
        belongs_to("patients", "patient_id"),
        belongs_to("episodes", "episode_id"),
        one_of("state", ExaminationState),
        Index("ix_examinations_register", "clinic_id", "patient_id", "state", "examined_at"),
    )

    patient_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    episode_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    state: Mapped[ExaminationState] = mapped_column(words(ExaminationState))
    # the edition that counts; amendments raise it
    edition: Mapped[int] = mapped_column(Integer, default=1)
    examined_at: Mapped[datetime]
    # a user of the clinic; empty in a draft: whoever signs
    examiner_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    signed_at: Mapped[datetime | None]
    signed_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    void_reason: Mapped[str] = mapped_column(Text, default="")


class Edition(OfClinic, Base):
    """What an examination said in one version. Once signed, the database lets nobody change it."""

    __tablename__ = "examination_editions"
    __table_args__ = of_clinic(
        belongs_to("examinations", "examination_id"),
        UniqueConstraint("clinic_id", "examination_id", "edition"),
    )

    examination_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    edition: Mapped[int] = mapped_column(Integer)
    # complaint, scores and what was done, as the API names them
    content: Mapped[dict[str, Any]]
    # why it was amended; empty in the first
    reason: Mapped[str] = mapped_column(Text, default="")
    recorded_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    is_signed: Mapped[bool] = mapped_column(Boolean, default=False)
    signed_at: Mapped[datetime | None]
    signed_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    # the canonical text that was signed, and its SHA-256 (SAFETY 5.5)
    sealed: Mapped[str] = mapped_column(Text, default="")
    sha256: Mapped[str] = mapped_column(String(64), default="")


class Finding(Base):
    """One place that was examined, positive or clear, in one edition."""

    __tablename__ = "findings"
    __table_args__ = (
        ForeignKeyConstraint(
            ["clinic_id", "examination_id", "edition"],
            [
                "examination_editions.clinic_id",
                "examination_editions.examination_id",
                "examination_editions.edition",
            ],
        ),
        UniqueConstraint("clinic_id", "examination_id", "edition", "muscle", "side", "site"),
        one_of("side", Side),
        one_of("chart_view", View, nullable=True),
        one_of("taut_band", TautBand),
        one_of("sensation", Sensation),
        one_of("recognised", Recognised),
        one_of("local_twitch", Twitch),
        one_of("derived_class", FindingClass),
        one_of("override_class", FindingClass, nullable=True),
        CheckConstraint("tenderness_grade BETWEEN 0 AND 4", name="tenderness_grade"),
        CheckConstraint("site >= 0", name="site"),
    )

    # the finding keeps its id through editions while its place stays
    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    edition: Mapped[int] = mapped_column(Integer, primary_key=True)
    clinic_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    examination_id: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    position: Mapped[int] = mapped_column(Integer)
    muscle: Mapped[str] = mapped_column(String(60))
    side: Mapped[Side] = mapped_column(words(Side))
    # 0: the muscle as a whole
    site: Mapped[int] = mapped_column(Integer)
    chart_view: Mapped[View | None] = mapped_column(words(View))
    chart_x: Mapped[float | None] = mapped_column(Float)
    chart_y: Mapped[float | None] = mapped_column(Float)
    taut_band: Mapped[TautBand] = mapped_column(words(TautBand))
    tenderness_grade: Mapped[int | None] = mapped_column(Integer)
    spot_in_band: Mapped[bool | None] = mapped_column(Boolean)
    sensation: Mapped[Sensation] = mapped_column(words(Sensation))
    zones: Mapped[list[Any]]
    qualities: Mapped[list[Any]]
    recognised: Mapped[Recognised] = mapped_column(words(Recognised))
    spontaneous_pain: Mapped[bool | None] = mapped_column(Boolean)
    local_twitch: Mapped[Twitch] = mapped_column(words(Twitch))
    nodule: Mapped[bool | None] = mapped_column(Boolean)
    movement_limited: Mapped[bool | None] = mapped_column(Boolean)
    # pressure pain thresholds, kPa
    thresholds: Mapped[list[Any]]
    mirror_thresholds: Mapped[list[Any]]
    probe_cm2: Mapped[float] = mapped_column(Float)
    note: Mapped[str] = mapped_column(Text)
    derived_class: Mapped[FindingClass] = mapped_column(words(FindingClass))
    rule: Mapped[str] = mapped_column(String(40))
    rule_row: Mapped[int] = mapped_column(Integer)
    missing: Mapped[list[Any]]
    override_class: Mapped[FindingClass | None] = mapped_column(words(FindingClass))
    override_reason: Mapped[str] = mapped_column(Text)
    is_signed: Mapped[bool] = mapped_column(Boolean, default=False)


class ExaminedPlace(OfClinic, Base):
    """A place of a patient that an examination found something to follow in; the id is its own."""

    __tablename__ = "places"
    __table_args__ = of_clinic(
        belongs_to("patients", "patient_id"),
        UniqueConstraint("clinic_id", "patient_id", "muscle", "side", "site"),
        one_of("side", Side),
    )

    patient_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    muscle: Mapped[str] = mapped_column(String(60))
    side: Mapped[Side] = mapped_column(words(Side))
    site: Mapped[int] = mapped_column(Integer)
    # false: an amendment or a voiding took its last finding away
    is_followed: Mapped[bool] = mapped_column(Boolean, default=True)


_WHY = "a signed examination never changes"
for _model, _when, _columns in (
    (Edition, "OLD.is_signed", ()),
    (Finding, "OLD.is_signed", ()),
    # the examination itself may move on (amended, voided), but stays whose and what it is
    (Examination, "OLD.state <> 'draft'", ("id", "clinic_id", "patient_id", "created_at")),
):
    forbid_changes(_model, when=_when, why=_WHY, columns=_columns)
