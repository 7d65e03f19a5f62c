"""Classification: a table a clinician can read, and every combination against a second reading."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest

from clinic.examinations.rules import (
    RULE_VERSION,
    ClassificationSettings,
    FindingClass,
    Recognised,
    Sensation,
    Signs,
    TautBand,
    Twitch,
    band_and_tenderness_tested,
    classify,
    has_positive_sign,
)
from clinic.examinations.rules.classification import read
from clinic.examinations.rules.table import TABLE, first_match

STRICT = ClassificationSettings(strict=True)
FROM_TWO = ClassificationSettings(spot_from=2)


def signs(band="not_tested", grade=None, in_band=None, referral="not_tested", known="not_tested"):
    return Signs(TautBand(band), grade, in_band, Sensation(referral), Recognised(known))


def all_signs() -> Iterator[Signs]:
    for band, grade, in_band, referral, known in product(
        TautBand, (None, 0, 1, 2, 3, 4), (None, True, False), Sensation, Recognised
    ):
        yield Signs(band, grade, in_band, referral, known)


# --- a clinician's table -----------------------------------------------------------------------

YES, NO, NT = True, False, "not_tested"


@pytest.mark.parametrize(
    ("band", "grade", "in_band", "referral", "known", "kind", "row", "missing"),
    [
        # Row 1: nothing can be said without band and tenderness.
        (NT, None, None, NT, NT, "incomplete", 1, ["taut_band", "tenderness_grade"]),
        (NT, 3, YES, "present", "yes", "incomplete", 1, ["taut_band"]),
        (NT, 0, None, "present", "yes", "incomplete", 1, ["taut_band"]),
        ("present", None, YES, "present", "yes", "incomplete", 1, ["tenderness_grade"]),
        ("absent", None, None, NT, NT, "incomplete", 1, ["tenderness_grade"]),
        # Row 2: it does not add up.
        ("absent", 0, None, "present", NT, "inconsistent", 2, []),
        ("present", 0, None, "absent", "yes", "inconsistent", 2, []),
        ("not_palpable", 0, None, NT, "partly", "inconsistent", 2, []),
        ("absent", 1, YES, NT, NT, "inconsistent", 2, []),
        ("not_palpable", 4, YES, "present", "yes", "inconsistent", 2, []),
        # Row 3: recognition decides, whatever the referral.
        ("present", 3, YES, "present", "yes", "active", 3, []),
        ("present", 1, YES, "absent", "yes", "active", 3, []),
        ("present", 2, YES, NT, "yes", "active", 3, []),
        # Rows 4 and 5.
        ("present", 2, YES, "present", "no", "latent", 4, []),
        ("present", 2, YES, "present", "partly", "latent", 4, []),
        ("present", 2, YES, "absent", "no", "latent_probable", 5, []),
        ("present", 2, YES, "absent", "partly", "latent_probable", 5, []),
        # Rows 6 and 7: deep muscles.
        ("not_palpable", 2, NO, "present", "yes", "active_probable", 6, []),
        ("not_palpable", 2, None, "present", "yes", "active_probable", 6, []),
        ("not_palpable", 2, NO, "present", "partly", "latent_probable", 7, []),
        ("not_palpable", 2, None, "present", "no", "latent_probable", 7, []),
        # Row 8: referral from a spot without a band.
        ("present", 2, NO, "present", "yes", "indeterminate", 8, []),
        ("absent", 2, NO, "present", "no", "indeterminate", 8, []),
        ("absent", 2, None, "present", "partly", "indeterminate", 8, []),
        # Row 9: a tender spot and no more.
        ("present", 1, NO, "absent", "yes", "tender_spot", 9, []),
        ("absent", 1, None, "absent", NT, "tender_spot", 9, []),
        ("not_palpable", 4, None, "absent", "no", "tender_spot", 9, []),
        # Rows 10 to 12: no spot; untested referral and recognition do no harm.
        ("present", 0, None, NT, NT, "taut_band", 10, []),
        ("present", 0, YES, "absent", "no", "taut_band", 10, []),
        ("absent", 0, None, NT, NT, "clear", 11, []),
        ("absent", 0, YES, "absent", "no", "clear", 11, []),
        ("not_palpable", 0, None, "absent", NT, "clear_band_untestable", 12, []),
        # Row 13: what is left, by the tests that would decide it.
        ("present", 3, YES, "present", NT, "incomplete", 13, ["recognised"]),
        ("present", 3, YES, "absent", NT, "incomplete", 13, ["recognised"]),
        ("present", 3, YES, NT, NT, "incomplete", 13, ["recognised"]),
        ("present", 3, YES, NT, "no", "incomplete", 13, ["referral.sensation"]),
        ("present", 3, YES, NT, "partly", "incomplete", 13, ["referral.sensation"]),
        ("present", 3, NO, NT, "yes", "incomplete", 13, ["referral.sensation"]),
        ("present", 3, NO, NT, NT, "incomplete", 13, ["referral.sensation"]),
        ("present", 3, NO, "present", NT, "incomplete", 13, ["recognised"]),
        ("absent", 3, None, NT, NT, "incomplete", 13, ["referral.sensation"]),
        ("not_palpable", 3, NO, "present", NT, "incomplete", 13, ["recognised"]),
        ("present", 3, None, "present", "yes", "incomplete", 13, ["spot_in_band"]),
        ("present", 3, None, NT, "yes", "incomplete", 13, ["spot_in_band"]),
        ("present", 3, None, "absent", NT, "incomplete", 13, ["spot_in_band"]),
        (
            *("present", 3, None, NT, "no", "incomplete", 13),
            ["spot_in_band", "referral.sensation"],
        ),
        (
            *("present", 3, None, "present", NT, "incomplete", 13),
            ["spot_in_band", "recognised"],
        ),
        (
            *("present", 3, None, NT, NT, "incomplete", 13),
            ["spot_in_band", "referral.sensation", "recognised"],
        ),
    ],
)
def test_signs_give_this_class(band, grade, in_band, referral, known, kind, row, missing):
    found = classify(signs(band, grade, in_band, referral, known))
    assert (found.kind.value, found.row, list(found.missing)) == (kind, row, missing)


# --- every combination, against a second reading of CLINICAL 1.6 and CONTRACT 3 ----------------


def second_reading(s, *, spot_from, strict):  # noqa: C901, PLR0911 - prose on purpose, not a table
    """Walk the rows in order, as prose: the first that holds answers."""
    band = s.taut_band.value
    if band == "not_tested" or s.tenderness_grade is None:
        return 1, "incomplete"
    tender = s.tenderness_grade >= spot_from
    known = s.recognised.value
    refers = s.sensation.value == "present"
    does_not_refer = s.sensation.value == "absent"
    said_no = known in ("no", "partly")
    if not tender and (refers or known in ("yes", "partly")):
        return 2, "inconsistent"
    if tender and s.spot_in_band is True and band in ("absent", "not_palpable"):
        return 2, "inconsistent"
    if not tender:
        return {
            "present": (10, "taut_band"),
            "absent": (11, "clear"),
            "not_palpable": (12, "clear_band_untestable"),
        }[band]
    inside = s.spot_in_band is True
    outside = s.spot_in_band is False or (s.spot_in_band is None and band != "present")
    if inside and known == "yes":
        return 3, "active"
    if inside and said_no and refers:
        return 4, "latent"
    if inside and said_no and does_not_refer:
        return 5, "indeterminate" if strict else "latent_probable"
    if outside and does_not_refer:
        return 9, "tender_spot"
    if outside and refers and known != "not_tested":
        if band != "not_palpable":
            return 8, "indeterminate"
        return (6, "active_probable") if known == "yes" else (7, "latent_probable")
    return 13, "incomplete"


@pytest.mark.parametrize("band", TautBand)
@pytest.mark.parametrize("grade", [None, 0, 1, 2, 3, 4])
@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("spot_from", [1, 2])
def test_every_combination_agrees_with_a_second_reading(band, grade, strict, spot_from):
    settings = ClassificationSettings(spot_from=spot_from, strict=strict)
    for in_band, referral, known in product((None, True, False), Sensation, Recognised):
        s = Signs(band, grade, in_band, referral, known)
        found = classify(s, settings)
        assert (found.row, found.kind.value) == second_reading(
            s, spot_from=spot_from, strict=strict
        ), s


def test_there_are_thirteen_rows_in_order_and_each_is_reached():
    rows = [line.row for line in TABLE]
    assert rows == sorted(rows)
    assert set(rows) == set(range(1, 14))
    assert {classify(s).row for s in all_signs()} == set(range(1, 14))


def test_each_line_of_the_table_decides_something():
    assert {first_match(read(s), TABLE) for s in all_signs()} == set(TABLE)


def test_every_class_is_reached():
    assert {classify(s).kind for s in all_signs()} == set(FindingClass)


# --- what is missing ---------------------------------------------------------------------------

ANSWERS = {
    "taut_band": ("taut_band", [b for b in TautBand if b is not TautBand.NOT_TESTED]),
    "tenderness_grade": ("tenderness_grade", [0, 1, 2, 3, 4]),
    "spot_in_band": ("spot_in_band", [True, False]),
    "referral.sensation": ("sensation", [Sensation.PRESENT, Sensation.ABSENT]),
    "recognised": ("recognised", [Recognised.YES, Recognised.PARTLY, Recognised.NO]),
}


def answered(s: Signs, names) -> Iterator[Signs]:
    fields = [ANSWERS[name] for name in names]
    for values in product(*(answers for _, answers in fields)):
        yield replace(s, **{attr: v for (attr, _), v in zip(fields, values, strict=True)})


def is_open(s: Signs, name: str) -> bool:
    return getattr(s, ANSWERS[name][0]) in (None, "not_tested")


@pytest.mark.parametrize("settings", [ClassificationSettings(), STRICT, FROM_TWO])
def test_missing_is_named_for_incomplete_findings_and_for_no_others(settings):
    for s in all_signs():
        found = classify(s, settings)
        assert bool(found.missing) == (found.kind is FindingClass.INCOMPLETE), s
        assert all(is_open(s, name) for name in found.missing), s
        assert list(found.missing) == [name for name in ANSWERS if name in found.missing], s


@pytest.mark.parametrize("settings", [ClassificationSettings(), STRICT, FROM_TWO])
def test_making_the_missing_tests_moves_an_incomplete_finding_to_another_row(settings):
    for s in all_signs():
        found = classify(s, settings)
        if found.missing:
            rows = {classify(a, settings).row for a in answered(s, found.missing)}
            assert rows - {found.row}, s


def test_in_row_13_no_test_is_named_that_could_be_left_out_and_none_is_forgotten():
    for s in all_signs():
        found = classify(s)
        if found.row != 13:
            continue
        open_tests = [name for name in ANSWERS if is_open(s, name)]
        if s.taut_band is not TautBand.PRESENT and s.spot_in_band is None:
            open_tests.remove("spot_in_band")  # it is elsewhere: nothing is open about it
        decides = {
            subset
            for subset in _subsets(open_tests)
            if any(classify(a).kind is not FindingClass.INCOMPLETE for a in answered(s, subset))
        }
        smallest = [d for d in decides if not any(set(o) < set(d) for o in decides)]
        assert set(found.missing) == {name for d in smallest for name in d}, s


def _subsets(names):
    for chosen in product((False, True), repeat=len(names)):
        yield tuple(n for n, take in zip(names, chosen, strict=True) if take)


# --- precisions --------------------------------------------------------------------------------


def test_what_was_left_out_is_not_tested():
    assert classify(Signs()).missing == ("taut_band", "tenderness_grade")


@pytest.mark.parametrize("in_band", [None, True, False])
def test_where_a_spot_lies_is_ignored_when_nothing_is_tender(in_band):
    assert classify(signs("absent", 0, in_band)).row == 11


def test_twitch_nodule_and_movement_modify_and_never_decide():
    for s in all_signs():
        with_modifiers = replace(
            s,
            local_twitch=Twitch.SEEN,
            spontaneous_pain=True,
            nodule=True,
            movement_limited=True,
        )
        assert classify(with_modifiers) == classify(s)


def test_the_strict_setting_changes_row_5_and_nothing_else():
    for s in all_signs():
        usual, strict = classify(s), classify(s, STRICT)
        assert strict.row == usual.row
        if usual.row == 5:
            assert strict.kind is FindingClass.INDETERMINATE
        else:
            assert strict.kind is usual.kind


def test_the_spot_may_be_set_to_begin_at_grade_2():
    s = signs("present", 1, YES, "absent", "no")
    assert classify(s).kind is FindingClass.LATENT_PROBABLE
    assert classify(s, FROM_TWO).kind is FindingClass.TAUT_BAND
    assert classify(replace(s, tenderness_grade=2), FROM_TWO).kind is FindingClass.LATENT_PROBABLE


def test_a_class_names_the_rule_it_was_derived_by():
    both = ClassificationSettings(spot_from=2, strict=True)
    rules = [classify(Signs(), s).rule for s in (ClassificationSettings(), FROM_TWO, STRICT, both)]
    assert rules[0] == RULE_VERSION == "1"
    assert len(set(rules)) == 4


def test_a_class_says_why():
    assert classify(signs("present", 3, YES, "present", "yes")).because == (
        "taut band present",
        "tender spot in the band (grade 3)",
        "referred sensation",
        "recognised as the patient's own pain",
    )
    assert classify(signs("present", 2, YES, "not_tested", "not_tested")).because == (
        "taut band present",
        "tender spot in the band (grade 2)",
        "recognition not asked",
    )
    assert classify(signs("absent", 0)).because == ("no taut band", "no tender spot")
    assert "not felt" in classify(signs("absent", 1, YES)).because[-1]


def test_each_class_has_a_reason_and_names_every_missing_test_in_words():
    for s in all_signs():
        found = classify(s)
        words = "; ".join(found.because)
        assert found.because
        assert ("taut band not tested" in words) == ("taut_band" in found.missing)
        assert ("tenderness not tested" in words) == ("tenderness_grade" in found.missing)
        assert ("not said whether" in words) == ("spot_in_band" in found.missing)
        assert ("referral not tested" in words) == ("referral.sensation" in found.missing)
        assert ("recognition not asked" in words) == ("recognised" in found.missing)


# --- positive signs, examined muscles ----------------------------------------------------------


@pytest.mark.parametrize(
    "sign",
    [
        {"taut_band": TautBand.PRESENT},
        {"tenderness_grade": 1},
        {"tenderness_grade": 4},
        {"spot_in_band": True},
        {"sensation": Sensation.PRESENT},
        {"recognised": Recognised.YES},
        {"recognised": Recognised.PARTLY},
        {"local_twitch": Twitch.SEEN},
        {"local_twitch": Twitch.FELT},
        {"spontaneous_pain": True},
        {"nodule": True},
        {"movement_limited": True},
    ],
)
def test_one_sign_alone_is_positive(sign):
    assert has_positive_sign(Signs(**sign))


@pytest.mark.parametrize(
    "nothing",
    [
        Signs(),
        Signs(
            TautBand.ABSENT,
            0,
            spot_in_band=False,
            sensation=Sensation.ABSENT,
            recognised=Recognised.NO,
            local_twitch=Twitch.ABSENT,
            spontaneous_pain=False,
            nodule=False,
            movement_limited=False,
        ),
        Signs(TautBand.NOT_PALPABLE, 0),
        Signs(TautBand.ABSENT, 0, spot_in_band=True),
    ],
)
def test_untested_and_negative_signs_are_not_positive(nothing):
    assert not has_positive_sign(nothing)


@pytest.mark.parametrize(
    ("band", "grade", "examined"),
    [
        ("present", 0, True),
        ("absent", 4, True),
        ("not_palpable", 1, True),
        ("not_tested", 2, False),
        ("present", None, False),
        ("not_tested", None, False),
    ],
)
def test_a_muscle_is_examined_when_band_and_tenderness_are_tested(band, grade, examined):
    assert band_and_tenderness_tested(signs(band, grade)) is examined
