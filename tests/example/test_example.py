"""The example clinic as its people see it through the API."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from clinic.accounts.passwords import is_password
from clinic.accounts.rules import SHORTEST_PASSWORD, password_problem
from clinic.evidence.rules import banned_claims
from clinic.examinations.schemas import DraftShape
from clinic.example.days import ZONE
from clinic.example.founding import PASSWORD, SLUG, TEAM
from clinic.incidents.schemas import NewIncidentShape
from clinic.patients.schemas import NewConsentShape, NewEpisodeShape, NewPatientShape
from clinic.plans.rules import PlanState
from clinic.plans.schemas import NewPlanShape
from clinic.safety.schemas import NewScreenShape
from clinic.samples.rules import LoanState, UnitState
from clinic.samples.schemas.practitioners import NewPractitionerShape
from clinic.samples.schemas.requests import NewSampleRequestShape
from clinic.samples.schemas.stock import NewMassagerModelShape, NewSampleUnitShape
from clinic.store.base import Base
from clinic.store.database import db
from clinic.web.shapes import Shape
from clinic.work.journal import JournalEntry
from tests.conftest import SECRET, Client
from tests.example.conftest import AT_NOON, TODAY, Example, fresh_app, token_in

# what a reading of a record holds beyond what may be sent
_FINDING_ANSWERS = ("id", "trigger_point_id", "classification")


@pytest.fixture(scope="module")
def patients(example: Example) -> dict[str, Any]:
    found = example.owner.read("/patients?state=all&limit=200")["items"]
    return {patient["file_number"]: patient for patient in found}


def of(example: Example, patient: Any, what: str) -> list[Any]:
    """Answer what is held of a patient, oldest first."""
    items: list[Any] = example.owner.read(f"/patients/{patient['id']}/{what}?limit=200")["items"]
    return items[::-1]


def outcomes(example: Example, patient: Any) -> list[Any]:
    lines: list[Any] = example.owner.read(f"/patients/{patient['id']}/outcomes")["examinations"]
    return lines


def plans_of_all(example: Example, patients: dict[str, Any]) -> list[Any]:
    return [plan for patient in patients.values() for plan in of(example, patient, "home-plans")]


# -- the command --------------------------------------------------------------------
def test_a_telling_that_is_interrupted_says_so_in_one_line(example: Example) -> None:
    assert example.interrupted.exit_code == 1
    assert example.interrupted.stdout == ""
    lines = example.interrupted.stderr.strip().splitlines()
    assert len(lines) == 1
    assert "Run this again" in lines[0]


def test_the_command_prints_how_to_sign_in(example: Example) -> None:
    printed = example.first.stdout
    assert example.first.stderr == ""
    for colleague in TEAM:
        assert colleague.email in printed
        assert ", ".join(colleague.roles) in printed
    assert PASSWORD in printed
    assert "http://127.0.0.1:8000/api/v1/me" in printed
    curl = next(line for line in printed.splitlines() if "curl" in line)
    assert f"Bearer {token_in(example.first)}" in curl


def test_the_printed_token_is_the_owners(example: Example) -> None:
    me = example.owner.read("/me")
    assert me["clinic_slug"] == SLUG
    assert me["roles"] == ["clinician", "owner"]
    assert me["email"] == TEAM[0].email


def test_the_printed_password_opens_and_is_refused_to_everybody_else(example: Example) -> None:
    users = Base.metadata.tables["users"]
    assert len(PASSWORD) >= SHORTEST_PASSWORD
    told = password_problem(PASSWORD, email="ana@clinic.example", name="Ana")
    assert told is not None
    assert "example clinic" in told
    with example.app.app_context(), db.engine.connect() as connection:
        hashes = set(connection.scalars(select(users.c.password_hash)))
    assert len(hashes) == 1
    assert is_password(hashes.pop(), PASSWORD)


def test_a_second_run_changes_nothing_but_the_token(example: Example) -> None:
    before, old = rows(example.app), example.owner
    second = example.run("example")
    assert second.exit_code == 0, second.output
    after = rows(example.app)
    moving = {"access_tokens": 1, "audit_entries": 2}
    # one for the token that ends, one for the token that begins, and sign-ins by the way
    assert after["access_tokens"] - before["access_tokens"] == moving["access_tokens"]
    assert after["audit_entries"] - before["audit_entries"] == moving["audit_entries"]
    assert {t: n for t, n in after.items() if t not in moving} == {
        t: n for t, n in before.items() if t not in moving
    }
    assert old.get("/me").status_code == 401
    example.first = second
    assert example.owner.get("/me").status_code == 200


def rows(app: Flask) -> dict[str, int]:
    """Count the rows of every table."""
    with app.app_context(), db.engine.connect() as connection:
        return {
            name: connection.scalar(select(func.count()).select_from(each)) or 0
            for name, each in Base.metadata.tables.items()
        }


def test_somebody_elses_clinic_of_that_slug_is_left_alone(tmp_path: Path) -> None:
    app = fresh_app({"SECRET_KEY": SECRET}, tmp_path)

    def run(*words: str) -> Result:
        return app.test_cli_runner().invoke(args=list(words))

    assert run("clinic", "create", "--name", "Mine", "--slug", SLUG).exit_code == 0
    refused = run("example")
    assert refused.exit_code == 1
    assert "is not the example" in refused.stderr
    assert refused.stdout == ""


# -- the trail ----------------------------------------------------------------------
def is_home(entry: Any) -> bool:
    """Tell what a patient did at home, in the evening: people at work keep their hours."""
    return bool(entry.actor_kind == "patient")


def test_the_audit_trail_holds(example: Example) -> None:
    checked = example.run("audit", "verify")
    assert checked.exit_code == 0, checked.output


def test_the_trail_reads_true(example: Example) -> None:
    with example.app.app_context(), db.engine.connect() as connection:
        entries = Base.metadata.tables[JournalEntry.__tablename__]
        told = connection.execute(
            select(entries)
            .where(entries.c.request_id.startswith("example "))
            .where(entries.c.request_id != "example told to the end")
            .order_by(entries.c.chain, entries.c.seq)
        ).all()
    times = [entry.at.astimezone(ZONE) for entry in told]
    assert times == sorted(times)
    at_work = [at for at, entry in zip(times, told, strict=True) if not is_home(entry)]
    assert all(time(9) <= at.time() < time(17) and at.weekday() != 6 for at in at_work)
    assert all(at.date() < TODAY for at in times)
    assert len({entry.request_id for entry in told}) == len(told) > 400
    by_people = [e for e in told if e.event not in {"clinic.created", "user.enrolled"}]
    assert all(entry.user_id or is_home(entry) for entry in by_people)


# -- what is there --------------------------------------------------------------------
def test_it_is_a_small_practice(example: Example, patients: dict[str, Any]) -> None:
    owner = example.owner
    assert len(patients) == 40
    assert len(owner.read("/practitioners?limit=200")["items"]) == 12
    assert len(owner.read("/sample-units?limit=200")["items"]) == 8
    assert len(owner.read("/users")["items"]) == 4
    assert Counter(p["state"] for p in patients.values()) == {"active": 39, "archived": 1}
    assert owner.read("/clinic")["phone"].startswith("03 5550 ")


def test_there_are_loans_in_every_state_and_one_is_overdue(example: Example) -> None:
    loans = example.owner.read("/loans?limit=200")["items"]
    assert {loan["state"] for loan in loans} == {state.value for state in LoanState}
    overdue = example.owner.read("/loans?overdue=true")["items"]
    assert len(overdue) == 1
    assert overdue[0]["state"] == "on_trial"
    assert date.fromisoformat(overdue[0]["due_on"]) < TODAY


def test_a_waiting_list_has_formed(example: Example) -> None:
    requests = example.owner.read("/sample-requests?limit=200")["items"]
    waiting = [r for r in requests if r["state"] == "waitlisted"]
    assert sorted(r["waiting_position"] for r in waiting) == [1, 1, 2]
    assert {"submitted", "declined", "withdrawn", "fulfilled"} <= {r["state"] for r in requests}
    units = example.owner.read("/sample-units?limit=200")["items"]
    assert UnitState.AVAILABLE not in {unit["state"] for unit in units}


def test_an_incident_keeps_a_unit_back(example: Example) -> None:
    incidents = example.owner.read("/incidents")["items"]
    assert [incident["state"] for incident in incidents] == ["open"]


def test_plans_are_in_every_state(example: Example, patients: dict[str, Any]) -> None:
    plans = plans_of_all(example, patients)
    assert {plan["state"] for plan in plans} == {state.value for state in PlanState}
    active = [plan for plan in plans if plan["state"] == "active"]
    assert not [w for plan in active for w in plan["warnings"] if w["blocks"]]
    assert any(date.fromisoformat(plan["review_on"]) > TODAY for plan in active)


def test_handouts_are_archived_and_one_is_in_large_print(
    example: Example, patients: dict[str, Any]
) -> None:
    handouts = [h for p in patients.values() for h in of(example, p, "handouts")]
    assert len({h["patient_id"] for h in handouts}) >= 2
    assert Counter(h["layout"] for h in handouts) == {"standard": 2, "large_print": 1}
    large = next(h for h in handouts if h["layout"] == "large_print")
    assert large["patient_id"] == patients["1007"]["id"]
    pdf = example.owner.get(f"/handouts/{large['id']}.pdf")
    assert pdf.data.startswith(b"%PDF")


# -- the patients whose stories are told at length --------------------------------------
def test_the_shoulders_pain_falls_before_its_points_do(
    example: Example, patients: dict[str, Any]
) -> None:
    lines = outcomes(example, patients["1001"])
    assert len(lines) == 6
    seen = [datetime.fromisoformat(line["examined_at"]).astimezone(ZONE) for line in lines]
    assert seen[-1].date() - seen[0].date() == timedelta(weeks=12)
    pain = [line["pain_now"] for line in lines]
    left = [line["points_remaining"] for line in lines]
    active = [line["points_active"] for line in lines]
    assert pain == sorted(pain, reverse=True)
    assert active == sorted(active, reverse=True)
    assert left == sorted(left, reverse=True)
    quiet = pain.index(1)
    assert left[quiet] == left[0]
    assert left[-1] < left[0]
    assert active[quiet] == 0


def test_another_examiner_once_is_not_compared(example: Example, patients: dict[str, Any]) -> None:
    reasons = [r for p in patients.values() for line in outcomes(example, p)
               for r in line["not_comparable_because"]]  # fmt: skip
    assert reasons.count("examiner") == 1
    shoulder = outcomes(example, patients["1001"])
    assert [line["comparable"] for line in shoulder] == [True, True, True, True, False, True]


def test_some_points_are_eliminated_and_one_came_back(
    example: Example, patients: dict[str, Any]
) -> None:
    shoulder = of(example, patients["1001"], "trigger-points")
    gone = {(p["muscle"], p["side"]) for p in shoulder if p["state"] == "eliminated"}
    assert gone == {("deltoid", "right"), ("teres-minor", "right"), ("trapezius-upper", "right")}
    again = [
        (patient["file_number"], point["muscle"], point["side"], point["reactivations"])
        for patient in patients.values()
        for point in of(example, patient, "trigger-points")
        if point["reactivations"]
    ]
    assert again == [("1005", "trapezius-upper", "left", 1)]


def test_a_leg_that_looks_like_sciatica_is_followed(
    example: Example, patients: dict[str, Any]
) -> None:
    first = of(example, patients["1002"], "examinations")[0]
    deep = next(f for f in first["findings"] if f["muscle"] == "gluteus-minimus")
    assert deep["classification"]["class"] == "active_probable"
    assert "ankle-outer" in deep["referral"]["zones"]
    assert first["red_flags"] == []


def test_the_headaches_plan_rests(example: Example, patients: dict[str, Any]) -> None:
    plan = of(example, patients["1003"], "home-plans")[0]
    assert (plan["state"], plan["pause_cause"]) == ("paused", "clinician")


def test_a_clot_blocks_the_plan(example: Example, patients: dict[str, Any]) -> None:
    screen = of(example, patients["1004"], "safety-screens")[-1]
    assert screen["outcome"] == "blocked"
    plan = of(example, patients["1004"], "home-plans")[0]
    assert plan["state"] == "draft"
    assert example.owner.post(f"/home-plans/{plan['id']}/prescribe").status_code == 409


def test_a_red_flag_paused_the_plan(example: Example, patients: dict[str, Any]) -> None:
    plan = of(example, patients["1006"], "home-plans")[0]
    assert (plan["state"], plan["pause_cause"]) == ("paused", "red_flag")
    last = of(example, patients["1006"], "examinations")[-1]
    assert "saddle-numbness" in last["red_flags"]


def test_one_examination_is_voided_and_one_amended(
    example: Example, patients: dict[str, Any]
) -> None:
    voided = of(example, patients["1009"], "examinations")[1]
    assert voided["state"] == "voided"
    assert not [
        p for p in of(example, patients["1009"], "trigger-points") if "vastus" in p["muscle"]
    ]
    amended = of(example, patients["1010"], "examinations")[0]
    assert amended["version"] == 2
    assert {p["side"] for p in of(example, patients["1010"], "trigger-points")} == {"left"}


def test_a_draft_waits_to_be_signed(example: Example, patients: dict[str, Any]) -> None:
    assert [e["state"] for e in of(example, patients["1013"], "examinations")] == ["draft"]


def test_a_course_of_care_is_closed_with_everything_clear(
    example: Example, patients: dict[str, Any]
) -> None:
    points = of(example, patients["1014"], "trigger-points")
    assert {point["state"] for point in points} == {"eliminated"}
    plans = of(example, patients["1014"], "home-plans")
    assert [plan["phase"] for plan in plans] == ["treat", "maintain"]


# -- the words ----------------------------------------------------------------------------
def sendable(shape: Shape, answer: dict[str, Any]) -> dict[str, Any]:
    """Answer what of a reading could be sent again."""
    return {name: answer[name] for name in shape.fields if name in answer}


@pytest.fixture(scope="module")
def records(example: Example, patients: dict[str, Any]) -> list[tuple[Shape, dict[str, Any]]]:
    return list(all_records(example, patients))


def all_records(
    example: Example, patients: dict[str, Any]
) -> Iterator[tuple[Shape, dict[str, Any]]]:
    """Answer everything that was told, with the shape in which it could have been sent."""
    owner = example.owner
    for patient in patients.values():
        yield NewPatientShape(), patient
        for shape, what in (
            (NewEpisodeShape(), "episodes"),
            (NewConsentShape(), "consents"),
            (NewScreenShape(), "safety-screens"),
            (NewPlanShape(), "home-plans"),
        ):
            for answer in of(example, patient, what):
                yield shape, answer
        for answer in of(example, patient, "examinations"):
            findings = [
                {k: v for k, v in finding.items() if k not in _FINDING_ANSWERS}
                for finding in answer["findings"]
            ]
            yield DraftShape(), {**answer, "findings": findings}
    for shape, what in (
        (NewPractitionerShape(), "practitioners"),
        (NewMassagerModelShape(), "massager-models"),
        (NewSampleUnitShape(), "sample-units"),
        (NewSampleRequestShape(), "sample-requests"),
        (NewIncidentShape(), "incidents"),
    ):
        for answer in owner.read(f"/{what}?limit=200")["items"]:
            yield shape, answer


def test_all_of_it_could_have_been_sent_through_the_api(
    records: list[tuple[Shape, dict[str, Any]]],
) -> None:
    kinds: Counter[str] = Counter()
    for shape, answer in records:
        sent = sendable(shape, answer)
        assert shape.validate(sent) == {}, sent
        kinds[type(shape).__name__] += 1
    assert len(kinds) == 11
    assert kinds["DraftShape"] >= 75


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


def test_no_word_of_it_claims_what_may_not_be_claimed(
    records: list[tuple[Shape, dict[str, Any]]],
) -> None:
    for shape, answer in records:
        told = {k: v for k, v in sendable(shape, answer).items() if k not in {"phase", "advice"}}
        for text in texts(told):
            assert banned_claims(text) == (), text
            assert text == unicodedata.normalize("NFC", text.strip())


def test_nobody_can_be_reached(example: Example, patients: dict[str, Any]) -> None:
    """All numbers and addresses lie where nobody ever is (ACMA's and IANA's for fiction)."""
    people = [*patients.values(), *example.owner.read("/practitioners?limit=200")["items"]]
    phones = [person["phone"] for person in people]
    assert len(set(phones)) == len(phones)
    for person in people:
        assert re.fullmatch(r"0491 57\d \d{3}|03 5550 \d{4}", person["phone"])
        assert re.fullmatch(r"|.+@([a-z-]+\.example|example\.org)", person["email"])


def test_reception_finds_the_patients_by_name(example: Example) -> None:
    assert AT_NOON.astimezone(ZONE).date() == TODAY
    owner: Client = example.owner
    found = owner.read("/patients?q=kostas")["items"]
    assert [patient["file_number"] for patient in found] == ["1001"]
    assert owner.read("/patients?q=pham")["items"][0]["file_number"] == "1016"


def test_patients_tell_from_home_and_one_ticked_a_stop_sign(
    example: Example, patients: dict[str, Any]
) -> None:
    for file, count in (("1001", 11), ("1002", 5), ("1007", 4)):
        told = of(example, patients[file], "check-ins")
        assert len(told) == count
        assert {row["source"] for row in told} == {"page"}
        adherence = example.owner.read(f"/patients/{patients[file]['id']}/outcomes")["adherence"]
        assert adherence["days_told"] == count
        assert adherence["days_told"] < adherence["days_planned"]
        assert 0 < adherence["share"] < 1
    plan = of(example, patients["1007"], "home-plans")[0]
    assert (plan["state"], plan["pause_cause"]) == ("paused", "stop_sign")
