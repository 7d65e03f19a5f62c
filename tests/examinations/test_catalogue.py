"""What a browser keeps: the catalogue, and every class there can be, as `classify` gives it."""

import json
from itertools import product
from typing import Any

import pytest

from clinic.anatomy.rules import MUSCLES, REGIONS, ZONES, Side, chart_views, shape_centre
from clinic.examinations.context.catalogue import catalogue, catalogue_text, catalogue_version
from clinic.examinations.context.places import said
from clinic.examinations.rules import (
    ClassificationSettings,
    FindingClass,
    NewFinding,
    Quality,
    Recognised,
    Sensation,
    Signs,
    Symptom,
    TautBand,
    Twitch,
    classify,
)
from clinic.examinations.rules.words import CLASS_WORDS, STATE_WORDS, TEST_WORDS
from clinic.examinations.schemas import NewFindingShape
from clinic.trigger_points.rules import TriggerPointState
from tests.conftest import Cast

# as a browser reads it
KEPT: dict[str, Any] = json.loads(catalogue_text())
SIGNS = KEPT["classes"]["signs"]


def looked_up(strict: bool, *answers: Any) -> tuple[str, int, list[str], list[str]]:
    """Look a class up the way the browser does."""
    classes = KEPT["classes"]
    at = 0
    for choices, answer in zip(SIGNS.values(), answers, strict=True):
        at = at * len(choices) + choices.index(answer)
    verdict = classes["strict"].get(str(at)) if strict else None
    kind, row, missing, because = classes["verdicts"][
        classes["table"][at] if verdict is None else verdict
    ]
    return (
        classes["kinds"][kind],
        row,
        [classes["tests"][name] for name in missing],
        [classes["words"][word] for word in because],
    )


@pytest.mark.parametrize("strict", [False, True])
def test_every_class_in_the_table_is_the_one_that_classify_gives(strict: bool) -> None:
    settings = ClassificationSettings(strict=strict)
    combinations = list(
        product(TautBand, (None, 0, 1, 2, 3, 4), (None, True, False), Sensation, Recognised)
    )
    assert len(combinations) == len(KEPT["classes"]["table"])
    for answers in combinations:
        told = classify(Signs(*answers), settings)
        assert looked_up(strict, *answers) == (
            told.kind,
            told.row,
            list(told.missing),
            list(told.because),
        ), answers


def test_the_strict_setting_changes_row_5_and_nothing_else() -> None:
    strict = KEPT["classes"]["strict"]
    assert strict
    for at in strict:
        usual = KEPT["classes"]["verdicts"][KEPT["classes"]["table"][int(at)]]
        assert usual[1] == 5


def test_there_is_a_word_for_everything_that_can_be_said() -> None:
    assert set(CLASS_WORDS) == set(FindingClass)
    # the letters of the sides are nobody else's
    assert {told.letter for told in CLASS_WORDS.values()}.isdisjoint({"L", "R"})
    assert set(STATE_WORDS) == {state.value for state in TriggerPointState}
    assert set(KEPT["classes"]["tests"]) == set(TEST_WORDS)
    signs = KEPT["words"]["signs"]
    for name, vocabulary in (
        ("taut_band", TautBand),
        ("sensation", Sensation),
        ("recognised", Recognised),
        ("local_twitch", Twitch),
        ("qualities", Quality),
        ("symptoms", Symptom),
    ):
        assert set(signs[name]) == {word.value for word in vocabulary}, name
    assert set(signs["tenderness_grade"]) == {"null", "0", "1", "2", "3", "4"}
    assert set(signs["yes_no"]) == set(signs["spot_in_band"]) == {"true", "false", "null"}


def test_the_catalogue_shows_where_each_muscle_lies() -> None:
    assert list(KEPT["muscles"]) == list(MUSCLES)
    assert set(KEPT["zones"]) == set(ZONES)
    for slug, muscle in KEPT["muscles"].items():
        assert muscle["centres"], slug
        for view, sides in muscle["centres"].items():
            for side, centre in sides.items():
                assert view in {v.value for v in chart_views(slug, Side(side))}
                assert tuple(centre) == shape_centre(view, slug, Side(side))
    assert {region["slug"] for region in KEPT["regions"]} == {
        muscle.region for muscle in MUSCLES.values()
    }
    assert {region["slug"] for region in KEPT["regions"]} <= set(REGIONS)


def test_the_catalogue_is_kept_for_a_year_at_its_own_address_only(clinic: Cast) -> None:
    for role in ("clinician", "reception", "sample_manager"):
        browser = clinic.browse(role)
        now = browser.get(f"/examinations/catalogue.json?v={catalogue_version()}")
        assert now.status_code == 200
        assert now.get_json() == json.loads(json.dumps(catalogue()))
        assert now.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    for other in ("", "?v=older"):
        answer = browser.get(f"/examinations/catalogue.json{other}")
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
    assert len(catalogue_text()) < 90_000


def test_a_finding_of_which_nothing_is_said_is_left_out_whole() -> None:
    """The browser fills in the same: what is not sent is not tested."""
    body = NewFindingShape().dump(NewFinding("deltoid", Side.RIGHT, 1))
    assert said(body) == {"muscle": "deltoid", "side": "right", "site": 1}
    assert said({**body, "tenderness_grade": 0})["tenderness_grade"] == 0
