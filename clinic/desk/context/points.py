"""Points in words and marks: how a followed place is named, drawn, and told through time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from clinic.anatomy.rules import Place
from clinic.examinations.context.places import PlaceName
from clinic.examinations.rules import FindingClass
from clinic.examinations.rules.words import CLASS_WORDS, STATE_WORDS
from clinic.paper.words import lower_first
from clinic.trigger_points.rules import Entry, FollowedPlace, Standing, TriggerPointState
from clinic.trigger_points.rules.outcomes import QUIET, REMAINING, TO_BE_FOUND_AGAIN
from clinic.trigger_points.rules.states import RETURNING
from clinic.work.unit import local_day

_S, _F = TriggerPointState, FindingClass
GONE = frozenset({_S.PROVISIONALLY_CLEARED, _S.ELIMINATED})
# what a group of states is called, in the order of a register
GROUPS: tuple[tuple[str, frozenset[TriggerPointState]], ...] = (
    ("Active", frozenset({_S.ACTIVE})),
    ("Latent", QUIET),
    ("Clear once", frozenset({_S.PROVISIONALLY_CLEARED})),
    ("Eliminated", frozenset({_S.ELIMINATED})),
    ("Suspected", frozenset({_S.SUSPECTED})),
)
# within a group: the one that was active stands before the one that never was
_ORDER = (
    _S.ACTIVE,
    _S.DEACTIVATED,
    _S.LATENT,
    _S.PROVISIONALLY_CLEARED,
    _S.ELIMINATED,
    _S.SUSPECTED,
)
_DECIDING = {
    _S.ACTIVE: (_F.ACTIVE, _F.ACTIVE_PROBABLE),
    _S.LATENT: (_F.LATENT, _F.LATENT_PROBABLE),
}
_FEW_DAYS = 14


@dataclass(frozen=True, slots=True)
class PointMark:
    """One followed place as pages show it: its name, its mark, its state in words."""

    id: str
    name: PlaceName
    state: TriggerPointState
    mark: str
    is_left: bool

    @property
    def words(self) -> str:
        """Say what it is and how it stands: Infraspinatus, right, site 1: active."""
        return f"{self.name.words}: {mark_words(self.mark)}"


def mark_words(mark: str) -> str:
    """Word a mark: states by their words, classes by theirs."""
    if mark in STATE_WORDS:
        return STATE_WORDS[mark]
    return CLASS_WORDS[FindingClass(mark)].words


def present_mark(followed: FollowedPlace) -> str:
    """Answer the mark of a place as it stands: its state, dashed where it was only probable."""
    return _probable(followed.state, (entry.kind for entry in reversed(followed.history)))


def mark_then(history: Sequence[Entry], number: int) -> str:
    """Answer the mark of one examination's word: the state it gave, or what was found instead."""
    entry = history[number]
    if entry.state is _S.ELIMINATED:
        was_so = number > 0 and history[number - 1].state is _S.ELIMINATED
        return entry.kind.value if was_so else entry.state.value
    says_nothing = entry.kind in {_F.INCOMPLETE, _F.INCONSISTENT, *_DOUBTFUL}
    if says_nothing and entry.state is not _S.SUSPECTED:
        return entry.kind.value
    return _probable(entry.state, (e.kind for e in reversed(history[: number + 1])))


_DOUBTFUL = {_F.INDETERMINATE, _F.TENDER_SPOT, _F.TAUT_BAND}


def _probable(state: TriggerPointState, newest_first: Iterable[FindingClass]) -> str:
    if state in _DECIDING:
        for kind in newest_first:
            if kind in _DECIDING[state]:
                return kind.value
    return state.value


def point_marks(places: Mapping[Place, FollowedPlace], ids: Mapping[Place, str]) -> list[PointMark]:
    """Answer every followed place with its mark, what is left first, in the body's order."""
    marks = [
        PointMark(
            id=ids.get(place, ""),
            name=PlaceName(place),
            state=followed.state,
            mark=present_mark(followed),
            is_left=followed.state in REMAINING,
        )
        for place, followed in places.items()
    ]
    return sorted(marks, key=_rank)


def _rank(point: PointMark) -> tuple[int, bool, Place]:
    is_probable = point.mark != point.state.value
    return _ORDER.index(point.state), is_probable, point.name.place


def unseen_places(standing: Standing) -> list[Place]:
    """Answer the places an examination had to look at and said nothing of, by the outcomes' rule.

    They are the ones that `Outcome.points_not_reexamined` counts.
    """
    return sorted(
        place
        for place, state in standing.states.items()
        if state in TO_BE_FOUND_AGAIN and place not in standing.found
    )


def muscles_of(places: Iterable[Place]) -> list[Place]:
    """Answer the muscles (with their side) in which places lie, once each."""
    return sorted({Place(place.muscle, place.side) for place in places})


# -- coming back --------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Return:
    """A point found again after it was quiet or clear."""

    is_active: bool
    weeks: str

    @property
    def words(self) -> str:
        """Say it beside its mark."""
        return f"{'active again' if self.is_active else 'found again'} after {self.weeks}"


def came_back(history: Sequence[Entry], number: int, zone: ZoneInfo) -> Return | None:
    """Tell whether an examination found a point again, and how long it had been away.

    Active again is the register's own `reactivations`; a point that was clear and is found again
    without being active is told as well, and counted nowhere.
    """
    if number == 0:
        return None
    entry, before = history[number], history[number - 1].state
    is_active = entry.state is _S.ACTIVE and before in RETURNING
    is_found = before in GONE and entry.state in QUIET
    if not is_active and not is_found:
        return None
    away = RETURNING if is_active else GONE
    first = number - 1
    while first > 0 and history[first - 1].state in away:
        first -= 1
    since = local_day(history[first].examined_at, zone)
    return Return(is_active, long_words(since, local_day(entry.examined_at, zone)))


def long_words(first: date, last: date) -> str:
    """Say how long it is between two days: 9 weeks, 5 days."""
    days = (last - first).days
    if days < _FEW_DAYS:
        return "1 day" if days == 1 else f"{days} days"
    return f"{round(days / 7)} weeks"


# -- names in sentences ---------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Named:
    """A place in the middle of a sentence: its name in small letters, and its side."""

    name: str
    side: str


def named(place: Place, beside: Iterable[Place] = ()) -> Named:
    """Name a place; its site only where another site of the muscle is followed, too."""
    others = {p for p in beside if (p.muscle, p.side) == (place.muscle, place.side)} - {place}
    site = f" {place.site}" if place.site and others else ""
    return Named(lower_first(PlaceName(place).name) + site, place.side.value)


def at_examination(history: Sequence[Entry], examination_id: str) -> int | None:
    """Answer which entry of a history an examination made."""
    for number, entry in enumerate(history):
        if entry.examination_id == examination_id:
            return number
    return None


def on_day(day: date) -> str:
    """Write a day as the pages do: 9 Nov."""
    return f"{day.day} {day:%b}"


def on_date(day: date) -> str:
    """Write a day with its year: 9 Nov 2026."""
    return f"{on_day(day)} {day.year}"


def day_in(zone: ZoneInfo, moment: datetime) -> date:
    """Answer the clinic's day of an instant."""
    return local_day(moment, zone)
