"""The OpenAPI 3.1 document: every status, shape and example of every endpoint, from its facts."""

import gzip
from collections.abc import Callable, Iterator
from copy import deepcopy
from http import HTTPStatus
from typing import Any

from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask, Response, json, render_template, request
from flask_smorest import Api
from marshmallow import Schema, fields

from clinic.rulebook.permissions import TABLE, Role
from clinic.web.addresses import IdConverter, open_addresses
from clinic.web.fields import Word
from clinic.web.shapes import Shape

_ETAG = {
    "ETag": {
        "description": "The version of this resource, for If-Match.",
        "schema": {"type": "string"},
    }
}
_LOCATION = {
    "Location": {"description": "Where it can be read.", "schema": {"type": "string"}},
}
_DISPOSITION = {
    "Content-Disposition": {
        "description": "Whether to show the file, or to save it and under which name (RFC 6266).",
        "schema": {"type": "string"},
    },
}
_ALLOW = {"Allow": {"description": "The methods it knows.", "schema": {"type": "string"}}}

_REFUSALS = {
    400: "Not JSON, doubled keys, too deep, or an unreadable header.",
    401: "No token, or one that is unknown, expired or revoked.",
    403: "The role may not do this.",
    404: "Absent, or in another clinic: not to be told apart.",
    409: "Not possible in this state; `allowed` names the open steps.",
    412: "Changed in the meantime: If-Match names an older version.",
    413: "The body is larger than 1 MB.",
    415: "The body is not application/json.",
    422: "Wrong in shape or meaning; `errors` points at each problem.",
    428: "If-Match is missing.",
    429: "More requests than this token may send in a minute.",
    503: "A document cannot be printed just now.",
}


class ProblemItem(Shape):
    pointer = fields.String(required=True, metadata={"description": "JSON pointer (RFC 6901)"})
    detail = fields.String(required=True)


class ProblemShape(Shape):
    """A problem document (RFC 9457)."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    errors = fields.List(fields.Nested(ProblemItem))
    allowed = fields.List(fields.String())
    reference = fields.String()

    example = {
        "type": "urn:palpate:problem:invalid",
        "title": "Please check what was sent",
        "status": 422,
        "detail": "/findings/0/side: Please fill this in.",
        "errors": [{"pointer": "/findings/0/side", "detail": "Please fill this in."}],
    }


def describe(view: Callable[..., Any], facts: Any, page_of: Callable[[Schema], Any]) -> Any:
    """Write the facts of a view where flask-smorest reads them."""
    doc: dict[str, Any] = {}
    parameters: list[dict[str, Any]] = []
    if facts.query is not None:
        parameters.append({"in": "query", "schema": facts.query, "required": False})
    if facts.accepts is not None:
        body = {"in": "json", "schema": facts.accepts, "required": needs_body(facts.accepts)}
        if facts.accepts.example:
            body["example"] = dict(facts.accepts.example)
        parameters.append(body)
    doc["arguments"] = {"parameters": parameters}
    doc["response"] = {"responses": {facts.status: [_success(facts, page_of)]}}
    view._apidoc = doc  # type: ignore[attr-defined]  # noqa: SLF001 (flask-smorest keeps it there)
    view.refusals = tuple(_refusals(facts))  # type: ignore[attr-defined]  # finished in finish()
    return view


def needs_body(schema: Schema) -> bool:
    """Tell whether a body must be sent: an action with nothing to say takes none, or {}."""
    return any(field.required for field in schema.fields.values())


def _success(facts: Any, page_of: Callable[[Schema], Any]) -> dict[str, Any]:
    phrase = HTTPStatus(facts.status).phrase
    if facts.media_type is not None:
        return {
            "description": phrase,
            "content_type": facts.media_type,
            "schema": {"type": "string", "contentMediaType": facts.media_type},
            "headers": {**_ETAG, **_DISPOSITION},
        }
    answer: dict[str, Any] = {"description": phrase, "content_type": None}
    if facts.lists:
        answer["schema"] = page_of(facts.returns)()
        answer["example"] = {"items": [dict(facts.returns.example)], "next": None}
    else:
        answer["schema"] = facts.returns
        answer["example"] = dict(facts.returns.example)
        answer["headers"] = {**_ETAG, **(_LOCATION if facts.creates else {})}
    return answer


def _refusals(facts: Any) -> Iterator[int]:
    yield from (401, 403, 422, 429)
    if facts.accepts is not None:
        yield from (400, 413, 415)
    if facts.prints is not None:
        yield 503


def _word(_converter: Any, field: fields.Field[Any], **_more: Any) -> dict[str, Any]:
    if not isinstance(field, Word):
        return {}
    if field.allow_none:
        return {"type": ["string", "null"], "enum": [*field.words, None]}
    return {"type": "string", "enum": list(field.words)}


class _Names:
    """Names shapes in the document: `PatientShape` is Patient, a second Reason SafetyReason."""

    def __init__(self) -> None:
        self._taken: dict[str, tuple[type[Schema], bool]] = {}

    def __call__(self, shape: type[Schema] | Schema) -> str:
        """Answer the name of a shape that the document meets for the first time."""
        kind = shape if isinstance(shape, type) else type(shape)
        is_partial = not isinstance(shape, type) and bool(shape.partial)
        name = kind.__name__.removesuffix("Shape")
        room = kind.__module__.removeprefix("clinic.").split(".")[0].title().replace("_", "")
        for free in (name, f"{room}{name}", f"{room}{name}Partial"):
            if self._taken.setdefault(free, (kind, is_partial)) == (kind, is_partial):
                return free
        raise ValueError(f"There are too many shapes called {name}.")


class PalpateApi(Api):  # type: ignore[misc]  # flask-smorest is untyped
    """flask-smorest's document, without its error handlers: ours speak problem+json."""

    def _register_error_handlers(self) -> None:
        """Leave errors to clinic.web.errors."""


