"""The JSON door: facts stand beside the view, the order of checks here, once (CONTRACT 2)."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any, NoReturn

from flask import Response, request
from flask_smorest import Blueprint
from marshmallow import RAISE, Schema, ValidationError
from webargs.flaskparser import FlaskParser
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import UnsupportedMediaType

from clinic.paper.printed import Printed
from clinic.rulebook.permissions import Permission
from clinic.rulebook.refusals import Forbidden, Invalid, NotSignedIn
from clinic.store.base import OfClinic
from clinic.web.documents import describe, needs_body
from clinic.web.house import this_house
from clinic.web.idempotency import Answer, Once
from clinic.web.shapes import Shape, page_of, problems
from clinic.web.strict_json import BadJson, read_json
from clinic.web.visit import API, once, precondition, raw_body, visit
from clinic.work.door import perform
from clinic.work.paging import Page
from clinic.work.unit import Work, etag_of

JSON = "application/json"
PDF = "application/pdf"


class StrictParser(FlaskParser):
    """webargs with our JSON reader, and problems with pointers."""

    DEFAULT_UNKNOWN_BY_LOCATION = {"json": RAISE, "query": RAISE}

    def load_json(self, req: Any, schema: Schema) -> Any:
        """Read the body: 413, 415 and 400 in this order."""
        raw = raw_body()
        if not raw and req.method == "POST" and not needs_body(schema):
            return {}
        if req.mimetype != JSON or req.mimetype_params.get("charset", "utf-8").lower() != "utf-8":
            raise UnsupportedMediaType
        if not raw:
            raise BadJson("The body is empty; send a JSON object.")
        body = read_json(raw)
        if not isinstance(body, dict):
            raise Invalid.at("", "Must be an object.")
        return body

    def load_querystring(self, req: Any, schema: Schema) -> Any:
        """Read the address's parameters; one that is empty (`?state=`) was not given."""
        given = [(name, value) for name, value in req.args.items(multi=True) if value]
        return self._makeproxy(MultiDict(given), schema)

    def handle_error(self, error: ValidationError, *_args: Any, **_more: Any) -> NoReturn:
        """Turn marshmallow's messages into an Invalid refusal."""
        found = [p for part in dict(error.messages_dict).values() for p in problems(part)]
        raise Invalid(found) from error


class Door(Blueprint):  # type: ignore[misc]  # flask-smorest is untyped
    """A room's JSON door: a blueprint below /api/v1 that parses strictly."""

    ARGUMENTS_PARSER = StrictParser()

    def __init__(self, name: str, description: str) -> None:
        super().__init__(name, __name__, url_prefix=API, description=description)


@dataclass(frozen=True, slots=True)
class File:
    """A finished file as an answer: saved under its name, or shown where it has none."""

    content: bytes
    media_type: str
    name: str = ""


@dataclass(frozen=True)
class Facts:
    """What a view declares: read by the order of checks, the API document and the house tests."""

    needs: Permission
    accepts: Schema | None = None
    query: Schema | None = None
    returns: Shape | None = None
    lists: bool = False
    # where a created thing is read: "/patients/{id}", filled from the answer
    creates: str | None = None
    # prepares a document in a transaction of its own; it is printed before the deed
    prints: Callable[..., Any] | None = None
    # the answer is the PDF itself: the deed answers what was printed
    is_pdf: bool = False
    # the answer is a file of this media type: the deed answers a File
    file_type: str | None = None

    @property
    def media_type(self) -> str | None:
        """The media type of an answer that is not JSON."""
        return PDF if self.is_pdf else self.file_type

    @property
    def status(self) -> int:
        """The status of success."""
        return HTTPStatus.CREATED if self.creates else HTTPStatus.OK


