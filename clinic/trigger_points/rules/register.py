"""Follow every place of one patient through the signed examinations: the register.

The register is always worked out anew from the examinations that count, so an amendment, a
voiding or a late entry needs no rule of its own. Where CONTRACT 3 leaves room, this was decided:

- A run begins when a followed place is found clear. What was clear before the place was followed
  belongs to no run. Incomplete and inconsistent findings and a clear one whose band could not be
  tested stand within a run without being one of the two findings.
- The two findings are any two of the run that are `clear`, had the referral tested and absent,
  and had no twitch. The days are counted from the earliest such finding, so a first clear finding
  whose referral was left out neither counts nor stands in the way of later ones.
- An eliminated place stays eliminated while its run lasts, however little a further clear
  finding tested.
- A muscle found clear as a whole speaks for its sites only if its class is `clear`: one whose
  band could not be tested says too little about a site that nobody pressed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from clinic.anatomy.rules import Place
from clinic.examinations.rules import (
    WHOLE_MUSCLE,
    FindingClass,
    Sensation,
    Signs,
    Twitch,
    band_and_tenderness_tested,
    has_positive_sign,
)
from clinic.trigger_points.rules.states import (
    EVIDENCE_OF,
    KEEPS_RUN,
    RETURNING,
    Evidence,
    TriggerPointState,
    state_after,
)

DAYS_APART = 14  # CLINICAL 2.3 [P]; a clinic setting


@dataclass(frozen=True, slots=True)
class ObservedFinding:
    """A signed finding as the register reads it; `kind` is the override where there is one.

    `positive`: any sign was found. `examined`: band and tenderness were both tested.
    """

    finding_id: str
    place: Place
    kind: FindingClass
    sensation: Sensation
    local_twitch: Twitch
    spontaneous_pain: bool | None
    positive: bool
    examined: bool

    @classmethod
    def from_signs(
        cls, finding_id: str, place: Place, kind: FindingClass, signs: Signs
    ) -> "ObservedFinding":
        """Read a finding off its signs, with the class that counts."""
        return cls(
            finding_id=finding_id,
            place=place,
            kind=kind,
            sensation=signs.sensation,
            local_twitch=signs.local_twitch,
            spontaneous_pain=signs.spontaneous_pain,
            positive=has_positive_sign(signs),
            examined=band_and_tenderness_tested(signs),
        )


@dataclass(frozen=True, slots=True)
class SignedExamination:
    """One examination that counts, in its newest version."""

    id: str
    examined_at: datetime
    signed_at: datetime
    examiner: str
    findings: tuple[ObservedFinding, ...] = ()
    episode_id: str | None = None
    pain_now: int | None = None

    def __post_init__(self) -> None:
        if self.examined_at.utcoffset() is None or self.signed_at.utcoffset() is None:
            raise ValueError(f"examination {self.id} has a time without an offset")


@dataclass(frozen=True, slots=True)
class Entry:
    """What one examination said of one place, and the state that gave."""

    examination_id: str
    examined_at: datetime
    examiner: str
    finding_id: str
    kind: FindingClass
    state: TriggerPointState
    by_whole_muscle: bool = False


@dataclass(frozen=True, slots=True)
class FollowedPlace:
    """One place as it stands: its state, since when, and how it came to it (oldest first)."""

    place: Place
    state: TriggerPointState
    since: datetime
    reactivations: int
    ever_active: bool
    history: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """The register as it stood after one examination, and the followed places that one found."""

    examination: SignedExamination
    states: Mapping[Place, TriggerPointState]
    found: frozenset[Place]


@dataclass(frozen=True, slots=True)
class Register:
    """All followed places of one patient, and the register after each examination in turn."""

    places: Mapping[Place, FollowedPlace]
    standings: tuple[Standing, ...]


def follow(
    examinations: Iterable[SignedExamination], *, timezone: ZoneInfo, days_apart: int = DAYS_APART
) -> Register:
    """Follow each place through the examinations, whatever order they are given in.

    Days are the clinic's: `timezone` decides on which one an examination took place.
    """
    trails: dict[Place, _Trail] = {}
    standings: list[Standing] = []
    for examination in sorted(examinations, key=lambda e: (e.examined_at, e.signed_at, e.id)):
        day = examination.examined_at.astimezone(timezone).date()
        found: set[Place] = set()
        # Listed before the first step: what begins in this examination was not followed before it.
        for place, finding in list(_spoken_for(examination, trails)):
            trail = trails.get(place) or _Trail(place)
            if trail.takes(examination, finding, day, days_apart):
                trails[place] = trail
                found.add(place)
        standings.append(
            Standing(
                examination,
                {place: trail.history[-1].state for place, trail in trails.items()},
                frozenset(found),
            )
        )
    return Register(
        places={place: trails[place].as_it_stands() for place in sorted(trails)},
        standings=tuple(standings),
    )


@dataclass(slots=True)
class _Trail:
    """One place while it is being followed."""

    place: Place
    history: list[Entry] = field(default_factory=list)
    since: datetime | None = None
    ever_active: bool = False
    reactivations: int = 0
    first_clear_on: date | None = None

    @property
    def state(self) -> TriggerPointState | None:
        return self.history[-1].state if self.history else None

    def takes(
        self, examination: SignedExamination, finding: ObservedFinding, day: date, days_apart: int
    ) -> bool:
        """Take a finding into account; answer whether the place is followed after it."""
        before = self.state
        evidence = self._evidence(finding, day, days_apart)
        after = state_after(before, evidence, ever_active=self.ever_active)
        if after is None:
            return False
        if evidence not in KEEPS_RUN:
            self.first_clear_on = None
        elif self.first_clear_on is None and _wholly_clear(finding):
            self.first_clear_on = day
        if evidence is Evidence.ACTIVE:
            self.ever_active = True
            self.reactivations += before in RETURNING
        if after is not before:
            self.since = examination.examined_at
        self.history.append(
            Entry(
                examination.id,
                examination.examined_at,
                examination.examiner,
                finding.finding_id,
                finding.kind,
                after,
                by_whole_muscle=finding.place != self.place,
            )
        )
        return True

    def as_it_stands(self) -> FollowedPlace:
        latest = self.history[-1]
        return FollowedPlace(
            self.place,
            latest.state,
            self.since or latest.examined_at,
            self.reactivations,
            self.ever_active,
            tuple(self.history),
        )

    def _evidence(self, finding: ObservedFinding, day: date, days_apart: int) -> Evidence:
        """Say what the finding means here: its class, sharpened by what stands beside it."""
        evidence = EVIDENCE_OF[finding.kind]
        if evidence is Evidence.LATENT and finding.spontaneous_pain is True:
            return Evidence.LATENT_HURTING
        if evidence is Evidence.UNDECIDED and finding.positive:
            return Evidence.UNDECIDED_POSITIVE
        if (
            _wholly_clear(finding)
            and self.first_clear_on is not None
            and (day - self.first_clear_on).days >= days_apart
        ):
            return Evidence.CLEAR_AGAIN
        return evidence


def _wholly_clear(finding: ObservedFinding) -> bool:
    """Answer whether a finding may be one of the two that eliminate a point (CLINICAL 2.3)."""
    return (
        finding.kind is FindingClass.CLEAR
        and finding.sensation is Sensation.ABSENT
        and finding.local_twitch not in {Twitch.SEEN, Twitch.FELT}
    )


def _spoken_for(
    examination: SignedExamination, followed: Mapping[Place, object]
) -> Iterator[tuple[Place, ObservedFinding]]:
    """Yield each place the examination speaks for, with the finding that does.

    A muscle that is clear as a whole speaks for its followed sites without a finding of their own.
    """
    own = {finding.place for finding in examination.findings}
    for finding in examination.findings:
        yield finding.place, finding
        if finding.place.site == WHOLE_MUSCLE and finding.kind is FindingClass.CLEAR:
            for place in followed:
                if (
                    (place.muscle, place.side) == (finding.place.muscle, finding.place.side)
                    and place.site != WHOLE_MUSCLE
                    and place not in own
                ):
                    yield place, finding
