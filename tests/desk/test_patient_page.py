"""The page of one patient: what is minded, what is left, what can be done, what is not shown."""

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event

from clinic.rulebook.permissions import Role
from clinic.store.database import db
from tests.browsing import words
from tests.builders import (
    ACTIVE,
    CLEAR,
    LATENT,
    a_clear_screen,
    a_draft,
    a_finding,
    a_patient,
    a_signed_examination,
)
from tests.conftest import Cast, Clock
from tests.desk.story import COURSES, LINE, a_plan, a_shoulder, examined


def page_of(patient_id: str) -> str:
    return f"/patients/{patient_id}"


def seen(clinic: Cast, patient_id: str, query: str = "", role: Role = Role.CLINICIAN) -> str:
    return clinic.browse(role).see(page_of(patient_id) + query)


def told(clinic: Cast, patient_id: str, query: str = "", role: Role = Role.CLINICIAN) -> str:
    page = words(seen(clinic, patient_id, query, role))
    # a letter in a box stands apart from the full stop after it
    return page.replace(" .", ".").replace(" ,", ",")


def treated(clinic: Cast, **person: Any) -> tuple[str, Any]:
    """Make a patient with one examination, a clear screen and an active plan."""
    patient_id = a_patient(clinic.reception, **person)["id"]
    signed = a_signed_examination(clinic.clinician, patient_id, a_finding(site=1, **ACTIVE))
    a_clear_screen(clinic.clinician, patient_id)
    return patient_id, a_plan(clinic, patient_id, signed["id"])


# -- the line that matters --------------------------------------------------------------
def test_the_line_says_what_was_found_what_is_gone_and_what_is_left(clinic: Cast) -> None:
    patient_id, _signed = a_shoulder(clinic)
    html = seen(clinic, patient_id)
    assert f'<h2 class="vh" id="rl">{LINE}</h2>' in html
    last = clinic.clinician.read(f"/patients/{patient_id}/outcomes")["examinations"][-1]
    assert (last["points_eliminated"], last["points_remaining"]) == (5, 9)
    assert (last["points_active"], last["points_latent"]) == (3, 6)
    # both points that nobody looked at lie in a muscle of their own
    assert last["points_not_reexamined"] == 2


def test_points_that_were_clear_once_are_left_and_said_so(clinic: Cast) -> None:
    patient_id = a_patient(clinic.reception)["id"]
    both = {("infraspinatus", "right", 1): "A3", ("deltoid", "right", 1): "Q2"}
    examined(clinic, patient_id, "2026-11-02", both)
    examined(clinic, patient_id, "2026-11-12", {("deltoid", "right", 1): "C"})
    page = told(clinic, patient_id)
    assert "2 found · 0 eliminated · 2 left (1 active, 1 clear once)" in page
    assert "1 muscle not re-examined" in page
    assert "1 clear once: deltoid R." in page
    assert "Not re-examined on 12 Nov: infraspinatus R." in page


def test_suspected_points_stand_apart_from_those_found(clinic: Cast) -> None:
    patient_id = a_patient(clinic.reception)["id"]
    spot = {"taut_band": "absent", "tenderness_grade": 2, "referral": {"sensation": "absent"}}
    a_signed_examination(
        clinic.clinician, patient_id, a_finding(site=1, **spot), a_finding("deltoid", **LATENT)
    )
    page = told(clinic, patient_id)
    assert "1 found · 0 eliminated · 1 left (1 latent) · 1 suspected" in page
    assert "All 2" in page


def test_the_sentence_says_what_changed_and_what_nobody_looked_at(clinic: Cast) -> None:
    patient_id, _signed = a_shoulder(clinic)
    page = told(clinic, patient_id)
    assert (
        "Pain is back up from 1 to 3, and levator scapulae R is active again after 9 weeks quiet. "
        "Not re-examined on 9 Nov: subscapularis R, teres minor R." in page
    )


