"""Argon2id: hashing and checking passwords, always outside a transaction."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from clinic.accounts.rules import normal_password

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
