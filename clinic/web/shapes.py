"""Shapes in and out: strict schemas, problems with JSON pointers, pages."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from marshmallow import RAISE, Schema, fields, post_load

from clinic.rulebook.refusals import Problem
from clinic.web.fields import Line, QueryWhole
from clinic.work.paging import DEFAULT_LIMIT, MOST, Paging

_WORDS = {
    "Missing data for required field.": "Please fill this in.",
    "Unknown field.": "There is no such field, or it is not yours to set.",
    "Field may not be null.": "Cannot be empty.",
    "Not a valid string.": "Must be text.",
    "Not a valid list.": "Must be a list.",
    "Invalid input type.": "Must be an object.",
    "Not a valid mapping type.": "Must be an object.",
}


class Shape(Schema):
    """The base of all shapes. `makes`: the dataclass a loaded body becomes; none: a mapping."""

    makes: ClassVar[type | None] = None
    # a whole valid example, for the API document; house tests load or compare it
    example: ClassVar[Mapping[str, Any]] = {}
    # the deed answers plain values already: hot paths are not dumped a second time (MEASURED C1)
    is_plain: ClassVar[bool] = False
    # PATCH: what null becomes where the column may not be null
    empties: ClassVar[Mapping[str, Any]] = {}

    class Meta:
        """Refuse what is not known."""

        unknown = RAISE

    def load(self, data: Any, *, partial: Any = None, **options: Any) -> Any:  # noqa: ARG002 (marshmallow's signature)
        """Load a body. What lies inside a PATCH stays whole: marshmallow hands `partial` on."""
        return super().load(data, partial=self.partial, **options)

    @post_load
    def _make(self, data: dict[str, Any], **_more: Any) -> Any:
        if self.partial:
            return {k: self.empties.get(k) if v is None else v for k, v in data.items()}
        if self.makes is None:
            return data
        return self.makes(**data)


class PageQuery(Shape):
    """How much of a list is asked for."""

    makes = Paging

    limit = QueryWhole(
        1, MOST, load_default=DEFAULT_LIMIT, metadata={"description": "how many, at most 200"}
    )
    cursor = Line(
        longest=200, load_default=None, metadata={"description": "from `next` of the page before"}
    )


class Nothing(Shape):
    """The body of an action that has nothing to say: none at all, or {}."""


def problems(messages: Any, pointer: str = "") -> Iterator[Problem]:
    """Turn marshmallow's nested messages into problems, each with its JSON pointer."""
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            step = "" if key == "_schema" else f"/{_escaped(str(key))}"
            yield from problems(inner, pointer + step)
    else:
        for message in messages if isinstance(messages, list) else [messages]:
            if isinstance(message, Mapping):
                yield from problems(message, pointer)
            else:
                yield Problem(pointer, _WORDS.get(str(message), str(message)))


def _escaped(key: str) -> str:
    """Write a key as a step of a JSON pointer (RFC 6901)."""
    return key[:100].replace("~", "~0").replace("/", "~1")


_pages: dict[type[Schema], type[Schema]] = {}


def page_of(shape: Schema) -> type[Schema]:
    """Answer the shape of a page of `shape`."""
    kind = type(shape)
    if kind not in _pages:
        name = kind.__name__.removesuffix("Shape") + "Page"
        _pages[kind] = Shape.from_dict(
            {
                "items": fields.List(fields.Nested(kind), required=True),
                "next": fields.String(required=True, allow_none=True),
            },
            name=name,
        )
    return _pages[kind]
