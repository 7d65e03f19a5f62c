"""A translation is a draft until a clinic records who, qualified in it, approved which version."""

import re
from io import BytesIO
from typing import Any

import pypdf
import pytest

from clinic.checkins.context import page_shown
from clinic.checkins.models import PatientPage
from clinic.languages import NAMES, spoken
from clinic.plans.models import HomePlan
from clinic.rulebook.permissions import Role
from clinic.translations.models import TranslationApproval
from tests.builders import ACTIVE, a_clear_screen, a_finding, a_patient, a_signed_examination
from tests.conftest import Cast, work_in

NEW = {
    "language": "vi",
    "translation_version": spoken("vi").version,
    "approver": "Nguyễn Minh Anh",
    "qualification": "certified health translator",
}


@pytest.fixture
def plan(clinic: Cast) -> dict[str, Any]:
    return a_plan_of(clinic, language="vi")


def a_plan_of(clinic: Cast, language: str) -> dict[str, Any]:
    patient = a_patient(clinic.reception, language=language)
    examination = a_signed_examination(
        clinic.clinician, patient["id"], a_finding(**ACTIVE), a_finding("deltoid", **ACTIVE)
    )
    a_clear_screen(clinic.clinician, patient["id"])
    proposal = clinic.clinician.read(f"/examinations/{examination['id']}/home-plan-proposal")
    body = {k: v for k, v in proposal.items() if k not in {"session_seconds", "left_out"}}
    made = clinic.clinician.make(f"/patients/{patient['id']}/home-plans", body)
    done: dict[str, Any] = clinic.clinician.do(f"/home-plans/{made['id']}/prescribe")
    return done


def words_of(pdf: bytes) -> str:
    return " ".join(
        " ".join(page.extract_text().split()) for page in pypdf.PdfReader(BytesIO(pdf)).pages
    )


def test_every_translation_ships_as_a_draft(clinic: Cast) -> None:
    listed = clinic.clinician.read("/translations")["items"]
    assert {one["language"] for one in listed} == set(NAMES)
    assert all(one["approval_id"] is None for one in listed)
    whole = clinic.clinician.read("/translations/ar")
    assert whole["direction"] == "rtl"
    sentences = {one["english"]: one["translation"] for one in whole["sentences"]}
    assert sentences["Chest pain"] == spoken("ar").say("Chest pain")


@pytest.mark.parametrize("language", ["vi", "vi-VN", "zh-Hans", "ar", "de", "zh-TW"])
def test_a_language_that_nobody_approved_is_refused(
    clinic: Cast, plan: dict[str, Any], language: str
) -> None:
    answer = clinic.clinician.post(f"/home-plans/{plan['id']}/handouts", {"language": language})
    assert answer.status_code == 409
    assert clinic.clinician.read(f"/patients/{plan['patient_id']}/handouts")["items"] == []


def test_an_approved_translation_is_printed_and_names_its_approver(
    clinic: Cast, plan: dict[str, Any]
) -> None:
    approval = clinic.owner.make("/translation-approvals", NEW)
    assert approval["state"] == "approved"
    made = clinic.clinician.make(f"/home-plans/{plan['id']}/handouts", {"language": "vi"})
    assert made["language"] == "vi"
    assert made["made_with"]["translation_approval"] == approval["id"]
    pdf = clinic.clinician.get(f"/handouts/{made['id']}.pdf").data
    text = words_of(pdf)
    assert "Nguyễn Minh Anh" in text
    assert spoken("vi").say("STOP signs") in text
    assert "STOP signs" not in text
    assert pypdf.PdfReader(BytesIO(pdf)).root_object["/Lang"] == "vi"


def test_a_withdrawn_approval_closes_the_language_and_leaves_issued_sheets(
    clinic: Cast, plan: dict[str, Any]
) -> None:
    approval = clinic.owner.make("/translation-approvals", NEW)
    made = clinic.clinician.make(f"/home-plans/{plan['id']}/handouts", {"language": "vi"})
    before = clinic.clinician.get(f"/handouts/{made['id']}.pdf").data
    withdrawn = clinic.owner.do(
        f"/translation-approvals/{approval['id']}/withdraw", {"reason": "A caution reads wrongly"}
    )
    assert withdrawn["state"] == "withdrawn"
    assert withdrawn["actions"] == []
    again = clinic.clinician.post(f"/home-plans/{plan['id']}/handouts", {"language": "vi"})
    assert again.status_code == 409
    assert clinic.clinician.get(f"/handouts/{made['id']}.pdf").data == before
    clinic.owner.make("/translation-approvals", NEW)  # and may be opened again


def test_another_version_is_not_approved(clinic: Cast) -> None:
    answer = clinic.owner.post("/translation-approvals", NEW | {"translation_version": "0.1"})
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["pointer"] == "/translation_version"
    answer = clinic.owner.post("/translation-approvals", NEW | {"language": "de"})
    assert answer.status_code == 422
    clinic.owner.make("/translation-approvals", NEW)
    assert clinic.owner.post("/translation-approvals", NEW).status_code == 409


