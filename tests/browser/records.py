"""Records of the example clinic by what they show, for tests and pictures."""

import re
import time
from collections.abc import Callable

from tests.conftest import Client

# ids in the order of their page's address
Ids = tuple[str, ...]
Find = Callable[[Client], Ids]
_PRINTED_WITHIN = 60  # seconds; the machine may be busy with other tests


def _patient(file_number: str) -> Find:
    def find(owner: Client) -> Ids:
        found = owner.read(f"/patients?q={file_number}&state=all")["items"]
        return (next(p["id"] for p in found if p["file_number"] == file_number),)

    return find


def _of_patient(file_number: str, what: str, state: str | None = None) -> Find:
    def find(owner: Client) -> Ids:
        (patient_id,) = _patient(file_number)(owner)
        return _first(f"patients/{patient_id}/{what}", state)(owner)

    return find


def _first(what: str, state: str | None = None) -> Find:
    def find(owner: Client) -> Ids:
        found = owner.read(f"/{what}?limit=200")["items"]
        return (next(one["id"] for one in found if state is None or one["state"] == state),)

    return find


def _and(*finds: Find) -> Find:
    """Find ids that stand one behind the other."""
    return lambda owner: tuple(one for find in finds for one in find(owner))


def _called(name: str) -> Find:
    return lambda _owner: (name,)


def _print_run(owner: Client) -> Ids:
    """Answer the newest print run; the worker beside the server prints the first one."""
    if not owner.read("/print-runs")["items"]:
        names = ("an active plan", "a paused plan", "a draft plan")
        plans = [RECORDS[name](owner)[0] for name in names]
        owner.make("/print-runs", {"home_plan_ids": plans})
    until = time.monotonic() + _PRINTED_WITHIN
    while (run := owner.read("/print-runs")["items"][0])["state"] == "printing":
        if time.monotonic() > until:
            raise RuntimeError("The worker beside the server prints nothing.")
        time.sleep(0.2)
    return (run["id"],)


RECORDS: dict[str, Find] = {
    "a patient followed for months": _patient("1001"),
    "a patient without anything yet": _patient("1040"),
    "an archived patient": _patient("1008"),
    "a patient with a long course": _patient("1002"),
    "a patient with many points": _patient("1003"),
    "a patient with a draft": _patient("1013"),
    "a draft examination": _of_patient("1013", "examinations", "draft"),
    "a signed examination": _of_patient("1001", "examinations", "signed"),
    "a voided examination": _of_patient("1009", "examinations", "voided"),
    "a draft plan": _of_patient("1004", "home-plans", "draft"),
    "an active plan": _of_patient("1001", "home-plans", "active"),
    "a paused plan": _of_patient("1003", "home-plans", "paused"),
    "a new request": _first("sample-requests", "submitted"),
    "an approved request": _first("sample-requests", "approved"),
    "a packed loan": _first("loans", "packed"),
    "a loan on trial": _first("loans", "on_trial"),
    "a closed loan": _first("loans", "closed"),
    "a unit on loan": _first("sample-units", "on_loan"),
    "a unit in quarantine": _first("sample-units", "quarantined"),
    "a practitioner": _first("practitioners"),
    "a massager model": _first("massager-models"),
    "an incident": _first("incidents"),
    "a user": _first("users"),
    "an episode": _and(_patient("1001"), _of_patient("1001", "episodes")),
    "a consent": _and(_patient("1001"), _of_patient("1001", "consents")),
    "a point": _and(_patient("1001"), _of_patient("1001", "trigger-points")),
    "a place of a draft": _and(
        _of_patient("1013", "examinations", "draft"), _called("gluteus-medius.right.1")
    ),
    "a place of a signed examination": _and(
        _of_patient("1001", "examinations", "signed"), _called("infraspinatus.right.1")
    ),
    "a handout": _of_patient("1001", "handouts"),
    "a print run": _print_run,
    "a letter": _of_patient("1001", "letters"),
    "a translation": lambda _owner: ("ar",),
}


def address_of(rule: str, of: str, owner: Client) -> str:
    """Answer a page's address, its ids filled in with those of a record."""
    return filled_in(rule, RECORDS[of](owner) if of else ())


def filled_in(rule: str, ids: Ids) -> str:
    """Answer an address with these ids in their order."""
    address = rule
    for one in ids:
        address = re.sub(r"<[^>]+>", one, address, count=1)
    return address
