"""Every question asked of translations: how they ship, and which are approved here."""

from dataclasses import dataclass

from sqlalchemy import select

from clinic.languages import NAMES, Spoken, catalogue, spoken
from clinic.translations.models import TranslationApproval
from clinic.work.paging import Page, Paging, page
from clinic.work.unit import Work


@dataclass(frozen=True, slots=True)
class Translation:
    """One catalogue as it ships, and its approval in this clinic, if it has one that counts."""

    language: str
    name: str
    english_name: str
    spoken: Spoken
    approval: TranslationApproval | None

    @property
    def approval_id(self) -> str | None:
        """Return which approval opens it; none while it is a draft."""
        return None if self.approval is None else self.approval.id


def translations(work: Work) -> list[Translation]:
    """Answer every catalogue that ships."""
    return [_translation(work, tag) for tag in NAMES]


def translation(work: Work, tag: str) -> Translation | None:
    """Answer one catalogue, if there is one with this tag."""
    return _translation(work, tag) if tag in NAMES else None


def _translation(work: Work, tag: str) -> Translation:
    name, english_name = NAMES[tag]
    return Translation(tag, name, english_name, spoken(tag), standing_approval(work, tag))


def standing_approval(work: Work, tag: str) -> TranslationApproval | None:
    """Answer who approved this catalogue as it ships now; a changed sentence asks anew."""
    return work.session.scalar(
        select(TranslationApproval).where(
            TranslationApproval.language == tag,
            TranslationApproval.translation_sha256 == spoken(tag).sha256,
            TranslationApproval.withdrawn_at.is_(None),
        )
    )


def approvals(work: Work, paging: Paging) -> Page[TranslationApproval]:
    """Answer every approval of this clinic, withdrawn ones too, newest first."""
    return page(work, select(TranslationApproval), TranslationApproval.id, paging)


def sentences(tag: str) -> list[tuple[str, str]]:
    """Answer each sentence in English with its translation; counts with the forms they take."""
    return [
        (_joined(message.id), _joined(message.string or ""))
        for message in catalogue(tag)
        if message.id
    ]


def _joined(text: str | tuple[str, ...] | list[str]) -> str:
    return text if isinstance(text, str) else " · ".join(dict.fromkeys(text))