def test_the_sentence_of_a_visit_without_relapse_counts_its_moves(clinic: Cast) -> None:
    patient_id, _signed = a_shoulder(clinic, visits=4)
    page = told(clinic, patient_id)
    assert "Pain is down from 4 to 2." in page
    assert "2 eliminated: deltoid R, trapezius, middle fibres R." in page
    assert "3 clear once: levator scapulae L" in page
    assert "1 no longer active: supraspinatus R." in page


def test_every_mark_of_the_tally_leads_to_its_point(clinic: Cast) -> None:
    patient_id, _signed = a_shoulder(clinic)
    visitor = clinic.browse()
    html = visitor.see(page_of(patient_id))
    tally = html[html.index('class="tally') : html.index('class="note"')]
    links = re.findall(r'href="(/patients/[^"]+/points/[^"]+)"', tally)
    assert len(set(links)) == len(COURSES)
    # what is left comes first, active before all
    assert 'aria-label="Infraspinatus, right, site 1: active"' in tally[: tally.index("eliminated")]
    assert "Levator scapulae" in visitor.words(links[1])


# -- alerts -----------------------------------------------------------------------------
def test_a_patient_nobody_screened_says_so(clinic: Cast) -> None:
    patient_id = a_patient(clinic.reception)["id"]
    html = seen(clinic, patient_id)
    assert "No safety screen yet." in words(html)
    assert f'href="/patients/{patient_id}/safety-screen"' in html


def test_the_screen_is_told_with_its_yes_and_until_when_it_holds(clinic: Cast) -> None:
    patient_id = a_patient(clinic.reception)["id"]
    a_clear_screen(clinic.clinician, patient_id)
    page = told(clinic, patient_id)
    assert "Screen clear. Safety screen of 20 Nov 2026 holds until 18 Feb 2027." in page
    a_clear_screen(clinic.clinician, patient_id, migraine="yes", anticoagulants="unknown")
    page = told(clinic, patient_id)
    assert re.search(r"Caution: [^.]*[Mm]igraine", page)
    assert "1 question could not be answered." in page


def test_the_newest_screen_counts_and_a_blocking_one_stops(clinic: Cast) -> None:
    patient_id = a_patient(clinic.reception)["id"]
    a_clear_screen(clinic.clinician, patient_id, deep_vein_thrombosis="yes")
    html = seen(clinic, patient_id)
    assert "strip--stop" in html
    assert "Home treatment is blocked" in html


def test_a_screen_that_no_longer_holds_is_told_as_expired(clinic: Cast, clock: Clock) -> None:
    patient_id = a_patient(clinic.reception)["id"]
    a_clear_screen(clinic.clinician, patient_id)
    clock.forward(days=90)
    assert "Screen clear." in told(clinic, patient_id)
    clock.forward(days=1)
    page = told(clinic, patient_id)
    assert "Safety screen expired." in page
    assert "held until 18 Feb 2027" in page


def test_red_flags_of_the_last_examination_stand_first_until_the_next(clinic: Cast) -> None:
    patient_id = a_patient(clinic.reception)["id"]
    a_signed_examination(clinic.clinician, patient_id, red_flags=["saddle-numbness"])
    html = seen(clinic, patient_id)
    assert "Red flag at the examination of 20 Nov 2026." in words(html)
    assert html.index("Red flag at") < html.index("No safety screen yet")
    a_signed_examination(clinic.clinician, patient_id, a_finding(**CLEAR))
    assert "Red flag at" not in told(clinic, patient_id)


def test_a_paused_plan_says_why_in_words(clinic: Cast) -> None:
    patient_id, plan = treated(clinic)
    reason = {"reason": "Away without the massager"}
    clinic.clinician.do(f"/home-plans/{plan['id']}/pause", reason)
    page = told(clinic, patient_id)
    assert "Home plan paused since 20 Nov 2026. Away without the massager." in page
    assert "The plan is paused: nothing new is printed until it goes on." in page


