"""The register: each transition of the contract, elimination, whole muscles, clinic days."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise, product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.anatomy.rules import Place, Side
from clinic.examinations.rules import FindingClass, Sensation, Signs, TautBand, Twitch, classify
from clinic.trigger_points.rules import (
    ObservedFinding,
    SignedExamination,
    TriggerPointState,
    follow,
)

MELBOURNE = ZoneInfo("Australia/Melbourne")
DAY_ONE = datetime(2026, 7, 1, 10, 15, tzinfo=MELBOURNE)
SITE = Place("infraspinatus", Side.RIGHT, 1)
SITE_2 = Place("infraspinatus", Side.RIGHT, 2)
MUSCLE = Place("infraspinatus", Side.RIGHT)
OTHER_SIDE = Place("infraspinatus", Side.LEFT, 1)


def found(kind, place=SITE, **signs):
    """Find a class at a place; unless told otherwise the referral was tested and absent."""
    return ObservedFinding(
        finding_id=signs.get("finding_id", "f"),
        place=place,
        kind=FindingClass(kind),
        sensation=Sensation(signs.get("sensation", "absent")),
        local_twitch=Twitch(signs.get("twitch", "not_tested")),
        spontaneous_pain=signs.get("hurts"),
        positive=signs.get("positive", False),
        examined=True,
    )


def visit(day, *findings, examiner="graeme", at=None, **given):
    examined_at = at or DAY_ONE + timedelta(days=day)
    return SignedExamination(
        id=given.get("visit_id", f"visit-{day:03}"),
        examined_at=examined_at,
        signed_at=given.get("signed_at", examined_at + timedelta(hours=1)),
        examiner=examiner,
        findings=findings,
    )


def register_of(*visits, days_apart=14):
    return follow(visits, timezone=MELBOURNE, days_apart=days_apart)


def place_after(*visits, place=SITE, days_apart=14):
    return register_of(*visits, days_apart=days_apart).places.get(place)


def state_after(*visits, place=SITE, days_apart=14):
    followed = place_after(*visits, place=place, days_apart=days_apart)
    return followed and followed.state.value


def course(*kinds, every=20):
    """One finding of the site each so many days; `clear` is wholly clear."""
    return [
        visit(every * n, kind if isinstance(kind, ObservedFinding) else found(kind))
        for n, kind in enumerate(kinds)
    ]


# --- the whole matrix: each state by each class -------------------------------------------------

# How a place gets to a state, with and without having been active.
ARRIVALS = {
    (None, False): [],
    ("suspected", False): ["tender_spot"],
    ("suspected", True): ["active", "clear", "tender_spot"],
    ("latent", False): ["latent"],
    ("active", True): ["active"],
    ("deactivated", True): ["active", "latent"],
    ("provisionally_cleared", False): ["latent", "clear"],
    ("provisionally_cleared", True): ["active", "clear"],
    ("eliminated", False): ["latent", "clear", "clear"],
    ("eliminated", True): ["active", "clear", "clear"],
}


def contract(before, ever_active, kind, **beside):  # noqa: C901, PLR0911 - prose on purpose
    """Read the contract's table once more: (state after, reactivated)."""
    if kind in ("active", "active_probable"):
        return "active", before in ("deactivated", "provisionally_cleared", "eliminated")
    if kind in ("latent", "latent_probable"):
        if before is None:
            return "latent", False
        if before == "active" and beside["hurts"]:
            return "active", False
        return ("deactivated" if ever_active else "latent"), False
    if kind in ("indeterminate", "tender_spot", "taut_band"):
        if before in (None, "provisionally_cleared", "eliminated"):
            return "suspected", False
        return before, False
    if kind in ("incomplete", "inconsistent"):
        if before is None:
            return ("suspected" if beside["positive"] else None), False
        return before, False
    if before in (None, "eliminated"):
        return before, False
    if kind == "clear" and before == "provisionally_cleared" and beside["long_enough"]:
        return "eliminated", False
    return "provisionally_cleared", False


