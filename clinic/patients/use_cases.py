"""Deeds on patients, episodes and consents."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import delete, insert

from clinic.accounts.queries import today_of
from clinic.patients.models import Consent, Episode, Patient, PatientKey
from clinic.patients.rules import (
    PATIENT,
    ConsentKind,
    PatientAction,
    PatientState,
    Sex,
    search_keys,
)
from clinic.rulebook.refusals import Invalid
from clinic.work.unit import Work

_SOUGHT = {
    "given_name",
    "family_name",
    "preferred_name",
    "phone",
    "date_of_birth",
    "file_number",
}


@dataclass(frozen=True, slots=True)
class NewPatient:
    """What is known of a person when the record is made."""

    given_name: str
    family_name: str
    date_of_birth: date
    preferred_name: str = ""
    sex: Sex = Sex.UNKNOWN
    phone: str = ""
    email: str = ""
    address: Mapping[str, str] = field(default_factory=dict)
    language: str = "en-AU"
    large_print: bool = False
    file_number: str = ""
    note: str = ""


def create_patient(work: Work, new: NewPatient) -> Patient:
    """Make a patient's record.

    Raises:
        Invalid: the birth date lies in the future.

    """
    _check_birth(work, new.date_of_birth)
    patient = work.new(Patient, **asdict(new), state=PATIENT.initial)
    _write_keys(work, patient)
    work.record("patient.created", patient, patient_id=patient.id)
    return patient


def open_patient(work: Work, patient_id: str) -> Patient:
    """Read a patient's record: a deed of its own, with its entry in the journal."""
    patient = work.find(Patient, patient_id)
    work.record("patient.opened", patient, patient_id=patient.id)
    return patient


def change_patient(work: Work, patient_id: str, changes: Mapping[str, Any]) -> Patient:
    """Change what is known of a person.

    Raises:
        Invalid: the birth date lies in the future.

    """
    patient = work.claim(Patient, patient_id)
    if "date_of_birth" in changes:
        _check_birth(work, changes["date_of_birth"])
    changed = work.change(patient, changes)
    if _SOUGHT.intersection(changed):
        _write_keys(work, patient)
    work.record("patient.changed", patient, patient_id=patient.id, fields=changed)
    return patient


def archive_patient(work: Work, patient_id: str) -> Patient:
    """Put a record aside: kept whole, no longer offered."""
    return _move(work, patient_id, PatientAction.ARCHIVE)


def unarchive_patient(work: Work, patient_id: str) -> Patient:
    """Take a record back into use."""
    return _move(work, patient_id, PatientAction.UNARCHIVE)


def _move(work: Work, patient_id: str, action: PatientAction) -> Patient:
    patient = work.claim(Patient, patient_id)
    patient.state = PATIENT.after(patient.state, action)
    work.touch(patient)
    past = "archived" if patient.state is PatientState.ARCHIVED else "unarchived"
    work.record(f"patient.{past}", patient, patient_id=patient.id)
    return patient


def _check_birth(work: Work, day: date) -> None:
    if day > today_of(work):
        raise Invalid.at("/date_of_birth", "A birth date cannot lie in the future.")


def _write_keys(work: Work, patient: Patient) -> None:
    """Write anew what the patient can be found by."""
    work.session.flush()
    mine = {"clinic_id": patient.clinic_id, "patient_id": patient.id}
    work.session.execute(
        delete(PatientKey).filter_by(**mine).execution_options(synchronize_session=False)
    )
    keys = search_keys(
        given_name=patient.given_name,
        family_name=patient.family_name,
        preferred_name=patient.preferred_name,
        phone=patient.phone,
        birth=patient.date_of_birth,
        file=patient.file_number,
    )
    rows = [mine | {"kind": key.kind, "key": key.key} for key in sorted(keys)]
    work.session.execute(insert(PatientKey), rows)


@dataclass(frozen=True, slots=True)
class NewEpisode:
    """A course of care; opened today unless a day is given."""

    title: str
    body_region: str | None = None
    opened_on: date | None = None
    closed_on: date | None = None


def open_episode(work: Work, patient_id: str, new: NewEpisode) -> Episode:
    """Open an episode of care.

    Raises:
        Invalid: days in the future, or closed before opened.

    """
    patient = work.find(Patient, patient_id)
    opened_on = new.opened_on or today_of(work)
    _check_span(work, ("opened_on", opened_on), ("closed_on", new.closed_on))
    episode = work.new(
        Episode,
        patient_id=patient.id,
        title=new.title,
        body_region=new.body_region,
        opened_on=opened_on,
        closed_on=new.closed_on,
    )
    work.record("episode.opened", episode, patient_id=patient.id)
    return episode


def change_episode(work: Work, episode_id: str, changes: Mapping[str, Any]) -> Episode:
    """Change, close or reopen an episode."""
    episode = work.claim(Episode, episode_id)
    _check_span(
        work,
        ("opened_on", changes.get("opened_on", episode.opened_on)),
        ("closed_on", changes.get("closed_on", episode.closed_on)),
    )
    changed = work.change(episode, changes)
    work.record("episode.changed", episode, patient_id=episode.patient_id, fields=changed)
    return episode


def _check_span(work: Work, first: tuple[str, date], last: tuple[str, date | None]) -> None:
    """Refuse days after today, and an end before the beginning."""
    today = today_of(work)
    for name, day in (first, last):
        if day is not None and day > today:
            raise Invalid.at(f"/{name}", "Cannot lie after today.")
    if last[1] is not None and last[1] < first[1]:
        raise Invalid.at(f"/{last[0]}", f"Cannot lie before {first[0]} ({first[1]}).")


@dataclass(frozen=True, slots=True)
class NewConsent:
    """What was explained and agreed; today unless a day is given."""

    kind: ConsentKind
    explained: str = ""
    given_on: date | None = None
    withdrawn_on: date | None = None


def record_consent(work: Work, patient_id: str, new: NewConsent) -> Consent:
    """Record a consent.

    Raises:
        Invalid: days in the future, or withdrawn before given.

    """
    patient = work.find(Patient, patient_id)
    given_on = new.given_on or today_of(work)
    _check_span(work, ("given_on", given_on), ("withdrawn_on", new.withdrawn_on))
    consent = work.new(
        Consent,
        patient_id=patient.id,
        kind=new.kind,
        explained=new.explained,
        given_on=given_on,
        withdrawn_on=new.withdrawn_on,
        recorded_by=work.actor.user_id,
    )
    work.record("consent.recorded", consent, patient_id=patient.id)
    return consent


def change_consent(work: Work, consent_id: str, changes: Mapping[str, Any]) -> Consent:
    """Withdraw a consent, or correct what was recorded of it."""
    consent = work.claim(Consent, consent_id)
    _check_span(
        work,
        ("given_on", changes.get("given_on", consent.given_on)),
        ("withdrawn_on", changes.get("withdrawn_on", consent.withdrawn_on)),
    )
    changed = work.change(consent, changes)
    work.record("consent.changed", consent, patient_id=consent.patient_id, fields=changed)
    return consent
