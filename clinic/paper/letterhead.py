"""The clinic as it stands at the head of every sheet."""

from base64 import b64encode
from dataclasses import dataclass

# the one kind of address inside a sheet that carries its own bytes
PICTURE = "data:image/png;base64,"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Name, address and logo; `logo` is a PNG that we made ourselves, or empty."""

    name: str
    address: str
    phone: str
    emergency_number: str = "000"
    sells_massagers: bool = False
    front_as_in_a_mirror: bool = True
    logo: bytes = b""

    @property
    def logo_address(self) -> str:
        """The logo as it stands in the sheet itself: a print asks for nothing outside."""
        return PICTURE + b64encode(self.logo).decode() if self.logo else ""
