"""The register: every point through every examination; and one point's history with its why."""

import re
from typing import Any

import pytest

from clinic.rulebook.permissions import Role
from tests.browsing import words
from tests.builders import CLEAR, a_finding, a_patient, a_signed_examination
from tests.conftest import Cast
from tests.desk.story import COURSES, LINE, a_shoulder, examined


def register_of(patient_id: str) -> str:
    return f"/patients/{patient_id}/register"


def rows_of(html: str) -> dict[str, str]:
    """Answer the rows of the table by the words of their heads."""
    found = {}
    for row in re.findall(r"(?s)<tr[ >].*?</tr>", html):
        head = re.search(r'(?s)<th scope="row".*?</th>', row)
        if head:
            found[words(head[0])] = row
    return found


def cells_of(row: str) -> list[str]:
    """Answer what each cell says to who does not see it."""
    told = []
    for cell in re.findall(r"(?s)<td.*?</td>", row):
        label = re.search(r'aria-label="([^"]*)"', cell)
        told.append(label[1] if label else words(cell))
    return told


def point_of(clinic: Cast, patient_id: str, muscle: str, site: int | None = 1) -> str:
    points = clinic.clinician.read(f"/patients/{patient_id}/trigger-points?limit=200")["items"]
    found = [
        p["id"] for p in points if (p["muscle"], p["side"], p["site"]) == (muscle, "right", site)
    ]
    return str(found[0])


def test_the_table_puts_the_examinations_side_by_side_newest_at_the_right(clinic: Cast) -> None:
    patient_id, _signed = a_shoulder(clinic)
    html = clinic.browse().see(register_of(patient_id))
    heads = re.findall(r"<b>(\d+ \w+)</b>([^<]+)</a></th>", html)
    assert heads == [
        ("10 Aug", "first"),
        ("24 Aug", "2 weeks"),
        ("7 Sep", "4 weeks"),
        ("28 Sep", "7 weeks"),
        ("19 Oct", "10 weeks"),
        ("9 Nov", "13 weeks"),
    ]
    assert LINE in words(html)


def test_every_cell_says_its_state_and_tenderness(clinic: Cast) -> None:
    patient_id, _signed = a_shoulder(clinic)
    rows = rows_of(clinic.browse().see(register_of(patient_id)))
    assert cells_of(rows["R Levator scapulae 1"]) == [
        "active, tenderness 3 of 4",
        "active, tenderness 2 of 4",
        "de-activated, tenderness 1 of 4",
        "de-activated, tenderness 1 of 4",
        "de-activated, tenderness 1 of 4",
        "active, tenderness 2 of 4, active again after 9 weeks",
        "active active again after 9 weeks",
    ]
    assert cells_of(rows["R Subscapularis 1"])[0] == "not found yet ·"
    assert cells_of(rows["R Subscapularis 1"])[1] == "latent, probable, tenderness 1 of 4"
    assert cells_of(rows["R Subscapularis 1"])[5:] == ["not examined", "latent, probable"]
    assert cells_of(rows["R Deltoid 1"]) == [
        "active, tenderness 2 of 4",
        "de-activated, tenderness 1 of 4",
        "clear once",
        "eliminated",
        "clear, still eliminated",
        "clear, still eliminated",
        "eliminated",
    ]


def test_a_relapse_is_framed_and_a_place_nobody_examined_is_hatched(clinic: Cast) -> None:
    patient_id, _signed = a_shoulder(clinic)
    html = clinic.browse().see(register_of(patient_id))
    rows = rows_of(html)
    assert html.count('class="last relapse"') == 1
    assert 'class="last relapse"' in rows["R Levator scapulae 1"]
    hatched = [head for head, row in rows.items() if 'class="last nex"' in row]
    assert sorted(hatched) == ["R Pectoralis minor 1", "R Subscapularis 1", "R Teres minor 1"]


def test_points_stand_under_their_present_state_or_their_region(clinic: Cast) -> None:
    patient_id, _signed = a_shoulder(clinic)
    visitor = clinic.browse()
    page = visitor.words(register_of(patient_id))
    heads = ["Active: 3", "Latent: 6", "Eliminated: 5, not found on two examinations at least 14"]
    assert [head in page for head in heads] == [True] * 3
    assert page.index(heads[0]) < page.index(heads[1]) < page.index(heads[2])
    by_region = visitor.words(register_of(patient_id) + "?by=region")
    assert "Active: 3" not in by_region
    assert re.search(r"Shoulder[^:]*: \d+", by_region)


