"""What the page of one plan shows, as plain values: a draft, a standing plan, one that is over."""

from collections.abc import Mapping, Sequence
from typing import Any

from clinic.accounts.queries import today_of, users_named, wording_approval
from clinic.anatomy.rules import MUSCLES, REGIONS, Place, Side
from clinic.examinations.context import whom
from clinic.examinations.models import Examination
from clinic.handouts import queries
from clinic.handouts.context.sheets import own_layout
from clinic.handouts.context.speech import speech_of
from clinic.plans import context as plans
from clinic.plans import queries as plan_queries
from clinic.plans.models import HomePlan
from clinic.plans.rules import PHASE_WORDS, PLAN, PauseCause, PlanState, Target
from clinic.rulebook.permissions import Permission
from clinic.safety.context import asked, newest_seen
from clinic.samples.models import MassagerModel
from clinic.trigger_points.rules import TriggerPointState
from clinic.work.unit import Work, etag_of

# the fields of a target that a page types, in the order they stand
_TYPED = (
    "seconds",
    "sessions_per_day",
    "days_per_week",
    "frequency_hz",
    "position",
    "reach",
    "note",
)
_FIELD_WORDS = {
    "seconds": "time",
    "sessions_per_day": "times a day",
    "days_per_week": "days a week",
    "frequency_hz": "speed",
    "position": "position",
    "reach": "reach",
    "note": "note",
}
# so many places stand open at first; more of them show one line each
_OPEN_AT_FIRST = 3
_ALARMS = {PauseCause.RED_FLAG, PauseCause.STOP_SIGN}


def desk_page(work: Work, plan: HomePlan) -> Mapping[str, Any]:
    """Answer what the desk may know: that there is a plan, its days, and its sheets."""
    may_move = "reschedule" in PLAN.actions_from(plan.state)
    return _head(work, plan) | {
        "shows": "plans/_desk.html",
        "actions": ["reschedule"] if may_move else [],
        "sheets": _sheets(work, plan),
    }


def plan_page(work: Work, plan: HomePlan, typed: Mapping[str, str] | None) -> Mapping[str, Any]:
    """Answer a plan for a clinician; what was typed and refused stands where it was typed."""
    targets = plan_queries.targets_of(work, [plan.id])[plan.id]
    model = None
    if plan.massager_model_id is not None:
        model = work.find(MassagerModel, plan.massager_model_id)
    limits = plan_queries.limits_of(work, model)
    states = plans.states_of(work, plan.patient_id)
    tells = plans.tells_of(work, plan, targets)
    rows = _rows(targets, states, tells, typed)
    shown = _head(work, plan) | {
        "shows": "plans/_draft.html" if plan.state is PlanState.DRAFT else "plans/_standing.html",
        "actions": PLAN.actions_from(plan.state),
        "phase_name": plans.PHASE_NAMES[plan.phase],
        "phase_words": PHASE_WORDS[plan.phase],
        "model": model,
        "rows": rows,
        "minutes": plans.minutes_of(targets, limits),
        "tells": tells,
        "blocking": [tell for tell in tells if tell.blocks],
        "left_out": plans.left_out(work, plan, targets),
        "limits": plans.limit_words(work, limits),
        "screen": newest_seen(work, plan.patient_id),
        "screen_is_asked": _asks_for_screen(tells),
        "questions": asked(work, plan.patient_id),
        "regions": REGIONS.values(),
        "advice_titles": dict(plans.advice_offered()),
        "sheets": _sheets(work, plan),
        "reach_words": {reach.value: words for reach, words in plans.REACH_WORDS.items()},
        "field_words": _field_words(rows),
        "layout": own_layout(work, plan.patient_id).value,
        "speech": speech_of(work, plan.patient_id),
        "wording_is_approved": wording_approval(work) is not None,
        "examination": work.find(Examination, plan.examination_id),
    }
    if plan.state is PlanState.DRAFT:
        return shown | _choices(work, plan)
    return shown | {"history": _history(work, plan)}


def _head(work: Work, plan: HomePlan) -> dict[str, Any]:
    return {
        "plan": plan,
        "etag": etag_of(plan),
        "state_words": plans.STATE_WORDS[plan.state],
        "cause_words": plan.pause_cause and plans.CAUSE_WORDS[plan.pause_cause],
        "is_alarm": plan.pause_cause in _ALARMS,
        "patient": whom(work, plan.patient_id),
        "earliest_review": today_of(work),
        "may_care": work.actor.may(Permission.CARE),
    }


