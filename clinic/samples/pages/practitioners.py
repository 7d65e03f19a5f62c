"""The pages of practitioners: the list, a new one, and one with their requests and loans."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from clinic.accounts.queries import today_of, users_named
from clinic.rulebook.permissions import Permission
from clinic.samples import queries, use_cases
from clinic.samples.models import MassagerModel, Practitioner, SampleUnit
from clinic.samples.pages.deeds import Kind, offers
from clinic.samples.pages.door import Asked, AskedShape, next_address, pages, refused_deed
from clinic.samples.pages.tables import VERIFY
from clinic.samples.pages.words import STATES, lateness
from clinic.samples.queries import LoanQuery, RequestQuery
from clinic.samples.queries.found import FindPractitioners, by_id, practitioners_like
from clinic.samples.queries.shown import shown_practitioners
from clinic.samples.rules import Profession
from clinic.samples.schemas.practitioners import NewPractitionerShape, PractitionerChangeShape
from clinic.samples.use_cases import NewPractitioner, Verification
from clinic.web.fields import Line
from clinic.web.page import Go, form, page
from clinic.web.shapes import PageQuery
from clinic.work.paging import MOST
from clinic.work.unit import Work

_PROFESSIONS = [(word.value, word.value.replace("_", " ").capitalize()) for word in Profession]
# who was checked may be checked again
_AGAIN = replace(VERIFY, label="Check registration again", kind=Kind.PLAIN)


class FindPractitionersShape(PageQuery):
    makes = FindPractitioners

    q = Line(load_default="")


@pages.get("/samples/practitioners")
@page("samples/practitioners.html", needs=Permission.SAMPLES, query=FindPractitionersShape())
def list_practitioners(work: Work, query: FindPractitioners) -> Mapping[str, Any]:
    """Show practitioners, newest first, or those who are called so."""
    work.record("practitioners.listed")
    found = practitioners_like(work, query)
    return {
        "people": shown_practitioners(work, found.items),
        "next": next_address(found.next_cursor),
        "q": query.q,
    }


@pages.get("/samples/practitioners/new")
@page("samples/practitioner_form.html", needs=Permission.SAMPLES)
def new_practitioner(_work: Work) -> Mapping[str, Any]:
    """Show the form for a new practitioner."""
    return {"stored": {"address": {}}, "professions": [("", "choose"), *_PROFESSIONS]}


@pages.post("/samples/practitioners/new")
@form(shows=new_practitioner, needs=Permission.SAMPLES, accepts=NewPractitionerShape())
def create_practitioner(work: Work, new: NewPractitioner) -> Go:
    """Make a practitioner's record."""
    made = use_cases.create_practitioner(work, new)
    return Go(f"/samples/practitioners/{made.id}", told="Practitioner added.")


@pages.get("/samples/practitioners/<id:practitioner_id>")
@page("samples/practitioner.html", needs=Permission.SAMPLES, query=AskedShape())
def show_practitioner(work: Work, asked: Asked, practitioner_id: str) -> Mapping[str, Any]:
    """Show a practitioner: who they are, whether checked, what they asked for and have."""
    practitioner = work.find(Practitioner, practitioner_id)
    work.record("practitioner.read", practitioner)
    (who,) = shown_practitioners(work, [practitioner])
    today, refused = today_of(work), refused_deed()
    loans = queries.loans(work, LoanQuery(limit=MOST, practitioner_id=practitioner.id)).items
    wishes = queries.sample_requests(
        work, RequestQuery(limit=MOST, practitioner_id=practitioner.id)
    ).items
    checker = users_named(work, [who["verified_by"]]) if who["verified_by"] else {}
    return {
        "who": who,
        "checked_by": checker.get(who["verified_by"], ""),
        "loans": [(loan, lateness(loan.state, loan.due_on, today)) for loan in loans],
        "units": by_id(work, SampleUnit, (loan.unit_id for loan in loans)),
        "requests": wishes,
        "models": by_id(work, MassagerModel, (one.model_id for one in wishes)),
        "states": STATES,
        "offers": offers(
            {"verify": _AGAIN if who["verified"] else VERIFY},
            ["verify"],
            f"/samples/practitioners/{practitioner.id}",
            etag=who["etag"],
            opened=refused or asked.do,
        ),
        "refused": refused,
    }


@pages.post("/samples/practitioners/<id:practitioner_id>/verify")
@form(shows=show_practitioner, needs=Permission.SAMPLES, accepts=VERIFY.accepts)
def verify_practitioner(work: Work, check: Verification, practitioner_id: str) -> Go:
    """Note that identity and registration were checked."""
    use_cases.verify_practitioner(work, practitioner_id, check)
    return Go(f"/samples/practitioners/{practitioner_id}", told="Noted: checked.")


@pages.get("/samples/practitioners/<id:practitioner_id>/edit")
@page("samples/practitioner_form.html", needs=Permission.SAMPLES)
def edit_practitioner(work: Work, practitioner_id: str) -> Mapping[str, Any]:
    """Show the form of what is known of a practitioner."""
    practitioner = work.find(Practitioner, practitioner_id)
    work.record("practitioner.read", practitioner)
    return {
        "stored": shown_practitioners(work, [practitioner])[0],
        "professions": _PROFESSIONS,
    }


@pages.post("/samples/practitioners/<id:practitioner_id>/edit")
@form(
    shows=edit_practitioner,
    needs=Permission.SAMPLES,
    accepts=PractitionerChangeShape(partial=True),
)
def change_practitioner(work: Work, changes: Mapping[str, Any], practitioner_id: str) -> Go:
    """Change what is known of a practitioner."""
    was_verified = work.find(Practitioner, practitioner_id).verified_on is not None
    changed = use_cases.change_practitioner(work, practitioner_id, changes)
    told = "Saved."
    if was_verified and changed.verified_on is None:
        told = "Saved. Please check the registration again: who this is has changed."
    return Go(f"/samples/practitioners/{practitioner_id}", told=told)
