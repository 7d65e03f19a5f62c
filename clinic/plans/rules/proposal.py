"""What the examination suggests for home: offered to the clinician, never prescribed by itself."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from clinic.anatomy.rules import MUSCLES, REGIONS, HomeVibration, Place
from clinic.examinations.rules import FindingClass
from clinic.plans.rules.doses import DoseLimits, Target, dose_for
from clinic.plans.rules.life import Phase

# CLINICAL 4.2: a session of about 15 minutes
PROPOSED_SESSION_SECONDS = 900

_ACTIVE = (FindingClass.ACTIVE, FindingClass.ACTIVE_PROBABLE)
_QUIET = (FindingClass.LATENT, FindingClass.LATENT_PROBABLE)
# active first, probable after certain (CLINICAL 4.3)
_ORDER = {kind: rank for rank, kind in enumerate((*_ACTIVE, *_QUIET))}


@dataclass(frozen=True, slots=True)
class Found:
    """One finding as the proposal reads it; `kind` is the class that counts."""

    place: Place
    kind: FindingClass
    tenderness_grade: int | None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A place that is not proposed, and why."""

    place: Place
    because: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """Targets for the clinician to accept or change."""

    phase: Phase
    targets: tuple[Target, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def session_seconds(self) -> int:
        """How long one session lasts."""
        return sum(target.seconds for target in self.targets)


def propose(
    found: Iterable[Found],
    *,
    points_are_left: bool,
    barred_regions: AbstractSet[str],
    limits: DoseLimits,
    targets_most: int,
) -> Proposal:
    """Propose phase and targets from what was found: active first, then quiet points.

    Barred muscles and regions are left out and said so; so is what does not fit a session.
    """
    wanted = sorted(
        (f for f in found if f.kind in _ORDER),
        key=lambda f: (_ORDER[f.kind], -(f.tenderness_grade or 0), f.place),
    )
    targets: list[Target] = []
    left_out: list[LeftOut] = []
    for finding in wanted:
        muscle = MUSCLES[finding.place.muscle]
        seconds, frequency = dose_for(muscle, limits)
        session = sum(target.seconds for target in targets) + seconds
        if muscle.home_vibration is HomeVibration.BARRED:
            why = f"{muscle.name} is not treated at home ({'; '.join(muscle.cautions)})."
            left_out.append(LeftOut(finding.place, why))
        elif muscle.region in barred_regions:
            why = f"The safety screen bars {REGIONS[muscle.region].name}."
            left_out.append(LeftOut(finding.place, why))
        elif len(targets) == targets_most:
            why = f"A plan proposes at most {targets_most} places at a time."
            left_out.append(LeftOut(finding.place, why))
        elif session > min(PROPOSED_SESSION_SECONDS, limits.session_seconds_most):
            left_out.append(LeftOut(finding.place, "The session would become too long."))
        else:
            targets.append(
                Target(
                    place=finding.place,
                    seconds=seconds,
                    sessions_per_day=1,
                    days_per_week=7,
                    frequency_hz=frequency,
                )
            )
    return Proposal(
        _phase(wanted, points_are_left=points_are_left), tuple(targets), tuple(left_out)
    )


def _phase(found: list[Found], *, points_are_left: bool) -> Phase:
    """Propose the phase by what is left, not by what hurts (CLINICAL 4.3)."""
    if any(f.kind in _ACTIVE for f in found):
        return Phase.TREAT
    return Phase.ELIMINATE if found or points_are_left else Phase.MAINTAIN