def _choices(work: Work, plan: HomePlan) -> dict[str, Any]:
    """Answer what a draft chooses from."""
    newest = plan_queries.newest_examination(work, plan.patient_id)
    return {
        "models": plans.models_offered(work),
        "muscles": plans.muscles_offered(),
        "muscles_barred": plans.muscles_barred(),
        "sides": plans.SIDES,
        "positions": plans.POSITIONS,
        "advice": plans.advice_offered(),
        "phases": plans.phases_offered(),
        "newer_examination": newest if newest and newest.id != plan.examination_id else None,
        "standing": plan_queries.standing_now(work, plan.patient_id),
    }


def _asks_for_screen(tells: Sequence[plans.Tell]) -> bool:
    """Tell whether the screen itself stands in the way: none, too old, or older than an alarm."""
    return any(tell.blocks and not tell.field and "screen" in tell.detail for tell in tells)


# -- the places -------------------------------------------------------------------
def _rows(
    targets: Sequence[Target],
    states: Mapping[Place, TriggerPointState],
    tells: Sequence[plans.Tell],
    typed: Mapping[str, str] | None,
) -> list[dict[str, Any]]:
    """Answer the places as their fields show them, each with what it has to settle."""
    stored = {target.place: _stored(target) for target in targets}
    by_place: dict[Place, list[plans.Tell]] = {target.place: [] for target in targets}
    for tell in tells:
        index = _index_of(tell.field)
        if index is not None and index < len(targets):
            by_place[targets[index].place].append(tell)
    if typed is not None and "targets" in typed:
        fields = list(_typed_rows(typed))
    else:
        fields = [(target.place, stored[target.place]) for target in targets]
    return [
        {
            "place": plans.words_of(place, states.get(place)),
            "fields": values,
            "stored": stored.get(place),
            "tells": by_place.get(place, []),
            "is_open": index < _OPEN_AT_FIRST or any(t.blocks for t in by_place.get(place, [])),
        }
        for index, (place, values) in enumerate(fields)
    ]


def _index_of(field: str) -> int | None:
    parts = field.split(".")
    is_target = parts[0] == "targets" and len(parts) > 1 and parts[1].isdigit()
    return int(parts[1]) if is_target else None


def _stored(target: Target) -> dict[str, str]:
    values = {name: str(getattr(target, name)) for name in _TYPED}
    return values | {"frequency_hz": f"{target.frequency_hz:g}"}


def _typed_rows(typed: Mapping[str, str]) -> list[tuple[Place, dict[str, str]]]:
    """Read the places back from a form that was refused, as far as they can be read."""
    rows = []
    for index in range(plans.MOST_ROWS):
        at = f"targets.{index}"
        muscle, side = typed.get(f"{at}.muscle", ""), typed.get(f"{at}.side", "")
        site = typed.get(f"{at}.site", "")
        if muscle in MUSCLES and side in set(Side):
            number = int(site) if site.isascii() and site.isdigit() else 0
            values = {name: typed.get(f"{at}.{name}", "") for name in _TYPED}
            rows.append((Place(muscle, Side(side), number), values))
    return rows


def _field_words(rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Name every field as the list of errors calls it."""
    words = {
        "targets": "Places and doses",
        "override_reason": "Reason to go on",
        "review_on": "Review",
        "starts_on": "From",
        "massager_model_id": "Massager",
        "replaces": "The plan that stands",
    }
    for index, row in enumerate(rows):
        label = row["place"].label
        words[f"targets.{index}"] = label
        for name, said in _FIELD_WORDS.items():
            words[f"targets.{index}.{name}"] = f"{label}, {said}"
    for said in ("muscle", "side", "site"):
        words[f"targets.{len(rows)}.{said}"] = f"Place to add, {said}"
    return words


# -- what happened, and what was issued -------------------------------------------
def _sheets(work: Work, plan: HomePlan) -> list[dict[str, Any]]:
    found = queries.handouts_of_plan(work, plan.id)
    names = users_named(work, [sheet.issued_by for sheet in found if sheet.issued_by])
    events = plan_queries.events_of(work, [plan.id])[plan.id]
    # doses stand still once a plan is prescribed: only its day can move under a sheet
    moved_at = [event.created_at for event in events if event.event == "rescheduled"]
    return [
        {
            "id": sheet.id,
            "at": sheet.created_at,
            "by": names.get(sheet.issued_by or "", ""),
            "pages": sheet.pages,
            "layout": sheet.layout.value.replace("_", " "),
            "shows_an_older_day": any(at > sheet.created_at for at in moved_at),
        }
        for sheet in found
    ]


def _history(work: Work, plan: HomePlan) -> list[dict[str, Any]]:
    events = plan_queries.events_of(work, [plan.id])[plan.id]
    names = users_named(work, [event.by for event in events if event.by])
    return [
        {
            "event": event.event,
            "at": event.created_at,
            "by": names.get(event.by or "", ""),
            "reason": event.reason,
            "review_on": event.review_on,
        }
        for event in reversed(events)
    ]
