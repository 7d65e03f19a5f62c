"""The patient's own page: who may open it, what it shows, what it takes, what it refuses."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from clinic.checkins.models import CheckIn, PatientPage
from clinic.checkins.rules import hash_of, new_token
from clinic.web.models import KeptAnswer
from clinic.work.journal import JournalEntry
from tests.browsing import words_of
from tests.builders import a_clear_screen
from tests.checkins.conftest import Phone, a_sheet, prescribed
from tests.conftest import Cast, Clock, house_of, work_in


def tick(phone: Phone, /, **typed: str | list[str]) -> Any:
    """Fill the page's form in and send it, as a phone without scripts does."""
    return phone.visitor.submit(phone.address, phone.address, **typed)


def told(cast: Cast, plan: dict[str, Any]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = cast.clinician.read(f"/patients/{plan['patient_id']}/check-ins")[
        "items"
    ]
    return items


def of_plan(cast: Cast, plan: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = cast.clinician.read(f"/home-plans/{plan['id']}")
    return found


# -- what it shows ------------------------------------------------------------------
def test_it_shows_the_first_name_and_the_plan_and_nothing_else(
    clinic: Cast, plan: dict[str, Any], phone: Phone
) -> None:
    html = phone.see()
    patient = clinic.clinician.read(f"/patients/{plan['patient_id']}")
    for shown in ("Hà", "Infraspinatus", "Deltoid", "twice a day", "2 places today", "Ring 000"):
        assert shown in html
    for hidden in (
        patient["family_name"],
        patient["given_name"],
        patient["file_number"],
        patient["date_of_birth"],
        patient["id"],
        plan["id"],
        "Right shoulder</",
        "settle the pain",
    ):
        assert hidden not in html, hidden


def test_the_answer_is_private_and_sets_no_cookie(phone: Phone) -> None:
    answer = phone.visitor.get(phone.address)
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    sent = tick(phone, done="0.0")
    assert "Set-Cookie" not in sent.headers
    assert sent.headers["Referrer-Policy"] == "no-referrer"


def test_the_secret_is_kept_nowhere(clinic: Cast, phone: Phone) -> None:
    token = phone.address.removeprefix("/h/")
    tick(phone, done="0.0", happened="dark-urine")
    phone.visitor.send("POST", phone.address, data={"day": "soon"})
    with work_in(clinic) as work:
        entries = work.session.scalars(select(JournalEntry)).all()
        kept = work.session.scalars(select(KeptAnswer)).all()
        page = work.session.scalars(select(PatientPage)).one()
        work.needs_no_entry()
    assert page.token_sha256 == hash_of(token)
    assert token not in repr([vars(row) for row in (*entries, *kept, page)])


# -- who may open it ----------------------------------------------------------------
def test_unknown_revoked_and_expired_answer_alike(
    app: Flask, clinic: Cast, clock: Clock, plan: dict[str, Any], phone: Phone
) -> None:
    def answers(address: str) -> list[tuple[int, bytes]]:
        sent = phone.visitor.send("POST", address, data={"day": "2026-11-20"})
        seen = phone.visitor.get(address)
        return [(one.status_code, one.data) for one in (seen, sent)]

    unknown = answers(f"/h/{new_token()}")
    assert unknown[0][0] == unknown[1][0] == 404
    assert b"call your clinic" in unknown[0][1]
    assert answers("/h/x") == unknown
    other_id, other = a_sheet(clinic, plan)
    revoked = clinic.browse().press(f"/handouts/{other_id}", f"/handouts/{other_id}/close-page")
    assert revoked == f"/handouts/{other_id}"
    assert answers(f"/h/{other}") == unknown
    clock.forward(days=14 + 28)
    assert phone.visitor.get(phone.address).status_code == 200
    clock.forward(days=1)
    assert answers(phone.address) == unknown


def test_a_later_review_keeps_the_page_open(
    clinic: Cast, clock: Clock, plan: dict[str, Any], phone: Phone
) -> None:
    at = f"/home-plans/{plan['id']}/reschedule"
    clinic.clinician.do(at, {"review_on": "2026-12-18", "reason": "Away."})
    clock.forward(days=14 + 28 + 14)
    assert phone.visitor.get(phone.address).status_code == 200


def test_whoever_asks_too_often_is_told_to_wait(app: Flask, phone: Phone) -> None:
    pace = house_of(app).public_pace
    before, pace.per_minute = pace.per_minute, 0
    try:
        for answer in (phone.visitor.get(phone.address), phone.visitor.get("/h/x")):
            assert answer.status_code == 429
            assert int(answer.headers["Retry-After"]) > 0
            assert "Please wait a minute" in answer.get_data(as_text=True)
    finally:
        pace.per_minute = before


def test_a_form_of_another_site_changes_nothing(
    clinic: Cast, plan: dict[str, Any], phone: Phone
) -> None:
    form = {"day": "2026-11-20", "places": "2", "done": "0.0"}
    for headers in (
        {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
        {"Origin": "https://elsewhere.example"},
    ):
        assert phone.visitor.send(
            "POST", phone.address, data=form, headers=headers
        ).status_code == (403)
    assert told(clinic, plan) == []
    # a page without referrer hides where its own form comes from
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}
    assert phone.visitor.send("POST", phone.address, data=form, headers=headers).status_code == 303
    assert len(told(clinic, plan)) == 1


# -- what it takes --------------------------------------------------------------------
def test_a_day_is_told_and_can_be_changed(clinic: Cast, plan: dict[str, Any], phone: Phone) -> None:
    answer = tick(phone, done=["0.0", "1.0"], pain_before="6", pain_after="4")
    assert answer.status_code == 303
    assert "Saved. Thank you." in phone.visitor.words(answer.headers["Location"].split("#")[0])
    (one,) = told(clinic, plan)
    assert (one["day"], one["source"], one["entered_by"]) == ("2026-11-20", "page", None)
    assert [t["sessions_done"] for t in one["ticks"]] == [1, 1]
    assert (one["pain_before"], one["pain_after"]) == (6, 4)
    form = phone.visitor.form(phone.address, phone.address)
    assert ("done", "0.0") in form.fields
    assert ("pain_before", "6") in form.fields
    tick(phone, done=["0.0", "0.1"])
    (again,) = told(clinic, plan)
    assert again["id"] == one["id"]
    assert [t["sessions_done"] for t in again["ticks"]] == [2, 0]


def test_the_same_form_twice_is_one_report(
    clinic: Cast, plan: dict[str, Any], phone: Phone
) -> None:
    form = phone.visitor.form(phone.address, phone.address)
    for _ in range(2):
        sent = phone.visitor.send_form(form, done="0.0", happened="dark-urine")
        assert sent.status_code == 303
    paused = of_plan(clinic, plan)
    assert [event["event"] for event in paused["history"]] == ["prescribed", "paused"]
    assert len(told(clinic, plan)) == 1


def test_days_of_the_last_week_are_taken_and_no_others(
    clinic: Cast, clock: Clock, plan: dict[str, Any], phone: Phone
) -> None:
    clock.forward(days=9)
    page = phone.see()
    assert "?day=2026-11-22" in page
    assert "?day=2026-11-21" not in page
    earlier = f"{phone.address}?day=2026-11-22"
    assert "Sunday 22 November 2026" in phone.visitor.words(earlier)
    form = phone.visitor.form(earlier, phone.address)
    assert phone.visitor.send_form(form, done="0.0").status_code == 303
    assert [row["day"] for row in told(clinic, plan)] == ["2026-11-22"]
    for day, why in (
        ("2026-11-30", "has not come yet"),
        ("2026-11-21", "Days before 22 November"),
        ("soon", "YYYY-MM-DD"),
    ):
        refused = phone.visitor.send_form(form, day=day)
        assert refused.status_code == 422
        assert why in words_of(refused)
    assert len(told(clinic, plan)) == 1


@pytest.mark.parametrize(
    "typed",
    [
        {"pain_before": "11"},
        {"pain_after": "bad"},
        {"places": "9"},
        {"places": "x"},
        {"happened": "headless"},
        {"done": ["1.0", "1.1"]},
        {"pain_before": "9" * 5000},
    ],
)
def test_what_cannot_be_is_told_and_nothing_ticked_is_lost(
    clinic: Cast, plan: dict[str, Any], phone: Phone, typed: dict[str, Any]
) -> None:
    answer = tick(phone, **{"done": "0.1", "pain_before": "3", **typed})
    assert answer.status_code == 422
    html = answer.get_data(as_text=True)
    assert "This was not saved." in html
    if "done" not in typed:
        assert 'value="0.1" checked' in html
    assert told(clinic, plan) == []


# -- stop signs -------------------------------------------------------------------------
def test_an_emergency_sign_leaves_one_sentence_and_the_call(
    clinic: Cast, plan: dict[str, Any], phone: Phone
) -> None:
    answer = tick(phone, happened="chest-pain")
    page = phone.visitor.see(answer.headers["Location"].split("#")[0])
    assert "Stop now and ring 000." in page
    assert 'href="tel:000"' in page
    assert "Infraspinatus" not in page
    paused = of_plan(clinic, plan)
    assert (paused["state"], paused["pause_cause"]) == ("paused", "stop_sign")
    assert paused["history"][-1]["reason"] == "Stop sign at home: Chest pain."
    assert paused["history"][-1]["by"] is None
    assert told(clinic, plan)[0]["happened"] == ["chest-pain"]


def test_the_number_is_that_of_the_clinics_country(
    clinic: Cast, plan: dict[str, Any], phone: Phone
) -> None:
    clinic.owner.patch("/clinic", {"country": "NZ", "phone": "+64 3 555 0100"})
    page = phone.see()
    assert 'href="tel:111"' in page
    assert 'href="tel:+6435550100"' in page


@pytest.mark.parametrize("sign", ["dark-urine", "massager-fault"])
def test_another_sign_says_what_to_do_and_that_the_clinic_knows(
    clinic: Cast, plan: dict[str, Any], phone: Phone, sign: str
) -> None:
    clinic.owner.patch("/clinic", {"phone": "03 5550 1420"})
    tick(phone, done="0.0", pain_before="2")
    answer = tick(phone, happened=sign)
    html = phone.visitor.see(answer.headers["Location"].split("#")[0])
    words = " ".join(html.split())
    assert "Your plan is paused." in words
    assert "The clinic has been told." in words
    assert 'href="tel:0355501420"' in html
    assert "Ticked by mistake?" in words
    assert "data-seconds" not in html, "no timer while it rests"
    # on the paused page a further sign can be told, and nothing told before is lost
    again = tick(phone, happened="chest-pain")
    assert "now=ring" in again.headers["Location"]
    (row,) = told(clinic, plan)
    assert row["happened"] == [sign, "chest-pain"]
    assert [t["sessions_done"] for t in row["ticks"]] == [1, 0]
    assert row["pain_before"] == 2
    assert "Ring 000" in phone.words()


def test_a_sign_after_the_plan_went_on_pauses_it_again(
    clinic: Cast, clock: Clock, plan: dict[str, Any], phone: Phone
) -> None:
    tick(phone, happened="dark-urine")
    clock.forward(minutes=5)
    a_clear_screen(clinic.clinician, plan["patient_id"])
    clinic.clinician.do(f"/home-plans/{plan['id']}/resume", {"reason": "A mistake."})
    for address in (phone.address, f"{phone.address}?now=ring", f"{phone.address}?now=call"):
        assert "Your plan is paused" not in phone.visitor.words(address)
    form = phone.visitor.form(phone.address, phone.address)
    assert ("happened", "dark-urine") not in form.fields, "no sign is ticked beforehand"
    tick(phone, happened="dark-urine")
    assert of_plan(clinic, plan)["state"] == "paused"


def test_it_puts_the_patient_on_today(clinic: Cast, plan: dict[str, Any], phone: Phone) -> None:
    tick(phone, happened="numbness-or-tingling")
    words = clinic.browse().words("/")
    assert "Stop sign at home" in words
    assert "New numbness or tingling. The home plan rests" in words


# -- plans that rest, ended, were replaced ----------------------------------------------
def test_a_paused_plan_says_so_and_its_signs_stay(
    clinic: Cast, plan: dict[str, Any], phone: Phone
) -> None:
    clinic.clinician.do(f"/home-plans/{plan['id']}/pause", {"reason": "A cold."})
    html = phone.see()
    assert "Put the massager away for now." in html
    assert "A cold" not in html
    assert 'name="happened"' in html
    assert "data-seconds" not in html
    tick(phone, happened="dark-urine")
    assert of_plan(clinic, plan)["pause_cause"] == "stop_sign"


@pytest.mark.parametrize("how", ["stop", "complete"])
def test_a_plan_that_ended_says_so(
    clinic: Cast, plan: dict[str, Any], phone: Phone, how: str
) -> None:
    form = phone.visitor.form(phone.address, phone.address)
    body = {"reason": "Moved away."} if how == "stop" else {}
    clinic.clinician.do(f"/home-plans/{plan['id']}/{how}", body)
    html = phone.see()
    assert "This plan has ended." in html
    assert "Chest pain" in html
    assert "<form" not in html
    refused = phone.visitor.send_form(form, done="0.0")
    assert refused.status_code == 409
    assert "This plan has ended." in words_of(refused)


def test_a_newer_sheet_takes_its_place(
    clinic: Cast, clock: Clock, plan: dict[str, Any], phone: Phone
) -> None:
    form = phone.visitor.form(phone.address, phone.address)
    clock.forward(days=3)
    a_sheet(clinic, plan)
    html = phone.see()
    assert "This sheet was replaced on Monday 23 November 2026. Use your new sheet." in html
    assert "seconds" not in html
    assert "Infraspinatus" not in html
    assert "Chest pain" in html
    assert phone.visitor.send_form(form, done="0.0").status_code == 409


def test_a_newer_plan_takes_its_place(
    clinic: Cast, clock: Clock, plan: dict[str, Any], phone: Phone
) -> None:
    clock.forward(days=1)
    new = {
        name: plan[name]
        for name in ("examination_id", "phase", "starts_on", "review_on", "targets")
    }
    targets = [
        {k: v for k, v in target.items() if k in {"muscle", "side", "site"}}
        for target in new["targets"]
    ]
    draft = clinic.clinician.make(
        f"/patients/{plan['patient_id']}/home-plans", {**new, "targets": targets}
    )
    clinic.clinician.do(f"/home-plans/{draft['id']}/prescribe", {"replaces": plan["id"]})
    assert "replaced on Saturday 21 November 2026" in phone.words()


def test_before_its_first_day_a_plan_takes_no_ticks(
    clinic: Cast, phone_of: Callable[[dict[str, Any]], Phone]
) -> None:
    phone = phone_of(prescribed(clinic, starts_on="2026-11-23"))
    html = phone.see()
    assert "Your plan begins on Monday 23 November 2026." in html
    assert "<form" not in html


# -- the trail ----------------------------------------------------------------------------
def test_each_visit_and_report_leaves_one_entry(
    clinic: Cast, clock: Clock, plan: dict[str, Any], phone: Phone
) -> None:
    phone.see()
    tick(phone, happened="dark-urine")
    tick(phone, pain_before="12")
    clock.forward(days=60)
    phone.visitor.get(phone.address)
    entries = clinic.owner.read("/audit-entries")["items"]
    seen = [
        (entry["event"], entry["actor_kind"], entry["outcome"])
        for entry in reversed(entries)
        if entry["event"].startswith(("patient_page.", "check_in."))
    ]
    assert seen == [
        ("patient_page.opened", "patient", "done"),
        ("patient_page.opened", "patient", "done"),
        ("check_in.reported", "patient", "done"),
        ("patient_page.opened", "patient", "done"),
        ("patient_page.opened", "patient", "refused"),
        ("patient_page.turned_away", "patient", "refused"),
    ]
    assert "the patient" in clinic.browse("owner").words("/clinic/audit")


def test_another_clinics_page_sees_its_own_clinic_alone(
    clinic: Cast, other_clinic: Cast, phone: Phone
) -> None:
    theirs = prescribed(other_clinic)
    _, token = a_sheet(other_clinic, theirs)
    phone.visitor.submit(f"/h/{token}", f"/h/{token}", done="0.0")
    assert len(told(other_clinic, theirs)) == 1
    with work_in(clinic) as work:
        assert work.session.scalars(select(CheckIn)).all() == []
        work.needs_no_entry()


def test_a_script_is_answered_in_one_word(clinic: Cast, plan: dict[str, Any], phone: Phone) -> None:
    form = {"day": "2026-11-20", "places": "2", "done": "0.0", "happened": "fainting"}
    headers = {"X-Requested-With": "XMLHttpRequest"}
    answer = phone.visitor.send("POST", phone.address, data=form, headers=headers)
    assert answer.get_json() == {"now": "ring"}
    assert len(told(clinic, plan)) == 1
