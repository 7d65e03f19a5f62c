"""The pages of sign-in, the first run, the clinic, its people and tokens, and of oneself."""

from clinic.accounts.pages import clinic, own, people, sign_in, start, tokens, wording
from clinic.accounts.pages.door import pages

__all__ = ["clinic", "own", "pages", "people", "sign_in", "start", "tokens", "wording"]
