"""The page's door: the twin of `endpoint`, with the same shapes, permissions and works."""

import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, flash, redirect, request
from marshmallow import EXCLUDE, Schema, ValidationError
from werkzeug.datastructures import MultiDict

from clinic.paper.printed import PressBusy, Printed, PrintFailed
from clinic.rulebook.permissions import Permission
from clinic.rulebook.refusals import (
    Busy,
    Conflict,
    Forbidden,
    Invalid,
    NotSignedIn,
    PreconditionMissing,
    Refusal,
    Stale,
    TooMany,
    Unavailable,
)
from clinic.web.browser import own_address
from clinic.web.endpoint import PDF, File, file_response
from clinic.web.errors import refusal_of
from clinic.web.forms import OUR_OWN, body_of, field_name
from clinic.web.house import this_house
from clinic.web.idempotency import Answer, Once
from clinic.web.shapes import Nothing, problems
from clinic.web.shown import shown
from clinic.web.visit import record_refusal, visit
from clinic.work.door import perform
from clinic.work.unit import Precondition, Work

# noes that a form answers by showing itself again, with what was typed
_SHOWN_AGAIN = (Invalid, Conflict, Stale, PreconditionMissing, Unavailable, Busy, TooMany)


class Pages(Blueprint):
    """A room's door for people: a blueprint whose templates stand in `templates/<room>/`."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}_pages", __name__)


@dataclass(frozen=True, slots=True)
class Go:
    """Where a browser goes after a deed; `told` stands once on the page that follows."""

    address: str
    told: str = ""


@dataclass(frozen=True, slots=True)
class ShownOnce:
    """A page that answers a deed itself: what it tells is told this once and kept nowhere."""

    template: str
    context: Mapping[str, Any]
    # where the very same form leads when it is sent a second time
    again: Go


@dataclass(frozen=True)
class PageFacts:
    """What a page declares: read by the order of checks and by the house tests."""

    # None: open to everybody
    needs: Permission | None
    template: str | None = None
    accepts: Schema | None = None
    query: Schema | None = None
    # the page that a form belongs to, shown again where the deed is refused
    shows: Callable[..., Any] | None = None
    prints: Callable[..., Any] | None = None
    # what takes long and needs no transaction: hashing a password, reading a picture
    beforehand: Callable[..., Any] | None = None
    # bytes that the form may hold, where a file is sent along
    largest: int | None = None
    # opened by a secret in its address: no account, no cookie, and so no proof kept in one
    by_link: bool = False


def page(
    template: str, *, needs: Permission, query: Schema | None = None
) -> Callable[[Callable[..., Any]], Callable[..., Response]]:
    """Make a view of a question: `fn(work, [query], **ids)` answers what the template is given."""
    facts = PageFacts(needs=needs, template=template, query=query)

    def decorate(fn: Callable[..., Any]) -> Callable[..., Response]:
        @wraps(fn)
        def view(**ids: Any) -> Response:
            guard(facts.needs)
            return _show(facts, fn, ids)

        view.facts = facts  # type: ignore[attr-defined]  # the facts stay on the view
        view.deed = fn  # type: ignore[attr-defined]  # and what it asks, for its forms
        return view

    return decorate


def form(  # noqa: PLR0913 (what a form declares)
    *,
    shows: Callable[..., Any],
    needs: Permission,
    accepts: Schema | None = None,
    prints: Callable[..., Any] | None = None,
    beforehand: Callable[..., Any] | None = None,
    largest: int | None = None,
) -> Callable[[Callable[..., Any]], Callable[..., Response]]:
    """Make a view of a deed: `fn(work, body, [ready], [printed, sheet], **ids)`.

    It answers where to `Go`, a page that is `ShownOnce`, or a document to look at.
    `beforehand(body, **ids)` works outside any transaction, and the deed is given what it answers.
    A deed that is refused changes nothing: the page of `shows` stands there again, with the
    reasons at their fields and everything that was typed.
    """
    facts = PageFacts(
        needs=needs,
        accepts=accepts or Nothing(),
        shows=shows,
        prints=prints,
        beforehand=beforehand,
        largest=largest,
    )

    def decorate(fn: Callable[..., Any]) -> Callable[..., Response]:
        @wraps(fn)
        def view(**ids: Any) -> Response:
            guard(facts.needs)
            try:
                return _do(facts, fn, ids)
            except (*_SHOWN_AGAIN, PrintFailed, PressBusy) as error:
                refusal = refusal_of(error)
                record_refusal(refusal.status)
                asked: PageFacts = shows.facts  # type: ignore[attr-defined]  # it is a page
                question: Callable[..., Any] = shows.deed  # type: ignore[attr-defined]
                return _show(asked, question, ids, refusal=refusal, typed=request.form)

        view.facts = facts  # type: ignore[attr-defined]  # the facts stay on the view
        return view

    return decorate


def open_to_all(fn: Callable[..., Response]) -> Callable[..., Response]:
    """Mark a view that needs no sign-in: it says so where every page says what it needs."""
    fn.facts = PageFacts(needs=None)  # type: ignore[attr-defined]  # the facts stay on the view
    return fn


def open_by_link(fn: Callable[..., Response]) -> Callable[..., Response]:
    """Mark a view that a secret in its address opens: no sign-in, no cookie.

    Nobody who does not know the secret can send its form, so the secret is the proof; forms that
    a browser says come from another site are refused all the same.
    """
    fn.facts = PageFacts(needs=None, by_link=True)  # type: ignore[attr-defined]  # the facts stay on the view
    return fn


def guard(needs: Permission | None) -> None:
    """Refuse whoever is not signed in, and whoever's role may not.

    Raises:
        NotSignedIn, Forbidden: in this order.

    """
    if needs is None:
        return
    actor = visit().actor
    if actor.user_id is None:
        raise NotSignedIn("Please sign in.")
    if not actor.may(needs):
        raise Forbidden


def _show(
    facts: PageFacts,
    fn: Callable[..., Any],
    ids: dict[str, Any],
    *,
    refusal: Refusal | None = None,
    typed: MultiDict[str, str] | None = None,
) -> Response:
    query = () if facts.query is None else (_query(facts.query, is_again=refusal is not None),)

    def ask(work: Work) -> Response:
        answer = fn(work, *query, **ids)
        if refusal is not None:
            # the refusal has left the entry of this request
            work.entry = None
        if isinstance(answer, Go):
            return _gone(answer)
        return shown(
            facts.template or "",
            work,
            answer,
            status=HTTPStatus.OK if refusal is None else refusal.status,
            errors={} if refusal is None else errors_of(refusal),
            typed=typed,
        )

    seen = visit()
    reads_only = request.method in {"GET", "HEAD"} or refusal is not None
    return perform(
        this_house().workshop, seen.actor, ask, caller=seen.caller, reads_only=reads_only
    )


def _query(schema: Schema, *, is_again: bool) -> Any:
    given = {} if is_again else {name: value for name, value in request.args.items() if value}
    try:
        return schema.load(given, unknown=EXCLUDE)
    except ValidationError as error:
        raise Invalid(problems(error.messages_dict)) from error


def _do(facts: PageFacts, fn: Callable[..., Any], ids: dict[str, Any]) -> Response:
    house, seen = this_house(), visit()
    once = _once()
    etag = request.form.get("etag")
    precondition = Precondition((etag,), needed=False) if etag else None

    def begin(deed: Callable[[Work], Any]) -> Any:
        return perform(
            house.workshop, seen.actor, deed, caller=seen.caller, precondition=precondition
        )

    def load(work: Work) -> Any:
        zone = house.sign_in.here(work).zone
        schema = facts.accepts or Nothing()
        try:
            return schema.load(body_of(schema, request.form, zone))
        except ValidationError as error:
            raise Invalid(problems(error.messages_dict)) from error

    takes_long = facts.beforehand is not None or facts.prints is not None
    # what was done already is not prepared again: as things stand now it may be refused
    if takes_long and (kept := begin(lambda work: _kept_go(once, work))) is not None:
        return _gone(kept)
    more = _made_ready(facts, begin, load, ids)

    def deed(work: Work) -> Go | Response:
        if (kept := _kept_go(once, work)) is not None:
            return kept
        answer: Go | ShownOnce | Printed = fn(work, load(work), *more, **ids)
        if isinstance(answer, Printed):
            return file_response(File(answer.pdf, PDF))
        if isinstance(answer, Go):
            _keep_go(once, work, answer)
            return answer
        _keep_go(once, work, answer.again)
        return shown(answer.template, work, answer.context)

    done = begin(deed)
    return _gone(done) if isinstance(done, Go) else done


def _made_ready(
    facts: PageFacts,
    begin: Callable[[Callable[[Work], Any]], Any],
    load: Callable[[Work], Any],
    ids: dict[str, Any],
) -> tuple[Any, ...]:
    """Answer what a deed is given beside its body: made between short works, never inside one."""
    ready: tuple[Any, ...] = ()
    if facts.beforehand is not None:
        ready = (facts.beforehand(begin(load), **ids),)
    if facts.prints is not None:
        prepare = facts.prints
        sheet = begin(lambda work: prepare(work, load(work), **ids))
        ready = (*ready, this_house().press.print_out(sheet), sheet)
    return ready


def _kept_go(once: Once | None, work: Work) -> Go | None:
    """Answer where this very form led when it was sent before, if it was."""
    if once is None or (kept := once.kept(work)) is None:
        return None
    return Go(**json.loads(kept.body))


def _keep_go(once: Once | None, work: Work, go: Go) -> None:
    if once is not None:
        body = json.dumps({"address": go.address, "told": go.told})
        once.keep(work, Answer(HTTPStatus.SEE_OTHER, body, {}))


def _once() -> Once | None:
    """Answer the form's hidden key: the same form sent twice is one deed (SAFETY 5.3).

    What was typed is part of it: who goes back, mends a field and sends again does a new deed.
    """
    key = request.form.get("once", "")
    if not key or not key.isascii() or not key.isprintable():
        return None
    typed = [(k, v) for k, v in request.form.items(multi=True) if k not in OUR_OWN]
    # keyed: a form may hold a password, and what is kept of it must not help anybody to guess
    secret = this_house().config.secret_key.encode()
    print_ = hmac.new(secret, json.dumps(typed).encode(), "sha256").hexdigest()
    user_id = visit().actor.user_id or ""
    return Once(f"{key[:60]}.{print_[:40]}", user_id, f"POST {request.path}"[:300], print_)


def _gone(go: Go) -> Response:
    if go.told:
        flash(go.told)
    return redirect(own_address(go.address), HTTPStatus.SEE_OTHER)  # type: ignore[return-value]


def errors_of(refusal: Refusal) -> Mapping[str, list[str]]:
    """Answer the refusal's words by the name of the field that each belongs to; "" is the form."""
    told: dict[str, list[str]] = {}
    found = getattr(refusal, "problems", ())
    for problem in found:
        told.setdefault(field_name(problem.pointer), []).append(problem.detail)
    if not told:
        words = _SEEN_ANEW if isinstance(refusal, Stale) else refusal.detail
        told[""] = [words]
    return told


_SEEN_ANEW = (
    "Somebody changed this since you opened it. What you typed is still here and nothing of it is "
    "stored yet: compare, then save again."
)
