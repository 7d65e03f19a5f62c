"""What pages show of a home plan, as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from clinic.accounts.queries import settings_of, users_named
from clinic.anatomy.rules import MUSCLES, REGIONS, HomeVibration, Muscle, Place, Side
from clinic.evidence.rules import ADVICE
from clinic.plans import queries
from clinic.plans.models import HomePlan
from clinic.plans.rules import (
    PHASE_WORDS,
    PROPOSED_SESSION_SECONDS,
    STANDING,
    DoseLimits,
    Obstacle,
    PauseCause,
    Phase,
    PlanState,
    Reach,
    Target,
)
from clinic.safety.queries import newest_screen
from clinic.samples.models import MassagerModel
from clinic.trigger_points.queries import followed
from clinic.trigger_points.rules import TriggerPointState
from clinic.work.unit import Work

STATE_WORDS = {
    PlanState.DRAFT: "draft",
    PlanState.ACTIVE: "active",
    PlanState.PAUSED: "paused",
    PlanState.STOPPED: "stopped",
    PlanState.COMPLETED: "completed",
}
CAUSE_WORDS = {
    PauseCause.CLINICIAN: "by a clinician",
    PauseCause.SCREEN: "because the safety screen blocks",
    PauseCause.RED_FLAG: "because of a red flag at an examination",
    PauseCause.STOP_SIGN: "because of a stop sign from home",
    PauseCause.INCIDENT: "because of an incident",
}
# what clinicians call the phases; the patient's words stand beside (CLINICAL 4.3)
PHASE_NAMES = {Phase.TREAT: "Treat", Phase.ELIMINATE: "Eliminate", Phase.MAINTAIN: "Maintain"}
REACH_WORDS = {
    Reach.SELF: "by own hand",
    Reach.STRAP: "with the strap",
    Reach.HELPER: "with a helper",
}
# offered while typing, never demanded: the muscle slack and supported (CLINICAL 4.4, step 2) [P]
POSITIONS = (
    "Sit, arm on a pillow",
    "Sit, arm supported",
    "Sit, arm hanging",
    "Sit, arm on the table",
    "Sit, elbow on the table",
    "Sit, head level",
    "Sit, head turned a little left",
    "Sit, head turned a little right",
    "Sit, leaning on a table",
    "Sit, leg up",
    "Lie on the back",
    "Lie on the back, knees bent",
    "Lie on the left side",
    "Lie on the right side",
    "Lie on the side, pillow between the knees",
    "Lie face down, pillow under the belly",
    "Lie face down",
    "Stand, leaning on a wall",
)


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """A place by its names: side and site, the muscle's name and the patient's name for it."""

    key: str
    muscle: str
    side: str
    site: int
    name: str
    plain_name: str
    cautions: tuple[str, ...]
    needs_note: bool
    state: str | None
    label: str


@dataclass(frozen=True, slots=True)
class Tell:
    """Something a plan has to settle, or to look at twice; `field` is the form's name for it."""

    field: str
    detail: str
    blocks: bool


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A point that is left and not in the plan. `because`: why nobody, or not so simply."""

    point_id: str
    place: PlaceWords
    because: str
    is_barred: bool
    is_directed: bool


@dataclass(frozen=True, slots=True)
class Share:
    """One place's part of a session, drawn from `start` on a meter that ends at 1000."""

    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Minutes:
    """How long it takes: a session, a day, and how near the clinic's limit that is."""

    session: str
    session_words: str
    day: str
    places: int
    shares: tuple[Share, ...]
    advised_at: float
    advised: int
    most: int
    is_over_advised: bool
    is_twice: bool


def words_of(place: Place, state: TriggerPointState | None = None) -> PlaceWords:
    """Name a place."""
    muscle: Muscle = MUSCLES[place.muscle]
    site = f" {place.site}" if place.site else ""
    return PlaceWords(
        key=key_of(place),
        muscle=place.muscle,
        side=place.side.value,
        site=place.site,
        name=muscle.name,
        plain_name=_lower_first(muscle.plain_name),
        cautions=muscle.cautions,
        needs_note=muscle.home_vibration is HomeVibration.DIRECTED,
        state=state and state.value,
        label=f"{muscle.name} {place.side.value}{site}",
    )


def key_of(place: Place) -> str:
    """Answer a place as one word."""
    return f"{place.muscle}.{place.side.value}.{place.site}"


def _lower_first(words: str) -> str:
    return words[:1].lower() + words[1:]


def states_of(work: Work, patient_id: str) -> dict[Place, TriggerPointState]:
    """Answer the state of every place of a patient that is followed."""
    return {
        place: point.state for place, point in followed(work, patient_id) if point.state is not None
    }


def tells_of(work: Work, plan: HomePlan, targets: Sequence[Target]) -> list[Tell]:
    """Answer what a plan has to settle; a plan that is over has nothing."""
    if plan.state not in {PlanState.DRAFT, *STANDING}:
        return []
    return [_tell(obstacle) for obstacle in queries.obstacles_of(work, plan, targets)]


def _tell(obstacle: Obstacle) -> Tell:
    field = obstacle.pointer.removeprefix("/").replace("/", ".")
    return Tell(field, obstacle.detail, obstacle.blocks)


