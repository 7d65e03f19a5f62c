"""What is too much for a sheet is refused at its field, through both doors, and stays as typed."""

from typing import Any

import pytest

from tests.accounts.test_logo import a_picture, send
from tests.browsing import Visitor, form_in, words_of
from tests.builders import ACTIVE, a_finding, a_patient, a_signed_examination
from tests.conftest import Cast

LONG = "Slowly, from the spine outwards. " * 304  # 10,031 letters


@pytest.fixture
def draft(clinic: Cast) -> Any:
    patient_id = a_patient(clinic.reception)["id"]
    a_signed_examination(clinic.clinician, patient_id, a_finding(site=1, **ACTIVE))
    address = f"/patients/{patient_id}/plans"
    plan = clinic.browse().press(address, address)
    return clinic.clinician.read(f"/home-{plan.removeprefix('/')}")


FIELDS = {
    "note": ("/note", LONG, 10_000),
    "targets.0.note": ("/targets/0/note", LONG, 2000),
    "targets.0.position": ("/targets/0/position", LONG[:400], 300),
}


@pytest.mark.parametrize("field", FIELDS)
def test_a_text_that_is_too_long_is_refused_at_its_field(
    clinic: Cast, draft: Any, field: str
) -> None:
    pointer, text, longest = FIELDS[field]
    target = {name: draft["targets"][0][name] for name in ("muscle", "side", "site", "seconds")}
    body: Any = {"note": text}
    if "targets" in field:
        body = {"targets": [target | {field.rpartition(".")[2]: text}]}
    answer = clinic.clinician.patch(f"/home-plans/{draft['id']}", body)
    assert answer.status_code == 422
    (problem,) = answer.get_json()["errors"]
    assert problem["pointer"] == pointer
    assert str(longest) in problem["detail"]


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("deed", ["", "/prescribe-and-print"])
def test_the_page_names_the_field_and_keeps_what_was_typed(
    clinic: Cast, draft: Any, field: str, deed: str
) -> None:
    _pointer, text, longest = FIELDS[field]
    visitor: Visitor = clinic.browse()
    address = f"/plans/{draft['id']}"
    form = visitor.form(address, address)
    form.action += deed
    answer = visitor.send_form(form, **{field: text})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'href="#f-{field.replace(".", "-")}"' in html
    assert str(longest) in words_of(answer)
    assert dict(form_in(html, address).fields)[field].strip() == text.strip()
    assert clinic.clinician.read(f"/home-plans/{draft['id']}") == draft


def test_a_logo_of_forty_megapixels_is_refused_at_its_field(clinic: Cast) -> None:
    answer = send(clinic, a_picture(8000, 5000, mode="L", colour=90))
    assert answer.status_code == 422
    assert 'id="f-logo-err"' in answer.get_data(as_text=True)
    assert "too many pixels" in words_of(answer)
