"""What the body's reference data is made of: muscles, zones, sides, views, and where marks go.

The catalogue suggests and never refuses what the hands found (CLINICAL 1.2: no fixed location for
a trigger point). It is read once, when the clinic starts, and a fault in it stops the start.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from types import MappingProxyType

# Raised with every change of muscles.csv, regions.csv, cautions.csv or a drawing.
CATALOGUE_VERSION = "1.0"


class CatalogueFault(ValueError):
    """A row of the catalogue that contradicts another, or itself."""


class Side(StrEnum):
    LEFT = "left"
    RIGHT = "right"
    MIDLINE = "midline"


class View(StrEnum):
    FRONT = "front"
    BACK = "back"
    LEFT = "left"
    RIGHT = "right"


class HomeVibration(StrEnum):
    """Whether a muscle may be treated at home: freely, as the clinician directs, or not at all."""

    ALLOWED = "allowed"
    DIRECTED = "directed"
    BARRED = "barred"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """One place of one patient's body: a muscle's slug, a side, and a site.

    `site` counts from 1 within the muscle; 0 is the muscle as a whole (null in the API).
    """

    muscle: str
    side: Side
    site: int = 0


@dataclass(frozen=True, slots=True)
class Zone:
    """An area of the skin by name: a broad region, or a finer place where pain is felt."""

    slug: str
    name: str
    view: str
    is_region: bool

    @property
    def views(self) -> tuple[View, ...]:
        """Return the front and back views that show this zone."""
        return (View.FRONT, View.BACK) if self.view == "both" else (View(self.view),)


@dataclass(frozen=True, slots=True)
class Muscle:
    """A muscle or group: where it lies, where it sends pain, what to mind when treating it."""

    slug: str
    name: str
    plain_name: str
    region: str
    paired: bool
    referral_zones: tuple[str, ...]
    mimics: tuple[str, ...]
    cautions: tuple[str, ...]
    home_vibration: HomeVibration
    source: str

    @property
    def screen_for_clot(self) -> bool:
        """Return whether a fresh screen for a clot is due before use (CLINICAL 4.5)."""
        return any("screen for clot" in caution for caution in self.cautions)

    @property
    def gentle(self) -> bool:
        """Return whether a caution says lowest setting, short or brief (CLINICAL 4.2)."""
        return any(word in caution for caution in self.cautions for word in GENTLE_WORDS)

    @property
    def patient_cautions(self) -> tuple[str, ...]:
        """Return the cautions as they are printed for the patient."""
        return tuple(CAUTIONS_FOR_PATIENTS[caution] for caution in self.cautions)


GENTLE_WORDS = ("lowest setting", "short time", "brief")


def chart_views(muscle: str, side: Side) -> tuple[View, ...]:
    """Return the views that show this muscle of this side, front and back first."""
    return tuple(view for view in View if (view, muscle, side) in _CENTRES)


def shape_centre(view: View, muscle: str, side: Side) -> tuple[float, float]:
    """Return a point inside the muscle's shape, as fractions of the picture's width and height.

    Only for the views `chart_views` names; any other raises LookupError.
    """
    try:
        return _CENTRES[view, muscle, side]
    except KeyError:
        raise LookupError(f"the {view} view does not show {muscle} {side}") from None


def chart_drawing(view: View) -> str:
    """Return the SVG text of a view; ids carry the patient's side."""
    return (files("clinic.anatomy") / "bodychart" / f"{view}.svg").read_text(encoding="utf-8")


def read_zones(rows: Iterable[Mapping[str, str]]) -> dict[str, Zone]:
    """Return the zones of these rows by slug, checked."""
    zones: dict[str, Zone] = {}
    for row in rows:
        slug = row["slug"]
        _insist(slug not in zones, f"zone {slug} stands twice")
        _insist(row["view"] in {"front", "back", "both"}, f"zone {slug}: view {row['view']!r}")
        _insist(bool(row["name"].strip()), f"zone {slug} has no name")
        zones[slug] = Zone(slug, row["name"], row["view"], _is_yes(row, "is_region"))
    return zones


