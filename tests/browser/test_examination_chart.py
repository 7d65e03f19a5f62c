"""The chart: a tap is a place with side and point, another spot is one more site."""

import re

import pytest
from playwright.sync_api import Locator, expect

from clinic.anatomy.rules import Side, View, shape_centre
from tests.browser.looking import no_overflow
from tests.browser.stage import Live
from tests.browser.test_examination import FORTNIGHT, Couch, opened
from tests.builders import ACTIVE, a_draft, a_finding, a_patient
from tests.builders import a_signed_examination as signed

Spot = tuple[float, float]
VIEWS = {View.FRONT: (480, 1000), View.BACK: (480, 1000)}


@pytest.fixture
def draft_id(live: Live) -> str:
    patient_id = a_patient(live.cast.reception)["id"]
    centre = shape_centre(View.BACK, "gluteus-medius", Side.RIGHT)
    point = {"view": "back", "x": centre[0], "y": centre[1]}
    last = [a_finding("gluteus-medius", "right", site=1, **ACTIVE, chart=point)]
    signed(live.cast.clinician, patient_id, *last, examined_at=FORTNIGHT)
    draft: str = a_draft(live.cast.clinician, patient_id)["id"]
    return draft


@pytest.fixture
def couch(live: Live, draft_id: str) -> Couch:
    couch = opened(live, draft_id)
    expect(shape(couch, "gluteus-medius", Side.RIGHT)).to_be_visible()
    return couch


def shape(couch: Couch, muscle: str, side: Side, view: View = View.BACK) -> Locator:
    return couch.page.locator(f"#muscle--{muscle}--{side}--{view}")


def tap(couch: Couch, at: Spot, view: View = View.BACK, *, more: Spot = (0, 0)) -> None:
    """Tap a point of a view, given as fractions of its whole sheet; `more` in pixels."""
    x, y = couch.page.locator(f".fig--{view}").evaluate(
        """(svg, [x, y]) => {
          const at = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM())
          return [at.x, at.y]
        }""",
        [at[0] * VIEWS[view][0], at[1] * VIEWS[view][1]],
    )
    couch.page.mouse.click(x + more[0], y + more[1])


def menu(couch: Couch) -> Locator:
    return couch.page.get_by_role("group", name="What was tapped")


def open_gluteus_maximus(couch: Couch, side: Side = Side.LEFT) -> Spot:
    """Tap the left gluteus maximus where nothing else lies."""
    at = shape_centre(View.BACK, "gluteus-maximus", side)
    tap(couch, at)
    if menu(couch).is_visible():
        menu(couch).get_by_role("button", name=re.compile("Gluteus maximus")).click()
    assert couch.here().startswith(f"gluteus-maximus|{side}")
    return at


def test_the_tapped_point_is_kept_as_fractions_of_the_view(couch: Couch) -> None:
    at = open_gluteus_maximus(couch)
    couch.press("b 3 f y")
    couch.saved()
    chart = couch.findings()["gluteus-maximus left 1"]["chart"]
    assert chart["view"] == "back"
    assert (chart["x"], chart["y"]) == pytest.approx(at, abs=0.005)


def test_another_spot_of_the_open_muscle_offers_one_more_site(couch: Couch) -> None:
    at = open_gluteus_maximus(couch)
    couch.press("b 3 f y")
    tap(couch, at)
    assert couch.here() == "gluteus-maximus|left|1", "a tap on the mark opens its place"
    tap(couch, at, more=(0, 34))
    menu(couch).get_by_role("button", name="One more site here").click()
    couch.press("b 2 h n")
    couch.saved()
    held = couch.findings()
    assert held["gluteus-maximus left 2"]["classification"]["class"] == "latent_probable"
    assert held["gluteus-maximus left 2"]["chart"]["y"] > at[1]


def test_where_muscles_lie_on_each_other_the_uppermost_comes_first(couch: Couch) -> None:
    tap(couch, shape_centre(View.BACK, "piriformis", Side.LEFT))
    names = menu(couch).get_by_role("button").all_inner_texts()
    assert len(names) > 1
    assert "Gluteus maximus" in names[0]
    assert any("Piriformis" in name for name in names)
    couch.press("Escape")
    expect(menu(couch)).to_be_hidden()


