"""What the server of the browser tests runs: the app as it is, with the tests' own clock."""

import os
from pathlib import Path

from clinic.app import create_app
from clinic.config import Config
from tests.browser.serving import clock_of

app = create_app(Config.from_env(os.environ, instance=Path(os.environ["PALPATE_INSTANCE"])))
app.extensions["palpate"].workshop.clock = clock_of(os.environ)
