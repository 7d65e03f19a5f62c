"""What a patient's own page shows, as plain values: first name and plan, and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from clinic.accounts.queries import acting_clinic, today_of
from clinic.anatomy.rules import MUSCLES, Place
from clinic.checkins import queries
from clinic.checkins.models import CheckIn, PatientPage
from clinic.checkins.rules import DAYS_BACK, MOST_DAYS, ends_on, first_day, urgent
from clinic.examinations.context import whom
from clinic.languages import ENGLISH, Spoken, marked
from clinic.paper import words
from clinic.patients.models import Patient
from clinic.plans.models import HomePlan
from clinic.plans.queries import targets_of
from clinic.plans.rules import PauseCause, PlanState, Target
from clinic.safety.rules import STOP_SIGNS, StopSign, Urgency, emergency_number
from clinic.translations.context import spoken_to_patient
from clinic.work.unit import Work

_NOT_YET = marked("This day has not come yet.")
_MINUTE = 60


@dataclass(frozen=True, slots=True)
class PlaceCard:
    """One place of today: its dose, how to do it, what to mind, and what is ticked already."""

    number: int
    name: str
    muscle: str
    seconds: int
    dose: str
    how: Sequence[str]
    care: Sequence[str]
    sessions: int
    done: int


@dataclass(frozen=True, slots=True)
class Signs:
    """The stop signs by what they ask for."""

    emergency: Sequence[StopSign]
    today: Sequence[StopSign]


def page_shown(work: Work, page: PatientPage, day: date | None) -> dict[str, Any]:
    """Answer everything the page shows; `day` is one of the last days, today unless it is named."""
    spoken = spoken_to_patient(work, page.language)
    clinic, today = acting_clinic(work), today_of(work)
    patient, plan = work.find(Patient, page.patient_id), work.find(HomePlan, page.plan_id)
    number = emergency_number(clinic.country)
    shown: dict[str, Any] = {
        "spoken": spoken,
        "say": spoken.say,
        "count": spoken.count,
        "first_name": patient.preferred_name or patient.given_name,
        "clinic_name": clinic.name,
        "phone": clinic.phone,
        "phone_link": dialled(clinic.phone),
        "emergency_number": number,
        "emergency_link": dialled(number),
        "ends_on": words.long_day(ends_on(plan.review_on), spoken.language),
        "signs": _signs(),
        "replaced_on": "",
        "can_tell": False,
    }
    replaced = queries.replaced_on(work, page, plan)
    if replaced is not None:
        return shown | {
            "state": "replaced",
            "replaced_on": words.long_day(replaced, spoken.language),
        }
    if plan.state in {PlanState.STOPPED, PlanState.COMPLETED}:
        return shown | {"state": "ended"}
    since = first_day(today, plan.starts_on)
    chosen = day if day is not None and since <= day <= today else today
    return shown | _today(work, plan, chosen, since, today, spoken)


def _today(  # noqa: PLR0913, PLR0917 (the plan, and which day of which)
    work: Work, plan: HomePlan, day: date, since: date, today: date, spoken: Spoken
) -> dict[str, Any]:
    targets = targets_of(work, [plan.id])[plan.id]
    told = queries.check_in_of_day(work, plan.id, day)
    seconds = sum(target.seconds * target.sessions_per_day for target in targets)
    is_paused = plan.state is PlanState.PAUSED
    return {
        "state": "paused" if is_paused else "open",
        "has_begun": today >= plan.starts_on,
        "is_stopped_by_sign": is_paused and plan.pause_cause is PauseCause.STOP_SIGN,
        "starts_on": words.long_day(plan.starts_on, spoken.language),
        "review_on": words.long_day(plan.review_on, spoken.language),
        "day": day.isoformat(),
        "day_words": words.long_day(day, spoken.language),
        "is_today": day == today,
        "day_number": (day - plan.starts_on).days + 1,
        "days_in_all": (plan.review_on - plan.starts_on).days,
        "minutes": -(-seconds // _MINUTE),
        "cards": [
            _card(number, target, targets, 0 if told is None else told.sessions[number - 1], spoken)
            for number, target in enumerate(targets, 1)
        ],
        "pain_before": None if told is None else told.pain_before,
        "pain_after": None if told is None else told.pain_after,
        "happened": [STOP_SIGNS[slug].text for slug in (told.happened if told else ())],
        "is_emergency": urgent(told.happened if told else ()) is Urgency.EMERGENCY,
        "is_told": told is not None,
        "can_tell": today >= plan.starts_on,
        "other_days": [
            (other.isoformat(), words.long_day(other, spoken.language))
            for n in range(DAYS_BACK + 1)
            if since <= (other := today - timedelta(days=n)) <= today and other != day
        ],
    }


def _card(
    number: int, target: Target, all_targets: Sequence[Target], done: int, to: Spoken
) -> PlaceCard:
    muscle = MUSCLES[target.place.muscle]
    return PlaceCard(
        number=number,
        name=place_name(target.place, to),
        muscle=_muscle_name(target.place, [one.place for one in all_targets], to),
        seconds=target.seconds,
        dose=f"{to.say(',')} ".join(
            (
                words.minutes(target.seconds, to),
                words.often(target.sessions_per_day, target.days_per_week, to),
                words.speed(target.frequency_hz, to=to),
            )
        ),
        how=[
            text
            for text in (words.stopped(to.say(target.position)), words.reach(target.reach, to))
            if text
        ],
        care=[
            *(words.sentence(to.say(caution)) for caution in muscle.patient_cautions),
            *([target.note] if target.note else []),
        ],
        sessions=target.sessions_per_day,
        done=done,
    )


def place_name(place: Place, to: Spoken = ENGLISH) -> str:
    """Name a place in the patient's words: Right: top of the shoulder."""
    return words.place_title(to.say(MUSCLES[place.muscle].plain_name), place.side, to)


