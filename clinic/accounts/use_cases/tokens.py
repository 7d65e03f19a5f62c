"""Deeds on tokens: the keys of programs."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import select

from clinic.accounts import queries
from clinic.accounts.models import AccessToken, User
from clinic.rulebook.actor import Actor, SignedIn
from clinic.rulebook.refusals import Conflict
from clinic.store.base import new_id
from clinic.work.unit import Work

_TOKEN_BYTES = 32
SEEN_EVERY = timedelta(minutes=1)


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
    return SignedIn(actor, is_seen=seen is not None and abs(work.now - seen) < SEEN_EVERY)


def note_sign_in(work: Work) -> None:
    """Note that the actor's token was used: once a minute, with its entry in the journal."""
    row = work.session.scalar(
        select(AccessToken).where(AccessToken.id == work.actor.token_id).with_for_update()
    )
    if row is not None:
        row.last_used_at = work.now
    work.record("user.signed_in")
