"""The words and letters of an examination, for pages, paper and the browser: one table for all."""

from collections.abc import Mapping
from dataclasses import dataclass

from clinic.anatomy.rules import Side
from clinic.examinations.rules.vocabulary import (
    FindingClass,
    Quality,
    Recognised,
    Sensation,
    Symptom,
    TautBand,
    Twitch,
)

NOT_TESTED = "not tested"


@dataclass(frozen=True, slots=True)
class ClassWords:
    """How a class is told: in words, and by the letter in its mark (never L or R: the sides)."""

    words: str
    letter: str


_c = FindingClass
CLASS_WORDS: Mapping[FindingClass, ClassWords] = {
    _c.ACTIVE: ClassWords("active", "A"),
    _c.ACTIVE_PROBABLE: ClassWords("active, probable", "A"),
    _c.LATENT: ClassWords("latent", "Q"),
    _c.LATENT_PROBABLE: ClassWords("latent, probable", "Q"),
    _c.INDETERMINATE: ClassWords("indeterminate", "?"),
    _c.TENDER_SPOT: ClassWords("tender spot only", "T"),
    _c.TAUT_BAND: ClassWords("taut band only", "B"),
    _c.CLEAR: ClassWords("clear", "0"),
    _c.CLEAR_BAND_UNTESTABLE: ClassWords("clear, band not testable", "0"),
    _c.INCONSISTENT: ClassWords("inconsistent: ask again", "!"),
    _c.INCOMPLETE: ClassWords("incomplete", "…"),
}

BAND_WORDS: Mapping[TautBand, str] = {
    TautBand.PRESENT: "present",
    TautBand.ABSENT: "absent",
    TautBand.NOT_PALPABLE: "cannot be felt",
    TautBand.NOT_TESTED: NOT_TESTED,
}
TENDERNESS_WORDS: Mapping[int | None, str] = {
    None: NOT_TESTED,
    0: "0 none",
    1: "1 tender",
    2: "2 with grimace or flinch",
    3: "3 with withdrawal",
    4: "4 withdrawal at light touch",
}
SENSATION_WORDS: Mapping[Sensation, str] = {
    Sensation.PRESENT: "felt elsewhere",
    Sensation.ABSENT: "felt here only",
    Sensation.NOT_TESTED: NOT_TESTED,
}
RECOGNISED_WORDS: Mapping[Recognised, str] = {
    Recognised.YES: "yes",
    Recognised.PARTLY: "partly",
    Recognised.NO: "no",
    Recognised.NOT_TESTED: "not asked",
}
TWITCH_WORDS: Mapping[Twitch, str] = {
    Twitch.SEEN: "seen",
    Twitch.FELT: "felt",
    Twitch.ABSENT: "absent",
    Twitch.NOT_TESTED: NOT_TESTED,
}
YES_NO_WORDS: Mapping[bool | None, str] = {True: "yes", False: "no", None: NOT_TESTED}
WHERE_WORDS: Mapping[bool | None, str] = {
    True: "in the band",
    False: "outside the band",
    None: "not said whether in the band",
}
QUALITY_WORDS: Mapping[Quality, str] = {
    quality: quality.value.replace("_", " ") for quality in Quality
}
SYMPTOM_WORDS: Mapping[Symptom, str] = {
    symptom: symptom.value.replace("_", " ") for symptom in Symptom
}
SIDE_WORDS: Mapping[Side, str] = {side: side.value for side in Side}

# the tests that a class may still want, by their names in the API
TEST_WORDS: Mapping[str, str] = {
    "taut_band": "taut band",
    "tenderness_grade": "tenderness",
    "spot_in_band": "whether the spot is in the band",
    "referral.sensation": "felt elsewhere",
    "recognised": "known pain",
}

# the register's states, by the words of the room that follows points (it stands above this one)
STATE_WORDS: Mapping[str, str] = {
    "active": "active",
    "latent": "latent",
    "deactivated": "de-activated",
    "suspected": "suspected",
    "provisionally_cleared": "clear once",
    "eliminated": "eliminated",
}
