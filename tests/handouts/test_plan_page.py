"""The page of one plan and its sheets: written, screened, prescribed and printed at a browser."""

import hashlib
from io import BytesIO
from typing import Any

import pypdf
import pytest

from clinic.rulebook.permissions import Role
from clinic.safety.rules import QUESTIONS
from tests.browsing import Form, Visitor, form_in, words, words_of
from tests.builders import (
    ACTIVE,
    LATENT,
    a_clear_screen,
    a_finding,
    a_patient,
    a_signed_examination,
)
from tests.conftest import Cast, Clock

ALL_NO = {f"answers.{slug}": "no" for slug in QUESTIONS}


@pytest.fixture
def patient_id(clinic: Cast) -> str:
    return a_patient(clinic.reception, preferred_name="Hà")["id"]


@pytest.fixture
def visitor(clinic: Cast) -> Visitor:
    return clinic.browse(Role.CLINICIAN)


@pytest.fixture
def plan_id(clinic: Cast, visitor: Visitor, patient_id: str) -> str:
    """A draft with two places, as it was proposed."""
    a_signed_examination(
        clinic.clinician,
        patient_id,
        a_finding(site=1, **ACTIVE),
        a_finding("deltoid", **LATENT),
        a_finding("scalenes", **ACTIVE),
    )
    address = f"/patients/{patient_id}/plans"
    return visitor.press(address, address).removeprefix("/plans/")


def the_plan(clinic: Cast, plan_id: str) -> Any:
    return clinic.clinician.read(f"/home-plans/{plan_id}")


def plan_form(visitor: Visitor, plan_id: str, deed: str = "") -> Form:
    """The form of the draft, sent by the button of a deed."""
    form = visitor.form(f"/plans/{plan_id}", f"/plans/{plan_id}")
    form.action += deed
    return form


def muscles(plan: Any) -> list[str]:
    return [target["muscle"] for target in plan["targets"]]


# -- the main job, without scripts --------------------------------------------------
def test_from_the_proposal_to_the_sheet_in_the_hand(
    clinic: Cast, visitor: Visitor, patient_id: str, plan_id: str
) -> None:
    address = f"/plans/{plan_id}"
    told = visitor.words(address)
    assert "not answered" in told
    assert "There is no safety screen." in told
    assert visitor.press(address, f"{address}/safety-screen", **ALL_NO) == address
    form = plan_form(visitor, plan_id, "/prescribe-and-print")
    answer = visitor.send_form(form, **{"targets.0.seconds": "90", "layout": "large_print"})
    assert answer.status_code == 303, words_of(answer)
    plan = the_plan(clinic, plan_id)
    assert plan["state"] == "active"
    assert plan["targets"][0]["seconds"] == 90
    sheet_address = answer.headers["Location"]
    sheet = clinic.clinician.read(sheet_address)
    assert (sheet["home_plan_id"], sheet["layout"]) == (plan_id, "large_print")
    assert "ready to print" in visitor.words(sheet_address)
    pdf = visitor.get(f"{sheet_address}.pdf")
    assert pdf.mimetype == "application/pdf"
    assert hashlib.sha256(pdf.data).hexdigest() == sheet["sha256"]
    printed = " ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf.data)).pages)
    assert "DRAFT" not in printed
    assert "1 min 30 s" in printed or "90 s" in printed
    assert sheet["short_code"] in visitor.words(sheet_address)


def test_what_prescribes_and_prints_leaves_one_entry(
    clinic: Cast, visitor: Visitor, patient_id: str, plan_id: str
) -> None:
    a_clear_screen(clinic.clinician, patient_id)
    visitor.send_form(plan_form(visitor, plan_id, "/prescribe-and-print"))
    entries = clinic.owner.read("/audit-entries")["items"]
    (entry,) = [e for e in entries if e["event"] in {"home_plan.prescribed", "handout.issued"}]
    assert (entry["event"], entry["patient_id"]) == ("home_plan.prescribed", patient_id)
    also = [follows.split()[0] for follows in entry["details"]["also"]]
    assert also == ["handout.issued", "patient_page.begun"]


def test_a_plan_may_be_prescribed_without_a_sheet(
    clinic: Cast, visitor: Visitor, patient_id: str, plan_id: str
) -> None:
    a_clear_screen(clinic.clinician, patient_id)
    answer = visitor.send_form(plan_form(visitor, plan_id, "/prescribe"))
    assert answer.headers["Location"] == f"/plans/{plan_id}"
    told = visitor.words(f"/plans/{plan_id}")
    assert "the patient has nothing in hand" in told
    assert clinic.clinician.read(f"/patients/{patient_id}/handouts")["items"] == []
    lead = visitor.press(f"/plans/{plan_id}", f"/plans/{plan_id}/handouts")
    assert visitor.get(f"{lead}.pdf").status_code == 200
    assert "Print again" in visitor.words(f"/plans/{plan_id}")


