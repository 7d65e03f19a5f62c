"""Autosave: each entry of a draft is judged for itself; none overwrites what it did not see."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, insert, update

from clinic.accounts.queries import settings_of
from clinic.accounts.rules import ClinicSettings
from clinic.anatomy.rules import Place
from clinic.examinations import queries
from clinic.examinations.models import Edition, Examination, Finding
from clinic.examinations.rules import (
    EXAMINATION,
    MOST_FINDINGS,
    ClassifiedFinding,
    Entry,
    ExaminationAction,
    NewFinding,
    Verdict,
    conflicts,
    verdict,
)
from clinic.examinations.use_cases.records import (
    OF_THE_EXAMINATION,
    check_draft,
    classified,
    content_of,
    finding_row,
)
from clinic.patients.models import Patient
from clinic.rulebook.refusals import Invalid
from clinic.store.base import new_id, table_of
from clinic.work.unit import Work


@dataclass(frozen=True, slots=True)
class Refused:
    """An entry that cannot stand beside what is stored, and why."""

    entry: Entry
    detail: str


@dataclass(slots=True)
class Saved:
    """What became of the entries; `stored` of each conflict is what stands there instead."""

    examination: Examination
    kept: list[Entry] = field(default_factory=list)
    conflicts: list[tuple[Entry, Any]] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def save_entries(work: Work, examination_id: str, entries: Sequence[Entry]) -> Saved:
    """Save what was noted in a draft, entry by entry; conflicts and refusals leave the others be.

    No version is asked for: each entry brings what it saw, which is finer.
    """
    examination = work.claim(Examination, examination_id)
    EXAMINATION.after(examination.state, ExaminationAction.CHANGE)
    saved = Saved(examination)
    draft = _Draft.opened(work, examination)
    for entry in entries:
        stored = draft.stored(entry.about)
        judged = verdict(stored, entry.before, entry.now)
        if judged is Verdict.CONFLICT:
            saved.conflicts.append((entry, stored))
        elif judged is Verdict.SET and (obstacle := draft.obstacle(entry)) is not None:
            saved.refused.append(Refused(entry, obstacle))
        else:
            if judged is Verdict.SET:
                draft.set(entry)
            saved.kept.append(entry)
    draft.close()
    work.record_once_a_minute(
        "examination.draft_saved", examination, patient_id=examination.patient_id
    )
    return saved


@dataclass(slots=True)
class _Draft:
    """A draft as it is while entries are taken: what stands at each place, and what was touched."""

    work: Work
    examination: Examination
    edition: Edition
    patient: Patient
    settings: ClinicSettings
    # in the order of the draft
    rows: dict[Place, tuple[str, int]]
    findings: dict[Place, NewFinding]
    judged: dict[Place, ClassifiedFinding]
    touched: set[Place] = field(default_factory=set)
    fields: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def opened(cls, work: Work, examination: Examination) -> "_Draft":
        settings = settings_of(work)
        rows = queries.current_findings(work, [examination])[examination.id]
        findings = [queries.as_found(row) for row in rows]
        return cls(
            work,
            examination,
            queries.editions_of(work, [examination])[examination.id],
            work.find(Patient, examination.patient_id),
            settings,
            {
                new.place: (row["id"], row["position"])
                for new, row in zip(findings, rows, strict=True)
            },
            {new.place: new for new in findings},
            {new.place: told for new, told in classified(findings, settings)},
        )

    def stored(self, about: Place | str) -> Any:
        """Answer what stands at a place or in a field."""
        if isinstance(about, Place):
            return self.findings.get(about)
        if about in self.fields:
            return self.fields[about]
        if about in OF_THE_EXAMINATION:
            return getattr(self.examination, about)
        return self.edition.content[about]

    def obstacle(self, entry: Entry) -> str | None:
        """Say why an entry cannot stand beside the rest, or None."""
        if not isinstance(entry.about, Place):
            return self._wrong_value(entry.about, entry.now)
        beside = {**self.judged}
        beside.pop(entry.about, None)
        if entry.now is None:
            return None
        if len(beside) >= MOST_FINDINGS:
            return f"An examination holds at most {MOST_FINDINGS} findings."
        beside[entry.about] = self._class_of(entry.now)
        against = conflicts(list(beside.values()))
        return against[0].reason if against else None

    def set(self, entry: Entry) -> None:
        """Put an entry in its place; a new place comes last."""
        if not isinstance(entry.about, Place):
            self.fields[entry.about] = entry.now
            return
        self.touched.add(entry.about)
        if entry.now is None:
            del self.findings[entry.about], self.judged[entry.about]
            return
        self.findings[entry.about] = entry.now
        self.judged[entry.about] = self._class_of(entry.now)

    def close(self) -> None:
        """Write what was touched, and nothing else."""
        if not self.touched and not self.fields:
            return
        for name in OF_THE_EXAMINATION:
            if name in self.fields:
                setattr(self.examination, name, self.fields[name])
        self.edition.content = {**self.edition.content, **content_of(self.fields)}
        self.edition.recorded_by = self.work.actor.user_id
        self.work.touch(self.examination)
        self.work.session.flush()
        self._write_findings()

    def _write_findings(self) -> None:
        table, session = table_of(Finding), self.work.session
        mine = (
            table.c.clinic_id == self.examination.clinic_id,
            table.c.examination_id == self.examination.id,
            table.c.edition == self.examination.edition,
        )
        gone = [self.rows[p][0] for p in self.touched if p in self.rows and p not in self.findings]
        if gone:
            session.execute(delete(table).where(*mine, table.c.id.in_(gone)))
        last = max((position for _id, position in self.rows.values()), default=-1)
        new: list[dict[str, Any]] = []
        for place, finding in self.findings.items():
            if place not in self.touched:
                continue
            row_id, position = self.rows.get(place, (None, last + 1 + len(new)))
            values = finding_row(
                self.examination, position, finding, self.judged[place].classification
            )
            if row_id is None:
                new.append(values | {"id": new_id(self.work.now)})
            else:
                session.execute(update(table).where(*mine, table.c.id == row_id).values(values))
        if new:
            session.execute(insert(table), new)

    def _class_of(self, finding: NewFinding) -> ClassifiedFinding:
        return classified([finding], self.settings)[0][1]

    def _wrong_value(self, name: str, value: Any) -> str | None:
        examined_at = value if name == "examined_at" else self.stored("examined_at")
        try:
            check_draft(self.work, self.patient, {name: value}, examined_at=examined_at)
        except Invalid as invalid:
            return " ".join(problem.detail for problem in invalid.problems)
        return None
