"""Everything an examination report prints, as plain values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import RowMapping

from clinic.accounts.context import letterhead_of
from clinic.accounts.queries import users_named, zone_of
from clinic.anatomy.rules import CATALOGUE_VERSION, MUSCLES, ZONES
from clinic.examinations.models import Edition, Examination
from clinic.examinations.queries import all_editions, current_findings, editions_of
from clinic.examinations.rules import RULE_VERSION, FindingClass
from clinic.examinations.rules.words import (
    CLASS_WORDS,
    NOT_TESTED,
    TENDERNESS_WORDS,
    YES_NO_WORDS,
)
from clinic.paper.html import page_of
from clinic.paper.letterhead import Letterhead
from clinic.paper.printed import Manuscript, TypedText
from clinic.patients.models import Episode, Patient
from clinic.safety.rules import RED_FLAGS
from clinic.work.unit import Work


def _spaced(slug: str) -> str:
    return slug.replace("_", " ")


@dataclass(frozen=True, slots=True)
class PatientName:
    full_name: str
    birth_day: date
    file_number: str = ""


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One score as it is read: Pain now, 4 of 10."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding; a sign nobody tested is printed as not tested, never left blank.

    `referral_zones` are names, not slugs; the other vocabularies are those of the API.
    `overridden_class` and its reason stand beside the derived class, never instead of it.
    """

    muscle_name: str
    side: str
    finding_class: str
    site: int = 0
    taut_band: str = "not_tested"
    tenderness_grade: int | None = None
    spot_in_band: bool | None = None
    referral: str = "not_tested"
    referral_zones: tuple[str, ...] = ()
    referral_qualities: tuple[str, ...] = ()
    recognised: str = "not_tested"
    spontaneous_pain: bool | None = None
    local_twitch: str = "not_tested"
    nodule: bool | None = None
    movement_limited: bool | None = None
    pressure_kpa: tuple[float, ...] = ()
    mirror_pressure_kpa: tuple[float, ...] = ()
    missing: tuple[str, ...] = ()
    overridden_class: str = ""
    override_reason: str = ""
    note: str = ""

    @property
    def place(self) -> str:
        """Name the place: Infraspinatus, right, spot 1."""
        spot = f"spot {self.site}" if self.site else "whole muscle"
        return f"{self.muscle_name}, {self.side}, {spot}"

    @property
    def class_words(self) -> str:
        return CLASS_WORDS[FindingClass(self.finding_class)].words

    @property
    def override_words(self) -> str:
        """Word the clinician's own class, or nothing."""
        return (
            CLASS_WORDS[FindingClass(self.overridden_class)].words if self.overridden_class else ""
        )

    @property
    def signs(self) -> tuple[str, str, str, str]:
        """Word the four deciding signs: band, tenderness, referral, recognition."""
        return (_spaced(self.taut_band), self._tenderness, self._referral, _spaced(self.recognised))

    @property
    def further_signs(self) -> tuple[tuple[str, str], ...]:
        """Word the signs that modify but never decide (CLINICAL 1.6)."""
        return (
            ("hurts by itself", YES_NO_WORDS[self.spontaneous_pain]),
            ("twitch", _spaced(self.local_twitch)),
            ("nodule", YES_NO_WORDS[self.nodule]),
            ("movement limited", YES_NO_WORDS[self.movement_limited]),
            ("pressure pain threshold", _readings(self.pressure_kpa)),
            ("other side", _readings(self.mirror_pressure_kpa)),
        )

    @property
    def _tenderness(self) -> str:
        words = TENDERNESS_WORDS[self.tenderness_grade]
        if not self.tenderness_grade:
            return words
        where = {True: "in the band", False: "outside the band", None: "band or not: not tested"}
        return f"{words}; {where[self.spot_in_band]}"

    @property
    def _referral(self) -> str:
        words = _spaced(self.referral)
        felt = ", ".join(_spaced(quality) for quality in self.referral_qualities)
        if self.referral_zones:
            words += ": " + ", ".join(self.referral_zones)
        return f"{words} ({felt})" if felt else words


