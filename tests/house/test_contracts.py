"""Hold the import contracts to the rooms there are."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# not rooms with the usual furniture: what all rooms share, and the story told through them
WITHOUT_FURNITURE = {"example", "languages", "paper", "rulebook", "store", "web", "work"}


def contracts():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return {one["name"]: one for one in settings["tool"]["importlinter"]["contracts"]}


def test_every_room_is_furnished_by_the_contract():
    rooms = {path.parent.name for path in (ROOT / "clinic").glob("*/__init__.py")}
    furnished = contracts()["Inside a room: doors over use cases over rows over rules"]
    named = {container.removeprefix("clinic.") for container in furnished["containers"]}
    assert named == rooms - WITHOUT_FURNITURE
