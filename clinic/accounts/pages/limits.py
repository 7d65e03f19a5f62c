"""The clinic's limits as its settings page shows them: in groups, each beside our default."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from clinic.accounts.rules import BOUNDS, SETTING_WORDS, ClinicSettings


@dataclass(frozen=True, slots=True)
class Group:
    """Limits that belong together; `is_ours`: CLINICAL marks them [P], nobody published them."""

    title: str
    told: str
    names: tuple[str, ...]
    is_ours: bool = True


GROUPS = (
    Group(
        "What a home plan may be",
        "A plan beyond these cannot be prescribed. A clinic may be stricter than ours, not looser.",
        (
            "seconds_least",
            "seconds_most",
            "sessions_per_day_most",
            "frequency_least_hz",
            "frequency_most_hz",
            "targets_most",
            "session_seconds_most",
            "review_days_most",
        ),
    ),
    Group(
        "What a proposed plan begins with",
        "A clinician changes each of these in the plan itself.",
        ("default_seconds", "default_frequency_hz", "proposal_targets_most", "first_review_days"),
    ),
    Group(
        "Gentle places",
        "Where a muscle asks for the lowest setting or for brevity. More needs a note.",
        ("gentle_seconds", "gentle_seconds_most", "gentle_frequency_most_hz"),
    ),
    Group(
        "How long a safety screen holds",
        "After that the questions are asked anew before anything is prescribed.",
        ("screen_days", "clot_screen_days"),
    ),
    Group(
        "How points are counted",
        "A change here counts the points of every patient anew.",
        ("elimination_days", "two_of_three_is_latent"),
    ),
    Group(
        "On the sheets",
        "A clinic that sells massagers says so on every handout. The front of the body is drawn "
        "as in a mirror (right on the right), or else as somebody facing the patient sees it "
        "(right on the left); the sheet says which. Figures for other ways are entered above.",
        ("sells_massagers", "front_as_in_a_mirror", "prints_other_ways"),
        is_ours=False,
    ),
)


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit as it stands: ours, the clinic's, and how far it may be moved."""

    name: str
    label: str
    unit: str
    now: Any
    ours: Any
    least: int | None = None
    most: int | None = None

    @property
    def is_own(self) -> bool:
        """Whether the clinic has chosen another value than ours."""
        return bool(self.now != self.ours)

    @property
    def is_truth(self) -> bool:
        """Whether it is a yes or a no."""
        return isinstance(self.ours, bool)

    @property
    def field(self) -> str:
        """The name of its field."""
        return f"settings.{self.name}"


def shown(settings: ClinicSettings) -> list[tuple[Group, Sequence[Limit]]]:
    """Answer every group with its limits as they stand."""
    now, ours = asdict(settings), asdict(ClinicSettings())
    return [(group, list(_limits(group, now, ours))) for group in GROUPS]


def _limits(group: Group, now: Mapping[str, Any], ours: Mapping[str, Any]) -> Iterator[Limit]:
    for name in group.names:
        bounds = BOUNDS.get(name)
        yield Limit(
            name,
            SETTING_WORDS[name],
            _unit(name),
            now[name],
            ours[name],
            None if bounds is None else bounds.least,
            None if bounds is None else bounds.most,
        )


def _unit(name: str) -> str:
    for part, unit in (("seconds", "seconds"), ("hz", "Hz"), ("days", "days")):
        if part in name.split("_"):
            return unit
    return ""
