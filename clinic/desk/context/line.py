"""The line that matters: found, eliminated, left; and the sentence that says what changed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from clinic.anatomy.rules import Place
from clinic.desk.context.points import (
    Named,
    PointMark,
    at_examination,
    came_back,
    day_in,
    muscles_of,
    named,
    on_day,
    point_marks,
    unseen_places,
)
from clinic.desk.queries.patient import Followed
from clinic.trigger_points.rules import Standing, Summary, TriggerPointState, summary

_S = TriggerPointState
_MOST_NAMED = 5

# a sentence: words, and places by name and side
Sentence = list[str | Named]


@dataclass(frozen=True, slots=True)
class ResidualLine:
    """What was found, what is gone, what is left, what nobody looked at."""

    summary: Summary
    muscles_unseen: int
    found: Sequence[PointMark]
    suspected: Sequence[PointMark]
    sentences: Sequence[Sentence] = field(default_factory=tuple)

    @property
    def words(self) -> str:
        """Say it in one line, as the rules of outcomes word it."""
        unseen = f" · {muscles(self.muscles_unseen)} not re-examined" if self.muscles_unseen else ""
        return self.summary.headline + unseen


def muscles(count: int) -> str:
    """Count muscles in words."""
    return "1 muscle" if count == 1 else f"{count} muscles"


def residual_line(care: Followed) -> ResidualLine | None:
    """Answer the line of a patient, or nothing before the first signed examination."""
    standings = care.register.standings
    if not standings:
        return None
    marks = point_marks(care.register.places, care.point_ids)
    return ResidualLine(
        summary=summary(care.register),
        muscles_unseen=len(muscles_of(unseen_places(standings[-1]))),
        found=[mark for mark in marks if mark.state is not _S.SUSPECTED],
        suspected=[mark for mark in marks if mark.state is _S.SUSPECTED],
        sentences=_sentences(care),
    )


def _sentences(care: Followed) -> list[Sentence]:
    *earlier, now = care.register.standings
    day = on_day(day_in(care.zone, now.examination.examined_at))
    told: list[Sentence] = []
    if not earlier:
        told.append([f"First examination on {day}."])
    else:
        told.extend(_changes(care, earlier[-1], now))
    unseen = muscles_of(unseen_places(now))
    if unseen:
        told.append([f"Not re-examined on {day}: ", *_listed(unseen, ()), "."])
    return told


def _changes(care: Followed, before: Standing, now: Standing) -> list[Sentence]:
    """Say what the last examination changed, the gravest first."""
    places = care.register.places
    pain = _pain([s.examination.pain_now for s in care.register.standings])
    returned: dict[str, list[tuple[Place, str]]] = {"active": [], "found": []}
    for place, followed in places.items():
        number = at_examination(followed.history, now.examination.id)
        back = None if number is None else came_back(followed.history, number, care.zone)
        if back is not None:
            returned["active" if back.is_active else "found"].append((place, back.weeks))
    told: list[Sentence] = []
    for which in ("active", "found"):
        told.extend(_returns(which, returned[which], places))
    changed = [
        (place, before.states.get(place), state)
        for place, state in sorted(now.states.items())
        if before.states.get(place) is not state
    ]
    told.extend(_moves(changed, places))
    if pain and told and isinstance(told[0][0], Named):
        # pain and what came back belong together
        told[0] = [f"{pain}, and ", *told[0]]
    elif pain:
        told.insert(0, [f"{pain}."])
    told = [_begun(sentence) for sentence in told]
    if not changed and not any(returned.values()):
        told.append(["No point changed."])
    return told


def _begun(sentence: Sentence) -> Sentence:
    """Begin a sentence with a capital letter, where it begins with a name."""
    first, *rest = sentence
    if isinstance(first, Named):
        return [Named(first.name[:1].upper() + first.name[1:], first.side), *rest]
    return sentence


def _pain(course: Sequence[int | None]) -> str:
    before, now = course[-2], course[-1]
    if before is None or now is None:
        return ""
    if now == before:
        return f"Pain is unchanged at {now}"
    if now < before:
        return f"Pain is down from {before} to {now}"
    was_higher = any(pain is not None and pain > before for pain in course[:-2])
    return f"Pain is {'back up' if was_higher else 'up'} from {before} to {now}"


def _returns(
    which: str, returned: Sequence[tuple[Place, str]], places: Iterable[Place]
) -> list[Sentence]:
    beside = list(places)
    told = "active again" if which == "active" else "found again"
    if len(returned) == 1:
        place, weeks = returned[0]
        return [[named(place, beside), f" is {told} after {weeks} quiet."]]
    if returned:
        return [[f"{len(returned)} {told}: ", *_listed([p for p, _ in returned], beside), "."]]
    return []


Move = tuple[Place, TriggerPointState | None, TriggerPointState]


def _moves(changed: Sequence[Move], places: Iterable[Place]) -> list[Sentence]:
    beside = list(places)
    kinds: tuple[tuple[str, Callable[[Move], bool]], ...] = (
        ("newly found", lambda move: move[1] is None and move[2] is not _S.SUSPECTED),
        ("eliminated", lambda move: move[2] is _S.ELIMINATED),
        ("clear once", lambda move: move[2] is _S.PROVISIONALLY_CLEARED),
        ("no longer active", lambda move: move[2] is _S.DEACTIVATED and move[1] is _S.ACTIVE),
        ("suspected", lambda move: move[2] is _S.SUSPECTED),
    )
    told: list[Sentence] = []
    for words, is_so in kinds:
        found = [move[0] for move in changed if is_so(move)]
        if found:
            told.append([f"{len(found)} {words}: ", *_listed(found, beside), "."])
    return told


def _listed(places: Sequence[Place], beside: Iterable[Place]) -> Sentence:
    """Name places one after the other, the first few of them."""
    around = list(beside)
    told: Sentence = []
    for place in places[:_MOST_NAMED]:
        told += [", ", named(place, around)]
    more = len(places) - _MOST_NAMED
    if more > 0:
        told.append(f" and {more} more")
    return told[1:]
