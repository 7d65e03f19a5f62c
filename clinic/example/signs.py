"""One letter for what the hands found at a place: how a course over many visits is written down.

A course reads like `AALLC`: active twice, quiet twice, clear at the fifth visit.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from clinic.anatomy.rules import MUSCLES, Side, View, chart_views, shape_centre
from clinic.examinations.rules import (
    ChartPoint,
    NewFinding,
    Quality,
    Recognised,
    Referral,
    Sensation,
    TautBand,
    Twitch,
)

NOT_EXAMINED = "-"
_SHIFT_A_SITE = 0.014
_ZONES_TOLD = 2
_NONE = Referral(Sensation.ABSENT)


def _signs(taut_band: TautBand, grade: int | None, **more: object) -> NewFinding:
    blank = NewFinding(muscle="", side=Side.MIDLINE)
    return replace(blank, taut_band=taut_band, tenderness_grade=grade, **more)  # type: ignore[arg-type]  # fields of NewFinding


_REFERS = Referral(Sensation.PRESENT, (), (Quality.DULL_ACHE,))
_REFERS_DEEP = Referral(Sensation.PRESENT, (), (Quality.DEEP, Quality.SPREADING))

# what each letter stands for, sign by sign; what is not named was not tested
LETTERS: Mapping[str, NewFinding] = {
    # active: it brings back the pain the patient came with
    "A": _signs(
        TautBand.PRESENT,
        3,
        spot_in_band=True,
        referral=_REFERS,
        recognised=Recognised.YES,
        spontaneous_pain=True,
        local_twitch=Twitch.FELT,
        movement_limited=True,
    ),
    "a": _signs(
        TautBand.PRESENT,
        2,
        spot_in_band=True,
        referral=_REFERS,
        recognised=Recognised.YES,
        spontaneous_pain=False,
    ),
    # quiet: there, but not the patient's pain
    "L": _signs(
        TautBand.PRESENT,
        2,
        spot_in_band=True,
        referral=_REFERS,
        recognised=Recognised.NO,
        spontaneous_pain=False,
        local_twitch=Twitch.ABSENT,
    ),
    "l": _signs(
        TautBand.PRESENT,
        1,
        spot_in_band=True,
        referral=_NONE,
        recognised=Recognised.NO,
        spontaneous_pain=False,
    ),
    "P": _signs(
        TautBand.PRESENT,
        2,
        spot_in_band=True,
        referral=_REFERS,
        recognised=Recognised.PARTLY,
        spontaneous_pain=False,
    ),
    # deep muscles, where no band can be felt
    "D": _signs(
        TautBand.NOT_PALPABLE,
        3,
        referral=_REFERS_DEEP,
        recognised=Recognised.YES,
        spontaneous_pain=True,
        movement_limited=True,
    ),
    "d": _signs(
        TautBand.NOT_PALPABLE,
        1,
        referral=_REFERS_DEEP,
        recognised=Recognised.NO,
        spontaneous_pain=False,
    ),
    "N": _signs(TautBand.NOT_PALPABLE, 0, referral=_NONE, recognised=Recognised.NO),
    # less than a trigger point
    "T": _signs(TautBand.ABSENT, 1, referral=_NONE, recognised=Recognised.NO),
    "B": _signs(TautBand.PRESENT, 0, referral=_NONE, recognised=Recognised.NO),
    # clear; the small letter where referral was not asked for
    "C": _signs(
        TautBand.ABSENT,
        0,
        referral=_NONE,
        recognised=Recognised.NO,
        local_twitch=Twitch.ABSENT,
        spontaneous_pain=False,
    ),
    "c": _signs(TautBand.ABSENT, 0),
    # a band was felt, and it was too sore to press
    "?": _signs(TautBand.PRESENT, None, spontaneous_pain=True),
}


@dataclass(frozen=True, slots=True)
class Course:
    """One place over all visits: a letter a visit, pressure readings where they were taken."""

    muscle: str
    side: Side
    letters: str
    site: int | None = None
    # kPa at each visit, here and on the other side; 0: not measured
    kpa: tuple[int, ...] = ()
    mirror: int = 0
    zones: tuple[str, ...] = ()
    notes: Mapping[int, str] | None = None

    def at(self, visit: int) -> NewFinding | None:
        """Answer what was found at a visit (from 0), or None where nobody looked."""
        letter = self.letters[visit]
        if letter == NOT_EXAMINED:
            return None
        signs = LETTERS[letter]
        referral = signs.referral
        if referral.sensation is Sensation.PRESENT:
            zones = self.zones or MUSCLES[self.muscle].referral_zones[:_ZONES_TOLD]
            referral = replace(referral, zones=zones)
        measured = self.kpa[visit] if visit < len(self.kpa) else 0
        return replace(
            signs,
            muscle=self.muscle,
            side=self.side,
            site=self.site,
            chart=self._chart(),
            referral=referral,
            pressure_pain_threshold_kpa=_readings(measured),
            mirror_pressure_pain_threshold_kpa=_readings(self.mirror if measured else 0),
            note=(self.notes or {}).get(visit, ""),
        )

    def _chart(self) -> ChartPoint:
        views = chart_views(self.muscle, self.side)
        view = View.BACK if View.BACK in views else views[0]
        x, y = shape_centre(view, self.muscle, self.side)
        return ChartPoint(view, round(x, 4), round(y + _SHIFT_A_SITE * ((self.site or 1) - 1), 4))


def _readings(kpa: int) -> tuple[float, ...]:
    """Answer three readings around a value, as a hand-held gauge gives them."""
    return (kpa, kpa - 6, kpa + 4) if kpa else ()
