"""The body map: crop, sides, merged muscles, words for those who cannot see it."""

import re

import pytest

from clinic.anatomy.rules import View, chart_drawing
from clinic.paper.body_drawing import Drawing, read_drawing
from clinic.paper.body_map import Front, MapPoint, PanelSize, body_map

SIZE = PanelSize(74, 78, 32)


@pytest.fixture(scope="module")
def drawings() -> dict[str, Drawing]:
    return {view.value: read_drawing(view.value, chart_drawing(view)) for view in View}


def point(number: int, view: str, x: float, y: float, side: str = "right") -> MapPoint:
    return MapPoint(number, view, x, y, "deltoid", side, "shoulder cap")


def disc(picture: str, number: int) -> float:
    """Say how far across the crop a number stands, 0 to 1."""
    left, _, width, _ = map(float, re.search(r'viewBox="([^"]+)"', picture)[1].split())
    return (float(re.search(rf'<text x="([\d.-]+)"[^>]*>{number}<', picture)[1]) - left) / width


def test_every_view_with_places_gets_one_map_the_back_first(drawings: dict[str, Drawing]) -> None:
    points = [
        point(1, "front", 0.3, 0.25),
        point(2, "back", 0.7, 0.25),
        point(3, "right", 0.5, 0.2),
    ]
    panels = body_map(points, drawings, SIZE)
    assert [(panel.view, panel.numbers) for panel in panels] == [
        ("back", (2,)),
        ("front", (1,)),
        ("right", (3,)),
    ]


def test_the_patients_right_is_on_the_right_in_front_and_back(drawings: dict[str, Drawing]) -> None:
    """On the chart the front view shows the right side at the viewer's left (bodychart README)."""
    points = [
        point(1, "front", 0.3, 0.25, "right"),
        point(2, "front", 0.7, 0.25, "left"),
        point(3, "back", 0.7, 0.25, "right"),
        point(4, "back", 0.3, 0.25, "left"),
    ]
    back, front = body_map(points, drawings, SIZE)
    assert disc(front.crop, 1) > disc(front.crop, 2)
    assert disc(back.crop, 3) > disc(back.crop, 4)
    assert front.seen == "as in a mirror"
    assert back.seen == "from behind"
    assert "scale(-1 1)" in front.crop
    assert "scale(-1 1)" not in back.crop
    assert front.right_box == back.right_box
    assert (front.right_box.letter, front.right_box.words) == ("R", "your right")


def test_the_title_says_in_words_where_the_numbers_are(drawings: dict[str, Drawing]) -> None:
    (panel,) = body_map([point(1, "back", 0.7, 0.25)], drawings, SIZE)
    assert (
        "<title>Your body, from behind, with numbered places: 1 shoulder cap</title>" in panel.crop
    )
    assert "<title>Whole body, from behind;" in panel.whole


def test_a_label_cannot_smuggle_markup_into_the_picture(drawings: dict[str, Drawing]) -> None:
    (panel,) = body_map(
        [MapPoint(1, "back", 0.7, 0.25, "deltoid", "right", "<script>x</script>")], drawings, SIZE
    )
    assert "<script>" not in panel.crop


def test_untreated_muscles_are_merged_into_two_paths(drawings: dict[str, Drawing]) -> None:
    (panel,) = body_map([point(1, "back", 0.7, 0.25)], drawings, SIZE)
    assert panel.crop.count('class="m"') == 2
    assert panel.crop.count('class="now') == 1


def test_places_far_apart_show_the_whole_body(drawings: dict[str, Drawing]) -> None:
    (panel,) = body_map([point(1, "back", 0.5, 0.05), point(2, "back", 0.4, 0.95)], drawings, SIZE)
    height = float(re.search(r'viewBox="\S+ \S+ \S+ (\S+)"', panel.crop)[1])
    assert height >= 950


def test_a_muscle_that_a_view_does_not_show_leaves_only_its_number(
    drawings: dict[str, Drawing],
) -> None:
    (panel,) = body_map(
        [MapPoint(1, "back", 0.5, 0.5, "no-such-muscle", "left", "x")], drawings, SIZE
    )
    assert 'class="now' not in panel.crop
    assert ">1</text>" in panel.crop


def test_a_clinic_may_draw_the_front_as_somebody_facing_sees_it(
    drawings: dict[str, Drawing],
) -> None:
    points = [point(1, "front", 0.3, 0.25, "right"), point(2, "front", 0.7, 0.25, "left")]
    (front,) = body_map(points, drawings, SIZE, Front.FACING)
    assert disc(front.crop, 1) < disc(front.crop, 2)
    boxes = [(box.letter, box.words) for box in (front.left_box, front.right_box)]
    assert boxes == [("R", "your right"), ("L", "your left")]
    assert front.seen == "as somebody facing you"
    assert "your right is on the left" in front.explained
    assert "as somebody facing you" in front.crop
    assert "as somebody facing you" in front.whole
    assert "scale(-1 1)" not in front.crop
