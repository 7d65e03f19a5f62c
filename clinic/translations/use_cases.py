"""Deeds on translations: record who approved one, withdraw an approval."""

from dataclasses import dataclass

from clinic.languages import NAMES, spoken
from clinic.rulebook.refusals import Conflict, Forbidden, Invalid, WrongState
from clinic.translations import queries
from clinic.translations.models import TranslationApproval
from clinic.work.unit import Work


@dataclass(frozen=True, slots=True)
class NewApproval:
    """Who, qualified in the language, approved which version."""

    language: str
    translation_version: str
    approver: str
    qualification: str


def approve_translation(work: Work, new: NewApproval) -> TranslationApproval:
    """Record an approval; the language is open to patients from then on.

    Raises:
        Invalid: another version than the one that ships now.
        Conflict: it is approved already.

    """
    if new.language not in NAMES:
        raise Invalid.at("/language", f"There is a translation for {', '.join(NAMES)}.")
    shipped = spoken(new.language)
    if new.translation_version != shipped.version:
        raise Invalid.at(
            "/translation_version", f"This translation has the version {shipped.version}."
        )
    if work.actor.user_id is None:
        raise Forbidden
    if queries.standing_approval(work, new.language) is not None:
        raise Conflict("This version of the translation is approved already.")
    approval = work.new(
        TranslationApproval,
        language=new.language,
        translation_version=shipped.version,
        translation_sha256=shipped.sha256,
        approver=new.approver,
        qualification=new.qualification,
        recorded_by=work.actor.user_id,
        withdrawn_at=None,
        withdrawn_by=None,
    )
    work.record("translation.approved", approval)
    return approval


def withdraw_approval(work: Work, approval_id: str, reason: str) -> TranslationApproval:
    """Close a language again: sheets that were issued stay as they are.

    Raises:
        WrongState: it is withdrawn already.

    """
    approval = work.claim(TranslationApproval, approval_id)
    if approval.withdrawn_at is not None:
        raise WrongState("translation approval", "withdrawn", "withdraw", [])
    approval.withdrawn_at = work.now
    approval.withdrawn_by = work.actor.user_id
    approval.withdrawn_reason = reason
    work.touch(approval)
    work.record("translation.withdrawn", approval)
    return approval
