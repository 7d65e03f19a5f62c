"""Shapes of clinics, users and tokens."""

from dataclasses import fields as names_of

from marshmallow import fields, validate

from clinic.accounts.rules import BOUNDS, LOCALE, ClinicSettings
from clinic.rulebook.permissions import Role
from clinic.web.fields import Email, Id, Line, Moment, Several, Text, Truth, Whole, Word
from clinic.web.shapes import Shape

_OWN_TIME = "2026-11-20T00:15:00.000Z"
_USER = "0193a5f0-3f00-7000-8000-000000000001"
_CLINIC = "0193a5f0-3f00-7000-8000-000000000002"
_TOKEN = "0193a5f0-3f00-7000-8000-000000000003"  # noqa: S105 (an example id, no secret)

SettingsShape = Shape.from_dict(
    {
        f.name: Truth()
        if f.type in {bool, "bool"}
        else Whole(BOUNDS[f.name].least, BOUNDS[f.name].most)
        for f in names_of(ClinicSettings)
    },
    name="ClinicSettings",
)


class ClinicShape(Shape):
    """One practice: letterhead, country, zone, limits, retention rule."""

    id = Id(dump_only=True)
    slug = fields.String(dump_only=True)
    name = Line(required=True)
    country = Line(longest=2, required=True, validate=[validate.Regexp(r"^[A-Z]{2}$")])
    time_zone = Line(longest=60, required=True)
    locale = Line(longest=20, required=True, validate=[validate.Regexp(LOCALE)])
    address = Line(longest=300)
    phone = Line(longest=60)
    email = Email()
    retention_years = Whole(7, 100)
    settings = fields.Nested(SettingsShape(partial=True))

    example = {
        "id": _CLINIC,
        "slug": "banksia-lane",
        "name": "Banksia Lane Chiropractic",
        "country": "AU",
        "time_zone": "Australia/Melbourne",
        "locale": "en-AU",
        "address": "14 Banksia Lane, Castlemaine VIC 3450",
        "phone": "03 5550 1420",
        "email": "desk@example.org",
        "retention_years": 7,
        "settings": {"elimination_days": 14, "screen_days": 90},
    }


class ClinicChange(ClinicShape):
    address = Line(longest=300, allow_none=True)
    phone = Line(longest=60, allow_none=True)
    email = Email(allow_none=True)

    empties = {"address": "", "phone": "", "email": ""}
    example = {"phone": "03 5550 1421", "settings": {"screen_days": 60}}


class MembershipShape(Shape):
    clinic_id = Id()
    clinic_slug = fields.String()
    clinic_name = fields.String()
    roles = Several(Word(Role), most=4)


class MeShape(Shape):
    """Who the token stands for."""

    user_id = Id()
    email = fields.String()
    name = fields.String()
    clinic_id = Id()
    clinic_name = fields.String()
    clinic_slug = fields.String()
    time_zone = fields.String()
    roles = Several(Word(Role), most=4)
    permissions = fields.List(fields.String())

    example = {
        "user_id": _USER,
        "email": "helen@example.org",
        "name": "Dr Helen Marchetti",
        "clinic_id": _CLINIC,
        "clinic_name": "Banksia Lane Chiropractic",
        "clinic_slug": "banksia-lane",
        "time_zone": "Australia/Melbourne",
        "roles": ["clinician"],
        "permissions": ["signed_in", "patients", "care"],
    }


class UserShape(Shape):
    """Somebody who signs in, with their roles in this clinic."""

    id = Id()
    email = fields.String()
    name = fields.String()
    roles = Several(Word(Role), most=4)
    created_at = Moment()

    example = {
        "id": _USER,
        "email": "helen@example.org",
        "name": "Dr Helen Marchetti",
        "roles": ["clinician"],
        "created_at": _OWN_TIME,
    }


class TokenShape(Shape):
    """A program's key. The key itself was shown once, when it was made."""

    id = Id()
    user_id = Id()
    label = Text()
    created_at = Moment()
    expires_at = Moment(allow_none=True)
    revoked_at = Moment(allow_none=True)
    last_used_at = Moment(allow_none=True)

    example = {
        "id": _TOKEN,
        "user_id": _USER,
        "label": "the booking program",
        "created_at": _OWN_TIME,
        "expires_at": None,
        "revoked_at": None,
        "last_used_at": _OWN_TIME,
    }
