"""What the measured server runs: the app, on the instance folder of the bench."""

import os
from pathlib import Path

from clinic.app import create_app
from clinic.config import Config

app = create_app(Config.from_env(os.environ, instance=Path(os.environ["PALPATE_BENCH_INSTANCE"])))
