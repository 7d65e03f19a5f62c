"""Rows about the pages: the server's time for each, and the examination page in Chromium."""

import os
import random
import re
import secrets
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from flask import Flask
from playwright.sync_api import sync_playwright
from sqlalchemy import text

from bench.server import Server
from bench.stage import Client, Refused, Stage
from bench.table import Goal, Row
from clinic.accounts import use_cases as accounts
from clinic.app import create_app
from clinic.config import Config
from clinic.rulebook.actor import Actor
from clinic.rulebook.permissions import Role
from clinic.store.database import db
from clinic.web.ready import migrate
from clinic.work.door import begin_work

_MS = 1000.0
_PAGE_GOAL = Goal(50.0, of_figure=True)
_OPEN_GOAL = Goal(300.0, of_figure=True)
_BYTES_GOAL = Goal(250.0, of_figure=True)
_MOST_FINDINGS = 60
# which record of the example clinic fills an address: the one with most to show
_RECORDS = {
    "patient_id": "SELECT patient_id FROM examinations GROUP BY patient_id ORDER BY count(*) DESC",
    "point_id": "SELECT id FROM trigger_points WHERE patient_id = :patient_id",
    "examination_id": "SELECT id FROM examinations WHERE state = 'signed' ORDER BY id DESC",
    "plan_id": "SELECT id FROM home_plans ORDER BY state = 'active' DESC, id DESC",
    "handout_id": "SELECT id FROM handouts ORDER BY id DESC",
    "request_id": "SELECT id FROM sample_requests ORDER BY id DESC",
    "loan_id": "SELECT id FROM loans ORDER BY id",
    "unit_id": "SELECT unit_id FROM loans ORDER BY id",
    "practitioner_id": "SELECT practitioner_id FROM loans ORDER BY id",
    "model_id": "SELECT id FROM massager_models",
    "incident_id": "SELECT id FROM incidents",
    "user_id": "SELECT id FROM users",
}


@dataclass(frozen=True, slots=True)
class Address:
    """One page of the example clinic: its rule, and where it is."""

    rule: str
    path: str


def page_rows(folder: Path, times: int, opened: int) -> Sequence[Row]:
    """Measure every page of the example clinic, and the examination page with many findings."""
    stage = _example(folder)
    try:
        client = Client(stage.app, cookie=_cookie(stage.app, stage.clinic_id))
        rows = list(_server_times(client, list(_addresses(stage.app)), times))
        rows += _opened(stage, client, opened)
    finally:
        stage.house.press.close()
        with stage.app.app_context():
            db.engine.dispose()
    return rows


def _example(folder: Path) -> Stage:
    folder.mkdir()
    settings = {
        "DATABASE_URL": f"sqlite:///{folder / 'palpate.db'}",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "MAIL_URL": f"file://{folder / 'outbox'}",
    }
    app = create_app(Config.from_env(settings, instance=folder))
    with app.app_context():
        migrate()
    told = app.test_cli_runner().invoke(args=["example"])
    if told.exit_code:
        raise RuntimeError(told.output)
    with app.app_context(), db.engine.connect() as connection:
        clinic_id = connection.scalar(text("SELECT id FROM clinics"))
    return Stage(folder, settings, app, str(clinic_id), Client(app))


def _cookie(app: Flask, clinic_id: str) -> str:
    """Sign an owner in who also treats, and answer the browser's cookie."""
    with app.app_context(), db.engine.connect() as connection:
        user_id = connection.scalar(
            text("SELECT user_id FROM memberships WHERE role = 'owner' AND clinic_id = :clinic"),
            {"clinic": clinic_id},
        )
    actor = Actor(clinic_id, user_id, frozenset(Role), kind="session")
    with app.app_context(), begin_work(app.extensions["palpate"].workshop, actor) as work:
        key = accounts.begin_session(work, None, agent="bench")
    serializer: Any = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return f"{app.config['SESSION_COOKIE_NAME']}={serializer.dumps({'key': key})}"


