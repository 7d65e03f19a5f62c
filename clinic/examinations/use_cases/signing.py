"""Deeds that count: sign, amend, void. What was signed never changes."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, update

from clinic.anatomy.rules import Place
from clinic.examinations import queries
from clinic.examinations.models import Edition, Examination, Finding
from clinic.examinations.rules import EXAMINATION, ExaminationAction
from clinic.examinations.use_cases.records import (
    OF_THE_EXAMINATION,
    check_draft,
    content_of,
    new_edition,
    write_findings,
)
from clinic.patients.models import Patient
from clinic.rulebook.refusals import Invalid
from clinic.store.base import table_of
from clinic.work.unit import Work


def sign_examination(work: Work, examination_id: str) -> Examination:
    """Sign a draft: from now on its findings count, and it never changes."""
    examination = work.claim(Examination, examination_id)
    examination.state = EXAMINATION.after(examination.state, ExaminationAction.SIGN)
    examination.examiner_id = examination.examiner_id or work.actor.user_id
    examination.signed_at, examination.signed_by = work.now, work.actor.user_id
    work.touch(examination)
    edition = queries.editions_of(work, [examination])[examination.id]
    _seal(work, examination, edition)
    work.record("examination.signed", examination, patient_id=examination.patient_id)
    work.tell("examination.signed", examination=examination, red_flags=_red_flags(edition))
    return examination


def amend_examination(
    work: Work, examination_id: str, reason: str, changes: Mapping[str, Any]
) -> Examination:
    """Add a new version to a signed examination; the old one stays as it was."""
    examination = work.claim(Examination, examination_id)
    EXAMINATION.after(examination.state, ExaminationAction.AMEND)
    if not changes:
        raise Invalid.at("", "An amendment changes at least one field.")
    patient = work.find(Patient, examination.patient_id)
    check_draft(
        work, patient, changes, examined_at=changes.get("examined_at", examination.examined_at)
    )
    before = queries.editions_of(work, [examination])[examination.id]
    findings = queries.current_findings(work, [examination])[examination.id]
    for name in OF_THE_EXAMINATION:
        if name in changes:
            setattr(examination, name, changes[name])
    examination.examiner_id = examination.examiner_id or work.actor.user_id
    examination.edition += 1
    work.touch(examination)
    edition = new_edition(
        work, examination, {**before.content, **content_of(changes)}, reason=reason
    )
    if "findings" in changes:
        kept = {Place(f["muscle"], f["side"], f["site"]): f["id"] for f in findings}
        write_findings(work, examination, changes["findings"] or [], kept=kept)
    elif findings:
        rows = [
            {**row, "edition": examination.edition, "clinic_id": examination.clinic_id}
            for row in findings
        ]
        work.session.execute(
            insert(table_of(Finding)), [{**row, "is_signed": False} for row in rows]
        )
    _seal(work, examination, edition)
    work.record(
        "examination.amended",
        examination,
        patient_id=examination.patient_id,
        fields=changes,
        edition=examination.edition,
    )
    work.tell("examination.signed", examination=examination, red_flags=_red_flags(edition))
    return examination


def void_examination(work: Work, examination_id: str, reason: str) -> Examination:
    """Mark a signed examination as entered in error: readable, and counted nowhere."""
    examination = work.claim(Examination, examination_id)
    examination.state = EXAMINATION.after(examination.state, ExaminationAction.VOID)
    examination.voided_at, examination.voided_by = work.now, work.actor.user_id
    examination.void_reason = reason
    work.touch(examination)
    work.record("examination.voided", examination, patient_id=examination.patient_id)
    work.tell("examination.voided", examination=examination)
    return examination


def _red_flags(edition: Edition) -> list[str]:
    return list(edition.content.get("red_flags", []))


def _seal(work: Work, examination: Examination, edition: Edition) -> None:
    """Keep the canonical text of what is signed, with its hash, and lock it (SAFETY 5.5)."""
    work.session.flush()
    findings = queries.current_findings(work, [examination])[examination.id]
    told = {
        "schema": 1,
        "examination": examination.id,
        "edition": edition.edition,
        "patient": examination.patient_id,
        "episode": examination.episode_id,
        "examined_at": examination.examined_at.isoformat(),
        "examiner": examination.examiner_id,
        "reason": edition.reason,
        "signed_at": work.now.isoformat(),
        "signed_by": work.actor.user_id,
        "content": edition.content,
        "findings": [dict(row) for row in findings],
    }
    edition.sealed = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    edition.sha256 = hashlib.sha256(edition.sealed.encode()).hexdigest()
    edition.signed_at, edition.signed_by = work.now, work.actor.user_id
    work.session.flush()
    work.session.execute(
        update(Finding)
        .where(
            Finding.clinic_id == examination.clinic_id,
            Finding.examination_id == examination.id,
            Finding.edition == edition.edition,
        )
        .values(is_signed=True)
        .execution_options(synchronize_session=False)
    )
    edition.is_signed = True
    work.session.flush()