def endpoint(**declared: Any) -> Callable[[Callable[..., Any]], Callable[..., Response]]:
    """Make a view of a deed: `fn(work, [body], [query], [printed], **ids)`.

    Put it below the route: `@api.post("/loans/<id:loan_id>/pack")`.
    """
    facts = Facts(**declared)

    def decorate(fn: Callable[..., Any]) -> Callable[..., Response]:
        def deed(*parsed: Any, **ids: Any) -> Response:
            # webargs hands over the body first, then the query
            if facts.query is None:
                _refuse_query()
            return _answer(facts, fn, parsed, ids)

        view: Callable[..., Any] = wraps(fn)(deed)
        if facts.query is not None:
            view = Door.ARGUMENTS_PARSER.use_args(facts.query, location="query")(view)
        if facts.accepts is not None:
            view = Door.ARGUMENTS_PARSER.use_args(facts.accepts, location="json")(view)

        @wraps(fn)
        def guarded(**ids: Any) -> Response:
            seen = visit()
            if seen.actor.user_id is None:
                raise NotSignedIn("Please sign in.")
            if not seen.actor.may(facts.needs):
                raise Forbidden
            if (key := once()) is not None and (kept := _kept(key)) is not None:
                return _response(kept)
            answer: Response = view(**ids)
            return answer

        guarded.facts = facts  # type: ignore[attr-defined]  # the facts stay on the view
        view_with_facts: Callable[..., Response] = describe(guarded, facts, page_of)
        return view_with_facts

    return decorate


def _refuse_query() -> None:
    if request.args:
        raise Invalid.at(f"/{next(iter(request.args))[:60]}", "There is no such parameter.")


def _kept(key: Once) -> Answer | None:
    seen = visit()
    return perform(this_house().workshop, seen.actor, key.kept, caller=seen.caller)


def _answer(facts: Facts, fn: Callable[..., Any], parsed: Any, ids: dict[str, Any]) -> Response:
    house, seen = this_house(), visit()
    key = once()

    def begin(deed: Callable[[Work], Any], *, checked: bool) -> Any:
        return perform(
            house.workshop,
            seen.actor,
            deed,
            caller=seen.caller,
            precondition=precondition() if checked else None,
            reads_only=request.method in {"GET", "HEAD"},
        )

    more: tuple[Any, ...] = ()
    if facts.prints is not None:
        prepare = facts.prints
        sheet = begin(lambda work: prepare(work, *parsed, **ids), checked=True)
        # printed between two short transactions, never inside one
        more = (house.press.print_out(sheet), sheet)

    def deed(work: Work) -> Answer | File:
        if key is not None and (kept := key.kept(work)) is not None:
            return kept
        value = fn(work, *parsed, *more, **ids)
        if isinstance(value, Printed):
            return File(value.pdf, PDF)
        if isinstance(value, File):
            return value
        answer = _shown(facts, value)
        if key is not None:
            key.keep(work, answer)
        return answer

    answer = begin(deed, checked=True)
    return _response(answer) if isinstance(answer, Answer) else file_response(answer)


def _shown(facts: Facts, value: Any) -> Answer:
    """Dump the answer inside the work, while its rows are alive."""
    headers: dict[str, str] = {}
    if facts.returns is None:
        body: Any = {}
    elif facts.lists:
        body = {
            "items": [_plain(facts.returns, item) for item in value.items],
            "next": _next(value),
        }
    else:
        body = _plain(facts.returns, value)
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    if not facts.lists:
        headers["ETag"] = _etag(value, text)
    if facts.creates:
        headers["Location"] = API + facts.creates.format(**body)
    return Answer(facts.status, text, headers)


def _plain(shape: Shape, value: Any) -> Any:
    if shape.is_plain:
        return {k: v for k, v in value.items() if k != "etag"}
    return shape.dump(value)


def _etag(value: Any, text: str) -> str:
    if isinstance(value, OfClinic):
        return etag_of(value)
    own = value.get("etag") if isinstance(value, Mapping) else getattr(value, "etag", None)
    return own or f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def _next(value: Page[Any]) -> str | None:
    if value.next_cursor is None:
        return None
    args = [(k, v) for k, v in request.args.items(multi=True) if k != "cursor"]
    from urllib.parse import urlencode  # noqa: PLC0415 (only lists that go on need it)

    return f"{request.path}?{urlencode([*args, ('cursor', value.next_cursor)])}"


def _response(answer: Answer) -> Response:
    return Response(answer.body, answer.status, answer.headers, mimetype=JSON)


def file_response(file: File) -> Response:
    """Answer a finished file, to be shown or saved; nothing guesses its kind."""
    response = Response(file.content, mimetype=file.media_type)
    response.headers["ETag"] = f'"{hashlib.sha256(file.content).hexdigest()}"'
    if file.name:
        response.headers.set("Content-Disposition", "attachment", filename=file.name)
    else:
        response.headers["Content-Disposition"] = "inline"
    return response
