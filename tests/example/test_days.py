"""When the example clinic is told to have happened, whatever day today is."""

from datetime import date, time, timedelta

import pytest

from clinic.example.days import ZONE, Appointments, Desk, clinic_day
from clinic.example.founding import PATIENT
from clinic.example.narrative import all_steps
from clinic.example.people import STORIES
from clinic.example.telling import PREFIX
from clinic.store.base import ID_LENGTH

# leap day, both nights when clocks are set, the turn of a year, and a whole week
SUNDAY = date(2027, 6, 6)
DAYS = (
    date(2028, 2, 29),
    date(2028, 3, 1),
    date(2026, 10, 4),
    date(2027, 4, 4),
    date(2027, 1, 1),
    *(SUNDAY + timedelta(days=n) for n in range(7)),
)


def test_a_sunday_becomes_the_saturday_before_it() -> None:
    assert clinic_day(SUNDAY, 0) == date(2027, 6, 5)
    assert clinic_day(SUNDAY, 7) == date(2027, 5, 29)
    assert clinic_day(SUNDAY, 1) == date(2027, 6, 5)
    assert clinic_day(date(2028, 3, 1), 1) == date(2028, 2, 29)


def test_two_patients_never_have_the_same_appointment() -> None:
    book = Appointments()
    slots = [book.next_free("helen", SUNDAY) for _ in range(8)]
    assert len(set(slots)) == 8
    assert book.next_free("minh", SUNDAY) in slots
    with pytest.raises(LookupError):
        book.next_free("helen", SUNDAY)


def test_a_desk_refuses_what_comes_out_of_order() -> None:
    desk = Desk(SUNDAY)
    assert desk.next(10) < desk.next(10) < desk.next(9)
    with pytest.raises(ValueError, match="does not fit in"):
        desk.next(12)


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_every_step_lies_in_clinic_hours_of_a_day_before_today(today: date) -> None:
    steps = all_steps(today, "http://127.0.0.1:8000")
    for step in steps:
        told = step.when.astimezone(ZONE)
        assert told.date() < today, step.name
        if step.who == PATIENT:
            # at home, in the evening, on any day
            assert told.time() > time(17), step.name
            continue
        assert told.weekday() != 6, step.name
        assert time(9) <= told.time() < time(17), step.name
    names = [step.name for step in steps]
    assert len(set(names)) == len(names)
    assert max(len(PREFIX + name) for name in names) <= ID_LENGTH


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_the_shoulder_is_followed_over_exactly_twelve_weeks(today: date) -> None:
    agos = [visit.ago for visit in STORIES[0].visits]
    days = [clinic_day(today, ago) for ago in agos]
    assert len(days) == 6
    assert days[-1] - days[0] == timedelta(weeks=12)


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_each_patients_steps_follow_one_another(today: date) -> None:
    steps = all_steps(today, "http://127.0.0.1:8000")
    for story in STORIES:
        mine = {s.name: s.when for s in steps if s.name.split(" ")[0] == story.person.file}
        visits = [mine[f"{story.person.file} visit {n + 1}"] for n in range(len(story.visits))]
        assert visits == sorted(visits)
        assert min(mine.values()) == mine[story.person.file]
