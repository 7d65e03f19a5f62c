"""Every question asked of examinations. Findings are read in one go, as columns, not as rows."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, and_, bindparam, select, tuple_

from clinic.accounts.queries import users_named
from clinic.anatomy.rules import Place
from clinic.examinations.models import Edition, Examination, ExaminedPlace, Finding
from clinic.examinations.rules import (
    EXAMINATION,
    ChartPoint,
    Classification,
    ClassifiedFinding,
    ExaminationState,
    NewFinding,
    Override,
    Referral,
    warnings,
)
from clinic.rulebook.moments import written
from clinic.work.journal import JournalEntry
from clinic.work.paging import Page, Paging, page
from clinic.work.unit import Work, etag_of

_FINDING_COLUMNS = tuple(
    column for column in Finding.__table__.c if column.name not in {"clinic_id", "is_signed"}
)

# put together once: that costs more than asking it (bin/bench)
_FINDINGS = (
    select(*_FINDING_COLUMNS)
    .where(
        Finding.clinic_id == bindparam("clinic"),
        Finding.examination_id.in_(bindparam("ids", expanding=True)),
    )
    .order_by(Finding.position)
)


def examinations(work: Work, patient_id: str, paging: Paging) -> Page[Examination]:
    """Answer a patient's examinations, newest record first."""
    question = select(Examination).where(Examination.patient_id == patient_id)
    return page(work, question, Examination.id, paging)


def signed_examinations(work: Work, patient_id: str) -> Sequence[Examination]:
    """Answer the examinations of a patient that count, in order of time."""
    return work.session.scalars(
        select(Examination)
        .where(Examination.patient_id == patient_id, Examination.state == ExaminationState.SIGNED)
        .order_by(Examination.examined_at, Examination.signed_at, Examination.id)
    ).all()


def signed_before(work: Work, examination: Examination) -> Examination | None:
    """Answer the patient's newest signed examination before this one."""
    return work.session.scalar(
        select(Examination)
        .where(
            Examination.patient_id == examination.patient_id,
            Examination.state == ExaminationState.SIGNED,
            Examination.id != examination.id,
            Examination.examined_at <= examination.examined_at,
        )
        .order_by(
            Examination.examined_at.desc(), Examination.signed_at.desc(), Examination.id.desc()
        )
        .limit(1)
    )


def own_open_draft(work: Work, patient_id: str, since: datetime) -> Examination | None:
    """Answer the newest draft of a patient that the acting user wrote last, begun after `since`."""
    return work.session.scalar(
        select(Examination)
        .join(
            Edition,
            and_(
                Edition.clinic_id == Examination.clinic_id,
                Edition.examination_id == Examination.id,
                Edition.edition == Examination.edition,
            ),
        )
        .where(
            Examination.patient_id == patient_id,
            Examination.state == ExaminationState.DRAFT,
            Examination.created_at > since,
            Edition.recorded_by == work.actor.user_id,
        )
        .order_by(Examination.id.desc())
        .limit(1)
    )


def last_saved(work: Work, examination: Examination) -> tuple[datetime, str]:
    """Answer when a draft was last written, and by whom, as the journal knows it (to the minute).

    Where several people wrote, the newest that is not the one who asks: theirs is what the asker
    has not seen.
    """
    saves = work.session.execute(
        select(JournalEntry.at, JournalEntry.user_id)
        .where(
            JournalEntry.subject_id == examination.id,
            JournalEntry.event == "examination.draft_saved",
        )
        .order_by(JournalEntry.user_id == work.actor.user_id, JournalEntry.seq.desc())
        .limit(1)
    ).first()
    edition = editions_of(work, [examination])[examination.id]
    at, by = (edition.created_at, edition.recorded_by) if saves is None else saves
    return at, users_named(work, [by or ""]).get(by or "", "")


