"""The acting clinic as every sheet prints it."""

from clinic.accounts import queries
from clinic.accounts.rules import settings_from
from clinic.paper.letterhead import Letterhead
from clinic.work.unit import Work


def letterhead_of(work: Work, emergency_number: str = "") -> Letterhead:
    """Answer the acting clinic as it stands at the head of a sheet.

    Sheets for patients name the number to ring; the catalogue of signs knows it, not this room.
    """
    clinic, logo = queries.acting_clinic(work), queries.logo(work)
    settings = settings_from(clinic.settings)
    return Letterhead(
        name=clinic.name,
        address=clinic.address,
        phone=clinic.phone,
        emergency_number=emergency_number,
        sells_massagers=settings.sells_massagers,
        front_as_in_a_mirror=settings.front_as_in_a_mirror,
        logo=b"" if logo is None else logo.png,
    )
