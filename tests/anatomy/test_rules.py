"""The body's catalogue: every name resolves, nothing stands alone, every muscle can be marked."""

import csv
import re
from pathlib import Path

import pytest

from clinic.anatomy import rules
from clinic.anatomy.rules import (
    CAUTIONS_FOR_PATIENTS,
    MUSCLES,
    REGIONS,
    ZONES,
    CatalogueFault,
    HomeVibration,
    Muscle,
    Side,
    View,
    chart_drawing,
    chart_views,
    read_centres,
    read_muscles,
    read_zones,
    shape_centre,
)

DATA = Path(rules.__file__).parent / "data"
SHAPE = re.compile(r'id="(zone|muscle)--([a-z-]+?)--(left|right|midline)--(\w+)"')
SHAPES = {view: SHAPE.findall(chart_drawing(view)) for view in View}
LONGEST_SENTENCE = 16  # words


def drawn(kind: str) -> set[str]:
    return {slug for shapes in SHAPES.values() for k, slug, _, _ in shapes if k == kind}


def a_muscle(**changed: str) -> dict[str, str]:
    with (DATA / "muscles.csv").open(encoding="utf-8", newline="") as file:
        return next(csv.DictReader(file)) | changed


def test_the_catalogue_holds_what_clinical_3_counts():
    assert len(MUSCLES) == 88
    assert len(ZONES) == 95
    assert len(REGIONS) == 14


def test_every_muscle_lies_in_a_broad_region_and_refers_to_known_zones():
    for muscle in MUSCLES.values():
        assert muscle.region in REGIONS
        assert muscle.referral_zones
        assert set(muscle.referral_zones) <= set(ZONES)


def test_every_broad_region_holds_a_muscle():
    assert {muscle.region for muscle in MUSCLES.values()} == set(REGIONS)


def test_every_zone_is_drawn_and_every_drawn_zone_is_known():
    assert drawn("zone") == set(ZONES)


def test_every_muscle_is_drawn_and_every_drawn_muscle_is_known():
    assert drawn("muscle") == set(MUSCLES)


def test_every_zone_is_drawn_in_each_view_it_names():
    for zone in ZONES.values():
        for view in zone.views:
            assert zone.slug in {slug for kind, slug, _, _ in SHAPES[view] if kind == "zone"}


def test_every_zone_that_is_no_region_is_where_some_muscle_sends_pain():
    referred = {zone for muscle in MUSCLES.values() for zone in muscle.referral_zones}
    named = referred | {muscle.region for muscle in MUSCLES.values()}
    assert set(ZONES) <= named


def test_every_muscle_says_where_it_was_read():
    for muscle in MUSCLES.values():
        assert muscle.source.startswith(("http", "recalled from"))


def test_plain_names_are_unique_because_a_patient_reads_them():
    plain = [muscle.plain_name for muscle in MUSCLES.values()]
    assert len(plain) == len(set(plain))


def test_every_caution_has_one_patient_wording_and_none_is_left_over():
    used = {caution for muscle in MUSCLES.values() for caution in muscle.cautions}
    assert used == set(CAUTIONS_FOR_PATIENTS)
    assert len(set(CAUTIONS_FOR_PATIENTS.values())) == len(CAUTIONS_FOR_PATIENTS)


@pytest.mark.parametrize("text", CAUTIONS_FOR_PATIENTS.values())
def test_a_patient_wording_is_made_of_short_sentences(text):
    assert text.endswith(".")
    for sentence in re.split(r"[.?;]", text):
        assert len(sentence.split()) <= LONGEST_SENTENCE


def test_patient_cautions_keep_the_order_of_the_cautions():
    calf = MUSCLES["soleus"]
    assert calf.patient_cautions == tuple(CAUTIONS_FOR_PATIENTS[c] for c in calf.cautions)
    assert "calf" in calf.patient_cautions[0]


def test_the_calf_asks_for_a_fresh_screen():
    assert {m.slug for m in MUSCLES.values() if m.screen_for_clot} == {
        "popliteus", "gastrocnemius", "soleus", "plantaris", "tibialis-posterior",
        "long-toe-flexors",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("slug", "gentle"),
    [
        ("trapezius-upper", True),  # lowest setting
        ("splenius-capitis", True),  # short time
        ("quadratus-lumborum", True),  # brief
        ("thumb-intrinsics", True),  # brief
        ("infraspinatus", False),
        ("gastrocnemius", False),
    ],
)
def test_a_muscle_is_gentle_where_its_caution_says_so(slug, gentle):
    assert MUSCLES[slug].gentle is gentle