def editions_of(work: Work, examinations: Iterable[Examination]) -> dict[str, Edition]:
    """Answer the edition that counts of each examination, by the examination's id."""
    wanted = [(e.id, e.edition) for e in examinations]
    if not wanted:
        return {}
    rows = work.session.scalars(
        select(Edition).where(tuple_(Edition.examination_id, Edition.edition).in_(wanted))
    )
    return {row.examination_id: row for row in rows}


def all_editions(work: Work, examination_id: str) -> Sequence[Edition]:
    """Answer every edition of an examination, newest first."""
    return work.session.scalars(
        select(Edition)
        .where(Edition.examination_id == examination_id)
        .order_by(Edition.edition.desc())
    ).all()


def findings_of(work: Work, wanted: Iterable[tuple[str, int]]) -> dict[str, list[RowMapping]]:
    """Answer the findings of (examination, edition) pairs, by examination, in their order."""
    pairs = dict(wanted)
    found: dict[str, list[RowMapping]] = {examination_id: [] for examination_id in pairs}
    if not pairs:
        return found
    rows = work.session.execute(_FINDINGS, {"clinic": work.actor.clinic, "ids": list(pairs)})
    for row in rows.mappings():
        if row["edition"] == pairs[row["examination_id"]]:
            found[row["examination_id"]].append(row)
    return found


def current_findings(
    work: Work, examinations: Iterable[Examination]
) -> dict[str, list[RowMapping]]:
    """Answer the findings that count of each examination."""
    return findings_of(work, ((e.id, e.edition) for e in examinations))


def places_followed(work: Work, patient_ids: Iterable[str]) -> dict[tuple[str, Place], str]:
    """Answer the ids of the places that are followed, by patient and place."""
    rows = work.session.execute(
        select(
            ExaminedPlace.id,
            ExaminedPlace.patient_id,
            ExaminedPlace.muscle,
            ExaminedPlace.side,
            ExaminedPlace.site,
        ).where(
            ExaminedPlace.patient_id.in_(sorted(set(patient_ids))),
            ExaminedPlace.is_followed.is_(True),
        )
    )
    return {(r.patient_id, Place(r.muscle, r.side, r.site)): r.id for r in rows}


def shown(work: Work, examinations: Sequence[Examination]) -> list[dict[str, Any]]:
    """Answer examinations as plain values, ready to be sent: four questions, however many."""
    editions = editions_of(work, examinations)
    findings = current_findings(work, examinations)
    places = places_followed(work, (e.patient_id for e in examinations))
    return [_shown(e, editions[e.id], findings[e.id], places) for e in examinations]


def shown_editions(work: Work, examination: Examination) -> list[dict[str, Any]]:
    """Answer every version of an examination as plain values, newest first."""
    versions = []
    places = places_followed(work, [examination.patient_id])
    for edition in all_editions(work, examination.id):
        findings = findings_of(work, [(examination.id, edition.edition)])[examination.id]
        told = json.loads(edition.sealed) if edition.sealed else {}
        as_then = {
            "version": edition.edition,
            "reason": edition.reason,
            "recorded_at": written(edition.created_at),
            "recorded_by": edition.recorded_by,
            "signed_at": written(edition.signed_at),
            "signed_by": edition.signed_by,
            "sha256": edition.sha256 or None,
            "examined_at": written(
                datetime.fromisoformat(told["examined_at"]) if told else examination.examined_at
            ),
            "examiner_id": told.get("examiner", examination.examiner_id),
            "episode_id": told.get("episode", examination.episode_id),
        }
        shown_findings = [_finding(row, examination.patient_id, places) for row in findings]
        versions.append(as_then | edition.content | {"findings": shown_findings})
    return versions