# -- what stands in the way ---------------------------------------------------------
@pytest.mark.parametrize("deed", ["/prescribe", "/prescribe-and-print"])
def test_what_safety_forbids_stands_at_its_field_and_nothing_changes(
    clinic: Cast, visitor: Visitor, patient_id: str, plan_id: str, deed: str
) -> None:
    a_clear_screen(clinic.clinician, patient_id, anticoagulants="yes")
    form = plan_form(visitor, plan_id, deed)
    more = {"targets.2.muscle": "trapezius-upper", "targets.2.side": "left"}
    more |= {"targets.2.seconds": "61", "targets.0.position": "Lying on the back"}
    answer = visitor.send_form(form, **more)
    assert answer.status_code == 409
    html = answer.get_data(as_text=True)
    assert 'href="#f-override_reason"' in html
    assert 'href="#f-targets-2-note"' in html
    assert "give a reason to go on" in words(html)
    # everything typed is still there, and none of it is stored
    assert 'value="61"' in html
    assert 'value="Lying on the back"' in html
    plan = the_plan(clinic, plan_id)
    assert (plan["state"], muscles(plan)) == ("draft", ["infraspinatus", "deltoid"])
    answer = visitor.send_form(
        plan_form(visitor, plan_id, deed),
        override_reason="Shown how",
        **more,
        **{"targets.2.note": "Behind the ear line"},
    )
    assert answer.status_code == 303, words_of(answer)
    plan = the_plan(clinic, plan_id)
    assert (plan["state"], plan["override_reason"]) == ("active", "Shown how")
    assert muscles(plan)[2] == "trapezius-upper"


def test_a_screen_that_blocks_says_so_in_words(
    clinic: Cast, visitor: Visitor, patient_id: str, plan_id: str
) -> None:
    a_clear_screen(clinic.clinician, patient_id, bleeding_disorder="yes")
    told = visitor.words(f"/plans/{plan_id}")
    assert "Nothing is prescribed." in told
    assert "blocks the plan" in told
    answer = visitor.send_form(plan_form(visitor, plan_id, "/prescribe"))
    assert answer.status_code == 409
    assert "blocks home treatment" in words_of(answer)


def test_the_screen_beside_the_plan_names_what_is_not_answered(
    clinic: Cast, visitor: Visitor, patient_id: str, plan_id: str
) -> None:
    answers = ALL_NO | {"answers.pregnancy": ""}
    answer = visitor.submit(f"/plans/{plan_id}", f"/plans/{plan_id}/safety-screen", **answers)
    assert answer.status_code == 422
    assert 'href="#f-answers-pregnancy"' in answer.get_data(as_text=True)
    assert clinic.clinician.read(f"/patients/{patient_id}/safety-screens")["items"] == []


def test_barred_places_are_named_and_not_offered(visitor: Visitor, plan_id: str) -> None:
    html = visitor.see(f"/plans/{plan_id}")
    told = words(html)
    assert "barred at home" in told
    assert "Nobody can add this place" in told
    assert '<option value="scalenes"' not in html
    assert '<option value="infraspinatus"' in html


def test_another_standing_plan_is_named_and_replaced(
    clinic: Cast, visitor: Visitor, patient_id: str, plan_id: str
) -> None:
    a_clear_screen(clinic.clinician, patient_id)
    visitor.send_form(plan_form(visitor, plan_id, "/prescribe"))
    newer = visitor.press(f"/patients/{patient_id}/plans", f"/patients/{patient_id}/plans")
    newer_id = newer.removeprefix("/plans/")
    assert "Another plan is active." in visitor.words(newer)
    refused = visitor.send_form(plan_form(visitor, newer_id, "/prescribe"))
    assert refused.status_code == 409
    answer = visitor.send_form(plan_form(visitor, newer_id, "/prescribe"), replaces=plan_id)
    assert answer.status_code == 303
    assert the_plan(clinic, plan_id)["replaced_by"] == newer_id
    assert "took the place of this one" in visitor.words(f"/plans/{plan_id}")


