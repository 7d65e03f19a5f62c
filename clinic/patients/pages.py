"""The pages of patients: find, make, change, put aside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import request

from clinic.accounts.queries import today_of
from clinic.paper.short_codes import typed_code
from clinic.patients import queries, use_cases
from clinic.patients.models import Patient
from clinic.patients.rules import PATIENT, PatientState, Sex
from clinic.patients.schemas import (
    NewPatientShape,
    PatientChangeShape,
    PatientQuery,
    PatientQueryShape,
)
from clinic.patients.use_cases import NewPatient
from clinic.rulebook.permissions import Permission
from clinic.rulebook.refusals import Conflict
from clinic.web.fields import Id, Several
from clinic.web.page import Go, Pages, form, page
from clinic.web.shapes import Nothing
from clinic.work.unit import Work, etag_of

pages = Pages("patients")

_SEEN_LATELY = 6
_MOST_ALIKE = 20
_SEXES = tuple(zip(Sex, ("Female", "Male", "Other", "Not stated"), strict=True))
# what many patients in Australia speak at home; a record may name any other
_LANGUAGES = (
    ("en-AU", "English"),
    ("ar", "Arabic"),
    ("yue", "Cantonese"),
    ("hr", "Croatian"),
    ("fr", "French"),
    ("de", "German"),
    ("el", "Greek"),
    ("hi", "Hindi"),
    ("it", "Italian"),
    ("ko", "Korean"),
    ("mk", "Macedonian"),
    ("zh-Hans", "Mandarin"),
    ("pl", "Polish"),
    ("pa", "Punjabi"),
    ("es", "Spanish"),
    ("tl", "Tagalog"),
    ("tr", "Turkish"),
    ("vi", "Vietnamese"),
)
LABELS = {
    "given_name": "Given name",
    "family_name": "Family name",
    "preferred_name": "Preferred name",
    "date_of_birth": "Birth date",
    "sex": "Sex",
    "phone": "Phone",
    "email": "E-mail",
    "address.line1": "Street",
    "address.line2": "Unit or second line",
    "address.suburb": "Suburb or town",
    "address.state": "State",
    "address.postcode": "Postcode",
    "address.country": "Country",
    "language": "Language",
    "large_print": "Large print",
    "file_number": "File number",
    "note": "Note",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A patient as a list shows them."""

    id: str
    name: str
    preferred: str
    born: date
    age: int
    phone: str
    file_number: str
    is_archived: bool


def _line(patient: Patient, today: date) -> Line:
    born = patient.date_of_birth
    return Line(
        id=patient.id,
        name=f"{patient.given_name} {patient.family_name}",
        preferred=patient.preferred_name,
        born=born,
        age=today.year - born.year - ((today.month, today.day) < (born.month, born.day)),
        phone=patient.phone,
        file_number=patient.file_number,
        is_archived=patient.state is PatientState.ARCHIVED,
    )


@pages.get("/patients")
@page("patients/list.html", needs=Permission.PATIENTS, query=PatientQueryShape())
def list_patients(work: Work, query: PatientQuery) -> Mapping[str, Any]:
    """Find patients, best match first; without a search, whom one saw last, then the newest."""
    typed, today = query.q, today_of(work)
    work.record("patients.searched" if typed is not None else "patients.listed")
    state = None if query.state == "all" else PatientState(query.state)
    lately: Sequence[Patient] = ()
    next_address = None
    if typed is not None:
        found = queries.found_patients(work, typed, query.limit, state)
    else:
        listed = queries.patients(work, query, state)
        found = listed.items
        if query.cursor is None and state is PatientState.ACTIVE:
            lately = queries.lately_seen(work, _SEEN_LATELY)
        if listed.next_cursor is not None:
            more = {"state": query.state, "limit": query.limit, "cursor": listed.next_cursor}
            next_address = f"/patients?{urlencode(more)}"
    return {
        "q": typed or "",
        "code": typed_code(typed or ""),
        "state": query.state,
        "found": [_line(patient, today) for patient in found],
        "lately": [_line(patient, today) for patient in lately],
        "is_first_page": query.cursor is None,
        "is_cut": typed is not None and len(found) == query.limit,
        "next": next_address,
    }


# -- a new record ---------------------------------------------------------------
class PossiblyKnown(Conflict):
    """Somebody who may be the same person is there already; nothing was stored."""

    title = "Perhaps known already"

    def __init__(self) -> None:
        super().__init__("Nothing is stored yet: this may be somebody who has a record already.")


@dataclass(frozen=True, slots=True)
class CheckedPatient(NewPatient):
    """A new patient, and the records that somebody looked at and found to be others'."""

    not_the_same: Sequence[str] = ()


class CheckedPatientShape(NewPatientShape):
    """The API's shape, and who was seen not to be the same person."""

    makes = CheckedPatient

    not_the_same = Several(Id(), most=_MOST_ALIKE, load_default=list)

    example = {**NewPatientShape.example, "not_the_same": []}


