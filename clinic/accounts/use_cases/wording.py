"""Deeds on the wording of sheets: a clinician of the clinic approves what they claim."""

from clinic.accounts import queries
from clinic.accounts.models import WordingApproval
from clinic.evidence.rules import WORDING_VERSION, wording_sha256
from clinic.rulebook.refusals import Conflict, Forbidden, Invalid
from clinic.work.unit import Work


def approve_wording(work: Work, wording_version: str) -> WordingApproval:
    """Approve every sentence that claims an effect, in the version that is printed now.

    Raises:
        Invalid: another version than the one whose sentences are printed.
        Conflict: it is approved already.

    """
    if wording_version != WORDING_VERSION:
        raise Invalid.at("/wording_version", f"Sheets are printed in wording {WORDING_VERSION}.")
    if work.actor.user_id is None:
        raise Forbidden
    if queries.wording_approval(work) is not None:
        raise Conflict(f"Wording {WORDING_VERSION} is approved already.")
    approval = work.new(
        WordingApproval,
        wording_version=wording_version,
        wording_sha256=wording_sha256(),
        approved_by=work.actor.user_id,
    )
    work.record("wording.approved", approval)
    return approval
