"""One work is one transaction: committed once and whole with its entry, or nothing at all."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, delete, event, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from clinic.patients.models import Episode, Patient, PatientKey
from clinic.patients.rules import Sex
from clinic.rulebook.actor import NOBODY
from clinic.rulebook.refusals import Busy, Conflict, NotFound
from clinic.store.base import new_id
from clinic.store.database import db, engine_options, prepare
from clinic.work.door import begin_work, perform
from clinic.work.journal import JournalEntry
from clinic.work.unit import UnrecordedWrite, Work
from tests.builders import a_patient
from tests.conftest import NOON, Cast, house_of, work_in

COLUMNS: dict[str, Any] = {
    "given_name": "Ada",
    "family_name": "Byron",
    "date_of_birth": date(1980, 3, 14),
    "sex": Sex.FEMALE,
    "address": {},
}


def names(cast: Cast) -> list[str]:
    with work_in(cast) as work:
        return sorted(work.session.scalars(select(Patient.given_name)))


def entries(cast: Cast) -> int:
    with work_in(cast) as work:
        mine = select(func.count()).where(JournalEntry.chain == cast.id)
        return work.session.scalar(mine) or 0


def test_a_work_commits_once_with_its_entry(clinic: Cast) -> None:
    before = entries(clinic)
    commits: list[object] = []

    def note(connection: object) -> None:
        commits.append(connection)

    with clinic.app.app_context():
        event.listen(db.engine, "commit", note)
    with work_in(clinic) as work:
        work.record("patient.created", work.new(Patient, **COLUMNS))
    with clinic.app.app_context():
        event.remove(db.engine, "commit", note)
    assert len(commits) == 1
    assert names(clinic) == ["Ada"]
    assert entries(clinic) == before + 1


def test_rows_that_changed_without_an_entry_are_rolled_back(clinic: Cast) -> None:
    eve = a_patient(clinic.reception, given_name="Eve")["id"]
    clinic.clinician.make(f"/patients/{eve}/episodes", {"title": "x"})
    with pytest.raises(UnrecordedWrite), work_in(clinic) as work:
        work.new(Patient, **COLUMNS)
    with pytest.raises(UnrecordedWrite), work_in(clinic) as work:
        work.session.scalars(select(Patient)).one().given_name = "Mallory"
    with pytest.raises(UnrecordedWrite), work_in(clinic) as work:
        work.session.execute(update(Patient).values(given_name="Mallory"))
    with pytest.raises(UnrecordedWrite), work_in(clinic) as work:
        work.session.execute(delete(PatientKey))
    with pytest.raises(UnrecordedWrite), work_in(clinic) as work:
        made = {"id": new_id(NOON), "clinic_id": clinic.id, "created_at": NOON, "version": 1}
        work.session.execute(insert(Patient), [made | COLUMNS | {"state": "active"}])
    with pytest.raises(UnrecordedWrite), work_in(clinic) as work:
        work.session.delete(work.session.scalars(select(Episode)).one())
    assert names(clinic) == ["Eve"]
    assert len(clinic.clinician.read(f"/patients/{eve}/episodes")["items"]) == 1


def test_a_deed_that_fails_leaves_neither_rows_nor_entry(clinic: Cast) -> None:
    before = entries(clinic)
    later: list[str] = []
    with pytest.raises(ZeroDivisionError), work_in(clinic) as work:
        work.record("patient.created", work.new(Patient, **COLUMNS))
        work.session.flush()
        work.afterwards(lambda: later.append("done"))
        _ = 1 / 0
    assert names(clinic) == []
    assert entries(clinic) == before
    assert later == []


def test_what_waits_for_the_commit_is_done_after_it(clinic: Cast) -> None:
    seen: list[list[str]] = []
    with work_in(clinic) as work:
        work.record("patient.created", work.new(Patient, **COLUMNS))
        work.afterwards(lambda: seen.append(names(clinic)))
    assert seen == [["Ada"]]


def test_a_work_is_recorded_once(clinic: Cast) -> None:
    with pytest.raises(RuntimeError), work_in(clinic) as work:
        work.record("patient.read")
        work.record("patient.read")
    with pytest.raises(RuntimeError), work_in(clinic) as work:
        work.also("loan.made", work.new(Patient, **COLUMNS))


def test_consequences_follow_in_the_same_transaction(clinic: Cast) -> None:
    def fail(_work: Work, **facts: str) -> None:
        raise ValueError(facts["who"])

    with pytest.raises(ValueError, match="Ada"), work_in(clinic) as work:
        work.consequences = {"patient.created": [fail]}
        work.record("patient.created", work.new(Patient, **COLUMNS))
        work.tell("something.else", who="nobody")
        work.tell("patient.created", who="Ada")
    assert names(clinic) == []


# -- the scope --------------------------------------------------------------
def test_rows_of_another_clinic_are_not_there(clinic: Cast, other_clinic: Cast) -> None:
    mine = a_patient(clinic.reception, given_name="Mine")["id"]
    theirs = a_patient(other_clinic.reception, given_name="Theirs")["id"]
    clinic.clinician.make(f"/patients/{mine}/episodes", {"title": "x"})
    other_clinic.clinician.make(f"/patients/{theirs}/episodes", {"title": "x"})
    with work_in(clinic) as work:
        session = work.session
        assert session.scalars(select(Patient.id)).all() == [mine]
        assert session.scalars(select(Patient)).one().id == mine
        assert session.get(Patient, theirs) is None
        assert session.scalar(select(func.count()).select_from(Patient)) == 1
        assert session.scalar(select(func.count(Patient.id))) == 1
        joined = select(Episode.id, Patient.id).join(Patient, Patient.id == Episode.patient_id)
        assert [row[1] for row in session.execute(joined)] == [mine]
        inside = select(Episode).where(Episode.patient_id.in_(select(Patient.id)))
        assert len(session.scalars(inside).all()) == 1
        outer = select(Episode.id, Patient.id).outerjoin(Patient, Patient.id == theirs)
        assert [row[1] for row in session.execute(outer)] == [None]
        both = select(Patient.id).union_all(select(Patient.id))
        assert session.scalars(both).all() == [mine, mine]
        exists = select(Patient.id).where(Patient.id == theirs).exists()
        assert session.scalar(select(exists)) is False
        with pytest.raises(NotFound):
            work.find(Patient, theirs)
        with pytest.raises(NotFound):
            work.claim(Patient, theirs)


def test_updates_and_deletes_stop_at_the_clinics_door(clinic: Cast, other_clinic: Cast) -> None:
    theirs = a_patient(other_clinic.reception, given_name="Theirs")["id"]
    a_patient(clinic.reception, given_name="Mine")
    with work_in(clinic) as work:
        work.session.execute(update(Patient).values(given_name="Changed"))
        work.session.execute(update(Patient).where(Patient.id == theirs).values(note="seen"))
        work.session.execute(delete(Episode))
        work.record("patient.changed")
    assert names(clinic) == ["Changed"]
    assert names(other_clinic) == ["Theirs"]
    assert other_clinic.reception.read(f"/patients/{theirs}")["note"] == ""


def test_no_row_can_be_put_into_another_clinic(clinic: Cast, other_clinic: Cast) -> None:
    foreign = {"id": new_id(NOON), "clinic_id": other_clinic.id, "created_at": NOON, "version": 1}
    row = foreign | COLUMNS | {"state": "active"}
    with pytest.raises(PermissionError), work_in(clinic) as work:
        work.session.add(Patient(**row))
        work.record("patient.created")
    with pytest.raises(PermissionError), work_in(clinic) as work:
        work.session.execute(insert(Patient), [row])
    with pytest.raises(PermissionError), work_in(clinic) as work:
        work.session.execute(insert(Patient).values(**row))
    with pytest.raises(PermissionError), work_in(clinic) as work:
        mine = work.new(Patient, **COLUMNS)
        work.session.flush()
        mine.clinic_id = other_clinic.id
        work.record("patient.changed")
    assert names(clinic) == names(other_clinic) == []


def test_nobody_sees_no_clinics_rows_and_the_next_actor_sees_their_own(clinic: Cast) -> None:
    a_patient(clinic.reception)
    for _ in range(2):
        with clinic.app.app_context(), begin_work(house_of(clinic.app).workshop, NOBODY) as work:
            assert work.session.scalars(select(Patient)).all() == []
        assert len(names(clinic)) == 1


def test_a_reference_into_another_clinic_is_refused_by_the_database(
    clinic: Cast, other_clinic: Cast
) -> None:
    theirs = a_patient(other_clinic.reception)["id"]
    with pytest.raises(IntegrityError), work_in(clinic) as work:
        work.new(Episode, patient_id=theirs, title="x", opened_on=date(2026, 11, 20))
        work.session.flush()


# -- races ------------------------------------------------------------------
def test_a_lost_race_is_run_again_and_then_tells_the_truth(clinic: Cast) -> None:
    patient_id = a_patient(clinic.reception)["id"]
    tries: list[int] = []

    def rename(work: Work) -> str:
        """Read, be overtaken the first time, and write."""
        patient = work.find(Patient, patient_id)
        tries.append(patient.version)
        work.change(patient, {"note": f"{patient.note}."})
        work.record("patient.changed", patient)
        return patient.note

    with clinic.app.app_context():
        workshop = house_of(clinic.app).workshop
        actor = work_actor(clinic)
        with ThreadPoolExecutor(4) as threads:
            done = list(
                threads.map(in_app(clinic, lambda: perform(workshop, actor, rename)), range(4))
            )
    assert sorted(done) == [".", "..", "...", "...."]


def work_actor(cast: Cast) -> Any:
    with work_in(cast) as work:
        return work.actor


def in_app(cast: Cast, deed: Any) -> Any:
    def run(_number: int) -> Any:
        with cast.app.app_context():
            return deed()

    return run


def test_a_rule_of_the_database_that_refuses_is_a_conflict(clinic: Cast) -> None:
    def twice(work: Work) -> None:
        for _ in range(2):
            work.session.add(Patient(id="0", clinic_id=clinic.id, created_at=NOON, **COLUMNS))
            work.session.flush()
            work.session.expunge_all()

    with clinic.app.app_context(), pytest.raises(Conflict):
        perform(house_of(clinic.app).workshop, work_actor(clinic), twice)


@contextmanager
def impatient_engine(cast: Cast) -> Iterator[Engine]:
    """The app's database, asked by somebody who waits 50 milliseconds and no longer."""
    url = cast.app.config["SQLALCHEMY_DATABASE_URI"]
    options = engine_options(url)
    if url.startswith("postgresql"):
        options["connect_args"]["options"] += " -c lock_timeout=50"
    engine = create_engine(url, **options)
    prepare(engine)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda c, _: c.execute("PRAGMA busy_timeout=50"))
    yield engine
    engine.dispose()


def test_a_database_that_others_hold_too_long_is_busy_not_broken(clinic: Cast) -> None:
    patient_id = a_patient(clinic.reception)["id"]
    actor = work_actor(clinic)
    with work_in(clinic) as work, impatient_engine(clinic) as engine:
        work.claim(Patient, patient_id)
        with clinic.app.app_context(), pytest.raises(Busy) as busy:
            perform(
                house_of(clinic.app).workshop,
                actor,
                lambda other: other.claim(Patient, patient_id),
                engine=engine,
            )
    assert busy.value.status == 503
