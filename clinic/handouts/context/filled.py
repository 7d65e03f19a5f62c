"""Read everything a handout prints; no record is read while a page is filled."""

from collections.abc import Iterable

from clinic.accounts.context import letterhead_of
from clinic.accounts.models import Clinic
from clinic.accounts.queries import acting_clinic, users_named, wording_approval, zone_of
from clinic.accounts.rules import settings_from
from clinic.anatomy.rules import CATALOGUE_VERSION, MUSCLES, REGIONS, Place
from clinic.evidence.rules import (
    ADVICE,
    REFERENCES,
    STATEMENTS,
    THERAPIES,
    WORDING_VERSION,
    AdviceSection,
)
from clinic.examinations.models import Examination
from clinic.examinations.queries import current_findings
from clinic.handouts.context.pictures import Spot, spots_of
from clinic.handouts.context.values import (
    AdviceLine,
    HandoutContext,
    OtherWay,
    PatientLine,
    PlaceLine,
    StatementLine,
    StopSigns,
)
from clinic.handouts.rules import Layout, short_citation
from clinic.languages import Spoken
from clinic.paper.words import figures, lower_first
from clinic.patients.models import Patient
from clinic.plans.models import HomePlan
from clinic.plans.queries import targets_of
from clinic.plans.rules import PHASE_WORDS, Target
from clinic.safety.rules import EMERGENCY_NUMBERS, STOP_SIGNS, Urgency
from clinic.samples.models import MassagerModel
from clinic.translations.context import Approved
from clinic.trigger_points.queries import followed
from clinic.trigger_points.rules import TriggerPointState
from clinic.work.unit import Work, local_day

# answered by mobile networks where no other number is known to us
_EMERGENCY_ELSEWHERE = "112"
# the claims of the sheet's back: why to go on, and how little is known
_WHY_TO_GO_ON = ("pain-settles-knots-stay", "quiet-knot-can-return")
_HOW_LITTLE_IS_KNOWN = ("vibration-early-evidence", "vibration-dose-unknown")
_NEAR_A_MARK_HZ = 3


def handout_context(  # noqa: PLR0913 (each part is read in its own room)
    work: Work,
    plan: HomePlan,
    *,
    layout: Layout,
    speech: Approved,
    short_code: str,
    given_by: str,
    mark: str,
    page_url: str = "",
) -> HandoutContext:
    """Read everything one sheet prints; no record passes this point."""
    clinic, zone, to = acting_clinic(work), zone_of(work), speech.spoken
    patient = work.find(Patient, plan.patient_id)
    targets = targets_of(work, [plan.id])[plan.id]
    examination = work.find(Examination, plan.examination_id)
    spots = spots_of((target.place for target in targets), _charted(work, examination))
    model = None
    if plan.massager_model_id is not None:
        model = work.find(MassagerModel, plan.massager_model_id)
    left, not_found = _counts(work, patient.id)
    sources: dict[str, int] = {}
    approval = wording_approval(work)
    approver = "" if approval is None else approval.approved_by
    # what claims something is printed once a clinician of this clinic has approved it
    statements = () if approval is None else _claims(_WHY_TO_GO_ON, sources, to)
    limits = () if approval is None else _claims(_HOW_LITTLE_IS_KNOWN, sources, to)
    advice = _advice(plan.advice, AdviceSection.PREVENTION, sources, to)
    further = _advice(plan.advice, AdviceSection.OTHER_ISSUES, sources, to)
    other_ways = () if approval is None else _other_ways(clinic, sources, to)
    return HandoutContext(
        letterhead=letterhead_of(work, EMERGENCY_NUMBERS.get(clinic.country, _EMERGENCY_ELSEWHERE)),
        patient=PatientLine(
            full_name=f"{patient.given_name} {patient.family_name}",
            first_name=patient.preferred_name or patient.given_name,
            birth_day=patient.date_of_birth,
            file_number=patient.file_number,
        ),
        given_by=given_by,
        issued_on=local_day(work.now, zone),
        places=tuple(
            _place_line(number, target, spots[target.place], model, to)
            for number, target in enumerate(targets, 1)
        ),
        seconds_per_session=sum(target.seconds for target in targets),
        seconds_per_day=sum(t.seconds * t.sessions_per_day for t in targets),
        starts_on=plan.starts_on,
        review_on=plan.review_on,
        phase_words=to.say(PHASE_WORDS[plan.phase]),
        stop_signs=_stop_signs(to),
        places_left=left,
        places_not_found=not_found,
        layout=layout.value,
        spoken=to,
        short_code=short_code,
        status_line=_status_line(to),
        mark=mark,
        massager_name=model.name if model else "",
        note=plan.note,
        examined_on=local_day(examination.examined_at, zone),
        advice=advice,
        further=further,
        approved_by=users_named(work, [approver]).get(approver, "") if approver else "",
        statements=statements,
        limits=limits,
        other_ways=other_ways,
        sources=tuple(short_citation(REFERENCES[slug]) for slug in sources),
        translated=speech.line,
        page_url=page_url,
    )


