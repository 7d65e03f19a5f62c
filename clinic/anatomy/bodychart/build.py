"""Draw the body chart: the four views, and the centre of each muscle, from the tables in drawing/.

Run: python -m clinic.anatomy.bodychart.build   (needs numpy; the same input gives the same bytes)
"""

import sys
from pathlib import Path

from clinic.anatomy.bodychart.centres import centres
from clinic.anatomy.bodychart.drawing.sheet import sheets

HERE = Path(__file__).parent
CATALOGUE = HERE.parent / "data"


def drawn() -> dict[str, str]:
    """Return what the generator draws, by file name."""
    views = sheets(CATALOGUE / "muscles.csv", CATALOGUE / "regions.csv")
    files = {f"{view}.svg": text for view, text in views.items()}
    return files | {"centres.csv": centres(views)}


def main() -> None:
    """Write the four views and the centres beside this file."""
    for name, text in drawn().items():
        (HERE / name).write_bytes(text.encode())
        sys.stdout.write(f"{name} {len(text.encode()) / 1000:.1f} kB\n")


if __name__ == "__main__":
    main()
