"""A drawing read back: every shape by its id, as dense points."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from clinic.anatomy.bodychart.drawing import svg
from clinic.anatomy.bodychart.drawing.kinds import Points

SVG = "{http://www.w3.org/2000/svg}"
NAME = re.compile(r"(zone|muscle)--([a-z-]+?)--(left|right|midline)--(front|back|left|right)")
Named = tuple[str, str, str, str, list[Points]]  # id, kind, slug, side, rings


class Sheet:
    """One drawing: its rings by id."""

    def __init__(self, text: str) -> None:
        root = ET.fromstring(text)  # noqa: S314 - our own drawing, made by build.py
        self.size = len(text.encode())
        self.plain = text.index('<g id="zones"')
        self.width, self.height = (int(n) for n in root.attrib["viewBox"].split()[2:])
        self.groups = {group.attrib["id"]: list(group) for group in root.iter(SVG + "g")}
        self.data = {p.attrib["id"]: p.attrib["d"] for p in root.iter(SVG + "path") if p.get("id")}
        self.ids = [p.attrib["id"] for p in root.iter(SVG + "path") if p.get("id")]
        self.untitled = [
            p.attrib["id"]
            for name in ("zones", "muscles")
            for p in self.groups[name]
            if p.find(SVG + "title") is None
        ]
        self.rings = {name: svg.rings(d) for name, d in self.data.items()}
        self.outlines = [
            ring for p in self.groups["silhouette"] for ring in self.rings[p.attrib["id"]]
        ]

    def shapes(self) -> Iterator[Named]:
        """Yield (id, kind, slug, side, rings)."""
        for name, rings in self.rings.items():
            if match := NAME.fullmatch(name):
                kind, slug, side, _ = match.groups()
                yield name, kind, slug, side, rings
