"""Expected noes. Each knows its status and says in the user's words what is wrong."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with what was sent: a JSON pointer and a sentence."""

    pointer: str
    detail: str


class Refusal(Exception):
    """A no that was foreseen. Doors turn it into an answer; nothing is stored."""

    status = 400
    title = "Not possible"

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class NotSignedIn(Refusal):
    status = 401
    title = "Sign-in needed"

    def __init__(self, detail: str = "Send a valid token: Authorization: Bearer <token>.") -> None:
        super().__init__(detail)


class Forbidden(Refusal):
    status = 403
    title = "Not permitted"

    def __init__(self, detail: str = "Your role in this clinic may not do this.") -> None:
        super().__init__(detail)


class NotFound(Refusal):
    """Absent or in another clinic: not to be told apart."""

    status = 404
    title = "Not found"

    def __init__(self, detail: str = "There is nothing at this address.") -> None:
        super().__init__(detail)


class Conflict(Refusal):
    """The request is understood, but not possible as things stand."""

    status = 409
    title = "Not possible now"


class WrongState(Conflict):
    """A step that is not open in the present state; `allowed` names those that are."""

    title = "Wrong step"

    def __init__(self, thing: str, state: str, action: str, allowed: Iterable[str]) -> None:
        self.allowed = tuple(allowed)
        open_steps = ", ".join(self.allowed) or "none"
        super().__init__(
            f"A {thing} that is {state} cannot do the step {action}. Open steps: {open_steps}."
        )


class Unsafe(Conflict):
    """A step that safety forbids as things stand; every reason has its pointer."""

    title = "Not safe to go on"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problem.detail for problem in self.problems))


class Stale(Refusal):
    status = 412
    title = "Changed in the meantime"

    def __init__(self, current: str) -> None:
        self.current = current
        super().__init__(f"Somebody changed this since you read it. It is now {current}.")


class PreconditionMissing(Refusal):
    status = 428
    title = "If-Match needed"

    def __init__(self) -> None:
        super().__init__("Send If-Match with the ETag of the version you are changing.")


class Invalid(Refusal):
    """Input that is wrong in shape or in meaning; every problem has its pointer."""

    status = 422
    title = "Please check what was sent"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{p.pointer or '/'}: {p.detail}" for p in self.problems))

    @classmethod
    def at(cls, pointer: str, detail: str) -> "Invalid":
        """Refuse one field."""
        return cls([Problem(pointer, detail)])


class TooMany(Refusal):
    """More requests than one token may send; `seconds` until it may again."""

    status = 429
    title = "Too many requests"

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(f"This token has used up its minute; try again in {seconds} s.")


class Busy(Refusal):
    status = 503
    title = "Busy"


class Unavailable(Refusal):
    """A part that the request needs cannot answer now; nothing was stored."""

    status = 503
    title = "Not ready"
