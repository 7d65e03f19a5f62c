"""The twelve outside professionals of the sample programme, all invented."""

from dataclasses import dataclass

from clinic.samples.rules import Profession

_P = Profession


@dataclass(frozen=True, slots=True)
class Outsider:
    """One practitioner. `came` and `checked`: days ago; an unchecked one is not verified."""

    key: str
    name: str
    profession: Profession
    practice: str
    suburb: str
    postcode: str
    phone: str
    came: int
    checked: int | None
    registration: str = ""
    association: str = ""
    member: str = ""
    updates: bool = False

    @property
    def email(self) -> str:
        """Answer an address below .example, where nothing ever arrives."""
        return f"{self.key}@{''.join(c for c in self.practice.lower() if c.isalpha())}.example"


# numbers look like those of the public register, with letters that no profession has
OUTSIDERS = (
    Outsider(
        "fiona", "Fiona Gallagher", _P.OSTEOPATH, "Calder Osteopathy", "Kyneton", "3444",
        "03 5550 2107", 190, 188, "XMP0001004101", updates=True,
    ),
    Outsider(
        "karthik", "Karthik Subramaniam", _P.PHYSIOTHERAPIST, "Loddon Physiotherapy", "Bendigo",
        "3550", "03 5550 2118", 186, 183, "XMP0001004102",
    ),
    Outsider(
        "eleni", "Dr Eleni Stavropoulou", _P.CHIROPRACTOR, "Spring Street Spine", "Daylesford",
        "3460", "03 5550 2124", 178, 176, "XMP0001004103", updates=True,
    ),
    Outsider(
        "jarrah", "Jarrah Coombes", _P.MYOTHERAPIST, "Goldfields Myotherapy", "Maldon", "3463",
        "03 5550 2131", 170, 167, association="Example Myotherapy Association", member="EX-2214",
    ),
    Outsider(
        "siobhan", "Siobhán Kinsella", _P.MASSAGE_THERAPIST, "Still Hands", "Newstead", "3462",
        "03 5550 2140", 160, 158, association="Example Massage Association", member="EX-3071",
    ),
    Outsider(
        "tuan", "Tuấn Lê", _P.PHYSIOTHERAPIST, "Station Street Physio", "Castlemaine", "3450",
        "03 5550 2152", 132, 130, "XMP0001004106",
    ),
    Outsider(
        "amira", "Dr Amira Khalil", _P.CHIROPRACTOR, "Mount Franklin Chiropractic", "Hepburn",
        "3461", "03 5550 2163", 118, 116, "XMP0001004107", updates=True,
    ),
    Outsider(
        "wei", "Wei Zhang", _P.MYOTHERAPIST, "Harcourt Muscle Clinic", "Harcourt", "3453",
        "03 5550 2175", 104, 102, association="Example Myotherapy Association", member="EX-2260",
    ),
    Outsider(
        "marguerite", "Marguerite Fontaine", _P.OSTEOPATH, "Macedon Ranges Osteopaths",
        "Woodend", "3442", "03 5550 2186", 60, 58, "XMP0001004109",
    ),
    Outsider(
        "ioane", "Ioane Tuilagi", _P.PHYSIOTHERAPIST, "Campaspe Sports Physio", "Echuca", "3564",
        "03 5550 2193", 46, 44, "XMP0001004110", updates=True,
    ),
    Outsider(
        "hannah", "Hannah Lindqvist", _P.MASSAGE_THERAPIST, "Slow River Massage", "Guildford",
        "3451", "03 5550 2204", 32, 30, association="Example Massage Association", member="EX-3188",
    ),
    Outsider(
        "oscar", "Oscar Petrakis", _P.OTHER, "Petrakis Personal Training", "Castlemaine", "3450",
        "03 5550 2215", 8, None,
    ),
)  # fmt: skip
