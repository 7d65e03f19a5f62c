"""One language of what patients read: its sentences, counts, days and numbers.

Every sentence is written in English where it is used, and looked up by that (GNU gettext). A
catalogue ships as a draft: a clinic opens it by recording who approved which version of it.
"""

import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from markupsafe import Markup, escape

_CATALOGUES = files("clinic.languages") / "catalogues"
# each in its own letters, and as those call it who cannot read them
NAMES: Mapping[str, tuple[str, str]] = {
    "vi": ("Tiếng Việt", "Vietnamese"),
    "zh-Hans": ("简体中文", "Chinese (simplified)"),
    "ar": ("العربية", "Arabic"),
}
# Unicode's marks around what finds its own direction
_ISOLATE, _END, _RIGHT_TO_LEFT = "\u2068", "\u2069", "\u200f"
# scripts and places where Chinese is written in the other characters
_TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})


@dataclass(frozen=True, slots=True)
class Spoken:
    """How one patient is spoken to: a BCP 47 tag, and version and hash of its catalogue."""

    language: str = "en-AU"
    version: str = ""
    sha256: str = ""
    sentences: NullTranslations = field(default_factory=NullTranslations, repr=False, compare=False)

    @property
    def locale(self) -> Locale:
        """Return how days and numbers are written in this language."""
        return locale_of(self.language)

    @property
    def direction(self) -> str:
        """Return `ltr` or `rtl`, as HTML names it."""
        return self.locale.text_direction

    @property
    def is_english(self) -> bool:
        """Return whether sentences stand as they are written."""
        return self.locale.language == "en"

    def say(self, sentence: str, **values: object) -> str:
        """Say an English sentence in this language, with its values filled in."""
        text = self.sentences.gettext(sentence) if sentence else ""
        return text.format(**self._apart(values)) if values else text

    def say_html(self, sentence: str, **values: object) -> Markup:
        """Say a sentence on a page: everything is escaped but values that are Markup."""
        return Markup(escape(self.sentences.gettext(sentence))).format(**self._apart(values))  # noqa: S704

    def _apart(self, values: Mapping[str, object]) -> Mapping[str, object]:
        """Keep values apart from a sentence that runs right to left: (03) 9555 0100 runs as it is.

        Markup brings its own direction.
        """
        if self.direction == "ltr":
            return values
        return {
            name: value if isinstance(value, Markup) else self.apart(str(value))
            for name, value in values.items()
        }

    def apart(self, text: str) -> str:
        """Mark a text that somebody typed: it keeps its own direction within ours."""
        return text if self.direction == "ltr" or not text else f"{_ISOLATE}{text}{_END}"

    def numbers(self, values: Iterable[int]) -> str:
        """List whole numbers in the order in which this language reads."""
        listed = self.say(", ").join(map(str, values))
        return listed if self.direction == "ltr" else _RIGHT_TO_LEFT + listed

    def count(self, number: int, one: str, many: str) -> str:
        """Say how many; the English of one and of many, with {n} for the number."""
        return self.sentences.ngettext(one, many, number).format(n=number)

    def number(self, value: float) -> str:
        """Word a number without needless decimals: 45, 32.5, 32,5.

        The figures are those of dials and telephones here, in every language.
        """
        text: str = format_decimal(round(value, 2), locale=self.locale, numbering_system="latn")
        return text


def marked(sentence: str) -> str:
    """Mark a sentence for the catalogues that is said elsewhere."""
    return sentence


@cache
def locale_of(language: str) -> Locale:
    """Answer the locale of a tag; of its language alone, or English, where it is unknown."""
    for tag in (language, language.rpartition("-")[0], language.partition("-")[0]):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


def shipped(language: str) -> str | None:
    """Answer the catalogue that serves a tag: vi for vi-VN, zh-Hans for zh-CN, en for en-GB.

    None where there is none: zh-TW is written in other characters than zh-Hans.
    """
    primary, *rest = language.lower().split("-")
    if primary == "zh":
        return None if _TRADITIONAL.intersection(rest) else "zh-Hans"
    return primary if primary == "en" or primary in NAMES else None


def english_name(tag: str) -> str:
    """Name a language in English by its tag; one that nobody knows keeps its tag."""
    try:
        named = Locale.parse(tag.partition("-")[0]).get_language_name("en")
    except (UnknownLocaleError, ValueError):
        return tag
    return named or tag


@cache
def catalogue(tag: str) -> Catalog:
    """Read a catalogue as it ships."""
    with (_CATALOGUES / f"{tag}.po").open("rb") as lines:
        return read_po(lines, locale=tag.replace("-", "_"))


@cache
def _compiled(tag: str) -> tuple[str, str, GNUTranslations]:
    """Answer a catalogue's version, the hash of its sentences, and the sentences."""
    whole = hashlib.sha256()
    for message in sorted(repr((one.id, one.string)) for one in catalogue(tag) if one.id):
        whole.update(message.encode())
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(tag))
    compiled.seek(0)
    return str(catalogue(tag).version), whole.hexdigest(), GNUTranslations(compiled)


def spoken(language: str) -> Spoken:
    """Answer how to speak in a language, as its catalogue ships: approved or not.

    Raises:
        LookupError: no catalogue serves it.

    """
    tag = shipped(language)
    if tag is None:
        raise LookupError(language)
    return Spoken(language) if tag == "en" else Spoken(language, *_compiled(tag))


ENGLISH = Spoken()
