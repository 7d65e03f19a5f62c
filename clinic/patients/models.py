"""Tables of patients: who they are, how they are found, episodes, consents."""

from datetime import date
from typing import Any

from sqlalchemy import Boolean, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from clinic.patients.rules import LONGEST_KEY, ConsentKind, KeyKind, PatientState, Sex
from clinic.store.base import ID_LENGTH, Base, OfClinic, belongs_to, of_clinic, one_of, words

# compared letter by letter on both databases, so that an index can answer "begins with"
_KEY_TEXT = String(LONGEST_KEY).with_variant(String(LONGEST_KEY, collation="C"), "postgresql")


class Patient(OfClinic, Base):
    """A person being cared for: one record per person and clinic."""

    __tablename__ = "patients"
    __table_args__ = of_clinic(one_of("sex", Sex), one_of("state", PatientState))

    given_name: Mapped[str] = mapped_column(String(100))
    family_name: Mapped[str] = mapped_column(String(100))
    preferred_name: Mapped[str] = mapped_column(String(100), default="")
    date_of_birth: Mapped[date]
    sex: Mapped[Sex] = mapped_column(words(Sex), default=Sex.UNKNOWN)
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    address: Mapped[dict[str, Any]]
    language: Mapped[str] = mapped_column(String(35), default="en-AU")
    large_print: Mapped[bool] = mapped_column(Boolean, default=False)
    file_number: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[PatientState] = mapped_column(words(PatientState), default=PatientState.ACTIVE)


class PatientKey(Base):
    """One thing a patient can be found by; rewritten whenever the patient's names change."""

    __tablename__ = "patient_keys"
    __table_args__ = (
        belongs_to("patients", "patient_id"),
        one_of("kind", KeyKind),
        Index("ix_patient_keys_search", "clinic_id", "kind", "key", "patient_id"),
    )

    clinic_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    patient_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    kind: Mapped[KeyKind] = mapped_column(words(KeyKind), primary_key=True)
    key: Mapped[str] = mapped_column(_KEY_TEXT, primary_key=True)


class Episode(OfClinic, Base):
    """One course of care of one complaint."""

    __tablename__ = "episodes"
    __table_args__ = of_clinic(belongs_to("patients", "patient_id"))

    patient_id: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    title: Mapped[str] = mapped_column(String(200))
    # a slug of the catalogue's broad regions
    body_region: Mapped[str | None] = mapped_column(String(40))
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]


class Consent(OfClinic, Base):
    """What a patient agreed to, after what was explained, and until when."""

    __tablename__ = "consents"
    __table_args__ = of_clinic(belongs_to("patients", "patient_id"), one_of("kind", ConsentKind))

    patient_id: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    kind: Mapped[ConsentKind] = mapped_column(words(ConsentKind))
    explained: Mapped[str] = mapped_column(Text)
    given_on: Mapped[date]
    withdrawn_on: Mapped[date | None]
    recorded_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))