def test_a_plan_paused_by_a_red_flag_names_it_as_people_do(clinic: Cast) -> None:
    patient_id, _plan = treated(clinic)
    a_signed_examination(clinic.clinician, patient_id, red_flags=["saddle-numbness"])
    page = told(clinic, patient_id)
    assert "Home plan paused since 20 Nov 2026 because of a red flag." in page
    assert "saddle-numbness" not in page


def test_an_open_incident_stands_there_until_it_is_closed(clinic: Cast) -> None:
    patient_id, plan = treated(clinic)
    about = {"about": {"home_plan_id": plan["id"]}, "what": "A blister after two days"}
    incident = clinic.clinician.make("/incidents", about)
    html = seen(clinic, patient_id)
    assert "A blister after two days." in html
    assert f'href="/incidents/{incident["id"]}"' in html
    clinic.clinician.do(f"/incidents/{incident['id']}/close", {"note": "Healed"})
    assert "is open." not in told(clinic, patient_id)


def test_an_archived_record_says_so_and_can_be_taken_back(clinic: Cast) -> None:
    patient_id = a_patient(clinic.reception)["id"]
    visitor = clinic.browse()
    visitor.press(page_of(patient_id), f"/patients/{patient_id}/archive")
    assert "This record is archived." in visitor.words(page_of(patient_id))
    visitor.press(page_of(patient_id), f"/patients/{patient_id}/unarchive")
    assert "This record is archived." not in visitor.words(page_of(patient_id))


# -- the chart --------------------------------------------------------------------------
def test_the_chart_opens_where_the_points_are_and_says_where_none_is(clinic: Cast) -> None:
    patient_id, _signed = a_shoulder(clinic)
    html = seen(clinic, patient_id)
    big = html[html.index("figs__big") : html.index("figs__small")]
    assert big.count("<use href") == 9
    assert "From behind" in big
    assert ">R</text>" in big
    assert ">L</text>" in big
    assert "None in front" in html


def test_all_points_are_shown_when_asked_for(clinic: Cast) -> None:
    patient_id, _signed = a_shoulder(clinic)
    html = seen(clinic, patient_id, "?show=all")
    big = html[html.index("figs__big") : html.index("figs__small")]
    assert big.count("<use href") == 13
    assert "1 in front" in html
    front = seen(clinic, patient_id, "?show=all&view=front")
    big = front[front.index("figs__big") : front.index("figs__small")]
    assert big.count("<use href") == 1
    assert "Pectoralis minor, right, site 1: eliminated" in big


def test_a_mark_stands_where_it_was_set_on_the_chart(clinic: Cast) -> None:
    patient_id = a_patient(clinic.reception)["id"]
    chart = {"view": "front", "x": 0.25, "y": 0.5}
    a_signed_examination(clinic.clinician, patient_id, a_finding(site=1, chart=chart, **ACTIVE))
    html = seen(clinic, patient_id)
    big = html[html.index("figs__big") :]
    found = re.search(r'<use href="#m-active" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)"', big)
    assert found
    x, y, size = map(float, found.groups())
    assert (round(x + size / 2), round(y + size / 2)) == (120, 500)
    assert "From the front" in html


def test_marks_at_one_spot_do_not_cover_each_other(clinic: Cast) -> None:
    patient_id = a_patient(clinic.reception)["id"]
    chart = {"view": "back", "x": 0.6, "y": 0.25}
    findings = [a_finding(site=site, chart=chart, **ACTIVE) for site in (1, 2, 3)]
    a_signed_examination(clinic.clinician, patient_id, *findings)
    html = seen(clinic, patient_id)
    big = html[html.index("figs__big") : html.index("figs__small")]
    stands = re.findall(r'<use href="#m-active" x="([\d.]+)" y="([\d.]+)"', big)
    assert len(set(stands)) == 3


