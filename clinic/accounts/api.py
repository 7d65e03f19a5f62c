"""The JSON door of accounts."""

from collections.abc import Mapping
from typing import Any

from clinic.accounts import queries, use_cases
from clinic.accounts.models import AccessToken, Clinic, User, WordingApproval
from clinic.accounts.rules import settings_from
from clinic.accounts.schemas import (
    ClinicChange,
    ClinicShape,
    MeShape,
    NewWordingApprovalShape,
    TokenShape,
    UserShape,
    WordingApprovalShape,
)
from clinic.rulebook.permissions import Permission
from clinic.web.endpoint import Door, endpoint
from clinic.web.shapes import Nothing, PageQuery
from clinic.work.paging import Page, Paging, slice_of
from clinic.work.unit import Work

api = Door("accounts", "The clinic, who works in it, and the tokens of programs.")


def _shown(clinic: Clinic) -> dict[str, Any]:
    names = ("id", "slug", "name", "country", "time_zone", "locale", "address", "phone", "email")
    plain = {
        name: getattr(clinic, name) for name in (*names, "retention_years", "other_ways", "etag")
    }
    return plain | {"settings": settings_from(clinic.settings)}


@api.get("/me")
@endpoint(needs=Permission.SIGNED_IN, returns=MeShape())
def read_me(work: Work) -> dict[str, Any]:
    """Say who the token stands for, and what it opens."""
    clinic = queries.acting_clinic(work)
    user = queries.member(work, work.actor.user_id or "")
    return {
        "user_id": user.id,
        "email": user.email,
        "name": user.name,
        "clinic_id": clinic.id,
        "clinic_name": clinic.name,
        "clinic_slug": clinic.slug,
        "time_zone": clinic.time_zone,
        "roles": sorted(work.actor.roles),
        "permissions": [p for p in Permission if work.actor.may(p)],
    }


@api.get("/clinic")
@endpoint(needs=Permission.CLINIC, returns=ClinicShape())
def read_clinic(work: Work) -> dict[str, Any]:
    """Answer the clinic's letterhead and settings."""
    return _shown(queries.acting_clinic(work))


@api.patch("/clinic")
@endpoint(needs=Permission.CLINIC, accepts=ClinicChange(partial=True), returns=ClinicShape())
def change_clinic(work: Work, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Change letterhead, zone, limits or the retention rule."""
    return _shown(use_cases.change_clinic(work, changes))


def _member(user: User, roles: Any) -> dict[str, Any]:
    plain = {name: getattr(user, name) for name in ("id", "email", "name", "created_at")}
    return plain | {"roles": sorted(roles)}


@api.get("/wording-approvals")
@endpoint(needs=Permission.CARE, query=PageQuery(), returns=WordingApprovalShape(), lists=True)
def list_wording_approvals(work: Work, paging: Paging) -> Page[WordingApproval]:
    """List who approved the claims of which wording of the sheets, newest first."""
    return queries.wording_approvals(work, paging)


@api.get("/wording-approvals/<id:approval_id>")
@endpoint(needs=Permission.CARE, returns=WordingApprovalShape())
def read_wording_approval(work: Work, approval_id: str) -> WordingApproval:
    """Answer one approval."""
    return work.find(WordingApproval, approval_id)


@api.post("/wording-approvals")
@endpoint(
    needs=Permission.CARE,
    accepts=NewWordingApprovalShape(),
    returns=WordingApprovalShape(),
    creates="/wording-approvals/{id}",
)
def approve_wording(work: Work, new: Mapping[str, str]) -> WordingApproval:
    """Approve what the sheets claim, as a clinician who has read it: claims print from then on."""
    return use_cases.approve_wording(work, new["wording_version"])


@api.get("/users")
@endpoint(needs=Permission.CLINIC, query=PageQuery(), returns=UserShape(), lists=True)
def list_users(work: Work, paging: Paging) -> Page[dict[str, Any]]:
    """List who works in this clinic, newest first."""
    roles = queries.members(work)
    newest = sorted(roles, reverse=True)
    found = slice_of(newest, str, paging)
    return found.map(lambda user_id: _member(queries.member(work, user_id), roles[user_id]))


@api.get("/users/<id:user_id>")
@endpoint(needs=Permission.CLINIC, returns=UserShape())
def read_user(work: Work, user_id: str) -> dict[str, Any]:
    """Answer one user of this clinic."""
    user = queries.member(work, user_id)
    return _member(user, queries.roles_of(work.session, work.actor.clinic, user_id))


@api.get("/tokens")
@endpoint(needs=Permission.CLINIC, query=PageQuery(), returns=TokenShape(), lists=True)
def list_tokens(work: Work, paging: Paging) -> Page[AccessToken]:
    """List this clinic's tokens, newest first; never the keys themselves."""
    return queries.tokens(work, paging)


@api.get("/tokens/<id:token_id>")
@endpoint(needs=Permission.CLINIC, returns=TokenShape())
def read_token(work: Work, token_id: str) -> AccessToken:
    """Answer one token: whose, until when, last used."""
    return queries.token(work, token_id)


@api.post("/tokens/<id:token_id>/revoke")
@endpoint(needs=Permission.CLINIC, accepts=Nothing(), returns=TokenShape())
def revoke_token(work: Work, _body: object, token_id: str) -> AccessToken:
    """End a token now."""
    return use_cases.revoke_token(work, token_id)
