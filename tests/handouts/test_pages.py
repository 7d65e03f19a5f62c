"""Sheets of real plans: how many pages, which pictures, which words, with the whole catalogue."""

from io import BytesIO
from typing import Any

import page as page_validation
import pypdf
import pytest

from clinic.anatomy.rules import MUSCLES, HomeVibration, Place, Side, View
from clinic.evidence.rules import ADVICE
from clinic.handouts.context.pictures import spots_of
from clinic.safety.rules import STOP_SIGNS
from tests.builders import (
    ACTIVE,
    CLEAR,
    LATENT,
    a_clear_screen,
    a_finding,
    a_patient,
    a_signed_examination,
    approve_wording,
)
from tests.conftest import Cast, Clock

SHOULDER = (
    "infraspinatus",
    "deltoid",
    "trapezius-upper",
    "levator-scapulae",
    "supraspinatus",
    "teres-major",
    "rhomboids",
    "trapezius-middle",
    "teres-minor",
    "triceps-brachii",
)
CHART = {"view": "back", "x": 0.61, "y": 0.24}


def a_plan(clinic: Cast, muscles: tuple[str, ...], **patient: Any) -> dict:
    """Prescribe what was found in these muscles, as it was proposed."""
    person = a_patient(clinic.reception, preferred_name="Hà", file_number="20417", **patient)
    first, *more = muscles
    examination = a_signed_examination(
        clinic.clinician,
        person["id"],
        a_finding(first, site=1, chart=CHART, **ACTIVE),
        *(a_finding(muscle, **LATENT) for muscle in more),
    )
    a_clear_screen(clinic.clinician, person["id"])
    path = f"/examinations/{examination['id']}/home-plan-proposal"
    proposal = clinic.clinician.read(path)
    dose = {"sessions_per_day": 1, "days_per_week": 7, "frequency_hz": 30, "seconds": 45}
    proposed = {target["muscle"]: target for target in proposal["targets"]}
    body = {k: v for k, v in proposal.items() if k not in {"session_seconds", "left_out"}}
    targets = [
        proposed.get(muscle, {"muscle": muscle, "side": "right", **dose}) for muscle in muscles
    ]
    body["targets"] = [
        target | {"position": "Sit, arm on a pillow", "reach": "strap"} for target in targets
    ]
    made = clinic.clinician.make(f"/patients/{person['id']}/home-plans", body)
    return clinic.clinician.do(f"/home-plans/{made['id']}/prescribe")


def preview(clinic: Cast, plan: dict, layout: str = "") -> bytes:
    query = f"?layout={layout}" if layout else ""
    answer = clinic.clinician.get(f"/home-plans/{plan['id']}/handout-preview.pdf{query}")
    assert answer.status_code == 200
    return answer.data


def pages_of(pdf: bytes) -> list[str]:
    return [" ".join(p.extract_text().split()) for p in pypdf.PdfReader(BytesIO(pdf)).pages]


@pytest.mark.parametrize("places", [1, 2, 4, 6])
def test_up_to_six_ordinary_places_take_two_pages(clinic: Cast, places: int) -> None:
    clinic.owner.patch("/clinic", {"phone": "03 5550 1420", "address": "14 Banksia Lane"})
    front, back = pages_of(preview(clinic, a_plan(clinic, SHOULDER[:places])))
    assert "Tick when done" in front
    for sign in STOP_SIGNS.values():
        assert sign.text.lower() in back.lower()
    assert "Next examination" in back


def test_seven_to_ten_places_take_three(clinic: Cast) -> None:
    places, doses, back = pages_of(preview(clinic, a_plan(clinic, SHOULDER)))
    assert "All stop signs: page 3" in places
    assert "Tick when done" in doses
    assert "STOP signs" in back


def test_a_patient_who_needs_it_has_large_print_on_four_pages(clinic: Cast) -> None:
    pages = pages_of(preview(clinic, a_plan(clinic, SHOULDER[:2], large_print=True)))
    jobs = ("Every day", "Tick when done", "Stop and call us", "How to do it")
    assert len(pages) == 4
    assert all(job in page for job, page in zip(jobs, pages, strict=True))
    assert "Sources." in pages[3]


def test_six_places_in_large_print_keep_the_next_examination_with_the_ticks(clinic: Cast) -> None:
    pages = pages_of(preview(clinic, a_plan(clinic, SHOULDER[:6]), "large_print"))
    assert len(pages) == 5
    assert "Next examination" in next(page for page in pages if "Tick when done" in page)


@pytest.mark.parametrize("layout", ["standard", "large_print"])
@pytest.mark.parametrize("places", [2, 8])
def test_real_sheets_are_accessible(clinic: Cast, layout: str, places: int) -> None:
    pdf = preview(clinic, a_plan(clinic, SHOULDER[:places]), layout)
    report = page_validation.validate_pdf_bytes(pdf, profile="ua1")
    assert [f"{fault.rule_id}: {fault.message}" for fault in report.failures] == []


