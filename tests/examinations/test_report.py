"""The examination on paper: every word of it, for whom, and what the sheet is not."""

from io import BytesIO

import page as page_validation
import pypdf
import pytest

from tests.builders import ACTIVE, a_clear_screen, a_draft, a_finding, a_patient
from tests.conftest import Cast, Clock

FULL = {
    "examined_at": "2026-11-20T10:15:00+11:00",
    "pain_now": 4,
    "pain_worst_week": 7,
    "symptoms": ["pain", "reduced_flexibility"],
    "scores": {
        "psfs": [{"activity": "lifting the kettle", "score": 4}],
        "ndi": 18,
        "dash": 30.5,
        "gpe": 1,
    },
    "treatment_given": "Pressed and held",
    "advice_given": "",
    "plan_of_care": "Look again in two weeks",
}
FINDING = a_finding(
    site=1,
    **ACTIVE,
    local_twitch="felt",
    pressure_pain_threshold_kpa=[180, 175.5],
    override={"class": "latent", "reason": "Recognised only once"},
    note="Tight all along",
)
UNTESTED = {"muscle": "trapezius-upper", "side": "left"}


@pytest.fixture
def draft(clinic: Cast) -> dict:
    patient = a_patient(clinic.reception, file_number="20417")
    path = f"/patients/{patient['id']}/episodes"
    episode = clinic.clinician.make(path, {"title": "Shoulder, since the move"})
    return a_draft(
        clinic.clinician, patient["id"], FINDING, UNTESTED, episode_id=episode["id"], **FULL
    )


def printed(clinic: Cast, examination: dict) -> bytes:
    answer = clinic.clinician.get(f"/examinations/{examination['id']}.pdf")
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert answer.headers["ETag"]
    return answer.data


def pages_of(pdf: bytes) -> list[str]:
    return [" ".join(p.extract_text().split()) for p in pypdf.PdfReader(BytesIO(pdf)).pages]


def words_of(pdf: bytes) -> str:
    return " ".join(pages_of(pdf))


def test_a_report_says_all_that_was_found_in_words(clinic: Cast, draft: dict) -> None:
    signed = clinic.clinician.do(f"/examinations/{draft['id']}/sign")
    words = words_of(printed(clinic, signed))
    for expected in (
        "Thu Hà Nguyễn",
        "file 20417",
        "Friday 20 November 2026, 10:15, by Chris",
        "Signed Friday 20 November 2026, 12:00, by Chris",
        "Shoulder, since the move",
        "Right shoulder",
        "Other effects: pain, reduced flexibility.",
        "Red flags: none recorded.",
        "Pain now 4 of 10",
        "Worst pain in the last week 7 of 10",
        "Neck Disability Index 18 of 50",
        "DASH 30.5 of 100",
        "Activity: lifting the kettle 4 of 10",
        "Overall change +1",
        "Infraspinatus right, spot 1",
        "3 with withdrawal; in the band",
        "present: Front of shoulder",
        "dull ache",
        "twitch: felt",
        "180, 175.5 kPa",
        "Clinician's class: latent. Reason: Recognised only once",
        "Tight all along",
        "Trapezius, upper fibres left, whole muscle",
        "incomplete",
        "missing: taut band, tenderness grade",
        "Pressed and held",
        "Look again in two weeks",
        "Nothing recorded.",
    ):
        assert expected in words
    assert "shoulder-front" not in words
    assert not {"DRAFT", "AMENDED", "ERROR"} & set(words.split())


def test_a_draft_says_so_on_every_page(clinic: Cast, draft: dict) -> None:
    pages = pages_of(printed(clinic, draft))
    assert all("DRAFT, NOT SIGNED" in page for page in pages)
    assert "nobody named yet" in pages[0]


def test_an_amended_report_lists_who_changed_it_when_and_why(
    clinic: Cast, clock: Clock, draft: dict
) -> None:
    path = f"/examinations/{draft['id']}"
    signed = clinic.clinician.do(f"{path}/sign")
    clock.forward(days=1)
    clinic.clinician.make(f"{path}/amendments", {"reason": "Side was mixed up", "pain_now": 5})
    clock.forward(days=1)
    clinic.owner.make(f"{path}/amendments", {"reason": "And the score", "pain_now": 6})
    pages = pages_of(printed(clinic, signed))
    assert all("AMENDED, VERSION 3" in page for page in pages)
    words = " ".join(pages)
    second = words.index("version 2, Saturday 21 November 2026, 12:00, by Chris")
    third = words.index("version 3, Sunday 22 November 2026, 12:00, by Olive")
    assert second < third
    assert "Reason: Side was mixed up" in words
    assert "Reason: And the score" in words
    assert "Pain now 6 of 10" in words


def test_a_voided_report_is_marked_on_every_page_with_its_reason(clinic: Cast, draft: dict) -> None:
    path = f"/examinations/{draft['id']}"
    signed = clinic.clinician.do(f"{path}/sign")
    clinic.clinician.do(f"{path}/void", {"reason": "Wrong person"})
    pages = pages_of(printed(clinic, signed))
    assert all("ENTERED IN ERROR" in page for page in pages)
    assert "by Chris" in pages[0].split("counts nowhere.")[1]
    assert "Reason: Wrong person" in pages[0]


def test_red_flags_are_printed_in_words(clinic: Cast) -> None:
    flag = clinic.clinician.read("/catalogue/red-flags")["items"][0]
    patient = a_patient(clinic.reception)
    draft = a_draft(clinic.clinician, patient["id"], red_flags=[flag["slug"]])
    words = words_of(printed(clinic, draft))
    assert f"Red flags: {flag['text']}" in words
    assert "No place was examined." in words
    assert "None taken." in words


def test_the_same_record_gives_the_same_bytes(clinic: Cast, clock: Clock, draft: dict) -> None:
    signed = clinic.clinician.do(f"/examinations/{draft['id']}/sign")
    first = printed(clinic, signed)
    clock.forward(days=3)
    assert printed(clinic, signed) == first


def test_every_print_is_recorded(clinic: Cast, draft: dict) -> None:
    printed(clinic, draft)
    entries = clinic.owner.read(f"/audit-entries?patient_id={draft['patient_id']}")["items"]
    assert entries[0]["event"] == "examination.printed"
    assert entries[0]["subject_id"] == draft["id"]
    assert [e["event"] for e in entries].count("examination.printed") == 1


def test_a_report_is_for_those_who_care_and_their_clinic(
    clinic: Cast, other_clinic: Cast, draft: dict
) -> None:
    path = f"/examinations/{draft['id']}.pdf"
    assert clinic.owner.get(path).status_code == 200
    assert clinic.reception.get(path).status_code == 403
    assert clinic.sample_manager.get(path).status_code == 403
    assert other_clinic.clinician.get(path).status_code == 404
    assert clinic.clinician.get(f"{path}?layout=large").status_code == 422


def test_a_report_is_accessible(clinic: Cast, draft: dict) -> None:
    a_clear_screen(clinic.clinician, draft["patient_id"])
    signed = clinic.clinician.do(f"/examinations/{draft['id']}/sign")
    report = page_validation.validate_pdf_bytes(printed(clinic, signed), profile="ua1")
    assert [f"{fault.rule_id}: {fault.message}" for fault in report.failures] == []
