"""Deeds of people at a browser: try to sign in, begin and end a session (SAFETY 4, T8)."""

import hashlib
import secrets
from dataclasses import dataclass

from sqlalchemy import delete, select, update

from clinic.accounts import queries
from clinic.accounts.models import BrowserSession, SignInAttempt, User
from clinic.accounts.rules import FORGOTTEN_AFTER, sign_in_pause, tries_left
from clinic.rulebook.actor import Actor, SignedIn
from clinic.rulebook.refusals import Forbidden, Invalid, NotFound
from clinic.store.base import new_id
from clinic.work.unit import Work

_KEY_BYTES = 32
_LONGEST_AGENT = 200


@dataclass(frozen=True, slots=True)
class Trying:
    """Who wants in, before the password is compared."""

    email: str
    # keyed, because people type passwords into the wrong field
    name_hash: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """What is known of a try: whom the name belongs to, and how much patience is left."""

    id: str
    user_id: str | None
    password_hash: str | None
    tries_left: int
    # seconds until the name may be tried again; 0: now
    pause: int
    # and once this try has failed, too
    pause_after: int


def try_to_sign_in(work: Work, trying: Trying) -> Attempt:
    """Count a try before its password is compared: many at once cannot slip through (T8)."""
    kept_from = work.now - FORGOTTEN_AFTER
    work.session.execute(
        delete(SignInAttempt)
        .where(SignInAttempt.at < kept_from)
        .execution_options(synchronize_session=False)
    )
    failures = queries.failures_of(work.session, trying.name_hash, kept_from)
    pause = sign_in_pause(failures, work.now)
    user = queries.user_with_email(work.session, trying.email)
    row = SignInAttempt(
        id=new_id(work.now), at=work.now, name_hash=trying.name_hash, succeeded=False
    )
    if not pause:
        work.session.add(row)
    work.record("user.sign_in_tried", tried_user_id=None if user is None else user.id)
    return Attempt(
        row.id,
        None if user is None else user.id,
        None if user is None else user.password_hash,
        tries_left([*failures, work.now], work.now),
        pause,
        sign_in_pause([*failures, work.now], work.now),
    )


def note_success(work: Work, attempt: Attempt) -> None:
    """Note that a try was right: the ones before it count no longer."""
    _succeeded(work, attempt)
    work.needs_no_entry()


def _succeeded(work: Work, attempt: Attempt) -> None:
    work.session.execute(
        update(SignInAttempt)
        .where(SignInAttempt.id == attempt.id)
        .values(succeeded=True)
        .execution_options(synchronize_session=False)
    )


def begin_session(
    work: Work, attempt: Attempt | None, *, agent: str, ended_key: str | None = None
) -> str:
    """Let the acting user in: a new session, and the one of `ended_key` no longer. Answers its key.

    The actor is the user in the clinic chosen for the session.
    """
    if attempt is not None:
        _succeeded(work, attempt)
    if ended_key is not None:
        _end(work, BrowserSession.hash == _hash_of(ended_key))
    key = secrets.token_urlsafe(_KEY_BYTES)
    work.session.add(
        BrowserSession(
            id=new_id(work.now),
            created_at=work.now,
            clinic_id=work.actor.clinic,
            user_id=work.actor.user_id,
            hash=_hash_of(key),
            seen_at=work.now,
            agent=agent[:_LONGEST_AGENT],
        )
    )
    work.record("user.signed_in")
    return key


def switch_clinic(work: Work, clinic_id: str, key: str, *, agent: str) -> tuple[str, Actor]:
    """Answer the key and the actor of the same user in another clinic of theirs.

    Raises:
        NotFound: the user has no role there.

    """
    user_id = work.actor.user_id or ""
    roles = queries.roles_of(work.session, clinic_id, user_id)
    if not roles:
        raise NotFound
    begun = work.session.scalar(
        select(BrowserSession.created_at).where(BrowserSession.hash == _hash_of(key))
    )
    _end(work, BrowserSession.hash == _hash_of(key))
    fresh = secrets.token_urlsafe(_KEY_BYTES)
    work.session.add(
        BrowserSession(
            id=new_id(work.now),
            # going to and fro makes no session last longer
            created_at=begun or work.now,
            clinic_id=clinic_id,
            user_id=user_id,
            hash=_hash_of(fresh),
            seen_at=work.now,
            agent=agent[:_LONGEST_AGENT],
        )
    )
    work.record("user.switched_clinic", to_clinic_id=clinic_id)
    return fresh, Actor(clinic_id, user_id, roles, kind="session")


