"""A handout as it stands in another language: what the catalogues say, and whom it is for."""

from dataclasses import replace

from clinic.handouts.context import HandoutContext
from clinic.languages import Spoken, spoken
from clinic.safety.rules import STOP_SIGNS, Urgency

NAMES = {
    "vi": ("Nguyễn Thị Hà", "Hà"),
    "zh-Hans": ("周美玲", "美玲"),
    "ar": ("ليلى منصور", "ليلى"),
}


def in_language(context: HandoutContext, tag: str) -> HandoutContext:
    """Say a context in a language as `clinic.handouts.context.filled` says it."""
    to = spoken(tag)
    full_name, first_name = NAMES[tag]
    return replace(
        context,
        spoken=to,
        patient=replace(context.patient, full_name=full_name, first_name=first_name),
        places=tuple(
            replace(
                place,
                plain_name=to.say(place.plain_name),
                region_name=to.say(place.region_name),
                position=to.say("Sit, arm on a pillow"),
                cautions=tuple(to.say(caution) for caution in place.cautions),
            )
            for place in context.places
        ),
        phase_words=to.say("treat the quiet points"),
        stop_signs=replace(
            context.stop_signs,
            emergency=_signs(to, Urgency.EMERGENCY),
            today=_signs(to, Urgency.TODAY),
            massager=to.say("Also stop if {faults}.", faults=_signs(to, Urgency.DEVICE)[0]),
        ),
        statements=tuple(
            replace(one, text=to.say("Pain can settle while sore knots stay."))
            for one in context.statements
        ),
        limits=tuple(
            replace(
                one,
                text=to.say(
                    "There is early evidence of relief from vibration. The studies are small."
                ),
            )
            for one in context.limits
        ),
        advice=tuple(
            replace(
                one,
                title=to.say("Take regular breaks"),
                text=to.say("Stretching may help. It is not proven to clear knots."),
            )
            for one in context.advice
        ),
        translated=to.say(
            "Translation approved by {name}, {qualification}.", name="N. N.", qualification="NAATI"
        ),
    )


def _signs(to: Spoken, urgency: Urgency) -> tuple[str, ...]:
    return tuple(to.say(sign.text) for sign in STOP_SIGNS.values() if sign.urgency is urgency)
