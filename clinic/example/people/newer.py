"""Patients of the last weeks: one visit so far, or none yet."""

from datetime import date

from clinic.example.signs import Course
from clinic.example.stories import L, Person, R, Story, Visit
from clinic.patients.rules import Sex

_F, _M = Sex.FEMALE, Sex.MALE

NEWER = (
    Story(
        Person("1034", "Oisín", "Fitzgerald", date(1988, 10, 31), _M, "0491 579 212", "Castlemaine",
               "3450"),
        visits=(Visit(16, (4, 6), "Right chest and front of the shoulder, bench press. His doctor "
                      "looked at the heart last month and found nothing.",
                      "Pressure, pectoralis major."),),
        places=(
            Course("pectoralis-major", R, "a", 1, zones=("chest", "shoulder-front")),
            Course("deltoid", R, "L", 1),
            Course("biceps-brachii", R, "C"),
        ),
    ),
    Story(
        Person("1035", "Sunita", "Gurung", date(1984, 1, 19), _F, "0491 579 760", "Harcourt",
               "3453", language="ne"),
        "minh",
        visits=(Visit(13, (3, 6), "Mid back left, picking season.", "Pressure, lower trapezius."),),
        places=(
            Course("trapezius-lower", L, "a", 1),
            Course("iliocostalis", L, "L", 1),
            Course("serratus-posterior-inferior", L, "c"),
        ),
    ),
    Story(
        Person("1036", "Noah", "Bergström", date(1999, 6, 15), _M, "0491 579 455", "Guildford",
               "3451", email="noah.bergstrom@example.org"),
        visits=(Visit(10, (2, 4), "Outer left shin on long rides.", "Pressure, fibularis.",
                      "Lower the saddle a little."),),
        places=(
            Course("fibularis-longus-brevis", L, "L", 1),
            Course("tibialis-anterior", L, "l", 1),
            Course("vastus-lateralis", L, "T"),
        ),
    ),
    Story(
        Person("1037", "Rosa", "Esposito", date(1961, 5, 5), _F, "03 5550 1837", "Castlemaine",
               "3450", "28 Bull Street", language="it"),
        "minh",
        visits=(Visit(3, (5, 7), "Right shoulder, cannot sleep on it; bowls twice a week.",
                      "Pressure, infraspinatus.", symptoms=("pain", "disturbed_sleep"),
                      scores={"dash": 44.2}),),
        places=(
            Course("infraspinatus", R, "A", 1, (140,), 270),
            Course("supraspinatus", R, "a", 1),
            Course("teres-minor", R, "P", 1, notes={0: "Not sure whether that is her pain."}),
            Course("infraspinatus", L, "C"),
        ),
    ),
    Story(
        Person("1038", "Jun", "Takahashi", date(1995, 12, 1), _M, "03 5550 1838", "Castlemaine",
               "3450", email="jun.takahashi@example.org"),
        came=5,
    ),
    Story(
        Person("1039", "Abebe", "Tesfaye", date(1973, 9, 11), _M, "03 5550 1839", "Maldon", "3463",
               note="First visit next week. Asks for an interpreter (Amharic).", language="am"),
        came=3,
    ),
    Story(
        Person("1040", "Isla", "Cameron", date(2003, 2, 20), _F, "03 5550 1840", "Chewton", "3451"),
        came=2,
    ),
)  # fmt: skip