def _readings(kpa: tuple[float, ...]) -> str:
    return ", ".join(f"{value:g}" for value in kpa) + " kPa" if kpa else NOT_TESTED


@dataclass(frozen=True, slots=True)
class Amendment:
    """Who changed the report, when and why; `version` is the one it made."""

    version: int
    by: str
    when: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class ExaminationReport:
    """One examination as it now reads; moments are in the clinic's time zone."""

    letterhead: Letterhead
    patient: PatientName
    examiner: str
    examined_at: datetime
    recorded_at: datetime
    state: str = "signed"
    version: int = 1
    language: str = "en-AU"
    signed_by: str = ""
    signed_at: datetime | None = None
    episode: str = ""
    complaint: str = ""
    symptoms: tuple[str, ...] = ()
    red_flags: tuple[str, ...] = ()
    scores: tuple[ScoreLine, ...] = ()
    findings: tuple[FindingLine, ...] = ()
    treatment_given: str = ""
    advice_given: str = ""
    plan_of_care: str = ""
    amendments: tuple[Amendment, ...] = ()
    void_reason: str = ""
    voided_by: str = ""
    voided_at: datetime | None = None
    short_code: str = ""
    status_line: str = ""

    @property
    def mark(self) -> str:
        """Say at the head of every page what this sheet is not."""
        marks = {"draft": "DRAFT, NOT SIGNED", "voided": "ENTERED IN ERROR"}
        amended = f"AMENDED, VERSION {self.version}" if self.amendments else ""
        return marks.get(self.state, amended)

    @property
    def recorded_later(self) -> bool:
        """Ask whether the record was made on another day than the examination."""
        return self.recorded_at.date() != self.examined_at.date()


# scores as the API names them, as they are read, and the most each can be (CONTRACT 3)
_SCORES = (
    ("pain_now", "Pain now", 10),
    ("pain_worst_week", "Worst pain in the last week", 10),
    ("ndi", "Neck Disability Index", 50),
    ("dash", "DASH", 100),
)
_NOBODY_YET = "nobody named yet"
_LETTERS_OF_HASH = 8


def examination_report(work: Work, examination: Examination) -> ExaminationReport:
    """Read an examination as it now reads, for paper; no record passes this point."""
    zone = zone_of(work)
    patient = work.find(Patient, examination.patient_id)
    episode = None
    if examination.episode_id is not None:
        episode = work.find(Episode, examination.episode_id)
    editions = all_editions(work, examination.id)
    current = next(e for e in editions if e.edition == examination.edition)
    content = current.content
    names = _names(work, examination, editions)
    return ExaminationReport(
        letterhead=letterhead_of(work),
        patient=PatientName(
            f"{patient.given_name} {patient.family_name}",
            patient.date_of_birth,
            patient.file_number,
        ),
        examiner=names.get(examination.examiner_id or "", _NOBODY_YET),
        examined_at=examination.examined_at.astimezone(zone),
        recorded_at=examination.created_at.astimezone(zone),
        state=examination.state.value,
        version=examination.edition,
        signed_by=names.get(examination.signed_by or "", ""),
        signed_at=_local(examination.signed_at, zone),
        episode=episode.title if episode else "",
        complaint=content["complaint"],
        symptoms=tuple(_spaced(symptom) for symptom in content["symptoms"]),
        red_flags=tuple(
            RED_FLAGS[slug].text if slug in RED_FLAGS else _spaced(slug)
            for slug in content["red_flags"]
        ),
        scores=tuple(_scores({**content, **content["scores"]})),
        findings=tuple(
            _finding_line(row) for row in current_findings(work, [examination])[examination.id]
        ),
        treatment_given=content["treatment_given"],
        advice_given=content["advice_given"],
        plan_of_care=content["plan_of_care"],
        amendments=tuple(_amendments(editions, names, zone)),
        void_reason=examination.void_reason,
        voided_by=names.get(examination.voided_by or "", ""),
        voided_at=_local(examination.voided_at, zone),
        short_code=current.sha256[:_LETTERS_OF_HASH],
        status_line=f"rule {RULE_VERSION}, catalogue {CATALOGUE_VERSION}",
    )