# -- writing a draft ----------------------------------------------------------------
def test_a_draft_is_saved_with_its_doses_days_and_advice(
    clinic: Cast, visitor: Visitor, plan_id: str
) -> None:
    answer = visitor.send_form(
        plan_form(visitor, plan_id),
        **{
            "targets.0.seconds": "120",
            "targets.0.frequency_hz": "37,5",
            "targets.0.reach": "strap",
            "targets.1.note": "Lower third",
            "advice": ["", "stress"],
            "note": "Well done so far",
            "review_on": "2026-12-11",
            "phase": "eliminate",
        },
    )
    assert answer.status_code == 303, words_of(answer)
    plan = the_plan(clinic, plan_id)
    first, second = plan["targets"]
    assert (first["seconds"], first["frequency_hz"], first["reach"]) == (120, 37.5, "strap")
    assert second["note"] == "Lower third"
    assert (plan["advice"], plan["note"]) == (["stress"], "Well done so far")
    assert (plan["review_on"], plan["phase"]) == ("2026-12-11", "eliminate")
    assert "3:00 minutes, 2 places" in visitor.words(f"/plans/{plan_id}")


def test_places_are_left_out_moved_and_added_by_buttons(
    clinic: Cast, visitor: Visitor, patient_id: str, plan_id: str
) -> None:
    def press(**pressed: str) -> list[str]:
        answer = visitor.send_form(plan_form(visitor, plan_id), **pressed)
        assert answer.status_code == 303, words_of(answer)
        return muscles(the_plan(clinic, plan_id))

    assert press(down="0") == ["deltoid", "infraspinatus"]
    assert press(up="1") == ["infraspinatus", "deltoid"]
    assert press(remove="0") == ["deltoid"]
    told = visitor.words(f"/plans/{plan_id}")
    assert "Left out by you" in told
    assert "They stay in the count." in told
    points = clinic.clinician.read(f"/patients/{patient_id}/trigger-points")["items"]
    left_out = next(point["id"] for point in points if point["muscle"] == "infraspinatus")
    assert press(add=left_out) == ["deltoid", "infraspinatus"]
    more = {"targets.2.muscle": "rhomboids", "targets.2.side": "left"}
    assert press(**more) == ["deltoid", "infraspinatus", "rhomboids"]
    for _ in range(3):
        press(remove="0")
    assert muscles(the_plan(clinic, plan_id)) == []
    assert "No place yet" in visitor.words(f"/plans/{plan_id}")


BAD = [
    ({"targets.0.seconds": "19"}, "f-targets-0-seconds"),
    ({"targets.0.seconds": "many"}, "f-targets-0-seconds"),
    ({"targets.1.frequency_hz": "100"}, "f-targets-1-frequency_hz"),
    ({"targets.2.muscle": "rhomboids"}, "f-targets-2-side"),
    ({"review_on": "2026-11-20"}, "f-review_on"),
    ({"targets.1.muscle": "infraspinatus", "targets.1.side": "right"}, "f-targets-1"),
]


@pytest.mark.parametrize(("typed", "field"), BAD)
def test_a_limit_is_told_at_its_field_and_what_was_typed_stays(
    clinic: Cast, visitor: Visitor, plan_id: str, typed: dict[str, str], field: str
) -> None:
    before = the_plan(clinic, plan_id)
    if "targets.1.side" in typed:
        typed = typed | {"targets.1.site": "1"}
    answer = visitor.send_form(plan_form(visitor, plan_id), **typed, note="Kept")
    assert answer.status_code == 422
    html = answer.get_data(as_text=True)
    assert f'href="#{field}"' in html
    assert f'id="{field}"' in html
    assert "Kept" in html
    assert all(value in html for value in typed.values())
    assert the_plan(clinic, plan_id) == before


def test_a_stale_version_overwrites_nothing_and_shows_both(
    clinic: Cast, visitor: Visitor, plan_id: str
) -> None:
    form = plan_form(visitor, plan_id)
    visitor.send_form(plan_form(visitor, plan_id), **{"targets.0.seconds": "100"})
    answer = visitor.send_form(form, **{"targets.0.seconds": "45"})
    assert answer.status_code == 412
    told = words(answer.get_data(as_text=True))
    assert "Somebody changed this since you opened it." in told
    assert "Stored: 100" in told
    assert 'value="45"' in answer.get_data(as_text=True)
    assert the_plan(clinic, plan_id)["targets"][0]["seconds"] == 100
    # the page now carries the newer version: who has compared may save
    again = form_in(answer.get_data(as_text=True), f"/plans/{plan_id}")
    assert visitor.send_form(again).status_code == 303
    assert the_plan(clinic, plan_id)["targets"][0]["seconds"] == 45


