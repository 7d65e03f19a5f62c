"""What is told of one patient: the person, the visits, the places, the plans."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from clinic.anatomy.rules import Side
from clinic.example.signs import Course
from clinic.letters.rules import NewLetter
from clinic.patients.rules import Sex
from clinic.plans.rules import Phase, PlanAction, Reach

L, R = Side.LEFT, Side.RIGHT


@dataclass(frozen=True, slots=True)
class Person:
    """Who it is. `file`: the file number, by which the story names them, too."""

    file: str
    given: str
    family: str
    born: date
    sex: Sex
    phone: str
    suburb: str
    postcode: str
    street: str = ""
    email: str = ""
    preferred: str = ""
    language: str = "en-AU"
    large_print: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """One examination. `pain`: now, and the worst of the week."""

    ago: int
    pain: tuple[int | None, int | None]
    complaint: str
    treatment: str = ""
    advice: str = ""
    care: str = ""
    symptoms: tuple[str, ...] = ("pain",)
    scores: Mapping[str, Any] = field(default_factory=dict)
    red_flags: tuple[str, ...] = ()
    # somebody else than the patient's own clinician
    by: str = ""
    is_signed: bool = True
    voided_because: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """What was written first, by mistake, and why it was amended the same hour."""

    visit: int
    wrong: tuple[Course, ...]
    because: str


@dataclass(frozen=True, slots=True)
class Screening:
    """The safety screen at a visit: everything is answered no but for these."""

    visit: int = 0
    yes: tuple[str, ...] = ()
    sites: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """One place of a home plan; what is left out is the clinic's default."""

    muscle: str
    side: Side
    site: int | None = 1
    position: str = ""
    reach: Reach = Reach.SELF
    note: str = ""
    seconds: int | None = None
    sessions: int = 1


@dataclass(frozen=True, slots=True)
class Turn:
    """What happens to a plan later: at a visit, or on a day of its own by telephone."""

    action: PlanAction
    reason: str = ""
    visit: int | None = None
    ago: int = 0
    # a new review day, days after the plan's start
    review_after: int = 0


@dataclass(frozen=True, slots=True)
class Evening:
    """What a patient told from home of one day: a digit of sessions for each place, and pain."""

    ago: int
    sessions: str
    pain: tuple[int | None, int | None] = (None, None)
    happened: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A home plan written at a visit."""

    visit: int
    phase: Phase
    review_after: int
    targets: tuple[Target, ...]
    advice: tuple[str, ...] = ()
    note: str = ""
    override: str = ""
    is_prescribed: bool = True
    has_handout: bool = False
    later: tuple[Turn, ...] = ()
    # told on the page behind the sheet's code
    evenings: tuple[Evening, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """All that is told of one patient. `came`: days ago, where there was no visit yet."""

    person: Person
    clinician: str = "helen"
    episode: tuple[str, str] | None = None
    visits: tuple[Visit, ...] = ()
    places: tuple[Course, ...] = ()
    screens: tuple[Screening, ...] = (Screening(),)
    correction: Correction | None = None
    plans: tuple[Plan, ...] = ()
    came: int = 0
    closed_at: int | None = None
    archived: int | None = None
    # written after the last visit
    letter: NewLetter | None = None

    def seen_by(self, visit: int) -> str:
        """Answer who sees the patient at a visit."""
        return self.visits[visit].by or self.clinician
