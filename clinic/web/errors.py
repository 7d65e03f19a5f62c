"""One table from refusals and faults to answers: application/problem+json (RFC 9457)."""

import json
import logging
import re
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, request
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from clinic.paper.printed import PressBusy, PrintFailed
from clinic.rulebook.refusals import (
    Busy,
    Invalid,
    NotSignedIn,
    Refusal,
    TooMany,
    Unavailable,
    Unsafe,
    WrongState,
)
from clinic.web.again import page_of_form, send_again, sign_in_first
from clinic.web.browser import BadCsrf
from clinic.web.ready import check_ready
from clinic.web.shown import shown_alone
from clinic.web.visit import API, record_refusal, visit

log = logging.getLogger("palpate")
PROBLEM = "application/problem+json"
_SERVER_FAULT = 500

# werkzeug's own refusals, in our words
_WORDS = {
    400: ("Not readable", "The request could not be read."),
    404: ("Not found", "There is nothing at this address."),
    405: ("Not possible here", "This address does not know that method."),
    408: ("Too slow", "The request took too long to arrive."),
    413: ("Too large", "A request may hold at most 1 MB."),
    415: ("Wrong type of content", "Send the body as application/json."),
}


def wants_page() -> bool:
    """Tell whether somebody at a browser asked, not a program or a script."""
    if request.path.startswith(f"{API}/") or request.is_json:
        return False
    return request.accept_mimetypes["text/html"] > request.accept_mimetypes[PROBLEM]


def problem(status: int, kind: str, title: str, detail: str, **more: Any) -> Response:
    """Answer a problem document, or a page that says the same."""
    if wants_page():
        told = {"title": title, "detail": detail, "status": status, "reference": "", **more}
        return shown_alone("refusal.html", told, status=status)
    body = {
        "type": f"urn:palpate:problem:{kind}",
        "title": title,
        "status": status,
        "detail": detail,
        **more,
    }
    return Response(json.dumps(body, ensure_ascii=False), status, mimetype=PROBLEM)


def _kind(error: type[Exception]) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", error.__name__).lower()


def answer_refusal(error: Refusal) -> Response:
    """Answer an expected no, and leave its entry in the journal."""
    more: dict[str, Any] = {}
    if isinstance(error, (Invalid, Unsafe)):
        more["errors"] = [{"pointer": p.pointer, "detail": p.detail} for p in error.problems]
    if isinstance(error, WrongState):
        more["allowed"] = list(error.allowed)
    if (fault := _unrecorded(error.status)) is not None:
        return fault
    if wants_page() and (page := _asked_to_sign_in(error)) is not None:
        return page
    response = problem(error.status, _kind(type(error)), error.title, error.detail, **more)
    if isinstance(error, NotSignedIn) and request.path.startswith(API):
        response.headers["WWW-Authenticate"] = 'Bearer realm="Palpate"'
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.seconds)
    if isinstance(error, (Busy, Unavailable)):
        response.headers["Retry-After"] = "5"
    return response


def _asked_to_sign_in(error: Refusal) -> Response | None:
    """Answer the way back for a browser whose session ended: nothing that was typed is lost."""
    if isinstance(error, NotSignedIn):
        return sign_in_first()
    if isinstance(error, BadCsrf):
        return send_again(request.path, list(request.form.items(multi=True)))
    return None


def _unrecorded(status: int) -> Response | None:
    """Leave the entry of a refusal; where it cannot be left, that is what must be answered."""
    try:
        record_refusal(status)
    except Busy as error:
        return _not_now(error)
    except SQLAlchemyError as error:
        return answer_fault(error)
    return None


def _not_now(error: Refusal) -> Response:
    response = problem(error.status, _kind(type(error)), error.title, error.detail)
    response.headers["Retry-After"] = "5"
    return response


def answer_http(error: HTTPException) -> Response:
    """Answer what werkzeug refuses: unknown addresses, wrong methods, sizes."""
    status = error.code or _SERVER_FAULT
    if status < HTTPStatus.BAD_REQUEST:
        return Response(status=status, headers=dict(error.get_headers()))
    if (
        isinstance(error, MethodNotAllowed)
        and request.method == "GET"
        and wants_page()
        and (back := page_of_form()) is not None
    ):
        return back
    title, detail = _WORDS.get(status, (error.name, error.description or error.name))
    if (fault := _unrecorded(status)) is not None:
        return fault
    response = problem(status, _kind(type(error)), title, detail)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def answer_print_fault(error: PrintFailed | PressBusy) -> Response:
    """Answer a document that could not be printed: visible to whoever asked for it."""
    return answer_refusal(refusal_of(error))


def refusal_of(error: Refusal | PrintFailed | PressBusy) -> Refusal:
    """Answer the refusal that an error of the press stands for."""
    if isinstance(error, PressBusy):
        return Busy("Other documents are being printed just now. Please try again in a moment.")
    if isinstance(error, PrintFailed):
        log.error("print failed at %s: %s", request.path, error)
        told = f"{error.words} Nothing was issued."
        if error.to_shorten is not None:
            text = error.to_shorten
            return Invalid.at(text.pointer, f"{told} {text.length}: shorten it.")
        return Unavailable(f"{told} Try again; if it stays so, tell whoever looks after Palpate.")
    return error


def answer_fault(error: Exception) -> Response:
    """Answer a fault of ours: a reference to find it by, nothing of its inside."""
    if isinstance(error, DBAPIError):
        try:
            check_ready()
        except Unavailable as unready:
            return _not_now(unready)
    reference = visit().caller.request_id or ""
    log.error("fault %s at %s", reference, request.path, exc_info=error)
    return problem(
        _SERVER_FAULT,
        "fault",
        "A fault of ours",
        "Nothing was stored. Please tell whoever looks after Palpate this reference.",
        reference=reference,
    )


def answer_errors(app: Flask) -> None:
    """Register the table with the app."""
    app.register_error_handler(Refusal, answer_refusal)
    app.register_error_handler(HTTPException, answer_http)
    app.register_error_handler(PrintFailed, answer_print_fault)
    app.register_error_handler(PressBusy, answer_print_fault)
    app.register_error_handler(Exception, answer_fault)
