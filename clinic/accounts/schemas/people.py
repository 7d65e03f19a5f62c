"""Shapes of users, tokens, and of what somebody changes about themselves."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from marshmallow import ValidationError, fields

from clinic.rulebook.permissions import Role
from clinic.web.fields import Email, Id, Line, Moment, Several, Text, Whole, Word
from clinic.web.shapes import Shape

_OWN_TIME = "2026-11-20T00:15:00.000Z"
_USER = "0193a5f0-3f00-7000-8000-000000000001"
_CLINIC = "0193a5f0-3f00-7000-8000-000000000002"
_TOKEN = "0193a5f0-3f00-7000-8000-000000000003"  # noqa: S105 (an example id, no secret)


# more than any password may have: the rules say so in words
_LONGEST_TYPED = 1000


class Password(Line):
    """A password, exactly as typed: nothing is trimmed, nothing is refused but emptiness."""

    def __init__(self, **options: Any) -> None:
        super().__init__(longest=_LONGEST_TYPED, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> str:
        typed: str = fields.String._deserialize(self, value, attr, data, **more)  # noqa: SLF001 (Line would trim it)
        if self.required and not typed:
            raise ValidationError("Please fill this in.")
        return typed


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


@dataclass(frozen=True, slots=True)
class NewUser:
    """Somebody who is to work here. No password: one is made and shown once."""

    email: str
    name: str
    roles: list[Role]
    password: str = ""


class NewUserShape(Shape):
    makes = NewUser

    email = Email(required=True)
    name = Line(required=True)
    roles = Several(Word(Role), most=4, required=True)
    password = Password(load_default="")

    example = {
        "email": "rosie@example.org",
        "name": "Rosie Papadakis",
        "roles": ["reception"],
        "password": "",
    }


@dataclass(frozen=True, slots=True)
class Roles:
    roles: list[Role]


class RolesShape(Shape):
    """Exactly the roles that somebody has from now on."""

    makes = Roles

    roles = Several(Word(Role), most=4, required=True)

    example = {"roles": ["clinician", "owner"]}


@dataclass(frozen=True, slots=True)
class GivenPassword:
    """A password that an owner gives somebody; none: one is made and shown once."""

    password: str = ""


class GivenPasswordShape(Shape):
    makes = GivenPassword

    password = Password(load_default="")

    example = {"password": "three words will do"}


@dataclass(frozen=True, slots=True)
class NewToken:
    """A program's key that is to be made; no days: it does not expire."""

    user_id: str
    label: str
    days: int | None = None


class NewTokenShape(Shape):
    makes = NewToken

    user_id = Id(required=True)
    label = Line(required=True)
    days = Whole(1, 3650, load_default=None, allow_none=True)

    example = {"user_id": _USER, "label": "the booking program", "days": 365}


@dataclass(frozen=True, slots=True)
class OwnName:
    name: str


class OwnNameShape(Shape):
    makes = OwnName

    name = Line(required=True)

    example = {"name": "Dr Helen Marchetti"}


@dataclass(frozen=True, slots=True)
class OwnEmail:
    email: str
    email_password: str


class OwnEmailShape(Shape):
    """What somebody signs in with; the password shows that it is them who changes it."""

    makes = OwnEmail

    email = Email(required=True)
    email_password = Password(required=True)

    example = {"email": "helen@example.org", "email_password": "three words will do"}


@dataclass(frozen=True, slots=True)
class OwnPassword:
    old_password: str
    new_password: str
    again_password: str


class OwnPasswordShape(Shape):
    makes = OwnPassword

    old_password = Password(required=True)
    new_password = Password(required=True)
    again_password = Password(required=True)

    example = {
        "old_password": "three words will do",
        "new_password": "four other words will",
        "again_password": "four other words will",
    }


class Where(StrEnum):
    """Which of one's own sessions end."""

    HERE = "here"
    ELSEWHERE = "elsewhere"
    EVERYWHERE = "everywhere"


@dataclass(frozen=True, slots=True)
class Ending:
    where: Where


class EndingShape(Shape):
    makes = Ending

    where = Word(Where, required=True)

    example = {"where": "everywhere"}


@dataclass(frozen=True, slots=True)
class Switch:
    clinic_id: str


class SwitchShape(Shape):
    makes = Switch

    clinic_id = Id(required=True)

    example = {"clinic_id": _CLINIC}
