"""Every question asked of clinics, users and tokens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from clinic.accounts.models import AccessToken, Clinic, Membership, User
from clinic.accounts.rules import ClinicSettings, settings_from, zone
from clinic.rulebook.permissions import Role
from clinic.rulebook.refusals import NotFound
from clinic.work.paging import Page, Paging, page
from clinic.work.unit import Work, local_day


def acting_clinic(work: Work) -> Clinic:
    """Answer the clinic of the actor."""
    clinic = work.session.get(Clinic, work.actor.clinic)
    if clinic is None:
        raise NotFound
    # the session itself holds rows weakly: this one is asked for several times in a work
    work.session.info["acting_clinic"] = clinic
    return clinic


def settings_of(work: Work) -> ClinicSettings:
    """Answer the acting clinic's settings."""
    return settings_from(acting_clinic(work).settings)


def zone_of(work: Work) -> ZoneInfo:
    """Answer the acting clinic's time zone."""
    return zone(acting_clinic(work).time_zone)


def today_of(work: Work) -> date:
    """Answer the acting clinic's day."""
    return local_day(work.now, zone_of(work))


def clinic_with_slug(session: Session, slug: str) -> Clinic | None:
    """Answer the clinic with this slug."""
    return session.scalar(select(Clinic).where(Clinic.slug == slug))


def user_with_email(session: Session, email: str) -> User | None:
    """Answer the user with this e-mail address."""
    return session.scalar(select(User).where(User.email == email.lower()))


def users_named(work: Work, ids: Sequence[str]) -> dict[str, str]:
    """Answer the names of users by id."""
    rows = work.session.execute(select(User.id, User.name).where(User.id.in_(set(ids))))
    return {row.id: row.name for row in rows}


def roles_of(session: Session, clinic_id: str, user_id: str) -> frozenset[Role]:
    """Answer a user's roles in a clinic. Core, because a sign-in happens before any scope."""
    table = Membership.__table__
    rows = session.execute(
        select(table.c.role).where(table.c.clinic_id == clinic_id, table.c.user_id == user_id)
    )
    return frozenset(row.role for row in rows)


def members(work: Work) -> dict[str, frozenset[Role]]:
    """Answer the acting clinic's users, each with their roles."""
    found: dict[str, set[Role]] = {}
    for row in work.session.scalars(select(Membership)):
        found.setdefault(row.user_id, set()).add(row.role)
    return {user_id: frozenset(roles) for user_id, roles in found.items()}


def member(work: Work, user_id: str) -> User:
    """Answer a user of the acting clinic."""
    user = work.session.get(User, user_id)
    if user is None or not roles_of(work.session, work.actor.clinic, user_id):
        raise NotFound
    return user


def tokens(work: Work, paging: Paging) -> Page[AccessToken]:
    """Answer the acting clinic's tokens, newest first."""
    mine = select(AccessToken).where(AccessToken.clinic_id == work.actor.clinic)
    return page(work, mine, AccessToken.id, paging)


def token(work: Work, token_id: str) -> AccessToken:
    """Answer one token of the acting clinic."""
    row = work.session.scalar(
        select(AccessToken).where(
            AccessToken.clinic_id == work.actor.clinic, AccessToken.id == token_id
        )
    )
    if row is None:
        raise NotFound
    return row


@dataclass(frozen=True, slots=True)
class TokenHolder:
    """Whom a valid token stands for."""

    token_id: str
    user_id: str
    clinic_id: str
    last_used_at: datetime | None
    roles: frozenset[Role]


def holder_of(session: Session, token_hash: str, now: datetime) -> TokenHolder | None:
    """Answer whom a token stands for, if it is valid now."""
    rows = session.execute(_HOLDER, {"token_hash": token_hash}).all()
    if not rows:
        return None
    row = rows[0]
    if row.revoked_at is not None or (row.expires_at is not None and row.expires_at <= now):
        return None
    roles = frozenset(each.role for each in rows)
    return TokenHolder(row.id, row.user_id, row.clinic_id, row.last_used_at, roles)


# asked by every request, before any clinic is known: built once, from columns, with one join
_TOKENS, _ROLES = AccessToken.__table__, Membership.__table__
_HOLDER = (
    select(
        _TOKENS.c.id,
        _TOKENS.c.user_id,
        _TOKENS.c.clinic_id,
        _TOKENS.c.last_used_at,
        _TOKENS.c.expires_at,
        _TOKENS.c.revoked_at,
        _ROLES.c.role,
    )
    .join_from(
        _TOKENS,
        _ROLES,
        and_(_ROLES.c.user_id == _TOKENS.c.user_id, _ROLES.c.clinic_id == _TOKENS.c.clinic_id),
    )
    .where(_TOKENS.c.hash == bindparam("token_hash"))
)
