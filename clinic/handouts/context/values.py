"""What a handout prints, as plain values."""

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from clinic.languages import ENGLISH, Spoken
from clinic.paper.letterhead import Letterhead


@dataclass(frozen=True, slots=True)
class PatientLine:
    """Whom the sheet is for; `first_name` is the preferred name where there is one."""

    full_name: str
    first_name: str
    birth_day: date
    file_number: str = ""


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One place to treat: where, how much, how, and with what care.

    `view`, `x` and `y` (fractions of the view) put it on the picture; without a view it is listed
    only. `site` counts from 1 within the muscle; 0 is the muscle as a whole.
    """

    number: int
    muscle: str
    side: str
    plain_name: str
    muscle_name: str
    seconds: int
    sessions_per_day: int
    days_per_week: int
    frequency_hz: float
    site: int = 0
    region_name: str = ""
    dial_mark: str = ""
    position: str = ""
    reach: str = "self"
    cautions: tuple[str, ...] = ()
    note: str = ""
    view: str | None = None
    x: float = 0.0
    y: float = 0.0


@dataclass(frozen=True, slots=True)
class AdviceLine:
    """A chosen piece of advice, and the numbers of its sources; none where it is our own."""

    title: str
    text: str
    references: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One claim and the numbers (from 1) of the sources it rests on."""

    text: str
    references: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OtherWay:
    """Another way of treatment: what it costs here by the clinic's own figures, what is known."""

    name: str
    figures: str
    statement: StatementLine


@dataclass(frozen=True, slots=True)
class StopSigns:
    """When to stop (CLINICAL 5.4): ring the emergency number, call today, or rest the massager."""

    emergency: tuple[str, ...]
    today: tuple[str, ...]
    massager: str


@dataclass(frozen=True, slots=True)
class HandoutContext:
    """One handout; `layout` is standard or large_print, `mark` stands on every page unless empty.

    `status_line` names wording, catalogue and template versions; `page_url` is printed as a QR
    code unless empty; `phase_words` are the patient's words for the phase. `statements` say why to
    go on, `limits` how little is known; `further` is advice on looking for other causes.
    """

    letterhead: Letterhead
    patient: PatientLine
    given_by: str
    issued_on: date
    places: tuple[PlaceLine, ...]
    seconds_per_session: int
    seconds_per_day: int
    starts_on: date
    review_on: date
    phase_words: str
    stop_signs: StopSigns
    places_left: int
    places_not_found: int
    layout: str = "standard"
    spoken: Spoken = ENGLISH
    short_code: str = ""
    status_line: str = ""
    mark: str = ""
    review_time: str = ""
    massager_name: str = ""
    note: str = ""
    examined_on: date | None = None
    advice: tuple[AdviceLine, ...] = ()
    further: tuple[AdviceLine, ...] = ()
    statements: tuple[StatementLine, ...] = ()
    limits: tuple[StatementLine, ...] = ()
    sources: tuple[str, ...] = ()
    other_ways: tuple[OtherWay, ...] = ()
    # who of the clinic approved the sentences that claim something
    approved_by: str = ""
    # what remains over time, as a picture of our own; no sheet has one yet
    course: Markup = Markup("")  # noqa: RUF009 (text that cannot be changed)
    # who approved the translation, in the words of the sheet
    translated: str = ""
    page_url: str = ""

    @property
    def language(self) -> str:
        """Return the tag of the language in which the sheet speaks."""
        return self.spoken.language
