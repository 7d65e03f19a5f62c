"""Who approved which version of a translation for a clinic."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from clinic.store.base import ID_LENGTH, Base, OfClinic, forbid_changes, of_clinic

_APPROVED = (
    "language",
    "translation_version",
    "translation_sha256",
    "approver",
    "qualification",
    "recorded_by",
)
_STANDS = text("withdrawn_at IS NULL")


class TranslationApproval(OfClinic, Base):
    """Somebody qualified in a language approved one version; it counts until it is withdrawn."""

    __tablename__ = "translation_approvals"
    __table_args__ = of_clinic(
        Index(
            "ix_translation_approvals_standing",
            "clinic_id",
            "translation_sha256",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        )
    )

    # the tag of its catalogue: vi, zh-Hans, ar
    language: Mapped[str] = mapped_column(String(35))
    translation_version: Mapped[str] = mapped_column(String(20))
    # SHA-256 of every sentence with its translation, as they were read
    translation_sha256: Mapped[str] = mapped_column(String(64))
    # who read it, and what makes them able to judge it, as the clinic knows it
    approver: Mapped[str] = mapped_column(String(200))
    qualification: Mapped[str] = mapped_column(String(300))
    recorded_by: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("users.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None] = mapped_column(String(ID_LENGTH), ForeignKey("users.id"))
    withdrawn_reason: Mapped[str] = mapped_column(String(2000), default="")

    @property
    def state(self) -> str:
        """Return `approved`, or `withdrawn`."""
        return "approved" if self.withdrawn_at is None else "withdrawn"

    @property
    def actions(self) -> list[str]:
        """Return the steps that are open: an approval that stands can be withdrawn."""
        return ["withdraw"] if self.withdrawn_at is None else []


forbid_changes(
    TranslationApproval, when="true", why="what was approved is never changed", columns=_APPROVED
)
