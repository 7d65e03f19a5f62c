"""What pages load beside themselves: one address per state of the folder, kept for a year."""

import hashlib
from pathlib import Path

from flask import Flask, Response, request

YEAR = 31_536_000
# what every examination page reads: the same for everybody, so it may travel small
CATALOGUE = "application/vnd.palpate.catalogue+json"
# only what holds no secret beside what somebody typed: pages themselves are sent as they are
TRAVELS_SMALL = ["text/css", "text/javascript", "image/svg+xml", CATALOGUE]
_KINDS = {".css", ".js", ".svg", ".woff2", ".txt", ".png"}


def state_of(folder: Path) -> str:
    """Answer a short hash of everything in the folder: what changes gets a new address."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.suffix in _KINDS:
            digest.update(str(file.relative_to(folder)).encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def static_address(folder: Path) -> str:
    """Answer the address below which the folder is served.

    The state stands in the path, so that modules and fonts that name each other by relative
    addresses carry it along.
    """
    return f"/static/{state_of(folder)}"


def keep_assets(app: Flask) -> None:
    """Let browsers keep what a changed file would not be found under."""
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = YEAR

    @app.after_request
    def _immutable(response: Response) -> Response:
        if request.endpoint == "static" and response.status_code == 200:  # noqa: PLR2004
            response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
        return response
