"""What a server runs: the app, made from the environment."""

import os
import sys

from clinic.app import create_app
from clinic.config import Config, WrongSettings

os.umask(0o077)  # records, keys and anchors are for this user alone
try:
    app = create_app(Config.from_env(os.environ))
except WrongSettings as wrong:
    sys.exit(f"Palpate cannot start with these settings.\n{wrong}")
