"""The way back for a browser: to the page of a form, through sign-in, with what was typed."""

import json
from collections.abc import Sequence
from http import HTTPStatus
from urllib.parse import urlencode

from flask import Response, redirect, request
from werkzeug.exceptions import HTTPException

from clinic.web.browser import own_address
from clinic.web.forms import is_kept
from clinic.web.shown import shown_alone

_LONGEST = 150_000


def sign_in_first() -> Response:
    """Answer the sign-in page; a form that was sent is kept in it."""
    if request.method in {"GET", "HEAD"}:
        at = request.full_path.rstrip("?")
        query = "" if at == "/" else "?" + urlencode({"next": at})
        return redirect(f"/sign-in{query}", HTTPStatus.SEE_OTHER)  # type: ignore[return-value]
    typed = [(name, value) for name, value in request.form.items(multi=True) if is_kept(name)]
    kept = json.dumps(typed)
    told = {"next": request.path, "kept": kept if len(kept) <= _LONGEST else ""}
    return shown_alone("accounts/sign_in.html", told, status=HTTPStatus.UNAUTHORIZED)


def page_of_form() -> Response | None:
    """Answer the page that the form of this address belongs to: a refused form was reloaded."""
    from flask import current_app  # noqa: PLC0415, TID251 (the url map is the app's own)

    adapter = current_app.create_url_adapter(request)
    if adapter is None:
        return None
    try:
        endpoint, ids = adapter.match(method="POST")
    except HTTPException:
        return None
    shows = getattr(getattr(current_app.view_functions[endpoint], "facts", None), "shows", None)
    for name, view in current_app.view_functions.items():
        if view is shows:
            at = adapter.build(name, ids, method="GET")
            return redirect(at, HTTPStatus.SEE_OTHER)  # type: ignore[return-value]
    return None


def send_again(address: str, typed: Sequence[tuple[str, str]]) -> Response:
    """Answer a page that sends the same form once more, when its user says so."""
    fields = [(name, value) for name, value in typed if is_kept(name)]
    told = {"address": own_address(address), "fields": fields}
    return shown_alone("send_again.html", told, status=HTTPStatus.OK)


def kept_fields(kept: str) -> list[tuple[str, str]]:
    """Read the form that the sign-in page kept; anything else is none."""
    try:
        found = json.loads(kept)
    except ValueError:
        return []
    if not isinstance(found, list):
        return []
    return [
        (pair[0], pair[1])
        for pair in found
        if isinstance(pair, list)
        and len(pair) == len(("name", "value"))
        and all(isinstance(part, str) for part in pair)
    ]
