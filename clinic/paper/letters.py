"""Which letters our fonts have: a sheet never prints a box where a letter should stand."""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path

from markupsafe import Markup

from clinic.rulebook.refusals import Invalid, Problem

_COVERAGE = Path(__file__).parent / "fonts" / "coverage.txt"
# what shapes or directs its neighbours and has no shape of its own
_SHAPELESS = {"Cc", "Cf", "Zl", "Zp", "Zs"}
_SELECTORS = range(0xFE00, 0xFE10)
# our font draws it behind a digit, as an empty box
_KEY = "\u20e3"
_TOLD_AS = {_KEY: "the box around a digit (a keycap emoji)"}
_MOST_TOLD = 5  # letters


@cache
def _covered() -> tuple[list[int], list[int]]:
    rows = [line.split("-") for line in _COVERAGE.read_text("ascii").splitlines()]
    return [int(first, 16) for first, _ in rows], [int(last, 16) for _, last in rows]


def has_letter(letter: str) -> bool:
    """Tell whether print has a shape for a letter, or it needs none."""
    code = ord(letter)
    if letter == _KEY:
        return False
    if unicodedata.category(letter) in _SHAPELESS or code in _SELECTORS:
        return True
    firsts, lasts = _covered()
    at = bisect_right(firsts, code) - 1
    return at >= 0 and code <= lasts[at]


def missing_letters(text: str) -> str:
    """Answer the letters of a text that no font of ours has, each once, in their order.

    Composed forms count: a letter with its marks may be there only as one, or only in parts.
    """
    if text.isascii():
        return ""
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        dict.fromkeys(
            letter
            for letter in composed
            if not has_letter(letter)
            and not all(has_letter(part) for part in unicodedata.normalize("NFD", letter))
        )
    )


def letters_problem(pointer: str, text: str) -> Problem | None:
    """Say at its field that a text cannot be printed, or None."""
    missing = missing_letters(text)
    if not missing:
        return None
    told = ", ".join(_TOLD_AS.get(letter, f"“{letter}”") for letter in missing[:_MOST_TOLD])
    more = " and others" if len(missing) > _MOST_TOLD else ""
    return Problem(
        pointer, f"Our fonts have no shape for {told}{more}. Please write it in other letters."
    )


def refuse_unprintable(context: object) -> None:
    """Refuse what holds a letter that no font of ours has, naming each field.

    Raises:
        Invalid: with the path of each field, as in /patient/full_name.

    """
    found = (letters_problem(path, text) for path, text in _texts(context, ""))
    problems = [problem for problem in found if problem is not None]
    if problems:
        raise Invalid(problems)


def _texts(value: object, path: str) -> Iterator[tuple[str, str]]:
    """Walk a frozen context: every text that came from somebody, with its path."""
    if isinstance(value, str):
        if not isinstance(value, Markup):
            yield path, value
    elif isinstance(value, (tuple, list)):
        for index, one in enumerate(value):
            yield from _texts(one, f"{path}/{index}")
    elif is_dataclass(value):
        for one in fields(value):
            yield from _texts(getattr(value, one.name), f"{path}/{one.name}")