def open_document(app: Flask, version: str) -> PalpateApi:
    """Begin the API document."""
    app.config.update(
        API_TITLE="Palpate",
        API_VERSION=version,
        OPENAPI_VERSION="3.1.0",
        API_SPEC_OPTIONS={
            "info": {
                "description": "The clinic backend that follows every muscle knot until it is "
                "really gone. Times are UTC, days are the clinic's own, money is integer cents.",
                "license": {"name": "Proprietary", "identifier": "LicenseRef-Palpate"},
            },
            "servers": [{"url": "/", "description": "this Palpate"}],
            "security": [{"token": []}],
        },
    )
    open_addresses(app)
    plugin = MarshmallowPlugin(schema_name_resolver=_Names())
    api = PalpateApi(app, spec_kwargs={"marshmallow_plugin": plugin})
    api.register_converter(IdConverter, lambda _converter: {"type": "string", "format": "uuid"})
    api.DEFAULT_ERROR_RESPONSE_NAME = None
    api.spec.components.security_scheme(
        "token",
        {"type": "http", "scheme": "bearer", "description": "`flask --app wsgi token create`"},
    )
    api.ma_plugin.converter.add_attribute_function(_word)
    api.spec.components.schema("Problem", schema=ProblemShape)
    for status, words in _REFUSALS.items():
        api.spec.components.response(f"Refusal{status}", _refusal(status, words))
    return api


def _refusal(status: int, words: str) -> dict[str, Any]:
    example = {**ProblemShape.example, "status": status, "title": HTTPStatus(status).phrase}
    if status != HTTPStatus.UNPROCESSABLE_ENTITY:
        example |= {"type": "urn:palpate:problem:refusal", "detail": words}
        example.pop("errors")
    content = {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}
    return {"description": words, "content": {"application/problem+json": content}}


def finished(app: Flask, api: PalpateApi) -> dict[str, Any]:
    """Answer the whole document: refusals of each operation, its permission, its headers."""
    document: dict[str, Any] = deepcopy(api.spec.to_dict())
    by_path = _views(app)
    for path, item in document["paths"].items():
        has_id = "{" in path
        for method in ("get", "post", "patch", "put", "delete"):
            if method not in item:
                continue
            view = by_path[(path, method.upper())]
            _finish_operation(item[method], method, view, has_id=has_id)
    return document


def _views(app: Flask) -> dict[tuple[str, str], Any]:
    import re  # noqa: PLC0415 (once per document)

    found = {}
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule.rule)
        for method in rule.methods or ():
            found[(path, method)] = app.view_functions[rule.endpoint]
    return found


def _finish_operation(operation: dict[str, Any], method: str, view: Any, *, has_id: bool) -> None:
    facts = view.facts
    operation["operationId"] = view.__name__
    operation["x-permission"] = facts.needs.value
    operation["x-roles"] = [role.value for role in Role if role in TABLE[facts.needs]]
    refusals = set(view.refusals)
    parameters = operation.setdefault("parameters", [])
    for parameter in parameters:
        if parameter["in"] == "query":
            # `?state=` is as good as not given
            parameter["allowEmptyValue"] = True
    if has_id:
        refusals.add(404)
    if method in {"patch", "put"}:
        refusals |= {404, 409, 412, 428}
        parameters.append(_header("If-Match", "The ETag you are changing.", required=True))
    if method in {"post", "delete"}:
        refusals |= {409, 412}
    if method == "post":
        refusals.add(400)
        parameters.append(
            _header("Idempotency-Key", "1 to 128 printable characters; same key, same answer.")
        )
        if has_id and not facts.creates:
            parameters.append(_header("If-Match", "Honoured when sent."))
    if facts.prints is not None:
        refusals.add(409)
    for status in sorted(refusals):
        operation["responses"][str(status)] = {"$ref": f"#/components/responses/Refusal{status}"}


def _header(name: str, words: str, *, required: bool = False) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if name == "Idempotency-Key":
        schema |= {"minLength": 1, "maxLength": 128, "pattern": "^[ -~]+$"}
    return {"name": name, "in": "header", "required": required, "description": words} | {
        "schema": schema
    }


def serve_document(app: Flask, api: PalpateApi, check_ready: Callable[[], None]) -> None:
    """Serve /api/openapi.json and readable pages at /api/docs, without outside network."""
    made: list[dict[str, Any]] = []

    def document() -> dict[str, Any]:
        if not made:
            made.append(finished(app, api))
        return made[0]

    @app.get("/api/openapi.json")
    def openapi() -> Response:
        """Answer the OpenAPI document."""
        check_ready()
        return Response(json.dumps(document(), sort_keys=False), mimetype="application/json")

    pages: list[tuple[bytes, bytes]] = []

    @app.get("/api/docs")
    def docs() -> Response:
        """Show the OpenAPI document as a page: long, the same for everybody, and sent small."""
        check_ready()
        if not pages:
            plain = render_template("api_docs.html", api=document()).encode()
            pages.append((plain, gzip.compress(plain, mtime=0)))
        plain, small = pages[0]
        response = Response(plain, mimetype="text/html", headers={"Vary": "Accept-Encoding"})
        if request.accept_encodings["gzip"]:
            response.set_data(small)
            response.headers["Content-Encoding"] = "gzip"
        return response
