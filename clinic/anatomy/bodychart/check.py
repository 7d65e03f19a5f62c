"""Check the four drawings: nothing missing, nothing outside, exact mirror images.

Run: python -m clinic.anatomy.bodychart.check   (needs numpy; exits 1 when a check fails)
"""

import csv
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

from clinic.anatomy.bodychart.drawing.polygons import area, contains, distance
from clinic.anatomy.bodychart.drawing.reading import NAME, Sheet

HERE = Path(__file__).parent
CATALOGUE = HERE.parent / "data"
VIEWS = ("front", "back", "left", "right")
OUTSIDE = 0.8  # units a shape may leave the outline, line width included
EMPTY = 5  # square units
SEAM = 1  # units between an outline's end and its start
EXACT = 1e-6  # units
ASTRAY = 0.01  # share of the body that may lie in two fine zones, or in none
HEAVY, HEAVY_OUTLINE = 75_000, 12_000  # bytes: a whole view, its outline with contours alone
Sheets = dict[str, Sheet]
Rows = list[dict[str, str]]
Check = Callable[[Sheets, Rows, Rows], list[str]]


def read() -> tuple[Sheets, Rows, Rows]:
    """Return the four drawings, and the muscles and zones they must show."""
    sheets = {view: Sheet((HERE / f"{view}.svg").read_text(encoding="utf-8")) for view in VIEWS}
    return sheets, _rows("muscles.csv"), _rows("regions.csv")