def test_the_foot_carries_the_counts_of_the_outcomes(clinic: Cast) -> None:
    patient_id, _signed = a_shoulder(clinic)
    rows = rows_of(clinic.browse().see(register_of(patient_id)))
    outcomes = clinic.clinician.read(f"/patients/{patient_id}/outcomes")["examinations"]

    def of(name: str) -> list[str]:
        return [str(outcome[name]) for outcome in outcomes]

    assert cells_of(rows["Points left"])[:6] == of("points_remaining")
    assert cells_of(rows["Muscles examined"])[:6] == of("muscles_examined")
    assert cells_of(rows["Pain now, 0 to 10"])[:6] == of("pain_now")
    parts = [cell.split(" · ") for cell in cells_of(rows["active · latent · clear once"])[:6]]
    assert [part[0] for part in parts] == of("points_active")
    assert [part[1] for part in parts] == of("points_latent")
    assert [sum(map(int, part)) for part in parts] == list(map(int, of("points_remaining")))
    muscles = [cell.split(" · ") for cell in cells_of(rows["Muscles active · latent"])[:6]]
    assert [part[0] for part in muscles] == of("muscles_active")


def test_two_examiners_are_named_and_compared_with_care(clinic: Cast) -> None:
    patient_id = a_patient(clinic.reception)["id"]
    one = {("infraspinatus", "right", 1): "A3"}
    examined(clinic, patient_id, "2026-10-12", one)
    examined(clinic, patient_id, "2026-11-02", one, examiner_id=clinic.owner.user_id)
    page = clinic.browse().words(register_of(patient_id))
    assert "Olive" in page
    assert "Chris" in page
    assert "Counts across two examiners are compared with care" in page


def test_more_than_six_examinations_are_walked_through(clinic: Cast) -> None:
    patient_id, _signed = a_shoulder(clinic)
    extra = {place: course.split()[-1] for place, course in COURSES.items()}
    for day in ("2026-11-12", "2026-11-16"):
        examined(clinic, patient_id, day, extra)
    visitor = clinic.browse()
    html = visitor.see(register_of(patient_id))
    assert "6 of 8 examinations" in html
    assert 'rel="prev"' in html
    assert 'rel="next"' not in html
    earlier = visitor.see(register_of(patient_id) + "?page=2")
    assert re.findall(r"<b>(\d+ \w+)</b>", earlier) == ["10 Aug", "24 Aug"]
    assert 'rel="next"' in earlier
    # a page beyond the last is the last
    assert visitor.see(register_of(patient_id) + "?page=99").count("<b>10 Aug</b>") == 1


def test_a_finding_that_says_too_little_shows_itself_and_the_state_that_stays(
    clinic: Cast,
) -> None:
    patient_id = a_patient(clinic.reception)["id"]
    place = ("infraspinatus", "right", 1)
    examined(clinic, patient_id, "2026-10-12", {place: "A3"})
    half = a_finding(site=1, taut_band="present", tenderness_grade=2)
    a_signed_examination(clinic.clinician, patient_id, half)
    visitor = clinic.browse()
    row = rows_of(visitor.see(register_of(patient_id)))["R Infraspinatus 1"]
    assert "incomplete, still active" in cells_of(row)[1]
    point = f"/patients/{patient_id}/points/{point_of(clinic, patient_id, 'infraspinatus')}"
    assert "Too little was tested to say anything else." in visitor.words(point)


def test_before_the_first_examination_the_register_is_calm(clinic: Cast) -> None:
    patient_id = a_patient(clinic.reception)["id"]
    assert "No examination yet" in clinic.browse().words(register_of(patient_id))


