"""Practitioners, units, requests and loans in any state, all made through the API."""

from itertools import count
from typing import Any

from tests.conftest import Client

_numbers = count(1)
TODAY = "2026-11-20"


def a_practitioner(client: Client, *, verified: bool = True, **over: Any) -> Any:
    """Make a practitioner, verified unless told otherwise."""
    number = next(_numbers)
    body = {
        "name": f"Sunita Prakash {number}",
        "profession": "physiotherapist",
        "registration_number": f"PHY{number:010d}",
        "email": f"sunita{number}@fernside.example",
        **over,
    }
    made = client.make("/practitioners", body)
    return client.do(f"/practitioners/{made['id']}/verify") if verified else made


def a_model(client: Client, **over: Any) -> Any:
    body = {"name": "General Purpose Massager", "min_hz": 20, "max_hz": 65, **over}
    return client.make("/massager-models", body)


def a_unit(client: Client, model: Any, **over: Any) -> Any:
    number = next(_numbers)
    body = {"model_id": model["id"], "serial_number": f"2304-{number:04d}", **over}
    return client.make("/sample-units", body)


def a_record(client: Client, unit_id: str, kind: str = "clean", **over: Any) -> Any:
    """Record a service that passed; a test and tag is good for a year."""
    body = {"kind": kind, "result": "pass", **over}
    if kind == "test_and_tag":
        body.setdefault("next_due_on", "2027-11-20")
    return client.make(f"/sample-units/{unit_id}/service-records", body)


def made_ready(client: Client, unit_id: str) -> None:
    """Clean and test a unit."""
    a_record(client, unit_id, "clean")
    a_record(client, unit_id, "test_and_tag")


def a_request(client: Client, model: Any, practitioner: Any = None, **over: Any) -> Any:
    whom = practitioner or a_practitioner(client)
    body = {"practitioner_id": whom["id"], "model_id": model["id"], **over}
    return client.make("/sample-requests", body)


def approved(client: Client, model: Any, practitioner: Any = None, **approval: Any) -> Any:
    """Make a request and approve it: it has a loan, or waits."""
    request = a_request(client, model, practitioner)
    return client.do(f"/sample-requests/{request['id']}/approve", approval or None)


def a_reserved_loan(client: Client, **approval: Any) -> Any:
    """Make everything a loan needs: a unit that may be packed, and an approved request."""
    model = a_model(client)
    unit = a_unit(client, model)
    made_ready(client, unit["id"])
    request = approved(client, model, **approval)
    return client.read(f"/loans/{request['loan_id']}")


# what a step is told, where it has to be told something
BODIES: dict[str, Any] = {
    "dispatch": {"carrier": "Express", "tracking_number": "33XQ0041"},
    "extend": {"due_on": "2027-03-01", "reason": "Four patients are in the middle of it"},
    "inspect": {"condition": "good"},
    "purchase": {"price_cents": 22900},
    "report-lost": {"reason": "No answer for two months"},
    "cancel": {"reason": "Moved abroad"},
}

# the steps that lead to each state
PATHS: dict[str, tuple[str, ...]] = {
    "reserved": (),
    "packed": ("pack",),
    "dispatched": ("pack", "dispatch"),
    "on_trial": ("pack", "dispatch", "deliver"),
    "return_in_transit": ("pack", "dispatch", "deliver", "ship-return"),
    "received": ("pack", "dispatch", "deliver", "receive"),
    "lost": ("pack", "dispatch", "deliver", "report-lost"),
    "closed": ("pack", "dispatch", "deliver", "receive", "inspect"),
    "purchased": ("pack", "dispatch", "deliver", "purchase"),
    "cancelled": ("cancel",),
}


def step(client: Client, loan: Any, action: str, **over: Any) -> Any:
    """Take one step of a loan, which must succeed."""
    body = {**(BODIES.get(action) or {}), **over}
    return client.do(f"/loans/{loan['id']}/{action}", body or None)


def a_loan(client: Client, state: str = "reserved", **approval: Any) -> Any:
    """Make a loan and bring it into a state."""
    loan = a_reserved_loan(client, **approval)
    for action in PATHS[state]:
        loan = step(client, loan, action)
    assert loan["state"] == state
    return loan