@pages.get("/patients/new")
@page("patients/new.html", needs=Permission.PATIENTS)
def new_patient(work: Work) -> Mapping[str, Any]:
    """Show the form of a new patient; what was typed is compared with whom we know."""
    today, typed = today_of(work), request.form
    known: Sequence[Patient] = ()
    if request.method == "POST":
        known = queries.alike(
            work,
            given_name=typed.get("given_name", ""),
            family_name=typed.get("family_name", ""),
            date_of_birth=_day(typed.get("date_of_birth", "")),
            phone=typed.get("phone", ""),
        )
    return {
        "stored": _stored(None),
        "known": [_line(patient, today) for patient in known],
        **_words(None),
    }


@pages.post("/patients/new")
@form(shows=new_patient, needs=Permission.PATIENTS, accepts=CheckedPatientShape())
def make_patient(work: Work, new: CheckedPatient) -> Go:
    """Make a patient's record, unless somebody alike was not looked at yet.

    Raises:
        PossiblyKnown: there is somebody alike; sent again with their ids, it is stored.

    """
    known = queries.alike(
        work,
        given_name=new.given_name,
        family_name=new.family_name,
        date_of_birth=new.date_of_birth,
        phone=new.phone,
    )
    if any(patient.id not in new.not_the_same for patient in known):
        raise PossiblyKnown
    plain = NewPatient(**{f.name: getattr(new, f.name) for f in fields(NewPatient)})
    patient = use_cases.create_patient(work, replace(plain, address=_filled(new.address)))
    return Go(f"/patients/{patient.id}", told="The record is made.")


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        return None


def _filled(address: Mapping[str, str]) -> dict[str, str]:
    return {name: line for name, line in address.items() if line}


def _words(patient: Patient | None) -> dict[str, Any]:
    languages = dict(_LANGUAGES)
    if patient is not None:
        languages.setdefault(patient.language, patient.language)
    return {
        "sexes": _SEXES,
        "languages": sorted(languages.items(), key=lambda one: (one[0] != "en-AU", one[1])),
        "labels": LABELS,
    }


def _stored(patient: Patient | None) -> dict[str, str]:
    """Answer what the form's fields hold before anything is typed."""
    if patient is None:
        return dict.fromkeys(LABELS, "") | {
            "sex": Sex.UNKNOWN.value,
            "language": _LANGUAGES[0][0],
            "large_print": "false",
        }
    stored: dict[str, str] = {}
    for name in LABELS:
        first, _, inner = name.partition(".")
        value = getattr(patient, first)
        if inner:
            value = value.get(inner, "")
        stored[name] = str(value).lower() if isinstance(value, bool) else str(value)
    return stored


# -- a record that is there -----------------------------------------------------
@pages.get("/patients/<id:patient_id>/edit")
@page("patients/edit.html", needs=Permission.PATIENTS)
def edit_patient(work: Work, patient_id: str) -> Mapping[str, Any]:
    """Show what is known of a person, for change; beside it what was typed, if that differs."""
    patient = use_cases.open_patient(work, patient_id)
    stored = _stored(patient)
    return {
        "patient": _line(patient, today_of(work)),
        "etag": etag_of(patient),
        "stored": stored,
        "differing": _differing(patient, stored),
        "actions": PATIENT.actions_from(patient.state),
        **_words(patient),
    }


def _differing(patient: Patient, stored: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Answer name, typed and stored of each field that differs, where the form was stale."""
    if request.method != "POST" or request.form.get("etag") in {None, etag_of(patient)}:
        return []
    typed = {name: request.form.getlist(name)[-1] for name in request.form if name in stored}
    return [
        (name, _said(name, words), _said(name, stored[name]))
        for name, words in typed.items()
        if " ".join(words.split()) != " ".join(stored[name].split())
    ]


def _said(name: str, value: str) -> str:
    """Write a field's value as the form shows it."""
    told: dict[str, str] = {
        "large_print": {"true": "yes", "false": "no"}.get(value, value),
        "sex": {sex.value: words for sex, words in _SEXES}.get(value, value),
        "language": dict(_LANGUAGES).get(value, value),
    }
    return told.get(name, value)


@pages.post("/patients/<id:patient_id>/edit")
@form(
    shows=edit_patient,
    needs=Permission.PATIENTS,
    accepts=PatientChangeShape(partial=True),
)
def change_patient(work: Work, changes: Mapping[str, Any], patient_id: str) -> Go:
    """Change what is known of a patient."""
    address = changes.get("address")
    plain = {**changes, "address": _filled(address)} if address else changes
    use_cases.change_patient(work, patient_id, plain)
    return Go(f"/patients/{patient_id}", told="The record is changed.")


@pages.post("/patients/<id:patient_id>/archive")
@form(shows=edit_patient, needs=Permission.PATIENTS, accepts=Nothing())
def archive_patient(work: Work, _body: object, patient_id: str) -> Go:
    """Put a record aside."""
    use_cases.archive_patient(work, patient_id)
    return Go(f"/patients/{patient_id}", told="Archived: kept whole, no longer offered in lists.")


@pages.post("/patients/<id:patient_id>/unarchive")
@form(shows=edit_patient, needs=Permission.PATIENTS, accepts=Nothing())
def unarchive_patient(work: Work, _body: object, patient_id: str) -> Go:
    """Take a record back into use."""
    use_cases.unarchive_patient(work, patient_id)
    return Go(f"/patients/{patient_id}", told="Back in use.")
