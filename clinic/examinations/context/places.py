"""Findings as pages show them: the place by name, its signs in words, its class and why."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping

from clinic.anatomy.rules import MUSCLES, ZONES, Place
from clinic.examinations.models import Examination
from clinic.examinations.queries import as_found, current_findings, finding_body
from clinic.examinations.rules import (
    ClassificationSettings,
    FindingClass,
    NewFinding,
    Quality,
    Recognised,
    Sensation,
    TautBand,
    Twitch,
    classify,
    key_of,
)
from clinic.examinations.rules.words import (
    BAND_WORDS,
    CLASS_WORDS,
    NOT_TESTED,
    QUALITY_WORDS,
    RECOGNISED_WORDS,
    SENSATION_WORDS,
    TENDERNESS_WORDS,
    TEST_WORDS,
    TWITCH_WORDS,
    WHERE_WORDS,
    YES_NO_WORDS,
)
from clinic.work.unit import Work

_BAND = {
    TautBand.PRESENT: "band",
    TautBand.ABSENT: "no band",
    TautBand.NOT_PALPABLE: "band cannot be felt",
}
_KNOWN = {
    Recognised.YES: "a known pain",
    Recognised.PARTLY: "partly a known pain",
    Recognised.NO: "not a known pain",
}


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A place in words, and how it is addressed."""

    place: Place

    @property
    def key(self) -> str:
        return key_of(self.place)

    @property
    def muscle(self) -> str:
        return self.place.muscle

    @property
    def side(self) -> str:
        return self.place.side.value

    @property
    def site(self) -> int:
        return self.place.site

    @property
    def name(self) -> str:
        """Name the muscle; one that the catalogue has lost keeps its slug."""
        muscle = MUSCLES.get(self.place.muscle)
        return muscle.name if muscle else self.place.muscle.replace("-", " ")

    @property
    def plain_name(self) -> str:
        muscle = MUSCLES.get(self.place.muscle)
        return muscle.plain_name if muscle else ""

    @property
    def words(self) -> str:
        """Name the place in one line: Infraspinatus, right, site 1."""
        site = f", site {self.site}" if self.site else ""
        return f"{self.name}, {self.side}{site}"


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """One finding as a page shows it. `kind` is what counts: the override where there is one."""

    place: PlaceName
    kind: FindingClass
    derived: FindingClass
    row: int
    because: tuple[str, ...]
    missing: tuple[str, ...]
    override: FindingClass | None
    override_reason: str
    # label and words of every sign
    signs: tuple[tuple[str, str], ...]
    # the signs in one short line
    summary: str
    # what was found beside the four signs that decide
    more: tuple[str, ...]
    note: str
    # as the hands found it, and as it was sent
    finding: NewFinding
    body: dict[str, Any]

    @property
    def words(self) -> str:
        return CLASS_WORDS[self.kind].words

    @property
    def derived_words(self) -> str:
        return CLASS_WORDS[self.derived].words

    @property
    def before(self) -> str:
        """Write the finding the one way a form carries it, to see later whether it still stands."""
        return canonical(self.body)


# what a finding's body says where nobody tested or wrote anything
_UNTESTED: dict[str, Any] = {
    "chart": None,
    "taut_band": "not_tested",
    "tenderness_grade": None,
    "spot_in_band": None,
    "referral": {"sensation": "not_tested", "zones": [], "qualities": []},
    "recognised": "not_tested",
    "spontaneous_pain": None,
    "local_twitch": "not_tested",
    "nodule": None,
    "movement_limited": None,
    "pressure_pain_threshold_kpa": [],
    "mirror_pressure_pain_threshold_kpa": [],
    "probe_cm2": 1.0,
    "note": "",
    "override": None,
}


def said(body: dict[str, Any]) -> dict[str, Any]:
    """Leave out of a finding's body what it does not say: the browser reads it as not tested."""
    return {k: v for k, v in body.items() if k not in _UNTESTED or v != _UNTESTED[k]}


def canonical(body: Any) -> str:
    """Write JSON one way."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def found_places(work: Work, examination: Examination) -> list[FoundPlace]:
    """Answer an examination's findings, in their order."""
    return [found_place(row) for row in current_findings(work, [examination])[examination.id]]


