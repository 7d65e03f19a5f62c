"""What is written down of one finding before it is judged: the hands' own words."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from clinic.anatomy.rules import Place, Side
from clinic.examinations.rules.classification import Signs
from clinic.examinations.rules.vocabulary import (
    FindingClass,
    Recognised,
    Sensation,
    TautBand,
    Twitch,
)


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """Where on the drawing: fractions of a view's width and height."""

    view: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Referral:
    """What is felt elsewhere while the point is pressed."""

    sensation: Sensation = Sensation.NOT_TESTED
    zones: Sequence[str] = ()
    qualities: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Override:
    """The clinician's own class, beside the derived one."""

    kind: FindingClass
    reason: str


@dataclass(frozen=True, slots=True)
class NewFinding:
    """One place as the hands found it. What is left out was not tested."""

    muscle: str
    side: Side
    site: int | None = None
    chart: ChartPoint | None = None
    taut_band: TautBand = TautBand.NOT_TESTED
    tenderness_grade: int | None = None
    spot_in_band: bool | None = None
    referral: Referral = field(default_factory=Referral)
    recognised: Recognised = Recognised.NOT_TESTED
    spontaneous_pain: bool | None = None
    local_twitch: Twitch = Twitch.NOT_TESTED
    nodule: bool | None = None
    movement_limited: bool | None = None
    pressure_pain_threshold_kpa: Sequence[float] = ()
    mirror_pressure_pain_threshold_kpa: Sequence[float] = ()
    probe_cm2: float = 1.0
    note: str = ""
    override: Override | None = None

    @property
    def place(self) -> Place:
        """The place in the patient's body."""
        return Place(self.muscle, self.side, self.site or 0)

    @property
    def signs(self) -> Signs:
        """What the classification reads."""
        return Signs(
            taut_band=self.taut_band,
            tenderness_grade=self.tenderness_grade,
            spot_in_band=self.spot_in_band,
            sensation=self.referral.sensation,
            recognised=self.recognised,
            local_twitch=self.local_twitch,
            spontaneous_pain=self.spontaneous_pain,
            nodule=self.nodule,
            movement_limited=self.movement_limited,
        )


def clear_finding(place: Place) -> NewFinding:
    """Answer a place where nothing was found: what the clear key and its button stand for."""
    return NewFinding(
        muscle=place.muscle,
        side=place.side,
        site=place.site or None,
        taut_band=TautBand.ABSENT,
        tenderness_grade=0,
        referral=Referral(Sensation.ABSENT),
        recognised=Recognised.NO,
    )


def confirmed(last: NewFinding, now: NewFinding | None) -> NewFinding:
    """Answer last visit's signs as found again today.

    What was measured or remarked belongs to its own day, and so does a judgement with its reason.
    """
    today = now or NewFinding(last.muscle, last.side, last.site)
    return replace(
        last,
        chart=today.chart or last.chart,
        pressure_pain_threshold_kpa=today.pressure_pain_threshold_kpa,
        mirror_pressure_pain_threshold_kpa=today.mirror_pressure_pain_threshold_kpa,
        probe_cm2=today.probe_cm2,
        note=today.note,
        override=None,
    )