@pytest.mark.parametrize("kind", [kind.value for kind in FindingClass])
@pytest.mark.parametrize(("before", "ever_active"), ARRIVALS)
def test_every_state_by_every_class_follows_the_contract(before, ever_active, kind):
    arrival = course(*ARRIVALS[before, ever_active])
    assert state_after(*arrival) == before
    earlier = place_after(*arrival)
    for positive, hurts, days in product((False, True), (None, False, True), (13, 14)):
        last = 20 * (len(arrival) - 1) if arrival else 0
        then = visit(last + days, found(kind, positive=positive, hurts=hurts))
        after, reactivated = contract(
            before, ever_active, kind, positive=positive, hurts=hurts, long_enough=days >= 14
        )
        now = place_after(*arrival, then)
        assert (now and now.state.value) == after
        if now is None:
            continue
        assert now.reactivations - (earlier.reactivations if earlier else 0) == reactivated
        assert now.ever_active is (ever_active or kind.startswith("active"))
        unchanged = before == after
        assert now.since == (earlier.since if unchanged else then.examined_at)
        assert now.history[-1].kind == kind
        assert now.history[-1].state == now.state
        assert len(now.history) == len(earlier.history if earlier else ()) + 1


def test_the_matrix_covers_every_state_and_class():
    assert {state for state, _ in ARRIVALS} == {None, *(s.value for s in TriggerPointState)}
    assert len(FindingClass) == 11


# --- elimination --------------------------------------------------------------------------------


def test_two_clear_findings_fourteen_days_apart_eliminate():
    assert state_after(*course("active"), visit(20, found("clear")), visit(34, found("clear"))) == (
        "eliminated"
    )


def test_thirteen_days_are_too_few_and_the_days_count_from_the_first_of_the_run():
    start = visit(0, found("active"))
    run = [visit(day, found("clear")) for day in (10, 17, 23, 24)]
    states = [state_after(start, *run[: n + 1]) for n in range(4)]
    assert states == ["provisionally_cleared"] * 3 + ["eliminated"]


def test_the_days_apart_are_a_setting():
    visits = [visit(0, found("active")), visit(5, found("clear")), visit(12, found("clear"))]
    assert state_after(*visits, days_apart=7) == "eliminated"
    assert state_after(*visits, days_apart=8) == "provisionally_cleared"


@pytest.mark.parametrize("days_apart", [0, 1])
def test_one_clear_finding_never_eliminates_whatever_the_setting(days_apart):
    assert state_after(*course("active", "clear"), days_apart=days_apart) == (
        "provisionally_cleared"
    )


@pytest.mark.parametrize("sensation", ["not_tested", "present"])
@pytest.mark.parametrize("which", [1, 2])
def test_both_findings_need_the_referral_tested_and_absent(sensation, which):
    kinds = ["active", "clear", "clear"]
    kinds[which] = found("clear", sensation=sensation)
    assert state_after(*course(*kinds)) == "provisionally_cleared"


@pytest.mark.parametrize("twitch", ["seen", "felt"])
@pytest.mark.parametrize("which", [1, 2])
def test_neither_finding_may_have_a_twitch(twitch, which):
    kinds = ["active", "clear", "clear"]
    kinds[which] = found("clear", twitch=twitch)
    assert state_after(*course(*kinds)) == "provisionally_cleared"


@pytest.mark.parametrize("twitch", ["absent", "not_tested"])
def test_a_twitch_that_was_not_tested_does_no_harm(twitch):
    clear = found("clear", twitch=twitch)
    assert state_after(*course("active", clear, clear)) == "eliminated"


def test_a_first_clear_finding_that_does_not_count_leaves_the_way_open_for_later_ones():
    untested = found("clear", sensation="not_tested")
    assert state_after(*course("active", untested, "clear")) == "provisionally_cleared"
    assert state_after(*course("active", untested, "clear", "clear")) == "eliminated"


