"""The findings of one examination together: contradictions are refused, gaps are named."""

import pytest

from clinic.anatomy.rules import Place, Side
from clinic.examinations.rules import (
    Classification,
    ClassifiedFinding,
    FindingClass,
    Signs,
    TautBand,
    classify,
    conflicts,
    place_in_words,
    warnings,
)


def finding(kind="clear", site=0, where=("infraspinatus", "left"), *, override=None, missing=()):
    muscle, side = where
    return ClassifiedFinding(
        Place(muscle, Side(side), site),
        Classification(FindingClass(kind), row=11, rule="1", missing=missing),
        override=FindingClass(override) if override else None,
    )


def at(findings):
    return [conflict.index for conflict in conflicts(findings)]


def test_an_examination_without_contradiction_has_no_conflicts():
    assert conflicts([]) == ()
    assert (
        at(
            [
                finding(),
                finding(where=("infraspinatus", "right")),
                finding(where=("scalenes", "left")),
                finding(site=1),
            ]
        )
        == []
    )


def test_the_second_and_third_finding_of_one_place_conflict():
    found = conflicts([finding("active", 1), finding("latent", 2), *[finding("active", 1)] * 2])
    assert [c.index for c in found] == [2, 3]
    assert (
        found[0].reason == "infraspinatus, left, site 1 is already finding 0 of this examination."
    )


def test_the_muscle_as_a_whole_is_a_place_that_is_found_once():
    assert at([finding(), finding()]) == [1]


@pytest.mark.parametrize("kind", [k for k in FindingClass if k is not FindingClass.CLEAR])
def test_a_muscle_clear_as_a_whole_has_no_site_that_is_not_clear(kind):
    assert at([finding("clear"), finding(kind, 1)]) == [0]
    assert at([finding(kind, 1), finding("clear")]) == [1]


@pytest.mark.parametrize("kind", [k for k in FindingClass if k is not FindingClass.CLEAR])
def test_a_muscle_not_clear_as_a_whole_may_have_sites_of_any_class(kind):
    assert at([finding(kind), finding("active", 1), finding("clear", 2)]) == []


def test_a_site_contradicts_its_own_muscle_and_side_only():
    clear = finding("clear")
    assert at([clear, finding("active", 1, where=("infraspinatus", "right"))]) == []
    assert at([clear, finding("active", 1, where=("scalenes", "left"))]) == []


def test_sites_among_themselves_do_not_contradict():
    assert at([finding("clear", 1), finding("active", 2)]) == []


def test_the_override_is_the_class_that_counts():
    assert at([finding("clear"), finding("active", 1, override="clear")]) == []
    assert at([finding("clear"), finding("clear", 1, override="active")]) == [0]
    assert at([finding("active", override="clear"), finding("active", 1)]) == [0]
    assert at([finding("clear", override="tender_spot"), finding("active", 1)]) == []


def test_the_reason_names_the_site():
    [conflict] = conflicts([finding("latent", 2), finding("clear"), finding("active", 3)])
    assert conflict.reason == ("infraspinatus, left is clear as a whole, but its site 2 is latent.")


def test_all_conflicts_are_named_in_the_order_of_the_findings():
    assert at([finding(), finding("active", 1), finding("active", 1), finding()]) == [0, 2, 3, 3]


def test_signing_warns_of_incomplete_and_inconsistent_findings_only():
    findings = [finding(kind, site) for site, kind in enumerate(FindingClass, start=1)]
    warned = {(w.index, w.kind, w.place.site) for w in warnings(findings)}
    kinds = list(FindingClass)
    assert warned == {
        (kinds.index(kind), kind, kinds.index(kind) + 1)
        for kind in (FindingClass.INCOMPLETE, FindingClass.INCONSISTENT)
    }


def test_a_warning_names_place_and_missing_tests():
    place = Place("trapezius-upper", Side.RIGHT, 1)
    [warning] = warnings([ClassifiedFinding(place, classify(Signs(TautBand.PRESENT, 3)))])
    assert warning.place == place
    assert warning.missing == ("spot_in_band", "referral.sensation", "recognised")
    assert warning.detail == (
        "trapezius-upper, right, site 1: incomplete "
        "(not tested: spot_in_band, referral.sensation, recognised)."
    )


def test_an_override_that_decides_silences_the_warning_and_one_that_does_not_has_no_tests_to_name():
    assert warnings([finding("incomplete", override="latent", missing=("recognised",))]) == ()
    [warning] = warnings([finding("latent", override="incomplete")])
    assert warning.missing == ()
    assert warning.detail == "infraspinatus, left: incomplete."


def test_a_place_reads_as_one_line():
    assert place_in_words(Place("scalenes", Side.MIDLINE)) == "scalenes, midline"
