"""What a record holds beside the examinations: episodes, consents, the whole as a file."""

from collections.abc import Mapping
from typing import Any, TypeVar

from clinic.accounts.queries import today_of, zone_of
from clinic.anatomy.rules import REGIONS
from clinic.desk.context.patient import person_of
from clinic.desk.context.timeline import CONSENT_WORDS
from clinic.desk.pages.door import pages
from clinic.desk.queries.patient import papers_of
from clinic.exchange import use_cases as exchange
from clinic.exchange.context import archive_files
from clinic.exchange.rules import archive_of
from clinic.patients import use_cases
from clinic.patients.models import Consent, Episode, Patient
from clinic.patients.schemas import (
    ConsentChangeShape,
    EpisodeChangeShape,
    NewConsentShape,
    NewEpisodeShape,
)
from clinic.patients.use_cases import NewConsent, NewEpisode
from clinic.rulebook.permissions import Permission
from clinic.rulebook.refusals import NotFound
from clinic.web.endpoint import File, endpoint
from clinic.web.page import Go, form, page
from clinic.work.unit import Work, etag_of

_ZIP = "application/zip"
_REGIONS = [("", "not named"), *((region.slug, region.name) for region in REGIONS.values())]
_KINDS = [(kind.value, words) for kind, words in CONSENT_WORDS.items()]


@pages.get("/patients/<id:patient_id>/record")
@page("desk/record.html", needs=Permission.CARE)
def show_record(work: Work, patient_id: str) -> Mapping[str, Any]:
    """Show a patient's episodes and consents, and hand out the whole record."""
    patient = work.find(Patient, patient_id)
    work.record("patient.record_opened", patient, patient_id=patient.id)
    papers = papers_of(work, patient)
    return {
        "person": person_of(patient, today_of(work)),
        "episodes": papers.episodes,
        "consents": papers.consents,
        "names": papers.names,
        "regions": _REGIONS,
        "region_words": dict(_REGIONS),
        "kinds": _KINDS,
        "kind_words": CONSENT_WORDS,
        "etag_of": etag_of,
    }


@pages.get("/patients/<id:patient_id>/export")
@endpoint(needs=Permission.CARE, file_type=_ZIP)
def export_patient(work: Work, patient_id: str) -> File:
    """Hand out everything that is held of a patient, as one archive with a README."""
    record = exchange.export_patient(work, patient_id)
    moment = work.now.astimezone(zone_of(work))
    # the patient's name stays inside: a file's name is seen by everybody who sees the folder
    name = f"patient-{patient_id}-{moment:%Y-%m-%d}.zip"
    return File(archive_of(archive_files(work, record), moment), _ZIP, name)


# -- episodes ---------------------------------------------------------------------------
@pages.post("/patients/<id:patient_id>/episodes")
@form(shows=show_record, needs=Permission.CARE, accepts=NewEpisodeShape())
def open_episode(work: Work, new: NewEpisode, patient_id: str) -> Go:
    """Open an episode of care."""
    use_cases.open_episode(work, patient_id, new)
    return Go(f"/patients/{patient_id}/record#episodes", told="The episode is open.")


@pages.get("/patients/<id:patient_id>/episodes/<id:episode_id>")
@page("desk/episode.html", needs=Permission.CARE)
def show_episode(work: Work, patient_id: str, episode_id: str) -> Mapping[str, Any]:
    """Show one episode to change, close or reopen it."""
    patient = work.find(Patient, patient_id)
    episode = _of_the_patient(work.find(Episode, episode_id), patient)
    work.record("episode.read", episode, patient_id=patient.id)
    return {
        "person": person_of(patient, today_of(work)),
        "episode": episode,
        "etag": etag_of(episode),
        "regions": _REGIONS,
    }


@pages.post("/patients/<id:patient_id>/episodes/<id:episode_id>")
@form(shows=show_episode, needs=Permission.CARE, accepts=EpisodeChangeShape(partial=True))
def change_episode(work: Work, changes: Mapping[str, Any], patient_id: str, episode_id: str) -> Go:
    """Change, close or reopen an episode."""
    _of_the_patient(work.find(Episode, episode_id), work.find(Patient, patient_id))
    use_cases.change_episode(work, episode_id, changes)
    return Go(f"/patients/{patient_id}/record#episodes", told="The episode is changed.")


# -- consents ---------------------------------------------------------------------------
@pages.post("/patients/<id:patient_id>/consents")
@form(shows=show_record, needs=Permission.CARE, accepts=NewConsentShape())
def record_consent(work: Work, new: NewConsent, patient_id: str) -> Go:
    """Record what a patient agreed to."""
    use_cases.record_consent(work, patient_id, new)
    return Go(f"/patients/{patient_id}/record#consents", told="The consent is recorded.")


@pages.get("/patients/<id:patient_id>/consents/<id:consent_id>")
@page("desk/consent.html", needs=Permission.CARE)
def show_consent(work: Work, patient_id: str, consent_id: str) -> Mapping[str, Any]:
    """Show one consent to withdraw it, or to correct what was recorded of it."""
    patient = work.find(Patient, patient_id)
    consent = _of_the_patient(work.find(Consent, consent_id), patient)
    work.record("consent.read", consent, patient_id=patient.id)
    return {
        "person": person_of(patient, today_of(work)),
        "consent": consent,
        "what": CONSENT_WORDS[consent.kind],
        "etag": etag_of(consent),
    }


@pages.post("/patients/<id:patient_id>/consents/<id:consent_id>")
@form(shows=show_consent, needs=Permission.CARE, accepts=ConsentChangeShape(partial=True))
def change_consent(work: Work, changes: Mapping[str, Any], patient_id: str, consent_id: str) -> Go:
    """Withdraw a consent, or correct what was recorded of it."""
    _of_the_patient(work.find(Consent, consent_id), work.find(Patient, patient_id))
    use_cases.change_consent(work, consent_id, changes)
    return Go(f"/patients/{patient_id}/record#consents", told="The consent is changed.")


Row = TypeVar("Row", Episode, Consent)


def _of_the_patient(row: Row, patient: Patient) -> Row:
    """Refuse another patient's row like one that does not exist."""
    if row.patient_id != patient.id:
        raise NotFound
    return row