def test_a_clear_finding_that_does_not_count_between_two_that_do_is_no_hindrance():
    untested = found("clear", sensation="not_tested", twitch="felt")
    assert state_after(*course("active", "clear", untested, "clear", every=7)) == "eliminated"


@pytest.mark.parametrize("kind", ["clear_band_untestable", "incomplete", "inconsistent"])
def test_these_do_not_end_a_run(kind):
    between = found(kind, positive=True)
    assert state_after(*course("active", "clear", between, "clear", every=7)) == "eliminated"


@pytest.mark.parametrize(
    "kind",
    [
        *("active", "active_probable", "latent", "latent_probable"),
        *("indeterminate", "tender_spot", "taut_band"),
    ],
)
def test_these_end_a_run(kind):
    start = course("latent", "clear", kind, "clear")
    assert state_after(*start) == "provisionally_cleared"
    assert state_after(*start, visit(73, found("clear"))) == "provisionally_cleared"
    assert state_after(*start, visit(74, found("clear"))) == "eliminated"


def test_an_untestable_band_never_eliminates_however_often():
    assert state_after(*course("active", *["clear_band_untestable"] * 5)) == (
        "provisionally_cleared"
    )
    assert state_after(*course("active", "clear", "clear_band_untestable")) == (
        "provisionally_cleared"
    )
    assert state_after(*course("active", "clear_band_untestable", "clear")) == (
        "provisionally_cleared"
    )


@pytest.mark.parametrize(
    "later",
    [
        found("clear"),
        found("clear", sensation="not_tested"),
        found("clear", twitch="felt"),
        found("clear_band_untestable"),
        found("incomplete", positive=True),
        found("inconsistent", positive=True),
    ],
)
def test_an_eliminated_place_stays_so_while_its_run_lasts(later):
    now = place_after(*course("active", "clear", "clear", later))
    assert now.state == "eliminated"
    assert now.since == DAY_ONE + timedelta(days=40)


def test_a_place_that_came_back_must_be_clear_twice_again():
    back = course("active", "clear", "clear", "tender_spot", "clear")
    assert state_after(*back) == "provisionally_cleared"
    assert state_after(*course("active", "clear", "clear", "tender_spot", "clear", "clear")) == (
        "eliminated"
    )


def test_what_was_clear_before_the_place_was_followed_belongs_to_no_run():
    suspected = found("incomplete", positive=True)
    assert state_after(*course("clear", suspected, "clear")) == "provisionally_cleared"


def test_a_point_that_keeps_coming_back_counts_each_return():
    now = place_after(*course("active", "latent", "active", "clear", "active", "active"))
    assert (now.state, now.reactivations) == ("active", 2)
    assert now.since == DAY_ONE + timedelta(days=80)


def test_a_return_by_way_of_suspicion_is_not_counted():
    assert place_after(*course("active", "clear", "tender_spot", "active")).reactivations == 0


def test_spontaneous_pain_keeps_only_an_active_point_active():
    hurting = found("latent", hurts=True)
    assert state_after(*course("active", hurting)) == "active"
    assert state_after(*course("active", hurting, hurting)) == "active"
    assert state_after(*course("active", "latent", hurting)) == "deactivated"
    assert state_after(*course("latent", hurting)) == "latent"


# --- clinic days --------------------------------------------------------------------------------


def melbourne(month, day, hour, minute=0, year=2026):
    return datetime(year, month, day, hour, minute, tzinfo=MELBOURNE)


