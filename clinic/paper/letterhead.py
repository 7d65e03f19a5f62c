"""The clinic as it stands at the head of every sheet."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letterhead:
    name: str
    address: str
    phone: str
    emergency_number: str = "000"
    sells_massagers: bool = False
