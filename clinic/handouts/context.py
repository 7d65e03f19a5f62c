"""Everything a handout prints, as plain values: no record is read while a page is filled."""

from dataclasses import dataclass
from datetime import date

from clinic.accounts.models import Clinic
from clinic.accounts.queries import acting_clinic, zone_of
from clinic.accounts.rules import settings_from
from clinic.anatomy.rules import (
    CATALOGUE_VERSION,
    MUSCLES,
    REGIONS,
    Place,
    View,
    chart_views,
    shape_centre,
)
from clinic.evidence.rules import ADVICE, REFERENCES, STATEMENTS, WORDING_VERSION
from clinic.examinations.models import Examination
from clinic.examinations.queries import current_findings
from clinic.handouts.rules import Layout
from clinic.paper.letterhead import Letterhead
from clinic.patients.models import Patient
from clinic.plans.models import HomePlan
from clinic.plans.queries import targets_of
from clinic.plans.rules import PHASE_WORDS, Target
from clinic.safety.rules import EMERGENCY_NUMBERS, STOP_SIGNS, Urgency
from clinic.samples.models import MassagerModel
from clinic.trigger_points.queries import followed
from clinic.trigger_points.rules import TriggerPointState
from clinic.work.unit import Work, local_day


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
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One claim and the numbers (from 1) of the sources it rests on."""

    text: str
    references: tuple[int, ...]


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
    code unless empty; `phase_words` are the patient's words for the phase.
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
    language: str = "en-AU"
    short_code: str = ""
    status_line: str = ""
    mark: str = ""
    review_time: str = ""
    massager_name: str = ""
    note: str = ""
    advice: tuple[AdviceLine, ...] = ()
    statements: tuple[StatementLine, ...] = ()
    sources: tuple[str, ...] = ()
    page_url: str = ""


def handout_context(  # noqa: PLR0913 (each part is read in its own room)
    work: Work,
    plan: HomePlan,
    *,
    layout: Layout,
    language: str,
    short_code: str,
    given_by: str,
    mark: str,
) -> HandoutContext:
    """Read everything one sheet prints; no record passes this point."""
    clinic, zone = acting_clinic(work), zone_of(work)
    patient = work.find(Patient, plan.patient_id)
    targets = targets_of(work, [plan.id])[plan.id]
    examination = work.find(Examination, plan.examination_id)
    rows = current_findings(work, [examination])[examination.id]
    charted = {
        Place(row["muscle"], row["side"], row["site"]): (
            row["chart_view"],
            row["chart_x"],
            row["chart_y"],
        )
        for row in rows
        if row["chart_view"] is not None
    }
    model = None
    if plan.massager_model_id is not None:
        model = work.find(MassagerModel, plan.massager_model_id)
    session = sum(target.seconds for target in targets)
    left, not_found = _counts(work, patient.id)
    statements, sources = _claims()
    versions = f"wording {WORDING_VERSION}, catalogue {CATALOGUE_VERSION}"
    return HandoutContext(
        letterhead=letterhead_of(clinic),
        patient=PatientLine(
            full_name=f"{patient.given_name} {patient.family_name}",
            first_name=patient.preferred_name or patient.given_name,
            birth_day=patient.date_of_birth,
            file_number=patient.file_number,
        ),
        given_by=given_by,
        issued_on=local_day(work.now, zone),
        places=tuple(
            _place_line(number, target, charted.get(target.place), model)
            for number, target in enumerate(targets, 1)
        ),
        seconds_per_session=session,
        seconds_per_day=sum(t.seconds * t.sessions_per_day for t in targets),
        starts_on=plan.starts_on,
        review_on=plan.review_on,
        phase_words=PHASE_WORDS[plan.phase],
        stop_signs=_stop_signs(),
        places_left=left,
        places_not_found=not_found,
        layout=layout.value,
        language=language,
        short_code=short_code,
        status_line=versions,
        mark=mark,
        massager_name=model.name if model else "",
        note=plan.note,
        advice=tuple(
            AdviceLine(ADVICE[slug].title, ADVICE[slug].text)
            for slug in plan.advice
            if slug in ADVICE
        ),
        statements=statements,
        sources=sources,
    )


def letterhead_of(clinic: Clinic) -> Letterhead:
    """Answer the clinic as it stands at the head of every sheet."""
    return Letterhead(
        name=clinic.name,
        address=clinic.address,
        phone=clinic.phone,
        emergency_number=EMERGENCY_NUMBERS.get(clinic.country, _EMERGENCY_ELSEWHERE),
        sells_massagers=settings_from(clinic.settings).sells_massagers,
    )


# answered by mobile networks where no other number is known to us
_EMERGENCY_ELSEWHERE = "112"
# the claims of the sheet's back: why to go on, and how little is known
_PRINTED_CLAIMS = (
    "pain-settles-knots-stay",
    "quiet-knot-can-return",
    "vibration-early-evidence",
    "vibration-dose-unknown",
)
_NEAR_A_MARK_HZ = 3


def _claims() -> tuple[tuple[StatementLine, ...], tuple[str, ...]]:
    """Answer the printed claims, each with the numbers of its sources, and the sources."""
    numbers: dict[str, int] = {}
    lines = []
    for slug in _PRINTED_CLAIMS:
        statement = STATEMENTS[slug]
        rests_on = tuple(numbers.setdefault(r, len(numbers) + 1) for r in statement.references)
        lines.append(StatementLine(statement.text, rests_on))
    return tuple(lines), tuple(REFERENCES[slug].citation for slug in numbers)


def _stop_signs() -> StopSigns:
    by_urgency = {
        urgency: tuple(sign.text for sign in STOP_SIGNS.values() if sign.urgency is urgency)
        for urgency in Urgency
    }
    return StopSigns(
        emergency=by_urgency[Urgency.EMERGENCY],
        today=by_urgency[Urgency.TODAY],
        massager=by_urgency[Urgency.DEVICE][0],
    )


def _counts(work: Work, patient_id: str) -> tuple[int, int]:
    states = [point.state for _place, point in followed(work, patient_id)]
    not_found = states.count(TriggerPointState.ELIMINATED)
    suspected = states.count(TriggerPointState.SUSPECTED)
    return len(states) - not_found - suspected, not_found


def _place_line(
    number: int,
    target: Target,
    charted: tuple[View, float, float] | None,
    model: MassagerModel | None,
) -> PlaceLine:
    place, muscle = target.place, MUSCLES[target.place.muscle]
    view, x, y = charted or _drawn(place)
    return PlaceLine(
        number=number,
        muscle=place.muscle,
        side=place.side.value,
        plain_name=muscle.plain_name,
        muscle_name=muscle.name,
        seconds=target.seconds,
        sessions_per_day=target.sessions_per_day,
        days_per_week=target.days_per_week,
        frequency_hz=target.frequency_hz,
        site=place.site,
        region_name=REGIONS[muscle.region].name,
        dial_mark=_dial_mark(model, target.frequency_hz),
        position=target.position,
        reach=target.reach.value,
        cautions=muscle.cautions,
        note=target.note,
        view=None if view is None else view.value,
        x=x,
        y=y,
    )


def _drawn(place: Place) -> tuple[View | None, float, float]:
    """Answer where the muscle lies on the drawing, where nobody marked the point itself."""
    views = chart_views(place.muscle, place.side)
    if not views:
        return None, 0.0, 0.0
    return (views[0], *shape_centre(views[0], place.muscle, place.side))


def _dial_mark(model: MassagerModel | None, frequency_hz: float) -> str:
    """Answer what the dial says at this speed, where a mark is near enough."""
    marks = [] if model is None else model.dial
    near = [m for m in marks if abs(m["hz"] - frequency_hz) <= _NEAR_A_MARK_HZ]
    return str(min(near, key=lambda m: abs(m["hz"] - frequency_hz))["mark"]) if near else ""
