"""The JSON door of handouts."""

import hashlib
from io import BytesIO

import pypdf
import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from clinic.handouts.models import Handout
from clinic.handouts.rules import Layout, Sheet
from clinic.handouts.use_cases import issue_handout
from clinic.paper.printed import Printed
from clinic.plans.models import HomePlan
from clinic.rulebook.refusals import Conflict
from tests.builders import ACTIVE, a_clear_screen, a_finding, a_patient, a_signed_examination
from tests.conftest import NOON, Cast, work_in


@pytest.fixture
def plan(clinic: Cast) -> dict:
    patient = a_patient(clinic.reception, preferred_name="Hà", file_number="20417")
    chart = {"view": "back", "x": 0.61, "y": 0.24}
    examination = a_signed_examination(
        clinic.clinician,
        patient["id"],
        a_finding(site=1, chart=chart, **ACTIVE),
        a_finding("deltoid", **ACTIVE),
    )
    a_clear_screen(clinic.clinician, patient["id"])
    proposal = clinic.clinician.read(f"/examinations/{examination['id']}/home-plan-proposal")
    body = {k: v for k, v in proposal.items() if k not in {"session_seconds", "left_out"}}
    made = clinic.clinician.make(f"/patients/{patient['id']}/home-plans", body)
    return clinic.clinician.do(f"/home-plans/{made['id']}/prescribe")


def words_of(pdf: bytes) -> str:
    pages = pypdf.PdfReader(BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_handout_is_archived_byte_for_byte(clinic: Cast, plan: dict) -> None:
    answer = clinic.clinician.post(f"/home-plans/{plan['id']}/handouts", {"layout": "standard"})
    assert answer.status_code == 201
    made = answer.get_json()
    assert answer.headers["Location"] == f"/api/v1/handouts/{made['id']}"
    first = clinic.reception.get(f"/handouts/{made['id']}.pdf")
    assert first.mimetype == "application/pdf"
    assert hashlib.sha256(first.data).hexdigest() == made["sha256"]
    assert clinic.clinician.get(f"/handouts/{made['id']}.pdf").data == first.data
    assert made["pages"] == len(pypdf.PdfReader(BytesIO(first.data)).pages) == 2
    words = words_of(first.data)
    for expected in ("Hà", "20417", "Infraspinatus", "Deltoid", "000", made["short_code"]):
        assert expected in words
    assert "NOT ISSUED" not in words
    listed = clinic.reception.read(f"/patients/{plan['patient_id']}/handouts")["items"]
    assert listed == [made]


def test_only_an_active_plan_has_a_handout(clinic: Cast, plan: dict) -> None:
    path = f"/home-plans/{plan['id']}"
    clinic.clinician.do(f"{path}/pause", {"reason": "away"})
    answer = clinic.clinician.post(f"{path}/handouts", {})
    assert answer.status_code == 409
    assert answer.get_json()["allowed"] == ["resume", "stop", "complete", "reschedule"]
    assert clinic.clinician.read(f"/patients/{plan['patient_id']}/handouts")["items"] == []


def test_an_unapproved_language_is_refused(clinic: Cast, plan: dict) -> None:
    answer = clinic.clinician.post(f"/home-plans/{plan['id']}/handouts", {"language": "vi"})
    assert answer.status_code == 409
    assert "Vietnamese" in answer.get_json()["detail"]


def test_a_preview_says_on_every_page_that_it_is_not_issued(clinic: Cast, plan: dict) -> None:
    for layout in ("standard", "large_print"):
        path = f"/home-plans/{plan['id']}/handout-preview.pdf?layout={layout}"
        answer = clinic.clinician.get(path)
        assert answer.status_code == 200
        for page in pypdf.PdfReader(BytesIO(answer.data)).pages:
            assert "DRAFT, NOT ISSUED" in page.extract_text()
    assert clinic.clinician.read(f"/patients/{plan['patient_id']}/handouts")["items"] == []


def test_the_same_key_issues_one_sheet(clinic: Cast, plan: dict) -> None:
    path = f"/home-plans/{plan['id']}/handouts"
    headers = {"Idempotency-Key": "print once"}
    first = clinic.clinician.post(path, {}, headers=headers).get_json()
    assert clinic.clinician.post(path, {}, headers=headers).get_json() == first
    listed = clinic.clinician.read(f"/patients/{plan['patient_id']}/handouts")["items"]
    assert [h["id"] for h in listed] == [first["id"]]


def test_roles_and_clinics_are_kept_apart(clinic: Cast, other_clinic: Cast, plan: dict) -> None:
    made = clinic.clinician.make(f"/home-plans/{plan['id']}/handouts", {})
    assert clinic.reception.post(f"/home-plans/{plan['id']}/handouts", {}).status_code == 403
    assert clinic.sample_manager.get(f"/handouts/{made['id']}.pdf").status_code == 403
    assert other_clinic.clinician.get(f"/handouts/{made['id']}.pdf").status_code == 404


def test_the_database_itself_locks_an_issued_handout(clinic: Cast, plan: dict) -> None:
    made = clinic.clinician.make(f"/home-plans/{plan['id']}/handouts", {})
    for deed in (
        update(Handout).where(Handout.id == made["id"]).values(pdf=b"other"),
        delete(Handout).where(Handout.id == made["id"]),
    ):
        with pytest.raises(DBAPIError, match="never changes"), work_in(clinic) as work:
            work.session.execute(deed.execution_options(synchronize_session=False))


def test_nothing_typed_makes_the_renderer_fetch_or_break(clinic: Cast, plan: dict) -> None:
    tricks = '<img src="file:///etc/hostname"><link rel=attachment href=/etc/passwd>{{7*7}}'
    path = f"/patients/{plan['patient_id']}"
    clinic.reception.patch(path, {"preferred_name": tricks[:90], "file_number": "<b>1</b>"})
    made = clinic.clinician.make(f"/home-plans/{plan['id']}/handouts", {})
    pdf = clinic.clinician.get(f"/handouts/{made['id']}.pdf").data
    assert "<b>1</b>" in words_of(pdf)
    assert not pypdf.PdfReader(BytesIO(pdf)).attachments


def test_a_plan_that_changed_while_it_was_printed_is_not_archived(clinic: Cast, plan: dict) -> None:
    with work_in(clinic) as work:
        read = work.find(HomePlan, plan["id"]).version
    clinic.reception.do(f"/home-plans/{plan['id']}/reschedule", {"review_on": "2026-12-11"})
    sheet = Printed(pdf=b"%PDF-1.7", pages=2, sha256=hashlib.sha256(b"%PDF-1.7").hexdigest())
    with pytest.raises(Conflict, match="changed while"), work_in(clinic) as work:
        issue_handout(
            work,
            plan["id"],
            Sheet("<p>as it was</p>", NOON, read, Layout.STANDARD, "en-AU", "7KQM-3XPA"),
            sheet,
        )
    assert clinic.clinician.read(f"/patients/{plan['patient_id']}/handouts")["items"] == []
