"""Today: what waits, most urgent first, as each role may see it; every line with its next deed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row

from clinic.accounts.queries import here, settings_of
from clinic.desk.context.today_alarms import name_of, open_incidents, plans_at_rest
from clinic.desk.context.today_samples import samples
from clinic.desk.queries import today as asked
from clinic.desk.queries import today_patients as whose
from clinic.plans.rules import PlanState
from clinic.rulebook.permissions import Permission
from clinic.trigger_points.rules import Summary, TriggerPointState
from clinic.trigger_points.rules.outcomes import QUIET
from clinic.work.unit import Work, local_day

# reception books the reviews of the days that come
_DAYS_AHEAD = timedelta(days=7)
# the screen is renewed at the review if it ends before the next one is likely [P]
_SOON = 14
_LONGEST_COMPLAINT = 70
_NOON, _EVENING = 12, 18

Counts = Mapping[TriggerPointState, whose.Counted]


@dataclass(frozen=True, slots=True)
class Review:
    """A plan whose review day has come, or comes this week."""

    patient_id: str
    plan_id: str
    name: str
    phone: str
    review_on: date
    days_over: int
    is_paused: bool
    is_archived: bool
    is_large: bool
    about: str
    marks: Sequence[tuple[str, str]]
    safety: str
    is_safety_open: bool
    # the day it was examined for this review already: the plan waits for a decision
    examined_on: date | None


@dataclass(frozen=True, slots=True)
class PainGone:
    """Somebody whose pain is gone and whose points are not."""

    name: str
    address: str
    label: str
    pain: str
    left: int
    found: int
    # all that is left was clear once: from this day on a second look can settle it
    examine_from: date | None
    review_on: date | None


def today_page(work: Work) -> dict[str, Any]:
    """Answer everything of the page, and nothing that the role may not see."""
    place = here(work)
    today, actor = place.today, work.actor
    page: dict[str, Any] = {
        "greeting": _greeting(work.now.astimezone(place.zone).hour),
        "headline": f"{today:%A} {today.day} {today:%B}",
        "alarms": [],
        "due": [],
        "ahead": [],
        "gone": [],
        "unprinted": [],
        "drafts": [],
        "samples": [],
        "most": asked.MOST_LINES,
    }
    if actor.may(Permission.CARE):
        page |= _care(work, today, place.zone)
    elif actor.may(Permission.PLANS_AT_THE_DESK):
        rows = asked.reviews(work, today + _DAYS_AHEAD)
        lines = [_at_the_desk(row, today) for row in rows]
        page["due"] = [line for line in lines if line.review_on <= today]
        page["ahead"] = [line for line in lines if line.review_on > today]
    if actor.may(Permission.INCIDENTS):
        page["alarms"] = [*page["alarms"], *open_incidents(work)]
    if actor.may(Permission.SAMPLES):
        page["samples"] = samples(work, today, place.zone)
    lines_of: list[Sequence[Any]] = [page[name] for name in _LINES]
    page["is_calm"] = not any(lines_of)
    return page


_LINES = ("alarms", "due", "ahead", "gone", "unprinted", "drafts", "samples")


def _greeting(hour: int) -> str:
    if hour < _NOON:
        return "good morning"
    return "good afternoon" if hour < _EVENING else "good evening"


def _care(work: Work, today: date, zone: ZoneInfo) -> dict[str, Any]:
    """Answer what clinicians see: five lists from nine questions."""
    due, gone = asked.reviews(work, today), asked.pain_gone(work)
    whom = {row.patient_id for row in (*due, *gone)}
    points, visits = whose.points_of(work, whom), whose.visits_of(work, whom)
    screens = whose.screens_of(work, {row.patient_id for row in due})
    lasts = settings_of(work).screen_days
    reviews = []
    for row in due:
        screen = screens.get(row.patient_id)
        told = _safety(screen, today, zone, lasts)
        reviews.append(_reviewed(row, today, zone, points, visits.get(row.patient_id), told))
    apart = timedelta(days=settings_of(work).elimination_days)
    lines = [
        _pain_gone(row, visits[row.patient_id], points[row.patient_id], zone, apart)
        for row in gone
        if _was_more(row, visits[row.patient_id])
    ]
    return {
        "alarms": plans_at_rest(work),
        "due": reviews,
        "gone": lines,
        "unprinted": asked.plans_without_a_handout(work),
        "drafts": asked.own_drafts(work),
    }


def _at_the_desk(row: Row[Any], today: date, **more: Any) -> Review:
    """Answer what reception may know: that there is a plan, and its review day (CONTRACT 2)."""
    told: dict[str, Any] = {
        "about": "",
        "marks": (),
        "safety": "",
        "is_safety_open": False,
        "examined_on": None,
    } | more
    return Review(
        patient_id=row.patient_id,
        plan_id=row.plan_id,
        name=name_of(row),
        phone=row.phone,
        review_on=row.review_on,
        days_over=max(0, (today - row.review_on).days),
        is_paused=row.plan_state is PlanState.PAUSED,
        is_archived=row.patient_state == "archived",
        is_large=row.large_print,
        **told,
    )


def _reviewed(  # noqa: PLR0913, PLR0917 (what a line is made of was asked for all lines at once)
    row: Row[Any],
    today: date,
    zone: ZoneInfo,
    points: Mapping[str, Counts],
    visits: whose.Visits | None,
    safety: tuple[str, bool],
) -> Review:
    examined_on = None
    if visits is not None and visits.examination_id != row.examination_id:
        last = local_day(visits.examined_at, zone)
        examined_on = last if last >= row.review_on else None
    words, is_open = safety
    return _at_the_desk(
        row,
        today,
        about=_short(row.episode or (visits.complaint if visits else "")),
        marks=_marks(points.get(row.patient_id, {})),
        safety=words,
        is_safety_open=is_open,
        examined_on=examined_on,
    )


def _short(complaint: str) -> str:
    line = " ".join(complaint.split()).rstrip(".")
    if len(line) <= _LONGEST_COMPLAINT:
        return line
    return line[:_LONGEST_COMPLAINT].rsplit(" ", 1)[0] + " …"


def _counted(points: Counts) -> Summary:
    def of(*states: TriggerPointState) -> int:
        return sum(points[state].count for state in states if state in points)

    state = TriggerPointState
    return Summary(
        active=of(state.ACTIVE),
        latent=of(*QUIET),
        provisionally_cleared=of(state.PROVISIONALLY_CLEARED),
        eliminated=of(state.ELIMINATED),
        suspected=of(state.SUSPECTED),
    )


def _marks(points: Counts) -> list[tuple[str, str]]:
    """Answer the marks of a line with their words, leaving out what is not there."""
    found = _counted(points)
    counts = (
        ("active", found.active, "active"),
        ("latent", found.latent, "latent"),
        ("provisionally_cleared", found.provisionally_cleared, "clear once"),
        ("eliminated", found.eliminated, "eliminated"),
        ("suspected", found.suspected, "suspected"),
    )
    return [(kind, f"{count} {word}") for kind, count, word in counts if count]


def _safety(screen: Row[Any] | None, today: date, zone: ZoneInfo, lasts: int) -> tuple[str, bool]:
    """Say how the safety screen stands, and whether something is open in it."""
    if screen is None:
        return "No safety screen", True
    words = f"Safety: {screen.outcome}"
    if named := [reason["slug"].replace("-", " ") for reason in screen.reasons]:
        words += f", {', '.join(named[:2])}"
        words += f" and {len(named) - 2} more" if len(named) > len(named[:2]) else ""
    left = lasts - (today - local_day(screen.created_at, zone)).days
    if left < 0:
        return f"{words}. The screen has run out", True
    if left <= _SOON:
        day = "today" if left == 0 else f"in {left} day{'s' if left > 1 else ''}"
        words += f". The screen ends {day}"
    return words, screen.outcome != "clear"


def _was_more(row: Row[Any], visits: whose.Visits) -> bool:
    """Tell whether there was pain that could go."""
    return visits.first_pain is not None and visits.first_pain > row.pain_now


def _pain_gone(
    row: Row[Any], visits: whose.Visits, points: Counts, zone: ZoneInfo, apart: timedelta
) -> PainGone:
    began = visits.first_pain_at or row.examined_at
    weeks = round((row.examined_at - began).days / 7)
    span = f"{weeks} week{'s' if weeks > 1 else ''}" if weeks else "less than a week"
    found = _counted(points)
    cleared = points.get(TriggerPointState.PROVISIONALLY_CLEARED)
    examine_from = None
    if cleared is not None and cleared.since is not None and cleared.count == found.left:
        examine_from = local_day(cleared.since, zone) + apart
    return PainGone(
        name=name_of(row),
        address=f"/plans/{row.plan_id}" if row.plan_id else f"/patients/{row.patient_id}",
        label="Plan" if row.plan_id else "Open",
        pain=f"Pain {visits.first_pain} to {row.pain_now} in {span}",
        left=found.left,
        found=found.found,
        examine_from=examine_from,
        review_on=row.review_on,
    )
