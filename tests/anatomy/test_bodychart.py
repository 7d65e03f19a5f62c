"""The body chart is exactly what its generator draws, and what it draws is sound."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from clinic.anatomy.bodychart import build, check
from clinic.anatomy.bodychart.drawing.polygons import contains
from clinic.anatomy.rules import MUSCLES, Side, View, chart_views, shape_centre

CHART = Path(build.__file__).parent


@pytest.fixture(scope="module")
def redrawn() -> dict[str, str]:
    return build.drawn()


@pytest.fixture(scope="module")
def drawings() -> tuple[check.Sheets, check.Rows, check.Rows]:
    return check.read()


@pytest.mark.parametrize("name", ["front.svg", "back.svg", "left.svg", "right.svg", "centres.csv"])
def test_the_generator_draws_the_same_bytes_again(name: str, redrawn: dict[str, str]):
    assert redrawn[name].encode() == (CHART / name).read_bytes()


@pytest.mark.parametrize("sound", check.CHECKS, ids=lambda sound: sound.__name__)
def test_the_drawings_are_sound(sound: Callable[..., list[str]], drawings):
    assert sound(*drawings) == []


def test_every_mark_lies_inside_its_muscle(drawings):
    sheets, _, _ = drawings
    for slug in MUSCLES:
        for side in (Side.LEFT, Side.RIGHT):
            for view in chart_views(slug, side):
                sheet = sheets[view]
                x, y = shape_centre(View(view), slug, side)
                mark = np.array([[x * sheet.width, y * sheet.height]])
                rings = sheet.rings[f"muscle--{slug}--{side}--{view}"]
                assert any(contains(ring, mark)[0] for ring in rings), (slug, side, view)


def test_a_missing_shape_is_found(drawings):
    sheets, muscles, zones = drawings
    extra = [*muscles, {"slug": "tail"}]
    assert check.all_muscles(sheets, extra, zones) == ["tail left", "tail right"]


def test_an_unknown_shape_is_found(drawings):
    sheets, muscles, zones = drawings
    fewer = [row for row in muscles if row["slug"] != "soleus"]
    assert "unknown muscle soleus" in check.all_muscles(sheets, fewer, zones)