def test_zones_are_tapped_while_felt_elsewhere_is_on(couch: Couch) -> None:
    couch.press("b 3 f")
    expect(couch.page.get_by_text("Tap where it is felt")).to_be_visible()
    zone = couch.page.locator("#zone--thigh-back--right--back")
    box = zone.bounding_box()
    assert box is not None
    couch.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 12)
    expect(couch.page.locator(".fig__zones .is-felt").first).to_be_visible()
    couch.press("y")
    couch.saved()
    (found,) = couch.findings().values()
    assert found["muscle"] == "gluteus-medius", "a tap on a zone opens no other place"
    assert len(found["referral"]["zones"]) == 1
    expect(couch.page.get_by_text("Tap where it is felt")).to_be_hidden()


def test_right_and_left_are_drawn_where_the_patient_has_them(couch: Couch) -> None:
    def sides(figure: Locator) -> list[str]:
        return figure.locator(".bc__side .side").all_inner_texts()

    assert sides(couch.page.locator(".bc--main")) == ["L", "R"], "from behind"
    assert sides(couch.page.locator(".bc--second")) == ["R", "L"], "from the front"
    couch.page.get_by_role("button", name="Front", exact=True).click()
    assert sides(couch.page.locator(".bc--main")) == ["R", "L"]
    for name, letter in (("Left", "L"), ("Right", "R")):
        couch.page.get_by_role("group", name="View").get_by_role("button", name=name).click()
        assert sides(couch.page.locator(".bc--main")) == [letter]


def test_the_chart_follows_the_path_to_region_and_view(couch: Couch) -> None:
    crop = couch.page.locator("[data-act=crop][data-value=close]")
    expect(crop).to_have_text("Waist to thigh")
    couch.press("/")
    couch.page.keyboard.type("tibialis ant")
    couch.press("Enter")
    expect(crop).to_have_text("Leg and foot")
    edge = couch.page.locator(".fig--front .fig__now path")
    expect(edge).to_have_count(1)


def test_on_the_whole_body_a_tap_first_brings_the_region_near(couch: Couch) -> None:
    here = couch.here()
    couch.page.get_by_role("button", name="Whole body").first.click()
    tap(couch, shape_centre(View.BACK, "infraspinatus", Side.LEFT))
    assert couch.here() == here
    crop = couch.page.locator("[data-act=crop][data-value=close]")
    expect(crop).to_have_attribute("aria-pressed", "true")
    expect(crop).to_have_text("Neck to waist")


def test_last_visits_marks_are_dashed_until_they_are_confirmed(couch: Couch) -> None:
    marks = couch.page.locator(".fig--back .fig__marks use")
    expect(marks).to_have_attribute("href", "#then-active")
    couch.press("Enter")
    expect(marks).to_have_attribute("href", "#m-active")
    couch.saved()
    (found,) = couch.findings().values()
    assert found["chart"]["view"] == "back", "the place stays where it was"


def test_on_a_phone_chart_and_path_are_two_tabs_over_one_dock(live: Live, draft_id: str) -> None:
    couch = opened(live, draft_id, width=390)
    couch.page.get_by_role("button", name="Chart", exact=True).tap()
    expect(shape(couch, "gluteus-medius", Side.RIGHT)).to_be_visible()
    no_overflow(couch.page)
    for name in ("Band", "tender 3", "Elsewhere", "Yes"):
        couch.page.locator(".dock").get_by_role("button", name=name, exact=True).tap()
    couch.saved()
    (found,) = couch.findings().values()
    assert found["classification"]["class"] == "active"


def test_without_its_drawing_the_path_works_on(live: Live, draft_id: str) -> None:
    page = live.seat.page(storage_state=opened(live, draft_id).page.context.storage_state())
    page.route("**/body-chart/**", lambda route: route.abort())
    page.goto(f"/examinations/{draft_id}")
    couch = Couch(live, page, draft_id)
    expect(page.get_by_text("The drawing could not be loaded").first).to_be_visible()
    couch.press("0")
    couch.saved()
    assert len(couch.findings()) == 1
