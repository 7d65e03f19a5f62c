"""The acting clinic as every sheet prints it."""

from clinic.accounts.models import Clinic
from clinic.accounts.rules import settings_from
from clinic.paper.letterhead import Letterhead


def letterhead_of(clinic: Clinic, emergency_number: str = "") -> Letterhead:
    """Answer the clinic as it stands at the head of a sheet.

    Sheets for patients name the number to ring; the catalogue of signs knows it, not this room.
    """
    return Letterhead(
        name=clinic.name,
        address=clinic.address,
        phone=clinic.phone,
        emergency_number=emergency_number,
        sells_massagers=settings_from(clinic.settings).sells_massagers,
    )
