"""The README is true: its walk-through runs as it stands, its tables are complete."""

import json
import re
import shutil
import subprocess
from dataclasses import fields
from pathlib import Path
from threading import Thread

import pytest
from click import Group
from flask import Flask
from werkzeug.serving import make_server

from clinic.app import COMMANDS
from clinic.config import ROOT, Config
from tests.conftest import Cast, Clock

README = (ROOT / "README.md").read_text("utf-8")
WALK = re.findall(r"^```bash\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


@pytest.fixture
def served(app: Flask, clock: Clock):
    """The app behind a real socket."""
    server = make_server("127.0.0.1", 0, app, threaded=False)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/api/v1"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_walk_through_runs_as_it_stands(clinic: Cast, served: str, tmp_path: Path) -> None:
    """Owner and clinician, as in the example clinic."""
    bash = shutil.which("bash")
    assert bash is not None
    assert shutil.which("curl") is not None, "the walk-through needs curl; bin/test installs it"
    script = "set -eu -o pipefail\n" + "\n".join(WALK)
    environ = {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "PALPATE": served,
        "TOKEN": clinic.owner.token or "",
        "LANG": "C.UTF-8",
        "NO_PROXY": "127.0.0.1",
    }
    run = subprocess.run(  # noqa: S603 (our own README)
        [bash, "-c", script], cwd=tmp_path, env=environ, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout[-2000:] + run.stderr[-2000:]
    for name in ("handout.pdf", "agreement.pdf"):
        assert (tmp_path / name).read_bytes().startswith(b"%PDF-"), name
    refused = json.loads(run.stdout[run.stdout.rindex('{"type"') :])
    pointers = {error["pointer"] for error in refused["errors"]}
    assert pointers == {"/findings/0/side", "/findings/0/tenderness_grade"}
    proposal = json.loads((tmp_path / "proposal.json").read_text("utf-8"))
    assert [t["muscle"] for t in proposal["targets"]] == ["infraspinatus", "trapezius-upper"]


def test_every_command_stands_in_the_readme() -> None:
    for command in COMMANDS:
        names = (
            [f"{command.name} {name}" for name in command.commands]
            if isinstance(command, Group)
            else [str(command.name)]
        )
        for name in names:
            assert f"| `{name}" in README, name


def test_every_setting_stands_in_the_readme() -> None:
    for setting in fields(Config):
        if setting.name != "instance":
            assert f"`{setting.name.upper()}`" in README, setting.name


def test_every_page_that_is_linked_is_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
