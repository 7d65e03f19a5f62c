"""The same job without scripts: the list twin is a plain form."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from clinic.rulebook.permissions import Role
from tests.browser.serving import BEGINS
from tests.browser.stage import Live
from tests.builders import ACTIVE, a_finding, a_patient
from tests.builders import a_signed_examination as signed


def test_an_examination_is_written_and_signed_as_a_plain_form(live: Live) -> None:
    clinician = live.cast.clinician
    patient = a_patient(live.cast.reception, given_name="Ada", family_name="Plain")
    day = (BEGINS - timedelta(days=14)).isoformat()
    signed(clinician, patient["id"], a_finding("infraspinatus", site=1, **ACTIVE), examined_at=day)
    page = live.page(Role.CLINICIAN, "/patients?q=plain", java_script_enabled=False)
    page.get_by_role("link", name="Ada Plain").click()
    page.get_by_role("button", name="Examine", exact=True).first.click()
    # the chart needs scripts, says so, and leads to its twin
    page.get_by_role("link", name="open the list").click()

    page.get_by_role("button", name="Same as last time: ").click()
    expect(page.get_by_role("status")).to_contain_text("Saved")
    page.get_by_label("Muscle").select_option("trapezius-upper")
    page.get_by_label("Side", exact=True).select_option("left")
    page.get_by_label("Site", exact=True).fill("1")
    page.get_by_role("button", name="Write down what was found", exact=True).click()
    for question, answer in (
        ("Taut band", "present"),
        ("Tenderness, 0 to 4", "2"),
        ("Is the tender spot in the band?", "in the band"),
        ("Felt elsewhere while pressed", "felt elsewhere"),
        ("Is it a pain the patient knows?", "no"),
    ):
        page.get_by_role("group", name=question).get_by_role(
            "radio", name=re.compile(rf"^{answer}\b")
        ).first.check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("region", name="Found today")).to_contain_text("latent")
    page.get_by_role("link", name="Review and sign").click()
    page.get_by_role("button", name="Sign this examination").click()

    newest = clinician.read(f"/patients/{patient['id']}/examinations")["items"][0]
    assert newest["state"] == "signed"
    found = {f["muscle"]: f["classification"]["class"] for f in newest["findings"]}
    assert found == {"infraspinatus": "active", "trapezius-upper": "latent"}


def test_what_was_typed_stays_when_a_place_cannot_be(live: Live) -> None:
    patient = a_patient(live.cast.reception)
    page = live.page(Role.CLINICIAN, f"/patients/{patient['id']}", java_script_enabled=False)
    page.get_by_role("button", name="Examine", exact=True).first.click()
    page.get_by_role("link", name="open the list").click()
    page.get_by_label("Muscle").select_option("trapezius-upper")
    page.get_by_role("button", name="Write down what was found", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Side")
    expect(page.get_by_label("Muscle")).to_have_value("trapezius-upper")
