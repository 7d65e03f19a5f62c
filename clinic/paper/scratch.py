"""A folder for each press: locked while its owner lives, swept by the next when it was killed."""

import contextlib
import fcntl
import os
import shutil
import tempfile
import time
from pathlib import Path

_PREFIX = "palpate-paper-"
_YOUNG = 60.0  # seconds: its owner may not have locked it yet


def new_scratch() -> tuple[Path, int]:
    """Make a folder, and answer it with the handle that keeps it from being swept."""
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    return folder, _locked(folder)


def _locked(folder: Path) -> int:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        raise
    return handle


def _sweep() -> None:
    """Remove what owners left that were killed: each holds a copy of our fonts."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):  # in use, gone, or not ours
            if time.time() - folder.lstat().st_mtime > _YOUNG:
                handle = _locked(folder)
                shutil.rmtree(folder, ignore_errors=True)
                os.close(handle)
