"""Who may ask for a massager: professions, registers, what a verification vouches for."""

from enum import StrEnum


class Profession(StrEnum):
    CHIROPRACTOR = "chiropractor"
    OSTEOPATH = "osteopath"
    PHYSIOTHERAPIST = "physiotherapist"
    MYOTHERAPIST = "myotherapist"
    MASSAGE_THERAPIST = "massage_therapist"
    OTHER = "other"


# professions with a public register: a registration number is needed (CONTRACT 3)
REGISTERED = frozenset({Profession.CHIROPRACTOR, Profession.OSTEOPATH, Profession.PHYSIOTHERAPIST})
# what a verification vouched for: changed, it has to be checked again
IDENTITY = ("name", "profession", "registration_number", "association", "member_number")


def registration_problem(profession: Profession, registration_number: str) -> str | None:
    """Say what is wrong where a registered profession comes without its number."""
    if profession in REGISTERED and not registration_number:
        return f"A registration number is needed for the profession {profession}."
    return None
