"""The audit trail: a chain that only grows, and that betrays whatever is done to it."""

import hashlib
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DBAPIError

from clinic.rulebook.actor import command
from clinic.store.base import new_id
from clinic.work.door import Workshop, begin_work, perform
from clinic.work.journal import (
    SYSTEM_CHAIN,
    Anchors,
    Fault,
    JournalEntry,
    JournalHead,
    chain_key,
    faults,
    seal,
)
from clinic.work.unit import Caller, Work
from tests.builders import a_patient
from tests.conftest import (
    NOON,
    SECRET,
    Cast,
    house_of,
    migrated_app,
    on_postgresql,
    settings_of,
    work_in,
)
from tests.store.owner import owner_of

KEY = chain_key(SECRET)
ENTRIES: Any = JournalEntry.__table__
HEADS: Any = JournalHead.__table__


@pytest.fixture(scope="module")
def app(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Flask]:
    """An app with a short trail: each of these tests reads all of it."""
    environ = settings_of("journal", request)
    with migrated_app(environ, tmp_path_factory.mktemp("journal")) as app:
        yield app


@contextmanager
def burglar(cast: Cast) -> Iterator[Connection]:
    """Somebody who holds the database itself, and takes the locks off first."""
    with owner_of(cast.app) as connection:
        if on_postgresql():
            connection.exec_driver_sql("ALTER TABLE audit_entries DISABLE TRIGGER ALL")
            yield connection
            connection.exec_driver_sql("ALTER TABLE audit_entries ENABLE TRIGGER ALL")
            return
        triggers = connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE type='trigger' AND tbl_name='audit_entries'"
        ).all()
        for trigger in triggers:
            connection.exec_driver_sql(f"DROP TRIGGER {trigger.name}")
        yield connection
        for trigger in triggers:
            connection.exec_driver_sql(trigger.sql)


@pytest.fixture
def chain(clinic: Cast) -> Iterator[str]:
    """A chain of 12 entries; whatever a test does to it is undone, for the tests to come."""
    chain = new_id(NOON)
    for number in range(12):
        add_to(clinic, chain, number)
    with owner_of(clinic.app) as connection:
        kept = [dict(row) for row in connection.execute(entries_of(chain)).mappings()]
        head = dict(
            connection.execute(HEADS.select().where(HEADS.c.chain == chain)).mappings().one()
        )
    yield chain
    with burglar(clinic) as connection:
        connection.execute(text("DELETE FROM audit_entries WHERE chain=:c"), {"c": chain})
        connection.execute(text("DELETE FROM audit_heads WHERE chain=:c"), {"c": chain})
        connection.execute(ENTRIES.insert(), kept)
        connection.execute(HEADS.insert(), [head])
    assert found_in(clinic, chain) == []


def add_to(cast: Cast, chain: str, number: int = 0, caller: Caller | None = None) -> None:
    def note(work: Work) -> None:
        work.record("patient.opened", fields=["note"], number=number)

    with cast.app.app_context():
        perform(house_of(cast.app).workshop, command(chain), note, caller=caller)


def entries_of(chain: str) -> Any:
    return ENTRIES.select().where(ENTRIES.c.chain == chain).order_by(ENTRIES.c.seq)


def found_in(
    cast: Cast, chain: str, anchors: dict[str, tuple[int, str]] | None = None
) -> list[Fault]:
    with work_in(cast) as work:
        return [f for f in faults(work.session, KEY, anchors or {}) if f.chain == chain]


def entry_at(cast: Cast, chain: str, seq: int) -> Any:
    with owner_of(cast.app) as connection:
        return connection.execute(entries_of(chain).where(ENTRIES.c.seq == seq)).mappings().one()


def test_an_untouched_chain_holds(clinic: Cast, chain: str) -> None:
    last = entry_at(clinic, chain, 12)
    assert found_in(clinic, chain) == []
    assert found_in(clinic, chain, {chain: (12, last["mac"])}) == []