@pytest.mark.parametrize("deed", ["/prescribe", "/prescribe-and-print"])
def test_nobody_prescribes_a_version_they_have_not_seen(
    clinic: Cast, visitor: Visitor, patient_id: str, plan_id: str, deed: str
) -> None:
    a_clear_screen(clinic.clinician, patient_id)
    form = plan_form(visitor, plan_id, deed)
    visitor.send_form(plan_form(visitor, plan_id), **{"targets.0.seconds": "100"})
    assert visitor.send_form(form).status_code == 412
    assert the_plan(clinic, plan_id)["state"] == "draft"


def test_saving_by_itself_leaves_one_entry_a_minute(
    clinic: Cast, visitor: Visitor, clock: Clock, plan_id: str
) -> None:
    for seconds in ("50", "55", "60"):
        visitor.send_form(plan_form(visitor, plan_id), **{"targets.0.seconds": seconds})
    events = [e["event"] for e in clinic.owner.read("/audit-entries")["items"]]
    assert events.count("home_plan.changed") == 1
    clock.forward(minutes=2)
    visitor.send_form(plan_form(visitor, plan_id), **{"targets.0.seconds": "65"})
    events = [e["event"] for e in clinic.owner.read("/audit-entries")["items"]]
    assert events.count("home_plan.changed") == 2


def test_a_newer_examination_is_named_and_proposed_from(
    clinic: Cast, clock: Clock, patient_id: str, plan_id: str
) -> None:
    clock.forward(days=3)
    visitor = clinic.browse()
    a_signed_examination(clinic.clinician, patient_id, a_finding("rhomboids", **ACTIVE))
    address = f"/plans/{plan_id}"
    assert "A newer examination was signed" in visitor.words(address)
    visitor.press(address, f"{address}/propose")
    assert muscles(the_plan(clinic, plan_id)) == ["rhomboids"]
    assert "A newer examination" not in visitor.words(address)


# -- a plan that stands -------------------------------------------------------------
@pytest.fixture
def standing(clinic: Cast, visitor: Visitor, patient_id: str, plan_id: str) -> str:
    a_clear_screen(clinic.clinician, patient_id)
    visitor.send_form(plan_form(visitor, plan_id, "/prescribe"))
    return f"/plans/{plan_id}"


def test_it_is_paused_resumed_and_stopped_with_reasons(
    clinic: Cast, visitor: Visitor, plan_id: str, standing: str
) -> None:
    refused = visitor.submit(standing, f"{standing}/pause", reason=" ")
    assert refused.status_code == 422
    assert 'id="f-reason-err"' in refused.get_data(as_text=True)
    visitor.press(standing, f"{standing}/pause", reason="Away")
    assert "This plan rests by a clinician. Away" in visitor.words(standing)
    visitor.press(standing, f"{standing}/resume", reason="Home again")
    assert the_plan(clinic, plan_id)["state"] == "active"
    visitor.press(standing, f"{standing}/stop", reason="Moved away")
    assert the_plan(clinic, plan_id)["state"] == "stopped"
    told = visitor.words(standing)
    assert "This plan is over." in told
    assert "Moved away" in told


def test_it_is_completed(clinic: Cast, visitor: Visitor, plan_id: str, standing: str) -> None:
    visitor.press(standing, f"{standing}/complete")
    assert the_plan(clinic, plan_id)["state"] == "completed"


def test_a_screen_that_blocks_pauses_it_and_says_why(
    clinic: Cast, visitor: Visitor, plan_id: str, standing: str
) -> None:
    answers = ALL_NO | {"answers.deep-vein-thrombosis": "unknown"}
    visitor.press(standing, f"{standing}/safety-screen", **answers)
    assert "because the safety screen blocks" in visitor.words(standing)
    refused = visitor.submit(standing, f"{standing}/resume", reason="All well")
    assert refused.status_code == 409
    assert the_plan(clinic, plan_id)["state"] == "paused"


def test_reception_sees_the_review_day_and_moves_it(
    clinic: Cast, visitor: Visitor, plan_id: str, standing: str
) -> None:
    desk = clinic.browse(Role.RECEPTION)
    told = desk.words(standing)
    assert "Fri 4 Dec 2026" in told
    for secret in ("Infraspinatus", "60 s", "Safety screen", "Pause", "settle the pain"):
        assert secret not in told
    desk.press(standing, f"{standing}/review-day", review_on="2026-12-08", reason="Holiday")
    assert the_plan(clinic, plan_id)["review_on"] == "2026-12-08"
    refused = desk.submit(standing, f"{standing}/review-day", review_on="2026-11-19")
    assert refused.status_code == 422
    assert 'id="f-review_on-err"' in refused.get_data(as_text=True)


