"""Shapes of patients, episodes and consents."""

from dataclasses import dataclass
from typing import Any

from marshmallow import fields, validate

from clinic.anatomy.rules import REGIONS
from clinic.patients.rules import PATIENT, ConsentKind, PatientState, Sex
from clinic.patients.use_cases import NewConsent, NewEpisode, NewPatient
from clinic.web.fields import Day, Email, Id, Line, Moment, Text, Truth, Word
from clinic.web.shapes import PageQuery, Shape
from clinic.work.paging import Paging

_PATIENT = "0193a5f0-3f00-7000-8000-000000000010"
_EPISODE = "0193a5f0-3f00-7000-8000-000000000011"
_CONSENT = "0193a5f0-3f00-7000-8000-000000000012"
_MADE = "2026-11-20T00:15:00.000Z"


class AddressShape(Shape):
    line1 = Line()
    line2 = Line()
    suburb = Line(longest=100)
    state = Line(longest=60)
    postcode = Line(longest=20)
    country = Line(longest=60)


_LANGUAGE = "en-AU"


def _language(**options: Any) -> Line:
    return Line(
        longest=35,
        **options,
        validate=[validate.Regexp(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$")],
        metadata={"description": "BCP 47", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$"},
    )


class NewPatientShape(Shape):
    """Needed: the two names and the birth date."""

    makes = NewPatient

    given_name = Line(longest=100, required=True)
    family_name = Line(longest=100, required=True)
    preferred_name = Line(longest=100, load_default="")
    date_of_birth = Day(required=True)
    sex = Word(Sex, load_default=Sex.UNKNOWN)
    phone = Line(longest=40, load_default="")
    email = Email(load_default="")
    address = fields.Nested(AddressShape, load_default=dict)
    language = _language(load_default=_LANGUAGE)
    large_print = Truth(load_default=False)
    file_number = Line(longest=40, load_default="")
    note = Text(load_default="")

    example = {
        "given_name": "Thu Hà",
        "family_name": "Nguyễn",
        "preferred_name": "Hà",
        "date_of_birth": "1980-03-14",
        "sex": "female",
        "phone": "0491 570 156",
        "address": {"line1": "3 Wattle Street", "suburb": "Castlemaine", "postcode": "3450"},
        "language": "vi",
        "large_print": False,
        "file_number": "20417",
    }


# PATCH: null empties what may be empty
_EMPTIES = {
    "preferred_name": "",
    "phone": "",
    "email": "",
    "file_number": "",
    "note": "",
    "address": {},
    "sex": Sex.UNKNOWN,
    "language": _LANGUAGE,
    "large_print": False,
}


class PatientChangeShape(NewPatientShape):
    """The fields sent are changed; null empties."""

    preferred_name = Line(longest=100, allow_none=True)
    sex = Word(Sex, allow_none=True)
    phone = Line(longest=40, allow_none=True)
    email = Email(allow_none=True)
    address = fields.Nested(AddressShape, allow_none=True)
    language = _language(allow_none=True)
    large_print = Truth(allow_none=True)
    file_number = Line(longest=40, allow_none=True)
    note = Text(allow_none=True)

    empties = _EMPTIES
    example = {"phone": "0491 570 157", "note": None}


class PatientShape(NewPatientShape):
    """A patient's record."""

    id = Id()
    state = Word(PatientState)
    actions = fields.Function(lambda patient: PATIENT.actions_from(patient.state))
    created_at = Moment()

    example = {
        "id": _PATIENT,
        **NewPatientShape.example,
        "email": "",
        "note": "",
        "state": "active",
        "actions": ["archive"],
        "created_at": _MADE,
    }


@dataclass(frozen=True, slots=True)
class PatientQuery(Paging):
    """A search, or a page of the list."""

    q: str | None = None
    state: str = "active"


class PatientQueryShape(PageQuery):
    makes = PatientQuery

    q = Line(
        longest=100,
        load_default=None,
        metadata={"description": "start of any name, phone digits, birth date, file number"},
    )
    state = Word(["active", "archived", "all"], load_default="active")


class NewEpisodeShape(Shape):
    makes = NewEpisode

    title = Line(required=True)
    body_region = Word(REGIONS, load_default=None, allow_none=True)
    opened_on = Day(load_default=None, allow_none=True)
    closed_on = Day(load_default=None, allow_none=True)

    example = {
        "title": "Right shoulder",
        "body_region": "shoulder-girdle",
        "opened_on": "2026-08-31",
    }


class EpisodeChangeShape(Shape):
    title = Line(required=True)
    body_region = Word(REGIONS, allow_none=True)
    opened_on = Day()
    closed_on = Day(allow_none=True)

    example = {"closed_on": "2026-11-20"}


class EpisodeShape(NewEpisodeShape):
    """One course of care of one complaint."""

    id = Id()
    patient_id = Id()
    created_at = Moment()

    example = {
        "id": _EPISODE,
        "patient_id": _PATIENT,
        **NewEpisodeShape.example,
        "closed_on": None,
        "created_at": _MADE,
    }


class NewConsentShape(Shape):
    makes = NewConsent

    kind = Word(ConsentKind, required=True)
    explained = Text(load_default="")
    given_on = Day(load_default=None, allow_none=True)
    withdrawn_on = Day(load_default=None, allow_none=True)

    example = {
        "kind": "home_plan",
        "explained": "Benefits, limits and stop signs of home vibration massage",
        "given_on": "2026-11-20",
    }


class ConsentChangeShape(Shape):
    explained = Text(allow_none=True)
    given_on = Day()
    withdrawn_on = Day(allow_none=True)

    empties = {"explained": ""}
    example = {"withdrawn_on": "2026-11-20"}


class ConsentShape(NewConsentShape):
    """What a patient agreed to."""

    id = Id()
    patient_id = Id()
    recorded_by = Id(allow_none=True)
    created_at = Moment()

    example = {
        "id": _CONSENT,
        "patient_id": _PATIENT,
        **NewConsentShape.example,
        "withdrawn_on": None,
        "recorded_by": None,
        "created_at": _MADE,
    }