@pytest.mark.parametrize(
    ("first", "second", "state"),
    [
        # Days of the clinic count, not hours: late on one day, early on the fourteenth after it.
        (melbourne(7, 1, 23, 59), melbourne(7, 15, 0, 1), "eliminated"),
        (melbourne(7, 1, 0, 1), melbourne(7, 14, 23, 59), "provisionally_cleared"),
        # The clocks go forward on 4 October 2026 and back on 5 April 2026.
        (melbourne(9, 27, 23, 30), melbourne(10, 11, 0, 30), "eliminated"),
        (melbourne(9, 27, 0, 0), melbourne(10, 10, 23, 59), "provisionally_cleared"),
        (melbourne(3, 29, 23, 59), melbourne(4, 12, 0, 0), "eliminated"),
        (melbourne(3, 29, 0, 0), melbourne(4, 11, 23, 59), "provisionally_cleared"),
        # With the hour given back, fourteen times 24 hours pass in thirteen days.
        (melbourne(4, 5, 0, 30), melbourne(4, 18, 23, 30), "provisionally_cleared"),
        # Over the turn of the year.
        (melbourne(12, 25, 9), melbourne(1, 8, 9, year=2027), "eliminated"),
    ],
)
def test_fourteen_days_are_days_of_the_clinic(first, second, state):
    start = visit(0, found("active"), at=melbourne(1, 10, 9))
    run = [
        visit(1, found("clear"), at=first.astimezone(UTC)),
        visit(2, found("clear"), at=second.astimezone(UTC)),
    ]
    assert state_after(start, *run) == state


def test_the_same_moments_fall_on_other_days_elsewhere():
    visits = [
        visit(0, found("active"), at=melbourne(6, 1, 9)),
        visit(1, found("clear"), at=melbourne(7, 1, 23, 59)),
        visit(2, found("clear"), at=melbourne(7, 15, 0, 1)),
    ]
    assert follow(visits, timezone=MELBOURNE).places[SITE].state == "eliminated"
    assert follow(visits, timezone=ZoneInfo("UTC")).places[SITE].state == "provisionally_cleared"


def test_a_time_without_an_offset_is_refused():
    with pytest.raises(ValueError, match="offset"):
        visit(0, at=datetime(2026, 7, 1, 9))  # noqa: DTZ001 - the naive time is the point


# --- the muscle as a whole ----------------------------------------------------------------------


def test_a_muscle_clear_as_a_whole_clears_its_followed_sites():
    start = visit(0, found("active"), found("latent", SITE_2), found("active", OTHER_SIDE))
    once = visit(20, found("clear", MUSCLE, finding_id="whole"))
    twice = visit(40, found("clear", MUSCLE))
    after = register_of(start, once).places
    assert after[SITE].state == after[SITE_2].state == "provisionally_cleared"
    assert after[OTHER_SIDE].state == "active"
    assert MUSCLE not in after
    entry = after[SITE].history[-1]
    assert (entry.examination_id, entry.finding_id, entry.kind) == ("visit-020", "whole", "clear")
    assert entry.by_whole_muscle
    assert not after[SITE].history[0].by_whole_muscle
    assert state_after(start, once, twice) == "eliminated"


def test_a_site_with_a_finding_of_its_own_is_not_spoken_for():
    start = visit(0, found("active"), found("active", SITE_2))
    then = visit(20, found("clear", MUSCLE), found("incomplete", SITE))
    after = register_of(start, then).places
    assert (after[SITE].state, after[SITE_2].state) == ("active", "provisionally_cleared")
    assert len(after[SITE].history) == 2


def test_a_whole_muscle_and_a_site_finding_make_the_two_together():
    whole = visit(20, found("clear", MUSCLE))
    assert state_after(visit(0, found("active")), whole, visit(34, found("clear"))) == "eliminated"


def test_a_whole_muscle_without_the_referral_tested_clears_provisionally_only():
    untested = found("clear", MUSCLE, sensation="not_tested")
    assert state_after(visit(0, found("active")), visit(20, untested), visit(40, untested)) == (
        "provisionally_cleared"
    )


@pytest.mark.parametrize("kind", [k for k in FindingClass if k is not FindingClass.CLEAR])
def test_a_whole_muscle_of_any_other_class_says_nothing_of_its_sites(kind):
    then = visit(20, found(kind, MUSCLE, positive=True))
    assert place_after(visit(0, found("active")), then) == place_after(visit(0, found("active")))