ANOTHER_ID = "0193a5f0-3f00-7000-8000-0000000000ff"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("event", "patient.read"),
        ("outcome", "refused"),
        ("user_id", ANOTHER_ID),
        ("token_id", ANOTHER_ID),
        ("address", "10.0.0.1"),
        ("request_id", "x"),
        ("subject_id", ANOTHER_ID),
        ("subject_kind", "loans"),
        ("patient_id", ANOTHER_ID),
        ("actor_kind", "token"),
        ("previous", "0" * 64),
        ("mac", "0" * 64),
        ("id", ANOTHER_ID),
        ("details", '{"fields": ["name"], "number": 6}'),
        ("at", "2026-11-20 01:00:00.000001"),
        ("seq", "70"),
    ],
)
def test_every_edit_is_found(clinic: Cast, chain: str, column: str, value: str) -> None:
    seq = 7
    with burglar(clinic) as connection:
        connection.execute(
            text(f"UPDATE audit_entries SET {column}=:v WHERE chain=:c AND seq=:s"),  # noqa: S608
            {"v": int(value) if column == "seq" else value, "c": chain, "s": seq},
        )
    assert {seq, seq + 1} & {fault.seq for fault in found_in(clinic, chain)}


def test_an_edit_that_was_stamped_anew_without_the_key_is_found(clinic: Cast, chain: str) -> None:
    """The burglar knows the whole scheme, the code and the rows: all but the key."""
    with burglar(clinic) as connection:
        rows = [dict(r) for r in connection.execute(entries_of(chain)).mappings()]
        previous = rows[5]["mac"]
        for row in rows[6:]:
            row["event"] = "patient.read"
            row["previous"] = previous
            plain = {k: v for k, v in row.items() if k != "mac"}
            body = json.dumps(plain, sort_keys=True, separators=(",", ":"), default=str)
            previous = row["mac"] = hashlib.sha256(body.encode()).hexdigest()
            connection.execute(
                text(
                    "UPDATE audit_entries SET event=:event, previous=:previous, mac=:mac "
                    "WHERE id=:id"
                ),
                {k: row[k] for k in ("event", "previous", "mac", "id")},
            )
        connection.execute(
            text("UPDATE audit_heads SET mac=:m WHERE chain=:c"), {"m": previous, "c": chain}
        )
    assert {fault.seq for fault in found_in(clinic, chain)} == {7, 8, 9, 10, 11, 12}


def test_a_stamp_made_with_another_key_is_found(clinic: Cast, chain: str) -> None:
    row = entry_at(clinic, chain, 4)
    forged = JournalEntry(**dict(row))
    forged.event = "patient.read"
    with burglar(clinic) as connection:
        connection.execute(
            text("UPDATE audit_entries SET event=:e, mac=:m WHERE id=:i"),
            {"e": forged.event, "m": seal(forged, chain_key("another secret")), "i": row["id"]},
        )
    assert {fault.seq for fault in found_in(clinic, chain)} >= {4}


@pytest.mark.parametrize("gone", [[1], [5], [5, 6, 7], [1, 2, 3]])
def test_a_gap_is_found(clinic: Cast, chain: str, gone: list[int]) -> None:
    with burglar(clinic) as connection:
        for seq in gone:
            connection.execute(
                text("DELETE FROM audit_entries WHERE chain=:c AND seq=:s"), {"c": chain, "s": seq}
            )
    (fault,) = found_in(clinic, chain)
    assert fault.seq == gone[-1] + 1
    assert "missing" in fault.what


def test_a_gap_that_was_closed_by_counting_anew_is_found(clinic: Cast, chain: str) -> None:
    with burglar(clinic) as connection:
        connection.execute(text("DELETE FROM audit_entries WHERE chain=:c AND seq=5"), {"c": chain})
        for seq in range(6, 13):
            connection.execute(
                text("UPDATE audit_entries SET seq=:n WHERE chain=:c AND seq=:s"),
                {"n": seq - 1, "c": chain, "s": seq},
            )
        connection.execute(text("UPDATE audit_heads SET seq=11 WHERE chain=:c"), {"c": chain})
    assert 5 in {fault.seq for fault in found_in(clinic, chain)}


def test_swapped_rows_are_found(clinic: Cast, chain: str) -> None:
    with burglar(clinic) as connection:
        for old, new in ((3, 100), (8, 3), (100, 8)):
            connection.execute(
                text("UPDATE audit_entries SET seq=:n WHERE chain=:c AND seq=:s"),
                {"n": new, "c": chain, "s": old},
            )
    assert {3, 8} <= {fault.seq for fault in found_in(clinic, chain)}


def test_a_doubled_row_is_refused_or_found(clinic: Cast, chain: str) -> None:
    row = dict(entry_at(clinic, chain, 12))
    with burglar(clinic) as connection:
        connection.execute(
            ENTRIES.insert(),
            [row | {"id": new_id(NOON), "seq": 13, "previous": row["mac"]}],
        )
    assert {fault.seq for fault in found_in(clinic, chain)} >= {13}


