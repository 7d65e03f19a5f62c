"""Ids, times, closed vocabularies, and keys that cannot leave the clinic."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import ForeignKeyConstraint, Table, UniqueConstraint, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, StatementError

from clinic.store.base import Base, OfClinic, UTCDateTime, new_id, one_of, words
from tests.builders import a_patient
from tests.conftest import NOON, Cast
from tests.store.owner import owner_of

SQLITE, POSTGRES = sqlite.dialect(), postgresql.dialect()
UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


# -- ids ---------------------------------------------------------------------
def test_an_id_is_a_uuid_of_version_7_that_tells_its_millisecond() -> None:
    made = new_id(NOON)
    assert UUID7.fullmatch(made)
    milliseconds = int(made.replace("-", "")[:12], 16)
    assert 0 <= milliseconds - NOON.timestamp() * 1000 <= 1000


def test_ids_made_in_one_millisecond_are_in_order_of_making_and_never_alike() -> None:
    made = [new_id(NOON) for _ in range(20_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_ids_are_in_order_of_time() -> None:
    made = [new_id(NOON + timedelta(days=400, milliseconds=n)) for n in range(0, 5000, 7)]
    assert made == sorted(made)


def test_a_clock_that_is_set_back_makes_ids_of_its_own_time() -> None:
    later, earlier = new_id(NOON + timedelta(days=900)), new_id(NOON + timedelta(days=800))
    assert earlier < later


def test_ids_made_at_once_by_many_threads_are_never_alike() -> None:
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(new_id, [NOON + timedelta(days=1000)] * 4000))
    assert len(set(made)) == len(made)


def test_an_id_cannot_be_guessed_from_the_one_before() -> None:
    tails = {new_id(NOON)[-17:] for _ in range(1000)}
    assert len(tails) == 1000
    bits = [int(tail.replace("-", ""), 16) for tail in tails]
    for bit in range(60):
        ones = sum(number >> bit & 1 for number in bits)
        assert 350 < ones < 650, bit


# -- times -------------------------------------------------------------------
zones = st.sampled_from([UTC, ZoneInfo("Australia/Melbourne"), timezone(timedelta(hours=-9.5))])
moments = st.datetimes(datetime(1900, 1, 1), datetime(2199, 1, 1), timezones=zones)  # noqa: DTZ001


@given(moment=moments)
def test_an_instant_comes_back_as_the_same_instant_in_utc(moment: datetime) -> None:
    for dialect in (SQLITE, POSTGRES):
        kept = UTCDateTime().process_bind_param(moment, dialect)
        back = UTCDateTime().process_result_value(kept, dialect)
        assert back == moment.astimezone(UTC)
        assert back is not None
        assert back.tzinfo is UTC


def test_a_time_without_offset_is_refused(clinic: Cast) -> None:
    with pytest.raises(ValueError, match="offset"):
        UTCDateTime().process_bind_param(datetime(2026, 11, 20), SQLITE)  # noqa: DTZ001
    assert UTCDateTime().process_bind_param(None, SQLITE) is None
    assert UTCDateTime().process_result_value(None, SQLITE) is None


def test_instants_are_compared_as_instants_by_the_database(clinic: Cast) -> None:
    table = Base.metadata.tables["clinics"]
    melbourne = NOON.astimezone(ZoneInfo("Australia/Melbourne"))
    with owner_of(clinic.app) as connection:
        question = table.select().where(table.c.id == clinic.id)
        assert connection.execute(question.where(table.c.created_at == melbourne)).first()
        assert connection.execute(question.where(table.c.created_at <= melbourne)).first()
        just_after = melbourne + timedelta(microseconds=1)
        assert connection.execute(question.where(table.c.created_at < just_after)).first()
        assert not connection.execute(question.where(table.c.created_at > melbourne)).first()


# -- vocabularies ------------------------------------------------------------
class Colour(StrEnum):
    RED = "red"
    DARK_BLUE = "dark_blue"


def test_a_word_is_stored_as_it_is_written_and_comes_back_as_its_enum() -> None:
    kind = words(Colour)
    assert kind.process_bind_param(Colour.DARK_BLUE, SQLITE) == "dark_blue"
    assert kind.process_bind_param("red", SQLITE) == "red"
    assert kind.process_result_value("red", SQLITE) is Colour.RED
    assert kind.process_bind_param(None, SQLITE) is None
    with pytest.raises(ValueError, match="green"):
        kind.process_bind_param("green", SQLITE)


def test_the_rule_of_a_vocabulary_is_taken_from_its_enum() -> None:
    assert str(one_of("colour", Colour).sqltext) == "colour IN ('red', 'dark_blue')"
    assert "IS NULL OR" in str(one_of("colour", Colour, nullable=True).sqltext)


def test_the_database_refuses_a_word_outside_the_vocabulary(clinic: Cast) -> None:
    patient = a_patient(clinic.reception)["id"]
    for column, word in (("sex", "robot"), ("state", "deleted")):
        statement = text(f"UPDATE patients SET {column}=:w WHERE id=:i")  # noqa: S608
        with pytest.raises(DBAPIError), owner_of(clinic.app) as connection:
            connection.execute(statement, {"w": word, "i": patient})


def test_a_row_refuses_a_word_outside_the_vocabulary(clinic: Cast) -> None:
    table = Base.metadata.tables["patients"]
    with owner_of(clinic.app) as connection, pytest.raises(StatementError):
        connection.execute(table.update().values(sex="robot"))


# -- keys --------------------------------------------------------------------
# tables that are not one clinic's own
COMMON = {"clinics", "users", "audit_entries", "audit_heads", "sign_in_attempts"}
# columns that name a user: users are common to all clinics, and what they did outlives their roles
OF_USERS = {"actor_id", "examiner_id", "user_id"}


def of_one_clinic() -> list[Table]:
    return [t for t in Base.metadata.sorted_tables if t.name not in COMMON]


def test_every_other_table_belongs_to_a_clinic(app: Flask) -> None:
    for table in of_one_clinic():
        assert not table.c.clinic_id.nullable, table.name


def test_every_row_of_a_clinic_can_be_pointed_to_with_its_clinic(app: Flask) -> None:
    for mapper in Base.registry.mappers:
        table = mapper.local_table
        if not issubclass(mapper.class_, OfClinic) or not isinstance(table, Table):
            continue
        uniques = [
            {c.name for c in rule.columns}
            for rule in table.constraints
            if isinstance(rule, UniqueConstraint)
        ]
        assert {"clinic_id", "id"} in uniques, table.name


def test_every_key_to_a_clinics_table_carries_the_clinic(app: Flask) -> None:
    ours = {table.name for table in of_one_clinic()}
    seen = 0
    for table in Base.metadata.sorted_tables:
        for rule in table.constraints:
            if isinstance(rule, ForeignKeyConstraint) and rule.referred_table.name in ours:
                seen += 1
                pairs = {(e.parent.name, e.column.name) for e in rule.elements}
                assert ("clinic_id", "clinic_id") in pairs, f"{table.name}: {rule.name}"
    assert seen >= 3


def test_every_column_that_names_a_row_of_a_clinic_has_a_key(app: Flask) -> None:
    for table in of_one_clinic():
        keyed = {
            e.parent.name
            for rule in table.constraints
            if isinstance(rule, ForeignKeyConstraint)
            for e in rule.elements
        }
        named = {c.name for c in table.c if c.name.endswith("_id")}
        assert named - keyed <= OF_USERS, table.name


@pytest.mark.parametrize("table", ["episodes", "consents"])
def test_no_row_can_point_at_another_clinics_patient(
    clinic: Cast, other_clinic: Cast, table: str
) -> None:
    mine, theirs = (a_patient(cast.reception)["id"] for cast in (clinic, other_clinic))
    made = {"episodes": {"title": "x"}, "consents": {"kind": "photos"}}[table]
    row = clinic.clinician.make(f"/patients/{mine}/{table}", made)["id"]
    statement = text(f"UPDATE {table} SET patient_id=:p WHERE id=:i")  # noqa: S608
    moving = text(f"UPDATE {table} SET clinic_id=:c WHERE id=:i")  # noqa: S608
    for refused, values in (
        (statement, {"p": theirs, "i": row}),
        (moving, {"c": other_clinic.id, "i": row}),
        (text("DELETE FROM patients WHERE id=:i"), {"i": mine}),
    ):
        with pytest.raises(DBAPIError), owner_of(clinic.app) as connection:
            connection.execute(refused, values)
