"""The timeline: everything that happened to a patient's care, newest first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from clinic.anatomy.rules import Place
from clinic.desk.context.alerts import in_words
from clinic.desk.context.points import at_examination, came_back, day_in, on_date
from clinic.desk.queries.patient import Care, VisitLine
from clinic.examinations.context.places import PlaceName
from clinic.examinations.rules import ExaminationState
from clinic.paper.words import lower_first
from clinic.patients.rules import ConsentKind
from clinic.safety.rules import Outcome
from clinic.trigger_points.rules import Standing, TriggerPointState

SHOWN_AT_FIRST = 10
_S = TriggerPointState
CONSENT_WORDS = {
    ConsentKind.EXAMINATION: "examination",
    ConsentKind.HOME_PLAN: "home plan",
    ConsentKind.MESSAGES: "messages",
    ConsentKind.PHOTOS: "photos",
}
_PLAN_EVENTS = {
    "prescribed": "Plan prescribed",
    "paused": "Plan paused",
    "resumed": "Plan resumed",
    "stopped": "Plan stopped",
    "completed": "Plan completed",
    "replaced": "Plan replaced",
    "rescheduled": "Review day moved",
}
_OUTCOMES = {Outcome.CLEAR: "clear", Outcome.CAUTION: "caution", Outcome.BLOCKED: "blocked"}


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened. `kind` draws its dot: a circle, a square, dashed or in madder."""

    at: datetime
    day: date
    kind: str
    title: str
    what: str
    address: str = ""


def timeline_of(care: Care) -> list[Moment]:
    """Answer all that happened, newest first."""
    found = [
        *_visits(care),
        *_plans(care),
        *_handouts(care),
        *_screens(care),
        *_consents(care),
        *_incidents(care),
    ]
    return sorted(found, key=lambda moment: (moment.day, moment.at), reverse=True)


def _told(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _visits(care: Care) -> Iterator[Moment]:
    standings = {standing.examination.id: standing for standing in care.register.standings}
    before: Standing | None = None
    for visit in care.visits:
        standing = standings.get(visit.id)
        yield _visit(care, visit, standing, before)
        before = standing or before


def _visit(
    care: Care, visit: VisitLine, standing: Standing | None, before: Standing | None
) -> Moment:
    who = care.names.get(visit.examiner_id or visit.recorded_by or "", "")
    title, kind, what = "Examination, signed", "", ""
    if visit.state is ExaminationState.DRAFT:
        places = len(care.spots.get(visit.id, {}))
        title, kind = "Examination, draft", "draft"
        what = "1 place so far" if places == 1 else f"{places} places so far"
    elif visit.state is ExaminationState.VOIDED:
        title, kind, what = "Examination, entered in error", "void", visit.void_reason
    elif standing is not None:
        what, is_relapse = _brought(care, standing, before)
        kind = "relapse" if is_relapse else ""
        if visit.edition > 1:
            times = "once" if visit.edition == 2 else f"{visit.edition - 1} times"  # noqa: PLR2004
            title = f"Examination, amended {times}"
            what = _told(visit.reason, what)
    day = day_in(care.zone, visit.examined_at)
    words = _told(what, who)
    return Moment(visit.examined_at, day, kind, title, words, f"/examinations/{visit.id}")


def _brought(care: Care, standing: Standing, before: Standing | None) -> tuple[str, bool]:
    """Say what an examination brought: relapses by name, the rest by count; and the pain."""
    earlier: Mapping[Place, TriggerPointState] = {} if before is None else before.states
    relapses = []
    for place, followed in care.register.places.items():
        number = at_examination(followed.history, standing.examination.id)
        back = None if number is None else came_back(followed.history, number, care.zone)
        if back is not None:
            again = "active again" if back.is_active else "found again"
            name = PlaceName(place)
            relapses.append(f"{lower_first(name.name)} {_LETTERS[name.side]} {again}")
    now = [(earlier.get(place), state) for place, state in standing.states.items()]
    found = sum(was is None and state is not _S.SUSPECTED for was, state in now)
    gone = sum(state is _S.ELIMINATED and was is not _S.ELIMINATED for was, state in now)
    once = sum(
        state is _S.PROVISIONALLY_CLEARED and was is not _S.PROVISIONALLY_CLEARED
        for was, state in now
    )
    pain = standing.examination.pain_now
    new = "found" if before is None else "more found"
    words = _told(
        ", ".join(relapses),
        f"{found} {new}" if found else "",
        f"{gone} eliminated" if gone else "",
        f"{once} clear once" if once else "",
        "" if pain is None else f"pain {pain}",
    )
    return words, bool(relapses)


_LETTERS = {"right": "R", "left": "L", "midline": "M"}


def _plans(care: Care) -> Iterator[Moment]:
    for plan in care.plans:
        address = f"/plans/{plan.id}"
        for event in care.events[plan.id]:
            by = care.names.get(event.by or "", "")
            what = in_words(event.reason)
            if event.event == "prescribed" and event.reason:
                what = "caution overridden with reason"
            elif event.event == "rescheduled":
                what = _told(f"to {on_date(event.review_on)}", event.reason)
            title = _PLAN_EVENTS.get(event.event, f"Plan {event.event}")
            kind = "stop" if event.event == "paused" else "plan"
            day = day_in(care.zone, event.created_at)
            yield Moment(event.created_at, day, kind, title, _told(what, by), address)


def _handouts(care: Care) -> Iterator[Moment]:
    for sheet in care.handouts:
        day = day_in(care.zone, sheet.created_at)
        by = care.names.get(sheet.issued_by or "", "")
        what = _told(sheet.short_code, by)
        address = f"/handouts/{sheet.id}.pdf"
        yield Moment(sheet.created_at, day, "plan", "Handout given", what, address)


def _screens(care: Care) -> Iterator[Moment]:
    for screen in care.screens:
        day = day_in(care.zone, screen.created_at)
        title = f"Safety screen, {_OUTCOMES[screen.outcome]}"
        kind = "stop" if screen.outcome is Outcome.BLOCKED else "paper"
        by = care.names.get(screen.screened_by or "", "")
        yield Moment(screen.created_at, day, kind, title, _told(screen.note, by))


def _consents(care: Care) -> Iterator[Moment]:
    address = f"/patients/{care.patient.id}/record#consents"
    for consent in care.consents:
        by = care.names.get(consent.recorded_by or "", "")
        what = CONSENT_WORDS[consent.kind]
        yield Moment(consent.created_at, consent.given_on, "paper", f"Consent: {what}", by, address)
        if consent.withdrawn_on is not None:
            title = f"Consent withdrawn: {what}"
            yield Moment(consent.created_at, consent.withdrawn_on, "stop", title, "", address)


def _incidents(care: Care) -> Iterator[Moment]:
    for incident in care.incidents:
        title = f"Incident, {incident.state.value}"
        address = f"/incidents/{incident.id}"
        at = incident.created_at
        yield Moment(at, incident.occurred_on, "stop", title, incident.what, address)