def test_a_cut_tail_is_found_by_its_head(clinic: Cast, chain: str) -> None:
    with burglar(clinic) as connection:
        connection.execute(text("DELETE FROM audit_entries WHERE chain=:c AND seq>9"), {"c": chain})
    assert [fault.seq for fault in found_in(clinic, chain)] == [12]


def test_a_cut_tail_with_its_head_put_back_is_found_by_what_was_written_down(
    clinic: Cast, chain: str
) -> None:
    last, ninth = entry_at(clinic, chain, 12), entry_at(clinic, chain, 9)
    with burglar(clinic) as connection:
        connection.execute(text("DELETE FROM audit_entries WHERE chain=:c AND seq>9"), {"c": chain})
        connection.execute(
            text("UPDATE audit_heads SET seq=9, mac=:m WHERE chain=:c"),
            {"m": ninth["mac"], "c": chain},
        )
    assert found_in(clinic, chain) == []
    (fault,) = found_in(clinic, chain, {chain: (12, last["mac"])})
    assert fault.seq == 12


def test_a_chain_that_is_gone_altogether_is_found_by_what_was_written_down(
    clinic: Cast, chain: str
) -> None:
    last = entry_at(clinic, chain, 12)
    with burglar(clinic) as connection:
        connection.execute(text("DELETE FROM audit_entries WHERE chain=:c"), {"c": chain})
        connection.execute(text("DELETE FROM audit_heads WHERE chain=:c"), {"c": chain})
    (fault,) = found_in(clinic, chain, {chain: (12, last["mac"])})
    assert "gone" in fault.what


def test_another_history_that_reaches_the_same_number_is_found(clinic: Cast, chain: str) -> None:
    assert found_in(clinic, chain, {chain: (12, "0" * 64)})


def test_a_missing_head_is_found(clinic: Cast, chain: str) -> None:
    with burglar(clinic) as connection:
        connection.execute(text("DELETE FROM audit_heads WHERE chain=:c"), {"c": chain})
    assert found_in(clinic, chain)


# -- what the database itself refuses ---------------------------------------
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entries SET event='x' WHERE chain=:c",
        "UPDATE audit_entries SET event=event WHERE chain=:c",
        "DELETE FROM audit_entries WHERE chain=:c",
        "DELETE FROM audit_entries",
        "INSERT OR REPLACE INTO audit_entries SELECT * FROM audit_entries WHERE chain=:c",
        "REPLACE INTO audit_entries SELECT * FROM audit_entries WHERE chain=:c",
        "UPDATE OR REPLACE audit_entries SET seq=2 WHERE chain=:c AND seq=1",
        "TRUNCATE audit_entries",
    ],
)
def test_the_trail_only_grows(clinic: Cast, statement: str) -> None:
    a_patient(clinic.reception)
    before = [dict(e) for e in clinic.owner.read("/audit-entries?limit=200")["items"]]
    with pytest.raises(DBAPIError), owner_of(clinic.app) as connection:
        sent = {"c": clinic.id} if ":c" in statement else {}
        connection.execute(text(statement), sent)
    after = clinic.owner.read("/audit-entries?limit=200")["items"]
    assert after[-len(before) :] == before


def test_concurrent_entries_form_one_chain(clinic: Cast) -> None:
    """Also the first entries of a chain that does not exist yet."""
    new_chain = new_id(NOON)
    workshop = house_of(clinic.app).workshop

    def add(number: int) -> None:
        with clinic.app.app_context():
            perform(workshop, command(new_chain), lambda w: w.record("x.done", number=number))

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(add, range(30)))
    with work_in(clinic) as work:
        rows = work.session.scalars(
            select(JournalEntry).where(JournalEntry.chain == new_chain).order_by(JournalEntry.seq)
        ).all()
        assert [row.seq for row in rows] == list(range(1, 31))
        assert {row.details["number"] for row in rows} == set(range(30))
        assert [f for f in faults(work.session, KEY, {}) if f.chain == new_chain] == []


# -- heads written down outside ---------------------------------------------
def an_entry(seq: int, minutes: float = 0) -> JournalEntry:
    at = NOON + timedelta(minutes=minutes)
    return JournalEntry(chain="c", seq=seq, mac=f"{seq:064x}", at=at)


