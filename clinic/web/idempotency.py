"""Idempotency-Key: the same key and body get the same answer again, and nothing is done twice."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select

from clinic.rulebook.refusals import Invalid, Refusal
from clinic.web.models import KeptAnswer
from clinic.work.unit import Work

KEPT_FOR = timedelta(days=7)
_LONGEST_KEY = 128


class BadKey(Refusal):
    status = 400
    title = "Idempotency-Key not readable"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request is answered: what is sent, and what is kept."""

    status: int
    body: str
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Once:
    """A request with an Idempotency-Key. `fingerprint` is None where the body is too large."""

    key: str
    user_id: str
    route: str
    fingerprint: str | None

    @classmethod
    def of(cls, key: str, user_id: str, route: str, body: bytes | None) -> "Once":
        """Read the key.

        Raises:
            BadKey: not 1 to 128 printable ASCII characters.

        """
        if not 1 <= len(key) <= _LONGEST_KEY or not key.isascii() or not key.isprintable():
            raise BadKey("Idempotency-Key: 1 to 128 printable characters.")
        print_ = None if body is None else hashlib.sha256(body).hexdigest()
        return cls(key, user_id, route, print_)

    def kept(self, work: Work) -> Answer | None:
        """Answer what this key was answered before, if it was.

        Raises:
            Invalid: the key was used with another body.

        """
        row = work.session.scalar(
            select(KeptAnswer).where(
                KeptAnswer.user_id == self.user_id,
                KeptAnswer.route == self.route,
                KeptAnswer.key == self.key,
                KeptAnswer.expires_at > work.now,
            )
        )
        if row is None:
            return None
        if row.fingerprint != self.fingerprint:
            raise Invalid.at("", "This Idempotency-Key was used before with another body.")
        work.record("request.replayed", row)
        return Answer(row.status, row.body, {**row.headers, "Idempotency-Replayed": "true"})

    def keep(self, work: Work, answer: Answer) -> None:
        """Keep the answer, in the same transaction as what it tells of."""
        expired = delete(KeptAnswer).where(KeptAnswer.expires_at <= work.now)
        work.session.execute(expired.execution_options(synchronize_session=False))
        work.new(
            KeptAnswer,
            user_id=self.user_id,
            route=self.route,
            key=self.key,
            fingerprint=self.fingerprint,
            status=answer.status,
            headers=answer.headers,
            body=answer.body,
            expires_at=work.now + KEPT_FOR,
        )
