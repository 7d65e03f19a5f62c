"""A patient's export: everything that is held, readable, in one archive, for those who care."""

import hashlib
import io
import json
import zipfile
from typing import Any

import pytest
from sqlalchemy import insert

from clinic.handouts.models import Handout
from clinic.store.base import new_id
from tests.builders import ACTIVE, CLEAR, a_clear_screen, a_finding, a_patient, a_signed_examination
from tests.conftest import Cast, Clock, work_in

FILES = [
    "README.txt",
    "patient.json",
    "episodes.json",
    "consents.json",
    "safety-screens.json",
    "examinations.json",
    "trigger-points.json",
    "outcomes.json",
    "home-plans.json",
    "handouts.json",
    "letters.json",
    "check-ins.json",
    "incidents.json",
    "audit-entries.json",
    "staff.json",
]


class Archive:
    """An export, unpacked."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            assert packed.testzip() is None
            self.files = {name: packed.read(name) for name in packed.namelist()}

    def __getitem__(self, name: str) -> Any:
        return json.loads(self.files[f"{name}.json"])


def exported(clinic: Cast, patient_id: str) -> Archive:
    answer = clinic.clinician.get(f"/patients/{patient_id}/export")
    assert answer.status_code == 200
    return Archive(answer.data)


@pytest.fixture
def patient(clinic: Cast) -> dict:
    return a_patient(clinic.reception, file_number="20417", note="Prefers mornings")


@pytest.fixture
def story(clinic: Cast, clock: Clock, patient: dict) -> dict[str, Any]:
    """Care from the first visit to a handout, an amendment and an incident."""
    chris, path = clinic.clinician, f"/patients/{patient['id']}"
    episode = chris.make(f"{path}/episodes", {"title": "Right shoulder"})
    consent = chris.make(f"{path}/consents", {"kind": "home_plan", "explained": "Stop signs"})
    screen = a_clear_screen(chris, patient["id"])
    found = a_finding(site=1, note="Tight", **ACTIVE)
    examination = a_signed_examination(
        chris, patient["id"], found, episode_id=episode["id"], pain_now=4
    )
    amendment = {"reason": "Wrong score", "pain_now": 5}
    chris.make(f"/examinations/{examination['id']}/amendments", amendment)
    clock.forward(hours=1)
    proposal = chris.read(f"/examinations/{examination['id']}/home-plan-proposal")
    body = {k: v for k, v in proposal.items() if k not in {"session_seconds", "left_out"}}
    plan = chris.make(f"{path}/home-plans", body)
    chris.do(f"/home-plans/{plan['id']}/prescribe")
    handout = chris.make(f"/home-plans/{plan['id']}/handouts", {})
    body = {"kind": "doctor", "recipient_name": "Dr Ann Okafor", "request": "For your record."}
    letter = chris.make(f"{path}/letters", body)
    days = [{"day": "2026-11-20", "sessions": [1], "pain_before": 6}]
    chris.do(f"/home-plans/{plan['id']}/check-ins", {"days": days})
    incident = {
        "about": {"home_plan_id": plan["id"]},
        "occurred_on": "2026-11-20",
        "what": "The pad grew hot",
    }
    chris.make("/incidents", incident)
    return {
        "episode": episode,
        "consent": consent,
        "screen": screen,
        "examination": examination,
        "plan": plan,
        "handout": handout,
        "letter": letter,
    }


def test_everything_held_is_in_the_archive(
    clinic: Cast, patient: dict, story: dict[str, Any]
) -> None:
    archive = exported(clinic, patient["id"])
    handout = story["handout"]
    sheet = f"handouts/2026-11-20-{handout['short_code']}.pdf"
    letter = story["letter"]
    written = f"letters/2026-11-20-{letter['short_code']}.pdf"
    assert list(archive.files) == [*FILES, sheet, written]
    assert archive["letters"] == [
        {k: v for k, v in letter.items() if k != "actions"} | {"file": written}
    ]
    assert hashlib.sha256(archive.files[written]).hexdigest() == letter["sha256"]
    assert archive["patient"] | {"actions": ["archive"]} == patient
    assert archive["patient"]["note"] == "Prefers mornings"
    assert archive["episodes"] == [story["episode"]]
    assert archive["consents"] == [story["consent"]]
    assert archive["safety-screens"] == [story["screen"]]
    (examination,) = archive["examinations"]
    assert examination["pain_now"] == 5
    assert [v["pain_now"] for v in examination["versions"]] == [4, 5]
    assert examination["versions"][1]["reason"] == "Wrong score"
    assert examination["findings"][0]["note"] == "Tight"
    (point,) = archive["trigger-points"]
    assert (point["muscle"], point["state"]) == ("infraspinatus", "active")
    assert len(point["history"]) == 1
    assert archive["outcomes"][0]["points_active"] == 1
    (plan,) = archive["home-plans"]
    assert [step["state"] for step in plan["history"]] == ["active", "paused"]
    assert archive["handouts"] == [handout | {"file": sheet}]
    assert hashlib.sha256(archive.files[sheet]).hexdigest() == handout["sha256"]
    (told,) = archive["check-ins"]
    assert (told["day"], told["pain_before"], told["source"]) == ("2026-11-20", 6, "paper")
    assert archive["incidents"][0]["what"] == "The pad grew hot"
    assert [person["name"].split()[0] for person in archive["staff"]] == ["Chris", "Rita"]


def test_the_journal_of_the_patient_goes_along_without_addresses(
    clinic: Cast, patient: dict, story: dict[str, Any]
) -> None:
    first = [entry["event"] for entry in exported(clinic, patient["id"])["audit-entries"]]
    assert first[0] == "patient.created"
    assert {"examination.signed", "examination.amended", "handout.issued"} <= set(first)
    again = exported(clinic, patient["id"])["audit-entries"]
    assert [entry["event"] for entry in again] == [*first, "patient.exported"]
    assert not {"address", "token_id", "mac", "request_id"} & set(again[0])


def test_the_readme_tells_of_every_file_in_plain_words(
    clinic: Cast, patient: dict, story: dict[str, Any]
) -> None:
    archive = exported(clinic, patient["id"])
    words = archive.files["README.txt"].decode()
    for name in FILES[1:]:
        assert f"{name}\n    " in words
    assert "handouts/\n    The sheets themselves" in words
    assert "Friday 20 November 2026" in words


def test_a_patient_without_history_is_exported_too(clinic: Cast, patient: dict) -> None:
    archive = exported(clinic, patient["id"])
    assert list(archive.files) == FILES
    assert archive["examinations"] == archive["handouts"] == []
    assert "handouts/\n" not in archive.files["README.txt"].decode()


def test_the_file_is_saved_under_a_name_that_names_nobody(clinic: Cast, patient: dict) -> None:
    answer = clinic.owner.get(f"/patients/{patient['id']}/export")
    assert answer.mimetype == "application/zip"
    name = f"patient-{patient['id']}-2026-11-20.zip"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert answer.headers["ETag"] == f'"{hashlib.sha256(answer.data).hexdigest()}"'
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_export_is_recorded_once(clinic: Cast, patient: dict) -> None:
    exported(clinic, patient["id"])
    newest = clinic.owner.read(f"/audit-entries?patient_id={patient['id']}")["items"][0]
    assert newest["event"] == "patient.exported"
    assert newest["subject_id"] == patient["id"]


def test_an_export_is_for_those_who_care_and_their_clinic(
    clinic: Cast, other_clinic: Cast, patient: dict
) -> None:
    path = f"/patients/{patient['id']}/export"
    assert clinic.reception.get(path).status_code == 403
    assert clinic.sample_manager.get(path).status_code == 403
    assert other_clinic.clinician.get(path).status_code == 404


def test_nothing_of_another_patient_is_in_the_archive(
    clinic: Cast, patient: dict, story: dict[str, Any]
) -> None:
    other = a_patient(clinic.reception, family_name="Somebody-Else")
    a_clear_screen(clinic.clinician, other["id"])
    a_signed_examination(clinic.clinician, other["id"], a_finding("soleus", **CLEAR))
    files = exported(clinic, patient["id"]).files
    mine = b"".join(content for name, content in files.items() if name.endswith(".json"))
    assert b"Somebody-Else" not in mine
    assert other["id"].encode() not in mine
    assert b"soleus" not in mine


def test_a_damaged_sheet_is_left_out_and_said_so(
    clinic: Cast, patient: dict, story: dict[str, Any]
) -> None:
    with work_in(clinic) as work:
        row = work.find(Handout, story["handout"]["id"])
        copied = {c.key: getattr(row, c.key) for c in Handout.__table__.c}
        wrong = {"id": new_id(work.now), "short_code": "2222-3333", "sha256": "0" * 64}
        work.session.execute(insert(Handout), [copied | wrong])
        work.record("handout.issued", row, patient_id=patient["id"])
    archive = exported(clinic, patient["id"])
    assert [bool(handout["file"]) for handout in archive["handouts"]] == [True, False]
    assert len([name for name in archive.files if name.endswith(".pdf")]) == 2


def test_the_api_document_says_what_kind_of_file_comes(clinic: Cast) -> None:
    document = clinic.owner.read("/api/openapi.json")
    operation = document["paths"]["/api/v1/patients/{patient_id}/export"]["get"]
    answer = operation["responses"]["200"]
    assert list(answer["content"]) == ["application/zip"]
    assert {"ETag", "Content-Disposition"} <= set(answer["headers"])
