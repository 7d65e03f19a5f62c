"""What the plain forms offer to choose from, in words."""

from typing import Any

from clinic.anatomy.rules import MUSCLES, ZONES, Place
from clinic.examinations.context import red_flag_words, symptom_words
from clinic.examinations.rules import FindingClass
from clinic.examinations.rules.words import (
    BAND_WORDS,
    CLASS_WORDS,
    NOT_TESTED,
    QUALITY_WORDS,
    RECOGNISED_WORDS,
    SENSATION_WORDS,
    TENDERNESS_WORDS,
    TWITCH_WORDS,
)

Choice = tuple[str, str]

_YES_NO: list[Choice] = [("", NOT_TESTED), ("true", "yes"), ("false", "no")]
_HIGHEST = 10


def finding_choices(place: Place) -> dict[str, Any]:
    """Answer the choices of one finding's form; the muscle's usual zones stand first."""
    muscle = MUSCLES.get(place.muscle)
    usual = muscle.referral_zones if muscle else ()
    return {
        "bands": _words(BAND_WORDS),
        "grades": [("" if g is None else str(g), words) for g, words in TENDERNESS_WORDS.items()],
        "where": [("", "not said"), ("true", "in the band"), ("false", "outside the band")],
        "sensations": _words(SENSATION_WORDS),
        "recognitions": _words(RECOGNISED_WORDS),
        "twitches": _words(TWITCH_WORDS),
        "yes_no": _YES_NO,
        "qualities": _words(QUALITY_WORDS),
        "usual_zones": [(slug, ZONES[slug].name) for slug in usual],
        "other_zones": [(slug, zone.name) for slug, zone in ZONES.items() if slug not in usual],
        "own_classes": [
            ("", "as the signs say"),
            *((kind.value, CLASS_WORDS[kind].words) for kind in FindingClass),
        ],
    }


def visit_choices() -> dict[str, Any]:
    """Answer the choices of a visit's form."""
    return {
        "pains": [("", "not asked"), *((str(n), str(n)) for n in range(_HIGHEST + 1))],
        "symptoms": list(symptom_words().items()),
        "red_flags": list(red_flag_words().items()),
    }


def _words(words: Any) -> list[Choice]:
    """Answer a vocabulary as choices; not tested stands first, as nothing is assumed."""
    told = [(key.value, said) for key, said in words.items()]
    return sorted(told, key=lambda choice: choice[0] != "not_tested")