def test_the_words_are_the_patients(clinic: Cast) -> None:
    approve_wording(clinic.clinician)
    front, back = pages_of(preview(clinic, a_plan(clinic, SHOULDER[:3])))
    assert "Stay on the muscle, off the bone and the spine." in front
    assert "stay on the muscle beside them" not in front
    assert "Now: settle the pain" in front
    assert "Also stop if the massager is hot, cracked, wet or sparking." in back
    assert "1 Bron et al., BMC Med 2011;9:8." in back
    assert "randomized" not in back


def test_the_reasons_to_go_on_are_the_clinics_and_end_with_the_review(clinic: Cast) -> None:
    back = pages_of(preview(clinic, a_plan(clinic, SHOULDER[:3])))[1]
    for words in (
        "This is our advice from examining you on 20 Nov 2026: go on after the pain has gone,",
        "until we examine you again on Fri 4 Dec 2026.",
        "Only an examination can tell us what is left.",
        "No better after two reviews, or it keeps coming back? Then we look for other causes.",
    ):
        assert words in back


def test_what_is_left_is_counted_and_what_is_not_there_is_not(clinic: Cast, clock: Clock) -> None:
    approve_wording(clinic.clinician)
    plan = a_plan(clinic, SHOULDER[:2])
    back = pages_of(preview(clinic, plan))[1]
    assert "2 places left. Pain can settle" in back
    assert "not found" not in back
    for _ in range(2):
        clock.forward(days=15)
        a_signed_examination(clinic.clinician, plan["patient_id"], a_finding(site=1, **CLEAR))
    back = pages_of(preview(clinic, plan))[1]
    assert "1 place left, 1 not found on two examinations. Pain can settle" in back


def test_the_advice_proposed_is_short_and_known(clinic: Cast) -> None:
    plan = a_plan(clinic, SHOULDER[:1])
    assert 2 <= len(plan["advice"]) <= 3
    assert set(plan["advice"]) <= set(ADVICE)


def test_advice_on_looking_further_stands_apart(clinic: Cast) -> None:
    person = a_plan(clinic, SHOULDER[:1])
    body = {k: person[k] for k in ("examination_id", "phase", "starts_on", "review_on", "targets")}
    path = f"/patients/{person['patient_id']}/home-plans"
    draft = clinic.clinician.make(path, body | {"advice": ["more-behind-it"]})
    back = pages_of(preview(clinic, draft))[1]
    assert "What you can do yourself" not in back
    assert "someone else. When there is more behind it: Knots are often part" in back


def test_one_picture_serves_all_places_that_it_shows() -> None:
    right = [Place(muscle, Side.RIGHT) for muscle in SHOULDER]
    spots = spots_of(right, {right[0]: (View.BACK, 0.61, 0.24)})
    assert {spot[0] for spot in spots.values() if spot} == {View.BACK}
    assert spots[right[0]] == (View.BACK, 0.61, 0.24)


def test_every_muscle_that_may_be_treated_at_home_has_its_picture() -> None:
    for muscle in MUSCLES.values():
        for side in (Side.LEFT, Side.RIGHT):
            place = Place(muscle.slug, side)
            assert spots_of([place], {})[place] is not None
        if muscle.home_vibration is not HomeVibration.BARRED:
            assert muscle.patient_cautions


@pytest.mark.parametrize("layout", ["standard", "large_print"])
def test_names_in_any_script_still_print(clinic: Cast, layout: str) -> None:
    plan = a_plan(clinic, SHOULDER[:2], given_name="王小明 😀", family_name="Ελένη علي")
    assert len(pages_of(preview(clinic, plan, layout))) >= 2


def test_what_claims_something_is_printed_once_a_clinician_has_approved_it(clinic: Cast) -> None:
    plan = a_plan(clinic, SHOULDER[:2])
    page = clinic.browse().words(f"/plans/{plan['id']}")
    before = " ".join(pages_of(preview(clinic, plan)))
    assert "Pain can settle while sore knots stay" not in before
    assert "Bron et al." not in before
    assert "2 places left." in before
    assert "nobody has approved" in page
    approve_wording(clinic.clinician)
    after = " ".join(pages_of(preview(clinic, plan)))
    assert "Pain can settle while sore knots stay" in after
    assert "1 Bron et al., BMC Med 2011;9:8." in after
    assert "was approved for this clinic by Chris" in after
    assert "nobody has approved" not in clinic.browse().words(f"/plans/{plan['id']}")


def test_the_record_of_a_sheet_names_the_approval_of_its_wording(clinic: Cast) -> None:
    plan = a_plan(clinic, SHOULDER[:1])
    made = clinic.clinician.make(f"/home-plans/{plan['id']}/handouts", {})
    assert made["made_with"]["wording_approval"] == ""
    approval = approve_wording(clinic.clinician)
    made = clinic.clinician.make(f"/home-plans/{plan['id']}/handouts", {})
    assert made["made_with"]["wording_approval"] == approval["id"]
