"""What a deed of the machines looks like on a page: its button, its fields, where it goes.

Which deeds are possible is never said here: pages ask the machines (`actions` of what is shown).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from marshmallow import Schema, fields

from clinic.rulebook.permissions import Permission
from clinic.samples.pages.door import pages
from clinic.samples.pages.shapes import OnePerLine
from clinic.web.fields import Day, Dollars, Id, Line, Text, Truth, Whole, Word
from clinic.web.page import Go, form
from clinic.web.shapes import Nothing
from clinic.work.unit import Work


class Kind(StrEnum):
    """How a button looks: what usually comes next, what also may, what ends or interrupts."""

    GO = "go"
    PLAIN = "plain"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Ask:
    """One field of a deed's form; its kind, options and whether it is needed are the shape's."""

    name: str
    label: str
    hint: str = ""
    # where only this deed needs it, not every body of the shape
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Deed:
    """A deed as people see it. `do` is the use case, `told` what stands on the next page then."""

    label: str
    sign: str
    does: str
    do: Callable[[Work, str, Any], Any]
    told: str | Callable[[Any], str]
    accepts: Schema = field(default_factory=Nothing)
    asks: tuple[Ask, ...] = ()
    # what the form says by itself
    fixed: Mapping[str, str] = field(default_factory=dict)
    kind: Kind = Kind.PLAIN
    # what will follow, told before a step that cannot be taken back
    follows: str = ""
    # why it is not possible: not yet, or not any more
    not_yet: str = ""
    no_more: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A field as the template draws it."""

    name: str
    label: str
    hint: str
    kind: str
    needed: bool
    options: tuple[tuple[str, str], ...]
    value: str


@dataclass(frozen=True, slots=True)
class Mend:
    """Where somebody does what has to be done before."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A deed that is possible now, as a button or as a form."""

    action: str
    deed: Deed
    address: str
    kind: Kind
    fields: tuple[Drawn, ...]
    etag: str | None
    is_open: bool = False
    # why it will be refused as things are, and where that is mended
    blocked: str = ""
    mend: Mend | None = None


_KINDS: tuple[tuple[type[fields.Field[Any]], str], ...] = (
    (Day, "day"),
    (Dollars, "money"),
    (OnePerLine, "area"),
    (Text, "area"),
    (Word, "pick"),
    (Id, "choose"),
    (Truth, "tick"),
    (Whole, "whole"),
    (Line, "line"),
)


def drawn(
    accepts: Schema,
    ask: Ask,
    value: object = None,
    options: Iterable[tuple[str, str]] = (),
) -> Drawn:
    """Answer a field as it is drawn: what the shape says of it, and the words of the table."""
    known = accepts.load_fields[ask.name]
    kind = next(kind for cls, kind in _KINDS if isinstance(known, cls))
    if isinstance(known, Word) and not options:
        options = [(word, word.replace("_", " ").capitalize()) for word in known.words]
    return Drawn(
        name=ask.name,
        label=ask.label,
        hint=ask.hint,
        kind=kind,
        needed=known.required or ask.needed,
        options=tuple(options),
        value="" if value is None else str(value),
    )


@dataclass(frozen=True, slots=True)
class Given:
    """What a page knows for the fields of one deed."""

    values: Mapping[str, object] = field(default_factory=dict)
    options: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)
    blocked: str = ""
    mend: Mend | None = None


def offers(  # noqa: PLR0913 (each is named where it is called)
    table: Mapping[Any, Deed],
    actions: Iterable[str],
    address: str,
    *,
    etag: str | None,
    opened: str = "",
    given: Mapping[str, Given] | None = None,
) -> list[Offer]:
    """Answer every deed the machine allows now, what usually comes next first."""
    names = list(actions)
    # of several that may come next, the first in the machine's table is meant
    first = next((name for name in names if table[name].kind is Kind.GO), None)
    found = [
        _offer(
            table[name],
            name,
            f"{address}/{name}",
            etag,
            (given or {}).get(name, Given()),
            is_first=name == first,
        )
        for name in names
    ]
    order = list(Kind)
    return [
        replace(offer, is_open=opened == offer.action)
        for offer in sorted(found, key=lambda offer: order.index(offer.kind))
    ]


def _offer(  # noqa: PLR0913 (each is named where it is called)
    deed: Deed, action: str, address: str, etag: str | None, known: Given, *, is_first: bool
) -> Offer:
    return Offer(
        action=action,
        deed=deed,
        address=address,
        kind=Kind.PLAIN if deed.kind is Kind.GO and (known.blocked or not is_first) else deed.kind,
        fields=tuple(
            drawn(
                deed.accepts,
                replace(ask, hint=known.hints.get(ask.name, ask.hint)),
                known.values.get(ask.name),
                known.options.get(ask.name, ()),
            )
            for ask in deed.asks
        ),
        etag=etag,
        blocked=known.blocked,
        mend=known.mend,
    )


def hang(
    rule: str,
    table: Mapping[Any, Deed],
    *,
    of: str,
    shows: Callable[..., Any],
    leads: Callable[[Work, str], str],
) -> None:
    """Open an address for each deed of a table; a refused one shows the page of `shows` again."""
    for action, deed in table.items():
        view = _view(deed, leads)
        pages.post(f"{rule}/{action}", endpoint=f"{of}_{action}".replace("-", "_"))(
            form(shows=shows, needs=Permission.SAMPLES, accepts=deed.accepts)(view)
        )


def _view(deed: Deed, leads: Callable[[Work, str], str]) -> Callable[..., Go]:
    def view(work: Work, body: Any, **ids: str) -> Go:
        (row_id,) = ids.values()
        done = deed.do(work, row_id, body)
        told = deed.told if isinstance(deed.told, str) else deed.told(done)
        return Go(leads(work, row_id), told=told)

    view.__doc__ = deed.does
    return view
