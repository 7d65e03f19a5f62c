"""Deeds on examinations: draft, sign, amend, void."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, update

from clinic.accounts.queries import roles_of, settings_of, zone_of
from clinic.accounts.rules import ClinicSettings
from clinic.anatomy.rules import Place
from clinic.examinations import queries
from clinic.examinations.models import Edition, Examination, Finding
from clinic.examinations.rules import (
    EXAMINATION,
    Classification,
    ClassificationSettings,
    ClassifiedFinding,
    ExaminationAction,
    NewFinding,
    classify,
    conflicts,
)
from clinic.patients.models import Episode, Patient
from clinic.rulebook.permissions import Permission, may
from clinic.rulebook.refusals import Invalid, Problem
from clinic.store.base import new_id, table_of
from clinic.work.unit import Work, local_day

# the columns of an examination itself; everything else of a draft is the edition's content
_OF_THE_EXAMINATION = ("examined_at", "examiner_id", "episode_id")
EMPTY_CONTENT: Mapping[str, Any] = {
    "complaint": "",
    "pain_now": None,
    "pain_worst_week": None,
    "symptoms": [],
    "red_flags": [],
    "scores": {},
    "treatment_given": "",
    "advice_given": "",
    "plan_of_care": "",
}


def begin_examination(work: Work, patient_id: str, draft: Mapping[str, Any]) -> Examination:
    """Make a draft.

    Raises:
        Invalid: times in the future or before birth, somebody else's episode, findings that
            contradict each other.

    """
    patient = work.find(Patient, patient_id)
    _check(work, patient, draft, examined_at=draft.get("examined_at") or work.now)
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
    content = {**EMPTY_CONTENT, **_content(draft)}
    _new_edition(work, examination, content, reason="")
    _write_findings(work, examination, draft.get("findings") or [], kept={})
    work.record("examination.begun", examination, patient_id=patient.id)
    return examination


def change_draft(work: Work, examination_id: str, changes: Mapping[str, Any]) -> Examination:
    """Change a draft: the fields sent, and the whole list of findings where one is sent."""
    examination = work.claim(Examination, examination_id)
    EXAMINATION.after(examination.state, ExaminationAction.CHANGE)
    patient = work.find(Patient, examination.patient_id)
    _check(work, patient, changes, examined_at=changes.get("examined_at", examination.examined_at))
    edition = queries.editions_of(work, [examination])[examination.id]
    for name in _OF_THE_EXAMINATION:
        if name in changes:
            setattr(examination, name, changes[name])
    edition.content = {**edition.content, **_content(changes)}
    edition.recorded_by = work.actor.user_id
    if "findings" in changes:
        _write_findings(work, examination, changes["findings"] or [])
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
    _check(work, patient, changes, examined_at=changes.get("examined_at", examination.examined_at))
    before = queries.editions_of(work, [examination])[examination.id]
    findings = queries.current_findings(work, [examination])[examination.id]
    for name in _OF_THE_EXAMINATION:
        if name in changes:
            setattr(examination, name, changes[name])
    examination.examiner_id = examination.examiner_id or work.actor.user_id
    examination.edition += 1
    work.touch(examination)
    edition = _new_edition(
        work, examination, {**before.content, **_content(changes)}, reason=reason
    )
    if "findings" in changes:
        kept = {Place(f["muscle"], f["side"], f["site"]): f["id"] for f in findings}
        _write_findings(work, examination, changes["findings"] or [], kept=kept)
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


def read_examination(work: Work, examination_id: str) -> Examination:
    """Read an examination: a deed of its own in the journal."""
    examination = work.find(Examination, examination_id)
    work.record("examination.read", examination, patient_id=examination.patient_id)
    return examination


def print_examination(work: Work, examination_id: str) -> Examination:
    """Put an examination on paper: a deed of its own in the journal."""
    examination = work.find(Examination, examination_id)
    work.record(
        "examination.printed",
        examination,
        patient_id=examination.patient_id,
        edition=examination.edition,
    )
    return examination


# -- checks ---------------------------------------------------------------------
def _check(
    work: Work, patient: Patient, draft: Mapping[str, Any], *, examined_at: datetime
) -> None:
    """Check what only the clinic's facts can tell: times, examiner, episode, findings together."""
    problems: list[Problem] = []
    if examined_at > work.now:
        problems.append(Problem("/examined_at", "An examination cannot lie in the future."))
    elif local_day(examined_at, zone_of(work)) < patient.date_of_birth:
        problems.append(Problem("/examined_at", "Lies before the patient's birth date."))
    if (examiner := draft.get("examiner_id")) is not None:
        roles = roles_of(work.session, work.actor.clinic, examiner)
        if not may(roles, Permission.CARE):
            problems.append(Problem("/examiner_id", "There is no clinician with this id."))
    if (episode_id := draft.get("episode_id")) is not None:
        episode = work.named(Episode, episode_id, "/episode_id")
        if episode.patient_id != patient.id:
            problems.append(Problem("/episode_id", "There is nothing with this id."))
    classified = _classified(draft.get("findings") or [], settings_of(work))
    problems += [
        Problem(f"/findings/{conflict.index}", conflict.reason)
        for conflict in conflicts([finding for _new, finding in classified])
    ]
    if problems:
        raise Invalid(problems)


