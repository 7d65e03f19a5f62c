"""Every question asked of clinics, users and tokens."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, bindparam, func, select
from sqlalchemy.orm import Session, undefer

from clinic.accounts.models import (
    AccessToken,
    BrowserSession,
    Clinic,
    ClinicLogo,
    Membership,
    SignInAttempt,
    User,
    WordingApproval,
)
from clinic.accounts.rules import (
    SESSION_IDLES,
    SESSION_LASTS,
    ClinicSettings,
    settings_from,
    zone,
)
from clinic.evidence.rules import WORDING_VERSION, wording_sha256
from clinic.rulebook.here import Here
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


def logo(work: Work) -> ClinicLogo | None:
    """Answer the acting clinic's logo, bytes and all."""
    return work.session.scalar(select(ClinicLogo).options(undefer(ClinicLogo.png)))


def logo_size(work: Work) -> tuple[int, int] | None:
    """Answer how large the logo is, if there is one."""
    kept = work.session.scalar(select(ClinicLogo))
    return None if kept is None else (kept.width, kept.height)


def wording_approval(work: Work) -> WordingApproval | None:
    """Answer who approved the sentences that are printed now; a change of them asks anew."""
    return work.session.scalar(
        select(WordingApproval).where(
            WordingApproval.wording_version == WORDING_VERSION,
            WordingApproval.wording_sha256 == wording_sha256(),
        )
    )


def wording_approvals(work: Work, paging: Paging) -> Page[WordingApproval]:
    """Answer every approval of this clinic, newest first."""
    return page(work, select(WordingApproval), WordingApproval.id, paging)


def settings_of(work: Work) -> ClinicSettings:
    """Answer the acting clinic's settings."""
    return settings_from(acting_clinic(work).settings)


def zone_of(work: Work) -> ZoneInfo:
    """Answer the acting clinic's time zone."""
    return zone(acting_clinic(work).time_zone)


def here(work: Work) -> Here:
    """Answer what stands on every page: the clinic, its day, who is signed in."""
    clinic = acting_clinic(work)
    user = work.session.get(User, work.actor.user_id) if work.actor.user_id else None
    return Here(
        clinic_id=clinic.id,
        name=clinic.name,
        country=clinic.country,
        locale=clinic.locale,
        zone=zone(clinic.time_zone),
        today=local_day(work.now, zone(clinic.time_zone)),
        user_name=user.name if user else "",
        user_email=user.email if user else "",
    )


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


def last_seen(work: Work) -> dict[str, datetime]:
    """Answer when each user was last at a browser in the acting clinic."""
    rows = work.session.execute(
        select(BrowserSession.user_id, func.max(BrowserSession.seen_at).label("seen_at"))
        .where(BrowserSession.clinic_id == work.actor.clinic)
        .group_by(BrowserSession.user_id)
    )
    return {row.user_id: row.seen_at for row in rows}


def belongs_elsewhere(session: Session, clinic_id: str, user_id: str) -> bool:
    """Tell whether a user has a role in another clinic, too. Core: no clinic sees another's."""
    table = Membership.__table__
    elsewhere = select(table.c.id).where(table.c.user_id == user_id, table.c.clinic_id != clinic_id)
    return session.execute(elsewhere.limit(1)).first() is not None


def etag_of_roles(user_id: str, roles: Iterable[Role]) -> str:
    """Answer what stands for a user's roles as somebody saw them."""
    return f'"{user_id}.{".".join(sorted(roles))}"'


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
    rows = session.connection().execute(_HOLDER, {"token_hash": token_hash}).all()
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


# -- people at a browser ----------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Visitor:
    """Whom a session's key stands for."""

    session_id: str
    user_id: str
    clinic_id: str
    is_seen: bool
    roles: frozenset[Role]


# what makes a session valid: not ended, used lately, and not too old
OPEN_SESSION: tuple[ColumnElement[bool], ...] = (
    BrowserSession.ended_at.is_(None),
    BrowserSession.seen_at > bindparam("idle_since"),
    BrowserSession.created_at > bindparam("begun_after"),
)


def session_bounds(now: datetime) -> dict[str, datetime]:
    """Answer what `OPEN_SESSION` is asked with."""
    return {"idle_since": now - SESSION_IDLES, "begun_after": now - SESSION_LASTS}


def visitor_of(session: Session, key_hash: str, now: datetime) -> Visitor | None:
    """Answer whom a session's key stands for, if it is valid now."""
    rows = (
        session.connection().execute(_VISITOR, {"key_hash": key_hash, **session_bounds(now)}).all()
    )
    if not rows:
        return None
    row = rows[0]
    is_seen = abs(now - row.seen_at) < _SEEN_EVERY
    return Visitor(
        row.id, row.user_id, row.clinic_id, is_seen, frozenset(each.role for each in rows)
    )


_SEEN_EVERY = timedelta(minutes=1)
_SESSIONS = BrowserSession.__table__
_VISITOR = (
    select(
        _SESSIONS.c.id,
        _SESSIONS.c.user_id,
        _SESSIONS.c.clinic_id,
        _SESSIONS.c.seen_at,
        _ROLES.c.role,
    )
    .join_from(
        _SESSIONS,
        _ROLES,
        and_(_ROLES.c.user_id == _SESSIONS.c.user_id, _ROLES.c.clinic_id == _SESSIONS.c.clinic_id),
    )
    .where(
        _SESSIONS.c.hash == bindparam("key_hash"),
        *OPEN_SESSION,
    )
)


def failures_of(session: Session, name_hash: str, since: datetime) -> list[datetime]:
    """Answer when a name was tried in vain since its last success."""
    rows = session.execute(
        select(SignInAttempt.at, SignInAttempt.succeeded)
        .where(SignInAttempt.name_hash == name_hash, SignInAttempt.at >= since)
        .order_by(SignInAttempt.at.desc(), SignInAttempt.id.desc())
    )
    failures: list[datetime] = []
    for row in rows:
        if row.succeeded:
            break
        failures.append(row.at)
    return failures


def clinics_of(session: Session, user_id: str) -> list[Clinic]:
    """Answer the clinics a user belongs to, by name. Core, because no clinic is chosen yet."""
    table = Membership.__table__
    mine = select(table.c.clinic_id).where(table.c.user_id == user_id)
    return list(session.scalars(select(Clinic).where(Clinic.id.in_(mine)).order_by(Clinic.name)))


def last_clinic_of(session: Session, user_id: str) -> str | None:
    """Answer the clinic a user was in last, at a browser."""
    return session.scalar(
        select(BrowserSession.clinic_id)
        .where(BrowserSession.user_id == user_id)
        .order_by(BrowserSession.id.desc())
        .limit(1)
    )


def is_empty(session: Session) -> bool:
    """Tell whether there is no clinic at all yet: the first run."""
    return session.scalar(select(Clinic.id).limit(1)) is None
