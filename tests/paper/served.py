"""What test_served_press serves: the app as it is, and two addresses that no app has."""

import os
from datetime import UTC, datetime

from flask import Response, jsonify

from clinic.web.page import open_to_all
from tests.browser.served import app

_NOW = datetime(2026, 11, 23, tzinfo=UTC)
BOMB = "<!DOCTYPE html><html lang=en><title>t</title><ul>" + "<li>one more item" * 20_000
_press = app.extensions["palpate"].press


@app.get("/bomb")
@open_to_all
def bomb() -> Response:
    """Print what never ends."""
    return Response(_press.print(BOMB, _NOW).pdf)


@app.get("/who")
@open_to_all
def who() -> Response:
    """Answer which worker this is, and which process prints for it."""
    child = _press._child
    return jsonify(worker=os.getpid(), press=None if child is None else child.running.pid)
