"""At most so many prints at once on one machine, whatever the number of web processes."""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

from clinic.paper.printed import PressBusy

_PAUSE = 0.03  # seconds between two tries


def _taken(folder: Path, number: int) -> int | None:
    handle = os.open(folder / f"slot-{number}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


@contextlib.contextmanager
def printing_slot(folder: Path, slots: int = 2, wait: float = 10.0) -> Iterator[None]:
    """Hold one of the machine's printing slots; the system frees it if this process dies."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    deadline = time.monotonic() + wait
    while True:
        for number in range(slots):
            if (handle := _taken(folder, number)) is not None:
                try:
                    yield
                finally:
                    os.close(handle)
                return
        if time.monotonic() >= deadline:
            raise PressBusy(f"All {slots} printing slots stayed taken for {wait:g} s.")
        time.sleep(_PAUSE)
