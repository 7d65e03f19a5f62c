"""How paper words days, times, doses and names."""

from datetime import date

import pytest

from clinic.paper import words


def test_a_day_is_worded_in_full_and_briefly() -> None:
    day = date(2026, 11, 23)
    assert words.long_day(day) == "Monday 23 November 2026"
    assert words.short_day(day) == "23 Nov 2026"
    assert words.week_day(day) == "Mon 23 Nov 2026"
    assert words.two_letters(day) == "Mo"


def test_an_unknown_language_still_words_its_days() -> None:
    assert "2026" in words.long_day(date(2026, 11, 23), "xx-nowhere-at-all")


@pytest.mark.parametrize(
    ("seconds", "worded"),
    [(45, "45 seconds"), (60, "1 minute"), (180, "3 minutes"), (330, "5 min 30 s")],
)
def test_a_length_of_time_is_worded_for_people(seconds: int, worded: str) -> None:
    assert words.minutes(seconds) == worded


@pytest.mark.parametrize(
    ("sessions", "days", "worded"),
    [
        (1, 7, "once a day"),
        (2, 3, "twice a day, 3 days a week"),
        (3, 1, "3 times a day, 1 day a week"),
    ],
)
def test_how_often_is_worded_for_people(sessions: int, days: int, worded: str) -> None:
    assert words.often(sessions, days) == worded


def test_a_speed_names_the_dial_where_it_is_known() -> None:
    assert words.speed(45) == "speed 45 Hz"
    assert words.speed(32.5, "2") == "speed 2 (32.5 Hz)"


def test_money_has_two_decimals_and_thousands() -> None:
    assert words.money(18900) == "$189.00"
    assert words.money(123456789) == "$1,234,567.89"


def test_a_name_keeps_its_hyphened_words_whole_and_is_escaped() -> None:
    assert words.unbroken("Back rotator-cuff muscle") == (
        'Back <span class="whole">rotator-cuff</span> muscle'
    )
    assert words.unbroken("<b>x-y</b>") == '<span class="whole">&lt;b&gt;x-y&lt;/b&gt;</span>'


def test_a_very_long_word_may_break() -> None:
    assert "whole" not in words.unbroken("x-" * 40)


def test_remarks_become_sentences() -> None:
    assert words.sentences(["light, brief", " ", "Use the strap."]) == (
        "Light, brief. Use the strap."
    )
    assert words.lower_first("TMJ muscle") == "TMJ muscle"
    assert words.lower_first("Outer hamstring") == "outer hamstring"


def test_short_texts_share_lines_and_none_is_dropped():
    signs = ["Chest pain", "Hard to breathe", "One side of your face droops", "Fainting"]
    assert words.packed(signs, 32) == [
        ["Chest pain", "Hard to breathe"],
        ["One side of your face droops"],
        ["Fainting"],
    ]
    assert words.packed(signs, 0) == [[sign] for sign in signs]


@pytest.mark.parametrize(
    ("visits", "minutes", "cents", "said"),
    [
        (30, 60, 5000, "30 visits of 60 minutes at $50.00: $1,500.00 and 30 hours in all."),
        (1, 45, 9050, "1 visit of 45 minutes at $90.50: $90.50 and 45 minutes in all."),
        (3, 30, 0, "3 visits of 30 minutes at $0.00: $0.00 and 1.5 hours in all."),
        (2, 30, 100, "2 visits of 30 minutes at $1.00: $2.00 and 1 hour in all."),
    ],
)
def test_figures_say_the_assumptions_that_make_them(
    visits: int, minutes: int, cents: int, said: str
) -> None:
    assert words.figures(visits, minutes, cents) == said
