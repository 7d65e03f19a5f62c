"""What a print leaves behind: the pages, or the reason why there are none."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Printed:
    """One finished document, byte for byte."""

    pdf: bytes
    pages: int
    sha256: str


class Why(StrEnum):
    TOO_LARGE = "too_large"
    TOO_LONG = "too_long"
    BROKEN = "broken"
    DIED = "died"


_WORDS = {
    Why.TOO_LARGE: "The document is too large to print.",
    Why.TOO_LONG: "Printing took too long and was stopped.",
    Why.BROKEN: "The document could not be laid out.",
    Why.DIED: "The press stopped while printing.",
}


class PrintFailed(Exception):
    """Say why a document could not be printed; `detail` never holds the document's words."""

    def __init__(self, why: Why, detail: str = "") -> None:
        """Keep the reason and word it for people."""
        self.why = why
        self.detail = detail
        super().__init__(_WORDS[why] + (f" ({detail})" if detail else ""))


class PressBusy(Exception):
    """Say that every printing slot of this machine stayed taken for too long."""
