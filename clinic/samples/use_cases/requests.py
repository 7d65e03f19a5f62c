"""Deeds on sample requests, and the waiting list."""

from dataclasses import dataclass

from clinic.rulebook.refusals import Conflict
from clinic.samples import queries
from clinic.samples.models import MassagerModel, Practitioner, SampleRequest, SampleUnit
from clinic.samples.rules import (
    DEFAULT_TRIAL_DAYS,
    REQUEST,
    RequestAction,
    RequestState,
    UnitState,
)
from clinic.samples.use_cases.custody import claim_in_queue, lock_queue, reserve
from clinic.work.unit import Work


@dataclass(frozen=True, slots=True)
class NewRequest:
    """Who wants to try which model, and why."""

    practitioner_id: str
    model_id: str
    reason: str = ""


def submit_request(work: Work, new: NewRequest) -> SampleRequest:
    """Take a practitioner's wish.

    Raises:
        Invalid: no such practitioner or model.

    """
    practitioner = work.named(Practitioner, new.practitioner_id, "/practitioner_id")
    model = work.named(MassagerModel, new.model_id, "/model_id")
    lock_queue(work, model.id)
    request = work.new(
        SampleRequest,
        practitioner_id=practitioner.id,
        model_id=model.id,
        reason=new.reason,
        state=REQUEST.initial,
        submitted_at=work.now,
    )
    work.record("sample_request.submitted", request, practitioner_id=practitioner.id)
    return request


@dataclass(frozen=True, slots=True)
class Approval:
    """For how long, and which unit; any free one unless it is named."""

    trial_days: int = DEFAULT_TRIAL_DAYS
    unit_id: str | None = None


def approve_request(work: Work, request_id: str, approval: Approval) -> SampleRequest:
    """Grant a trial: a free unit is reserved at once, else the request waits for one.

    Raises:
        WrongState: it is decided already.
        Conflict: the practitioner is not verified, or the named unit cannot be had.
        Invalid: there is no such unit.

    """
    request = claim_in_queue(work, SampleRequest, request_id)
    state = REQUEST.after(request.state, RequestAction.APPROVE)
    practitioner = work.lock(work.find(Practitioner, request.practitioner_id))
    if practitioner.verified_on is None:
        raise Conflict("This practitioner is not verified; verify first, then approve.")
    unit = _unit_for(work, request, approval)
    request.state = state
    request.trial_days = approval.trial_days
    request.decided_at = work.now
    request.decided_by = work.actor.user_id
    if unit is None:
        request.state = RequestState.WAITLISTED
        work.touch(request)
        work.record("sample_request.waitlisted", request)
        return request
    work.record("sample_request.approved", request)
    reserve(work, request, unit)
    return request


def _unit_for(work: Work, request: SampleRequest, approval: Approval) -> SampleUnit | None:
    """Answer the unit that was named, or any free one, or None."""
    if approval.unit_id is None:
        return queries.available_unit(work, request.model_id)
    unit = work.named(SampleUnit, approval.unit_id, "/unit_id")
    if unit.model_id != request.model_id:
        raise Conflict("This unit is not of the model that was asked for.")
    work.lock(unit)
    if unit.state is not UnitState.AVAILABLE:
        raise Conflict(f"This unit is not available: it is {unit.state}.")
    return unit


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Why the practitioner does not want it any more, if that is known."""

    reason: str = ""


def decline_request(work: Work, request_id: str, reason: str) -> SampleRequest:
    """Say no, with the reason.

    Raises:
        WrongState: it is decided already.

    """
    return _end(work, request_id, RequestAction.DECLINE, reason, "sample_request.declined")


def withdraw_request(work: Work, request_id: str, withdrawal: Withdrawal) -> SampleRequest:
    """Take a wish back.

    Raises:
        WrongState: it is decided already.

    """
    why = withdrawal.reason
    return _end(work, request_id, RequestAction.WITHDRAW, why, "sample_request.withdrawn")


def _end(
    work: Work, request_id: str, action: RequestAction, reason: str, event: str
) -> SampleRequest:
    request = claim_in_queue(work, SampleRequest, request_id)
    request.state = REQUEST.after(request.state, action)
    request.decision_reason = reason
    request.decided_at = work.now
    request.decided_by = work.actor.user_id
    work.touch(request)
    work.record(event, request)
    return request
