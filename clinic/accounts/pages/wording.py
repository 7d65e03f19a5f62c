"""What the sheets claim: read and approved by a clinician of the clinic before it is printed."""

from collections.abc import Mapping
from typing import Any

from clinic.accounts import queries, use_cases
from clinic.accounts.pages.door import pages
from clinic.accounts.schemas import NewWordingApprovalShape
from clinic.evidence.rules import ADVICE, REFERENCES, STATEMENTS, THERAPIES, WORDING_VERSION
from clinic.rulebook.permissions import Permission
from clinic.web.page import Go, form, page
from clinic.work.unit import Work


@pages.get("/wording")
@page("accounts/wording.html", needs=Permission.CARE)
def show_wording(work: Work) -> Mapping[str, Any]:
    """Show every sentence that claims something, what it rests on, and who approved it."""
    approval = queries.wording_approval(work)
    by = "" if approval is None else approval.approved_by
    return {
        "wording_version": WORDING_VERSION,
        "approval": approval,
        "approved_by": queries.users_named(work, [by]).get(by, "") if by else "",
        "groups": (
            ("Why to go on, and how little is known", _rows(STATEMENTS.values())),
            ("Other ways of treatment", _rows(THERAPIES.values())),
            ("Advice on prevention, and on looking further", _rows(ADVICE.values())),
        ),
    }


def _rows(texts: Any) -> list[tuple[str, list[str]]]:
    """Answer each sentence with the publications it rests on; none where it is our opinion."""
    return [
        (
            getattr(one, "patient_text", None) or one.text,
            [REFERENCES[slug].citation for slug in one.references],
        )
        for one in texts
    ]


@pages.post("/wording")
@form(shows=show_wording, needs=Permission.CARE, accepts=NewWordingApprovalShape())
def approve_wording(work: Work, new: Mapping[str, str]) -> Go:
    """Approve the sentences, in the version that was read."""
    use_cases.approve_wording(work, new["wording_version"])
    return Go("/wording", told="Approved. These sentences are printed from now on.")
