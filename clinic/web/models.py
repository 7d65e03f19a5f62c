"""Kept answers: what an Idempotency-Key was answered, so that twice is once."""

from datetime import datetime
from typing import Any

from sqlalchemy import Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from clinic.store.base import ID_LENGTH, Base, OfClinic, of_clinic


class KeptAnswer(OfClinic, Base):
    """The 2xx answer to one POST of one user under one key, written with its effect."""

    __tablename__ = "kept_answers"
    __table_args__ = of_clinic(UniqueConstraint("clinic_id", "user_id", "route", "key"))

    user_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    route: Mapped[str] = mapped_column(String(300))
    key: Mapped[str] = mapped_column(String(128))
    fingerprint: Mapped[str] = mapped_column(String(64))
    status: Mapped[int] = mapped_column(Integer)
    headers: Mapped[dict[str, Any]]
    body: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime] = mapped_column(index=True)
