"""The pages of examinations, without scripts: begun, written down, signed, amended, compared."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest

from clinic.examinations.context import LastVisit, boot, found_places
from clinic.examinations.context.catalogue import chart_addresses
from clinic.examinations.context.visit import age_on
from clinic.examinations.models import Examination
from clinic.rulebook.actor import Actor
from clinic.rulebook.permissions import Role
from clinic.work.door import begin_work
from tests.browsing import Visitor, form_in, words, words_of
from tests.builders import (
    ACTIVE,
    LATENT,
    a_clear_screen,
    a_draft,
    a_finding,
    a_patient,
    a_signed_examination,
)
from tests.conftest import NOON, Cast, Clock, house_of

INFRA = "infraspinatus.right.1"


@pytest.fixture
def chris(clinic: Cast) -> Visitor:
    return clinic.browse()


@pytest.fixture
def patient_id(clinic: Cast) -> str:
    return str(a_patient(clinic.reception, file_number="20417")["id"])


@pytest.fixture
def draft(clinic: Cast, patient_id: str) -> str:
    """The address of a draft without findings."""
    return f"/examinations/{a_draft(clinic.clinician, patient_id)['id']}"


def stored(clinic: Cast, address: str) -> Any:
    return clinic.clinician.read(address)


def press(visitor: Visitor, page: str, place: str, take: str) -> Any:
    """Press one of the buttons beside a place."""
    at = page.split("/list", maxsplit=1)[0]
    return visitor.submit(page, f"{at}/list/{place}/take", take=take)


# -- begin --------------------------------------------------------------------------------
def test_an_examination_is_begun_and_gone_on_with(
    clinic: Cast, chris: Visitor, patient_id: str, clock: Clock
) -> None:
    at = f"/patients/{patient_id}/examinations"
    first = chris.press(at, at)
    assert stored(clinic, first)["state"] == "draft"
    again = chris.press(at, at)
    assert again == first
    assert "here it goes on" in chris.words(f"{first}/list")
    # somebody else's visit is another draft, and so is tomorrow's
    assert clinic.browse("owner").press(at, at) != first
    clock.forward(hours=25)
    assert clinic.browse().press(at, at) != first


def test_a_signed_examination_is_not_gone_on_with(
    clinic: Cast, chris: Visitor, patient_id: str
) -> None:
    at = f"/patients/{patient_id}/examinations"
    first = chris.press(at, at)
    clinic.clinician.do(f"{first}/sign")
    assert chris.press(at, at) != first


def test_an_examination_is_begun_for_an_episode_of_this_patient_only(
    clinic: Cast, chris: Visitor, patient_id: str
) -> None:
    at = f"/patients/{patient_id}/examinations"
    other = a_patient(clinic.reception)["id"]
    body = {"title": "Neck", "opened_on": "2026-11-01", "body_region": "neck"}
    mine = clinic.clinician.make(f"/patients/{patient_id}/episodes", body)["id"]
    theirs = clinic.clinician.make(f"/patients/{other}/episodes", body)["id"]
    refused = chris.submit(at, at, episode_id=theirs)
    assert refused.status_code == 422
    assert "nothing with this id" in words_of(refused)
    begun = chris.press(at, at, episode_id=mine)
    assert stored(clinic, begun)["episode_id"] == mine


def booted(clinic: Cast, examination_id: str) -> Any:
    """What the examination page starts from, with the rooms wired as the app wires them."""
    actor = Actor(clinic.id, clinic.clinician.user_id, frozenset({Role.CLINICIAN}))
    with clinic.app.app_context(), begin_work(house_of(clinic.app).workshop, actor) as work:
        draft = work.find(Examination, examination_id)
        told = boot(work, draft, found_places(work, draft), LastVisit(work, draft))
        return json.loads(json.dumps(told))


# -- the draft's page ---------------------------------------------------------------------
def test_a_draft_is_opened_with_everything_its_page_needs(
    clinic: Cast, patient_id: str, clock: Clock
) -> None:
    clock.set(NOON - timedelta(days=20))
    last = a_signed_examination(clinic.clinician, patient_id, a_finding(site=1, **ACTIVE))
    clock.set(NOON)
    draft = a_draft(clinic.clinician, patient_id, a_finding("scalenes", "left"))
    told = booted(clinic, draft["id"])
    assert told["examination"]["id"] == draft["id"]
    assert told["examination"]["complaint"] == "Right shoulder"
    assert [f["muscle"] for f in told["findings"]] == ["scalenes"]
    assert told["last"]["examination_id"] == last["id"]
    [found] = told["last"]["findings"]
    assert (found["muscle"], found["class"]) == ("infraspinatus", "active")
    [point] = told["points"]
    assert {k: point[k] for k in ("muscle", "side", "site", "state")} == {
        "muscle": "infraspinatus", "side": "right", "site": 1, "state": "active"
    }  # fmt: skip
    assert point["first_found_on"] == "2026-10-31"
    assert told["regions"] == ["shoulder-girdle"]
    assert told["entries"] == f"/examinations/{draft['id']}/entries"
    assert told["catalogue"].startswith("/examinations/catalogue.json?v=")
    assert set(told["charts"]) == {"front", "back", "left", "right"}
    assert (told["strict"], told["elimination_days"]) == (False, 14)


def test_the_charts_that_a_draft_names_are_there(clinic: Cast, chris: Visitor) -> None:
    for address in chart_addresses().values():
        assert chris.get(address).status_code == 200


def test_a_later_examination_is_not_the_last_visit_of_an_earlier_one(
    clinic: Cast, chris: Visitor, patient_id: str, draft: str
) -> None:
    a_signed_examination(
        clinic.clinician,
        patient_id,
        a_finding(site=1, **ACTIVE),
        examined_at="2026-11-10T10:00:00+11:00",
    )
    assert "Same as last time" in chris.see(f"{draft}/list")
    changed = clinic.clinician.patch(draft, {"examined_at": "2026-11-09T10:00:00+11:00"})
    assert changed.status_code == 200
    assert "Same as last time" not in chris.see(f"{draft}/list")


# -- the list twin ------------------------------------------------------------------------
FOUND = {
    "now__taut_band": "present",
    "now__tenderness_grade": "3",
    "now__spot_in_band": "true",
    "now__referral__sensation": "present",
    "now__referral__zones": ["shoulder-front", "upper-arm-outer"],
    "now__referral__qualities": ["dull_ache"],
    "now__recognised": "yes",
    "now__local_twitch": "felt",
    "now__spontaneous_pain": "true",
    "now__movement_limited": "false",
    "now__pressure_pain_threshold_kpa": "180 175.5 190",
    "now__note": "behind the acromion",
}


def test_the_whole_job_is_done_by_plain_forms(
    clinic: Cast, chris: Visitor, patient_id: str
) -> None:
    at = f"/patients/{patient_id}/examinations"
    draft = chris.press(at, at)
    listed = f"{draft}/list"
    chosen = chris.press(
        listed, f"{listed}/place", muscle="infraspinatus", side="right", site="1", next="open"
    )
    assert chosen == f"{listed}/{INFRA}"
    assert chris.press(chosen, chosen, **FOUND) == f"{listed}#p-{INFRA}"
    chris.press(listed, f"{listed}/place", muscle="scalenes", side="left", next="clear")
    chris.press(
        listed,
        listed,
        complaint="Right shoulder\nand neck",
        pain_now="4",
        pain_worst_week="7",
        symptoms=["", "pain", "fatigue"],
        scores__ndi="18",
        scores__psfs__0__activity="kettle",
        scores__psfs__0__score="4",
        examined_at="2026-11-20T10:15",
    )
    shown = chris.words(listed)
    assert "tender spot in the band (grade 3)" in shown
    assert "Scalenes" in shown
    assert chris.press(f"{draft}/sign", f"{draft}/sign") == f"/patients/{patient_id}"
    read = stored(clinic, draft)
    assert read["state"] == "signed"
    assert read["examined_at"] == "2026-11-19T23:15:00.000Z"
    assert (read["complaint"], read["pain_now"]) == ("Right shoulder\nand neck", 4)
    assert read["symptoms"] == ["pain", "fatigue"]
    assert read["scores"]["ndi"] == 18
    assert read["scores"]["psfs"] == [{"activity": "kettle", "score": 4}]
    first, second = read["findings"]
    assert first["classification"]["class"] == "active"
    assert first["referral"]["zones"] == ["shoulder-front", "upper-arm-outer"]
    assert first["pressure_pain_threshold_kpa"] == [180.0, 175.5, 190.0]
    assert (first["spontaneous_pain"], first["movement_limited"]) == (True, False)
    assert first["nodule"] is None
    assert second["classification"]["class"] == "clear"
    assert second["referral"]["sensation"] == "absent"
    assert second["recognised"] == "no"


def test_what_was_typed_stays_where_it_is_wrong(chris: Visitor, draft: str) -> None:
    at = f"{draft}/list/{INFRA}"
    answer = chris.submit(
        at, at, **{**FOUND, "now__pressure_pain_threshold_kpa": "180 2000", "now__note": "deep in"}
    )
    assert answer.status_code == 422
    html = answer.get_data(as_text=True)
    assert "180 2000" in html
    assert "deep in" in html
    assert "aria-invalid" in html
    assert re.search(r'value="upper-arm-outer" checked', html)


def test_an_own_class_needs_its_reason(clinic: Cast, chris: Visitor, draft: str) -> None:
    at = f"{draft}/list/{INFRA}"
    own = {**FOUND, "now__override__class": "latent"}
    answer = chris.submit(at, at, **own)
    assert answer.status_code == 422
    chris.press(at, at, **own, now__override__reason="Known for years, no complaint now")
    [finding] = stored(clinic, draft)["findings"]
    assert finding["override"]["class"] == "latent"
    shown = chris.words(f"{draft}/list")
    assert "Known for years" in shown
    assert "By the signs: active" in shown


def test_where_a_finding_lies_on_the_drawing_is_kept(
    clinic: Cast, chris: Visitor, patient_id: str
) -> None:
    chart = {"view": "back", "x": 0.6123456789012345, "y": 0.24}
    made = a_draft(clinic.clinician, patient_id, a_finding(site=1, chart=chart, **ACTIVE))
    at = f"/examinations/{made['id']}/list/{INFRA}"
    chris.press(at, at, now__tenderness_grade="2")
    [finding] = stored(clinic, f"/examinations/{made['id']}")["findings"]
    assert finding["chart"] == chart
    assert finding["tenderness_grade"] == 2


def test_a_place_that_somebody_changed_is_shown_and_not_overwritten(
    clinic: Cast, chris: Visitor, draft: str
) -> None:
    at = f"{draft}/list/{INFRA}"
    mine = form_in(chris.see(at), at)
    clinic.browse("owner").press(at, at, now__taut_band="absent", now__note="nothing there")
    answer = chris.send_form(mine, **FOUND)
    assert answer.status_code == 409
    shown = words_of(answer)
    assert "Somebody else changed this place" in shown
    assert "Stored now" in shown
    assert "nothing there" in shown
    assert "behind the acromion" in answer.get_data(as_text=True)
    assert stored(clinic, draft)["findings"][0]["note"] == "nothing there"
    # what was seen may be replaced, by the form as it stands again
    again = form_in(answer.get_data(as_text=True), at)
    assert chris.send_form(again).status_code == 303
    [finding] = stored(clinic, draft)["findings"]
    assert (finding["note"], finding["tenderness_grade"]) == ("behind the acromion", 3)


def test_a_field_that_somebody_changed_is_shown_and_the_others_are_not_touched(
    clinic: Cast, chris: Visitor, draft: str
) -> None:
    listed = f"{draft}/list"
    mine = form_in(chris.see(listed), listed)
    clinic.clinician.patch(draft, {"complaint": "Left hip", "pain_now": 2})
    # only what this form changes is sent: the pain that somebody else wrote stays
    assert chris.send_form(mine, pain_worst_week="8").status_code == 303
    assert (stored(clinic, draft)["complaint"], stored(clinic, draft)["pain_now"]) == (
        "Left hip",
        2,
    )
    mine = form_in(chris.see(listed), listed)
    clinic.clinician.patch(draft, {"complaint": "Right hip"})
    answer = chris.send_form(mine, complaint="Both hips", advice_given="Walk")
    assert answer.status_code == 409
    assert "Somebody else changed this" in words_of(answer)
    assert "Both hips" in answer.get_data(as_text=True)
    read = stored(clinic, draft)
    assert (read["complaint"], read["advice_given"]) == ("Right hip", "")


def test_a_visit_saved_unchanged_changes_nothing(clinic: Cast, chris: Visitor, draft: str) -> None:
    before = stored(clinic, draft)
    assert chris.press(f"{draft}/list", f"{draft}/list") == f"{draft}/list"
    assert stored(clinic, draft) == before


def test_known_places_are_taken_with_one_press(
    clinic: Cast, chris: Visitor, patient_id: str
) -> None:
    a_signed_examination(
        clinic.clinician,
        patient_id,
        a_finding(site=1, note="old", **ACTIVE),
        a_finding("scalenes", "left", **LATENT),
        examined_at="2026-11-10T10:00:00+11:00",
    )
    draft = f"/examinations/{a_draft(clinic.clinician, patient_id)['id']}"
    listed = f"{draft}/list"
    assert press(chris, listed, INFRA, "last").status_code == 303
    assert press(chris, listed, "scalenes.left", "clear").status_code == 303
    first, second = stored(clinic, draft)["findings"]
    assert first["classification"]["class"] == "active"
    # a remark belongs to its own day
    assert first["note"] == ""
    assert second["classification"]["class"] == "clear"
    assert "Every place known from before stands in the list above" in chris.words(listed)
    assert press(chris, listed, INFRA, "nothing").status_code == 303
    assert [f["muscle"] for f in stored(clinic, draft)["findings"]] == ["scalenes"]


def test_a_press_on_a_place_that_changed_in_the_meantime_is_shown(
    clinic: Cast, chris: Visitor, patient_id: str
) -> None:
    a_signed_examination(
        clinic.clinician,
        patient_id,
        a_finding(site=1, **ACTIVE),
        examined_at="2026-11-10T10:00:00+11:00",
    )
    draft = f"/examinations/{a_draft(clinic.clinician, patient_id)['id']}"
    listed = f"{draft}/list"
    button = form_in(chris.see(listed), f"{listed}/{INFRA}/take")
    press(clinic.browse("owner"), listed, INFRA, "clear")
    answer = chris.send_form(button, take="last")
    assert answer.status_code == 409
    assert "Look again" in words_of(answer)
    assert stored(clinic, draft)["findings"][0]["classification"]["class"] == "clear"


def test_nothing_is_taken_from_a_visit_that_did_not_look(chris: Visitor, draft: str) -> None:
    at = f"{draft}/list/{INFRA}"
    answer = chris.submit(at, f"{at}/take", take="last")
    assert answer.status_code == 409
    assert "Nothing was found at this place last time" in words_of(answer)


def test_a_place_in_the_list_is_not_cleared_from_below(
    clinic: Cast, chris: Visitor, draft: str
) -> None:
    at, listed = f"{draft}/list/{INFRA}", f"{draft}/list"
    chris.press(at, at, **FOUND)
    answer = chris.submit(
        listed, f"{listed}/place", muscle="infraspinatus", side="right", site="1", next="clear"
    )
    assert answer.status_code == 409
    assert "in the list already" in words_of(answer)


def test_findings_that_contradict_each_other_are_refused_in_words(
    chris: Visitor, draft: str
) -> None:
    at, listed = f"{draft}/list/{INFRA}", f"{draft}/list"
    chris.press(at, at, **FOUND)
    answer = chris.submit(
        listed, f"{listed}/place", muscle="infraspinatus", side="right", next="clear"
    )
    assert answer.status_code == 422
    assert "clear as a whole" in words_of(answer)


@pytest.mark.parametrize(
    "place", ["heart.left", "infraspinatus.up", "infraspinatus.right.0", "infraspinatus", "x.y.z"]
)
def test_an_address_that_names_no_place_is_not_found(
    chris: Visitor, draft: str, place: str
) -> None:
    for address in (f"{draft}/list/{place}", f"{draft}/amend/{place}"):
        assert chris.get(address).status_code == 404


@pytest.mark.parametrize("before", ["", "{", "[1]", '{"muscle": "heart"}', '"x"', "{}"])
def test_a_form_made_with_something_else_is_refused(
    chris: Visitor, draft: str, before: str
) -> None:
    at = f"{draft}/list/{INFRA}"
    assert chris.submit(at, at, before=before, now__taut_band="present").status_code == 422
    listed = f"{draft}/list"
    assert chris.submit(listed, listed, before=before).status_code == 422
    assert chris.submit(at, f"{at}/take", before=before, take="clear").status_code == 422


# -- signing ------------------------------------------------------------------------------
def test_the_review_names_gaps_and_what_was_not_looked_at(
    clinic: Cast, chris: Visitor, patient_id: str
) -> None:
    a_signed_examination(
        clinic.clinician,
        patient_id,
        a_finding(site=1, **ACTIVE),
        a_finding("scalenes", "left", **ACTIVE),
        examined_at="2026-11-10T10:00:00+11:00",
    )
    made = a_draft(
        clinic.clinician,
        patient_id,
        a_finding(site=1, **ACTIVE),
        a_finding("trapezius-upper", "left", taut_band="present"),
        red_flags=["saddle-numbness"],
    )
    shown = chris.words(f"/examinations/{made['id']}/sign")
    assert "2 places in 2 muscles" in shown
    assert "Says too little" in shown
    assert "Known, not examined today" in shown
    left = shown.split("Known, not examined today")[1]
    assert "Scalenes" in left
    assert "Infraspinatus" not in left
    assert "pauses the patient's home plan at once" in shown
    assert "Numb in the saddle area" in shown


def test_a_muscle_clear_as_a_whole_speaks_for_its_sites_in_the_review(
    clinic: Cast, chris: Visitor, patient_id: str
) -> None:
    a_signed_examination(
        clinic.clinician,
        patient_id,
        a_finding(site=1, **ACTIVE),
        examined_at="2026-11-10T10:00:00+11:00",
    )
    made = a_draft(clinic.clinician, patient_id, a_finding())
    assert "Known, not examined today" not in chris.words(f"/examinations/{made['id']}/sign")


def test_what_changed_after_the_review_is_not_signed(
    clinic: Cast, chris: Visitor, draft: str
) -> None:
    reviewed = form_in(chris.see(f"{draft}/sign"), f"{draft}/sign")
    clinic.clinician.patch(draft, {"pain_now": 9})
    answer = chris.send_form(reviewed)
    assert answer.status_code == 412
    assert stored(clinic, draft)["state"] == "draft"
    # shown again with what it now says, it may be signed
    again = form_in(answer.get_data(as_text=True), f"{draft}/sign")
    assert chris.send_form(again).status_code == 303
    assert stored(clinic, draft)["state"] == "signed"


def test_a_draft_is_thrown_away(clinic: Cast, chris: Visitor, draft: str, patient_id: str) -> None:
    assert chris.press(f"{draft}/list", f"{draft}/delete") == f"/patients/{patient_id}"
    assert clinic.clinician.get(draft).status_code == 404


# -- what was signed ----------------------------------------------------------------------
@pytest.fixture
def signed(clinic: Cast, patient_id: str) -> str:
    """The address of a signed examination with two findings."""
    made = a_signed_examination(
        clinic.clinician,
        patient_id,
        a_finding(site=1, chart={"view": "back", "x": 0.6, "y": 0.2}, **ACTIVE),
        a_finding("scalenes", "left", **LATENT),
    )
    return f"/examinations/{made['id']}"


def test_a_signed_examination_is_read_and_no_longer_filled_in(
    clinic: Cast, chris: Visitor, signed: str
) -> None:
    html = chris.see(signed)
    shown = words(html)
    assert "Every sign" in shown
    assert "recognised as the patient's own pain" in shown
    assert stored(clinic, signed)["sha256"] in shown
    plan = form_in(html, f"/patients/{stored(clinic, signed)['patient_id']}/plans")
    assert ("examination_id", signed.rsplit("/", maxsplit=1)[-1]) in plan.fields
    for draft_only in ("list", "sign", f"list/{INFRA}"):
        answer = chris.get(f"{signed}/{draft_only}")
        assert (answer.status_code, answer.headers["Location"]) == (303, signed)


def test_a_form_of_a_draft_that_was_signed_meanwhile_changes_nothing(
    clinic: Cast, chris: Visitor, draft: str
) -> None:
    at = f"{draft}/list/{INFRA}"
    form, sign = form_in(chris.see(at), at), form_in(chris.see(f"{draft}/sign"), f"{draft}/sign")
    clinic.clinician.do(f"{draft}/sign")
    for sent in (form, sign):
        # its page is no more: the record is
        assert chris.send_form(sent, **FOUND if sent is form else {}).headers["Location"] == draft
    assert stored(clinic, draft)["findings"] == []


def test_a_finding_is_amended_with_a_reason(clinic: Cast, chris: Visitor, signed: str) -> None:
    at = f"{signed}/amend/{INFRA}"
    missing = chris.submit(at, at, now__tenderness_grade="2")
    assert missing.status_code == 422
    nothing = chris.submit(at, at, reason="No reason")
    assert nothing.status_code == 422
    assert "Nothing differs" in words_of(nothing)
    assert chris.press(at, at, now__tenderness_grade="2", reason="Misread") == signed
    read = stored(clinic, signed)
    assert (read["version"], read["amended_because"]) == (2, "Misread")
    assert [f["tenderness_grade"] for f in read["findings"]] == [2, 2]
    assert read["findings"][0]["chart"] == {"view": "back", "x": 0.6, "y": 0.2}


def test_a_place_is_added_and_taken_away_by_amendment(
    clinic: Cast, chris: Visitor, signed: str
) -> None:
    amend = f"{signed}/amend"
    at = chris.press(amend, f"{amend}/place", muscle="masseter", side="left")
    assert at == f"{amend}/masseter.left"
    chris.press(at, at, now__taut_band="absent", now__tenderness_grade="0", reason="Left out")
    gone = f"{amend}/scalenes.left"
    chris.press(gone, gone, reason="Wrong patient's", amend="remove")
    read = stored(clinic, signed)
    assert read["version"] == 3
    assert [f["muscle"] for f in read["findings"]] == ["infraspinatus", "masseter"]


def test_a_visit_is_amended_and_only_what_differs(
    clinic: Cast, chris: Visitor, signed: str
) -> None:
    at = f"{signed}/amend"
    assert chris.submit(at, at, reason="None").status_code == 422
    chris.press(at, at, pain_now="3", reason="Was 3")
    read = stored(clinic, signed)
    assert (read["version"], read["pain_now"], read["complaint"]) == (2, 3, "Right shoulder")


def test_an_amendment_of_an_older_version_is_not_made(
    clinic: Cast, chris: Visitor, signed: str
) -> None:
    at = f"{signed}/amend/{INFRA}"
    mine = form_in(chris.see(at), at)
    other = f"{signed}/amend"
    clinic.browse("owner").press(other, other, pain_now="3", reason="Was 3")
    answer = chris.send_form(mine, now__note="deep", reason="Left out")
    assert answer.status_code == 412
    assert "deep" in answer.get_data(as_text=True)
    assert stored(clinic, signed)["version"] == 2


def test_versions_stand_side_by_side_and_say_what_changed(
    clinic: Cast, chris: Visitor, signed: str
) -> None:
    at = f"{signed}/amend/{INFRA}"
    chris.press(at, at, now__tenderness_grade="2", reason="Misread")
    html = chris.see(f"{signed}/versions")
    rows = {
        words(row.split("</th>")[0]): row.split("</th>")[1]
        for row in re.findall(r"(?s)<tr><th scope=\"row\">.*?</tr>", html)
    }
    assert "Misread" in rows["Reason"]
    [infra] = [row for name, row in rows.items() if "Infraspinatus" in name]
    assert words(infra).count("changed") == 1
    assert "tender 3" in words(infra)
    assert "tender 2" in words(infra)
    [scalenes] = [row for name, row in rows.items() if "Scalenes" in name]
    assert "changed" not in words(scalenes)


def test_an_examination_entered_in_error_is_marked(
    clinic: Cast, chris: Visitor, signed: str
) -> None:
    missing = chris.submit(signed, f"{signed}/void")
    assert missing.status_code == 422
    chris.press(signed, f"{signed}/void", reason="Wrong patient")
    html = chris.see(signed)
    assert "Entered in error" in words(html)
    assert "Wrong patient" in words(html)
    assert f"{signed}/void" not in html
    assert f"{signed}/amend" not in html
    assert chris.get(f"{signed}/amend").headers["Location"] == signed


def test_what_to_mind_stands_at_the_head(clinic: Cast, chris: Visitor, patient_id: str) -> None:
    made = a_draft(clinic.clinician, patient_id)
    listed = f"/examinations/{made['id']}/list"
    assert "No safety screen" in chris.words(listed)
    a_clear_screen(clinic.clinician, patient_id)
    assert "safety screen" not in chris.words(listed).lower()
    a_clear_screen(clinic.clinician, patient_id, deep_vein_thrombosis="yes", pregnancy="unknown")
    shown = chris.words(listed)
    assert "Known or suspected blood clot in a deep vein" in shown
    assert "1 safety question not answered" in shown


def test_an_examination_is_printed(clinic: Cast, chris: Visitor, signed: str) -> None:
    answer = chris.get(f"{signed}/print.pdf")
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF")


# -- who may ------------------------------------------------------------------------------
READ = ("", "/list", f"/list/{INFRA}", "/sign", "/amend", f"/amend/{INFRA}", "/versions")
DONE = (
    "/list", "/list/place", f"/list/{INFRA}", f"/list/{INFRA}/take", "/sign", "/amend",
    "/amend/place", f"/amend/{INFRA}", "/void", "/delete",
)  # fmt: skip


def test_only_those_who_care_see_examinations(
    clinic: Cast, other_clinic: Cast, draft: str, patient_id: str
) -> None:
    begin = f"/patients/{patient_id}/examinations"
    for visitor, status in (
        (clinic.browse("reception"), 403),
        (clinic.browse("sample_manager"), 403),
        (other_clinic.browse(), 404),
    ):
        csrf = {"csrf": visitor.csrf()}
        for path in READ:
            assert visitor.get(draft + path).status_code == status, path
        for path in DONE:
            body = csrf | {"reason": "x", "before": "null", "take": "clear"}
            assert visitor.send("POST", draft + path, data=body).status_code == status, path
        assert visitor.get(begin).status_code == status
        assert visitor.send("POST", begin, data=csrf).status_code == status
        assert visitor.get(f"{draft}/print.pdf").status_code == status
    assert stored(clinic, draft)["findings"] == []


def test_age_counts_whole_years() -> None:
    born = NOON.date().replace(year=1980)
    assert age_on(NOON.date(), born) == 46
    assert age_on(NOON.date() - timedelta(days=1), born) == 45


def test_a_unit_and_the_names_of_zones_keep_their_letters(
    clinic: Cast, chris: Visitor, draft: str
) -> None:
    at = f"{draft}/list/{INFRA}"
    chris.press(at, at, **FOUND)
    shown = chris.words(f"{draft}/list")
    assert "180, 175.5, 190 kPa" in shown
    assert "Front of shoulder" in shown