def test_heads_are_written_down_at_the_first_every_hundredth_and_every_five_minutes(
    tmp_path: Path,
) -> None:
    anchors = Anchors(tmp_path / "kept" / "anchors.txt")
    written = []
    for seq in range(1, 251):
        anchors.note(an_entry(seq))
        written.append(anchors.read()["c"][0])
    assert sorted(set(written)) == [1, 100, 200]
    anchors.note(an_entry(251, minutes=4.9))
    assert anchors.read()["c"][0] == 200
    anchors.note(an_entry(252, minutes=5.1))
    assert anchors.read()["c"] == (252, f"{252:064x}")
    anchors.note(an_entry(253, minutes=6))
    assert anchors.read()["c"][0] == 252


def test_the_file_of_heads_is_for_its_owner_alone_and_only_grows(tmp_path: Path) -> None:
    file = tmp_path / "kept" / "anchors.txt"
    Anchors(file).note(an_entry(1))
    first = file.read_bytes()
    Anchors(file).note(an_entry(100))
    assert file.read_bytes().startswith(first)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_no_file_of_heads_is_an_empty_one_and_a_damaged_one_is_a_fault(
    tmp_path: Path, clinic: Cast
) -> None:
    assert Anchors(tmp_path / "none").read() == {}
    file = tmp_path / "anchors.txt"
    file.write_text(f"c 1 {1:064x}\nc two\n")
    read = Anchors(file).read()
    assert read["c"] == (1, f"{1:064x}")
    with work_in(clinic) as work:
        told = {f.chain for f in faults(work.session, KEY, read)}
    assert "c" in told
    assert len(told) == 2


# -- what is written in it ---------------------------------------------------
TYPED = {
    "given_name": "Wilhelmina",
    "family_name": "Featherstonehaugh",
    "preferred_name": "Billie",
    "phone": "0491 570 156",
    "email": "billie.f@example.org",
    "file_number": "QX-77",
    "note": "Fear of needles and of thunder",
    "address": {"line1": "7 Quince Alley", "suburb": "Wombat Flat"},
}
CARE = {
    "title": "Frozen shoulder on the left",
    "explained": "Told about bruises and soreness",
}


def journey(cast: Cast) -> str:
    """Make, find, read, change, archive, and be refused."""
    patient = a_patient(cast.reception, **TYPED)["id"]
    at = f"/patients/{patient}"
    for word in ("Wilhelmina", "0491570156", "1980-03-14", "QX-77"):
        cast.reception.read(f"/patients?q={word}")
    cast.reception.patch(at, {"note": "Fear of needles and of thunder and mice", "phone": None})
    episode = cast.clinician.make(f"{at}/episodes", {"title": CARE["title"]})["id"]
    cast.clinician.patch(f"/episodes/{episode}", {"title": "Frozen shoulder, thawing"})
    cast.clinician.make(f"{at}/consents", {"kind": "photos", "explained": CARE["explained"]})
    cast.reception.post(f"{at}/archive")
    cast.reception.post(f"{at}/archive")
    cast.reception.post("/patients", {"given_name": "Wilhelmina", "Featherstonehaugh": 1})
    cast.reception.get("/patients/Featherstonehaugh")
    cast.reception.get("/Featherstonehaugh?q=Wilhelmina")
    cast.reception.send("Wilhelmina", at)
    cast.reception.get("/patients?Wilhelmina=1")
    cast.reception.get(at, headers={"Authorization": "Bearer Wilhelmina"})
    cast.reception.post("/patients", TYPED, headers={"Idempotency-Key": "Wilhelmina"})
    return str(patient)


def test_nothing_anybody_typed_is_in_the_trail(clinic: Cast) -> None:
    patient_id = journey(clinic)
    with owner_of(clinic.app) as connection:
        found = connection.execute(
            text("SELECT * FROM audit_entries WHERE chain IN (:c, :s)"),
            {"c": clinic.id, "s": SYSTEM_CHAIN},
        ).all()
    told = "\n".join(str(tuple(row)) for row in found).lower()
    assert patient_id in told
    # none that a hash could spell by chance
    words = [
        *("wilhelmina", "featherstonehaugh", "billie", "570 156", "qx-77", "needles", "thunder"),
        *("mice", "quince", "wombat", "frozen", "thawing", "bruises", "soreness", "1980-03-14"),
        *("example.org", "palpate_"),
    ]
    assert [word for word in words if word in told] == []
    assert (clinic.owner.token or "-") not in told