def test_the_drawings_are_kept_by_the_browser(clinic: Cast) -> None:
    visitor = clinic.browse(Role.SAMPLE_MANAGER)
    answer = visitor.get("/figures/back.svg")
    assert answer.mimetype == "image/svg+xml"
    assert "immutable" in answer.headers["Cache-Control"]
    assert b"<script" not in answer.data
    assert visitor.get("/figures/elsewhere.svg").status_code == 404


# -- the course -------------------------------------------------------------------------
def test_the_course_tells_pain_and_points_in_words_and_as_a_table(clinic: Cast) -> None:
    patient_id, _signed = a_shoulder(clinic)
    html = seen(clinic, patient_id)
    assert 'aria-label="Pain now: 7, 6, 4, 2, 1, 3. Points left: 11, 14, 14, 12, 9, 9."' in html
    row = "Mon 28 Sep 2026 2 12 2 7 3"
    assert row in words(html)


def test_the_published_comparison_is_drawn_only_where_it_compares(clinic: Cast) -> None:
    patient_id, _signed = a_shoulder(clinic, visits=1)
    assert "begins with the second examination" in told(clinic, patient_id)
    same = {place: course.split()[0] for place, course in COURSES.items()}
    examined(clinic, patient_id, "2026-08-31", same)
    html = seen(clinic, patient_id)
    assert html.count("p-group") > 2
    assert "7 at first, 7 after 3 weeks (100 %)" in words(html)
    fewer = {place: word for place, word in same.items() if place[0] != "deltoid"}
    examined(clinic, patient_id, "2026-09-14", fewer)
    html = seen(clinic, patient_id)
    assert "p-group" not in html
    assert "is not drawn for 14 Sep: not the same muscles were examined" in words(html)


def test_the_comparison_is_not_drawn_for_another_hand_or_another_region(clinic: Cast) -> None:
    shoulder = {("infraspinatus", "right", 1): "A3"}
    patient_id = a_patient(clinic.reception)["id"]
    examined(clinic, patient_id, "2026-10-12", shoulder)
    examined(clinic, patient_id, "2026-11-02", shoulder, examiner_id=clinic.owner.user_id)
    assert "another hand examined" in told(clinic, patient_id)
    calf = {("soleus", "right", 1): "A3"}
    patient_id = a_patient(clinic.reception)["id"]
    examined(clinic, patient_id, "2026-10-12", calf)
    examined(clinic, patient_id, "2026-11-02", calf)
    assert "these points lie elsewhere" in told(clinic, patient_id)


def test_a_course_with_gaps_in_the_pain_and_many_visits_is_drawn(clinic: Cast) -> None:
    patient_id = a_patient(clinic.reception)["id"]
    one = {("infraspinatus", "right", 1): "A3"}
    for number in range(14):
        pain = {} if number % 3 == 0 else {"pain_now": 5}
        examined(clinic, patient_id, f"2026-10-{number + 1:02}", one, **pain)
    page = told(clinic, patient_id)
    assert "The last 12 of 14 examinations." in page
    assert "not asked" in page


# -- what can be done -------------------------------------------------------------------
def test_before_the_first_examination_there_is_calm(clinic: Cast) -> None:
    patient_id = a_patient(clinic.reception)["id"]
    html = seen(clinic, patient_id)
    page = words(html)
    assert "No examination yet" in page
    assert "A plan rests on a signed examination." in page
    assert "No handout yet." in page
    assert html.count(f'action="/patients/{patient_id}/examinations"') == 2
    assert 'class="residual"' not in html


def test_examining_begins_at_the_head_and_a_draft_goes_on(clinic: Cast) -> None:
    patient_id = a_patient(clinic.reception)["id"]
    visitor = clinic.browse()
    address = visitor.press(page_of(patient_id), f"/patients/{patient_id}/examinations")
    html = visitor.see(page_of(patient_id))
    assert "Go on examining" in html
    assert f'href="{address}"' in html
    # somebody else's draft is theirs
    assert "Go on examining" not in seen(clinic, patient_id, role=Role.OWNER)


