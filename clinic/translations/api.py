"""The JSON door of translations."""

from collections.abc import Mapping
from typing import Any

from clinic.languages import shipped
from clinic.rulebook.permissions import Permission
from clinic.rulebook.refusals import NotFound
from clinic.translations import queries, use_cases
from clinic.translations.models import TranslationApproval
from clinic.translations.queries import Translation
from clinic.translations.schemas import (
    ApprovalShape,
    NewApprovalShape,
    TranslationShape,
    WholeTranslationShape,
    WithdrawalShape,
)
from clinic.translations.use_cases import NewApproval
from clinic.web.endpoint import Door, endpoint
from clinic.web.shapes import PageQuery
from clinic.work.paging import Page, Paging, slice_of
from clinic.work.unit import Work

api = Door("translations", "What patients read in other languages, and who approved it here.")


@api.get("/translations")
@endpoint(needs=Permission.CARE, query=PageQuery(), returns=TranslationShape(), lists=True)
def list_translations(work: Work, paging: Paging) -> Page[Translation]:
    """List the translations that ship, and which of them are approved in this clinic."""
    return slice_of(queries.translations(work), lambda one: one.language, paging)


@api.get("/translations/<language>")
@endpoint(needs=Permission.CARE, returns=WholeTranslationShape())
def read_translation(work: Work, language: str) -> Mapping[str, Any]:
    """Answer a translation with every sentence of it."""
    found = queries.translation(work, shipped(language) or "")
    if found is None:
        raise NotFound
    names = ("language", "name", "english_name", "spoken", "approval_id")
    return {name: getattr(found, name) for name in names} | {
        "sentences": [
            {"english": english, "translation": translation}
            for english, translation in queries.sentences(found.language)
        ]
    }


@api.get("/translation-approvals")
@endpoint(needs=Permission.CARE, query=PageQuery(), returns=ApprovalShape(), lists=True)
def list_approvals(work: Work, paging: Paging) -> Page[TranslationApproval]:
    """List who approved which version of which translation, newest first."""
    return queries.approvals(work, paging)


@api.get("/translation-approvals/<id:approval_id>")
@endpoint(needs=Permission.CARE, returns=ApprovalShape())
def read_approval(work: Work, approval_id: str) -> TranslationApproval:
    """Answer one approval."""
    return work.find(TranslationApproval, approval_id)


@api.post("/translation-approvals")
@endpoint(
    needs=Permission.CLINIC,
    accepts=NewApprovalShape(),
    returns=ApprovalShape(),
    creates="/translation-approvals/{id}",
)
def approve_translation(work: Work, new: NewApproval) -> TranslationApproval:
    """Record who, qualified in the language, approved this version: it opens to patients."""
    return use_cases.approve_translation(work, new)


@api.post("/translation-approvals/<id:approval_id>/withdraw")
@endpoint(needs=Permission.CLINIC, accepts=WithdrawalShape(), returns=ApprovalShape())
def withdraw_approval(work: Work, body: Mapping[str, str], approval_id: str) -> TranslationApproval:
    """Close the language again; sheets that were issued stay as they are."""
    return use_cases.withdraw_approval(work, approval_id, body["reason"])
