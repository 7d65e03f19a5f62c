"""The keys of programs: which there are, a new one, and the end of one."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from clinic.accounts import queries, use_cases
from clinic.accounts.models import AccessToken, User
from clinic.accounts.pages.door import pages
from clinic.accounts.schemas import NewToken, NewTokenShape
from clinic.rulebook.permissions import Permission
from clinic.rulebook.refusals import Invalid, NotFound
from clinic.web.page import Go, ShownOnce, form, page
from clinic.web.shapes import Nothing, PageQuery
from clinic.work.paging import Paging
from clinic.work.unit import Work

_LASTS = (("30", "30 days"), ("90", "90 days"), ("365", "1 year"), ("", "until it is revoked"))


@pages.get("/clinic/tokens")
@page("accounts/tokens.html", needs=Permission.CLINIC, query=PageQuery())
def list_tokens(work: Work, paging: Paging) -> Mapping[str, Any]:
    """List this clinic's tokens, newest first; never the keys themselves."""
    found = queries.tokens(work, paging)
    people = [(user_id, queries.member(work, user_id).name) for user_id in queries.members(work)]
    names = queries.users_named(work, [row.user_id for row in found.items])
    return {
        "tokens": [
            {
                "id": row.id,
                "etag": row.etag,
                "label": row.label,
                "who": names.get(row.user_id, ""),
                "state": _state(work, row),
                "created_at": row.created_at,
                "last_used_at": row.last_used_at,
                "expires_at": row.expires_at,
                "revoked_at": row.revoked_at,
            }
            for row in found.items
        ],
        "older": found.next_cursor,
        "is_first": paging.cursor is None,
        "people": sorted(people, key=lambda pair: pair[1].casefold()),
        "mine": work.actor.user_id,
        "lasts": _LASTS,
    }


def _state(work: Work, row: AccessToken) -> str:
    if row.revoked_at is not None:
        return "revoked"
    if row.expires_at is not None and row.expires_at <= work.now:
        return "expired"
    return "valid"


@pages.post("/clinic/tokens")
@form(shows=list_tokens, needs=Permission.CLINIC, accepts=NewTokenShape())
def make_token(work: Work, new: NewToken) -> ShownOnce:
    """Make a token. It is shown on this answer and nowhere else."""
    user = _named(work, new.user_id)
    until = None if new.days is None else work.now + timedelta(days=new.days)
    token = use_cases.create_token(work, user, label=new.label, expires_at=until)
    return ShownOnce(
        "accounts/token_made.html",
        {"token": token, "label": new.label, "who": user, "expires_at": until},
        Go(
            "/clinic/tokens",
            told="This token was made already, and shown once. If it is lost, revoke it and "
            "make another.",
        ),
    )


def _named(work: Work, user_id: str) -> User:
    try:
        return queries.member(work, user_id)
    except NotFound as error:
        raise Invalid.at("/user_id", "Nobody with this id works here.") from error


@pages.post("/clinic/tokens/<id:token_id>/revoke")
@form(shows=list_tokens, needs=Permission.CLINIC, accepts=Nothing())
def revoke_token(work: Work, _body: object, token_id: str) -> Go:
    """End a token now."""
    row = use_cases.revoke_token(work, token_id)
    return Go("/clinic/tokens", told=f"The token “{row.label or 'without a label'}” is revoked.")