@pytest.mark.parametrize("query", ["?page=0", "?page=x", "?by=size"])
def test_a_question_that_makes_no_sense_is_no_fault(clinic: Cast, query: str) -> None:
    patient_id = a_patient(clinic.reception)["id"]
    assert clinic.browse().get(register_of(patient_id) + query).status_code == 422


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.SAMPLE_MANAGER])
def test_the_register_is_for_those_who_care_for_patients(clinic: Cast, role: Role) -> None:
    patient_id, _signed = a_shoulder(clinic, visits=1)
    point_id = point_of(clinic, patient_id, "infraspinatus")
    visitor = clinic.browse(role)
    assert visitor.get(register_of(patient_id)).status_code == 403
    assert visitor.get(f"/patients/{patient_id}/points/{point_id}").status_code == 403


def test_another_clinics_register_is_not_there(clinic: Cast, other_clinic: Cast) -> None:
    patient_id, _signed = a_shoulder(clinic, visits=1)
    point_id = point_of(clinic, patient_id, "infraspinatus")
    visitor = other_clinic.browse()
    assert visitor.get(register_of(patient_id)).status_code == 404
    assert visitor.get(f"/patients/{patient_id}/points/{point_id}").status_code == 404


# -- one point ------------------------------------------------------------------------------
def test_a_point_tells_what_each_examination_found_and_why_its_state_followed(
    clinic: Cast,
) -> None:
    patient_id, signed = a_shoulder(clinic)
    point_id = point_of(clinic, patient_id, "levator-scapulae")
    html = clinic.browse().see(f"/patients/{patient_id}/points/{point_id}")
    page = words(html)
    assert "Levator scapulae 1" in page
    assert "since Mon 9 Nov 2026, for 11 days" in page
    assert "Came back once." in page
    assert "Active again after 9 weeks." in page
    assert "It was active before; the patient does not know its pain now." in page
    assert "Found for the first time." in page
    links = re.findall(r'href="/examinations/([^"]+)"', html)
    assert links == list(reversed(signed))


def test_an_eliminated_point_says_on_what_it_rests(clinic: Cast) -> None:
    patient_id, _signed = a_shoulder(clinic)
    point_id = point_of(clinic, patient_id, "deltoid")
    page = clinic.browse().words(f"/patients/{patient_id}/points/{point_id}")
    assert "Clear a second time, at least 14 days after the first" in page
    assert "not found on two examinations" in page
    assert "Still clear." in page


def test_a_muscle_that_is_clear_as_a_whole_speaks_for_its_point(clinic: Cast) -> None:
    patient_id = a_patient(clinic.reception)["id"]
    examined(clinic, patient_id, "2026-10-12", {("deltoid", "right", 1): "Q2"})
    a_signed_examination(clinic.clinician, patient_id, a_finding("deltoid", **CLEAR))
    point_id = point_of(clinic, patient_id, "deltoid")
    page = clinic.browse().words(f"/patients/{patient_id}/points/{point_id}")
    assert "Found: clear, the muscle as a whole." in page


def test_a_point_of_another_patient_is_not_there(clinic: Cast) -> None:
    patient_id, _signed = a_shoulder(clinic, visits=1)
    other = a_patient(clinic.reception)["id"]
    point_id = point_of(clinic, patient_id, "deltoid")
    assert clinic.browse().get(f"/patients/{other}/points/{point_id}").status_code == 404


def test_a_point_that_lost_its_last_finding_says_so(clinic: Cast) -> None:
    patient_id, signed = a_shoulder(clinic, visits=1)
    point_id = point_of(clinic, patient_id, "deltoid")
    clinic.clinician.do(f"/examinations/{signed[0]}/void", {"reason": "Another patient's"})
    visitor = clinic.browse()
    page = visitor.words(f"/patients/{patient_id}/points/{point_id}")
    assert "Nothing is followed here any more" in page
    assert "No examination yet" in visitor.words(f"/patients/{patient_id}")


def test_looking_at_a_point_leaves_an_entry(clinic: Cast) -> None:
    patient_id, _signed = a_shoulder(clinic, visits=1)
    point_id = point_of(clinic, patient_id, "deltoid")
    clinic.browse().see(f"/patients/{patient_id}/points/{point_id}")
    entry: Any = clinic.owner.read(f"/audit-entries?patient_id={patient_id}")["items"][0]
    assert entry["event"] == "trigger_point.read"
    assert entry["details"]["trigger_point_id"] == point_id