def test_a_plan_begins_from_the_last_signed_examination(clinic: Cast) -> None:
    patient_id = a_patient(clinic.reception)["id"]
    a_signed_examination(clinic.clinician, patient_id, a_finding(site=1, **ACTIVE))
    a_draft(clinic.clinician, patient_id)
    visitor = clinic.browse()
    address = visitor.press(page_of(patient_id), f"/patients/{patient_id}/plans")
    html = visitor.see(page_of(patient_id))
    assert f'href="{address}"' in html
    assert "draft, not prescribed" in html
    assert "There is no active plan to print." in html


def test_one_click_prints_for_this_person(clinic: Cast) -> None:
    patient_id, plan = treated(clinic)
    visitor = clinic.browse()
    visitor.press(page_of(patient_id), f"/plans/{plan['id']}/handouts")
    sheet = clinic.clinician.read(f"/patients/{patient_id}/handouts")["items"][0]
    html = visitor.see(page_of(patient_id))
    assert f'action="/plans/{plan["id"]}/handouts"' not in html
    assert html.count(f'href="/handouts/{sheet["id"]}.pdf"') >= 2
    assert sheet["short_code"] in html
    assert visitor.get(f"/handouts/{sheet['id']}.pdf").data.startswith(b"%PDF")


def test_a_sheet_that_names_an_old_review_day_is_issued_anew(clinic: Cast) -> None:
    patient_id, plan = treated(clinic)
    clinic.clinician.make(f"/home-plans/{plan['id']}/handouts", {})
    moved = {"review_on": "2026-12-11", "reason": "Clinic closed"}
    clinic.clinician.do(f"/home-plans/{plan['id']}/reschedule", moved)
    html = seen(clinic, patient_id)
    assert f'action="/plans/{plan["id"]}/handouts"' in html
    assert "the review day has moved since, to 11 Dec 2026" in html
    clinic.clinician.make(f"/home-plans/{plan['id']}/handouts", {})
    html = seen(clinic, patient_id)
    assert f'action="/plans/{plan["id"]}/handouts"' not in html
    assert "replaced on 20 Nov 2026" in html


def test_the_plan_card_says_dose_review_and_state(clinic: Cast, clock: Clock) -> None:
    patient_id, _plan = treated(clinic)
    page = told(clinic, patient_id)
    assert "active, settle the pain" in page
    assert "1 place · 1 min 30 s, once a day" in page
    assert "20 Nov to 4 Dec, review in 14 days" in page
    clock.forward(days=15)
    assert "review was due yesterday" in told(clinic, patient_id)


# -- the timeline -----------------------------------------------------------------------
def test_the_timeline_tells_everything_newest_first(clinic: Cast) -> None:
    patient_id, signed = a_shoulder(clinic)
    client = clinic.clinician
    amendment = {"reason": "The left was not tested", "pain_now": 5}
    client.make(f"/examinations/{signed[0]}/amendments", amendment)
    client.do(f"/examinations/{signed[1]}/void", {"reason": "Another patient's"})
    a_clear_screen(client, patient_id)
    client.make(f"/patients/{patient_id}/consents", {"kind": "home_plan"})
    a_draft(client, patient_id, a_finding(**CLEAR))
    plan = a_plan(clinic, patient_id, signed[-1])
    client.do(f"/home-plans/{plan['id']}/stop", {"reason": "Moves away"})
    page = told(clinic, patient_id, "?timeline=all")
    for title in (
        "Plan stopped Moves away",
        "Plan prescribed",
        "Examination, draft 1 place so far",
        "Consent: home plan",
        "Safety screen, clear",
        "Examination, entered in error Another patient's",
        "Examination, amended once The left was not tested",
        "levator scapulae R active again",
    ):
        assert title in page, title
    assert page.index("Plan prescribed") < page.index("9 Nov Examination, signed")
    assert page.index("9 Nov Examination") < page.index("10 Aug Examination, amended")