def test_a_positive_whole_muscle_is_a_place_of_its_own():
    after = register_of(visit(0, found("active", MUSCLE)), visit(20, found("clear", SITE))).places
    assert set(after) == {MUSCLE}
    assert after[MUSCLE].state == "active"


def test_a_site_begun_after_a_clear_muscle_starts_with_its_own_finding():
    now = place_after(visit(0, found("clear", MUSCLE)), visit(20, found("active")))
    assert len(now.history) == 1


# --- order, amendment, voiding ------------------------------------------------------------------


def test_examinations_count_in_order_of_examining_then_signing_then_id():
    late_entry = visit(5, found("latent"), signed_at=DAY_ONE + timedelta(days=90))
    assert (
        state_after(visit(0, found("active")), visit(10, found("active")), late_entry) == "active"
    )
    same = {"at": DAY_ONE, "signed_at": DAY_ONE}
    by_id = [
        visit(0, found("latent"), visit_id="b", **same),
        visit(0, found("active"), visit_id="a", **same),
    ]
    assert [e.kind for e in place_after(*by_id).history] == ["active", "latent"]
    by_signing = [replace(by_id[0], signed_at=DAY_ONE - timedelta(minutes=1)), by_id[1]]
    assert [e.kind for e in place_after(*by_signing).history] == ["latent", "active"]


def test_the_same_moment_in_two_time_zones_is_the_same_moment():
    first = visit(0, found("active"), visit_id="a", at=DAY_ONE, signed_at=DAY_ONE)
    second = visit(
        0,
        found("latent"),
        visit_id="b",
        at=DAY_ONE.astimezone(UTC),
        signed_at=DAY_ONE.astimezone(UTC) + timedelta(1),
    )
    assert state_after(second, first) == "deactivated"


def test_a_history_tells_who_found_what_when():
    now = place_after(
        visit(0, found("active", finding_id="f1"), examiner="graeme"),
        visit(20, found("latent", finding_id="f2"), examiner="mia"),
    )
    assert [
        (e.examination_id, e.examined_at, e.examiner, e.finding_id, e.kind, e.state)
        for e in now.history
    ] == [
        ("visit-000", DAY_ONE, "graeme", "f1", "active", "active"),
        ("visit-020", DAY_ONE + timedelta(days=20), "mia", "f2", "latent", "deactivated"),
    ]


def test_an_examination_without_findings_changes_nothing():
    register = register_of(visit(0, found("active")), visit(20))
    assert register.standings[1].states == {SITE: TriggerPointState.ACTIVE}
    assert register.standings[1].found == frozenset()
    assert len(register.places[SITE].history) == 1


def test_nobody_is_followed_without_examinations():
    register = register_of()
    assert (register.places, register.standings) == ({}, ())


def test_a_place_whose_only_finding_was_amended_away_is_gone():
    assert SITE in register_of(visit(0, found("active"))).places
    assert register_of(visit(0)).places == {}


# --- properties ---------------------------------------------------------------------------------

PLACES = [SITE, SITE_2, MUSCLE, OTHER_SIDE]


@st.composite
def findings(draw):
    places = draw(st.lists(st.sampled_from(PLACES), unique=True, max_size=4))
    return tuple(
        ObservedFinding(
            finding_id=f"f{index}",
            place=place,
            # Clear findings are drawn often: runs are what is worth trying.
            kind=draw(st.sampled_from([*FindingClass, *[FindingClass.CLEAR] * 6])),
            sensation=draw(st.sampled_from([*Sensation, *[Sensation.ABSENT] * 3])),
            local_twitch=draw(st.sampled_from([*Twitch, *[Twitch.NOT_TESTED] * 3])),
            spontaneous_pain=draw(st.sampled_from([None, True, False])),
            positive=draw(st.booleans()),
            examined=draw(st.booleans()),
        )
        for index, place in enumerate(places)
    )


