"""What stands in the way of prescribing, and what only deserves a second look (CONTRACT 3)."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from clinic.anatomy.rules import MUSCLES, REGIONS, HomeVibration, Place
from clinic.evidence.rules import reading_hint, typed_problems
from clinic.paper.letters import letters_problem
from clinic.plans.rules.doses import DoseLimits, Target
from clinic.rulebook.refusals import Problem
from clinic.safety.rules import Outcome


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something to settle. `blocks`: nothing is prescribed before it is."""

    pointer: str
    detail: str
    blocks: bool = True


@dataclass(frozen=True, slots=True)
class ScreenFacts:
    """The newest safety screen as a plan sees it."""

    outcome: Outcome
    age_days: int
    barred_regions: AbstractSet[str]
    cautioned_regions: AbstractSet[str]
    # answered after a red flag was signed, or after what paused the plan
    is_newer_than_alarm: bool = True


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """Everything the check needs to know, and nothing it would have to look up."""

    targets: Sequence[Target]
    is_signed: bool
    screen: ScreenFacts | None
    # a red flag or stop sign that asks for a newer screen
    has_alarm: bool
    override_reason: str
    open_incidents: int
    has_consent: bool
    eliminated: AbstractSet[Place]
    # named by a trigger point whose findings an amendment or a voiding took away
    gone: AbstractSet[Place]
    screen_days: int
    clot_screen_days: int
    # printed for the patient
    note: str = ""


def printed_texts(note: str, targets: Sequence[Target]) -> dict[str, str]:
    """Answer what a clinician typed for the sheet, by its pointers."""
    texts = {"/note": note}
    for index, target in enumerate(targets):
        texts[f"/targets/{index}/position"] = target.position
        texts[f"/targets/{index}/note"] = target.note
    return texts


def text_problems(texts: Mapping[str, str]) -> list[Problem]:
    """Name the typed texts that no sheet may claim, or that our fonts have no letters for."""
    unprintable = (letters_problem(pointer, text) for pointer, text in texts.items())
    return [*typed_problems(texts), *(problem for problem in unprintable if problem)]


def obstacles(facts: PlanFacts, limits: DoseLimits) -> tuple[Obstacle, ...]:
    """Name what stands in the way, each with its pointer."""
    return (
        *_of_the_plan(facts),
        *_of_the_screen(facts),
        *_of_targets(facts, limits),
        *_of_texts(facts),
    )


def blocking(found: Sequence[Obstacle]) -> tuple[Obstacle, ...]:
    """Answer the ones that block."""
    return tuple(obstacle for obstacle in found if obstacle.blocks)


def _of_texts(facts: PlanFacts) -> Iterator[Obstacle]:
    """Name typed claims that no sheet may print, and notes that are hard to read."""
    texts = printed_texts(facts.note, facts.targets)
    for problem in text_problems(texts):
        yield Obstacle(problem.pointer, problem.detail)
    for pointer, text in texts.items():
        if hint := reading_hint(text):
            yield Obstacle(pointer, hint, blocks=False)


def _of_the_plan(facts: PlanFacts) -> Iterator[Obstacle]:
    if not facts.is_signed:
        yield Obstacle("/examination_id", "The examination is not signed.")
    if not facts.targets:
        yield Obstacle("/targets", "There is no place to treat yet.")
    if facts.open_incidents:
        yield Obstacle("", "An incident of this plan is open: close it first.")
    if not facts.has_consent:
        detail = "No consent to home treatment is recorded."
        yield Obstacle("", detail, blocks=False)


def _of_the_screen(facts: PlanFacts) -> Iterator[Obstacle]:
    screen = facts.screen
    if screen is None:
        yield Obstacle("", "There is no safety screen.")
        return
    if screen.age_days > facts.screen_days:
        yield Obstacle(
            "",
            f"The safety screen is {screen.age_days} days old; at most {facts.screen_days} count.",
        )
    if screen.outcome is Outcome.BLOCKED:
        yield Obstacle("", "The safety screen blocks home treatment.")
    if facts.has_alarm and not screen.is_newer_than_alarm:
        yield Obstacle("", "After a red flag or stop sign a new safety screen is needed first.")
    if screen.outcome is Outcome.CAUTION and not facts.override_reason:
        detail = "The safety screen says caution: give a reason to go on."
        yield Obstacle("/override_reason", detail)


def _of_targets(facts: PlanFacts, limits: DoseLimits) -> Iterator[Obstacle]:
    for index, target in enumerate(facts.targets):
        yield from _of_target(f"/targets/{index}", target, facts, limits)


def _of_target(at: str, target: Target, facts: PlanFacts, limits: DoseLimits) -> Iterator[Obstacle]:
    muscle, screen = MUSCLES[target.place.muscle], facts.screen
    if muscle.home_vibration is HomeVibration.BARRED:
        why = "; ".join(muscle.cautions)
        yield Obstacle(at, f"{muscle.name} is not treated at home ({why}).")
    if screen is not None:
        region = REGIONS[muscle.region].name
        if muscle.region in screen.barred_regions:
            yield Obstacle(at, f"The safety screen bars {region}.")
        if muscle.region in screen.cautioned_regions:
            yield Obstacle(at, f"The safety screen says caution for {region}.", blocks=False)
        if muscle.screen_for_clot and screen.age_days > facts.clot_screen_days:
            days = facts.clot_screen_days
            yield Obstacle(at, f"{muscle.name} needs a screen no older than {days} days.")
    if target.place in facts.gone:
        yield Obstacle(at, "No examination holds a finding at this place any more.", blocks=False)
    if target.note:
        return
    for needs_note in _needs_note(target, facts, limits):
        yield Obstacle(f"{at}/note", needs_note)


def _needs_note(target: Target, facts: PlanFacts, limits: DoseLimits) -> Iterator[str]:
    muscle = MUSCLES[target.place.muscle]
    if muscle.home_vibration is HomeVibration.DIRECTED:
        yield f"{muscle.name} is treated only as a clinician directs: write how."
    if muscle.gentle and (
        target.seconds > limits.gentle_seconds_most
        or target.frequency_hz > limits.gentle_frequency_most_hz
    ):
        yield (
            f"{muscle.name} asks for the lowest setting, briefly: more than "
            f"{limits.gentle_seconds_most} s or {limits.gentle_frequency_most_hz} Hz needs a note."
        )
    if target.place in facts.eliminated:
        yield "This place was not found on two examinations: say why it is treated."
