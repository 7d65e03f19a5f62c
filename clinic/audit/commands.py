"""The command line of the audit trail: audit verify."""

import click
from sqlalchemy import select

from clinic.rulebook.actor import command
from clinic.web.command import Commands, deed_of_command, fail
from clinic.web.house import this_house
from clinic.work.journal import Fault, JournalHead, faults
from clinic.work.unit import Work

audit = Commands("audit", help="The audit trail.")


@audit.command("verify")
def verify() -> None:
    """Check every entry of every chain: nothing changed, nothing missing, no tail cut."""
    house = this_house()
    anchors = house.workshop.anchors.read()

    def check(work: Work) -> tuple[list[Fault], int]:
        found = list(faults(work.session, house.workshop.key, anchors))
        entries = sum(head.seq for head in work.session.scalars(select(JournalHead)))
        work.record("audit.verified", faults=len(found))
        return found, entries

    found, entries = deed_of_command(command(), check)
    for fault in found:
        click.echo(f"{fault.chain} entry {fault.seq}: {fault.what}", err=True)
    if found:
        fail(f"The audit trail does not hold: {len(found)} faults.")
    click.echo(f"The audit trail holds: {entries} entries.")