def test_a_long_timeline_opens_with_the_newest(clinic: Cast) -> None:
    patient_id, _signed = a_shoulder(clinic)
    for _ in range(6):
        a_clear_screen(clinic.clinician, patient_id)
    html = seen(clinic, patient_id)
    assert "2 earlier" in html
    assert "10 Aug</time>" not in html
    assert "10 Aug</time>" in seen(clinic, patient_id, "?timeline=all")


# -- reception --------------------------------------------------------------------------
CLINICAL = (
    "found",
    "eliminated",
    "active point",
    "Infraspinatus",
    "infraspinatus",
    "Pain",
    "Course",
    "Timeline",
    "afety screen",
    "settle the pain",
    "Examine",
    "Red flag",
)


def test_reception_sees_contact_plan_and_sheets_and_nothing_that_was_found(clinic: Cast) -> None:
    patient_id, plan = treated(
        clinic, phone="0491 570 156", preferred_name="Hà", address={"suburb": "Castlemaine"}
    )
    clinic.clinician.make(f"/home-plans/{plan['id']}/handouts", {"layout": "standard"})
    a_signed_examination(clinic.clinician, patient_id, red_flags=["saddle-numbness"])
    page = told(clinic, patient_id, role=Role.RECEPTION)
    for shown in ("0491 570 156", "Castlemaine", "Fri 4 Dec 2026", "Print again", "paused"):
        assert shown in page, shown
    assert "Reception may not open examinations" in page
    assert "Ask Olive" in page
    for hidden in CLINICAL:
        assert hidden not in page, hidden
    html = seen(clinic, patient_id, role=Role.RECEPTION)
    for address in ("/register", "/record", "/points/", "/examinations", "/safety-screen"):
        assert f"/patients/{patient_id}{address}" not in html, address


def test_reception_moves_the_review_day_where_it_stands(clinic: Cast) -> None:
    patient_id, _plan = treated(clinic)
    visitor = clinic.browse(Role.RECEPTION)
    here, deed = page_of(patient_id), f"/patients/{patient_id}/review-day"
    assert visitor.press(here, deed, review_on="2026-12-11", reason="On holiday") == here
    assert "Fri 11 Dec 2026" in visitor.words(here)
    refused = visitor.submit(here, deed, review_on="2026-11-01", reason="Too early")
    assert refused.status_code == 422
    page = refused.get_data(as_text=True)
    assert "Must lie after starts_on." in page
    assert 'value="Too early"' in page
    assert "Fri 11 Dec 2026" in words(page)


def test_a_review_day_that_somebody_else_moved_is_not_overwritten(clinic: Cast) -> None:
    patient_id, plan = treated(clinic)
    visitor = clinic.browse(Role.RECEPTION)
    form = visitor.form(page_of(patient_id), f"/patients/{patient_id}/review-day")
    clinic.clinician.do(
        f"/home-plans/{plan['id']}/reschedule", {"review_on": "2026-12-18", "reason": ""}
    )
    answer = visitor.send_form(form, review_on="2026-12-11")
    assert answer.status_code == 412
    assert "Somebody changed this" in words(answer.get_data(as_text=True))


def test_a_review_day_of_no_plan_cannot_be_moved(clinic: Cast) -> None:
    patient_id, plan = treated(clinic)
    visitor = clinic.browse(Role.RECEPTION)
    form = visitor.form(page_of(patient_id), f"/patients/{patient_id}/review-day")
    clinic.clinician.do(f"/home-plans/{plan['id']}/complete")
    assert visitor.send_form(form, review_on="2026-12-11").status_code == 409


def test_reception_without_a_plan_or_sheet_is_told_so(clinic: Cast) -> None:
    patient_id = a_patient(clinic.reception)["id"]
    page = told(clinic, patient_id, role=Role.RECEPTION)
    assert "No plan is running" in page
    assert "There is no active plan to print." in page
    treated_id, _plan = treated(clinic)
    assert "ask the clinician" in told(clinic, treated_id, role=Role.RECEPTION)


