"""The journal's page: words, filters, paging."""

import re
from pathlib import Path

import pytest

from clinic.audit.rules import BEGINNINGS, event_words
from clinic.config import ROOT
from clinic.rulebook.permissions import Role
from tests.builders import a_patient
from tests.conftest import Cast, Clock


def rows(page: str) -> list[str]:
    body = page.split("<tbody>")[1] if "<tbody>" in page else ""
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in body.split("<tr>")[1:]]


def seen(clinic: Cast, query: str = "") -> list[str]:
    return rows(clinic.browse(Role.OWNER).see(f"/clinic/audit{query}"))


def test_the_journal_says_who_did_what_in_words(clinic: Cast) -> None:
    a_patient(clinic.reception)
    clinic.reception.get("/clinic")
    found = seen(clinic)
    assert re.match(r"20 Nov 2026, 12:00 Olive \d+ Signed in$", found[0])
    assert re.match(r"20 Nov 2026, 12:00 Rita \d+ by a program Refused 403 at GET", found[1])
    assert "by a program Patient created record …" in found[2]
    assert "the command line Clinic made" in found[-1]


def test_reading_the_journal_stands_in_it(clinic: Cast) -> None:
    seen(clinic)
    assert any("Journal opened" in row for row in seen(clinic))


def test_entries_are_looked_for_by_patient_and_person(clinic: Cast) -> None:
    first, second = a_patient(clinic.reception), a_patient(clinic.clinician)
    found = seen(clinic, f"?patient_id={first['id']}")
    assert len(found) == 1
    assert first["id"][-4:] in found[0]
    found = seen(clinic, f"?user_id={clinic.clinician.user_id}")
    assert found
    assert all(row.split(", ")[1][6:].startswith("Chris") for row in found)
    assert any(second["id"][-4:] in row for row in found)
    both = seen(clinic, f"?user_id={clinic.clinician.user_id}&patient_id={first['id']}")
    assert both == []


def test_entries_are_looked_for_by_event_and_by_what_they_are_about(clinic: Cast) -> None:
    a_patient(clinic.reception)
    clinic.reception.get("/clinic")
    assert all("Patient created" in row for row in seen(clinic, "?event=patient.created"))
    assert seen(clinic, "?event=patient.created")
    assert all("Refused" in row for row in seen(clinic, "?about=refusals"))
    assert seen(clinic, "?about=refusals")
    assert any("Person added" in row for row in seen(clinic, "?about=people"))
    assert not any("Patient" in row for row in seen(clinic, "?about=people"))
    # no sign of a pattern
    assert seen(clinic, "?event=patient%25") == []


def test_a_day_is_the_clinics_own(clinic: Cast, clock: Clock) -> None:
    clinic.owner.patch("/clinic", {"time_zone": "Australia/Melbourne"})
    clock.forward(hours=11, minutes=59)  # 23:59 there
    a_patient(clinic.reception, file_number="late")
    clock.forward(minutes=1)
    a_patient(clinic.reception, file_number="early")
    today, tomorrow = (seen(clinic, f"?event=patient.created&day=2026-11-{d}") for d in (20, 21))
    assert [len(today), len(tomorrow)] == [1, 1]
    assert today[0].startswith("20 Nov 2026, 23:59")
    assert tomorrow[0].startswith("21 Nov 2026, 00:00")
    assert seen(clinic, "?event=patient.created&day=2026-11-19") == []


def test_the_same_is_asked_by_programs(clinic: Cast) -> None:
    a_patient(clinic.reception)
    found = clinic.owner.read("/audit-entries?event=patient.created&day=2026-11-20&about=patients")
    assert [one["event"] for one in found["items"]] == ["patient.created"]
    assert clinic.owner.get("/audit-entries?about=weather").status_code == 422


def test_the_journal_is_walked_to_its_end_and_keeps_what_is_looked_for(clinic: Cast) -> None:
    for _ in range(60):
        clinic.reception.get("/clinic")
    visitor = clinic.browse(Role.OWNER)
    page = visitor.see("/clinic/audit?about=refusals")
    assert len(rows(page)) == 50
    older = re.search(r'href="(/clinic/audit\?about=refusals&amp;cursor=[^"]+)"', page)
    assert older is not None
    page = visitor.see(older[1].replace("&amp;", "&"))
    assert len(rows(page)) == 10
    assert "Older entries" not in page
    assert 'href="/clinic/audit?about=refusals"' in page


@pytest.mark.parametrize(
    "query", ["day=yesterday", "day=2026-02-30", "about=weather", "user_id=x", "cursor=%00"]
)
def test_a_question_that_cannot_be_read_is_refused_in_words(clinic: Cast, query: str) -> None:
    answer = clinic.browse(Role.OWNER).get(f"/clinic/audit?{query}")
    assert answer.status_code == 422
    assert clinic.browse(Role.OWNER).get("/clinic/audit?other=1").status_code == 200


def test_another_clinics_journal_is_not_seen(clinic: Cast, other_clinic: Cast) -> None:
    patient = a_patient(other_clinic.reception)
    assert seen(clinic, f"?patient_id={patient['id']}") == []
    assert seen(clinic, f"?user_id={other_clinic.reception.user_id}") == []


def events() -> set[str]:
    """Every event that is named in the code."""
    named = re.compile(r'(?:record|record_once_a_minute)\(\s*"([a-z_]+\.[a-z_]+)"')
    files = (ROOT / "clinic").rglob("*.py")
    return {event for file in files for event in named.findall(Path(file).read_text("utf-8"))}


def test_every_event_reads_as_words_and_is_about_something() -> None:
    assert len(events()) > 50
    for event in events():
        words = event_words(event)
        assert re.fullmatch(r"[A-Z][a-z' ,-]+", words), event
        is_about = [a for a, starts in BEGINNINGS.items() if event.startswith(starts)]
        assert len(is_about) == 1 or event == "request.replayed", (event, is_about)
