"""The other side: Flask and the bare database driver, doing the same durable work and no more.

On the same file, tables, indexes, locks and settings. It writes an entry to the audit trail for
every request, but without its chain; it signs nobody in, and checks no permission or clinic.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, request
from sqlalchemy import Engine, Table, create_engine

from bench.stage import Stage
from clinic.examinations.models import Edition, Examination, Finding
from clinic.examinations.rules import NewFinding
from clinic.examinations.schemas import DraftShape
from clinic.patients.models import Patient
from clinic.store.base import new_id
from clinic.store.database import engine_options, prepare
from clinic.work.journal import JournalEntry

_JSON_OF_FINDINGS = ("zones", "qualities", "thresholds", "mirror_thresholds", "missing")
_AFTER_ALL_LETTERS = "\uffff"
_MOST = 10


def _names(model: type[Any]) -> tuple[str, ...]:
    table: Table = model.__table__
    return tuple(table.c.keys())


def inserting(model: type[Any]) -> str:
    """Answer the statement that puts in a whole row, each column by its name."""
    names = _names(model)
    marks = ", ".join(f":{name}" for name in names)
    return f"INSERT INTO {model.__tablename__} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 (our own names)


_EXAMINATION, _EDITION = inserting(Examination), inserting(Edition)
_FINDING, _ENTRY = inserting(Finding), inserting(JournalEntry)
_TIMELINE = (
    "SELECT e.*, d.content, d.reason, d.sha256 FROM examinations e JOIN examination_editions d "
    "ON d.clinic_id = e.clinic_id AND d.examination_id = e.id AND d.edition = e.edition "
    "WHERE e.clinic_id = ? AND e.patient_id = ? ORDER BY e.id DESC LIMIT 51"
)
_FINDINGS = (
    "SELECT * FROM findings WHERE clinic_id = ? AND examination_id IN ({}) ORDER BY position"
)
_PATIENT = ", ".join(f"p.{name}" for name in _names(Patient))
_STARTS = (
    f"SELECT {_PATIENT} FROM patients p WHERE p.clinic_id = ? AND p.state = 'active' "  # noqa: S608 (our own names)
    "AND p.id IN (SELECT patient_id FROM patient_keys WHERE clinic_id = ? "
    "AND kind IN ('file', 'name') AND key >= ? AND key < ?) "
    f"ORDER BY p.family_name, p.given_name, p.id LIMIT {_MOST}"
)
_SLIPS = (
    f"SELECT {_PATIENT} FROM patients p WHERE p.clinic_id = ? AND p.state = 'active' "  # noqa: S608 (our own names)
    "AND p.id IN (SELECT patient_id FROM patient_keys WHERE clinic_id = ? "
    "AND kind = 'slip' AND key IN ({})) "
    f"ORDER BY p.family_name, p.given_name, p.id LIMIT {_MOST}"
)


class Driver:
    """One connection of the driver, with our durable settings on it."""

    def __init__(self, stage: Stage) -> None:
        self._engine: Engine = create_engine(stage.url, **engine_options(stage.url))
        prepare(self._engine)
        self._held = self._engine.raw_connection()
        self.connection: Any = self._held.driver_connection
        self.clinic_id = stage.clinic_id
        self._entries = 0

    def close(self) -> None:
        """Give the connection back and close it."""
        self._held.close()
        self._engine.dispose()

    def rows(self, question: str, values: Sequence[Any]) -> list[dict[str, Any]]:
        """Answer rows by their columns' names."""
        cursor = self.connection.execute(question, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def durably(self, event: str, patient_id: str | None, *writes: tuple[str, Any]) -> None:
        """Write rows and the audit entry in one durable transaction."""
        self.connection.execute("BEGIN IMMEDIATE")
        for statement, rows in writes:
            if isinstance(rows, list):
                self.connection.executemany(statement, rows)
            else:
                self.connection.execute(statement, rows)
        self._entries += 1
        now = datetime.now(UTC)  # noqa: TID251 (this side has no work to ask)
        entry: dict[str, Any] = dict.fromkeys(_names(JournalEntry))
        entry |= {
            "id": new_id(now),
            "chain": "driver",
            "seq": self._entries,
            "at": moment(now),
            "actor_kind": "user",
            "event": event,
            "outcome": "done",
            "patient_id": patient_id,
            "details": "{}",
            "previous": "",
            "mac": "",
        }
        self.connection.execute(_ENTRY, entry)
        self.connection.execute("COMMIT")

    # -- the same questions and deeds as ours --------------------------------
    def begin_examination(self, patient_id: str, draft: Mapping[str, Any]) -> str:
        """Write an examination, its edition, its findings and the entry; answers the id."""
        now = datetime.now(UTC)  # noqa: TID251 (this side has no work to ask)
        common = {"clinic_id": self.clinic_id, "created_at": moment(now), "version": 1}
        examination_id = new_id(now)
        examination = dict.fromkeys(_names(Examination)) | common
        examination |= {
            "id": examination_id,
            "patient_id": patient_id,
            "state": "draft",
            "edition": 1,
            "examined_at": moment(now),
            "void_reason": "",
        }
        content = {name: value for name, value in draft.items() if name != "findings"}
        edition = dict.fromkeys(_names(Edition)) | common
        edition |= {
            "id": new_id(now),
            "examination_id": examination_id,
            "edition": 1,
            "content": json.dumps(content),
            "reason": "",
            "is_signed": False,
            "sealed": "",
            "sha256": "",
        }
        rows = [
            self._finding(examination_id, position, new, now)
            for position, new in enumerate(draft["findings"])
        ]
        self.durably(
            "examination.begun",
            patient_id,
            (_EXAMINATION, examination),
            (_EDITION, edition),
            (_FINDING, rows),
        )
        return examination_id

    def _finding(
        self, examination_id: str, position: int, new: NewFinding, now: datetime
    ) -> dict[str, Any]:
        return {
            "id": new_id(now),
            "edition": 1,
            "clinic_id": self.clinic_id,
            "examination_id": examination_id,
            "position": position,
            "muscle": new.muscle,
            "side": new.side,
            "site": new.site or 0,
            "chart_view": new.chart and new.chart.view,
            "chart_x": new.chart and new.chart.x,
            "chart_y": new.chart and new.chart.y,
            "taut_band": new.taut_band,
            "tenderness_grade": new.tenderness_grade,
            "spot_in_band": new.spot_in_band,
            "sensation": new.referral.sensation,
            "zones": json.dumps(new.referral.zones),
            "qualities": json.dumps(new.referral.qualities),
            "recognised": new.recognised,
            "spontaneous_pain": new.spontaneous_pain,
            "local_twitch": new.local_twitch,
            "nodule": new.nodule,
            "movement_limited": new.movement_limited,
            "thresholds": json.dumps(new.pressure_pain_threshold_kpa),
            "mirror_thresholds": json.dumps(new.mirror_pressure_pain_threshold_kpa),
            "probe_cm2": new.probe_cm2,
            "note": new.note,
            "derived_class": "incomplete",
            "rule": "1",
            "rule_row": 1,
            "missing": "[]",
            "override_class": None,
            "override_reason": "",
            "is_signed": False,
        }

    def timeline(self, patient_id: str) -> list[dict[str, Any]]:
        """Answer a patient's examinations with their findings."""
        found = self.rows(_TIMELINE, (self.clinic_id, patient_id))
        by_id: dict[str, list[dict[str, Any]]] = {row["id"]: [] for row in found}
        question = _FINDINGS.format(", ".join("?" * len(by_id)))
        for row in self.rows(question, (self.clinic_id, *by_id)):
            for name in _JSON_OF_FINDINGS:
                row[name] = json.loads(row[name])
            by_id[row["examination_id"]].append(row)
        return [row | json.loads(row["content"]) | {"findings": by_id[row["id"]]} for row in found]

    def starting(self, start: str) -> list[dict[str, Any]]:
        """Answer the patients whose names or numbers begin so."""
        values = (self.clinic_id, self.clinic_id, start, start + _AFTER_ALL_LETTERS)
        return self.rows(_STARTS, values)

    def near(self, slips: Iterable[str]) -> list[dict[str, Any]]:
        """Answer the patients of whose names a slip is one of these."""
        wanted = tuple(slips)
        question = _SLIPS.format(", ".join("?" * len(wanted)))
        return self.rows(question, (self.clinic_id, self.clinic_id, *wanted))


def driver_app(driver: Driver) -> Flask:
    """Make the app of the other side."""
    app = Flask("bench")
    shape = DraftShape()

    @app.post("/patients/<patient_id>/examinations")
    def begin(patient_id: str) -> Response:
        made = driver.begin_examination(patient_id, shape.load(request.get_json()))
        return _answer({"id": made})

    @app.get("/patients/<patient_id>/timeline")
    def timeline(patient_id: str) -> Response:
        return _answer(driver.timeline(patient_id))

    @app.get("/patients/<patient_id>/audited-timeline")
    def audited_timeline(patient_id: str) -> Response:
        found = driver.timeline(patient_id)
        driver.durably("examinations.listed", patient_id)
        return _answer(found)

    @app.get("/patients")
    def patients() -> Response:
        found = driver.starting(request.args["q"])
        driver.durably("patients.searched", None)
        return _answer(found)

    @app.get("/patients-near")
    def near() -> Response:
        found = driver.near(request.args["q"].split(","))
        driver.durably("patients.searched", None)
        return _answer(found)

    return app


def _answer(value: Any) -> Response:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Response(text, mimetype="application/json")


def moment(at: datetime) -> str:
    """Write an instant as it stands in the SQLite file."""
    return at.strftime("%Y-%m-%d %H:%M:%S.%f")
