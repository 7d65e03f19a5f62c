"""Today: what waits, for whom, and with how few questions to the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event

from clinic.rulebook.permissions import Role
from clinic.store.database import db
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
from tests.samples.builders import a_model, a_practitioner, a_request, a_unit, approved, made_ready

CALM = "Nothing waits today"
EVERYBODY = list(Role)


def a_plan(clinic: Cast, patient_id: str, examination: Any, **over: Any) -> Any:
    body = {
        "examination_id": examination["id"],
        "phase": "treat",
        "starts_on": "2026-11-20",
        "review_on": "2026-12-04",
        "targets": [{"muscle": "infraspinatus", "side": "right", "site": 1}],
        **over,
    }
    made = clinic.clinician.make(f"/patients/{patient_id}/home-plans", body)
    return clinic.clinician.do(f"/home-plans/{made['id']}/prescribe", {})


def in_care(clinic: Cast, family: str, *, pain: int | None = 6, **over: Any) -> tuple[str, Any]:
    """Make a patient with an examination, a clear screen and a plan; answer its id and the plan."""
    patient_id = a_patient(clinic.reception, given_name="Aroha", family_name=family, **over)["id"]
    findings = [a_finding(site=1, **ACTIVE), a_finding("deltoid", **LATENT)]
    content = {} if pain is None else {"pain_now": pain}
    examination = a_signed_examination(clinic.clinician, patient_id, *findings, **content)
    a_clear_screen(clinic.clinician, patient_id)
    return patient_id, a_plan(clinic, patient_id, examination)


# -- calm -----------------------------------------------------------------------
@pytest.mark.parametrize("role", EVERYBODY)
def test_a_day_on_which_nothing_waits_says_so(clinic: Cast, role: Role) -> None:
    words = clinic.browse(role).words("/")
    assert CALM in words
    assert "Friday 20 November" in words
    assert "good afternoon" in words


def test_only_who_may_find_patients_is_offered_a_search(clinic: Cast) -> None:
    for role in EVERYBODY:
        offers = 'action="/patients"' in clinic.browse(role).see("/")
        assert offers is (role is not Role.SAMPLE_MANAGER), role


def test_what_another_clinic_waits_for_is_not_told(clinic: Cast, other_clinic: Cast) -> None:
    patient_id, plan = in_care(clinic, "Ngata")
    clinic.clinician.make("/incidents", {"about": {"home_plan_id": plan["id"]}, "what": "Blister"})
    a_draft(clinic.clinician, patient_id)
    assert "Ngata" in clinic.browse(Role.CLINICIAN).words("/")
    assert CALM in other_clinic.browse(Role.OWNER).words("/")


def test_today_leaves_one_entry_in_the_journal(clinic: Cast) -> None:
    clinic.browse(Role.RECEPTION).see("/")
    newest = clinic.owner.read("/audit-entries?limit=5")["items"]
    assert [entry["event"] for entry in newest].count("today.read") == 1


# -- what stops care ---------------------------------------------------------------
def test_an_open_incident_stands_first_and_leads_to_itself(clinic: Cast) -> None:
    _patient, plan = in_care(clinic, "Ngata", phone="0491 570 156")
    body = {"about": {"home_plan_id": plan["id"]}, "what": "Blister under the pad"}
    incident = clinic.clinician.make("/incidents", body)
    html = clinic.browse(Role.CLINICIAN).see("/")
    assert f'href="/incidents/{incident["id"]}"' in html
    words = clinic.browse(Role.OWNER).words("/")
    assert "Open incident with a home plan: Aroha Ngata" in words
    assert "Blister under the pad" in words
    assert words.count("Open incident") == 1
    for role in (Role.RECEPTION, Role.SAMPLE_MANAGER):
        assert "Blister" not in clinic.browse(role).words("/")


def test_a_closed_incident_leaves_a_plan_to_decide_on(clinic: Cast) -> None:
    _patient, plan = in_care(clinic, "Ngata", phone="0491 570 156")
    body = {"about": {"home_plan_id": plan["id"]}, "what": "Blister"}
    incident = clinic.clinician.make("/incidents", body)
    clinic.clinician.do(f"/incidents/{incident['id']}/close", {"note": "healed"})
    visitor = clinic.browse(Role.CLINICIAN)
    assert "The incident is closed. The home plan rests" in visitor.words("/")
    assert "Phone 0491 570 156" in visitor.words("/")
    assert f'<a class="btn btn--stop" href="/plans/{plan["id"]}"' in visitor.see("/")


def test_a_red_flag_is_told_in_words_and_a_pause_of_ones_own_is_not(clinic: Cast) -> None:
    patient_id, _plan = in_care(clinic, "Tolliver")
    _other, paused = in_care(clinic, "Doyle")
    clinic.clinician.do(f"/home-plans/{paused['id']}/pause", {"reason": "holiday"})
    a_signed_examination(
        clinic.clinician, patient_id, a_finding(site=1, **ACTIVE), red_flags=["saddle-numbness"]
    )
    words = clinic.browse(Role.CLINICIAN).words("/")
    assert "Red flag at the examination: Aroha Tolliver" in words
    assert "saddle-numbness" not in words
    assert "Numb in the saddle area" in words
    assert "Doyle" not in words
    assert "Tolliver" not in clinic.browse(Role.RECEPTION).words("/")


def test_an_incident_of_a_massager_names_the_unit_only_to_the_programme(clinic: Cast) -> None:
    unit = a_unit(clinic.sample_manager, a_model(clinic.sample_manager), asset_tag="GP-0147")
    body = {"about": {"unit_id": unit["id"]}, "what": "The handle grew hot"}
    clinic.sample_manager.make("/incidents", body)
    assert "massager: GP-0147" in clinic.browse(Role.SAMPLE_MANAGER).words("/")
    clinicians = clinic.browse(Role.CLINICIAN).words("/")
    assert "The handle grew hot" in clinicians
    assert "GP-0147" not in clinicians


# -- reviews ------------------------------------------------------------------------
def test_a_review_is_due_on_its_day_with_the_counts_that_matter(clinic: Cast, clock: Clock) -> None:
    patient_id, plan = in_care(clinic, "Okafor")
    assert "Okafor" not in clinic.browse(Role.CLINICIAN).words("/").split("Plans without")[0]
    clock.forward(days=14)
    html = clinic.browse(Role.CLINICIAN).see("/")
    words = clinic.browse(Role.CLINICIAN).words("/")
    assert "Aroha Okafor today" in words
    assert "1 active 1 latent" in words
    assert "Right shoulder . Safety: clear" in words
    assert f'action="/patients/{patient_id}/examinations"' in html
    begun = clinic.browse(Role.CLINICIAN).press("/", f"/patients/{patient_id}/examinations")
    assert begun.startswith("/examinations/")
    clock.forward(days=3)
    assert "3 days over" in clinic.browse(Role.OWNER).words("/")
    reception = clinic.browse(Role.RECEPTION)
    assert "Aroha Okafor 3 days over" in reception.words("/")
    assert f'href="/plans/{plan["id"]}"' in reception.see("/")


def test_reception_sees_no_finding_and_the_reviews_that_come(clinic: Cast, clock: Clock) -> None:
    in_care(clinic, "Okafor", phone="0491 570 157")
    clock.forward(days=9)
    words = clinic.browse(Role.RECEPTION).words("/")
    assert "Reviews of the next seven days" in words
    assert "Fri 4 Dec 2026" in words
    clock.forward(days=5)
    words = clinic.browse(Role.RECEPTION).words("/")
    assert "Review day Fri 4 Dec 2026 · Phone 0491 570 157" in words
    for finding in ("active", "latent", "Safety", "shoulder", "without a handout", "Pain"):
        assert finding not in words, finding


def test_who_was_examined_for_the_review_waits_for_a_decision(clinic: Cast, clock: Clock) -> None:
    patient_id, plan = in_care(clinic, "Okafor")
    clock.forward(days=14)
    a_signed_examination(clinic.clinician, patient_id, a_finding(site=1, **LATENT))
    visitor = clinic.browse(Role.CLINICIAN)
    assert "Examined 4 Dec: decide on the plan" in visitor.words("/")
    assert f'href="/plans/{plan["id"]}"' in visitor.see("/")
    assert f'action="/patients/{patient_id}/examinations"' not in visitor.see("/")


def test_a_screen_that_runs_out_or_warns_is_told(clinic: Cast, clock: Clock) -> None:
    patient_id, _plan = in_care(clinic, "Okafor")
    a_clear_screen(clinic.clinician, patient_id, migraine="yes")
    clock.forward(days=14)
    assert "Safety: caution, migraine" in clinic.browse(Role.CLINICIAN).words("/")
    clock.forward(days=70)
    assert "The screen ends in 6 days" in clinic.browse(Role.CLINICIAN).words("/")
    clock.forward(days=7)
    assert "The screen has run out" in clinic.browse(Role.CLINICIAN).words("/")


# -- pain gone, points not ---------------------------------------------------------------
def test_pain_gone_with_points_left_is_named_with_the_figures(clinic: Cast, clock: Clock) -> None:
    patient_id, plan = in_care(clinic, "Doyle", pain=6)
    clock.forward(days=28)
    a_signed_examination(clinic.clinician, patient_id, a_finding(site=1, **LATENT), pain_now=0)
    words = clinic.browse(Role.CLINICIAN).words("/")
    assert "Pain gone, points not 1 person who may be about to stop" in words
    assert "Pain 6 to 0 in 4 weeks · 2 of 2 places left · review 4 Dec" in words
    clinic.clinician.do(f"/home-plans/{plan['id']}/stop", {"reason": "moved away"})
    assert "no plan runs" in clinic.browse(Role.CLINICIAN).words("/")


@pytest.mark.parametrize(("first", "last"), [(6, 2), (0, 0), (None, 0)])
def test_pain_that_stays_or_never_was_is_not(
    clinic: Cast, clock: Clock, first: int | None, last: int
) -> None:
    patient_id, _plan = in_care(clinic, "Doyle", pain=first)
    clock.forward(days=7)
    a_signed_examination(clinic.clinician, patient_id, a_finding(site=1, **LATENT), pain_now=last)
    assert "Pain gone" not in clinic.browse(Role.CLINICIAN).words("/")


def test_points_all_clear_once_say_when_to_look_again(clinic: Cast, clock: Clock) -> None:
    patient_id = a_patient(clinic.reception, family_name="Ngata")["id"]
    a_signed_examination(clinic.clinician, patient_id, a_finding(site=1, **ACTIVE), pain_now=4)
    clock.forward(days=14)
    a_signed_examination(clinic.clinician, patient_id, a_finding(site=1, **CLEAR), pain_now=0)
    words = clinic.browse(Role.CLINICIAN).words("/")
    assert "1 of 1 place left , clear once · examine from 18 Dec" in words
    clock.forward(days=15)
    a_signed_examination(clinic.clinician, patient_id, a_finding(site=1, **CLEAR), pain_now=0)
    assert "Ngata" not in clinic.browse(Role.CLINICIAN).words("/")


# -- plans and drafts ---------------------------------------------------------------------
def test_a_plan_without_a_handout_offers_to_print_it(clinic: Cast) -> None:
    _patient, plan = in_care(clinic, "Halvorsen", large_print=True)
    visitor = clinic.browse(Role.CLINICIAN)
    words = visitor.words("/")
    assert "Prescribed Fri 20 Nov 2026 · 1 place, 1 minute a day · large print" in words
    assert f'action="/plans/{plan["id"]}/handouts"' in visitor.see("/")
    assert "Halvorsen" not in clinic.browse(Role.RECEPTION).words("/")
    visitor.press("/", f"/plans/{plan['id']}/handouts")
    assert CALM in visitor.words("/")


def test_a_draft_waits_for_whoever_wrote_it_alone(clinic: Cast) -> None:
    patient_id = a_patient(clinic.reception, given_name="Hemi", family_name="Walker")["id"]
    draft = a_draft(clinic.clinician, patient_id, a_finding())
    visitor = clinic.browse(Role.CLINICIAN)
    assert "Your open examinations 1 not signed Hemi Walker" in visitor.words("/")
    assert f'href="/examinations/{draft["id"]}"' in visitor.see("/")
    assert CALM in clinic.browse(Role.OWNER).words("/")
    clinic.clinician.do(f"/examinations/{draft['id']}/sign")
    assert CALM in visitor.words("/")


# -- samples --------------------------------------------------------------------------------
def test_requests_wait_with_the_oldest_days_and_their_doubles(clinic: Cast, clock: Clock) -> None:
    model = a_model(clinic.sample_manager)
    first = a_request(
        clinic.sample_manager,
        model,
        a_practitioner(clinic.sample_manager, practice_name="Fernside"),
    )
    clock.forward(days=3)
    a_request(
        clinic.sample_manager,
        model,
        a_practitioner(clinic.sample_manager, practice_name="FERNSIDE "),
    )
    a_request(clinic.sample_manager, model)
    visitor = clinic.browse(Role.SAMPLE_MANAGER)
    assert "3 requests wait oldest 3 days" in visitor.words("/")
    assert "2 double an open request of the same practice" in visitor.words("/")
    assert f'href="/samples/requests/{first["id"]}"' in visitor.see("/")
    assert "requests wait" in clinic.browse(Role.OWNER).words("/")
    for role in (Role.CLINICIAN, Role.RECEPTION):
        assert CALM in clinic.browse(role).words("/")


def test_a_loan_is_packed_then_ends_then_is_late_then_calls(clinic: Cast, clock: Clock) -> None:
    client = clinic.sample_manager
    model = a_model(client)
    unit = a_unit(client, model, asset_tag="GP-0112")
    made_ready(client, unit["id"])
    loan_id = approved(client, model, trial_days=10)["loan_id"]
    assert "GP-0112 is reserved: pack it" in clinic.browse(Role.OWNER).words("/")
    for step, body in (("pack", {}), ("dispatch", {"carrier": "Post"}), ("deliver", {})):
        client.do(f"/loans/{loan_id}/{step}", body)
    assert CALM in clinic.browse(Role.SAMPLE_MANAGER).words("/")
    for days, words in (
        (5, "1 loan ends within a week Mon 30 Nov"),
        (8, "GP-0112 is late 3 days over"),
        (12, "GP-0112: call 15 days over"),
    ):
        clock.forward(days=days)
        assert words in clinic.browse(Role.SAMPLE_MANAGER).words("/"), words
    assert f'href="/samples/loans/{loan_id}"' in clinic.browse(Role.SAMPLE_MANAGER).see("/")


# -- how much it costs ------------------------------------------------------------------------
@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    told: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        told.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield told
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_more_patients_cost_no_more_questions(clinic: Cast, clock: Clock) -> None:
    def a_day(number: int) -> None:
        patient_id, _plan = in_care(clinic, f"Okafor {number}")
        a_signed_examination(clinic.clinician, patient_id, a_finding(site=1, **LATENT), pain_now=0)
        a_draft(clinic.clinician, patient_id)
        _other, held = in_care(clinic, f"Tolliver {number}")
        about = {"home_plan_id": held["id"]}
        clinic.clinician.make("/incidents", {"about": about, "what": "Blister"})
        a_request(clinic.sample_manager, model)

    model = a_model(clinic.sample_manager)
    a_day(1)
    clock.forward(days=15)
    visitor = clinic.browse(Role.OWNER)
    with clinic.app.app_context():
        engine = db.engine
    visitor.see("/")
    with counted(engine) as few:
        visitor.see("/")
    clock.forward(days=-15)
    for number in range(2, 5):
        a_day(number)
    clock.forward(days=15)
    visitor.see("/")
    with counted(engine) as many:
        html = visitor.see("/")
    assert html.count("Okafor") > 8
    assert len(many) == len(few), many


def test_a_long_list_is_folded_after_its_first_lines(clinic: Cast) -> None:
    for number in range(11):
        in_care(clinic, f"Okafor {number}")
    html = clinic.browse(Role.CLINICIAN).see("/")
    assert "<summary>3 more</summary>" in html
    assert html.count("/handouts") == 11