def test_reception_is_not_told_why_a_plan_rests(
    clinic: Cast, visitor: Visitor, standing: str
) -> None:
    visitor.press(standing, f"{standing}/pause", reason="Something private")
    told = clinic.browse(Role.RECEPTION).words(standing)
    assert "paused" in told
    assert "private" not in told
    assert "clinician" not in told.replace("shown to clinicians", "")


# -- sheets -------------------------------------------------------------------------
@pytest.mark.parametrize("layout", ["", "?layout=large_print"])
def test_the_preview_is_marked_on_every_page(
    clinic: Cast, visitor: Visitor, plan_id: str, layout: str
) -> None:
    answer = visitor.get(f"/plans/{plan_id}/preview.pdf{layout}")
    assert answer.mimetype == "application/pdf"
    pages = pypdf.PdfReader(BytesIO(answer.data)).pages
    assert all("DRAFT, NOT ISSUED" in page.extract_text() for page in pages)
    assert clinic.clinician.read(f"/home-plans/{plan_id}")["state"] == "draft"


def test_a_draft_has_no_sheet_to_issue(clinic: Cast, visitor: Visitor, plan_id: str) -> None:
    data = {"csrf": visitor.csrf(), "language": "en-AU", "layout": "standard"}
    answer = visitor.send("POST", f"/plans/{plan_id}/handouts", data=data)
    assert answer.status_code == 409


def test_a_language_without_an_approved_translation_is_refused_and_nothing_is_prescribed(
    clinic: Cast, visitor: Visitor, patient_id: str, plan_id: str
) -> None:
    a_clear_screen(clinic.clinician, patient_id)
    form = plan_form(visitor, plan_id, "/prescribe-and-print")
    assert visitor.send_form(form, language="vi").status_code == 409
    assert the_plan(clinic, plan_id)["state"] == "draft"


def test_a_later_sheet_takes_the_place_of_an_earlier_one(
    clinic: Cast, visitor: Visitor, standing: str
) -> None:
    first = visitor.press(standing, f"{standing}/handouts")
    second = visitor.press(standing, f"{standing}/handouts", layout="large_print")
    assert "was given out later" in visitor.words(first)
    assert "was given out later" not in visitor.words(second)
    assert "replaced by a later one" in visitor.words(standing)


def test_a_moved_day_is_told_beside_the_sheet_that_shows_the_old_one(
    visitor: Visitor, clock: Clock, standing: str
) -> None:
    visitor.press(standing, f"{standing}/handouts")
    clock.forward(minutes=1)
    visitor.press(standing, f"{standing}/review-day", review_on="2026-12-08")
    assert "shows the review day before it was moved" in visitor.words(standing)


def test_reception_reads_and_prints_a_sheet_again(
    clinic: Cast, visitor: Visitor, standing: str
) -> None:
    sheet = visitor.press(standing, f"{standing}/handouts")
    desk = clinic.browse(Role.RECEPTION)
    assert "Print again" in desk.words(sheet)
    assert desk.get(f"{sheet}.pdf").data == visitor.get(f"{sheet}.pdf").data
    assert clinic.browse(Role.SAMPLE_MANAGER).get(sheet).status_code == 403


# -- who may ------------------------------------------------------------------------
DEEDS = ["", "/prescribe", "/prescribe-and-print", "/safety-screen", "/propose", "/pause"]
DEEDS += ["/resume", "/stop", "/complete", "/handouts"]


@pytest.mark.parametrize("deed", DEEDS)
def test_deeds_of_care_are_for_clinicians(clinic: Cast, plan_id: str, deed: str) -> None:
    for role in (Role.RECEPTION, Role.SAMPLE_MANAGER):
        somebody = clinic.browse(role)
        data = {"csrf": somebody.csrf()}
        answer = somebody.send("POST", f"/plans/{plan_id}{deed}", data=data)
        assert answer.status_code == 403


def test_another_clinic_finds_nothing(
    clinic: Cast, other_clinic: Cast, visitor: Visitor, standing: str
) -> None:
    sheet = visitor.press(standing, f"{standing}/handouts")
    stranger = other_clinic.browse(Role.OWNER)
    for address in (standing, f"{standing}/preview.pdf", sheet, f"{sheet}.pdf"):
        assert stranger.get(address).status_code == 404
    csrf = {"csrf": stranger.csrf()}
    fields = {
        "pause": {"reason": "x"},
        "stop": {"reason": "x"},
        "complete": {},
        "review-day": {"review_on": "2026-12-08"},
        "prescribe": {},
        "prescribe-and-print": {},
    }
    for deed, typed in fields.items():
        answer = stranger.send("POST", f"{standing}/{deed}", data=csrf | typed)
        assert answer.status_code == 404, deed