@pytest.mark.parametrize("role", [Role.OWNER, Role.CLINICIAN, Role.RECEPTION])
def test_another_clinics_patient_is_not_there(clinic: Cast, other_clinic: Cast, role: Role) -> None:
    patient_id = a_patient(clinic.reception)["id"]
    assert other_clinic.browse(role).get(page_of(patient_id)).status_code == 404


def test_sample_managers_are_told_that_they_may_not(clinic: Cast) -> None:
    patient_id = a_patient(clinic.reception)["id"]
    assert clinic.browse(Role.SAMPLE_MANAGER).get(page_of(patient_id)).status_code == 403


@pytest.mark.parametrize("query", ["?show=none", "?view=above", "?timeline=some"])
def test_a_question_that_makes_no_sense_is_no_fault(clinic: Cast, query: str) -> None:
    patient_id = a_patient(clinic.reception)["id"]
    assert clinic.browse().get(page_of(patient_id) + query).status_code == 422


def test_what_was_typed_is_shown_as_text(clinic: Cast) -> None:
    evil = "<script>alert(1)</script>"
    patient_id, plan = treated(clinic, given_name=evil, note=evil, preferred_name=evil)
    clinic.clinician.do(f"/home-plans/{plan['id']}/pause", {"reason": evil})
    for role in (Role.CLINICIAN, Role.RECEPTION):
        html = seen(clinic, patient_id, role=role)
        assert "<script>alert" not in html
        assert "<bdi>&lt;script&gt;" in html


# -- the record -------------------------------------------------------------------------
def test_episodes_are_opened_closed_and_reopened(clinic: Cast) -> None:
    patient_id = a_patient(clinic.reception)["id"]
    visitor = clinic.browse()
    record = f"/patients/{patient_id}/record"
    visitor.press(record, f"/patients/{patient_id}/episodes", title="Right shoulder")
    episode = clinic.clinician.read(f"/patients/{patient_id}/episodes")["items"][0]
    assert episode["opened_on"] == "2026-11-20"
    own = f"/patients/{patient_id}/episodes/{episode['id']}"
    visitor.press(record, own)
    assert clinic.clinician.read(f"/episodes/{episode['id']}")["closed_on"] == "2026-11-20"
    visitor.press(record, own)
    assert clinic.clinician.read(f"/episodes/{episode['id']}")["closed_on"] is None
    refused = visitor.submit(own, own, closed_on="2026-11-01")
    assert refused.status_code == 422
    assert "Cannot lie before opened_on" in refused.get_data(as_text=True)
    visitor.press(own, own, title="Both shoulders")
    assert "Both shoulders" in visitor.words(record)


def test_an_episode_without_a_title_is_asked_for_it(clinic: Cast) -> None:
    patient_id = a_patient(clinic.reception)["id"]
    visitor = clinic.browse()
    record = f"/patients/{patient_id}/record"
    answer = visitor.submit(record, f"/patients/{patient_id}/episodes", title=" ")
    assert answer.status_code == 422
    assert "Please fill this in." in answer.get_data(as_text=True)


def test_consents_are_recorded_and_withdrawn(clinic: Cast) -> None:
    patient_id = a_patient(clinic.reception)["id"]
    visitor = clinic.browse()
    record = f"/patients/{patient_id}/record"
    made = {"kind": "messages", "explained": "One reminder before the review"}
    visitor.press(record, f"/patients/{patient_id}/consents", **made)
    consent = clinic.clinician.read(f"/patients/{patient_id}/consents")["items"][0]
    assert (consent["kind"], consent["given_on"]) == ("messages", "2026-11-20")
    own = f"/patients/{patient_id}/consents/{consent['id']}"
    assert "One reminder before the review" in visitor.see(own)
    visitor.press(record, own)
    assert clinic.clinician.read(f"/consents/{consent['id']}")["withdrawn_on"] == "2026-11-20"
    assert "Consent withdrawn: messages" in visitor.words(page_of(patient_id))
    assert visitor.submit(own, own, given_on="2027-01-01").status_code == 422


