"""Rows about paper: from the click to the archived PDF, and the archived PDF once more."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint

from bench.press_rows import press_rows
from bench.records import API, a_draft, a_patient, findings
from bench.rounds import Way, in_turns
from bench.stage import Refused, Stage
from bench.table import Goal, Row
from clinic.anatomy.rules import MUSCLES, HomeVibration
from clinic.config import ROOT
from clinic.paper.printed import Manuscript, Printed
from clinic.paper.printing import Press
from clinic.paper.wire import read_frame, write_frame

_AGAIN_GOAL = Goal(2.0)
_NAIVE_GOAL = Goal(1.0)
_FILES = "files"
_PLACES = 8
# treated at home without a clinician's direction
_TREATED_AT_HOME = tuple(
    slug
    for slug, muscle in MUSCLES.items()
    if muscle.paired and muscle.home_vibration is HomeVibration.ALLOWED
)


@dataclass(slots=True)
class Overheard:
    """Our press, which keeps the last page it was given."""

    press: Press
    html: str = ""

    def print_out(self, sheet: Manuscript) -> Printed:
        """Print a manuscript."""
        self.html = sheet.html
        return self.press.print_out(sheet)

    def close(self) -> None:
        """End the press."""
        self.press.close()


@contextmanager
def _weasyprint_alone() -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "bench.naive_press"]
    pipe = subprocess.PIPE
    with subprocess.Popen(  # noqa: S603 (our own module)
        command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL
    ) as child:
        try:
            yield child
        finally:
            child.kill()


def _ask(child: subprocess.Popen[bytes], html: str) -> bytes:
    if child.stdin is None or child.stdout is None:
        raise Refused("WeasyPrint alone has no pipes.")
    write_frame(child.stdin, {}, html.encode())  # type: ignore[arg-type]  # Popen says IO
    answer = read_frame(child.stdout)  # type: ignore[arg-type]  # Popen says IO
    if answer is None:
        raise Refused("WeasyPrint alone has gone.")
    return answer[1]


def files_folder(stage: Stage) -> Path:
    """Let the app serve a folder of plain files; before its first request."""
    folder = stage.folder / _FILES
    folder.mkdir()
    stage.app.register_blueprint(
        Blueprint("bench_files", __name__, static_folder=folder, static_url_path=f"/{_FILES}")
    )
    return folder


def paper_rows(stage: Stage, files: Path, rounds: int, again: int, batch: int) -> list[Row]:
    """Measure a handout from the click to its bytes, and its download afterwards."""
    client = stage.client
    plan_id = _a_prescribed_plan(stage)
    issue = f"{API}/home-plans/{plan_id}/handouts"
    press = stage.house.press
    overheard = Overheard(press)
    stage.house.press = overheard  # type: ignore[assignment]  # a press that is listened to
    try:
        handout = client.made(issue)
        html = overheard.html
        archived = f"{API}/handouts/{handout['id']}.pdf"
        (files / "handout.pdf").write_bytes(client.get(archived))
        with _weasyprint_alone() as child:
            printing = in_turns(
                [
                    Way("ours", lambda _: client.post(issue)),
                    Way("naive", lambda _: _ask(child, html)),
                ],
                rounds,
                warm=1,
            )
    finally:
        stage.house.press = press
    reading = in_turns(
        [
            Way("again", lambda _: client.get(archived)),
            Way("file", lambda _: client.get(f"/{_FILES}/handout.pdf")),
        ],
        again,
    )
    ours, naive = printing["ours"], printing["naive"]
    once_more, file = reading["again"], reading["file"]
    return [
        Row(
            f"handout, {_PLACES} places, click to PDF/UA",
            ours.wall_ms,
            "WeasyPrint alone",
            naive.wall_ms,
            _NAIVE_GOAL,
            rounds=rounds,
        ),
        Row(
            "the same handout once more",
            once_more.wall_ms,
            "static file of its size",
            file.wall_ms,
            _AGAIN_GOAL,
            rounds=again,
        ),
        *press_rows(stage.folder, html, rounds, batch),
    ]


def _a_prescribed_plan(stage: Stage) -> str:
    client = stage.client
    patient_id = a_patient(client, "Printed")
    of_patient = f"{API}/patients/{patient_id}"
    active = findings(_PLACES, muscles=_TREATED_AT_HOME, mix=({},))
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
