"""The patient's own page: the secret in its address is all that opens it.

No cookie is set and none is read. Whether a page never was, was closed or is over, the answer is
the same; whoever guesses is slowed down by address and by page.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import date
from http import HTTPStatus
from typing import Any

from flask import Response, jsonify, redirect, render_template, request
from marshmallow import ValidationError
from werkzeug.datastructures import MultiDict

from clinic.checkins import queries, use_cases
from clinic.checkins.context import page_shown, stranger, told_again
from clinic.checkins.pages.door import pages
from clinic.checkins.rules import hash_of, is_token, urgent
from clinic.checkins.schemas import ReportShape
from clinic.rulebook.actor import NOBODY, patient_of
from clinic.rulebook.refusals import Conflict, Invalid, NotFound, TooMany
from clinic.safety.rules import Urgency
from clinic.web.house import this_house
from clinic.web.idempotency import Answer, Once
from clinic.web.page import errors_of, open_by_link
from clinic.web.shapes import problems
from clinic.web.visit import in_work
from clinic.work.unit import Work

# what the page tells after a report, by what was ticked
_AFTER = {Urgency.EMERGENCY: "ring", Urgency.TODAY: "call", Urgency.DEVICE: "call", None: "saved"}
_TELLS = frozenset(_AFTER.values())
_OUR_OWN = {"once"}


@pages.get("/h/<token>")
@open_by_link
def show_page(token: str) -> Response:
    """Show a patient today's places, and what to do when something happens."""
    tells = request.args.get("now", "")

    def show(work: Work, page_id: str) -> Response:
        page = use_cases.open_page(work, page_id)
        shown = page_shown(work, page, _asked_day())
        # an address that was kept tells nothing that is true no longer
        is_true = tells == "saved" or shown.get("is_stopped_by_sign", False)
        return _page(shown, now=tells if tells in _TELLS and is_true else "")

    return _opened(token, show, reads_only=True)


@pages.post("/h/<token>")
@open_by_link
def tell_of_a_day(token: str) -> Response:
    """Take what a patient tells of a day; a ticked stop sign takes effect at once."""

    def tell(work: Work, page_id: str) -> Response:
        once = _once(page_id)
        kept = once.kept(work) if once is not None else None
        if kept is None:
            report = _report(request.form)
            use_cases.report_from_home(work, page_id, report)
            kept = Answer(HTTPStatus.SEE_OTHER, _AFTER[urgent(report.happened)], {})
            if once is not None:
                once.keep(work, kept)
        return _told(token, kept.body)

    def show_again(refusal: Invalid | Conflict) -> Callable[[Work, str], Response]:
        def show(work: Work, page_id: str) -> Response:
            page = use_cases.open_page(work, page_id)
            if work.entry is not None:
                work.entry.outcome = "refused"
            shown = page_shown(work, page, _typed_day())
            errors = told_again(errors_of(refusal), shown["spoken"])
            return _page(shown, errors=errors, status=refusal.status)

        return show

    try:
        return _opened(token, tell, reads_only=False)
    except (Invalid, Conflict) as refusal:
        return _opened(token, show_again(refusal), reads_only=True, is_counted=True)


def _opened(
    token: str,
    deed: Callable[[Work, str], Response],
    *,
    reads_only: bool,
    is_counted: bool = False,
) -> Response:
    """Do `deed` as the patient whose page this secret opens; count the request first."""
    house = this_house()
    try:
        if not is_counted:
            now = house.workshop.clock()
            house.public_pace.count(f"address {request.remote_addr}", now)
            house.public_pace.count(f"page {hash_of(token)}", now)
    except TooMany as error:
        return _alone("checkins/slower.html", error.status, {"Retry-After": str(error.seconds)})
    found = None
    if is_token(token):
        found = in_work(NOBODY, lambda work: queries.page_behind(work, token), reads_only=True)
    if found is None:
        return _alone("checkins/not_here.html", HTTPStatus.NOT_FOUND, {})
    clinic_id, page_id = found
    actor = patient_of(clinic_id)
    try:
        return in_work(actor, lambda work: deed(work, page_id), reads_only=reads_only)
    except NotFound:
        in_work(actor, lambda work: use_cases.turn_away(work, page_id), reads_only=True)
        return _alone("checkins/not_here.html", HTTPStatus.NOT_FOUND, {})


def _report(form: MultiDict[str, str]) -> Any:
    """Read a report as the API's own shape does; each box that is ticked is one session."""
    ticks = [box.split(".")[0] for box in form.getlist("done")]
    places = form.get("places", "")
    count = int(places) if places.isascii() and places.isdigit() and len(places) <= 2 else 0  # noqa: PLR2004 (two digits)
    body: dict[str, Any] = {
        "day": form.get("day", ""),
        "sessions": [ticks.count(str(number)) for number in range(count)],
        "pain_before": _pain(form.get("pain_before", "")),
        "pain_after": _pain(form.get("pain_after", "")),
        "happened": form.getlist("happened"),
    }
    try:
        return ReportShape().load(body)
    except ValidationError as error:
        raise Invalid(problems(error.messages_dict)) from error


def _pain(typed: str) -> int | str | None:
    is_whole = typed.isascii() and typed.isdigit() and len(typed) <= 9  # noqa: PLR2004 (no huge numbers)
    return int(typed) if is_whole else typed or None


def _once(page_id: str) -> Once | None:
    """Answer the form's hidden key: the same form sent twice is one report.

    What was ticked is part of it, and the page stands for the user: no secret is kept.
    """
    key = request.form.get("once", "")
    if not key or not key.isascii() or not key.isprintable():
        return None
    typed = [(k, v) for k, v in request.form.items(multi=True) if k not in _OUR_OWN]
    print_ = hashlib.sha256(json.dumps(typed).encode()).hexdigest()
    return Once(f"{key[:60]}.{print_[:40]}", page_id, "POST /h", print_)


def _asked_day() -> date | None:
    return _day(request.args.get("day", ""))


def _typed_day() -> date | None:
    return _day(request.form.get("day", ""))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text.isascii() else None
    except ValueError:
        return None


def _told(token: str, tells: str) -> Response:
    """Answer a script with one word, a plain form with the page that follows."""
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return _private(jsonify(now=tells))
    day = _typed_day()
    asked = f"&day={day.isoformat()}" if day is not None else ""
    gone = redirect(f"/h/{token}?now={tells}{asked}#now", HTTPStatus.SEE_OTHER)
    return _private(gone)  # type: ignore[arg-type]  # werkzeug's own kind of response


def _page(
    shown: dict[str, Any], *, now: str = "", errors: Any = None, status: int = HTTPStatus.OK
) -> Response:
    typed = request.form if errors else None
    template = "checkins/ring.html" if now == "ring" else "checkins/page.html"
    html = render_template(
        template, **shown, here=request.path, now=now, errors=errors or {}, typed=typed
    )
    return _private(Response(html, status, mimetype="text/html"))


def _alone(template: str, status: int, headers: dict[str, str]) -> Response:
    """Answer a page that knows of no patient and no clinic."""
    html = render_template(template, **stranger())
    return _private(Response(html, status, headers, mimetype="text/html"))


def _private(response: Response) -> Response:
    """Keep the address, which holds the secret, from everybody else."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "no-store"
    return response
