"""Outcomes: what remained after each examination, and what may be compared with what."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clinic.anatomy.rules import Place, Side
from clinic.examinations.rules import FindingClass, Sensation, Twitch
from clinic.trigger_points.rules import (
    ObservedFinding,
    SignedExamination,
    follow,
    outcomes,
    outcomes_of,
    summary,
)

MELBOURNE = ZoneInfo("Australia/Melbourne")
DAY_ONE = datetime(2026, 7, 1, 10, 15, tzinfo=MELBOURNE)


def found(kind, muscle="infraspinatus", site=1, *, side="right", examined=True):
    return ObservedFinding(
        finding_id="f",
        place=Place(muscle, Side(side), site),
        kind=FindingClass(kind),
        sensation=Sensation.ABSENT,
        local_twitch=Twitch.NOT_TESTED,
        spontaneous_pain=None,
        positive=True,
        examined=examined,
    )


def visit(day, *findings, examiner="graeme", episode=None, pain=None):
    return SignedExamination(
        id=f"visit-{day}",
        examined_at=DAY_ONE + timedelta(days=day),
        signed_at=DAY_ONE + timedelta(days=day),
        examiner=examiner,
        findings=findings,
        episode_id=episode,
        pain_now=pain,
    )


def lines(*visits, **options):
    return outcomes(visits, timezone=MELBOURNE, **options)


def test_a_course_of_care_told_in_numbers():
    first = visit(
        0,
        found("active", site=1),
        found("latent", site=2),
        found("active", "scalenes"),
        found("latent", "deltoid"),
        found("tender_spot", "supraspinatus"),
        found("clear", "subscapularis"),
        pain=6,
    )
    second = visit(
        20,
        found("latent", site=1),
        found("clear", site=2),
        found("clear", "scalenes"),
        found("clear", "supraspinatus"),
        pain=3,
    )
    third = visit(40, found("clear", site=2), found("clear", "scalenes"), found("active", site=1))
    rows = [
        (
            o.examination_id,
            (o.muscles_examined, o.muscles_active, o.muscles_latent),
            (o.points_active, o.points_latent, o.points_remaining),
            (o.points_suspected, o.points_eliminated, o.points_not_reexamined),
            o.pain_now,
        )
        for o in lines(first, second, third)
    ]
    assert rows == [
        ("visit-0", (5, 2, 2), (2, 2, 4), (1, 0, 0), 6),
        ("visit-20", (3, 0, 2), (0, 2, 5), (0, 0, 1), 3),
        ("visit-40", (2, 1, 1), (1, 1, 3), (0, 2, 2), None),
    ]
    assert [o.examined_at for o in lines(first, second)] == [DAY_ONE, DAY_ONE + timedelta(days=20)]


def test_lines_come_oldest_first_whatever_order_the_examinations_come_in():
    ids = [o.examination_id for o in lines(visit(40), visit(0), visit(20))]
    assert ids == ["visit-0", "visit-20", "visit-40"]


def test_no_examinations_no_lines():
    assert lines() == ()


def test_a_muscle_is_a_muscle_of_one_side_counted_once_however_many_points_it_has():
    [line] = lines(
        visit(0, found("active", site=1), found("active", site=2), found("active", side="left"))
    )
    assert (line.muscles_examined, line.muscles_active, line.points_active) == (2, 2, 3)


def test_a_muscle_with_active_and_latent_points_counts_in_both():
    [line] = lines(visit(0, found("active", site=1), found("latent", site=2)))
    assert (line.muscles_active, line.muscles_latent) == (1, 1)


def test_a_muscle_counts_as_examined_when_one_of_its_findings_tested_band_and_tenderness():
    [line] = lines(
        visit(
            0,
            found("incomplete", site=1, examined=False),
            found("clear", site=2),
            found("incomplete", "scalenes", examined=False),
        )
    )
    assert line.muscles_examined == 1


@pytest.mark.parametrize(
    ("kinds", "counted"),
    [
        (["active"], "points_active"),
        (["latent"], "points_latent"),
        (["active", "latent"], "points_latent"),
        (["active", "clear", "clear"], "points_eliminated"),
        (["tender_spot"], "points_suspected"),
    ],
)
def test_each_state_is_counted_where_it_belongs(kinds, counted):
    last = lines(*(visit(20 * n, found(kind)) for n, kind in enumerate(kinds)))[-1]
    columns = ("points_active", "points_latent", "points_suspected", "points_eliminated")
    assert {c: getattr(last, c) for c in columns} == {c: int(c == counted) for c in columns}
    assert last.points_remaining == int(counted in ("points_active", "points_latent"))


def test_a_place_cleared_once_remains_and_is_neither_active_nor_latent():
    last = lines(visit(0, found("active")), visit(20, found("clear")))[-1]
    assert (last.points_remaining, last.points_active, last.points_latent) == (1, 0, 0)
    assert (last.muscles_active, last.muscles_latent, last.points_eliminated) == (0, 0, 0)


def test_a_muscle_clear_as_a_whole_has_re_examined_its_points_and_any_other_class_has_not():
    start = visit(0, found("active", site=1), found("active", site=2))
    assert lines(start, visit(20, found("clear", site=0)))[-1].points_not_reexamined == 0
    assert (
        lines(start, visit(20, found("clear_band_untestable", site=0)))[-1].points_not_reexamined
        == 2
    )


def test_points_left_out_are_counted_unless_they_are_eliminated():
    visits = [
        visit(0, found("active", site=1), found("active", site=2), found("tender_spot", site=3)),
        visit(20, found("clear", site=1)),
        visit(40, found("clear", site=1)),
        visit(60),
    ]
    assert [o.points_not_reexamined for o in lines(*visits)] == [0, 2, 2, 2]


# --- comparing ---------------------------------------------------------------------------------

BOTH = (found("active"), found("clear", "scalenes"))


@pytest.mark.parametrize(
    ("then", "because"),
    [
        (visit(20, *BOTH), ()),
        (visit(20, *reversed(BOTH)), ()),
        (visit(20, *BOTH, examiner="mia"), ("examiner",)),
        (visit(20, BOTH[0]), ("muscles",)),
        (visit(20, *BOTH, found("clear", "deltoid")), ("muscles",)),
        (visit(20, BOTH[0], found("clear", "scalenes", side="left")), ("muscles",)),
        (visit(20, BOTH[0], found("clear", "scalenes", examined=False)), ("muscles",)),
        (visit(20, *BOTH, found("incomplete", "deltoid", examined=False)), ()),
        (visit(20, found("active", site=4), found("clear", "scalenes", site=0)), ()),
        (visit(20, examiner="mia"), ("muscles", "examiner")),
    ],
)
def test_an_examination_compares_with_the_first_if_muscles_and_examiner_are_the_same(then, because):
    first, second = lines(visit(0, *BOTH), then)
    assert (first.comparable, first.not_comparable_because) == (True, ())
    assert (second.comparable, second.not_comparable_because) == (not because, because)


def test_each_examination_is_compared_with_the_first_and_not_with_the_one_before():
    last = lines(visit(0, *BOTH), visit(20, BOTH[0], examiner="mia"), visit(40, *BOTH))[-1]
    assert last.comparable


# --- one episode --------------------------------------------------------------------------------


def test_an_episode_lists_its_own_examinations_and_compares_with_its_own_first():
    visits = [
        visit(0, found("active", "deltoid"), examiner="mia", episode="elbow"),
        visit(20, *BOTH, episode="shoulder"),
        visit(30, found("latent", "deltoid"), episode="elbow"),
        visit(40, *BOTH, episode="shoulder"),
    ]
    first, second = lines(*visits, episode_id="shoulder")
    assert (first.examination_id, second.examination_id) == ("visit-20", "visit-40")
    assert first.comparable
    assert second.comparable
    # The whole register is counted: the deltoid's point belongs to the same patient.
    assert (first.points_remaining, second.points_latent) == (2, 1)
    assert lines(*visits, episode_id="knee") == ()


def test_outcomes_can_be_read_off_a_register_that_is_there_already():
    visits = [visit(0, *BOTH), visit(20, found("clear"))]
    assert outcomes_of(follow(visits, timezone=MELBOURNE)) == lines(*visits)


def test_days_apart_reach_the_register():
    visits = [visit(0, found("active")), visit(5, found("clear")), visit(12, found("clear"))]
    assert lines(*visits)[-1].points_eliminated == 0
    assert lines(*visits, days_apart=7)[-1].points_eliminated == 1


# --- the headline -------------------------------------------------------------------------------


def headline(*visits):
    return summary(follow(visits, timezone=MELBOURNE)).headline


def test_the_headline_says_what_was_found_what_is_gone_and_what_is_left():
    start = visit(0, *(found("active", site=n) for n in range(1, 15)))
    clear = [found("clear", site=n) for n in range(1, 6)]
    then = [found("latent", site=n) for n in range(6, 12)]
    assert headline(start, visit(20, *clear, *then), visit(40, *clear)) == (
        "14 found · 5 eliminated · 9 left (3 active, 6 latent)"
    )


def test_the_headline_leaves_out_what_is_not_there():
    assert headline() == "0 found · 0 eliminated · 0 left"
    assert headline(visit(0, found("active")), visit(20, found("clear"))) == (
        "1 found · 0 eliminated · 1 left (1 clear once)"
    )
    assert headline(visit(0, found("tender_spot"))) == (
        "0 found · 0 eliminated · 0 left · 1 suspected"
    )


def test_the_headline_agrees_with_the_last_line():
    visits = [
        visit(0, found("active", site=1), found("latent", site=2), found("taut_band", site=3)),
        visit(20, found("clear", site=1), found("latent", site=2)),
    ]
    counts, last = summary(follow(visits, timezone=MELBOURNE)), lines(*visits)[-1]
    assert (counts.left, counts.active, counts.latent) == (
        last.points_remaining,
        last.points_active,
        last.points_latent,
    )
    assert (counts.eliminated, counts.suspected) == (last.points_eliminated, last.points_suspected)
