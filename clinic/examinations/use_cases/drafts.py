"""Deeds on a draft: begin, change, throw away. A draft changes nothing outside itself."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete

from clinic.examinations import queries
from clinic.examinations.models import Edition, Examination, Finding
from clinic.examinations.rules import EXAMINATION, ExaminationAction
from clinic.examinations.use_cases.records import (
    EMPTY_CONTENT,
    OF_THE_EXAMINATION,
    check_draft,
    content_of,
    new_edition,
    write_findings,
)
from clinic.patients.models import Patient
from clinic.work.unit import Work


def begin_examination(work: Work, patient_id: str, draft: Mapping[str, Any]) -> Examination:
    """Make a draft.

    Raises:
        Invalid: times in the future or before birth, somebody else's episode, findings that
            contradict each other.

    """
    patient = work.find(Patient, patient_id)
    check_draft(work, patient, draft, examined_at=draft.get("examined_at") or work.now)
    examination = work.new(
        Examination,
        patient_id=patient.id,
        state=EXAMINATION.initial,
        edition=1,
        examined_at=draft.get("examined_at") or work.now,
        examiner_id=draft.get("examiner_id"),
        episode_id=draft.get("episode_id"),
        void_reason="",
    )
    content = {**EMPTY_CONTENT, **content_of(draft)}
    new_edition(work, examination, content, reason="")
    write_findings(work, examination, draft.get("findings") or [], kept={})
    work.record("examination.begun", examination, patient_id=patient.id)
    return examination


def change_draft(work: Work, examination_id: str, changes: Mapping[str, Any]) -> Examination:
    """Change a draft: the fields sent, and the whole list of findings where one is sent."""
    examination = work.claim(Examination, examination_id)
    EXAMINATION.after(examination.state, ExaminationAction.CHANGE)
    patient = work.find(Patient, examination.patient_id)
    check_draft(
        work, patient, changes, examined_at=changes.get("examined_at", examination.examined_at)
    )
    edition = queries.editions_of(work, [examination])[examination.id]
    for name in OF_THE_EXAMINATION:
        if name in changes:
            setattr(examination, name, changes[name])
    edition.content = {**edition.content, **content_of(changes)}
    edition.recorded_by = work.actor.user_id
    if "findings" in changes:
        write_findings(work, examination, changes["findings"] or [])
    work.touch(examination)
    work.record_once_a_minute(
        "examination.draft_saved", examination, patient_id=examination.patient_id
    )
    return examination


def delete_draft(work: Work, examination: Examination) -> None:
    """Throw a draft away; the journal keeps that there was one."""
    EXAMINATION.after(examination.state, ExaminationAction.DELETE)
    mine = {"clinic_id": examination.clinic_id, "examination_id": examination.id}
    for table in (Finding, Edition):
        rows = delete(table).filter_by(**mine)
        work.session.execute(rows.execution_options(synchronize_session=False))
    work.session.delete(examination)
    work.record("examination.draft_deleted", examination, patient_id=examination.patient_id)