def test_the_front_of_the_neck_is_never_allowed_at_home():
    front = [m for m in MUSCLES.values() if "front of neck and carotid: no vibration" in m.cautions]
    assert front
    assert HomeVibration.ALLOWED not in {m.home_vibration for m in front}


@pytest.mark.parametrize("muscle", MUSCLES.values(), ids=lambda muscle: muscle.slug)
def test_every_muscle_has_a_mark_on_both_sides_that_mirror_each_other(muscle: Muscle):
    left, right = chart_views(muscle.slug, Side.LEFT), chart_views(muscle.slug, Side.RIGHT)
    assert left
    other = {View.LEFT: View.RIGHT, View.RIGHT: View.LEFT}
    assert {other.get(view, view) for view in left} == set(right)
    for view in left:
        x, y = shape_centre(view, muscle.slug, Side.LEFT)
        twin = shape_centre(other.get(view, view), muscle.slug, Side.RIGHT)
        assert 0 < x < 1
        assert 0 < y < 1
        assert twin == pytest.approx((1 - x, y), abs=0.0002)


def test_marks_and_shapes_name_the_same_views():
    for view, shapes in SHAPES.items():
        for kind, slug, side, of_view in shapes:
            assert of_view == view
            if kind == "muscle":
                assert view in chart_views(slug, Side(side))


def test_the_back_of_the_right_shoulder_blade_lies_at_the_viewers_right():
    x, y = shape_centre(View.BACK, "infraspinatus", Side.RIGHT)
    assert 0.5 < x < 0.75
    assert 0.2 < y < 0.3


def test_the_front_of_the_patients_left_lies_at_the_viewers_right():
    assert shape_centre(View.FRONT, "pectoralis-major", Side.LEFT)[0] > 0.5


def test_a_view_that_does_not_show_the_muscle_has_no_mark():
    assert chart_views("infraspinatus", Side.MIDLINE) == ()
    with pytest.raises(LookupError, match="front view does not show infraspinatus left"):
        shape_centre(View.FRONT, "infraspinatus", Side.LEFT)


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"region": "ear"}, "no region 'ear'"),
        ({"region": "tail"}, "no region 'tail'"),
        ({"referral_zones": "ear;tail"}, "no zone 'tail'"),
        ({"cautions": "tail: tread softly"}, "no patient wording"),
        ({"home_vibration": "perhaps"}, "home_vibration 'perhaps'"),
        ({"paired": "both"}, "paired is 'both'"),
        ({"plain_name": " "}, "plain_name is empty"),
    ],
)
def test_a_faulty_muscle_stops_the_start(changed, complaint):
    with pytest.raises(CatalogueFault, match=re.escape(complaint)):
        read_muscles([a_muscle(**changed)], ZONES, CAUTIONS_FOR_PATIENTS)


def test_a_muscle_that_stands_twice_stops_the_start():
    with pytest.raises(CatalogueFault, match="stands twice"):
        read_muscles([a_muscle(), a_muscle()], ZONES, CAUTIONS_FOR_PATIENTS)


@pytest.mark.parametrize(
    "row",
    [
        {"slug": "tail", "name": "Tail", "view": "below", "is_region": "no"},
        {"slug": "tail", "name": "", "view": "back", "is_region": "no"},
        {"slug": "tail", "name": "Tail", "view": "back", "is_region": ""},
    ],
)
def test_a_faulty_zone_stops_the_start(row):
    with pytest.raises(CatalogueFault, match="tail"):
        read_zones([row])


def test_a_muscle_without_a_place_on_the_chart_stops_the_start():
    mark = {"muscle": "masseter", "side": "left", "view": "left", "x": "0.5", "y": "0.1"}
    with pytest.raises(CatalogueFault, match="not on the body chart"):
        read_centres([mark], MUSCLES)
    with pytest.raises(CatalogueFault, match="no muscle 'tail'"):
        read_centres([mark | {"muscle": "tail"}], MUSCLES)
