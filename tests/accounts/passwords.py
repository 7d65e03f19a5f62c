"""People who can sign in at the form; their password is hashed once, which is meant to be slow."""

from functools import cache

from clinic.accounts.models import User
from clinic.accounts.passwords import hash_password
from clinic.rulebook.actor import command
from clinic.rulebook.permissions import Role
from clinic.work.door import begin_work
from tests.browsing import Visitor
from tests.conftest import Cast, house_of

PASSWORD = "four quiet fibres and one knot"


@cache
def hashed(password: str = PASSWORD) -> str:
    return hash_password(password)


def give_password(cast: Cast, role: Role = Role.CLINICIAN, password: str = PASSWORD) -> str:
    """Let one of the cast sign in by form; answer their e-mail."""
    with cast.app.app_context(), begin_work(house_of(cast.app).workshop, command(cast.id)) as work:
        user = work.session.get(User, cast.as_(role).user_id)
        assert user is not None
        user.password_hash = hashed(password)
        work.record("test.password_given")
        return user.email


def somebody(cast: Cast) -> Visitor:
    """A browser at which nobody has signed in."""
    return Visitor(cast.app, cast.app.test_client())


def signed_in(cast: Cast, email: str, password: str = PASSWORD, **more: str) -> Visitor:
    """A browser at which somebody has signed in by the form."""
    visitor = somebody(cast)
    visitor.press("/sign-in", "/sign-in", email=email, password=password, **more)
    return visitor
