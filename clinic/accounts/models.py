"""Clinics, users, their roles in clinics, and the tokens of programs."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from clinic.rulebook.permissions import Role
from clinic.store.base import (
    ID_LENGTH,
    Base,
    OfClinic,
    forbid_changes,
    of_clinic,
    one_of,
    words,
)


class Clinic(Base):
    """One practice. Every other record belongs to exactly one."""

    __tablename__ = "clinics"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(Integer, default=1)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    country: Mapped[str] = mapped_column(String(2))
    time_zone: Mapped[str] = mapped_column(String(60))
    locale: Mapped[str] = mapped_column(String(20))
    # the letterhead
    address: Mapped[str] = mapped_column(String(300), default="")
    phone: Mapped[str] = mapped_column(String(60), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    # ClinicSettings, only what differs from our defaults
    settings: Mapped[dict[str, Any]]
    # what other ways of treatment cost here, by the clinic's own figures (CLINICAL 7)
    other_ways: Mapped[list[Any]] = mapped_column(server_default="[]", default=list)
    # how long records are kept, on top of the law's least (SAFETY 5.8)
    retention_years: Mapped[int] = mapped_column(Integer, default=7)

    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}

    @property
    def etag(self) -> str:
        """The strong ETag of this clinic."""
        return f'"{self.id}.{self.version}"'


class ClinicLogo(OfClinic, Base):
    """The picture at the head of a clinic's sheets, as we made it anew from what was sent."""

    __tablename__ = "clinic_logos"
    __table_args__ = of_clinic(UniqueConstraint("clinic_id"))

    png: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    width: Mapped[int] = mapped_column(Integer)
    height: Mapped[int] = mapped_column(Integer)


class WordingApproval(OfClinic, Base):
    """Who of a clinic read and approved the sentences that claim something, in which version."""

    __tablename__ = "wording_approvals"
    __table_args__ = of_clinic(UniqueConstraint("clinic_id", "wording_version", "wording_sha256"))

    wording_version: Mapped[str] = mapped_column(String(20))
    # SHA-256 of the sentences with their sources, as they were read
    wording_sha256: Mapped[str] = mapped_column(String(64))
    approved_by: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("users.id"))


forbid_changes(WordingApproval, when="true", why="what was approved is never changed")


class User(Base):
    """Somebody who signs in. May belong to several clinics."""

    __tablename__ = "users"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    created_at: Mapped[datetime]
    # lower case; the name to sign in with
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    # Argon2id; None: this user cannot sign in with a password yet
    password_hash: Mapped[str | None] = mapped_column(String(200))


class Membership(OfClinic, Base):
    """One role of one user in one clinic."""

    __tablename__ = "memberships"
    __table_args__ = of_clinic(
        UniqueConstraint("clinic_id", "user_id", "role"), one_of("role", Role)
    )

    user_id: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("users.id"), index=True)
    role: Mapped[Role] = mapped_column(words(Role))


class AccessToken(Base):
    """A program's key to one clinic as one user. Only its hash is kept."""

    __tablename__ = "access_tokens"
    __table_args__ = (UniqueConstraint("clinic_id", "id"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(Integer, default=1)
    clinic_id: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("clinics.id"), index=True)
    user_id: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("users.id"))
    label: Mapped[str] = mapped_column(String(200))
    # SHA-256 of the token: 256 random bits need no slow hash
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    # seen to the minute
    last_used_at: Mapped[datetime | None]

    @property
    def etag(self) -> str:
        """The strong ETag of this token."""
        return f'"{self.id}.{self.version}"'


class BrowserSession(Base):
    """Somebody signed in at a browser. Only the hash of its key is kept, so it can be ended."""

    __tablename__ = "browser_sessions"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    created_at: Mapped[datetime]
    clinic_id: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("clinics.id"))
    user_id: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("users.id"), index=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    # to the minute
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    # what the browser calls itself, for the list of one's own sessions
    agent: Mapped[str] = mapped_column(String(200), default="")


class SignInAttempt(Base):
    """One try to sign in, kept for a day: the throttle counts here, for all workers."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (Index("ix_sign_in_attempts_name", "name_hash", "at"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    at: Mapped[datetime]
    # keyed: whoever reads the table learns no names
    name_hash: Mapped[str] = mapped_column(String(64))
    succeeded: Mapped[bool] = mapped_column(Boolean, default=False)
