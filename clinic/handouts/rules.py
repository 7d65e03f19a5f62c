"""Layouts, languages and the short code of a handout."""

import secrets
from enum import StrEnum

from clinic.rulebook.refusals import Conflict


class Layout(StrEnum):
    STANDARD = "standard"
    LARGE_PRINT = "large_print"


# no letter or digit that is mistaken for another when read aloud or by hand
_CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LENGTH = 8

# the languages whose wording is complete; a translation opens when a clinic has approved it
COMPLETE_LANGUAGES = frozenset({"en"})


def new_short_code() -> str:
    """Make the code at a sheet's foot, in two groups of four."""
    code = "".join(secrets.choice(_CODE_LETTERS) for _ in range(_CODE_LENGTH))
    return f"{code[:4]}-{code[4:]}"


def served_language(language: str) -> str:
    """Answer the language that serves a wish: en-AU is served by en.

    Raises:
        Conflict: there is no approved translation.

    """
    primary = language.split("-", maxsplit=1)[0].lower()
    if primary not in COMPLETE_LANGUAGES:
        raise Conflict(f"This clinic has approved no translation for the language {language!r}.")
    return primary