@st.composite
def courses(draw):
    days = draw(st.lists(st.integers(0, 90), max_size=9))
    return [
        SignedExamination(
            id=f"e{index}",
            examined_at=DAY_ONE + timedelta(days=day),
            signed_at=DAY_ONE + timedelta(days=day, hours=draw(st.integers(0, 2))),
            examiner="graeme",
            findings=draw(findings()),
        )
        for index, day in enumerate(days)
    ]


@given(courses(), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_in_which_examinations_are_given_does_not_matter(visits, random):
    shuffled = list(visits)
    random.shuffle(shuffled)
    assert register_of(*shuffled) == register_of(*visits)


@given(courses())
@settings(deadline=None)
def test_the_register_after_each_examination_is_the_register_of_those_up_to_it(visits):
    ordered = sorted(visits, key=lambda v: (v.examined_at, v.signed_at, v.id))
    register = register_of(*visits)
    assert len(register.standings) == len(visits)
    for n, standing in enumerate(register.standings, start=1):
        until = register_of(*ordered[:n])
        assert standing.examination == ordered[n - 1]
        assert standing.states == {p: f.state for p, f in until.places.items()}


@given(courses(), st.data())
@settings(deadline=None)
def test_a_voided_examination_leaves_no_trace(visits, data):
    if not visits:
        return
    voided = data.draw(st.sampled_from(visits))
    kept = [v for v in visits if v is not voided]
    register = register_of(*kept)
    for followed in register.places.values():
        assert all(entry.examination_id != voided.id for entry in followed.history)
    emptied = register_of(*kept, replace(voided, findings=()))
    assert emptied.places == register.places


@given(courses())
@settings(deadline=None)
def test_an_eliminated_place_has_two_clear_findings_far_enough_apart_to_show(visits):
    by_id = {v.id: v for v in visits}
    for followed in register_of(*visits).places.values():
        if followed.state != "eliminated":
            continue
        run = []
        for entry in reversed(followed.history):
            if entry.kind not in ("clear", "clear_band_untestable", "incomplete", "inconsistent"):
                break
            visit_ = by_id[entry.examination_id]
            [finding] = [f for f in visit_.findings if f.finding_id == entry.finding_id]
            if (
                entry.kind == "clear"
                and finding.sensation == "absent"
                and finding.local_twitch in ("absent", "not_tested")
            ):
                run.append(visit_.examined_at.astimezone(MELBOURNE).date())
        assert len(run) >= 2
        assert (max(run) - min(run)).days >= 14


@given(courses())
@settings(deadline=None)
def test_what_is_said_of_a_place_agrees_with_its_history(visits):
    for place, followed in register_of(*visits).places.items():
        history = followed.history
        assert followed.place == place
        assert followed.state == history[-1].state
        assert followed.ever_active == any(e.kind.startswith("active") for e in history)
        assert followed.ever_active or followed.state not in ("active", "deactivated")
        assert not (followed.ever_active and followed.state == "latent")
        started = next(
            entry
            for index, entry in enumerate(history)
            if all(later.state == followed.state for later in history[index:])
        )
        assert followed.since == started.examined_at
        assert followed.reactivations == sum(
            after.kind.startswith("active")
            and before.state in ("deactivated", "provisionally_cleared", "eliminated")
            for before, after in pairwise(history)
        )


# --- from signs to state ------------------------------------------------------------------------


def test_a_finding_is_read_off_its_signs():
    signs = Signs(TautBand.PRESENT, None, local_twitch=Twitch.FELT, spontaneous_pain=True)
    read = ObservedFinding.from_signs("f1", SITE, classify(signs).kind, signs)
    assert read == ObservedFinding(
        finding_id="f1",
        place=SITE,
        kind=FindingClass.INCOMPLETE,
        sensation=Sensation.NOT_TESTED,
        local_twitch=Twitch.FELT,
        spontaneous_pain=True,
        positive=True,
        examined=False,
    )
    assert state_after(visit(0, read)) == "suspected"
    clear = Signs(TautBand.ABSENT, 0)
    assert ObservedFinding.from_signs("f2", SITE, FindingClass.CLEAR, clear).examined
