"""Deeds on the clinic's logo: set it, take it away."""

from sqlalchemy import select

from clinic.accounts.models import Clinic, ClinicLogo
from clinic.paper.picture import Logo
from clinic.work.unit import Work


def set_logo(work: Work, logo: Logo) -> ClinicLogo:
    """Put the logo at the head of every sheet that is printed from now on."""
    row = _kept(work)
    if row is None:
        row = work.new(ClinicLogo, png=logo.png, width=logo.width, height=logo.height)
    else:
        work.change(row, {"png": logo.png, "width": logo.width, "height": logo.height})
    work.record("clinic.logo_set", row)
    return row


def remove_logo(work: Work) -> None:
    """Take the logo away; sheets that were issued keep it."""
    row = _kept(work)
    if row is not None:
        work.session.delete(row)
    work.record("clinic.logo_removed", row)


def _kept(work: Work) -> ClinicLogo | None:
    # one at a time: the clinic's row is locked, so two that send a logo do not make two
    work.session.get_one(Clinic, work.actor.clinic, with_for_update=True, populate_existing=True)
    return work.session.scalar(select(ClinicLogo))
