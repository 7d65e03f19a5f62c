"""What a server runs: the app, made from the environment."""

import os

from clinic.app import create_app
from clinic.config import Config

os.umask(0o077)  # records, keys and anchors are for this user alone
app = create_app(Config.from_env(os.environ))