def read_muscles(
    rows: Iterable[Mapping[str, str]], zones: Mapping[str, Zone], cautions: Mapping[str, str]
) -> dict[str, Muscle]:
    """Return the muscles of these rows by slug, checked against zones and caution wordings."""
    muscles: dict[str, Muscle] = {}
    for row in rows:
        muscle = _muscle(row)
        slug = muscle.slug
        _insist(slug not in muscles, f"muscle {slug} stands twice")
        region = zones.get(muscle.region)
        _insist(
            region is not None and region.is_region, f"muscle {slug}: no region {muscle.region!r}"
        )
        for zone in muscle.referral_zones:
            _insist(zone in zones, f"muscle {slug}: no zone {zone!r}")
        for caution in muscle.cautions:
            _insist(caution in cautions, f"muscle {slug}: no patient wording for {caution!r}")
        muscles[slug] = muscle
    return muscles


def read_centres(
    rows: Iterable[Mapping[str, str]], muscles: Mapping[str, Muscle]
) -> dict[tuple[View, str, Side], tuple[float, float]]:
    """Return the inner point of each muscle's shape, checked against the muscles."""
    centres: dict[tuple[View, str, Side], tuple[float, float]] = {}
    for row in rows:
        _insist(row["muscle"] in muscles, f"centres: no muscle {row['muscle']!r}")
        key = View(row["view"]), row["muscle"], Side(row["side"])
        centres[key] = float(row["x"]), float(row["y"])
    drawn = {muscle for _, muscle, _ in centres}
    for slug in muscles:
        _insist(slug in drawn, f"muscle {slug} is not on the body chart")
    return centres


def _muscle(row: Mapping[str, str]) -> Muscle:
    slug = row["slug"]
    for column in ("slug", "name", "plain_name", "referral_zones", "cautions", "source"):
        _insist(bool(row[column].strip()), f"muscle {slug or row}: {column} is empty")
    _insist(
        row["home_vibration"] in set(HomeVibration),
        f"muscle {slug}: home_vibration {row['home_vibration']!r}",
    )
    return Muscle(
        slug=slug,
        name=row["name"],
        plain_name=row["plain_name"],
        region=row["region"],
        paired=_is_yes(row, "paired"),
        referral_zones=_several(row["referral_zones"]),
        mimics=_several(row["mimics"]),
        cautions=_several(row["cautions"]),
        home_vibration=HomeVibration(row["home_vibration"]),
        source=row["source"],
    )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _is_yes(row: Mapping[str, str], column: str) -> bool:
    _insist(row[column] in {"yes", "no"}, f"{row['slug']}: {column} is {row[column]!r}")
    return row[column] == "yes"


def _insist(holds: bool, otherwise: str) -> None:  # noqa: FBT001 - reads as a sentence at the call
    if not holds:
        raise CatalogueFault(otherwise)


def _rows(*path: str) -> list[dict[str, str]]:
    text = files("clinic.anatomy").joinpath(*path).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


# What a caution of muscles.csv says to the patient, in short plain sentences of our own.
CAUTIONS_FOR_PATIENTS: Mapping[str, str] = MappingProxyType(
    {row["caution"]: row["patient_text"] for row in _rows("data", "cautions.csv")}
)
ZONES: Mapping[str, Zone] = MappingProxyType(read_zones(_rows("data", "regions.csv")))
# The broad regions: every muscle lies in one, and a safety question's site names some.
REGIONS: Mapping[str, Zone] = MappingProxyType(
    {slug: zone for slug, zone in ZONES.items() if zone.is_region}
)
MUSCLES: Mapping[str, Muscle] = MappingProxyType(
    read_muscles(_rows("data", "muscles.csv"), ZONES, CAUTIONS_FOR_PATIENTS)
)
_CENTRES = read_centres(_rows("bodychart", "centres.csv"), MUSCLES)
