"""The link to a patient's own page: made once, printed as a code, kept only as its hash."""

import hashlib
import re
import secrets
from datetime import date, timedelta

# 256 bits: nobody guesses it, so it needs no account beside it
_BYTES = 32
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
# a patient who comes late to the review still finds the page [P]
STAYS_OPEN = timedelta(days=28)


def new_token() -> str:
    """Make the secret of a patient's page."""
    return secrets.token_urlsafe(_BYTES)


def is_token(text: str) -> bool:
    """Tell whether `text` is written like a secret of ours."""
    return _TOKEN.fullmatch(text) is not None


def hash_of(token: str) -> str:
    """Answer what is stored of a secret; from it nobody gets the secret back."""
    return hashlib.sha256(token.encode()).hexdigest()


def page_address(base_url: str, token: str) -> str:
    """Answer the address that a sheet prints as a code."""
    return f"{base_url}/h/{token}"


def ends_on(review_on: date) -> date:
    """Answer the last day of a page: it moves with the review day."""
    return review_on + STAYS_OPEN
