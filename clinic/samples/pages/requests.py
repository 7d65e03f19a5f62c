"""The pages of requests: the list, a new one, and one with what can be decided."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from clinic.rulebook.permissions import Permission
from clinic.samples import queries, use_cases
from clinic.samples.models import MassagerModel, Practitioner, SampleRequest
from clinic.samples.pages.deeds import Given, hang, offers
from clinic.samples.pages.door import Asked, AskedShape, next_address, pages, refused_deed
from clinic.samples.pages.tables import REQUEST_DEEDS, VERIFY
from clinic.samples.pages.words import STATES, called_in_full, state_choices
from clinic.samples.queries import RequestQuery
from clinic.samples.queries.found import by_id, every_model, everybody, free_units
from clinic.samples.queries.shown import shown_practitioners, shown_requests
from clinic.samples.rules import DEFAULT_TRIAL_DAYS, RequestAction, RequestState
from clinic.samples.schemas.requests import NewSampleRequestShape, RequestQueryShape
from clinic.samples.use_cases import NewRequest, Verification
from clinic.web.fields import Line
from clinic.web.page import Go, form, page
from clinic.web.shapes import Shape
from clinic.work.unit import Work


@pages.get("/samples/requests")
@page("samples/requests.html", needs=Permission.SAMPLES, query=RequestQueryShape())
def list_requests(work: Work, query: RequestQuery) -> Mapping[str, Any]:
    """Show requests, newest first, by state."""
    work.record("sample_requests.listed")
    found = queries.sample_requests(work, query)
    return {
        "requests": shown_requests(work, found.items),
        "people": by_id(work, Practitioner, (one.practitioner_id for one in found.items)),
        "models": by_id(work, MassagerModel, (one.model_id for one in found.items)),
        "next": next_address(found.next_cursor),
        "asked": asdict(query),
        "states": STATES,
        "choices": state_choices(RequestState),
    }


@dataclass(frozen=True, slots=True)
class ForWhom:
    """For whom a request is entered, where its page was opened from theirs."""

    practitioner_id: str = ""


class ForWhomShape(Shape):
    makes = ForWhom

    practitioner_id = Line(longest=60, load_default="")


@pages.get("/samples/requests/new")
@page("samples/request_new.html", needs=Permission.SAMPLES, query=ForWhomShape())
def new_request(work: Work, for_whom: ForWhom) -> Mapping[str, Any]:
    """Show the form for a practitioner's wish that came by telephone, mail or in person."""
    return {
        "people": [
            (one.id, f"{one.name}, {one.practice_name}" if one.practice_name else one.name)
            for one in everybody(work)
        ],
        "models": [(one.id, one.name) for one in every_model(work)],
        "practitioner_id": for_whom.practitioner_id,
    }


@pages.post("/samples/requests/new")
@form(shows=new_request, needs=Permission.SAMPLES, accepts=NewSampleRequestShape())
def enter_request(work: Work, new: NewRequest) -> Go:
    """Take a practitioner's wish."""
    request = use_cases.submit_request(work, new)
    return Go(f"/samples/requests/{request.id}", told="Request taken.")


@pages.get("/samples/requests/<id:request_id>")
@page("samples/request.html", needs=Permission.SAMPLES, query=AskedShape())
def show_request(work: Work, asked: Asked, request_id: str) -> Mapping[str, Any]:
    """Show a request: who asks, what is known of them, and what can be decided."""
    request = work.find(SampleRequest, request_id)
    work.record("sample_request.read", request)
    (shown,) = shown_requests(work, [request])
    (who,) = shown_practitioners(work, [work.find(Practitioner, request.practitioner_id)])
    model = work.find(MassagerModel, request.model_id)
    refused = refused_deed()
    opened = refused or asked.do
    is_unverified = bool(shown["actions"]) and not who["verified"]
    found = offers(
        REQUEST_DEEDS,
        shown["actions"],
        f"/samples/requests/{request.id}",
        etag=shown["etag"],
        opened=opened,
        given={RequestAction.APPROVE: _approval(work, model, is_unverified=is_unverified)},
    )
    check = offers(
        {"verify": VERIFY},
        ["verify"] if is_unverified else [],
        f"/samples/requests/{request.id}",
        etag=who["etag"],
        opened=opened,
    )
    return {
        "request": shown,
        "who": who,
        "model": model,
        "states": STATES,
        "offers": [*check, *found],
        "is_unverified": is_unverified,
        "refused": refused,
    }


def _approval(work: Work, model: MassagerModel, *, is_unverified: bool) -> Given:
    free = [(unit.id, called_in_full(unit)) for unit in free_units(work, model.id)]
    none = "None is free: the request goes on the waiting list." if not free else ""
    return Given(
        values={"trial_days": DEFAULT_TRIAL_DAYS},
        options={"unit_id": [("", "any free unit" if free else "the next that is free"), *free]},
        hints={"unit_id": none},
        blocked="the registration is not checked yet" if is_unverified else "",
    )


@pages.post("/samples/requests/<id:request_id>/verify")
@form(shows=show_request, needs=Permission.SAMPLES, accepts=VERIFY.accepts)
def verify_who_asks(work: Work, check: Verification, request_id: str) -> Go:
    """Note that who asks was checked, without leaving the request."""
    request = work.find(SampleRequest, request_id)
    use_cases.verify_practitioner(work, request.practitioner_id, check)
    return Go(f"/samples/requests/{request_id}", told="Noted: checked.")


def _leads(work: Work, request_id: str) -> str:
    """Go on to the loan where the request became one."""
    loan = queries.loan_of_request(work, request_id)
    return f"/samples/requests/{request_id}" if loan is None else f"/samples/loans/{loan.id}"


hang(
    "/samples/requests/<id:request_id>",
    REQUEST_DEEDS,
    of="request",
    shows=show_request,
    leads=_leads,
)
