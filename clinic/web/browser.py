"""A browser at the door: its session's key, and the proof that a form is one of our own."""

from urllib.parse import urlsplit

from flask import Flask, request, session
from flask_wtf.csrf import generate_csrf, validate_csrf
from wtforms import ValidationError

from clinic.config import Config
from clinic.rulebook.refusals import Refusal

_KEY = "key"
CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
# same-origin: our own pages; none: typed in or bookmarked. A form of another site says otherwise.
_OUR_OWN = {"same-origin", "none"}


class BadCsrf(Refusal):
    """A form without our proof: the page was open for longer than its session."""

    status = 403
    title = "This page was open for too long"

    def __init__(self) -> None:
        super().__init__("Nothing was changed. Please send it again.")


class CrossSite(Refusal):
    """A form that another site sent in the user's name."""

    status = 403
    title = "Not from one of our pages"

    def __init__(self) -> None:
        super().__init__("This was sent from another site; nothing was changed.")


def set_up_cookies(app: Flask, config: Config) -> None:
    """Set the one cookie: signed, for this host alone, out of reach of scripts and other sites."""
    is_https = config.base_url.startswith("https:")
    app.config.update(
        # a browser takes the prefix for a promise: https, this host, the whole path
        SESSION_COOKIE_NAME="__Host-palpate" if is_https else "palpate",
        SESSION_COOKIE_SECURE=is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session
    )


def session_key() -> str | None:
    """Answer the key of the browser's session, if it has one."""
    key = session.get(_KEY)
    return key if isinstance(key, str) else None


def keep_session(key: str) -> None:
    """Give the browser a new session; nothing of the one before stays (no fixation)."""
    session.clear()
    session[_KEY] = key


def forget_session() -> None:
    """Take the session from the browser."""
    session.clear()


def csrf_token() -> str:
    """Answer the proof that goes into each form."""
    token: str = generate_csrf()
    return token


def check_form_is_ours(token: str | None) -> None:
    """Refuse a change that none of our pages sent.

    Raises:
        CrossSite: the browser says that another site sent it.
        BadCsrf: the proof is missing, or of an earlier session.

    """
    check_site_is_ours()
    try:
        validate_csrf(token)
    except ValidationError as error:
        raise BadCsrf from error


def check_site_is_ours(*, hides_itself: bool = False) -> None:
    """Refuse a form of another site.

    A page that sends no referrer hides where its own forms come from, too: browsers write "null".

    Raises:
        CrossSite: the browser says that another site sent it.

    """
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site is not None and site not in _OUR_OWN:
        raise CrossSite
    if hides_itself and origin == "null":
        return
    if origin is not None and urlsplit(origin).netloc != request.host:
        raise CrossSite


def own_address(address: str | None) -> str:
    """Answer an address of ours to go on to; anything else is the first page."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return "/"
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not address.isprintable() or "\\" in address:
        return "/"
    return address
