"""Deeds on clinics, users and tokens."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from clinic.accounts import queries
from clinic.accounts.models import AccessToken, Clinic, Membership, User
from clinic.accounts.rules import (
    ClinicSettings,
    settings_from,
    settings_problems,
    zone_problem,
)
from clinic.rulebook.actor import Actor
from clinic.rulebook.permissions import Role
from clinic.rulebook.refusals import Conflict, Invalid
from clinic.store.base import new_id
from clinic.work.unit import Work

_TOKEN_BYTES = 32
_SEEN_EVERY = timedelta(minutes=1)


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
    clinic = Clinic(
        id=work.actor.clinic,
        created_at=work.now,
        version=1,
        settings={},
        retention_years=7,
        **asdict(new),
    )
    work.session.add(clinic)
    work.session.flush()
    work.record("clinic.created", clinic_id=clinic.id)
    return clinic


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


def create_user(
    work: Work, *, email: str, name: str, roles: Iterable[Role], password_hash: str | None
) -> User:
    """Make a user with roles in the acting clinic; a known e-mail address gets the further roles.

    Name and password of a known user stay as they are.
    """
    user = queries.user_with_email(work.session, email)
    if user is None:
        user = User(
            id=new_id(work.now),
            created_at=work.now,
            email=email.lower(),
            name=name,
            password_hash=password_hash,
        )
        work.session.add(user)
        work.session.flush()
    had = queries.roles_of(work.session, work.actor.clinic, user.id)
    for role in dict.fromkeys(roles):
        if role not in had:
            work.new(Membership, user_id=user.id, role=role)
    work.session.flush()
    work.record("user.enrolled", roles=sorted(roles), enrolled_user_id=user.id)
    return user


def create_token(
    work: Work, user: User, *, label: str = "", expires_at: datetime | None = None
) -> str:
    """Make a token for a user in the acting clinic. Answers it once; only its hash is kept.

    Raises:
        Conflict: the user has no role in this clinic.

    """
    if not queries.roles_of(work.session, work.actor.clinic, user.id):
        raise Conflict(f"{user.email} has no role in this clinic.")
    token = f"palpate_{secrets.token_urlsafe(_TOKEN_BYTES)}"
    row = AccessToken(
        id=new_id(work.now),
        created_at=work.now,
        version=1,
        clinic_id=work.actor.clinic,
        user_id=user.id,
        label=label,
        hash=hash_of(token),
        expires_at=expires_at,
    )
    work.session.add(row)
    work.record("token.created", created_token_id=row.id, for_user_id=user.id)
    return token


def hash_of(token: str) -> str:
    """Answer what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def revoke_token(work: Work, token_id: str) -> AccessToken:
    """End a token now. A token that is revoked already stays so."""
    row = queries.token(work, token_id)
    if work.precondition is not None:
        work.precondition.check(row.etag)
    if row.revoked_at is None:
        row.revoked_at = work.now
        row.version += 1
    work.record("token.revoked", revoked_token_id=row.id)
    return row


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Whom a token let in; `is_seen`: its use was noted within the last minute."""

    actor: Actor
    is_seen: bool


def sign_in_with(work: Work, token: str) -> SignedIn | None:
    """Answer whom a bearer token stands for, or None."""
    holder = queries.holder_of(work.session, hash_of(token), work.now)
    if holder is None:
        return None
    actor = Actor(
        clinic_id=holder.clinic_id,
        user_id=holder.user_id,
        roles=holder.roles,
        token_id=holder.token_id,
    )
    seen = holder.last_used_at
    return SignedIn(actor, is_seen=seen is not None and abs(work.now - seen) < _SEEN_EVERY)


def note_sign_in(work: Work) -> None:
    """Note that the actor's token was used: once a minute, with its entry in the journal."""
    row = work.session.scalar(
        select(AccessToken).where(AccessToken.id == work.actor.token_id).with_for_update()
    )
    if row is not None:
        row.last_used_at = work.now
    work.record("user.signed_in")
