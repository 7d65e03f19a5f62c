"""Deeds on users: who belongs to the clinic, in which roles, and how they get in."""

from collections.abc import Collection, Iterable

from sqlalchemy import select, update

from clinic.accounts import queries
from clinic.accounts.models import AccessToken, BrowserSession, Clinic, Membership, User
from clinic.rulebook.permissions import Role
from clinic.rulebook.refusals import Conflict, Invalid
from clinic.store.base import new_id
from clinic.work.unit import Work


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
    else:
        # whoever sets a password here and now asks first where else its user belongs
        work.session.refresh(user, with_for_update=True)
    had = queries.roles_of(work.session, work.actor.clinic, user.id)
    for role in dict.fromkeys(roles):
        if role not in had:
            work.new(Membership, user_id=user.id, role=role)
    work.session.flush()
    work.record("user.enrolled", roles=sorted(roles), enrolled_user_id=user.id)
    return user


def enrol_user(
    work: Work, *, email: str, name: str, roles: Collection[Role], password_hash: str
) -> tuple[User, bool]:
    """Take somebody into the acting clinic; answer them, and whether the e-mail was known.

    Raises:
        Invalid: no role, or they work here already.

    """
    if not roles:
        raise Invalid.at("/roles", "Choose at least one role.")
    known = queries.user_with_email(work.session, email)
    if known is not None and queries.roles_of(work.session, work.actor.clinic, known.id):
        raise Invalid.at("/email", f"{known.name} works here already: change the roles there.")
    user = create_user(work, email=email, name=name, roles=roles, password_hash=password_hash)
    return user, known is not None


def change_roles(work: Work, user_id: str, roles: Iterable[Role]) -> User:
    """Give a user of the acting clinic exactly these roles; they hold from the next request on.

    Raises:
        Stale: somebody changed them in the meantime.
        Invalid: no role at all.
        Conflict: no owner would be left.

    """
    wanted = frozenset(roles)
    user, had = _claim(work, user_id)
    if not wanted:
        raise Invalid.at("/roles", "Choose at least one role, or remove the person below.")
    if Role.OWNER not in wanted:
        _check_an_owner_stays(work, user, had)
    for row in work.session.scalars(select(Membership).where(Membership.user_id == user_id)):
        if row.role not in wanted:
            work.session.delete(row)
    work.session.flush()
    for role in sorted(wanted - had):
        work.new(Membership, user_id=user_id, role=role)
    work.record("user.roles_changed", changed_user_id=user_id, roles=sorted(wanted))
    return user


def remove_user(work: Work, user_id: str) -> User:
    """Take a user out of the acting clinic: their sessions and tokens there end now.

    What they did stays under their name.

    Raises:
        Conflict: no owner would be left.

    """
    user, had = _claim(work, user_id)
    _check_an_owner_stays(work, user, had)
    for row in work.session.scalars(select(Membership).where(Membership.user_id == user_id)):
        work.session.delete(row)
    here = work.actor.clinic
    work.session.execute(
        update(BrowserSession)
        .where(
            BrowserSession.user_id == user_id,
            BrowserSession.clinic_id == here,
            BrowserSession.ended_at.is_(None),
        )
        .values(ended_at=work.now)
        .execution_options(synchronize_session=False)
    )
    work.session.execute(
        update(AccessToken)
        .where(
            AccessToken.user_id == user_id,
            AccessToken.clinic_id == here,
            AccessToken.revoked_at.is_(None),
        )
        .values(revoked_at=work.now, version=AccessToken.version + 1)
        .execution_options(synchronize_session=False)
    )
    work.record("user.removed", removed_user_id=user_id)
    return user


def check_password_may_be_set(work: Work, user_id: str) -> User:
    """Answer a user whose password an owner of the acting clinic may set.

    Raises:
        Conflict: it is the acting user, who knows their own; or somebody who signs in at another
            clinic too, whose records this would open.

    """
    user = queries.member(work, user_id)
    if user_id == work.actor.user_id:
        raise Conflict("Change your own password on your own page: it asks for the old one.")
    if queries.belongs_elsewhere(work.session, work.actor.clinic, user_id):
        raise Conflict(
            f"{user.name} signs in at another clinic too, so only they can change the password, "
            "on their own page."
        )
    return user


def set_password(work: Work, user_id: str, password_hash: str) -> User:
    """Give a user of the acting clinic a new password; whoever is signed in as them is no longer.

    Raises:
        Conflict: see check_password_may_be_set.

    """
    queries.member(work, user_id)
    work.session.get_one(User, user_id, with_for_update=True, populate_existing=True)
    user = check_password_may_be_set(work, user_id)
    user.password_hash = password_hash
    work.session.execute(
        update(BrowserSession)
        .where(BrowserSession.user_id == user_id, BrowserSession.ended_at.is_(None))
        .values(ended_at=work.now)
        .execution_options(synchronize_session=False)
    )
    work.record("user.password_set", changed_user_id=user_id)
    return user


def _claim(work: Work, user_id: str) -> tuple[User, frozenset[Role]]:
    """Answer a user and their roles, while nobody else changes who belongs to the clinic."""
    work.session.get_one(Clinic, work.actor.clinic, with_for_update=True, populate_existing=True)
    user = queries.member(work, user_id)
    had = queries.roles_of(work.session, work.actor.clinic, user_id)
    if work.precondition is not None:
        work.precondition.check(queries.etag_of_roles(user_id, had))
    return user, had


def _check_an_owner_stays(work: Work, user: User, had: frozenset[Role]) -> None:
    if Role.OWNER not in had:
        return
    owners = [who for who, roles in queries.members(work).items() if Role.OWNER in roles]
    if owners == [user.id]:
        raise Conflict(
            f"{user.name} is the only owner. Make somebody else an owner first; a clinic without "
            "one could not be looked after."
        )
