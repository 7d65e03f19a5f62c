"""The codes at the foot of sheets: made, and understood however they are typed."""

import re
import secrets

# no letter or digit that is mistaken for another when read aloud or by hand
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUP = 4
_TYPED = re.compile(rf"([{_LETTERS}]{{{_GROUP}}})[\s‐-―-]*([{_LETTERS}]{{{_GROUP}}})")  # noqa: RUF001 (every dash that a phone types)


def new_short_code() -> str:
    """Make the code at a sheet's foot, in two groups of four."""
    code = "".join(secrets.choice(_LETTERS) for _ in range(2 * _GROUP))
    return f"{code[:_GROUP]}-{code[_GROUP:]}"


def typed_code(text: str) -> str:
    """Answer the code that somebody typed, as it is printed; empty: it is none."""
    found = _TYPED.fullmatch(text.strip().upper())
    return "-".join(found.groups()) if found else ""