def _muscle_name(place: Place, places: Sequence[Place], to: Spoken) -> str:
    same = [one for one in places if (one.muscle, one.side) == (place.muscle, place.side)]
    site = place.site if len(same) > 1 else 0
    return words.spot_name(MUSCLES[place.muscle].name, site, to)


def _signs() -> Signs:
    every = tuple(STOP_SIGNS.values())
    return Signs(
        emergency=[sign for sign in every if sign.urgency is Urgency.EMERGENCY],
        today=[sign for sign in every if sign.urgency is not Urgency.EMERGENCY],
    )


def dialled(number: str) -> str:
    """Answer a telephone number as a link dials it: digits, and a plus before a country."""
    digits = "".join(sign for sign in number if sign.isdigit())
    return f"+{digits}" if number.strip().startswith("+") else digits


# -- the paper grid -----------------------------------------------------------------
_BLOCK = 14  # days beside each other, as on the sheet


@dataclass(frozen=True, slots=True)
class GridRow:
    number: int
    name: str
    sessions: int


@dataclass(frozen=True, slots=True)
class GridDay:
    """One column: the day, and what was told of it already."""

    day: str
    weekday: str
    short: str
    spoken: str
    done: Sequence[int]
    is_told: bool
    pain_before: int | None
    pain_after: int | None


def grid_shown(work: Work, plan: HomePlan) -> dict[str, Any]:
    """Answer the boxes of a plan until today, in blocks as they fit beside each other."""
    today = today_of(work)
    targets = targets_of(work, [plan.id])[plan.id]
    told = queries.check_ins_of(work, [plan.id])[plan.id]
    count = min((today - plan.starts_on).days + 1, MOST_DAYS)
    days = [plan.starts_on + timedelta(days=n) for n in range(count)]
    columns = [_column(day, told.get(day), len(targets)) for day in days]
    return {
        "plan": plan,
        "patient": whom(work, plan.patient_id),
        "is_draft": plan.state is PlanState.DRAFT,
        "rows": [
            GridRow(number, place_name(target.place), target.sessions_per_day)
            for number, target in enumerate(targets, 1)
        ],
        "blocks": [columns[start : start + _BLOCK] for start in range(0, len(columns), _BLOCK)],
    }


def _column(day: date, row: CheckIn | None, places: int) -> GridDay:
    return GridDay(
        day=day.isoformat(),
        weekday=words.two_letters(day),
        short=words.day_and_month(day),
        spoken=words.week_day(day),
        done=[0] * places if row is None else row.sessions,
        is_told=row is not None,
        pain_before=None if row is None else row.pain_before,
        pain_after=None if row is None else row.pain_after,
    )


def told_again(errors: Mapping[str, Sequence[str]], to: Spoken) -> dict[str, list[str]]:
    """Say what is wrong with a report; what no catalogue holds is said in general words."""
    known = {_NOT_YET: to.say(_NOT_YET)}
    general = to.say("This cannot be right. Please look again, or call the clinic.")
    return {
        name: [text if to.is_english else known.get(text, general) for text in texts]
        for name, texts in errors.items()
    }


def stranger() -> Mapping[str, Any]:
    """Answer what a page says that is not there: the same whether it never was, or is over."""
    return {"say": ENGLISH.say, "spoken": ENGLISH}
