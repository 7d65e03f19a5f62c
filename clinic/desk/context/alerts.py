"""What is to be minded with a patient: the newest screen, red flags, incidents, a paused plan."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from clinic.anatomy.rules import MUSCLES, REGIONS
from clinic.desk.context.points import day_in, on_date
from clinic.desk.queries.patient import Care
from clinic.examinations.rules import ExaminationState
from clinic.incidents.rules import IncidentState
from clinic.paper.words import lower_first, stopped
from clinic.patients.rules import PatientState
from clinic.plans.rules import PauseCause, PlanState
from clinic.safety.models import SafetyScreen
from clinic.safety.rules import QUESTIONS, RED_FLAGS, Answer, Outcome


@dataclass(frozen=True, slots=True)
class Alert:
    """One strip: how grave it is, its first words, what follows, and where to go."""

    # stop, caution, ok or note
    kind: str
    title: str
    words: Sequence[str]
    address: str = ""
    link: str = ""


_GRAVE = {"stop": 0, "caution": 1, "note": 2, "ok": 3}


def alerts_of(care: Care) -> list[Alert]:
    """Answer the strips of a patient's page, the gravest first."""
    found = [*_red_flags(care), *_incidents(care), *_pause(care), *_screen(care), *_archive(care)]
    return sorted(found, key=lambda alert: _GRAVE[alert.kind])


def _red_flags(care: Care) -> Iterator[Alert]:
    signed = [visit for visit in care.visits if visit.state is ExaminationState.SIGNED]
    if not signed or not signed[-1].content["red_flags"]:
        return
    last = signed[-1]
    flags = [RED_FLAGS[slug] for slug in last.content["red_flags"] if slug in RED_FLAGS]
    on = on_date(day_in(care.zone, last.examined_at))
    what = "Red flags" if len(flags) > 1 else "Red flag"
    yield Alert(
        "stop",
        f"{what} at the examination of {on}.",
        [stopped(flag.text) for flag in flags]
        + (["At least one is an emergency sign."] if any(flag.emergency for flag in flags) else []),
        f"/examinations/{last.id}",
        "Open the examination",
    )


def _incidents(care: Care) -> Iterator[Alert]:
    for incident in care.incidents:
        if incident.state is IncidentState.OPEN:
            on = on_date(incident.occurred_on)
            title = f"Incident of {on} is open."
            yield Alert(
                "stop", title, [stopped(incident.what)], f"/incidents/{incident.id}", "Open"
            )


_PAUSED_BY = {
    PauseCause.SCREEN: "by the safety screen",
    PauseCause.RED_FLAG: "because of a red flag",
    PauseCause.STOP_SIGN: "because of a stop sign",
    PauseCause.INCIDENT: "because of an incident",
    PauseCause.CLINICIAN: "",
}


def in_words(reason: str) -> str:
    """Word the red flags that a reason names by their slugs."""
    for slug, flag in RED_FLAGS.items():
        reason = reason.replace(slug, lower_first(flag.text.rstrip(".")))
    return reason


def _pause(care: Care) -> Iterator[Alert]:
    plan = care.plan
    if plan is None or plan.state is not PlanState.PAUSED:
        return
    pauses = [event for event in care.events[plan.id] if event.event == "paused"]
    reason = [stopped(in_words(pauses[-1].reason))] if pauses and pauses[-1].reason else []
    since = ""
    if plan.paused_at is not None:
        since = f" since {on_date(day_in(care.zone, plan.paused_at))}"
    by = _PAUSED_BY[plan.pause_cause] if plan.pause_cause else ""
    title = " ".join(f"Home plan paused{since} {by}".split())
    kind = "caution" if plan.pause_cause is PauseCause.CLINICIAN else "stop"
    yield Alert(kind, stopped(title), reason, f"/plans/{plan.id}", "Open the plan")


def _screen(care: Care) -> Iterator[Alert]:
    address = f"/patients/{care.patient.id}/safety-screen"
    if not care.screens:
        words = ["It is asked before a home plan is given."]
        yield Alert("caution", "No safety screen yet.", words, address, "Screen now")
        return
    screen = care.screens[0]
    on = day_in(care.zone, screen.created_at)
    until = on + timedelta(days=care.screen_days)
    told = list(_because(screen))
    if until < care.today:
        held = f"The safety screen of {on_date(on)} held until {on_date(until)}."
        kind = "stop" if screen.outcome is Outcome.BLOCKED else "caution"
        title = "Safety screen expired."
        yield Alert(kind, title, [held, *told], address, "Screen again")
        return
    kind, title = _OUTCOMES[screen.outcome]
    if told:
        title, told = f"{title}: {told[0]}", told[1:]
    held = f"Safety screen of {on_date(on)} holds until {on_date(until)}."
    yield Alert(kind, stopped(title), [*told, *_clot(care, on), held], address, "Screen again")


_OUTCOMES = {
    Outcome.CLEAR: ("ok", "Screen clear"),
    Outcome.CAUTION: ("caution", "Caution"),
    Outcome.BLOCKED: ("stop", "Home treatment is blocked"),
}


def _because(screen: SafetyScreen) -> Iterator[str]:
    """Say in words what was answered yes, and where; then how many nobody could answer."""
    for reason in screen.reasons:
        if reason["answer"] == Answer.YES and reason["slug"] in QUESTIONS:
            where = ", ".join(REGIONS[slug].name for slug in reason["regions"] if slug in REGIONS)
            question = QUESTIONS[reason["slug"]].question
            yield stopped(f"{question} ({where})" if where else question)
    unknown = sum(reason["answer"] == Answer.UNKNOWN for reason in screen.reasons)
    if unknown:
        yield f"{unknown} question{'' if unknown == 1 else 's'} could not be answered."


def _clot(care: Care, on: date) -> Iterator[str]:
    """Say when the screen is too old for a muscle of the plan that is screened for clots."""
    plan = care.plan
    if plan is None or (care.today - on).days <= care.clot_screen_days:
        return
    muscles = dict.fromkeys(target.place.muscle for target in care.targets[plan.id])
    names = [MUSCLES[slug].name for slug in muscles if MUSCLES[slug].screen_for_clot]
    if names:
        yield f"Too old for {', '.join(names)}: at most {care.clot_screen_days} days."


def _archive(care: Care) -> Iterator[Alert]:
    if care.patient.state is PatientState.ARCHIVED:
        words = ["It is kept whole and no longer offered in lists."]
        yield Alert("note", "This record is archived.", words)
