"""One request at the door: who sends it, under which key, and what it leaves in the journal."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from flask import Response, g, request
from werkzeug.exceptions import MethodNotAllowed, NotFound, RequestEntityTooLarge

from clinic.rulebook.actor import NOBODY, Actor
from clinic.rulebook.permissions import Permission
from clinic.rulebook.refusals import Forbidden, NotSignedIn
from clinic.web.browser import CHANGING, check_form_is_ours, check_site_is_ours, session_key
from clinic.web.house import this_house
from clinic.web.idempotency import Once
from clinic.work.door import begin_work, perform
from clinic.work.unit import Caller, Precondition, Work

Answer = TypeVar("Answer")
API = "/api/v1"
LARGEST_BODY = 1_000_000
# said in a request's environment, to the server: a press may be needed soon
MAY_PRINT = "palpate.may_print"
_PRINTING = (Permission.CARE, Permission.SAMPLES)
_YEAR = 31_536_000  # seconds
_OPEN_METHODS = {"HEAD", "OPTIONS"}
_METHODS = {*_OPEN_METHODS, "GET", "POST", "PUT", "PATCH", "DELETE"}


@dataclass
class Visit:
    """What is known of a request before its deed."""

    actor: Actor
    caller: Caller


def visit() -> Visit:
    """Answer the visit of the running request."""
    if "visit" not in g:
        g.visit = Visit(NOBODY, Caller(request.remote_addr, str(uuid.uuid4())))
    return cast("Visit", g.visit)


def in_work(actor: Actor, deed: Callable[[Work], Answer], *, reads_only: bool = False) -> Answer:
    """Do `deed` in a work of its own, for the few pages that need more than one."""
    return perform(this_house().workshop, actor, deed, caller=visit().caller, reads_only=reads_only)


def sign_in() -> None:
    """Sign a program in by its token and a browser by its session, before all else.

    Raises:
        NotSignedIn: no token, or one that is unknown, expired or revoked; no session.
        BadCsrf, CrossSite: a change that none of our pages sent.
        Forbidden: the address is known, its method is not, and none of its methods is open
            to the role (a 405 would tell more than the role may know).

    """
    visit()
    if not request.path.startswith(f"{API}/"):
        if request.endpoint != "static":
            _recognise_browser()
        return
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    token = token.strip()
    if kind.lower() != "bearer" or not token or not token.isascii():
        raise NotSignedIn
    house = this_house()
    with begin_work(house.workshop, NOBODY, reads_only=True) as work:
        let_in = house.sign_in.with_token(work, token)
    if let_in is None:
        raise NotSignedIn("This token is unknown, has expired or was revoked.")
    actor = let_in.actor
    visit().actor = actor
    house.pace.count(actor.token_id or "", house.workshop.clock())
    if not let_in.is_seen:
        perform(house.workshop, actor, house.sign_in.note, caller=visit().caller)
    if isinstance(request.routing_exception, MethodNotAllowed):
        _check_other_methods(actor, request.routing_exception)


def _recognise_browser() -> None:
    from flask import current_app  # noqa: PLC0415, TID251 (the view's facts are the app's own)

    view = None if request.endpoint is None else current_app.view_functions[request.endpoint]
    facts: Any = getattr(view, "facts", None)
    if getattr(facts, "by_link", False):
        if request.method in CHANGING:
            check_site_is_ours(hides_itself=True)
        return
    house = this_house()
    key = session_key()
    if key is not None:
        with begin_work(house.workshop, NOBODY, reads_only=True) as work:
            let_in = house.sign_in.with_session(work, key)
        if let_in is not None:
            visit().actor = let_in.actor
            request.environ[MAY_PRINT] = any(let_in.actor.may(need) for need in _PRINTING)
            if not let_in.is_seen:
                perform(house.workshop, let_in.actor, house.sign_in.note_session)
    if view is None:
        return
    if (largest := getattr(facts, "largest", None)) is not None:
        request.max_content_length = largest
    if request.method in CHANGING:
        if getattr(facts, "needs", None) is not None and visit().actor is NOBODY:
            raise NotSignedIn("Please sign in.")
        check_form_is_ours(request.headers.get("X-CSRF-Token") or request.form.get("csrf"))


def _check_other_methods(actor: Actor, error: MethodNotAllowed) -> None:
    from flask import current_app  # noqa: PLC0415, TID251 (the url map is the app's own)

    adapter = current_app.create_url_adapter(request)
    needs: list[Permission] = []
    for method in set(error.valid_methods or ()) - _OPEN_METHODS:
        try:
            endpoint, _ = adapter.match(method=method)  # type: ignore[union-attr]  # inside a request there is one
        except (NotFound, MethodNotAllowed):
            continue
        facts: Any = getattr(current_app.view_functions[endpoint], "facts")  # noqa: B009 (a function's own attribute)
        needs.append(facts.needs)
    if needs and not any(actor.may(need) for need in needs):
        raise Forbidden


def raw_body() -> bytes:
    """Read the body, at most 1 MB of it.

    Raises:
        RequestEntityTooLarge: it is larger.

    """
    return request.get_data(cache=True)


def once() -> Once | None:
    """Answer the request's Idempotency-Key, if it has one."""
    key = request.headers.get("Idempotency-Key")
    if key is None or request.method != "POST":
        return None
    try:
        body: bytes | None = raw_body()
    except RequestEntityTooLarge:
        body = None
    actor = visit().actor
    return Once.of(key, actor.user_id or "", f"POST {request.path}"[:300], body)


