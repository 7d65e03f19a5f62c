"""Shapes of practitioners."""

from marshmallow import ValidationError, fields, validates_schema

from clinic.patients.schemas import AddressShape
from clinic.samples.rules import Profession, registration_problem
from clinic.samples.use_cases import NewPractitioner, Verification
from clinic.web.fields import Day, Email, Id, Line, Moment, Truth, Word
from clinic.web.shapes import Nothing, Shape

PRACTITIONER = "0193a5f0-3f00-7000-8000-000000000030"
USER = "0193a5f0-3f00-7000-8000-000000000001"
MADE = "2026-11-20T00:15:00.000Z"


class NewPractitionerShape(Shape):
    """Needed: name, profession, e-mail; the number where the profession has a register."""

    makes = NewPractitioner

    name = Line(required=True)
    profession = Word(Profession, required=True)
    registration_number = Line(longest=60, load_default="")
    association = Line(load_default="")
    member_number = Line(longest=60, load_default="")
    practice_name = Line(load_default="")
    email = Email(required=True)
    phone = Line(longest=40, load_default="")
    address = fields.Nested(AddressShape, load_default=dict)
    research_updates = Truth(load_default=False)

    example = {
        "name": "Sunita Prakash",
        "profession": "physiotherapist",
        "registration_number": "PHY0002148831",
        "practice_name": "Fernside Physiotherapy",
        "email": "sunita@fernside.example",
        "phone": "0491 570 006",
        "address": {"line1": "8 Piper Street", "suburb": "Kyneton", "postcode": "3444"},
        "research_updates": True,
    }

    @validates_schema
    def _check_registration(self, sent: dict[str, object], **_more: object) -> None:
        profession = sent.get("profession")
        if self.partial or not isinstance(profession, Profession):
            return
        if problem := registration_problem(profession, str(sent.get("registration_number") or "")):
            raise ValidationError(problem, "registration_number")


class PractitionerChangeShape(NewPractitionerShape):
    """The fields sent are changed; null empties. A changed identity has to be verified anew."""

    registration_number = Line(longest=60, allow_none=True)
    association = Line(allow_none=True)
    member_number = Line(longest=60, allow_none=True)
    practice_name = Line(allow_none=True)
    phone = Line(longest=40, allow_none=True)
    address = fields.Nested(AddressShape, allow_none=True)

    empties = {
        "registration_number": "",
        "association": "",
        "member_number": "",
        "practice_name": "",
        "phone": "",
        "address": {},
    }
    example = {"phone": "0491 570 110", "association": None}


class PractitionerShape(NewPractitionerShape):
    """An outside professional, whether verified, and what to know before lending."""

    id = Id()
    verified = Truth()
    verified_on = Day(allow_none=True)
    verified_source = Line()
    verified_by = Id(allow_none=True)
    warnings = fields.List(fields.String())
    created_at = Moment()

    example = {
        "id": PRACTITIONER,
        **NewPractitionerShape.example,
        "association": "",
        "member_number": "",
        "verified": True,
        "verified_on": "2026-10-08",
        "verified_source": "Ahpra public register",
        "verified_by": USER,
        "warnings": ["Open loans: 1."],
        "created_at": MADE,
    }


class VerificationShape(Nothing):
    """When and where it was checked; today unless a day is given."""

    makes = Verification

    checked_on = Day(load_default=None, allow_none=True)
    source = Line(load_default="")

    example = {"checked_on": "2026-10-08", "source": "Ahpra public register"}
