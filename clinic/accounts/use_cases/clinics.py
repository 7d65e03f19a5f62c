"""Deeds on clinics: found one, change its letterhead and limits."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from clinic.accounts import queries
from clinic.accounts.models import Clinic, Membership, User
from clinic.accounts.rules import ClinicSettings, settings_from, settings_problems, zone_problem
from clinic.rulebook.permissions import Role
from clinic.rulebook.refusals import Conflict, Invalid, NotFound
from clinic.store.base import new_id
from clinic.work.unit import Work


@dataclass(frozen=True, slots=True)
class NewClinic:
    """What a clinic is made of."""

    name: str
    slug: str
    country: str = "AU"
    time_zone: str = "Australia/Melbourne"
    locale: str = "en-AU"


def new_clinic_id(now: datetime) -> str:
    """Answer the id of a clinic that is about to be made: its actor must know it beforehand."""
    return new_id(now)


def create_clinic(work: Work, new: NewClinic) -> Clinic:
    """Make the acting clinic's own row.

    Raises:
        Conflict: the slug is taken.
        Invalid: there is no such time zone.

    """
    if problem := zone_problem(new.time_zone):
        raise Invalid.at("/time_zone", problem)
    if queries.clinic_with_slug(work.session, new.slug) is not None:
        raise Conflict(f"There is a clinic with the slug {new.slug!r} already.")
    clinic = _made(work, new)
    work.record("clinic.created", clinic_id=clinic.id)
    return clinic


def _made(work: Work, new: NewClinic) -> Clinic:
    clinic = Clinic(
        id=work.actor.clinic,
        created_at=work.now,
        version=1,
        settings={},
        other_ways=[],
        retention_years=7,
        **asdict(new),
    )
    work.session.add(clinic)
    work.session.flush()
    return clinic


@dataclass(frozen=True, slots=True)
class FirstOwner:
    """Who founds the first clinic at the first-run page."""

    name: str
    email: str
    password_hash: str


class SetUpAlready(NotFound):
    """The first run is over: there is a clinic."""

    title = "Palpate has been set up"

    def __init__(self) -> None:
        super().__init__("Sign in with your e-mail, or ask an owner of your clinic to add you.")


# any number of ours: whoever founds the first clinic holds this lock until the commit
_FIRST_RUN = 7_400_001


def found_first_clinic(work: Work, new: NewClinic, owner: FirstOwner) -> User:
    """Make the first clinic of an empty installation, and the user who owns it.

    Raises:
        Invalid: there is no such time zone.
        SetUpAlready: somebody else was first.

    """
    if problem := zone_problem(new.time_zone):
        raise Invalid.at("/time_zone", problem)
    if work.session.get_bind().dialect.name == "postgresql":
        # SQLite lets one work write at a time; here two could both find nothing
        work.session.execute(select(func.pg_advisory_xact_lock(_FIRST_RUN)))
    if not queries.is_empty(work.session):
        raise SetUpAlready
    clinic = _made(work, new)
    user = User(
        id=new_id(work.now),
        created_at=work.now,
        email=owner.email.lower(),
        name=owner.name,
        password_hash=owner.password_hash,
    )
    work.session.add(user)
    work.session.flush()
    work.new(Membership, user_id=user.id, role=Role.OWNER)
    work.record("clinic.founded", clinic_id=clinic.id, enrolled_user_id=user.id)
    return user


def change_clinic(work: Work, changes: Mapping[str, Any]) -> Clinic:
    """Change the letterhead, the zone, the limits.

    Raises:
        Invalid: limits that contradict each other, or an unknown time zone.

    """
    clinic = work.session.get_one(
        Clinic, work.actor.clinic, with_for_update=True, populate_existing=True
    )
    if work.precondition is not None:
        work.precondition.check(clinic.etag)
    plain = {k: v for k, v in changes.items() if k != "settings"}
    if problem := zone_problem(plain.get("time_zone", clinic.time_zone)):
        raise Invalid.at("/time_zone", problem)
    settings = settings_from(clinic.settings)
    wanted = settings.changed(changes.get("settings") or {})
    if problems := settings_problems(wanted):
        raise Invalid(problems)
    therapies = [way["therapy"] for way in plain.get("other_ways", ())]
    if twice := next((at for at, slug in enumerate(therapies) if slug in therapies[:at]), None):
        raise Invalid.at(f"/other_ways/{twice}/therapy", "This therapy stands twice.")
    changed = [name for name, value in plain.items() if getattr(clinic, name) != value]
    for name in changed:
        setattr(clinic, name, plain[name])
    if wanted != settings:
        ours = asdict(ClinicSettings())
        clinic.settings = {k: v for k, v in asdict(wanted).items() if v != ours[k]}
        changed += [f"settings.{k}" for k, v in asdict(wanted).items() if getattr(settings, k) != v]
    if changed:
        clinic.version += 1
    work.record("clinic.changed", fields=changed, clinic_id=clinic.id)
    if "settings.elimination_days" in changed or "time_zone" in changed:
        work.session.flush()
        work.tell("clinic.elimination_changed")
    return clinic
