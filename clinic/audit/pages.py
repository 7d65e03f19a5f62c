"""The journal as owners read it: who did or opened what, when, in words."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from clinic.accounts.queries import member, members, users_named
from clinic.audit import queries
from clinic.audit.rules import ABOUT_WORDS, event_words
from clinic.audit.schemas import AuditQueryShape
from clinic.rulebook.permissions import Permission
from clinic.web.page import Pages, page
from clinic.work.journal import JournalEntry
from clinic.work.unit import Work

pages = Pages("audit")

_KINDS = {
    "command": "the command line",
    "first_run": "the first run",
    "nobody": "nobody yet",
    "patient": "the patient",
}
# details that are words; the others are ids
_FILTERS = ("patient_id", "user_id", "event", "about", "day")


@pages.get("/clinic/audit")
@page("audit/journal.html", needs=Permission.CLINIC, query=AuditQueryShape())
def show_journal(work: Work, sought: queries.Sought) -> Mapping[str, Any]:
    """Show the journal, newest first; those entries that are looked for."""
    work.record("audit.opened", patient_id=sought.patient_id)
    found = queries.entries(work, sought)
    now = {name: str(value) for name in _FILTERS if (value := getattr(sought, name)) is not None}
    names = users_named(work, [row.user_id for row in found.items if row.user_id])
    here = {user_id: member(work, user_id).name for user_id in members(work)}
    if sought.user_id is not None and sought.user_id not in here:
        here[sought.user_id] = users_named(work, [sought.user_id]).get(sought.user_id, "unknown")
    return {
        "entries": [_shown(row, names) for row in found.items],
        "sought": now,
        "event_words": event_words(sought.event) if sought.event else "",
        "people": sorted(here.items(), key=lambda pair: pair[1].casefold()),
        "abouts": [(about.value, words) for about, words in ABOUT_WORDS.items()],
        "newest": _address(now) if sought.cursor else "",
        "older": _address({**now, "cursor": found.next_cursor}) if found.next_cursor else "",
    }


def _address(args: Mapping[str, str]) -> str:
    return f"/clinic/audit?{urlencode(args)}" if args else "/clinic/audit"


def _shown(row: JournalEntry, names: Mapping[str, str]) -> dict[str, Any]:
    who = names.get(row.user_id or "", "") or _KINDS.get(row.actor_kind, "a program")
    return {
        "at": row.at,
        "who": who,
        "user_id": row.user_id,
        "by_program": row.user_id is not None and row.actor_kind == "token",
        "event": row.event,
        "words": event_words(row.event),
        "is_refused": row.outcome != "done",
        "patient_id": row.patient_id,
        "more": list(_more(row.details)),
    }


def _more(details: Mapping[str, Any]) -> Iterator[str]:
    """Say what else an entry holds: names of fields, roles, refused addresses; never ids."""
    if "status" in details:
        yield f"{details['status']} at {details.get('route', '')}"
    for name, words in (("fields", "fields"), ("roles", "roles")):
        if details.get(name):
            said = ", ".join(str(one).replace("settings.", "") for one in details[name])
            yield f"{words}: {said.replace('_', ' ')}"
    for also in details.get("also", []):
        yield "and: " + event_words(str(also).split(" ", 1)[0]).lower()
