"""Deeds on handouts: issue, reprint."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import undefer

from clinic.accounts.queries import wording_approval
from clinic.anatomy.rules import CATALOGUE_VERSION
from clinic.checkins.use_cases import begin_page
from clinic.evidence.rules import WORDING_VERSION
from clinic.handouts import queries
from clinic.handouts.models import Handout
from clinic.handouts.rules import Sheet
from clinic.paper.printed import Printed
from clinic.plans.models import HomePlan
from clinic.plans.rules import PLAN, PlanAction
from clinic.plans.use_cases import check_safety, prescribe_plan
from clinic.rulebook.refusals import Conflict
from clinic.work.unit import Work


def plan_to_issue(work: Work, plan_id: str) -> HomePlan:
    """Answer the plan, if a handout of it may be issued now: active, and every check passed."""
    plan = work.claim(HomePlan, plan_id)
    PLAN.after(plan.state, PlanAction.ISSUE_HANDOUT)
    check_safety(work, plan)
    return plan


def issue_handout(work: Work, plan_id: str, sheet: Sheet, printed: Printed) -> Handout:
    """Archive a printed sheet as issued.

    Raises:
        Conflict: the plan changed while it was being printed.

    """
    plan = plan_to_issue(work, plan_id)
    handout = _archive(work, plan, sheet, printed)
    work.record("handout.issued", handout, patient_id=plan.patient_id, plan_id=plan.id)
    _open_page(work, plan, handout, sheet)
    return handout


def prescribe_and_issue(  # noqa: PLR0913 (one deed for the user: two of ours, and what was printed)
    work: Work,
    plan_id: str,
    sheet: Sheet,
    printed: Printed,
    *,
    replaces: str | None,
    override_reason: str | None,
    changes: Mapping[str, Any],
) -> Handout:
    """Prescribe a draft as it was typed last, and archive its sheet: both, or neither.

    Raises:
        Unsafe, Conflict, Invalid: as when it is prescribed.
        Conflict: the plan changed while its sheet was being printed.

    """
    plan = prescribe_plan(
        work, plan_id, replaces=replaces, override_reason=override_reason, changes=changes
    )
    handout = _archive(work, plan, sheet, printed)
    work.also("handout.issued", handout)
    _open_page(work, plan, handout, sheet)
    return handout


def _open_page(work: Work, plan: HomePlan, handout: Handout, sheet: Sheet) -> None:
    """Open the page behind the code that is printed on the sheet."""
    if sheet.page_token:
        begin_page(work, plan, handout.id, token=sheet.page_token, language=sheet.language)


def _archive(work: Work, plan: HomePlan, sheet: Sheet, printed: Printed) -> Handout:
    if plan.version != sheet.plan_version:
        raise Conflict("The plan changed while it was being printed; please print again.")
    approval = wording_approval(work)
    return work.new(
        Handout,
        patient_id=plan.patient_id,
        plan_id=plan.id,
        plan_version=plan.version,
        language=sheet.language,
        layout=sheet.layout,
        issued_by=work.actor.user_id,
        short_code=sheet.short_code,
        pages=printed.pages,
        sha256=printed.sha256,
        input_sha256=printed.input_sha256,
        made_with={
            **printed.made_with,
            "wording": WORDING_VERSION,
            "wording_approval": "" if approval is None else approval.id,
            "catalogue": CATALOGUE_VERSION,
            "translation_approval": sheet.translation,
        },
        pdf=printed.pdf,
    )


def reprint_handout(work: Work, handout_id: str) -> Printed:
    """Give out the archived bytes again."""
    handout = work.find(Handout, handout_id, undefer(Handout.pdf))
    pdf = queries.as_issued(handout, handout.pdf)
    work.record("handout.reprinted", handout, patient_id=handout.patient_id)
    return Printed(pdf, handout.pages, handout.sha256)


def read_handout(work: Work, handout_id: str) -> Handout:
    """Read what is known of an issued sheet."""
    handout = work.find(Handout, handout_id)
    work.record("handout.read", handout, patient_id=handout.patient_id)
    return handout