def _content(draft: Mapping[str, Any]) -> dict[str, Any]:
    return {name: draft[name] for name in EMPTY_CONTENT if name in draft}


def _red_flags(edition: Edition) -> list[str]:
    return list(edition.content.get("red_flags", []))


# -- writing --------------------------------------------------------------------
def _classified(
    findings: Sequence[NewFinding], settings: ClinicSettings
) -> list[tuple[NewFinding, ClassifiedFinding]]:
    rules = ClassificationSettings(strict=not settings.two_of_three_is_latent)
    return [
        (
            new,
            ClassifiedFinding(
                new.place,
                classify(new.signs, rules),
                None if new.override is None else new.override.kind,
            ),
        )
        for new in findings
    ]


def _new_edition(
    work: Work, examination: Examination, content: dict[str, Any], *, reason: str
) -> Edition:
    edition = work.new(
        Edition,
        examination_id=examination.id,
        edition=examination.edition,
        content=content,
        reason=reason,
        recorded_by=work.actor.user_id,
        is_signed=False,
        sealed="",
        sha256="",
    )
    work.session.flush()
    return edition


def _write_findings(
    work: Work,
    examination: Examination,
    findings: Sequence[NewFinding],
    *,
    kept: Mapping[Place, str] | None = None,
) -> None:
    """Write the whole list in one statement (MEASURED C1); a place that stays keeps its id."""
    work.session.flush()
    if kept is None:
        before = queries.current_findings(work, [examination])[examination.id]
        kept = {Place(f["muscle"], f["side"], f["site"]): f["id"] for f in before}
        if before:
            old = delete(Finding).where(
                Finding.clinic_id == examination.clinic_id,
                Finding.examination_id == examination.id,
                Finding.edition == examination.edition,
            )
            work.session.execute(old.execution_options(synchronize_session=False))
    rows = [
        _row(examination, position, new, finding.classification)
        | {"id": kept.get(new.place) or new_id(work.now)}
        for position, (new, finding) in enumerate(_classified(findings, settings_of(work)))
    ]
    if rows:
        # into the table, not through the ORM, which splits rows by which columns are empty
        work.session.execute(insert(table_of(Finding)), rows)


def _row(
    examination: Examination, position: int, new: NewFinding, derived: Classification
) -> dict[str, Any]:
    chart, override = new.chart, new.override
    return {
        "edition": examination.edition,
        "clinic_id": examination.clinic_id,
        "examination_id": examination.id,
        "position": position,
        "muscle": new.muscle,
        "side": new.side,
        "site": new.site or 0,
        "chart_view": chart and chart.view,
        "chart_x": chart and chart.x,
        "chart_y": chart and chart.y,
        "taut_band": new.taut_band,
        "tenderness_grade": new.tenderness_grade,
        "spot_in_band": new.spot_in_band,
        "sensation": new.referral.sensation,
        "zones": list(new.referral.zones),
        "qualities": list(new.referral.qualities),
        "recognised": new.recognised,
        "spontaneous_pain": new.spontaneous_pain,
        "local_twitch": new.local_twitch,
        "nodule": new.nodule,
        "movement_limited": new.movement_limited,
        "thresholds": list(new.pressure_pain_threshold_kpa),
        "mirror_thresholds": list(new.mirror_pressure_pain_threshold_kpa),
        "probe_cm2": new.probe_cm2,
        "note": new.note,
        "derived_class": derived.kind,
        "rule": derived.rule,
        "rule_row": derived.row,
        "missing": list(derived.missing),
        "override_class": override and override.kind,
        "override_reason": override.reason if override else "",
        "is_signed": False,
    }


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