def found_place(row: RowMapping) -> FoundPlace:
    """Word one finding."""
    new = as_found(row)
    rules = ClassificationSettings(strict=str(row["rule"]).endswith("-strict"))
    return FoundPlace(
        place=PlaceName(new.place),
        kind=row["override_class"] or row["derived_class"],
        derived=row["derived_class"],
        row=row["rule_row"],
        because=classify(new.signs, rules).because,
        missing=tuple(TEST_WORDS.get(name, name) for name in row["missing"]),
        override=row["override_class"],
        override_reason=row["override_reason"],
        signs=sign_lines(new),
        summary=summary(new),
        more=tuple(_more(new)),
        note=row["note"],
        finding=new,
        body=finding_body(row),
    )


def sign_lines(new: NewFinding) -> tuple[tuple[str, str], ...]:
    """Word every sign; one that nobody tested says so and is never left blank."""
    return (
        ("Taut band", BAND_WORDS[new.taut_band]),
        ("Tenderness", _tenderness(new)),
        ("Felt elsewhere", _referral(new)),
        ("Known pain", RECOGNISED_WORDS[new.recognised]),
        ("Twitch", TWITCH_WORDS[new.local_twitch]),
        ("Hurts by itself", YES_NO_WORDS[new.spontaneous_pain]),
        ("Nodule", YES_NO_WORDS[new.nodule]),
        ("Movement limited", YES_NO_WORDS[new.movement_limited]),
        ("Pressure pain threshold", _readings(new.pressure_pain_threshold_kpa, new)),
        ("Other side's threshold", _readings(new.mirror_pressure_pain_threshold_kpa, new)),
    )


def summary(new: NewFinding) -> str:
    """Say what was found in one short line: band, tender 2 in the band, felt elsewhere."""
    told = []
    if new.taut_band is not TautBand.NOT_TESTED:
        told.append(
            {"present": "band", "absent": "no band"}.get(new.taut_band, "band cannot be felt")
        )
    if new.tenderness_grade == 0:
        told.append("no tender spot")
    elif new.tenderness_grade is not None:
        where = "" if new.spot_in_band is None else f" {WHERE_WORDS[new.spot_in_band]}"
        told.append(f"tender {new.tenderness_grade}{where}")
    if new.referral.sensation is not Sensation.NOT_TESTED:
        told.append(SENSATION_WORDS[new.referral.sensation])
    if new.recognised is not Recognised.NOT_TESTED:
        told.append(_KNOWN[new.recognised])
    if new.local_twitch in {Twitch.SEEN, Twitch.FELT}:
        told.append(f"twitch {TWITCH_WORDS[new.local_twitch]}")
    if new.spontaneous_pain:
        told.append("hurts by itself")
    return ", ".join(told) or "nothing tested"


def _more(new: NewFinding) -> Iterator[str]:
    """Word what was found beside the deciding signs; what was not found is not worth a line."""
    if new.referral.zones or new.referral.qualities:
        yield _referral(new)
    if new.local_twitch in {Twitch.SEEN, Twitch.FELT}:
        yield f"twitch {TWITCH_WORDS[new.local_twitch]}"
    if new.spontaneous_pain:
        yield "hurts by itself"
    if new.nodule:
        yield "nodule"
    if new.movement_limited:
        yield "movement limited"
    if new.pressure_pain_threshold_kpa:
        yield f"pressure pain threshold {_readings(new.pressure_pain_threshold_kpa, new)}"


def _tenderness(new: NewFinding) -> str:
    words = TENDERNESS_WORDS[new.tenderness_grade]
    return f"{words}; {WHERE_WORDS[new.spot_in_band]}" if new.tenderness_grade else words


def _referral(new: NewFinding) -> str:
    words = SENSATION_WORDS[new.referral.sensation]
    zones = [ZONES[slug].name if slug in ZONES else slug for slug in new.referral.zones]
    qualities = [QUALITY_WORDS[Quality(quality)] for quality in new.referral.qualities]
    if zones:
        words += ": " + ", ".join(zones)
    return f"{words} ({', '.join(qualities)})" if qualities else words


def _readings(kpa: Sequence[float], new: NewFinding) -> str:
    if not kpa:
        return NOT_TESTED
    probe = "" if new.probe_cm2 == 1 else f", probe {new.probe_cm2:g} cm²"
    return ", ".join(f"{value:g}" for value in kpa) + f" kPa{probe}"