def left_out(work: Work, plan: HomePlan, targets: Sequence[Target]) -> list[LeftOut]:
    """Answer the points that are left and that the plan does not treat, in the body's order."""
    screen = newest_screen(work, plan.patient_id)
    barred = frozenset(screen.barred_regions) if screen else frozenset()
    within = {target.place for target in targets}
    return [
        _left_out(place, point.id, point.state, barred)
        for place, point in followed(work, plan.patient_id)
        if point.state in queries.LEFT and place not in within
    ]


def _left_out(
    place: Place, point_id: str, state: TriggerPointState | None, barred: frozenset[str]
) -> LeftOut:
    muscle = MUSCLES[place.muscle]
    is_barred, because = False, ""
    is_directed = muscle.home_vibration is HomeVibration.DIRECTED
    if muscle.home_vibration is HomeVibration.BARRED:
        is_barred, because = True, "; ".join(muscle.cautions)
    elif muscle.region in barred:
        is_barred = True
        because = f"the safety screen bars {REGIONS[muscle.region].name.lower()}"
    elif is_directed:
        because = "; ".join(muscle.cautions)
    return LeftOut(point_id, words_of(place, state), because, is_barred, is_directed)


def minutes_of(targets: Sequence[Target], limits: DoseLimits) -> Minutes:
    """Answer how long the plan takes: one segment per place, up to the clinic's limit."""
    most = limits.session_seconds_most
    session = sum(target.seconds for target in targets)
    day = sum(target.seconds * target.sessions_per_day for target in targets)
    shares: list[Share] = []
    start = 0.0
    for target in targets:
        width = 1000 * target.seconds / most
        shares.append(Share(round(start, 1), round(max(width - 4, 1), 1)))
        start += width
    advised = min(PROPOSED_SESSION_SECONDS, most)
    return Minutes(
        session=clock_of(session),
        session_words=f"{session // 60} minutes {session % 60} seconds",
        day=clock_of(day),
        places=len(targets),
        shares=tuple(shares),
        advised_at=round(1000 * advised / most, 1),
        advised=advised // 60,
        most=most // 60,
        is_over_advised=session > advised,
        is_twice=day != session,
    )


def clock_of(seconds: int) -> str:
    """Write seconds as minutes: 5:30."""
    return f"{seconds // 60}:{seconds % 60:02}"


def models_offered(work: Work) -> list[tuple[str, str]]:
    """Answer the massager models a plan may name."""
    rows = work.session.scalars(select(MassagerModel).order_by(MassagerModel.name)).all()
    return [(row.id, f"{row.name}, {row.min_hz:g} to {row.max_hz:g} Hz") for row in rows]


def muscles_offered() -> list[tuple[str, list[tuple[str, str]]]]:
    """Answer the muscles that may be added, by region; those nobody may add are not among them."""
    found: dict[str, list[tuple[str, str]]] = {}
    for muscle in MUSCLES.values():
        if muscle.home_vibration is HomeVibration.BARRED:
            continue
        words = f"{muscle.name} ({_lower_first(muscle.plain_name)})"
        if muscle.home_vibration is HomeVibration.DIRECTED:
            words += ", needs your note"
        found.setdefault(REGIONS[muscle.region].name, []).append((muscle.slug, words))
    return list(found.items())


def muscles_barred() -> list[tuple[str, str]]:
    """Answer the muscles that nobody may add, each with its reason."""
    return [
        (muscle.name, "; ".join(muscle.cautions))
        for muscle in MUSCLES.values()
        if muscle.home_vibration is HomeVibration.BARRED
    ]


def advice_offered() -> list[tuple[str, str]]:
    """Answer the advice a plan may carry."""
    return [(advice.slug, advice.title) for advice in ADVICE.values()]


def phases_offered() -> list[tuple[str, str]]:
    """Answer the phases, with the patient's words for them."""
    return [(phase.value, f"{PHASE_NAMES[phase]}: {PHASE_WORDS[phase]}") for phase in Phase]


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan in a list."""

    id: str
    state: str
    starts_on: date
    review_on: date
    phase: str
    places: int
    minutes: str
    prescribed_by: str


def plan_lines(work: Work, plans: Sequence[HomePlan]) -> list[PlanLine]:
    """Answer plans for a list."""
    targets = queries.targets_of(work, [plan.id for plan in plans])
    names = users_named(work, [plan.prescribed_by for plan in plans if plan.prescribed_by])
    return [
        PlanLine(
            id=plan.id,
            state=STATE_WORDS[plan.state],
            starts_on=plan.starts_on,
            review_on=plan.review_on,
            phase=PHASE_NAMES[plan.phase],
            places=len(targets[plan.id]),
            minutes=clock_of(sum(t.seconds * t.sessions_per_day for t in targets[plan.id])),
            prescribed_by=names.get(plan.prescribed_by or "", ""),
        )
        for plan in plans
    ]


def limit_words(work: Work, limits: DoseLimits) -> Mapping[str, Any]:
    """Answer the limits as the page's fields need them, and as its words tell them."""
    settings = settings_of(work)
    return {
        "seconds": (limits.seconds_least, limits.seconds_most),
        "sessions_per_day": (1, limits.sessions_per_day_most),
        "days_per_week": (1, 7),
        "frequency_hz": (limits.frequency_least_hz, limits.frequency_most_hz),
        "targets": limits.targets_most,
        "minutes": limits.session_seconds_most // 60,
        "review_days": limits.review_days_most,
        "screen_days": settings.screen_days,
    }


# as many rows as a form of a plan may hold
MOST_ROWS = 40
SIDES = tuple((side.value, side.value) for side in Side)