def visitor_of(work: Work, key: str) -> SignedIn | None:
    """Answer whom a session's key stands for, or None: unknown, ended, idle, or too old."""
    holder = queries.visitor_of(work.session, _hash_of(key), work.now)
    if holder is None:
        return None
    actor = Actor(
        clinic_id=holder.clinic_id,
        user_id=holder.user_id,
        roles=holder.roles,
        kind="session",
        token_id=holder.session_id,
    )
    return SignedIn(actor, is_seen=holder.is_seen)


def note_visit(work: Work) -> None:
    """Note that the session was used: once a minute."""
    work.session.execute(
        update(BrowserSession)
        .where(BrowserSession.id == work.actor.token_id, BrowserSession.ended_at.is_(None))
        .values(seen_at=work.now)
        .execution_options(synchronize_session=False)
    )
    work.needs_no_entry()


def end_session(work: Work) -> None:
    """Sign out here."""
    _end(work, BrowserSession.id == work.actor.token_id)
    work.record("user.signed_out")


def end_every_session(work: Work, *, but_this_one: bool = False) -> None:
    """Sign out everywhere: on every device, in every clinic."""
    if work.actor.user_id is None:
        raise Forbidden
    mine = BrowserSession.user_id == work.actor.user_id
    if but_this_one:
        _end(work, mine, BrowserSession.id != work.actor.token_id)
    else:
        _end(work, mine)
    work.record("user.signed_out_everywhere")


def end_one_session(work: Work, session_id: str) -> None:
    """Sign out at one other browser.

    Raises:
        NotFound: it is nobody's, or somebody else's.

    """
    if session_id not in {row.id for row in sessions_of(work)}:
        raise NotFound
    _end(work, BrowserSession.id == session_id)
    work.record("user.session_ended", ended_session_id=session_id)


def sessions_of(work: Work) -> list[BrowserSession]:
    """Answer the acting user's open sessions, the newest first."""
    rows = work.session.scalars(
        select(BrowserSession)
        .where(
            BrowserSession.user_id == work.actor.user_id,
            *queries.OPEN_SESSION,
        )
        .order_by(BrowserSession.seen_at.desc()),
        queries.session_bounds(work.now),
    )
    return list(rows)


def change_own_password(work: Work, password_hash: str) -> str:
    """Give the acting user a new password: other sessions end, this one gets a new key."""
    user = work.session.get_one(User, work.actor.user_id, with_for_update=True)
    user.password_hash = password_hash
    mine = BrowserSession.user_id == work.actor.user_id
    _end(work, mine, BrowserSession.id != work.actor.token_id)
    key = secrets.token_urlsafe(_KEY_BYTES)
    work.session.execute(
        update(BrowserSession)
        .where(BrowserSession.id == work.actor.token_id)
        .values(hash=_hash_of(key))
        .execution_options(synchronize_session=False)
    )
    work.record("user.password_changed")
    return key


def change_own_name(work: Work, name: str) -> None:
    """Change how the acting user is called, in every clinic of theirs."""
    user = work.session.get_one(User, work.actor.user_id, with_for_update=True)
    user.name = name
    work.record("user.changed", fields=["name"])


def change_own_email(work: Work, email: str) -> None:
    """Change what the acting user signs in with.

    Raises:
        Invalid: somebody else signs in with it.

    """
    user = work.session.get_one(User, work.actor.user_id, with_for_update=True)
    known = queries.user_with_email(work.session, email)
    if known is not None and known.id != user.id:
        raise Invalid.at("/email", "This e-mail cannot be used here.")
    user.email = email.lower()
    work.record("user.changed", fields=["email"])


def _end(work: Work, *which: object) -> None:
    work.session.execute(
        update(BrowserSession)
        .where(*which, BrowserSession.ended_at.is_(None))  # type: ignore[arg-type]  # conditions
        .values(ended_at=work.now)
        .execution_options(synchronize_session=False)
    )


def _hash_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
