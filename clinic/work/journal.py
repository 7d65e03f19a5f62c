"""The audit trail: one row per read, write, refusal and command, chained by a keyed hash."""

import hashlib
import hmac
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Integer, String, Table, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from clinic.store.base import ID_LENGTH, Base, forbid_changes

# entries outside any clinic: refused sign-ins, commands on the whole installation
SYSTEM_CHAIN = "system"


class JournalEntry(Base):
    """One thing that was done or refused: ids and field names, never clinical text."""

    __tablename__ = "audit_entries"
    __table_args__ = (UniqueConstraint("chain", "seq"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    # a clinic's id, or SYSTEM_CHAIN; no foreign key: the trail outlives what it tells of
    chain: Mapped[str] = mapped_column(String(ID_LENGTH))
    seq: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime]
    actor_kind: Mapped[str] = mapped_column(String(20))
    user_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    token_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    address: Mapped[str | None] = mapped_column(String(45))
    request_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    event: Mapped[str] = mapped_column(String(80))
    outcome: Mapped[str] = mapped_column(String(20), default="done")
    subject_kind: Mapped[str | None] = mapped_column(String(40))
    subject_id: Mapped[str | None] = mapped_column(String(ID_LENGTH), index=True)
    patient_id: Mapped[str | None] = mapped_column(String(ID_LENGTH), index=True)
    details: Mapped[dict[str, Any]]
    previous: Mapped[str] = mapped_column(String(64))
    mac: Mapped[str] = mapped_column(String(64))

    def __repr__(self) -> str:
        return f"<JournalEntry {self.chain} {self.seq} {self.event}>"


class JournalHead(Base):
    """The last link of each chain; its row lock puts entries in order."""

    __tablename__ = "audit_heads"

    chain: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer)
    mac: Mapped[str] = mapped_column(String(64))


_ENTRIES, _HEADS = (cast("Table", kind.__table__) for kind in (JournalEntry, JournalHead))

forbid_changes(JournalEntry, when="true", why="the audit trail only grows")

_SIGNED = (
    "id", "chain", "seq", "at", "actor_kind", "user_id", "token_id", "address", "request_id",
    "event", "outcome", "subject_kind", "subject_id", "patient_id", "details", "previous",
)  # fmt: skip
_COLUMNS = (*_SIGNED, "mac")


def chain_key(secret: str) -> bytes:
    """Derive the chain's key from the kept secret, which lives outside the database."""
    kdf = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"palpate audit chain v1")
    return kdf.derive(secret.encode())


def seal(entry: JournalEntry, key: bytes) -> str:
    """Answer the entry's keyed hash over all its fields and the previous hash."""
    fields = {name: getattr(entry, name) for name in _SIGNED}
    fields["at"] = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


# past the ORM and built once: every request writes one entry, and that way takes a third as long
_of_chain = _HEADS.c.chain == bindparam("of")
_HEAD = select(_HEADS.c.seq, _HEADS.c.mac).where(_of_chain).with_for_update()
_BEGIN = _HEADS.insert()
_MOVE = _HEADS.update().where(_of_chain).values(seq=bindparam("to"), mac=bindparam("by"))
_WRITE = _ENTRIES.insert()


def append(session: Session, entry: JournalEntry, key: bytes) -> None:
    """Put `entry` at the end of its chain; the head's row lock makes the order certain."""
    connection = session.connection()
    head = connection.execute(_HEAD, {"of": entry.chain}).one_or_none()
    entry.seq, entry.previous = (1, "") if head is None else (head.seq + 1, head.mac)
    entry.mac = seal(entry, key)
    if head is None:
        link = {"chain": entry.chain, "seq": entry.seq, "mac": entry.mac}
        connection.execute(_BEGIN, link)
    else:
        connection.execute(_MOVE, {"of": entry.chain, "to": entry.seq, "by": entry.mac})
    connection.execute(_WRITE, {name: getattr(entry, name) for name in _COLUMNS})


_ANCHOR = re.compile(r"(?P<chain>\S+) (?P<seq>[0-9]{1,18}) (?P<mac>[0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where a chain does not hold."""

    chain: str
    seq: int
    what: str


class Anchors:
    """Heads of chains written down outside the database: they betray a tail that was cut off.

    A line each: chain, seq, mac. Appended at every 100th entry, and at the first that comes
    5 minutes after the last one written (SAFETY 5.7).
    """

    every = 100
    at_least = timedelta(minutes=5)

    def __init__(self, file: Path) -> None:
        self.file = file
        self._written: dict[str, datetime] = {}

    def note(self, entry: JournalEntry) -> None:
        """Write the head down, if its turn has come."""
        last = self._written.get(entry.chain)
        is_recent = last is not None and abs(entry.at - last) < self.at_least
        if is_recent and entry.seq % self.every:
            return
        self._written[entry.chain] = entry.at
        self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self.file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, f"{entry.chain} {entry.seq} {entry.mac}\n".encode())
            os.fsync(handle)
        finally:
            os.close(handle)

    def read(self) -> dict[str, tuple[int, str]]:
        """Answer the newest written head of each chain."""
        if not self.file.exists():
            return {}
        newest: dict[str, tuple[int, str]] = {}
        for line in self.file.read_text("ascii", errors="replace").splitlines():
            found = _ANCHOR.fullmatch(line)
            if found is None:
                # no chain has this name: it will be reported as missing, and so be looked at
                newest["unreadable anchor"] = (1, "")
                continue
            chain, seq, mac = found["chain"], int(found["seq"]), found["mac"]
            if seq >= newest.get(chain, (0, ""))[0]:
                newest[chain] = (seq, mac)
        return newest


def faults(session: Session, key: bytes, anchors: Mapping[str, tuple[int, str]]) -> Iterator[Fault]:
    """Walk every chain and answer what does not hold: gaps, edits, a cut tail, a wrong head."""
    last: dict[str, tuple[int, str]] = {}
    waiting = dict(anchors)
    rows = session.scalars(
        select(JournalEntry)
        .order_by(JournalEntry.chain, JournalEntry.seq)
        .execution_options(yield_per=1000)
    )
    for entry in rows:
        seq, mac = last.get(entry.chain, (0, ""))
        if entry.seq != seq + 1:
            yield Fault(entry.chain, entry.seq, f"entries {seq + 1} to {entry.seq - 1} are missing")
        elif entry.previous != mac:
            yield Fault(entry.chain, entry.seq, "does not follow the entry before it")
        if not hmac.compare_digest(entry.mac, seal(entry, key)):
            yield Fault(entry.chain, entry.seq, "was changed")
        last[entry.chain] = (entry.seq, entry.mac)
        written_seq, written_mac = waiting.get(entry.chain, (0, ""))
        if written_seq == entry.seq:
            del waiting[entry.chain]
            if written_mac != entry.mac:
                yield Fault(entry.chain, entry.seq, "differs from the head that was written down")
    yield from _faults_of_ends(session, last)
    for chain, (seq, _mac) in waiting.items():
        yield Fault(chain, seq, "was written down as done and is gone: the tail was cut")


def _faults_of_ends(session: Session, last: dict[str, tuple[int, str]]) -> Iterator[Fault]:
    """Answer where a chain's kept head and its last entry are not the same."""
    for head in session.scalars(select(JournalHead)):
        seq, mac = last.pop(head.chain, (0, ""))
        if (head.seq, head.mac) != (seq, mac):
            yield Fault(head.chain, head.seq, f"the chain ends at {seq}, its head says {head.seq}")
    for chain, (seq, _mac) in last.items():
        yield Fault(chain, seq, "the head of this chain is missing")