def test_each_request_leaves_one_entry(clinic: Cast) -> None:
    patient = a_patient(clinic.reception)["id"]
    at = f"/patients/{patient}"
    clinic.owner.get("/me")
    clinic.sample_manager.get("/me")
    clinic.clinician.get("/me")
    asks: list[tuple[Any, str]] = [
        (lambda: clinic.reception.get(at), "patient.opened"),
        (lambda: clinic.reception.get("/patients"), "patients.listed"),
        (lambda: clinic.reception.get("/patients?q=x"), "patients.searched"),
        (
            lambda: clinic.reception.send("PATCH", at, {"note": "x"}, headers={"If-Match": "*"}),
            "patient.changed",
        ),
        (lambda: clinic.reception.post(f"{at}/archive"), "patient.archived"),
        (lambda: clinic.reception.post(f"{at}/archive"), "request.refused"),
        (lambda: clinic.reception.post("/patients", b"{"), "request.refused"),
        (lambda: clinic.reception.post("/patients", {}), "request.refused"),
        (lambda: clinic.sample_manager.get(at), "request.refused"),
        (lambda: clinic.reception.get("/nowhere"), "request.refused"),
        (lambda: clinic.reception.send("PUT", at), "request.refused"),
        (lambda: clinic.clinician.get(f"{at}/episodes"), "episodes.listed"),
        (lambda: clinic.clinician.get(f"{at}/consents"), "consents.listed"),
        (lambda: clinic.clinician.post(f"{at}/episodes", {"title": "x"}), "episode.opened"),
        (lambda: clinic.owner.get("/audit-entries"), "audit.opened"),
        (
            lambda: clinic.owner.send("PATCH", "/clinic", {}, headers={"If-Match": "*"}),
            "clinic.changed",
        ),
    ]
    for ask, event in asks:
        before = last_seq(clinic)
        ask()
        assert last_seq(clinic) == before + 1, event
        entry = entry_at(clinic, clinic.id, before + 1)
        assert entry["event"] == event
        assert entry["outcome"] == ("refused" if event == "request.refused" else "done")
        assert entry["user_id"]
        assert entry["token_id"]
        assert entry["request_id"]
        assert entry["address"] == "127.0.0.1"


def last_seq(cast: Cast) -> int:
    with work_in(cast) as work:
        return work.session.scalars(
            select(JournalHead.seq).where(JournalHead.chain == cast.id)
        ).one()


def test_a_refused_sign_in_is_in_the_trail_of_the_installation(clinic: Cast) -> None:
    def refused(work: Work) -> int:
        rows = select(JournalEntry).where(JournalEntry.chain == SYSTEM_CHAIN)
        return sum(e.details.get("status") == 401 for e in work.session.scalars(rows))

    with work_in(clinic) as work:
        before = refused(work)
    clinic.owner.get("/me", headers={"Authorization": "Bearer x"})
    with work_in(clinic) as work:
        assert refused(work) == before + 1


def test_a_patients_entries_can_be_asked_for(clinic: Cast, other_clinic: Cast) -> None:
    patient, noise = a_patient(clinic.reception)["id"], a_patient(clinic.reception)["id"]
    theirs = a_patient(other_clinic.reception)["id"]
    clinic.clinician.read(f"/patients/{patient}")
    clinic.clinician.read(f"/patients/{noise}")
    found = clinic.owner.read(f"/audit-entries?patient_id={patient}")["items"]
    assert [e["event"] for e in found] == ["patient.opened", "patient.created"] or [
        e["event"] for e in found
    ] == ["audit.opened", "patient.opened", "patient.created"]
    assert {e["patient_id"] for e in found} == {patient}
    for entry in clinic.owner.read(f"/audit-entries?patient_id={theirs}")["items"]:
        assert entry["event"] == "audit.opened"


def test_an_autosave_leaves_one_entry_per_editor_and_minute(clinic: Cast) -> None:
    patient = a_patient(clinic.reception)["id"]

    def save(minutes: float) -> None:
        workshop: Workshop = house_of(clinic.app).workshop
        with work_in(clinic) as work:
            actor = work.actor
        now = NOON + timedelta(minutes=minutes)
        with clinic.app.app_context(), begin_work(workshop, actor, now=now) as work:
            from clinic.patients.models import Patient  # noqa: PLC0415 (only here)

            row = work.find(Patient, patient)
            work.record_once_a_minute("draft.saved", row, patient_id=patient)

    before = last_seq(clinic)
    for minutes in (0, 0.5, 0.9, 1.1, 1.5, 3):
        save(minutes)
    assert last_seq(clinic) == before + 3
