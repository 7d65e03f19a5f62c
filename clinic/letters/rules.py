"""The kinds of letters, what each is called and asks, and the states of the register in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from clinic.paper.printed import Manuscript
from clinic.trigger_points.rules import TriggerPointState


class LetterKind(StrEnum):
    REFERRAL = "referral"
    DOCTOR = "doctor"
    CARE_SUMMARY = "care_summary"


@dataclass(frozen=True, slots=True)
class KindWords:
    """A kind as people read it: its title, what the main text is for, how much it tells."""

    title: str
    asks: str
    has_whole_course: bool = False


KINDS: Mapping[LetterKind, KindWords] = {
    LetterKind.REFERRAL: KindWords("Letter of referral", "What we ask of you"),
    LetterKind.DOCTOR: KindWords("Letter to the patient's doctor", "What we ask of you"),
    LetterKind.CARE_SUMMARY: KindWords(
        "Summary of care", "In our own words", has_whole_course=True
    ),
}

# what a colleague reads: our word, and the contract's words for what nobody should overread
STATE_WORDS: Mapping[TriggerPointState, str] = {
    TriggerPointState.ACTIVE: "active",
    TriggerPointState.LATENT: "latent",
    TriggerPointState.DEACTIVATED: "latent, was active before",
    TriggerPointState.PROVISIONALLY_CLEARED: "clear once, to be confirmed",
    TriggerPointState.ELIMINATED: "not found on two examinations",
    TriggerPointState.SUSPECTED: "suspected",
}


@dataclass(frozen=True, slots=True)
class NewLetter:
    """What a clinician writes; everything else comes from the signed record."""

    kind: LetterKind
    recipient_name: str
    recipient_address: str
    request: str
    course: str
    examination_id: str | None = None


@dataclass(frozen=True, slots=True)
class LetterSheet(Manuscript):
    """A letter ready to be printed; `examination_id` is the newest one it rests on."""

    new: NewLetter
    examination_id: str | None
    short_code: str