def test_only_an_owner_opens_a_language(clinic: Cast) -> None:
    for role in (Role.CLINICIAN, Role.RECEPTION, Role.SAMPLE_MANAGER):
        assert clinic.as_(role).post("/translation-approvals", NEW).status_code == 403


def test_an_approval_of_another_clinic_counts_for_nothing_here(
    clinic: Cast, other_clinic: Cast, plan: dict[str, Any]
) -> None:
    approval = other_clinic.owner.make("/translation-approvals", NEW)
    answer = clinic.clinician.post(f"/home-plans/{plan['id']}/handouts", {"language": "vi"})
    assert answer.status_code == 409
    assert clinic.owner.get(f"/translation-approvals/{approval['id']}").status_code == 404


@pytest.mark.parametrize("language", sorted(NAMES))
@pytest.mark.parametrize("layout", ["standard", "large_print"])
def test_a_draft_may_be_looked_at_and_says_so(
    clinic: Cast, plan: dict[str, Any], language: str, layout: str
) -> None:
    where = f"/home-plans/{plan['id']}/handout-preview.pdf?language={language}&layout={layout}"
    pdf = clinic.clinician.get(where).data
    assert "DRAFT, NOT ISSUED" in words_of(pdf)
    assert pypdf.PdfReader(BytesIO(pdf)).root_object["/Lang"] == language


def test_the_owner_reads_every_sentence_and_records_who_approved_them(clinic: Cast) -> None:
    visitor = clinic.browse(Role.OWNER)
    assert "Nobody has approved it here yet" in visitor.words("/translations")
    assert spoken("vi").say("Chest pain") in visitor.words("/translations/vi")
    visitor.press(
        "/translations/vi", "/translations/vi", approver="N. M. Anh", qualification="NAATI"
    )
    assert "Approved by N. M. Anh, NAATI" in visitor.words("/translations/vi")
    visitor.press("/translations/vi", "/translations/vi/withdraw", reason="Read once more")
    assert "A draft. Nobody has approved it" in visitor.words("/translations/vi")
    reader = clinic.browse(Role.CLINICIAN)
    assert "Record, and open" not in reader.words("/translations/vi")


def test_a_plans_page_offers_the_patients_language_once_it_is_open(
    clinic: Cast, plan: dict[str, Any]
) -> None:
    visitor = clinic.browse(Role.CLINICIAN)
    page = visitor.words(f"/plans/{plan['id']}")
    assert "The patient reads Vietnamese. Its translation is a draft" in page
    clinic.owner.make("/translation-approvals", NEW)
    address = visitor.press(f"/plans/{plan['id']}", f"/plans/{plan['id']}/handouts")
    (made,) = clinic.clinician.read(f"/patients/{plan['patient_id']}/handouts")["items"]
    assert address == f"/handouts/{made['id']}"
    assert made["language"] == "vi"


def test_the_patients_page_speaks_the_language_of_its_sheet(
    clinic: Cast, plan: dict[str, Any]
) -> None:
    approval = clinic.owner.make("/translation-approvals", NEW)
    with work_in(clinic) as work:
        row = work.find(HomePlan, plan["id"])
        page = PatientPage(language="vi", plan_id=row.id, patient_id=row.patient_id)
        shown = page_shown(work, page, None)
    assert shown["say"]("Chest pain") == spoken("vi").say("Chest pain")
    assert shown["cards"][0].name.startswith(spoken("vi").say("Right"))
    clinic.owner.do(f"/translation-approvals/{approval['id']}/withdraw", {"reason": "Wrong"})
    with work_in(clinic) as work:
        assert page_shown(work, page, None)["spoken"].is_english


def test_english_is_printed_with_the_days_of_the_patients_own_country(clinic: Cast) -> None:
    plan = a_plan_of(clinic, language="en-US")
    visitor = clinic.browse(Role.CLINICIAN)
    visitor.press(f"/plans/{plan['id']}", f"/plans/{plan['id']}/handouts")
    (made,) = clinic.clinician.read(f"/patients/{plan['patient_id']}/handouts")["items"]
    assert made["language"] == "en-US"
    text = words_of(clinic.clinician.get(f"/handouts/{made['id']}.pdf").data)
    assert re.search(r"[A-Z][a-z]{2} \d+, 2026", text)


def test_an_approval_of_other_sentences_opens_nothing(clinic: Cast, plan: dict[str, Any]) -> None:
    """A changed sentence asks anew, even where nobody raised the version."""
    with work_in(clinic, Role.OWNER) as work:
        work.new(
            TranslationApproval,
            **NEW,
            translation_sha256="0" * 64,
            recorded_by=work.actor.user_id,
            withdrawn_at=None,
            withdrawn_by=None,
        )
        work.needs_no_entry()
    answer = clinic.clinician.post(f"/home-plans/{plan['id']}/handouts", {"language": "vi"})
    assert answer.status_code == 409
