"""The languages of what patients read, as they ship; whether one is open is a clinic's decision."""

from clinic.languages.spoken import (
    ENGLISH,
    NAMES,
    Spoken,
    catalogue,
    english_name,
    marked,
    shipped,
    spoken,
)

__all__ = [
    "ENGLISH",
    "NAMES",
    "Spoken",
    "catalogue",
    "english_name",
    "marked",
    "shipped",
    "spoken",
]