def _shown(
    examination: Examination,
    edition: Edition,
    findings: Sequence[RowMapping],
    places: Mapping[tuple[str, Place], str],
) -> dict[str, Any]:
    return {
        "id": examination.id,
        "etag": etag_of(examination),
        "patient_id": examination.patient_id,
        "episode_id": examination.episode_id,
        "state": examination.state.value,
        "actions": list(EXAMINATION.actions_from(examination.state)),
        "version": examination.edition,
        "examined_at": written(examination.examined_at),
        "recorded_at": written(examination.created_at),
        "examiner_id": examination.examiner_id,
        "signed_at": written(examination.signed_at),
        "signed_by": examination.signed_by,
        "amended_because": edition.reason or None,
        "amended_at": written(edition.signed_at) if edition.reason else None,
        "voided_at": written(examination.voided_at),
        "voided_by": examination.voided_by,
        "void_reason": examination.void_reason or None,
        "sha256": edition.sha256 or None,
        **edition.content,
        "findings": [_finding(row, examination.patient_id, places) for row in findings],
        "warnings": [
            {"pointer": f"/findings/{warning.index}", "detail": warning.detail}
            for warning in warnings([_classified(row) for row in findings])
        ],
    }


def _classified(row: RowMapping) -> ClassifiedFinding:
    place = Place(row["muscle"], row["side"], row["site"])
    derived = Classification(
        row["derived_class"], row["rule_row"], row["rule"], tuple(row["missing"]), ()
    )
    return ClassifiedFinding(place, derived, row["override_class"])


def _finding(
    row: RowMapping, patient_id: str, places: Mapping[tuple[str, Place], str]
) -> dict[str, Any]:
    body = finding_body(row)
    return {
        "id": row["id"],
        "trigger_point_id": places.get(
            (patient_id, Place(row["muscle"], row["side"], row["site"]))
        ),
        **body,
        "classification": {
            "class": row["derived_class"].value,
            "rule": row["rule"],
            "row": row["rule_row"],
            "missing": row["missing"],
            "override": body["override"],
        },
    }


def finding_body(row: RowMapping) -> dict[str, Any]:
    """Answer a finding as it was sent: the signs, without what follows from them."""
    chart = row["chart_view"] and {
        "view": row["chart_view"].value,
        "x": row["chart_x"],
        "y": row["chart_y"],
    }
    override = row["override_class"] and {
        "class": row["override_class"].value,
        "reason": row["override_reason"],
    }
    return {
        "muscle": row["muscle"],
        "side": row["side"].value,
        "site": row["site"] or None,
        "chart": chart,
        "taut_band": row["taut_band"].value,
        "tenderness_grade": row["tenderness_grade"],
        "spot_in_band": row["spot_in_band"],
        "referral": {
            "sensation": row["sensation"].value,
            "zones": row["zones"],
            "qualities": row["qualities"],
        },
        "recognised": row["recognised"].value,
        "spontaneous_pain": row["spontaneous_pain"],
        "local_twitch": row["local_twitch"].value,
        "nodule": row["nodule"],
        "movement_limited": row["movement_limited"],
        "pressure_pain_threshold_kpa": row["thresholds"],
        "mirror_pressure_pain_threshold_kpa": row["mirror_thresholds"],
        "probe_cm2": row["probe_cm2"],
        "note": row["note"],
        "override": override,
    }


def as_found(row: RowMapping) -> NewFinding:
    """Answer a finding as the hands found it."""
    chart, override = row["chart_view"], row["override_class"]
    return NewFinding(
        muscle=row["muscle"],
        side=row["side"],
        site=row["site"] or None,
        chart=chart and ChartPoint(chart, row["chart_x"], row["chart_y"]),
        taut_band=row["taut_band"],
        tenderness_grade=row["tenderness_grade"],
        spot_in_band=row["spot_in_band"],
        referral=Referral(row["sensation"], row["zones"], row["qualities"]),
        recognised=row["recognised"],
        spontaneous_pain=row["spontaneous_pain"],
        local_twitch=row["local_twitch"],
        nodule=row["nodule"],
        movement_limited=row["movement_limited"],
        pressure_pain_threshold_kpa=row["thresholds"],
        mirror_pressure_pain_threshold_kpa=row["mirror_thresholds"],
        probe_cm2=row["probe_cm2"],
        note=row["note"],
        override=override and Override(override, row["override_reason"]),
    )
