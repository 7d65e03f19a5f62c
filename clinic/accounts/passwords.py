"""Argon2id: hashing and checking passwords, always outside a transaction."""

import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from clinic.accounts.rules import normal_password
from clinic.paper.printed import PressBusy
from clinic.paper.slots import printing_slot
from clinic.rulebook.refusals import Busy

_WAIT = 5.0  # seconds

# SAFETY 4: t3, 64 MiB, p4
_HASHER = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4)
_dummy: list[str] = []


def hash_password(password: str) -> str:
    """Answer the Argon2id hash of a password."""
    return _HASHER.hash(normal_password(password))


def is_password(password_hash: str | None, password: str) -> bool:
    """Tell whether `password` is the one; takes as long for a user who does not exist (F17)."""
    is_known = password_hash is not None
    if password_hash is None:
        if not _dummy:
            _dummy.append(_HASHER.hash("nobody has this password"))
        password_hash = _dummy[0]
    try:
        _HASHER.verify(password_hash, normal_password(password))
    except (VerificationError, InvalidHashError):
        return False
    return is_known


_CONSONANTS, _VOWELS = "bdfghklmnprstv", "aeiou"
_SYLLABLES, _PER_WORD = 12, 2


def made_password() -> str:
    """Make a password that can be read out: six short words, 73 bits of chance."""
    said = [secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS) for _ in range(_SYLLABLES)]
    pairs = zip(said[::_PER_WORD], said[1::_PER_WORD], strict=True)
    return "-".join(first + second for first, second in pairs)


@contextmanager
def hashing_slot(instance: Path) -> Iterator[None]:
    """Hold one of the two slots in which passwords are hashed: each takes 64 MiB (SAFETY 4).

    Raises:
        Busy: both stayed taken.

    """
    try:
        with printing_slot(instance / "hashing", slots=2, wait=_WAIT):
            yield
    except PressBusy as error:
        raise Busy("Many people sign in just now. Please try again in a moment.") from error


def name_hash(secret: str, email: str) -> str:
    """Answer what is kept of a name that was tried: keyed, so that nobody reads names off it."""
    return hmac.new(secret.encode(), b"sign-in " + email.lower().encode(), "sha256").hexdigest()
