"""What each key of the examination page does, beyond the counted ones."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from clinic.examinations.rules import FindingClass
from clinic.examinations.rules.words import CLASS_WORDS
from tests.browser.looking import axe
from tests.browser.stage import Live
from tests.browser.test_examination import FORTNIGHT, Couch, opened
from tests.builders import ACTIVE, CLEAR, LATENT, a_draft, a_finding, a_patient
from tests.builders import a_signed_examination as signed

NOTED = {
    **LATENT,
    "note": "of the last visit",
    "pressure_pain_threshold_kpa": [180],
    "override": {"class": "active", "reason": "of the last visit"},
}


@pytest.fixture
def couch(live: Live) -> Couch:
    patient_id = a_patient(live.cast.reception)["id"]
    last = [
        a_finding("levator-scapulae", "right", site=1, **NOTED),
        a_finding("supraspinatus", "right", **CLEAR),
        a_finding("infraspinatus", "right", site=1, **ACTIVE),
    ]
    signed(live.cast.clinician, patient_id, *last, examined_at=FORTNIGHT)
    return opened(live, a_draft(live.cast.clinician, patient_id)["id"])


def open_place(couch: Couch, words: str) -> None:
    """Open a muscle's place by finding it, R before L."""
    couch.press("/")
    couch.page.keyboard.type(words)
    couch.press("Enter")


def only(couch: Couch) -> dict[str, Any]:
    """Answer the one finding that the server holds."""
    couch.saved()
    (found,) = couch.findings().values()
    return found


def test_one_more_active_site_takes_four_keys(couch: Couch) -> None:
    assert couch.press("Shift+B 3 f y") == 4
    couch.saved()
    assert couch.findings()["levator-scapulae right 2"]["classification"]["class"] == "active"


def test_a_second_press_takes_a_sign_back_to_not_tested(couch: Couch) -> None:
    couch.press("b 3 b")
    found = only(couch)
    assert found["taut_band"] == "not_tested"
    assert found["spot_in_band"] is None
    couch.press("3")
    couch.saved()
    assert couch.findings() == {}, "nothing tested is no finding"


def test_a_spot_outside_the_felt_band_has_a_key_of_its_own(couch: Couch) -> None:
    couch.press("b 3 e")
    found = only(couch)
    assert (found["taut_band"], found["spot_in_band"]) == ("present", False)


def test_tender_before_the_band_is_asked_where_it_lies(couch: Couch) -> None:
    couch.press("3 b")
    assert only(couch)["spot_in_band"] is None
    expect(couch.page.locator(".dk--tender")).to_have_class(re.compile("dk--ask"))
    couch.press("3")
    couch.saved()
    assert only(couch)["spot_in_band"] is True


def test_partly_is_asked_once_more_before_it_goes_on(couch: Couch) -> None:
    place = couch.here()
    couch.press("b 3 f p")
    assert couch.here() == place
    expect(couch.page.locator(".verdict")).to_contain_text("Ask once more")
    couch.press("p")
    assert couch.here() != place
    assert only(couch)["recognised"] == "partly"


def test_enter_never_writes_the_last_visit_over_what_was_noted_today(couch: Couch) -> None:
    place = couch.here()
    couch.press("b 1")
    expect(couch.page.locator("[data-value=same]")).to_contain_text("Keep, go on")
    couch.press("Enter")
    assert couch.here() != place
    found = only(couch)
    assert (found["tenderness_grade"], found["recognised"]) == (1, "not_tested")


def test_enter_confirms_signs_but_not_what_was_measured_noted_or_judged(couch: Couch) -> None:
    couch.press("Enter")
    found = only(couch)
    assert found["referral"]["zones"] == ["shoulder-front"]
    assert found["classification"]["class"] == "latent"
    assert (found["note"], found["pressure_pain_threshold_kpa"]) == ("", [])
    assert found["override"] is None


