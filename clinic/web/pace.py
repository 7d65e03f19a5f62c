"""How many requests a token may send in a minute, counted for all workers of a machine together."""

import fcntl
import hashlib
import os
import struct
from datetime import datetime
from pathlib import Path

from clinic.rulebook.refusals import TooMany

# one slot a token: the minute and its count. Two tokens that share a slot share its allowance.
_SLOT = struct.Struct("<II")
_SLOTS = 4096
_MINUTE = 60


class Pace:
    """Counts requests in a small file that the workers share; memory would count per worker."""

    def __init__(self, file: Path, per_minute: int) -> None:
        self.file = file
        self.per_minute = per_minute

    def count(self, token_id: str, now: datetime) -> None:
        """Count one request.

        Raises:
            TooMany: the token has used up its minute.

        """
        minute, second = divmod(int(now.timestamp()), _MINUTE)
        digest = hashlib.blake2b(token_id.encode(), digest_size=4).digest()
        start = int.from_bytes(digest) % _SLOTS * _SLOT.size
        self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self.file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX, _SLOT.size, start)
            kept = os.pread(handle, _SLOT.size, start)
            then, used = _SLOT.unpack(kept) if len(kept) == _SLOT.size else (0, 0)
            used = used + 1 if then == minute else 1
            if used > self.per_minute:
                raise TooMany(_MINUTE - second)
            os.pwrite(handle, _SLOT.pack(minute, used), start)
        finally:
            os.close(handle)