def test_papers_of_one_patient_are_not_reached_through_another(clinic: Cast) -> None:
    mine, other = (a_patient(clinic.reception)["id"] for _ in range(2))
    episode = clinic.clinician.make(f"/patients/{mine}/episodes", {"title": "Neck"})
    consent = clinic.clinician.make(f"/patients/{mine}/consents", {"kind": "photos"})
    visitor = clinic.browse()
    for kind, row in (("episodes", episode), ("consents", consent)):
        assert visitor.get(f"/patients/{mine}/{kind}/{row['id']}").status_code == 200
        assert visitor.get(f"/patients/{other}/{kind}/{row['id']}").status_code == 404


def test_the_whole_record_is_handed_out_as_one_archive(clinic: Cast) -> None:
    patient_id, _plan = treated(clinic)
    visitor = clinic.browse()
    assert f'href="/patients/{patient_id}/export"' in visitor.see(f"/patients/{patient_id}/record")
    answer = visitor.get(f"/patients/{patient_id}/export")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "examinations.json" in zipfile.ZipFile(io.BytesIO(answer.data)).namelist()
    assert clinic.browse(Role.RECEPTION).get(f"/patients/{patient_id}/export").status_code == 403


# -- what it costs ----------------------------------------------------------------------
@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("role", [Role.CLINICIAN, Role.RECEPTION])
def test_a_fuller_record_costs_no_more_questions(clinic: Cast, role: Role) -> None:
    little, signed = a_shoulder(clinic, visits=1)
    full, more = a_shoulder(clinic)
    for patient_id, examination in ((little, signed[-1]), (full, more[-1])):
        a_clear_screen(clinic.clinician, patient_id)
        plan = a_plan(clinic, patient_id, examination)
        clinic.clinician.make(f"/patients/{patient_id}/consents", {"kind": "home_plan"})
    for _ in range(3):
        a_clear_screen(clinic.clinician, full)
        clinic.clinician.make(f"/patients/{full}/consents", {"kind": "photos"})
        clinic.clinician.do(f"/home-plans/{plan['id']}/stop", {"reason": "Another one"})
        plan = a_plan(clinic, full, more[-1])
    about = {"about": {"home_plan_id": plan["id"]}, "what": "A blister"}
    clinic.clinician.make("/incidents", about)
    visitor = clinic.browse(role)
    pages = [""] if role is Role.RECEPTION else ["", "/register", "/record"]
    with clinic.app.app_context():
        engine = db.engine
    for page in pages:
        counts = []
        for patient_id in (little, full):
            visitor.see(page_of(patient_id) + page)
            with counted(engine) as asked:
                visitor.see(page_of(patient_id) + page)
            counts.append(len(asked))
        assert counts[0] == counts[1], page
        assert counts[1] < 40, page


def test_one_look_leaves_one_entry(clinic: Cast) -> None:
    patient_id, _signed = a_shoulder(clinic, visits=2)
    for page, name in (
        ("", "patient.opened"),
        ("/register", "register.read"),
        ("/record", "patient.record_opened"),
    ):
        before = len(entries(clinic, patient_id))
        clinic.browse().see(page_of(patient_id) + page)
        after = entries(clinic, patient_id)
        assert len(after) == before + 1, page
        assert after[0]["event"] == name


def entries(clinic: Cast, patient_id: str) -> list[Any]:
    """Answer the entries that browsers left of a patient, newest first."""
    answer = clinic.owner.read(f"/audit-entries?patient_id={patient_id}&limit=200")
    return [entry for entry in answer["items"] if entry["actor_kind"] == "session"]
