"""How a patient is spoken to in this clinic: only as somebody qualified has approved it."""

from dataclasses import dataclass

from clinic.accounts.queries import acting_clinic
from clinic.languages import NAMES, Spoken, shipped, spoken
from clinic.rulebook.refusals import Conflict
from clinic.translations import queries
from clinic.work.unit import Work


@dataclass(frozen=True, slots=True)
class Approved:
    """A language that may be printed, and the words that name its approver; none for English."""

    spoken: Spoken
    approval_id: str = ""
    line: str = ""


def approved_language(work: Work, language: str) -> Approved:
    """Answer how to speak in a language, if it is English or its translation is approved here.

    Raises:
        Conflict: there is no translation, or nobody has approved it for this clinic.

    """
    tag = shipped(language)
    if tag is None:
        raise Conflict(
            f"There is no translation into the language {language!r}. Choose English, or "
            f"{', '.join(english for _, english in NAMES.values())}."
        )
    if tag == "en":
        return Approved(Spoken(_at_home(work, language)))
    approval = queries.standing_approval(work, tag)
    if approval is None:
        raise Conflict(
            f"Nobody qualified in {NAMES[tag][1]} has approved its translation for this clinic."
        )
    to = spoken(language)
    return Approved(
        to,
        approval.id,
        to.say(
            "Translation approved by {name}, {qualification}.",
            name=approval.approver,
            qualification=approval.qualification,
        ),
    )


def spoken_to_patient(work: Work, language: str) -> Spoken:
    """Answer how to speak on a patient's page; English where the translation is closed again."""
    try:
        return approved_language(work, language).spoken
    except Conflict:
        return Spoken(_at_home(work, "en"))


def draft_language(work: Work, language: str) -> Approved:
    """Answer how to speak in a language that ships, approved or not: for what is only looked at.

    Raises:
        Conflict: there is no translation.

    """
    tag = shipped(language)
    if tag in {None, "en"}:
        return approved_language(work, language)
    return Approved(spoken(language))


def languages_offered(work: Work) -> list[tuple[str, str]]:
    """Answer the languages that sheets may be printed in: a tag and its name."""
    own = _at_home(work, "en")
    open_ones = [one for one in queries.translations(work) if one.approval is not None]
    return [(own, "English"), *((one.language, one.english_name) for one in open_ones)]


def _at_home(work: Work, language: str) -> str:
    """Write English days as the clinic does where the wish names no country."""
    own = acting_clinic(work).locale
    return own if language.lower() == "en" and own.startswith("en") else language