def _addresses(app: Flask) -> Iterator[Address]:
    """Answer every page that shows something to an owner who treats."""
    ids: dict[str, str] = {}
    with app.app_context(), db.engine.connect() as connection:
        for name, question in _RECORDS.items():
            found = connection.scalar(text(f"{question} LIMIT 1"), ids)
            ids[name] = str(found or "")
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        facts = getattr(app.view_functions[rule.endpoint], "facts", None)
        if getattr(facts, "template", None) is None or "GET" not in (rule.methods or ()):
            continue
        path = re.sub(r"<id:(\w+)>", lambda part: ids.get(part[1], ""), rule.rule)
        yield Address(rule.rule, path)


def _server_times(client: Client, pages: Sequence[Address], times: int) -> Iterator[Row]:
    took: dict[str, list[float]] = {page.rule: [] for page in pages}
    shut = set[str]()
    for _ in range(times + 1):
        for page in random.sample(pages, len(pages)):
            if page.rule in shut:
                continue
            begun = time.perf_counter()
            try:
                client.get(page.path)
            except Refused:
                # not in this record's state, or a way on: no page to measure
                shut.add(page.rule)
                continue
            took[page.rule].append((time.perf_counter() - begun) * _MS)
    for page in pages:
        if page.rule not in shut:
            name = re.sub(r"<id:\w+>", "…", page.rule)
            # the first is left out: it compiles the template
            ours = median(took[page.rule][1:])
            yield Row(f"page {name}", ours, goal=_PAGE_GOAL, rounds=times)


def _draft(client: Client) -> str:
    """Begin an examination and note many findings; answers its page."""
    app = client.app
    workshop = app.extensions["palpate"].workshop
    from clinic.anatomy.rules import MUSCLES, Side  # noqa: PLC0415 (only here)
    from clinic.examinations.rules import NewFinding, TautBand  # noqa: PLC0415
    from clinic.examinations.use_cases import begin_examination  # noqa: PLC0415

    paired = [muscle for muscle in MUSCLES.values() if muscle.paired]
    findings = [
        NewFinding(muscle.slug, side, taut_band=TautBand.PRESENT, tenderness_grade=2)
        for muscle in paired
        for side in (Side.LEFT, Side.RIGHT)
    ][:_MOST_FINDINGS]
    with app.app_context():
        with db.engine.connect() as connection:
            clinic_id = connection.scalar(text("SELECT id FROM clinics"))
            user_id = connection.scalar(text("SELECT user_id FROM memberships WHERE role='owner'"))
            patient_id = connection.scalar(text(_RECORDS["patient_id"]))
        actor = Actor(str(clinic_id), user_id, frozenset(Role), kind="session")
        with begin_work(workshop, actor) as work:
            draft = begin_examination(work, str(patient_id), {"findings": findings})
            return f"/examinations/{draft.id}"


def _opened(stage: Stage, client: Client, times: int) -> list[Row]:
    """Click through to the examination page in Chromium until a key would count."""
    page_at = _draft(client)
    name, _, value = client.cookie.partition("=")
    took: list[float] = []
    kilobytes: list[float] = []
    with Server(stage) as server, sync_playwright() as play:
        chromium = play.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        home = f"http://127.0.0.1:{server.port}"
        for number in range(times + 1):
            context = chromium.new_context(viewport={"width": 1440, "height": 900})
            context.add_cookies([{"name": name, "value": value, "url": home}])
            page = context.new_page()
            sent: list[int] = []
            page.on("requestfinished", lambda r, to=sent: to.append(_size(r)))
            if number:
                # what the page loads is there already, as on any working day
                page.goto(home + page_at)
                page.wait_for_load_state("networkidle")
                page.goto(home)
                page.wait_for_load_state("networkidle")
            else:
                page.goto(home + page_at)
                page.wait_for_selector("[data-ready]", state="attached")
                page.wait_for_load_state("networkidle")
                kilobytes.append(sum(sent) / 1000)
                context.close()
                continue
            page.goto(home + page_at, wait_until="commit")
            page.wait_for_selector("[data-ready]", state="attached")
            # told by the page itself, from the moment it was asked for
            took.append(page.evaluate("performance.getEntriesByName('ready')[0].startTime"))
            context.close()
        chromium.close()
    return [
        Row("examination page, click to usable", median(took), goal=_OPEN_GOAL, rounds=times),
        Row("examination page, all it loads", kilobytes[0], goal=_BYTES_GOAL, unit="kB"),
    ]


def _size(request: Any) -> int:
    sizes: dict[str, int] = request.sizes()
    return sizes["responseBodySize"] + sizes["responseHeadersSize"]
