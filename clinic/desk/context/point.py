"""One point's history: what each examination found there, the state it gave, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import RowMapping

from clinic.anatomy.rules import Place
from clinic.desk.context.figure import Chart, chart_of, middle_of
from clinic.desk.context.points import (
    PointMark,
    came_back,
    day_in,
    long_words,
    mark_then,
    mark_words,
    present_mark,
)
from clinic.desk.queries.patient import FollowedPoint
from clinic.desk.rules.figure import SIZES
from clinic.examinations.context.places import PlaceName, found_place
from clinic.examinations.rules import FindingClass
from clinic.examinations.rules.words import STATE_WORDS
from clinic.paper.words import sentence
from clinic.trigger_points.rules import Entry, FollowedPlace, TriggerPointState
from clinic.trigger_points.rules.outcomes import REMAINING

_S, _F = TriggerPointState, FindingClass
_POSITIVE = {_F.ACTIVE, _F.ACTIVE_PROBABLE, _F.LATENT, _F.LATENT_PROBABLE}


@dataclass(frozen=True, slots=True)
class Told:
    """One examination's word on the point."""

    examination_id: str
    examined_at: datetime
    examiner: str
    mark: str
    found: str
    signs: str
    state: str
    why: str
    is_relapse: bool


@dataclass(frozen=True, slots=True)
class PointHistory:
    """The point as it stands, and how it came to it, newest first."""

    name: PlaceName
    mark: str
    words: str
    since: date | None
    since_words: str
    reactivations: int
    told: Sequence[Told]
    chart: Chart


def point_history(point: FollowedPoint) -> PointHistory:
    """Answer the history of one place that is followed, or was."""
    name = PlaceName(point.place)
    followed = point.followed
    if followed is None:
        return PointHistory(name, "", "", None, "", 0, (), _chart(point, name, None))
    since = day_in(point.zone, followed.since)
    return PointHistory(
        name=name,
        mark=present_mark(followed),
        words=mark_words(present_mark(followed)),
        since=since,
        since_words=long_words(since, point.today),
        reactivations=followed.reactivations,
        told=[
            _told(point, followed.history, number)
            for number in reversed(range(len(followed.history)))
        ],
        chart=_chart(point, name, followed),
    )


def _chart(point: FollowedPoint, name: PlaceName, followed: FollowedPlace | None) -> Chart:
    view, at = middle_of(point.place)
    for finding in point.findings.values():
        if finding["chart_view"] is not None and _is_here(finding, point.place):
            view = finding["chart_view"]
            width, height = SIZES[view]
            at = finding["chart_x"] * width, finding["chart_y"] * height
    if followed is None:
        return chart_of(view, [])
    mark = PointMark("", name, followed.state, present_mark(followed), followed.state in REMAINING)
    return chart_of(view, [(mark, at)])


def _is_here(finding: RowMapping, place: Place) -> bool:
    return Place(finding["muscle"], finding["side"], finding["site"]) == place


def _told(point: FollowedPoint, history: Sequence[Entry], number: int) -> Told:
    entry = history[number]
    finding = point.findings.get((entry.examination_id, entry.finding_id))
    words = None if finding is None else found_place(finding)
    found = mark_words(entry.kind.value)
    if words is not None and words.override is not None:
        found += f" (overridden: {words.override_reason})"
    if entry.by_whole_muscle:
        found += ", the muscle as a whole"
    back = came_back(history, number, point.zone)
    return Told(
        examination_id=entry.examination_id,
        examined_at=entry.examined_at,
        examiner=point.names.get(entry.examiner, ""),
        mark=mark_then(history, number),
        found=found,
        signs="" if words is None else words.summary,
        state=STATE_WORDS[entry.state.value],
        why=reason(history, number, point.days_apart)
        + (f" {sentence(back.words)}" if back else ""),
        is_relapse=back is not None,
    )


# what a step from one state to another says for itself, whatever was found
_STEPS: Mapping[TriggerPointState, str] = {
    _S.ACTIVE: "The point brings on pain that the patient knows.",
    _S.DEACTIVATED: "It was active before; the patient does not know its pain now.",
    _S.LATENT: "A point whose pain the patient does not know, and that was never active.",
    _S.SUSPECTED: "A sign, but not enough for a point; counted apart.",
}


def reason(history: Sequence[Entry], number: int, days_apart: int) -> str:
    """Say why an examination's word gave this state (CONTRACT 3, the register's own table)."""
    entry = history[number]
    before = history[number - 1].state if number else None
    if before is None:
        return "Found for the first time. " + _STEPS[entry.state]
    if entry.state is before:
        return _kept(entry, days_apart)
    if entry.state is _S.ELIMINATED:
        return (
            f"Clear a second time, at least {days_apart} days after the first, without referral "
            "or twitch: not found on two examinations."
        )
    if entry.state is _S.PROVISIONALLY_CLEARED:
        if entry.kind is _F.CLEAR_BAND_UNTESTABLE:
            return "The band cannot be felt here: such a finding alone never eliminates."
        return (
            f"A second clear finding at least {days_apart} days later, with referral tested, "
            "eliminates it."
        )
    return _STEPS[entry.state]


def _kept(entry: Entry, days_apart: int) -> str:
    """Say why nothing moved."""
    if entry.kind in {_F.INCOMPLETE, _F.INCONSISTENT}:
        return "Too little was tested to say anything else."
    if entry.state is _S.ELIMINATED:
        return "Still clear."
    if entry.state is _S.PROVISIONALLY_CLEARED:
        return (
            f"Clear again, but not {days_apart} days apart yet, or without referral and twitch "
            "tested."
        )
    if entry.state is _S.ACTIVE and entry.kind in {_F.LATENT, _F.LATENT_PROBABLE}:
        return "Its pain was not known, but it hurts by itself: it stays active."
    if entry.kind in _POSITIVE:
        return "Found as before."
    return "A sign, but not enough to change anything."
