"""Who is acting: a user in one clinic, a command, or nobody yet."""

from collections.abc import Iterable
from dataclasses import dataclass

from clinic.rulebook.permissions import Permission, Role, may


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in which clinic, with which roles. Explicit everywhere, ambient nowhere."""

    clinic_id: str | None
    user_id: str | None = None
    roles: frozenset[Role] = frozenset()
    kind: str = "token"
    token_id: str | None = None

    def may(self, permission: Permission) -> bool:
        """Tell whether this actor carries `permission`."""
        return may(self.roles, permission)

    @property
    def clinic(self) -> str:
        """The clinic's id, for deeds that are always inside one."""
        if self.clinic_id is None:
            raise LookupError("This deed needs a clinic.")
        return self.clinic_id


NOBODY = Actor(clinic_id=None, kind="nobody")


def command(clinic_id: str | None = None, roles: Iterable[Role] = ()) -> Actor:
    """Answer the actor of a command line."""
    return Actor(clinic_id=clinic_id, kind="command", roles=frozenset(roles))


def patient_of(clinic_id: str) -> Actor:
    """Answer the actor of a patient's own page: in one clinic, without account, role or name."""
    return Actor(clinic_id=clinic_id, kind="patient")


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Whom a key let in; `is_seen`: its use was noted within the last minute."""

    actor: Actor
    is_seen: bool