def _status_line(to: Spoken) -> str:
    """Name what the sheet's words come from."""
    line = to.say(
        "wording {wording}, catalogue {catalogue}",
        wording=WORDING_VERSION,
        catalogue=CATALOGUE_VERSION,
    )
    if not to.version:
        return line
    return ", ".join((line, to.say("translation {version}", version=to.version)))


def _charted(work: Work, examination: Examination) -> dict[Place, Spot]:
    """Answer the points that were marked at the examination."""
    rows = current_findings(work, [examination])[examination.id]
    return {
        Place(row["muscle"], row["side"], row["site"]): (
            row["chart_view"],
            row["chart_x"],
            row["chart_y"],
        )
        for row in rows
        if row["chart_view"] is not None
    }


def _claims(slugs: Iterable[str], sources: dict[str, int], to: Spoken) -> tuple[StatementLine, ...]:
    """Answer claims with the numbers of their sources, and number the sources that are new."""
    return tuple(
        _cited(to.say(STATEMENTS[slug].text), STATEMENTS[slug].references, sources)
        for slug in slugs
    )


def _cited(text: str, references: Iterable[str], sources: dict[str, int]) -> StatementLine:
    return StatementLine(
        text, tuple(sources.setdefault(slug, len(sources) + 1) for slug in references)
    )


def _other_ways(clinic: Clinic, sources: dict[str, int], to: Spoken) -> tuple[OtherWay, ...]:
    """Answer the clinic's own figures, each beside what the evidence says (CLINICAL 7)."""
    if not settings_from(clinic.settings).prints_other_ways:
        return ()
    therapies = [(THERAPIES[way["therapy"]], way) for way in clinic.other_ways]
    return tuple(
        OtherWay(
            to.say(therapy.name),
            figures(way["visits"], way["minutes"], way["price_cents"], to),
            _cited(to.say(therapy.patient_text), therapy.references, sources),
        )
        for therapy, way in therapies
    )


def _advice(
    slugs: Iterable[str], section: AdviceSection, sources: dict[str, int], to: Spoken
) -> tuple[AdviceLine, ...]:
    chosen = [ADVICE[slug] for slug in slugs if slug in ADVICE]
    return tuple(
        AdviceLine(
            to.say(a.title), to.say(a.text), _cited(a.text, a.references, sources).references
        )
        for a in chosen
        if a.section is section
    )


def _stop_signs(to: Spoken) -> StopSigns:
    by_urgency = {
        urgency: tuple(to.say(sign.text) for sign in STOP_SIGNS.values() if sign.urgency is urgency)
        for urgency in Urgency
    }
    faults = to.say("; ").join(lower_first(text) for text in by_urgency[Urgency.DEVICE])
    return StopSigns(
        emergency=by_urgency[Urgency.EMERGENCY],
        today=by_urgency[Urgency.TODAY],
        massager=to.say("Also stop if {faults}.", faults=faults),
    )


def _counts(work: Work, patient_id: str) -> tuple[int, int]:
    states = [point.state for _place, point in followed(work, patient_id)]
    not_found = states.count(TriggerPointState.ELIMINATED)
    suspected = states.count(TriggerPointState.SUSPECTED)
    return len(states) - not_found - suspected, not_found


def _place_line(
    number: int, target: Target, spot: Spot | None, model: MassagerModel | None, to: Spoken
) -> PlaceLine:
    place, muscle = target.place, MUSCLES[target.place.muscle]
    view, x, y = spot or (None, 0.0, 0.0)
    return PlaceLine(
        number=number,
        muscle=place.muscle,
        side=place.side.value,
        plain_name=to.say(muscle.plain_name),
        muscle_name=muscle.name,
        seconds=target.seconds,
        sessions_per_day=target.sessions_per_day,
        days_per_week=target.days_per_week,
        frequency_hz=target.frequency_hz,
        site=place.site,
        region_name=to.say(REGIONS[muscle.region].name),
        dial_mark=_dial_mark(model, target.frequency_hz),
        position=to.say(target.position),
        reach=target.reach.value,
        cautions=tuple(to.say(caution) for caution in muscle.patient_cautions),
        note=target.note,
        view=None if view is None else view.value,
        x=x,
        y=y,
    )


def _dial_mark(model: MassagerModel | None, frequency_hz: float) -> str:
    """Answer what the dial says at this speed, where a mark is near enough."""
    marks = [] if model is None else model.dial
    near = [m for m in marks if abs(m["hz"] - frequency_hz) <= _NEAR_A_MARK_HZ]
    return str(min(near, key=lambda m: abs(m["hz"] - frequency_hz))["mark"]) if near else ""
