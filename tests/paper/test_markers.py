"""Numbers on a body map never stand too close, and point at their places."""

import itertools
import math

from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.paper.body_drawing import Box
from clinic.paper.markers import spread

FRAME = Box(0, 0, 180, 200)
RADIUS, APART = 9.7, 20.9
PLACES = st.lists(st.tuples(st.floats(25, 155), st.floats(25, 175)), min_size=1, max_size=10)


def test_a_lonely_number_stands_on_its_place() -> None:
    (spot,) = spread([(90, 100)], FRAME, RADIUS, APART)
    assert (spot.disc_x, spot.disc_y) == (90, 100)
    assert not spot.led


def test_numbers_of_one_place_stand_apart_and_are_led_to_it() -> None:
    spots = spread([(90, 100)] * 10, FRAME, RADIUS, APART)
    assert all(spot.led for spot in spots)
    assert all((spot.x, spot.y) == (90, 100) for spot in spots)
    assert _closest(spots) >= 17.0


@settings(max_examples=40, deadline=None)
@given(PLACES)
def test_any_ten_places_keep_seven_millimetres(places: list[tuple[float, float]]) -> None:
    """In a crop of 180 units on 74 mm, 7 mm are 17 units (DESIGN 8)."""
    spots = spread(places, FRAME, RADIUS, APART)
    assert len(spots) == 1 or _closest(spots) >= 17.0
    for spot in spots:
        assert FRAME.left < spot.disc_x < FRAME.right
        assert FRAME.top < spot.disc_y < FRAME.bottom


def _closest(spots: list) -> float:
    return min(
        math.dist((one.disc_x, one.disc_y), (two.disc_x, two.disc_y))
        for one, two in itertools.combinations(spots, 2)
    )