def test_enter_where_nothing_was_found_says_that_there_is_nothing_to_confirm(couch: Couch) -> None:
    open_place(couch, "glut med")
    place = couch.here()
    couch.press("Enter")
    assert couch.here() == place
    expect(couch.page.get_by_text("Nothing to confirm: not examined last time")).to_be_visible()


def test_clear_stores_every_sign_that_its_legend_names(couch: Couch) -> None:
    couch.press("b 3 f y ArrowUp x 0")
    found = only(couch)
    assert (found["taut_band"], found["tenderness_grade"]) == ("absent", 0)
    assert (found["referral"]["sensation"], found["recognised"]) == ("absent", "no")
    assert found["classification"]["class"] == "clear"


def test_a_new_muscle_is_clear_as_a_whole_and_positive_at_a_site(couch: Couch) -> None:
    open_place(couch, "glut med")
    couch.press("0")
    open_place(couch, "glut max")
    couch.press("b 3 f y")
    couch.saved()
    assert set(couch.findings()) == {"gluteus-medius right None", "gluteus-maximus right 1"}


def test_one_more_site_ends_that_the_whole_muscle_is_clear(couch: Couch) -> None:
    open_place(couch, "glut med")
    couch.press("0")
    open_place(couch, "glut med")
    couch.press("Shift+B 2 f n")
    couch.saved()
    assert set(couch.findings()) == {"gluteus-medius right 1"}


def test_zones_are_chosen_by_number_or_by_letters(couch: Couch) -> None:
    couch.press("b 3 f z 1")
    couch.page.keyboard.type("ank")
    couch.press("Enter Enter y")
    zones = only(couch)["referral"]["zones"]
    assert len(zones) == 2
    assert any(zone.startswith("ankle") for zone in zones)
    axe(couch.page)


def test_the_other_side_is_one_key_away(couch: Couch) -> None:
    couch.press("l")
    assert couch.here() == "levator-scapulae|left|0"
    couch.press("r")
    assert couch.here() == "levator-scapulae|right|1"


def test_a_class_is_overridden_with_a_reason_and_both_stay(couch: Couch) -> None:
    place = couch.here()
    couch.press("b 2 f n ArrowUp o")
    assert couch.here() == place
    dialog = couch.page.get_by_role("dialog")
    dialog.get_by_label("Class").select_option("active")
    dialog.get_by_role("button", name="Keep").click()
    expect(dialog, "a reason is asked for").to_be_visible()
    dialog.get_by_label("Reason").fill("Woke with it three nights")
    axe(couch.page)
    dialog.get_by_role("button", name="Keep").click()
    expect(couch.page.locator(".verdict")).to_contain_text("The signs say latent (rule 4)")
    couch.saved()
    verdict = only(couch)["classification"]
    assert (verdict["class"], verdict["override"]["class"]) == ("latent", "active")


def test_a_note_and_readings_are_kept_with_the_place(couch: Couch) -> None:
    couch.press("b t")
    dialog = couch.page.get_by_role("dialog")
    dialog.get_by_label("Note").fill("Worse after the garden")
    dialog.get_by_label("Pressure readings, kPa").fill("180 175,5")
    dialog.get_by_label("Nodule").select_option("true")
    dialog.get_by_role("button", name="Keep").click()
    found = only(couch)
    assert found["note"] == "Worse after the garden"
    assert found["pressure_pain_threshold_kpa"] == [180, 175.5]
    assert found["nodule"] is True


def test_twitch_and_pain_by_itself_are_extra_and_do_not_go_on(couch: Couch) -> None:
    place = couch.here()
    couch.press("b 3 f w s")
    assert couch.here() == place
    found = only(couch)
    assert (found["local_twitch"], found["spontaneous_pain"]) == ("felt", True)


def test_single_keys_can_be_turned_off_on_this_device(couch: Couch) -> None:
    couch.press("?")
    dialog = couch.page.get_by_role("dialog")
    dialog.get_by_label(re.compile("Single keys are on")).uncheck()
    couch.press("Escape b 3")
    expect(couch.page.locator(".signs .is-set")).to_have_count(0)
    place = couch.here()
    couch.press("ArrowDown")
    assert couch.here() != place
    couch.page.reload()
    expect(couch.page.locator(".ex[data-ready]")).to_be_visible()
    couch.press("b")
    expect(couch.page.locator(".signs .is-set")).to_have_count(0)


