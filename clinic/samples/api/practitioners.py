"""Addresses of practitioners."""

from collections.abc import Mapping
from typing import Any

from clinic.rulebook.permissions import Permission
from clinic.samples import queries, use_cases
from clinic.samples.api.door import api, one, several
from clinic.samples.models import Practitioner
from clinic.samples.queries.shown import shown_practitioners
from clinic.samples.schemas.practitioners import (
    NewPractitionerShape,
    PractitionerChangeShape,
    PractitionerShape,
    VerificationShape,
)
from clinic.samples.use_cases import NewPractitioner, Verification
from clinic.web.endpoint import endpoint
from clinic.web.shapes import PageQuery
from clinic.work.paging import Page, Paging
from clinic.work.unit import Work


@api.post("/practitioners")
@endpoint(
    needs=Permission.SAMPLES,
    accepts=NewPractitionerShape(),
    returns=PractitionerShape(),
    creates="/practitioners/{id}",
)
def create_practitioner(work: Work, new: NewPractitioner) -> dict[str, Any]:
    """Make a practitioner's record."""
    return one(work, shown_practitioners, use_cases.create_practitioner(work, new))


@api.get("/practitioners")
@endpoint(needs=Permission.SAMPLES, query=PageQuery(), returns=PractitionerShape(), lists=True)
def list_practitioners(work: Work, paging: Paging) -> Page[dict[str, Any]]:
    """List practitioners, newest first."""
    work.record("practitioners.listed")
    return several(work, shown_practitioners, queries.practitioners(work, paging))


@api.get("/practitioners/<id:practitioner_id>")
@endpoint(needs=Permission.SAMPLES, returns=PractitionerShape())
def read_practitioner(work: Work, practitioner_id: str) -> dict[str, Any]:
    """Answer a practitioner, with warnings of overdue and lost loans."""
    practitioner = work.find(Practitioner, practitioner_id)
    work.record("practitioner.read", practitioner)
    return one(work, shown_practitioners, practitioner)


@api.patch("/practitioners/<id:practitioner_id>")
@endpoint(
    needs=Permission.SAMPLES,
    accepts=PractitionerChangeShape(partial=True),
    returns=PractitionerShape(),
)
def change_practitioner(
    work: Work, changes: Mapping[str, Any], practitioner_id: str
) -> dict[str, Any]:
    """Change what is known. A changed name, profession or number has to be verified anew."""
    changed = use_cases.change_practitioner(work, practitioner_id, changes)
    return one(work, shown_practitioners, changed)


@api.post("/practitioners/<id:practitioner_id>/verify")
@endpoint(needs=Permission.SAMPLES, accepts=VerificationShape(), returns=PractitionerShape())
def verify_practitioner(work: Work, check: Verification, practitioner_id: str) -> dict[str, Any]:
    """Note that identity and registration were checked; without a day: today."""
    verified = use_cases.verify_practitioner(work, practitioner_id, check)
    return one(work, shown_practitioners, verified)
