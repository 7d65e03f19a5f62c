"""Everything an examination report prints, as plain values."""

from dataclasses import dataclass
from datetime import date, datetime

from clinic.paper.letterhead import Letterhead

NOT_TESTED = "not tested"

_YES_NO: dict[object, str] = {True: "yes", False: "no", None: NOT_TESTED}
_TENDERNESS: dict[int | None, str] = {
    None: NOT_TESTED,
    0: "0 none",
    1: "1 tender",
    2: "2 with grimace or flinch",
    3: "3 with withdrawal",
    4: "4 withdrawal at light touch",
}
_CLASSES = {
    "active": "active",
    "active_probable": "active, probable",
    "latent": "latent",
    "latent_probable": "latent, probable",
    "indeterminate": "indeterminate",
    "tender_spot": "tender spot only",
    "taut_band": "taut band only",
    "clear": "clear",
    "clear_band_untestable": "clear, band not testable",
    "incomplete": "incomplete",
    "inconsistent": "inconsistent: ask again",
}


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
        return _CLASSES[self.finding_class]

    @property
    def override_words(self) -> str:
        """Word the clinician's own class, or nothing."""
        return _CLASSES[self.overridden_class] if self.overridden_class else ""

    @property
    def signs(self) -> tuple[str, str, str, str]:
        """Word the four deciding signs: band, tenderness, referral, recognition."""
        return (_spaced(self.taut_band), self._tenderness, self._referral, _spaced(self.recognised))

    @property
    def further_signs(self) -> tuple[tuple[str, str], ...]:
        """Word the signs that modify but never decide (CLINICAL 1.6)."""
        return (
            ("hurts by itself", _YES_NO[self.spontaneous_pain]),
            ("twitch", _spaced(self.local_twitch)),
            ("nodule", _YES_NO[self.nodule]),
            ("movement limited", _YES_NO[self.movement_limited]),
            ("pressure pain threshold", _readings(self.pressure_kpa)),
            ("other side", _readings(self.mirror_pressure_kpa)),
        )

    @property
    def _tenderness(self) -> str:
        words = _TENDERNESS[self.tenderness_grade]
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
