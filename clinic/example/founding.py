"""The practice itself: its letterhead, and who works there."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from clinic.accounts import use_cases as accounts
from clinic.accounts.passwords import hash_password
from clinic.accounts.rules import EXAMPLE_PASSWORD as PASSWORD
from clinic.evidence.rules import WORDING_VERSION
from clinic.example.days import Desk
from clinic.example.telling import Deed, Step, Told
from clinic.rulebook.actor import Actor, command, patient_of
from clinic.rulebook.permissions import Role
from clinic.work.unit import Work

SLUG = "example"
NAME = "Banksia Lane Chiropractic"
LETTERHEAD = {
    "address": "14 Banksia Lane, Castlemaine VIC 3450",
    "phone": "03 5550 1420",
    "email": "desk@banksia-lane.example",
}
# for trying only, and printed each time: a clinic with real records never has it
OPENED_AGO = 204
SYSTEM = "system"
# whoever opens a page with the code of a sheet
PATIENT = "a patient"


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works there."""

    key: str
    name: str
    email: str
    roles: tuple[Role, ...]


TEAM = (
    Colleague(
        "helen",
        "Dr Helen Marchetti",
        "helen@banksia-lane.example",
        (Role.OWNER, Role.CLINICIAN),
    ),
    Colleague("minh", "Dr Minh Trần", "minh@banksia-lane.example", (Role.CLINICIAN,)),
    Colleague("rosie", "Rosie Papadakis", "rosie@banksia-lane.example", (Role.RECEPTION,)),
    Colleague("declan", "Declan Byrne", "declan@banksia-lane.example", (Role.SAMPLE_MANAGER,)),
)
_TEAM = {colleague.key: colleague for colleague in TEAM}


def first_step(today: date) -> Step:
    """Answer the step that founds the clinic; its name keeps from which day it is all told."""
    new = accounts.NewClinic(NAME, SLUG)
    return Step(
        founding_name(today),
        Desk(today).next(OPENED_AGO),
        SYSTEM,
        lambda work, _told: accounts.create_clinic(work, new),
    )


def founding_name(today: date) -> str:
    """Name the first step."""
    return f"from {today.isoformat()}"


def told_from(told: Told) -> date | None:
    """Answer the day that the telling counts back from, if the clinic is one of ours."""
    days = (name.removeprefix("from ") for name in told if name.startswith("from "))
    return next((date.fromisoformat(day) for day in days), None)


def cast(clinic_id: str, who: str, told: Told) -> Actor:
    """Answer who acts under a name of the story."""
    if who == SYSTEM:
        return command(clinic_id)
    if who == PATIENT:
        return patient_of(clinic_id)
    return Actor(clinic_id, told[f"user {who}"], frozenset(_TEAM[who].roles))


def founding_steps(today: date) -> list[Step]:
    """Tell the clinic, its people and its letterhead."""
    desk = Desk(today)
    first = first_step(today)
    desk.next(OPENED_AGO)
    people = [Step(f"user {one.key}", desk.next(OPENED_AGO), SYSTEM, _enrol(one)) for one in TEAM]
    letterhead = Step(
        "letterhead",
        desk.next(OPENED_AGO),
        "helen",
        lambda work, _told: accounts.change_clinic(work, LETTERHEAD),
    )
    wording = Step(
        "wording",
        desk.next(OPENED_AGO),
        "helen",
        lambda work, _told: accounts.approve_wording(work, WORDING_VERSION),
    )
    return [first, *people, letterhead, wording]


def _enrol(one: Colleague) -> Deed:
    def enrol(work: Work, _told: Told) -> None:
        accounts.create_user(
            work, email=one.email, name=one.name, roles=one.roles, password_hash=_hash()
        )

    return enrol


@cache
def _hash() -> str:
    """Hash the password once: it is meant to be slow."""
    return hash_password(PASSWORD)