def test_keys_act_only_while_the_path_has_the_focus(couch: Couch) -> None:
    couch.press("Escape b 3")
    expect(couch.page.locator(".signs .is-set")).to_have_count(0)
    couch.page.locator(".path").focus()
    couch.press("b")
    expect(couch.page.locator(".signs .is-set")).to_have_count(1)


def test_the_dock_does_the_same_by_keyboard_and_keeps_its_focus(couch: Couch) -> None:
    band = couch.page.get_by_role("button", name="Band", exact=True)
    band.focus()
    couch.press("Space")
    expect(band).to_have_attribute("aria-pressed", "true")
    expect(band).to_be_focused()


def test_a_region_is_walked_muscle_by_muscle_on_both_sides(couch: Couch) -> None:
    couch.page.get_by_role("button", name="What was found before").click()
    dialog = couch.page.get_by_role("dialog")
    dialog.get_by_label("What was found before").uncheck()
    dialog.get_by_label(re.compile("^Hand")).check()
    dialog.get_by_role("button", name="Walk these").click()
    expect(couch.page.locator(".ex__count")).to_have_text("0 of 4 places")
    couch.press("0 0 0 0")
    expect(couch.page.locator(".ex__count")).to_have_text("4 of 4 places")


SEQUENCES = ("x 3", "b 3 h", "u 3 h n", "x 2 f y", "b 3 e f n", "f b 0", "u 2 f n", "y", "b 4 y")


@pytest.mark.parametrize("keys", SEQUENCES)
def test_the_class_beside_the_signs_is_the_servers_class(couch: Couch, keys: str) -> None:
    place = couch.here()
    couch.press(keys)
    found = only(couch)
    told = couch.page.locator(f".path [data-key='{place}']")
    if couch.here() == place:
        told = told.locator(".verdict b").first
    kind = FindingClass(found["classification"]["class"])
    expect(told).to_contain_text(re.compile(re.escape(CLASS_WORDS[kind].words), re.IGNORECASE))


def test_the_parts_without_a_page_can_be_used_without_one(couch: Couch) -> None:
    told = couch.page.evaluate(
        """async () => {
          const base = document.querySelector('script[type=module]').src
          const load = name => import(new URL(name, base))
          const {Queue} = await load('store.js')
          const {compared} = await load('conflict.js')
          const {press} = await load('signs.js')
          const {keyFor} = await load('keys.js')
          const storage = Object.create({
            setItem(name, text) { this[name] = text },
            getItem(name) { return this[name] ?? null },
            removeItem(name) { delete this[name] },
          })
          const queue = new Queue({storage, user: 'u', examination: 'e', stored: () => null})
          queue.put('field:complaint', 'a'); queue.put('field:complaint', 'ab')
          const joined = queue.waiting
          queue.take()
          queue.put('field:complaint', 'abc')
          const split = queue.take().map(({before, now}) => [before, now])
          queue.leave()
          const heir = new Queue({storage, user: 'u', examination: 'e', stored: () => null})
          const left = [...heir.adopt().values()]
          const stranger = new Queue({storage, user: 'x', examination: 'e', stored: () => null})
          const one = press(press(null, 'band', 'present'), 'grade', 2)
          const other = press(one, 'grade', 3)
          const differs = compared(one, other).mine.filter(p => p.differs).map(p => p.words)
          const ctrl = {key: 'b', ctrlKey: true}
          return {joined, split, left, strangers: stranger.adopt().size, differs,
                  ctrl: keyFor(ctrl), capital: keyFor({key: 'B'})?.id}
        }"""
    )
    assert told == {
        "joined": 1,
        "split": [[None, "ab"], ["ab", "abc"]],
        "left": ["abc"],
        "strangers": 0,
        "differs": ["tender 2"],
        "ctrl": None,
        "capital": "band",
    }
