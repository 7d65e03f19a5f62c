"""Handouts to print: different patients with a prescribed plan each, as in a clinic."""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

from fontTools.merge import Merger
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from bench.makers import FONTS
from bench.records import API, a_draft, a_patient, findings
from bench.stage import Stage
from clinic.anatomy.rules import MUSCLES, HomeVibration, View
from clinic.handouts import html as handout_html
from clinic.handouts.context import HandoutContext, drawing, sheets
from clinic.paper import html as paper_html
from clinic.paper.printed import Manuscript, Printed
from clinic.paper.printing import Press
from clinic.paper.qr import qr_svg

PLACES = 8
_PATIENTS = ("Aldous", "Brady", "Castle", "Doyle", "Easton", "Ferris", "Garner", "Hadley")
_FIRST_NAME = "Zoe"
_SYLLABLES = ("ar", "be", "cor", "da", "el", "fin", "gra", "hol", "in", "jo", "kel", "lo", "mar")
# treated at home without a clinician's direction
_TREATED_AT_HOME = tuple(
    slug
    for slug, muscle in MUSCLES.items()
    if muscle.paired and muscle.home_vibration is HomeVibration.ALLOWED
)
_WEIGHTS = {"regular": 400, "bold": 700}
_PARTS = ("latin", "latin-ext", "vietnamese", "cyrillic", "cyrillic-ext", "greek", "greek-ext")
_STEPS = (
    "Check the stop signs below.",
    "Sit or lie. The muscle is loose and supported.",
    "Find the spot: a sore lump in a tight strip.",
    "Lowest speed first. Thin clothes are fine.",
    "Let the pad rest. Do not push. Stay off bone.",
    "Hold for the time. Then the next number.",
    "It should feel comfortable. If sharp, numb or tingling: stop.",
    "Go on when pain has gone, until we examine you.",
)


@dataclass(frozen=True, slots=True)
class Sample:
    """One patient's plan and archived handout, as we write its page and as one does plainly."""

    plan_id: str
    handout_id: str
    family_name: str
    html: str
    plain: str

    def of_somebody_else(self, family_name: str) -> str:
        """Write the page for a patient of another name: no two sheets of a day are the same."""
        return self.html.replace(f"{_FIRST_NAME} {self.family_name}", f"Ana {family_name}").replace(
            f">{_FIRST_NAME}<", ">Ana<"
        )


@dataclass(slots=True)
class _Overheard:
    """Our press, which keeps the page that it printed last."""

    press: Press
    html: str = ""

    def print_out(self, sheet: Manuscript) -> Printed:
        """Print a manuscript."""
        printed = self.press.print_out(sheet)
        self.html = next(
            html
            for html in (sheet.html, sheet.tighter, sheet.roomier)
            if hashlib.sha256(html.encode()).hexdigest() == printed.input_sha256
        )
        return printed


def samples(stage: Stage) -> list[Sample]:
    """Make patients with plans, and issue a handout to each."""
    fonts = _whole_fonts(stage.folder / "fonts")
    heard, contexts = _Overheard(stage.house.press), list[HandoutContext]()
    write = sheets.handout_pages

    def written(context: HandoutContext) -> Any:
        contexts.append(context)
        return write(context)

    made = []
    stage.house.press = heard  # type: ignore[assignment]  # a press that is listened to
    sheets.handout_pages = written  # type: ignore[attr-defined]  # as above
    try:
        for number, family_name in enumerate(_PATIENTS):
            plan_id = _a_prescribed_plan(stage, family_name, number)
            handout = stage.client.made(f"{API}/home-plans/{plan_id}/handouts")
            plain = _plainly(contexts[-1], fonts)
            made.append(Sample(plan_id, handout["id"], family_name, heard.html, plain))
    finally:
        stage.house.press = heard.press
        sheets.handout_pages = write  # type: ignore[attr-defined]  # as above
    return made


def pages(made: list[Sample]) -> Iterator[str]:
    """Answer pages without end, each for another patient."""
    chance = random.Random(3)  # noqa: S311 (names, not secrets)
    for sample in cycle(made):
        yield sample.of_somebody_else("".join(chance.choices(_SYLLABLES, k=3)).capitalize())


def _a_prescribed_plan(stage: Stage, family_name: str, number: int) -> str:
    client = stage.client
    patient_id = a_patient(client, family_name)
    of_patient = f"{API}/patients/{patient_id}"
    start = number * 3 % (len(_TREATED_AT_HOME) - PLACES)
    muscles = _TREATED_AT_HOME[start : start + PLACES]
    active = findings(PLACES, muscles=muscles, mix=({},))
    draft = client.made(f"{of_patient}/examinations", a_draft(0, findings=active))
    client.made(f"{API}/examinations/{draft['id']}/sign")
    questions = client.read(f"{API}/catalogue/safety-questions")["items"]
    answers = {question["slug"]: "no" for question in questions}
    client.made(f"{of_patient}/safety-screens", {"answers": answers})
    proposal = client.read(f"{API}/examinations/{draft['id']}/home-plan-proposal")
    body = {k: v for k, v in proposal.items() if k not in {"session_seconds", "left_out"}}
    plan = client.made(f"{of_patient}/home-plans", body)
    prescribed = client.made(f"{API}/home-plans/{plan['id']}/prescribe")
    return str(prescribed["id"])


def _whole_fonts(folder: Path) -> Path:
    """Join the parts of our font to the one file that somebody would download."""
    folder.mkdir()
    for name, weight in _WEIGHTS.items():
        parts = [str(FONTS / f"source-sans-3-{part}-{weight}-normal.ttf") for part in _PARTS]
        Merger().merge(parts).save(folder / f"{name}.ttf")
    return folder


def _plainly(context: HandoutContext, fonts: Path) -> str:
    """Write the facts of a handout as a page that thinks of nothing but them."""
    ours = paper_html._environment()  # noqa: SLF001 (the same words and drawings)
    environment = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)
    environment.filters.update(ours.filters)
    values = handout_html._values(context)  # noqa: SLF001 (as above)
    drawings = ours.get_template("parts.html").module.drawings  # type: ignore[attr-defined]  # set there
    return environment.get_template("plain_sheet.html").render(
        **values,
        fonts=fonts.as_uri(),
        drawings=[drawing(View(view)) for view in {place.view for place in context.places} if view],
        treated={(place.muscle, place.side) for place in context.places},
        in_eight_steps=_STEPS,
        pictures=[Markup(picture) for _, picture in drawings],  # noqa: S704 (our own drawings)
        code=qr_svg(context.page_url, "Code"),
    )
