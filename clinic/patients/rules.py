"""Words of patients and consents, and how a search understands what was typed."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from clinic.rulebook.machines import Machine, move


class Sex(StrEnum):
    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNKNOWN = "unknown"


class ConsentKind(StrEnum):
    EXAMINATION = "examination"
    HOME_PLAN = "home_plan"
    MESSAGES = "messages"
    PHOTOS = "photos"


class PatientState(StrEnum):
    ACTIVE = "active"
    ARCHIVED = "archived"


class PatientAction(StrEnum):
    ARCHIVE = "archive"
    UNARCHIVE = "unarchive"


PATIENT = Machine(
    "patient",
    initial=PatientState.ACTIVE,
    moves={
        PatientAction.ARCHIVE: move({PatientState.ACTIVE}, PatientState.ARCHIVED),
        PatientAction.UNARCHIVE: move({PatientState.ARCHIVED}, PatientState.ACTIVE),
    },
)


class KeyKind(StrEnum):
    """What a search key stands for; a slip is a name with one letter left out."""

    NAME = "name"
    SLIP = "slip"
    PHONE = "phone"
    BIRTH = "birth"
    FILE = "file"


@dataclass(frozen=True, slots=True, order=True)
class SearchKey:
    kind: KeyKind
    key: str


LONGEST_KEY = 40
_LONGEST_SLIP = 16
_SHORTEST_SLIP = 3
_SHORTEST_PHONE_PART = 4
_FOLDED = str.maketrans(
    {"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "\u0131": "i"}
)


def folded(text: str) -> str:
    """Write a name the way it is searched: small letters, no accents, no punctuation inside."""
    # first the plain letters, which may be capitals, then small ones, which may be two
    small = unicodedata.normalize("NFKD", text).casefold().translate(_FOLDED)
    plain = unicodedata.normalize("NFKD", small)
    return "".join(c for c in plain if c.isalnum())


def name_words(*names: str) -> Iterator[str]:
    """Answer the words of names, folded; a hyphenated name also as one word."""
    seen: set[str] = set()
    for name in names:
        for part in (*name.split(), *re.split(r"[\s\-\u2013]+", name)):
            word = folded(part)[:LONGEST_KEY]
            if word and word not in seen:
                seen.add(word)
                yield word


def slips(word: str) -> frozenset[str]:
    """Answer a word with each letter left out in turn: two words one slip apart share one.

    A word of two letters stands for itself only: with one of them left out, all would be alike.
    """
    short = word[:_LONGEST_SLIP]
    if len(short) < _SHORTEST_SLIP:
        return frozenset({short} if len(short) > 1 else ())
    return frozenset({short, *(short[:i] + short[i + 1 :] for i in range(len(short)))})


def phone_digits(phone: str) -> str:
    """Answer the digits of a phone number as it is dialled at home: +61 4… is 04…."""
    digits = "".join(c for c in phone if c.isdigit() and c.isascii())
    if phone.strip().startswith("+61"):
        return "0" + digits[2:]
    return digits


def search_keys(  # noqa: PLR0913 (what a person is found by)
    *, given_name: str, family_name: str, preferred_name: str, phone: str, birth: date, file: str
) -> frozenset[SearchKey]:
    """Answer everything a patient can be found by."""
    keys: set[SearchKey] = set()
    for word in name_words(given_name, family_name, preferred_name):
        keys.add(SearchKey(KeyKind.NAME, word))
        keys |= {SearchKey(KeyKind.SLIP, slip) for slip in slips(word)}
    digits = phone_digits(phone)[:LONGEST_KEY]
    last = max(1, len(digits) - _SHORTEST_PHONE_PART + 1)
    keys |= {SearchKey(KeyKind.PHONE, digits[i:]) for i in range(last) if digits}
    keys |= {
        SearchKey(KeyKind.BIRTH, birth.strftime(f"{birth.year:04d}%m%d")),
        SearchKey(KeyKind.BIRTH, birth.strftime(f"%d%m{birth.year:04d}")),
    }
    # as one word, and each word of its own: "A 100" is typed as two
    for number in (folded(file)[:LONGEST_KEY], *name_words(file)):
        if number:
            keys.add(SearchKey(KeyKind.FILE, number))
    return frozenset(keys)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One word of a search: keys that begin so, and slips that are equal to one of these.

    `starts`: slips of what may be only the start of a name; slips of names begin with them.
    """

    start: str
    kinds: frozenset[KeyKind]
    slips: frozenset[str] = frozenset()
    starts: frozenset[str] = frozenset()


_DAY_TYPED = re.compile(
    r"(?<!\d)(?:(?P<day>\d{1,2})[/. -](?P<month>\d{1,2})[/. -](?P<year>\d{4})"
    r"|(?P<named_day>\d{1,2})\s*(?P<name>[a-z]{3,9})\.?,?\s*(?P<named_year>\d{4})"
    r"|(?P<iso_year>\d{4})[-/. ](?P<iso_month>\d{1,2})[-/. ](?P<iso_day>\d{1,2}))(?!\d)",
    re.ASCII | re.IGNORECASE,
)
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_PHONE_TYPED = re.compile(r"\+?\d[\d ()\-]{5,}", re.ASCII)
_NUMBERS = frozenset({KeyKind.PHONE, KeyKind.FILE, KeyKind.BIRTH})
_NAMES = frozenset({KeyKind.NAME, KeyKind.FILE})
_MOST_WORDS = 6
_SHORTEST_START = 4


def understood(typed: str) -> tuple[Wanted, ...]:
    """Split what was typed into words that must all be found: names, digits, a birth date."""
    wanted: list[Wanted] = []

    def take_day(found: re.Match[str]) -> str:
        day = _day(found)
        if day is None:
            return found.group()
        wanted.append(Wanted(day, frozenset({KeyKind.BIRTH})))
        return " "

    rest = _DAY_TYPED.sub(take_day, typed)
    phone = _PHONE_TYPED.search(rest)
    if phone is not None and len(phone_digits(phone.group())) > _SHORTEST_PHONE_PART:
        wanted.append(Wanted(phone_digits(phone.group())[:LONGEST_KEY], _NUMBERS))
        rest = rest.replace(phone.group(), " ")
    for part in rest.split():
        word = folded(part)[:LONGEST_KEY]
        if word.isdigit():
            wanted.append(Wanted(word, _NUMBERS))
        elif word:
            near = slips(word) if len(word) >= _SHORTEST_SLIP else frozenset[str]()
            starts = near if len(word) >= _SHORTEST_START else frozenset[str]()
            wanted.append(Wanted(word, _NAMES, near, starts))
    return tuple(wanted[:_MOST_WORDS])


def _day(found: re.Match[str]) -> str | None:
    """Answer the key of a day that was typed, if the calendar has it."""
    part = found.groupdict()
    year = part["year"] or part["named_year"] or part["iso_year"]
    if part["name"]:
        months = [i for i, name in enumerate(_MONTHS, 1) if name.startswith(part["name"].lower())]
        month = months[0] if months else 0
    else:
        month = int(part["month"] or part["iso_month"])
    try:
        day = date(int(year), month, int(part["day"] or part["named_day"] or part["iso_day"]))
    except ValueError:
        return None
    return f"{day.year:04d}{day.month:02d}{day.day:02d}"
