"""What a check-in may say, and what check-ins add up to: a table that a clinician can read."""

from datetime import date, timedelta

import pytest

from clinic.checkins.rules import (
    PlannedDays,
    Report,
    TargetDose,
    ToldDay,
    adherence_of,
    bars_of,
    ends_on,
    first_day,
    hash_of,
    is_token,
    joined,
    new_token,
    report_problems,
    stop_reason,
    urgent,
)
from clinic.safety.rules import Urgency

MONDAY = date(2026, 11, 23)
DAILY = TargetDose(1, 7)


def days(*numbers: int) -> list[date]:
    return [MONDAY + timedelta(n) for n in numbers]


def told(*each: tuple[int, list[int]]) -> list[ToldDay]:
    return [ToldDay(MONDAY + timedelta(n), sessions) for n, sessions in each]


WEEK = PlannedDays(MONDAY, MONDAY + timedelta(6))


@pytest.mark.parametrize(
    ("doses", "what", "expected"),
    [
        # doses, told, (days planned, days told, sessions planned, sessions done, share)
        ([DAILY], [], (7, 0, 0, 0, None)),
        ([DAILY], [(0, [1])], (7, 1, 1, 1, 1.0)),
        # a day that was told as not done counts; a day without a word does not
        ([DAILY], [(0, [1]), (1, [0])], (7, 2, 2, 1, 0.5)),
        ([DAILY, TargetDose(2, 7)], [(0, [1, 1])], (7, 1, 3, 2, 0.667)),
        # three days a week: any three told days fulfil it, the fourth makes up for nothing
        ([TargetDose(1, 3)], [(n, [1]) for n in range(4)], (7, 4, 3, 3, 1.0)),
        ([TargetDose(1, 3)], [(n, [n % 2]) for n in range(6)], (7, 6, 3, 3, 1.0)),
        # told of a day outside of the plan: not counted
        ([DAILY], [(9, [1])], (7, 0, 0, 0, None)),
    ],
)
def test_what_was_told_adds_up(
    doses: list[TargetDose],
    what: list[tuple[int, list[int]]],
    expected: tuple[int, int, int, int, float | None],
) -> None:
    found = adherence_of(WEEK, doses, told(*what))
    assert (
        found.days_planned,
        found.days_told,
        found.sessions_planned,
        found.sessions_done,
        found.share,
    ) == expected


def test_days_of_rest_are_not_planned() -> None:
    planned = PlannedDays(MONDAY, MONDAY + timedelta(6), [(days(1)[0], days(4)[0])])
    assert planned.days() == days(0, 1, 4, 5, 6)
    assert PlannedDays(MONDAY, MONDAY - timedelta(1)).days() == []


def test_a_day_without_a_word_is_no_missed_day() -> None:
    bars = bars_of(WEEK, [DAILY], {days(5)[0]: [1], days(6)[0]: [0]}, 3)
    assert [(bar.day, bar.done, bar.asked) for bar in bars] == [
        (days(4)[0], None, 1),
        (days(5)[0], 1, 1),
        (days(6)[0], 0, 1),
    ]


def test_plans_are_added_up() -> None:
    one = adherence_of(WEEK, [DAILY], told((0, [1])))
    two = adherence_of(WEEK, [DAILY], told((0, [0])))
    assert joined([one, two]).share == 0.5
    assert joined([]).share is None


def wrong(report: Report) -> list[str]:
    return [p.pointer for p in report_problems(report, [2, 1], days(0)[0], days(6)[0])]


@pytest.mark.parametrize(
    ("report", "pointers"),
    [
        (Report(days(6)[0], [2, 1], 0, 10, ["chest-pain"]), []),
        (Report(days(0)[0], [0, 0]), []),
        (Report(days(7)[0], [0, 0]), ["/day"]),
        (Report(days(-1)[0], [0, 0]), ["/day"]),
        (Report(days(1)[0], [3, 0]), ["/sessions/0"]),
        (Report(days(1)[0], [0, -1]), ["/sessions/1"]),
        (Report(days(1)[0], [0]), ["/sessions"]),
        (Report(days(1)[0], [0, 0], 11, -1), ["/pain_before", "/pain_after"]),
        (Report(days(1)[0], [0, 0], None, None, ["headless"]), ["/happened/0"]),
    ],
)
def test_what_cannot_be_is_named_at_its_field(report: Report, pointers: list[str]) -> None:
    assert wrong(report) == pointers


def test_the_page_takes_a_week_back_and_nothing_before_the_plan() -> None:
    assert first_day(MONDAY, MONDAY - timedelta(30)) == MONDAY - timedelta(7)
    assert first_day(MONDAY, MONDAY - timedelta(2)) == MONDAY - timedelta(2)


@pytest.mark.parametrize(
    ("happened", "most"),
    [
        ([], None),
        (["dark-urine"], Urgency.TODAY),
        (["dark-urine", "chest-pain"], Urgency.EMERGENCY),
        (["massager-fault"], Urgency.DEVICE),
        (["massager-fault", "surgery"], Urgency.TODAY),
    ],
)
def test_the_gravest_sign_decides(happened: list[str], most: Urgency | None) -> None:
    assert urgent(happened) is most


def test_the_history_names_the_signs() -> None:
    assert stop_reason(["chest-pain", "dark-urine"]) == (
        "Stop sign at home: Chest pain; Dark or cola-coloured urine with bad muscle pain."
    )


def test_a_secret_cannot_be_guessed_and_only_its_hash_is_kept() -> None:
    token = new_token()
    assert is_token(token)
    assert token != new_token()
    assert token not in hash_of(token)
    for other in ("", "x" * 42, "x" * 44, "../" + "x" * 40, token + "\n"):
        assert not is_token(other)


def test_a_page_ends_four_weeks_after_the_review() -> None:
    assert ends_on(MONDAY) == MONDAY + timedelta(28)
