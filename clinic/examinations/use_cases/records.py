"""How an examination's rows are checked and written: what all deeds on it share."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert

from clinic.accounts.queries import roles_of, settings_of, zone_of
from clinic.accounts.rules import ClinicSettings
from clinic.anatomy.rules import Place
from clinic.examinations import queries
from clinic.examinations.models import Edition, Examination, Finding
from clinic.examinations.rules import (
    Classification,
    ClassificationSettings,
    ClassifiedFinding,
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
OF_THE_EXAMINATION = ("examined_at", "examiner_id", "episode_id")
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


# -- checks ---------------------------------------------------------------------
def check_draft(
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
    found = classified(draft.get("findings") or [], settings_of(work))
    problems += [
        Problem(f"/findings/{conflict.index}", conflict.reason)
        for conflict in conflicts([finding for _new, finding in found])
    ]
    if problems:
        raise Invalid(problems)


def content_of(draft: Mapping[str, Any]) -> dict[str, Any]:
    return {name: draft[name] for name in EMPTY_CONTENT if name in draft}


# -- writing --------------------------------------------------------------------
def classified(
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


def new_edition(
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


def write_findings(
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
        finding_row(examination, position, new, finding.classification)
        | {"id": kept.get(new.place) or new_id(work.now)}
        for position, (new, finding) in enumerate(classified(findings, settings_of(work)))
    ]
    if rows:
        # into the table, not through the ORM, which splits rows by which columns are empty
        work.session.execute(insert(table_of(Finding)), rows)


def finding_row(
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