def precondition() -> Precondition:
    """Answer what If-Match says. PATCH and PUT need it; other methods are held to it when sent."""
    header = request.headers.get("If-Match")
    tags = None if header is None else tuple(part.strip() for part in header.split(","))
    return Precondition(tags, needed=request.method in {"PATCH", "PUT"})


def record_refusal(status: int) -> None:
    """Leave the entry of a refusal: which address, which status, nobody's text.

    Who is not signed in and opens a page is shown the way in; that is no refusal.
    """
    seen = visit()
    is_api = request.path.startswith(f"{API}/")
    if not is_api and (request.url_rule is None or seen.actor is NOBODY):
        return
    rule = request.url_rule.rule if request.url_rule else "unknown address"
    # a method is a word that anybody may make up
    method = request.method if request.method in _METHODS else "unknown method"
    # the secret of a patient's page stands in its address and nowhere else
    ids: dict[str, Any] = {
        name: value
        for name, value in (request.view_args or {}).items()
        if isinstance(value, str) and name != "token"
    }

    def refuse(work: Work) -> None:
        work.record("request.refused", status=status, route=f"{method} {rule}"[:120], **ids)
        if work.entry is not None:
            work.entry.outcome = "refused"

    perform(this_house().workshop, seen.actor, refuse, caller=seen.caller)


_DRAINED_AT_MOST = 32_000_000
_CHUNK = 65_536


def drain(response: Response) -> Response:
    """Read what is left of a body that was refused: a client that is still sending would not hear.

    Only where the server says that the input ends by itself; a body beyond the bound is cut off.
    """
    if request.environ.get("wsgi.input_terminated"):
        left = _DRAINED_AT_MOST
        while left > 0 and (read := len(request.environ["wsgi.input"].read(_CHUNK))):
            left -= read
    return response


def add_headers(response: Response) -> Response:
    """Put the headers on every answer that keep it private and inert."""
    headers = response.headers
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("X-Frame-Options", "DENY")
    headers.setdefault("Cache-Control", "no-store")
    headers.setdefault(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
        "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'",
    )
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    if this_house().config.base_url.startswith("https:"):
        headers.setdefault("Strict-Transport-Security", f"max-age={_YEAR}")
    headers["X-Request-Id"] = visit().caller.request_id or ""
    return response