def prepare_report(work: Work, examination_id: str) -> Manuscript:
    """Fill the report in; the day of the record itself: the same record gives the same bytes."""
    examination = work.find(Examination, examination_id)
    report = examination_report(work, examination)
    html = page_of("examination.html", report)
    edition = editions_of(work, [examination])[examination.id]
    when = examination.voided_at or edition.signed_at or edition.created_at
    return Manuscript(html, when, typed=tuple(typed_in_report(report)))


def typed_in_report(report: ExaminationReport, at: str = "") -> Iterator[TypedText]:
    """Name what was typed at an examination, as it is stored below `at`."""
    yield TypedText(f"{at}/complaint", "The complaint of the examination", report.complaint)
    yield TypedText(f"{at}/treatment_given", "The treatment given", report.treatment_given)
    yield TypedText(f"{at}/advice_given", "The advice given", report.advice_given)
    yield TypedText(f"{at}/plan_of_care", "The plan of care", report.plan_of_care)
    yield TypedText(f"{at}/void_reason", "The reason for voiding", report.void_reason)
    for index, line in enumerate(report.findings):
        where = f"{at}/findings/{index}"
        yield TypedText(f"{where}/note", f"The note at {line.place}", line.note)
        reason = f"The reason for the class of {line.place}"
        yield TypedText(f"{where}/override/reason", reason, line.override_reason)
    for change in report.amendments:
        name = f"The reason for version {change.version}"
        yield TypedText(f"{at}/reason", name, change.reason)


def _local(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return None if moment is None else moment.astimezone(zone)


def _names(work: Work, examination: Examination, editions: Sequence[Edition]) -> Mapping[str, str]:
    people = (examination.examiner_id, examination.signed_by, examination.voided_by)
    return users_named(work, [by for by in (*people, *(e.signed_by for e in editions)) if by])


def _amendments(
    editions: Sequence[Edition], names: Mapping[str, str], zone: ZoneInfo
) -> Iterator[Amendment]:
    """Answer every version after the first, oldest first."""
    for edition in sorted(editions, key=lambda e: e.edition):
        if edition.edition > 1:
            when = (edition.signed_at or edition.created_at).astimezone(zone)
            by = names.get(edition.signed_by or "", "")
            yield Amendment(edition.edition, by, when, edition.reason)


def _scores(values: Mapping[str, Any]) -> Iterator[ScoreLine]:
    for name, words, most in _SCORES:
        if (value := values.get(name)) is not None:
            yield ScoreLine(words, f"{value:g} of {most}")
    for activity in values.get("psfs") or ():
        yield ScoreLine(f"Activity: {activity['activity']}", f"{activity['score']} of 10")
    if (change := values.get("gpe")) is not None:
        yield ScoreLine("Overall change", f"{change:+d} (from -5 to +5)" if change else "no change")


def _finding_line(row: RowMapping) -> FindingLine:
    muscle = MUSCLES.get(row["muscle"])
    override = row["override_class"]
    return FindingLine(
        muscle_name=muscle.name if muscle else _spaced(row["muscle"]),
        side=row["side"].value,
        finding_class=row["derived_class"].value,
        site=row["site"],
        taut_band=row["taut_band"].value,
        tenderness_grade=row["tenderness_grade"],
        spot_in_band=row["spot_in_band"],
        referral=row["sensation"].value,
        referral_zones=tuple(
            ZONES[slug].name if slug in ZONES else _spaced(slug) for slug in row["zones"]
        ),
        referral_qualities=tuple(row["qualities"]),
        recognised=row["recognised"].value,
        spontaneous_pain=row["spontaneous_pain"],
        local_twitch=row["local_twitch"].value,
        nodule=row["nodule"],
        movement_limited=row["movement_limited"],
        pressure_kpa=tuple(row["thresholds"]),
        mirror_pressure_kpa=tuple(row["mirror_thresholds"]),
        missing=tuple(_spaced(name.rpartition(".")[2]) for name in row["missing"]),
        overridden_class=override.value if override else "",
        override_reason=row["override_reason"],
        note=row["note"],
    )
