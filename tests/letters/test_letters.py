"""Letters: written from the signed record, archived as issued, voided and kept."""

import hashlib
from io import BytesIO

import page as page_validation
import pypdf
import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from clinic.letters.models import Letter
from clinic.letters.rules import LetterKind
from clinic.rulebook.permissions import Role
from tests.builders import ACTIVE, CLEAR, a_draft, a_finding, a_patient, a_signed_examination
from tests.conftest import Cast, work_in

NEW = {
    "kind": "referral",
    "recipient_name": "Dr Ann Okafor",
    "recipient_address": "Castle Street Medical Centre\n3 Castle Street",
    "request": "Would you look for a cause in the neck?",
    "course": "Four visits since August.",
}


@pytest.fixture
def patient_id(clinic: Cast) -> str:
    return a_patient(clinic.reception, file_number="20417")["id"]


@pytest.fixture
def examined(clinic: Cast, patient_id: str) -> dict:
    return a_signed_examination(
        clinic.clinician,
        patient_id,
        a_finding(site=1, **ACTIVE),
        a_finding("deltoid", **CLEAR),
        a_finding("supraspinatus", taut_band="present", tenderness_grade=2, spot_in_band=True),
    )


def words_of(pdf: bytes) -> str:
    reader = pypdf.PdfReader(BytesIO(pdf))
    return " ".join(" ".join(sheet.extract_text().split()) for sheet in reader.pages)


@pytest.mark.parametrize("kind", LetterKind)
def test_a_letter_of_each_kind_is_accessible_archived_and_printed_again(
    clinic: Cast, patient_id: str, examined: dict, kind: LetterKind
) -> None:
    made = clinic.clinician.make(f"/patients/{patient_id}/letters", NEW | {"kind": kind.value})
    assert made["state"] == "issued"
    assert made["actions"] == ["void"]
    assert made["examination_id"] == examined["id"]
    pdf = clinic.clinician.get(f"/letters/{made['id']}.pdf").data
    assert hashlib.sha256(pdf).hexdigest() == made["sha256"]
    assert clinic.clinician.get(f"/letters/{made['id']}.pdf").data == pdf
    assert page_validation.validate_pdf_bytes(pdf, profile="ua1").failures == []
    words = words_of(pdf)
    assert "Dr Ann Okafor" in words
    assert "Would you look for a cause in the neck?" in words
    assert "Infraspinatus" in words
    assert made["short_code"] in words
    assert clinic.clinician.read(f"/letters/{made['id']}") == made
    assert clinic.clinician.read(f"/patients/{patient_id}/letters")["items"] == [made]


def test_what_was_not_tested_and_what_was_not_examined_is_said(
    clinic: Cast, patient_id: str, examined: dict
) -> None:
    made = clinic.clinician.make(f"/patients/{patient_id}/letters", NEW)
    words = words_of(clinic.clinician.get(f"/letters/{made['id']}.pdf").data)
    assert "not tested" in words
    assert "Examined and clear: Deltoid, right, whole muscle" in words
    assert "were not examined on that day" in words


def test_a_draft_and_a_voided_examination_are_not_told(clinic: Cast, patient_id: str) -> None:
    a_draft(clinic.clinician, patient_id, a_finding(site=1, **ACTIVE), complaint="Only a draft")
    wrong = a_signed_examination(
        clinic.clinician, patient_id, a_finding(**ACTIVE), complaint="Of somebody else"
    )
    clinic.clinician.do(f"/examinations/{wrong['id']}/void", {"reason": "another patient"})
    made = clinic.clinician.make(f"/patients/{patient_id}/letters", NEW)
    words = words_of(clinic.clinician.get(f"/letters/{made['id']}.pdf").data)
    assert "Only a draft" not in words
    assert "Of somebody else" not in words
    assert "No examination of this patient is signed." in words
    answer = clinic.clinician.post(
        f"/patients/{patient_id}/letters", NEW | {"examination_id": wrong["id"]}
    )
    assert answer.status_code == 409


def test_a_preview_says_on_every_page_that_it_is_not_issued(
    clinic: Cast, patient_id: str, examined: dict
) -> None:
    answer = clinic.clinician.post(f"/patients/{patient_id}/letter-preview", NEW)
    assert answer.status_code == 200
    for sheet in pypdf.PdfReader(BytesIO(answer.data)).pages:
        assert "DRAFT, NOT ISSUED" in sheet.extract_text()
    assert clinic.clinician.read(f"/patients/{patient_id}/letters")["items"] == []


