"""The closed words of an examination: what may be answered, and what it may become."""

from enum import StrEnum


class TautBand(StrEnum):
    """Whether a tight strip was felt in the muscle; too deep to feel is its own answer."""

    PRESENT = "present"
    ABSENT = "absent"
    NOT_PALPABLE = "not_palpable"
    NOT_TESTED = "not_tested"


class Sensation(StrEnum):
    """Whether held pressure was felt away from the pressed point."""

    PRESENT = "present"
    ABSENT = "absent"
    NOT_TESTED = "not_tested"


class Recognised(StrEnum):
    """Whether pressing brought back a complaint the patient already knows."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_TESTED = "not_tested"


class Twitch(StrEnum):
    """Whether the band jumped when the point was stimulated."""

    SEEN = "seen"
    FELT = "felt"
    ABSENT = "absent"
    NOT_TESTED = "not_tested"


class FindingClass(StrEnum):
    """What the signs of one finding add up to (CLINICAL 1.6)."""

    ACTIVE = "active"
    ACTIVE_PROBABLE = "active_probable"
    LATENT = "latent"
    LATENT_PROBABLE = "latent_probable"
    INDETERMINATE = "indeterminate"
    TENDER_SPOT = "tender_spot"
    TAUT_BAND = "taut_band"
    CLEAR = "clear"
    CLEAR_BAND_UNTESTABLE = "clear_band_untestable"
    INCONSISTENT = "inconsistent"
    INCOMPLETE = "incomplete"


class Symptom(StrEnum):
    """What the patient complains of, pain or not (CLINICAL 1.3)."""

    PAIN = "pain"
    FATIGUE = "fatigue"
    REDUCED_FLEXIBILITY = "reduced_flexibility"
    DISTURBED_SLEEP = "disturbed_sleep"
    LOW_MOOD = "low_mood"
    WEAKNESS = "weakness"


class Quality(StrEnum):
    """How a referred sensation feels (CLINICAL 1.4)."""

    PAIN = "pain"
    DULL_ACHE = "dull_ache"
    DEEP = "deep"
    SPREADING = "spreading"
    TINGLING = "tingling"
    BURNING = "burning"
    OTHER = "other"


class ExaminationState(StrEnum):
    DRAFT = "draft"
    SIGNED = "signed"
    VOIDED = "voided"


class ExaminationAction(StrEnum):
    CHANGE = "change"
    DELETE = "delete"
    SIGN = "sign"
    AMEND = "amend"
    VOID = "void"
