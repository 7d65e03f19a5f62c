"""Deeds of check-ins: a page is made, opened, told on, revoked; a paper grid is typed in."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from clinic.accounts.queries import today_of
from clinic.checkins import queries
from clinic.checkins.models import CheckIn, PatientPage
from clinic.checkins.rules import (
    Report,
    Source,
    ends_on,
    first_day,
    hash_of,
    report_problems,
    stop_reason,
)
from clinic.plans.models import HomePlan
from clinic.plans.queries import targets_of
from clinic.plans.rules import STANDING, PauseCause, PlanState
from clinic.plans.use_cases import pause_for
from clinic.rulebook.refusals import Conflict, Invalid, NotFound, Problem
from clinic.work.unit import Work


def begin_page(
    work: Work, plan: HomePlan, handout_id: str, *, token: str, language: str
) -> PatientPage:
    """Make the page that a sheet's code opens: part of issuing the sheet, and of its entry."""
    page = work.new(
        PatientPage,
        patient_id=plan.patient_id,
        plan_id=plan.id,
        handout_id=handout_id,
        token_sha256=hash_of(token),
        language=language,
    )
    work.also("patient_page.begun", page)
    return page


def open_page(work: Work, page_id: str) -> PatientPage:
    """Open a patient's page: a deed of the patient's own.

    Raises:
        NotFound: it was revoked, or its time is over; whoever asks is not told which.

    """
    page = work.find(PatientPage, page_id)
    plan = work.find(HomePlan, page.plan_id)
    _refuse_ended(work, page, plan)
    work.record("patient_page.opened", page, patient_id=page.patient_id, plan_id=plan.id)
    return page


def turn_away(work: Work, page_id: str) -> None:
    """Leave the entry of somebody who opened a page that is closed or over."""
    page = work.find(PatientPage, page_id)
    work.record("patient_page.turned_away", page, patient_id=page.patient_id)
    if work.entry is not None:
        work.entry.outcome = "refused"


def report_from_home(work: Work, page_id: str, report: Report) -> CheckIn:
    """Write down what a patient told of a day; a ticked stop sign pauses the plan at once.

    Raises:
        NotFound: the page is revoked or over.
        Invalid: a day, a number or a sign that cannot be.
        Conflict: the plan has ended, or a newer sheet took the place of this one.

    """
    page = work.find(PatientPage, page_id)
    plan = work.claim(HomePlan, page.plan_id)
    _refuse_ended(work, page, plan)
    if plan.state not in STANDING:
        raise Conflict("This plan has ended.")
    if queries.replaced_on(work, page, plan) is not None:
        raise Conflict("This sheet was replaced. Please use your new sheet.")
    today = today_of(work)
    planned = _planned(work, plan)
    problems = list(report_problems(report, planned, first_day(today, plan.starts_on), today))
    if problems:
        raise Invalid(problems)
    row = _write(work, plan, report, Source.PAGE)
    work.record("check_in.reported", row, patient_id=plan.patient_id, plan_id=plan.id)
    _stop(work, plan, report.happened)
    return row


def enter_grid(work: Work, plan_id: str, reports: Sequence[Report]) -> list[CheckIn]:
    """Type a paper grid in: days that are not named stay as they are.

    Raises:
        Invalid: a day, a number or a sign that cannot be, at its pointer; a day named twice.
        Conflict: the plan is a draft.

    """
    plan = work.claim(HomePlan, plan_id)
    if plan.state is PlanState.DRAFT:
        raise Conflict("A draft has no days yet: prescribe the plan first.")
    today, planned = today_of(work), _planned(work, plan)
    problems: list[Problem] = []
    seen: set[date] = set()
    for index, report in enumerate(reports):
        at = f"/days/{index}"
        problems += report_problems(report, planned, plan.starts_on, today, at)
        if report.day in seen:
            problems.append(Problem(f"{at}/day", "This day stands here twice."))
        seen.add(report.day)
    if problems:
        raise Invalid(problems)
    rows = [_write(work, plan, report, Source.PAPER) for report in reports]
    work.record("check_ins.entered", plan, patient_id=plan.patient_id, days=len(rows))
    happened = list(dict.fromkeys(slug for report in reports for slug in report.happened))
    _stop(work, plan, happened)
    return rows


def read_check_in(work: Work, check_in_id: str) -> CheckIn:
    """Read what was told of a day."""
    row = work.find(CheckIn, check_in_id)
    work.record("check_in.read", row, patient_id=row.patient_id)
    return row


def revoke_page(work: Work, handout_id: str) -> PatientPage:
    """Close the page behind a sheet's code for good.

    Raises:
        NotFound: the sheet has no page.
        Conflict: it is closed already.

    """
    found = queries.page_of_handout(work, handout_id)
    if found is None:
        raise NotFound
    page = work.claim(PatientPage, found.id)
    if page.revoked_at is not None:
        raise Conflict("This page is closed already.")
    page.revoked_at, page.revoked_by = work.now, work.actor.user_id
    work.touch(page)
    work.record("patient_page.revoked", page, patient_id=page.patient_id, plan_id=page.plan_id)
    return page


def _refuse_ended(work: Work, page: PatientPage, plan: HomePlan) -> None:
    if page.revoked_at is not None or today_of(work) > ends_on(plan.review_on):
        raise NotFound


def _planned(work: Work, plan: HomePlan) -> list[int]:
    return [target.sessions_per_day for target in targets_of(work, [plan.id])[plan.id]]


def _write(work: Work, plan: HomePlan, report: Report, source: Source) -> CheckIn:
    """Write a day down, once: who sends the same again changes nothing."""
    told: dict[str, Any] = {
        "sessions": list(report.sessions),
        "pain_before": report.pain_before,
        "pain_after": report.pain_after,
    }
    row = queries.check_in_of_day(work, plan.id, report.day)
    if row is None:
        return work.new(
            CheckIn,
            patient_id=plan.patient_id,
            plan_id=plan.id,
            day=report.day,
            happened=list(dict.fromkeys(report.happened)),
            source=source,
            entered_by=work.actor.user_id,
            **told,
        )
    # a sign that was ticked once stays: only a clinician judges what it meant
    happened = list(dict.fromkeys([*row.happened, *report.happened]))
    if work.change(row, {**told, "happened": happened}):
        row.source, row.entered_by = source, work.actor.user_id
    return row


def _stop(work: Work, plan: HomePlan, happened: Sequence[str]) -> None:
    if happened:
        pause_for(work, plan, PauseCause.STOP_SIGN, stop_reason(happened))
