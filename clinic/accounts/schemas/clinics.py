"""Shapes of clinics: letterhead, country, limits."""

from dataclasses import asdict, dataclass
from dataclasses import fields as names_of
from typing import Any

from marshmallow import fields, validate

from clinic.accounts.rules import BOUNDS, LOCALE, ClinicSettings
from clinic.accounts.schemas.people import Password
from clinic.evidence.rules import THERAPIES
from clinic.web.fields import (
    MOST_CENTS,
    Dollars,
    Email,
    Id,
    Line,
    Moment,
    Several,
    Truth,
    Whole,
    Word,
)
from clinic.web.shapes import Shape

_CLINIC = "0193a5f0-3f00-7000-8000-000000000002"

SettingsShape = Shape.from_dict(
    {
        f.name: Truth()
        if f.type in {bool, "bool"}
        else Whole(BOUNDS[f.name].least, BOUNDS[f.name].most)
        for f in names_of(ClinicSettings)
    },
    name="ClinicSettings",
)


class OtherWayShape(Shape):
    """What another way of treatment costs here: the clinic's own figures, never a study's."""

    therapy = Word(THERAPIES, required=True)
    price_cents = Whole(0, MOST_CENTS, required=True, metadata={"description": "of one visit"})
    minutes = Whole(1, 600, required=True, metadata={"description": "of one visit"})
    visits = Whole(1, 500, required=True)

    example = {"therapy": "laser", "price_cents": 6500, "minutes": 30, "visits": 6}


def _other_ways(shape: type[Shape] = OtherWayShape) -> Several:
    return Several(fields.Nested(shape), most=len(THERAPIES))


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
    other_ways = _other_ways()

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
        "other_ways": [OtherWayShape.example],
    }


class ClinicChange(ClinicShape):
    address = Line(longest=300, allow_none=True)
    phone = Line(longest=60, allow_none=True)
    email = Email(allow_none=True)

    empties = {"address": "", "phone": "", "email": ""}
    example = {"phone": "03 5550 1421", "settings": {"screen_days": 60}}


_limits: Any = {
    f.name: Truth(allow_none=True)
    if f.type in {bool, "bool"}
    else Whole(BOUNDS[f.name].least, BOUNDS[f.name].most, allow_none=True)
    for f in names_of(ClinicSettings)
} | {"empties": asdict(ClinicSettings())}
_OwnLimits = Shape.from_dict(_limits, name="ClinicLimits")


class LimitsShape(Shape):
    """The limits as their form sends them: a field that was emptied is our default again."""

    settings = fields.Nested(_OwnLimits(partial=True), required=True)

    example = {"settings": {"screen_days": 60, "targets_most": None}}


class _TypedWay(OtherWayShape):
    """A row of the form: all three figures, or none."""

    price_cents = Dollars(load_default=None, allow_none=True)
    minutes = Whole(1, 600, load_default=None, allow_none=True)
    visits = Whole(1, 500, load_default=None, allow_none=True)


class OtherWaysForm(Shape):
    other_ways = _other_ways(_TypedWay)

    example = {"other_ways": [OtherWayShape.example]}


class NewWordingApprovalShape(Shape):
    """Which wording was read: the version that statements, therapies and advice carry."""

    wording_version = Line(longest=20, required=True)

    example = {"wording_version": "1.0"}


class WordingApprovalShape(NewWordingApprovalShape):
    id = Id()
    wording_sha256 = fields.String(metadata={"description": "of the sentences as they were read"})
    approved_by = Id()
    approved_at = Moment(attribute="created_at")

    example = {
        "id": "0193a5f0-3f00-7000-8000-000000000070",
        "wording_version": "1.0",
        "wording_sha256": "4b227777",
        "approved_by": "0193a5f0-3f00-7000-8000-000000000001",
        "approved_at": "2026-11-20T00:15:00.000Z",
    }


@dataclass(frozen=True, slots=True)
class FirstRun:
    """The clinic that is founded, and who owns it."""

    name: str
    country: str
    time_zone: str
    locale: str
    owner_name: str
    owner_email: str
    password: str
    again_password: str


class FirstRunShape(Shape):
    """What the first-run page asks: the clinic, and who owns it."""

    makes = FirstRun

    name = Line(required=True)
    country = Line(longest=2, required=True, validate=[validate.Regexp(r"^[A-Z]{2}$")])
    time_zone = Line(longest=60, required=True)
    locale = Line(longest=20, required=True, validate=[validate.Regexp(LOCALE)])
    owner_name = Line(required=True)
    owner_email = Email(required=True)
    password = Password(required=True)
    again_password = Password(required=True)

    example = {
        "name": "Banksia Lane Chiropractic",
        "country": "AU",
        "time_zone": "Australia/Melbourne",
        "locale": "en-AU",
        "owner_name": "Dr Helen Marchetti",
        "owner_email": "helen@example.org",
        "password": "three words will do",
        "again_password": "three words will do",
    }
