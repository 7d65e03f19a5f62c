"""Addresses of sample requests."""

from typing import Any

from clinic.rulebook.permissions import Permission
from clinic.samples import queries, use_cases
from clinic.samples.api.door import api, one, several
from clinic.samples.models import SampleRequest
from clinic.samples.queries import RequestQuery
from clinic.samples.queries.shown import shown_requests
from clinic.samples.schemas.requests import (
    ApprovalShape,
    NewSampleRequestShape,
    RequestQueryShape,
    SampleReasonShape,
    SampleRequestShape,
    WithdrawalShape,
)
from clinic.samples.use_cases import Approval, NewRequest, Reason, Withdrawal
from clinic.web.endpoint import endpoint
from clinic.work.paging import Page
from clinic.work.unit import Work


@api.post("/sample-requests")
@endpoint(
    needs=Permission.SAMPLES,
    accepts=NewSampleRequestShape(),
    returns=SampleRequestShape(),
    creates="/sample-requests/{id}",
)
def submit_sample_request(work: Work, new: NewRequest) -> dict[str, Any]:
    """Take a practitioner's wish."""
    return one(work, shown_requests, use_cases.submit_request(work, new))


@api.get("/sample-requests")
@endpoint(
    needs=Permission.SAMPLES, query=RequestQueryShape(), returns=SampleRequestShape(), lists=True
)
def list_sample_requests(work: Work, query: RequestQuery) -> Page[dict[str, Any]]:
    """List requests, newest first."""
    work.record("sample_requests.listed")
    return several(work, shown_requests, queries.sample_requests(work, query))


@api.get("/sample-requests/<id:request_id>")
@endpoint(needs=Permission.SAMPLES, returns=SampleRequestShape())
def read_sample_request(work: Work, request_id: str) -> dict[str, Any]:
    """Answer a request, with its place among those who wait for the model."""
    request = work.find(SampleRequest, request_id)
    work.record("sample_request.read", request)
    return one(work, shown_requests, request)


@api.post("/sample-requests/<id:request_id>/approve")
@endpoint(needs=Permission.SAMPLES, accepts=ApprovalShape(), returns=SampleRequestShape())
def approve_sample_request(work: Work, approval: Approval, request_id: str) -> dict[str, Any]:
    """Grant a trial: a free unit is reserved and the loan begins, else the request waits."""
    return one(work, shown_requests, use_cases.approve_request(work, request_id, approval))


@api.post("/sample-requests/<id:request_id>/decline")
@endpoint(needs=Permission.SAMPLES, accepts=SampleReasonShape(), returns=SampleRequestShape())
def decline_sample_request(work: Work, reason: Reason, request_id: str) -> dict[str, Any]:
    """Say no, with the reason."""
    return one(work, shown_requests, use_cases.decline_request(work, request_id, reason.reason))


@api.post("/sample-requests/<id:request_id>/withdraw")
@endpoint(needs=Permission.SAMPLES, accepts=WithdrawalShape(), returns=SampleRequestShape())
def withdraw_sample_request(work: Work, withdrawal: Withdrawal, request_id: str) -> dict[str, Any]:
    """Take a wish back."""
    return one(work, shown_requests, use_cases.withdraw_request(work, request_id, withdrawal))