def test_a_letter_sent_in_error_stays_readable_and_marked(
    clinic: Cast, patient_id: str, examined: dict
) -> None:
    made = clinic.clinician.make(f"/patients/{patient_id}/letters", NEW)
    before = clinic.clinician.get(f"/letters/{made['id']}.pdf").data
    done = clinic.clinician.do(f"/letters/{made['id']}/void", {"reason": "Wrong practice"})
    assert (done["state"], done["void_reason"]) == ("voided", "Wrong practice")
    assert done["actions"] == []
    assert clinic.clinician.get(f"/letters/{made['id']}.pdf").data == before
    again = clinic.clinician.post(f"/letters/{made['id']}/void", {"reason": "Again"})
    assert again.status_code == 409
    assert again.get_json()["allowed"] == []


def test_an_issued_letter_never_changes(clinic: Cast, patient_id: str) -> None:
    made = clinic.clinician.make(f"/patients/{patient_id}/letters", NEW)
    with pytest.raises(DBAPIError, match="never changes"), work_in(clinic) as work:
        work.session.execute(update(Letter).where(Letter.id == made["id"]).values(pages=9))


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"request": "He is cured."}, "/request"),
        ({"course": "This eliminates knots."}, "/course"),
        ({"recipient_name": ""}, "/recipient_name"),
        ({"kind": "advert"}, "/kind"),
        ({"request": "x" * 10_001}, "/request"),
        ({"recipient_name": "𓀀"}, "/recipient_name"),
        ({"surprise": 1}, "/surprise"),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_is_issued(
    clinic: Cast, patient_id: str, change: dict, pointer: str
) -> None:
    answer = clinic.clinician.post(f"/patients/{patient_id}/letters", NEW | change)
    assert answer.status_code == 422, answer.get_json()
    assert pointer in {error["pointer"] for error in answer.get_json()["errors"]}
    assert clinic.clinician.read(f"/patients/{patient_id}/letters")["items"] == []


def test_ten_thousand_letters_fill_pages_and_end_in_no_page_of_two_words(
    clinic: Cast, patient_id: str, examined: dict
) -> None:
    long = NEW | {"request": "A word of ours. " * 620, "course": "More to say. " * 700}
    made = clinic.clinician.make(f"/patients/{patient_id}/letters", long)
    pdf = clinic.clinician.get(f"/letters/{made['id']}.pdf").data
    last = pypdf.PdfReader(BytesIO(pdf)).pages[-1].extract_text().split("\n")
    assert made["pages"] > 3
    assert len([line for line in last if line.strip()]) > 6
    assert words_of(pdf).count("ours.") == 620


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.SAMPLE_MANAGER])
def test_who_does_not_treat_sees_no_letter(clinic: Cast, patient_id: str, role: Role) -> None:
    made = clinic.clinician.make(f"/patients/{patient_id}/letters", NEW)
    client = clinic.as_(role)
    assert client.get(f"/letters/{made['id']}").status_code == 403
    assert client.get(f"/letters/{made['id']}.pdf").status_code == 403


def test_another_clinics_letter_is_not_there(
    clinic: Cast, other_clinic: Cast, patient_id: str
) -> None:
    made = clinic.clinician.make(f"/patients/{patient_id}/letters", NEW)
    assert other_clinic.clinician.get(f"/letters/{made['id']}").status_code == 404
    assert other_clinic.clinician.get(f"/letters/{made['id']}.pdf").status_code == 404


def test_a_letter_is_written_previewed_issued_and_voided_at_a_browser(
    clinic: Cast, patient_id: str, examined: dict
) -> None:
    visitor = clinic.browse()
    address = f"/patients/{patient_id}/letters"
    typed = {k: v for k, v in NEW.items() if k != "kind"} | {"kind": "doctor"}
    form = visitor.form(address, address)
    form.action = f"{address}/preview"
    preview = visitor.send_form(form, **typed)
    assert preview.mimetype == "application/pdf"
    assert clinic.clinician.read(address)["items"] == []
    refused = visitor.submit(address, **typed | {"request": "It cures everything."})
    assert refused.status_code == 422
    assert "It cures everything." in refused.get_data(as_text=True)
    letter = visitor.press(address, address, **typed)
    assert "Dr Ann Okafor" in visitor.words(letter)
    assert "Letter to the patient's doctor" in visitor.words(letter)
    visitor.press(letter, f"{letter}/void", reason="Wrong practice")
    assert "Sent in error." in visitor.words(letter)
