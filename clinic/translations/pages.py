"""The pages of translations: what ships, sentence beside sentence, and who approved it here."""

from collections.abc import Mapping
from typing import Any

from clinic.accounts.queries import users_named
from clinic.languages import shipped
from clinic.rulebook.permissions import Permission
from clinic.rulebook.refusals import NotFound
from clinic.translations import queries, use_cases
from clinic.translations.schemas import ApprovalFormShape, WithdrawalShape
from clinic.translations.use_cases import NewApproval
from clinic.web.page import Go, Pages, form, page
from clinic.work.unit import Work, etag_of

pages = Pages("translations")


@pages.get("/translations")
@page("translations/all.html", needs=Permission.CARE)
def show_translations(work: Work) -> Mapping[str, Any]:
    """Show which languages ship, and which of them are open."""
    return {
        "translations": queries.translations(work),
        "owns": work.actor.may(Permission.CLINIC),
    }


@pages.get("/translations/<language>")
@page("translations/one.html", needs=Permission.CARE)
def show_translation(work: Work, language: str) -> Mapping[str, Any]:
    """Show every sentence of a translation beside its English, and who approved it."""
    found = queries.translation(work, shipped(language) or "")
    if found is None:
        raise NotFound
    by = "" if found.approval is None else found.approval.recorded_by
    return {
        "one": found,
        "sentences": queries.sentences(found.language),
        "etag": None if found.approval is None else etag_of(found.approval),
        "recorded_by": users_named(work, [by]).get(by, "") if by else "",
        "owns": work.actor.may(Permission.CLINIC),
    }


@pages.post("/translations/<language>")
@form(shows=show_translation, needs=Permission.CLINIC, accepts=ApprovalFormShape())
def approve_translation(work: Work, typed: Mapping[str, str], language: str) -> Go:
    """Record who, qualified in the language, approved this version."""
    use_cases.approve_translation(work, NewApproval(language=language, **typed))
    return Go(f"/translations/{language}", told="Recorded. Sheets may be printed in it now.")


@pages.post("/translations/<language>/withdraw")
@form(shows=show_translation, needs=Permission.CLINIC, accepts=WithdrawalShape())
def withdraw_approval(work: Work, body: Mapping[str, str], language: str) -> Go:
    """Close the language again."""
    found = queries.translation(work, language)
    if found is None or found.approval is None:
        raise NotFound
    use_cases.withdraw_approval(work, found.approval.id, body["reason"])
    return Go(
        f"/translations/{language}",
        told="Withdrawn. Sheets that were issued stay as they are.",
    )
