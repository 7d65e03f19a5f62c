"""Walking long lists by keyset: a row that is there during the whole walk appears exactly once."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as BadBase64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute

from clinic.rulebook.refusals import Invalid
from clinic.work.unit import Work

Item = TypeVar("Item")
Other = TypeVar("Other")

DEFAULT_LIMIT = 50
MOST = 200
_LONGEST_KEY = 64


@dataclass(frozen=True, slots=True)
class Paging:
    """How much of a list is asked for, and after which row."""

    limit: int = DEFAULT_LIMIT
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page of a list; `next_cursor` is None on the last."""

    items: Sequence[Item]
    next_cursor: str | None = None

    def map(self, show: Callable[[Item], Other]) -> "Page[Other]":
        """Answer the same page with each item shown."""
        return Page([show(item) for item in self.items], self.next_cursor)


def page(
    work: Work, question: Select[Any], key: InstrumentedAttribute[str], paging: Paging
) -> Page[Any]:
    """Answer one page of `question`, newest first. `key` is the id: ordered by time, never changed.

    Raises:
        Invalid: the cursor is not one of ours.

    """
    if paging.cursor is not None:
        question = question.where(key < _after(paging.cursor))
    rows = work.session.scalars(question.order_by(key.desc()).limit(paging.limit + 1)).all()
    if len(rows) <= paging.limit:
        return Page(rows)
    rows = rows[: paging.limit]
    return Page(rows, cursor_after(getattr(rows[-1], key.key)))


def slice_of(items: Sequence[Item], key: Callable[[Item], str], paging: Paging) -> Page[Item]:
    """Answer one page of a list that is in memory and in order already (catalogues)."""
    start = 0
    if paging.cursor is not None:
        after = _after(paging.cursor)
        found = [i for i, item in enumerate(items) if key(item) == after]
        if not found:
            raise _bad_cursor()
        start = found[0] + 1
    part = items[start : start + paging.limit]
    more = start + paging.limit < len(items)
    return Page(part, cursor_after(key(part[-1])) if more else None)


def cursor_after(key: str) -> str:
    """Answer the opaque cursor that stands after the row with `key`."""
    return urlsafe_b64encode(key.encode()).decode().rstrip("=")


def _after(cursor: str) -> str:
    try:
        key = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except (BadBase64, ValueError) as error:
        raise _bad_cursor() from error
    if not key or len(key) > _LONGEST_KEY or not key.isprintable():
        raise _bad_cursor()
    return key


def _bad_cursor() -> Invalid:
    return Invalid.at("/cursor", "This cursor is not one of ours; start the list again.")