def _rows(file: str) -> Rows:
    with (CATALOGUE / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def all_muscles(sheets: Sheets, muscles: Rows, _zones: Rows) -> list[str]:
    """Every muscle has a shape on each side."""
    have = {
        (slug, side)
        for sheet in sheets.values()
        for _, kind, slug, side, _ in sheet.shapes()
        if kind == "muscle"
    }
    missing = [
        f"{row['slug']} {side}"
        for row in muscles
        for side in ("left", "right")
        if (row["slug"], side) not in have
    ]
    known = {row["slug"] for row in muscles}
    return missing + [f"unknown muscle {slug}" for slug, _ in sorted(have) if slug not in known]


def all_zones(sheets: Sheets, _muscles: Rows, zones: Rows) -> list[str]:
    """Every zone has its shapes in each view that regions.csv names."""
    wrong = []
    for row in zones:
        for view in ("front", "back") if row["view"] == "both" else (row["view"],):
            sides = {
                side
                for _, kind, slug, side, _ in sheets[view].shapes()
                if kind == "zone" and slug == row["slug"]
            }
            if sides not in ({"left", "right"}, {"midline"}):
                wrong.append(f"{row['slug']} in {view}: {sorted(sides)}")
    known = {row["slug"] for row in zones}
    return wrong + [
        f"unknown zone {slug}"
        for sheet in sheets.values()
        for _, kind, slug, _, _ in sheet.shapes()
        if kind == "zone" and slug not in known
    ]


def ids(sheets: Sheets, _muscles: Rows, _zones: Rows) -> list[str]:
    """Ids are unique, well formed and titled."""
    every = [name for sheet in sheets.values() for name in sheet.ids]
    wrong = [
        f"{name} stands {every.count(name)} times"
        for name in sorted(set(every))
        if every.count(name) > 1
    ]
    wrong += [
        name
        for name in every
        if not (NAME.fullmatch(name) or name.startswith(("silhouette--", "inset--")))
    ]
    return wrong + [f"{name} has no title" for sheet in sheets.values() for name in sheet.untitled]


def closed(sheets: Sheets, _muscles: Rows, _zones: Rows) -> list[str]:
    """Every shape is closed and has an area."""
    wrong = []
    for sheet in sheets.values():
        for name, d in sheet.data.items():
            if d.count("M") != d.count("z") or not d.endswith("z"):
                wrong.append(f"{name} is open")
            wrong += [f"{name} is empty" for ring in sheet.rings[name] if abs(area(ring)) < EMPTY]
            wrong += [
                f"{name} jumps back to its start"
                for ring in sheet.rings[name]
                if name.startswith("silhouette") and np.hypot(*(ring[0] - ring[-1])) > SEAM
            ]
    return wrong


def inside(sheets: Sheets, _muscles: Rows, _zones: Rows) -> list[str]:
    """Every shape lies inside the silhouette (or the sole inset)."""
    wrong = []
    for sheet in sheets.values():
        for name, *_, rings in sheet.shapes():
            points = np.vstack(rings)
            free = ~np.any([contains(outline, points) for outline in sheet.outlines], axis=0)
            if free.any():
                off = np.min(
                    [distance(outline, points[free]) for outline in sheet.outlines], axis=0
                ).max()
                if off > OUTSIDE:
                    wrong.append(f"{name} is {off:.1f} outside")
    return wrong


def mirrored(sheets: Sheets, _muscles: Rows, _zones: Rows) -> list[str]:
    """Left and right are exact mirror images."""
    wrong = []
    pairs = [
        (sheets[view], name, sheets[view], name.replace("--right--", "--left--"))
        for view in ("front", "back")
        for name in sheets[view].rings
        if "--right--" in name
    ]
    pairs += [
        (sheets["right"], name, sheets["left"], name.replace("right", "left"))
        for name in sheets["right"].rings
    ]
    for sheet, name, other, twin in pairs:
        mirror = [
            np.column_stack([sheet.width - ring[:, 0], ring[:, 1]]) for ring in sheet.rings[name]
        ]
        same = (
            twin in other.rings
            and len(mirror) == len(other.rings[twin])
            and all(
                a.shape == b.shape and np.abs(a - b).max() < EXACT
                for a, b in zip(mirror, other.rings[twin], strict=True)
            )
        )
        if not same:
            wrong.append(f"{name} and {twin}")
    for view in ("front", "back"):
        for name, rings in sheets[view].rings.items():
            if "midline" in name or name.startswith("silhouette"):
                ring = rings[0]
                flip = np.column_stack([sheets[view].width - ring[:, 0], ring[:, 1]])
                if distance(ring, flip).max() > EXACT:
                    wrong.append(f"{name} is not symmetrical")
    return wrong


def tiled(sheets: Sheets, _muscles: Rows, zones: Rows) -> list[str]:
    """Fine zones hardly overlap, and every place lies in a zone."""
    wrong = []
    broad = {row["slug"] for row in zones if row["is_region"] == "yes"}
    for view, sheet in sheets.items():
        x, y = np.meshgrid(np.arange(1, sheet.width, 3.0), np.arange(1, 1000, 3.0))
        grid = np.column_stack([x.ravel(), y.ravel()])
        grid = grid[np.any([contains(outline, grid) for outline in sheet.outlines], axis=0)]
        fine, any_zone = np.zeros(len(grid), int), np.zeros(len(grid), bool)
        for _, kind, slug, _, rings in sheet.shapes():
            if kind == "zone":
                hit = np.any([contains(ring, grid) for ring in rings], axis=0)
                any_zone |= hit
                fine += hit & (slug not in broad)
        if (fine > 1).mean() > ASTRAY:
            wrong.append(f"{view}: {(fine > 1).mean():.1%} of the body lies in two fine zones")
        if (~any_zone).mean() > ASTRAY:
            wrong.append(f"{view}: {(~any_zone).mean():.1%} of the body lies in no zone")
    return wrong


def light(sheets: Sheets, _muscles: Rows, _zones: Rows) -> list[str]:
    """Every drawing is light."""
    wrong = []
    for view, sheet in sheets.items():
        wrong += [f"{view} {sheet.size / 1000:.1f} kB"] if sheet.size > HEAVY else []
        wrong += (
            [f"{view} outline {sheet.plain / 1000:.1f} kB"] if sheet.plain > HEAVY_OUTLINE else []
        )
    return wrong


CHECKS: tuple[Check, ...] = (
    all_muscles, all_zones, ids, closed, inside, mirrored, tiled, light,
)  # fmt: skip


def main() -> None:
    """Run every check and say what fails."""
    drawings = read()
    failed = False
    for check in CHECKS:
        wrong = check(*drawings)
        failed |= bool(wrong)
        lines = [f"{'FAIL' if wrong else 'ok  '} {check.__name__}", *wrong[:12]]
        sys.stdout.write("\n       ".join(lines) + "\n")
    sys.exit(failed)


if __name__ == "__main__":
    main()
