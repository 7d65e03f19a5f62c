"""What goes to the press, and what it leaves behind: the pages, or why there are none."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

# a last page that is filled to less than this share looks like a mistake
LEAST_FILLED = 0.3


@dataclass(frozen=True, slots=True)
class Printed:
    """One finished document, byte for byte."""

    pdf: bytes
    pages: int
    sha256: str
    # how far down its last page a sheet reaches that marks its end (id="end"), as a share
    filled: float = 1.0
    # of the HTML that was laid out, and with which versions of what
    input_sha256: str = ""
    made_with: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TypedText:
    """A text of a document that somebody typed: where it is stored, and what people call it."""

    pointer: str
    name: str
    text: str

    @property
    def length(self) -> str:
        """Say how long it is: The note of place 3 has 9,800 letters."""
        return f"{self.name} has {len(self.text):,} letters"


@dataclass(frozen=True, slots=True)
class Manuscript:
    """Pages ready to be printed, outside any transaction.

    Where they would end in a page with two lines on it, the `tighter` arrangement of the same facts
    is printed if it saves that page, or else the `roomier` one: only the layout itself can tell.
    `typed` is what people wrote into it, to name what is too long.
    """

    html: str
    created: datetime
    typed: tuple[TypedText, ...] = field(default=(), kw_only=True)
    tighter: str = field(default="", kw_only=True)
    roomier: str = field(default="", kw_only=True)


def in_best_arrangement(
    html: str, tighter: str, roomier: str, printed: Callable[[str], Printed]
) -> Printed:
    """Print the arrangement that ends well; `printed` prints one."""
    first = printed(html)
    if first.filled >= LEAST_FILLED:
        return first
    if tighter and (close := printed(tighter)).pages < first.pages:
        return close
    return printed(roomier) if roomier else first


class Why(StrEnum):
    TOO_LARGE = "too_large"
    TOO_LONG = "too_long"
    BROKEN = "broken"
    DIED = "died"


_BY_LENGTH = {Why.TOO_LARGE, Why.TOO_LONG}
_WORDS = {
    Why.TOO_LARGE: "The document is too large to print.",
    Why.TOO_LONG: "Printing took too long and was stopped.",
    Why.BROKEN: "The document could not be laid out.",
    Why.DIED: "The press stopped while printing.",
}


_LONG = 500  # letters: a shorter text is no reason why a document cannot be printed


class PrintFailed(Exception):
    """Say why a document could not be printed; `detail` never holds the document's words."""

    def __init__(self, why: Why, detail: str = "", typed: Iterable[TypedText] = ()) -> None:
        """Keep the reason, word it for people, and find the text that is to be shortened."""
        self.why = why
        self.detail = detail
        self.words = _WORDS[why]
        longest = max(typed, key=lambda one: len(one.text), default=None)
        is_long = longest is not None and len(longest.text) >= _LONG
        self.to_shorten = longest if is_long and why in _BY_LENGTH else None
        super().__init__(_WORDS[why] + (f" ({detail})" if detail else ""))


class PressBusy(Exception):
    """Say that every printing slot of this machine stayed taken for too long."""
