"""The JSON door of patients."""

from collections.abc import Mapping
from typing import Any

from clinic.patients import queries, use_cases
from clinic.patients.models import Consent, Episode, Patient
from clinic.patients.rules import PatientState
from clinic.patients.schemas import (
    ConsentChangeShape,
    ConsentShape,
    EpisodeChangeShape,
    EpisodeShape,
    NewConsentShape,
    NewEpisodeShape,
    NewPatientShape,
    PatientChangeShape,
    PatientQuery,
    PatientQueryShape,
    PatientShape,
)
from clinic.patients.use_cases import NewConsent, NewEpisode, NewPatient
from clinic.rulebook.permissions import Permission
from clinic.web.endpoint import Door, endpoint
from clinic.web.shapes import Nothing, PageQuery
from clinic.work.paging import Page, Paging
from clinic.work.unit import Work

api = Door("patients", "Patients, their episodes of care and their consents.")


@api.post("/patients")
@endpoint(
    needs=Permission.PATIENTS,
    accepts=NewPatientShape(),
    returns=PatientShape(),
    creates="/patients/{id}",
)
def create_patient(work: Work, new: NewPatient) -> Patient:
    """Make a patient's record."""
    return use_cases.create_patient(work, new)


@api.get("/patients")
@endpoint(needs=Permission.PATIENTS, query=PatientQueryShape(), returns=PatientShape(), lists=True)
def list_patients(work: Work, query: PatientQuery) -> Page[Patient]:
    """Find patients, best match first, or list them, newest first."""
    work.record("patients.searched" if query.q is not None else "patients.listed")
    state = None if query.state == "all" else PatientState(query.state)
    if query.q is not None:
        return Page(queries.found_patients(work, query.q, query.limit, state))
    return queries.patients(work, query, state)


@api.get("/patients/<id:patient_id>")
@endpoint(needs=Permission.PATIENTS, returns=PatientShape())
def read_patient(work: Work, patient_id: str) -> Patient:
    """Answer a patient's record."""
    return use_cases.open_patient(work, patient_id)


@api.patch("/patients/<id:patient_id>")
@endpoint(
    needs=Permission.PATIENTS, accepts=PatientChangeShape(partial=True), returns=PatientShape()
)
def change_patient(work: Work, changes: Mapping[str, Any], patient_id: str) -> Patient:
    """Change what is known of a patient."""
    return use_cases.change_patient(work, patient_id, changes)


@api.post("/patients/<id:patient_id>/archive")
@endpoint(needs=Permission.PATIENTS, accepts=Nothing(), returns=PatientShape())
def archive_patient(work: Work, _body: object, patient_id: str) -> Patient:
    """Put a record aside."""
    return use_cases.archive_patient(work, patient_id)


@api.post("/patients/<id:patient_id>/unarchive")
@endpoint(needs=Permission.PATIENTS, accepts=Nothing(), returns=PatientShape())
def unarchive_patient(work: Work, _body: object, patient_id: str) -> Patient:
    """Take a record back into use."""
    return use_cases.unarchive_patient(work, patient_id)


@api.post("/patients/<id:patient_id>/episodes")
@endpoint(
    needs=Permission.CARE,
    accepts=NewEpisodeShape(),
    returns=EpisodeShape(),
    creates="/episodes/{id}",
)
def open_episode(work: Work, new: NewEpisode, patient_id: str) -> Episode:
    """Open an episode of care."""
    return use_cases.open_episode(work, patient_id, new)


@api.get("/patients/<id:patient_id>/episodes")
@endpoint(needs=Permission.CARE, query=PageQuery(), returns=EpisodeShape(), lists=True)
def list_episodes(work: Work, paging: Paging, patient_id: str) -> Page[Episode]:
    """List a patient's episodes, newest first."""
    patient = work.find(Patient, patient_id)
    work.record("episodes.listed", patient, patient_id=patient.id)
    return queries.episodes(work, patient.id, paging)


@api.get("/episodes/<id:episode_id>")
@endpoint(needs=Permission.CARE, returns=EpisodeShape())
def read_episode(work: Work, episode_id: str) -> Episode:
    """Answer an episode."""
    episode = work.find(Episode, episode_id)
    work.record("episode.read", episode, patient_id=episode.patient_id)
    return episode


@api.patch("/episodes/<id:episode_id>")
@endpoint(needs=Permission.CARE, accepts=EpisodeChangeShape(partial=True), returns=EpisodeShape())
def change_episode(work: Work, changes: Mapping[str, Any], episode_id: str) -> Episode:
    """Change, close or reopen an episode."""
    return use_cases.change_episode(work, episode_id, changes)


@api.post("/patients/<id:patient_id>/consents")
@endpoint(
    needs=Permission.CARE,
    accepts=NewConsentShape(),
    returns=ConsentShape(),
    creates="/consents/{id}",
)
def record_consent(work: Work, new: NewConsent, patient_id: str) -> Consent:
    """Record what a patient agreed to."""
    return use_cases.record_consent(work, patient_id, new)


@api.get("/patients/<id:patient_id>/consents")
@endpoint(needs=Permission.CARE, query=PageQuery(), returns=ConsentShape(), lists=True)
def list_consents(work: Work, paging: Paging, patient_id: str) -> Page[Consent]:
    """List a patient's consents, newest first."""
    patient = work.find(Patient, patient_id)
    work.record("consents.listed", patient, patient_id=patient.id)
    return queries.consents(work, patient.id, paging)


@api.get("/consents/<id:consent_id>")
@endpoint(needs=Permission.CARE, returns=ConsentShape())
def read_consent(work: Work, consent_id: str) -> Consent:
    """Answer a consent."""
    consent = work.find(Consent, consent_id)
    work.record("consent.read", consent, patient_id=consent.patient_id)
    return consent


@api.patch("/consents/<id:consent_id>")
@endpoint(needs=Permission.CARE, accepts=ConsentChangeShape(partial=True), returns=ConsentShape())
def change_consent(work: Work, changes: Mapping[str, Any], consent_id: str) -> Consent:
    """Withdraw a consent, or correct what was recorded of it."""
    return use_cases.change_consent(work, consent_id, changes)
