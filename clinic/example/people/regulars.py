"""Patients of every week: a few visits, a few places, some with a plan."""

from datetime import date

from clinic.example.signs import Course
from clinic.example.stories import L, Person, Plan, R, Story, Target, Turn, Visit
from clinic.patients.rules import Sex
from clinic.plans.rules import Phase, PlanAction

_F, _M = Sex.FEMALE, Sex.MALE

REGULARS = (
    Story(
        Person("1016", "Thị Lan", "Phạm", date(1985, 4, 3), _F, "0491 572 983", "Castlemaine",
               "3450", "14 Kennedy Street", preferred="Lan", language="vi"),
        visits=(
            Visit(66, (4, 6), "Both thumbs and right palm, hairdresser.", "Pressure, by hand.",
                  "Change the scissors hand for sweeping.", symptoms=("pain", "weakness")),
            Visit(45, (2, 4), "Cuts until four without pain.", "Pressure, by hand.",
                  scores={"gpe": 3}),
        ),
        places=(
            Course("thumb-intrinsics", R, "aL", 1),
            Course("thumb-intrinsics", L, "Ll", 1),
            Course("flexor-carpi-radialis", R, "LC", 1),
        ),
    ),
    Story(
        Person("1017", "Georgios", "Vlahos", date(1949, 11, 17), _M, "03 5550 1817", "Maldon",
               "3463", note="Hard of hearing; sit on his left."),
        "minh",
        visits=(
            Visit(75, (3, 5), "Stiff neck turning left to reverse the car.",
                  "Pressure, levator scapulae.", symptoms=("reduced_flexibility",)),
            Visit(54, (1, 2), "Reverses without turning the whole body.", scores={"gpe": 4}),
        ),
        places=(
            Course("levator-scapulae", L, "al", 1),
            Course("splenius-cervicis", L, "LC", 1),
            Course("trapezius-upper", L, "TC"),
        ),
    ),
    Story(
        Person("1018", "Fatima", "Al-Sayed", date(1990, 7, 30), _F, "0491 573 770", "Kyneton",
               "3444", email="fatima.alsayed@example.org", language="ar"),
        episode=("Low back after lifting", "low-back"),
        visits=(
            Visit(61, (6, 8), "Low back, lifting patients in aged care.", "Pressure, gluteals.",
                  symptoms=("pain", "disturbed_sleep")),
            Visit(47, (3, 5), "Works full shifts again.", "Pressure, gluteals.",
                  scores={"gpe": 2}),
            Visit(26, (1, 3), "A twinge when turning in bed.", scores={"gpe": 3}),
        ),
        places=(
            Course("gluteus-medius", L, "AaL", 1, (160, 200, 245), 275),
            Course("gluteus-maximus", L, "LLl", 1),
            Course("longissimus-thoracis", L, "aLl", 1),
            Course("gluteus-medius", R, "CCC"),
        ),
        plans=(
            Plan(1, Phase.TREAT, 21, (Target("gluteus-medius", L, 1, "Lie on the right side"),
                                      Target("gluteus-maximus", L, 1, "Lie on the right side")),
                 ("positions-and-tasks", "regular-breaks"),
                 later=(Turn(PlanAction.RESCHEDULE, "Quiet, not gone.", 2, review_after=63),)),
        ),
    ),
    Story(
        Person("1019", "Darcy", "Moran", date(2001, 3, 12), _M, "0491 573 087", "Castlemaine",
               "3450"),
        "minh",
        visits=(
            Visit(52, (4, 7), "Right hamstring, kicking. No tear on the scan.",
                  "Pressure, hamstrings."),
            Visit(31, (1, 3), "Trains at three quarters.", "Pressure, hamstrings."),
        ),
        places=(
            Course("biceps-femoris", R, "aL", 1),
            Course("medial-hamstrings", R, "Ll", 1),
            Course("gluteus-maximus", R, "lC", 1),
        ),
    ),
    Story(
        Person("1020", "Shu-Fen", "Lin", date(1968, 2, 8), _F, "0491 574 118", "Harcourt", "3453",
               "7 Coolstore Road", language="zh-Hant"),
        visits=(
            Visit(70, (5, 6), "Right shoulder and arm, apple packing.",
                  "Pressure, infraspinatus and teres major.", scores={"dash": 41.7}),
            Visit(49, (2, 4), "Packs with both hands in turn.", "Pressure, infraspinatus.",
                  scores={"dash": 25.0, "gpe": 3}),
        ),
        places=(
            Course("infraspinatus", R, "AL", 1, (150, 215), 290),
            Course("teres-major", R, "aL", 1),
            Course("triceps-brachii", R, "Ll", 1),
            Course("infraspinatus", L, "TC"),
        ),
        plans=(
            Plan(1, Phase.ELIMINATE, 56, (Target("infraspinatus", R, 1, "Sit, arm on a pillow"),
                                          Target("teres-major", R, 1, "Lie on the left side")),
                 ("why-knots-return", "positions-and-tasks")),
        ),
    ),
    Story(
        Person("1021", "Niamh", "Brennan", date(1979, 5, 1), _F, "0491 574 632", "Taradale",
               "3447", email="niamh.brennan@example.org"),
        "minh",
        visits=(
            Visit(44, (3, 6), "Jaw and temple, clenches at night. Dentist has made a splint.",
                  "Light pressure, masseter.", symptoms=("pain", "disturbed_sleep")),
            Visit(23, (2, 3), "Wakes without headache.", "Light pressure, masseter."),
        ),
        places=(
            Course("masseter", R, "aL", 1, zones=("jaw-tmj", "ear")),
            Course("masseter", L, "LL", 1, zones=("jaw-tmj",)),
            Course("temporalis", R, "Ll", 1),
            Course("lateral-pterygoid", R, "dd"),
        ),
    ),
    Story(
        Person("1022", "Emmanuel", "Okafor", date(1976, 8, 14), _M, "0491 575 254", "Castlemaine",
               "3450", "3/18 Barker Street"),
        visits=(
            Visit(40, (4, 5), "Between the shoulder blades, drives a courier van.",
                  "Pressure, rhomboids and middle trapezius."),
            Visit(19, (1, 3), "Only on double shifts.", "Pressure, rhomboids.",
                  scores={"gpe": 3}),
        ),
        places=(
            Course("rhomboids", L, "al", 1),
            Course("trapezius-middle", L, "LL", 1),
            Course("trapezius-lower", R, "BC"),
            Course("rhomboids", R, "lC", 1),
        ),
    ),
    Story(
        Person("1023", "Margit", "Szabó", date(1952, 10, 21), _F, "03 5550 1823", "Daylesford",
               "3460", large_print=True),
        visits=(
            Visit(83, (3, 5), "Right hip, getting out of the car.", "Pressure, gluteus medius."),
            Visit(55, (2, 3), "Walks round the lake.", "Pressure, gluteus medius."),
        ),
        places=(
            Course("gluteus-medius", R, "aL", 1),
            Course("tensor-fasciae-latae", R, "LL", 1),
            Course("piriformis", R, "dN"),
        ),
    ),
    Story(
        Person("1024", "Tane", "Paewai", date(1998, 1, 5), _M, "0491 575 789", "Chewton", "3451"),
        "minh",
        visits=(
            Visit(36, (2, 5), "Both forearms, climbing. Grip goes after ten minutes.",
                  "Pressure, finger flexors.", symptoms=("pain", "fatigue", "weakness")),
        ),
        places=(
            Course("flexor-digitorum", R, "a", 1),
            Course("flexor-digitorum", L, "a", 1),
            Course("pronator-teres", R, "L", 1),
            Course("brachioradialis", R, "l", 1),
        ),
        plans=(
            Plan(0, Phase.TREAT, 28, (Target("flexor-digitorum", R, 1, "Arm on the table"),
                                      Target("flexor-digitorum", L, 1, "Arm on the table")),
                 ("regular-breaks",),
                 later=(Turn(PlanAction.RESCHEDULE, "Rang: away climbing.", ago=10,
                             review_after=48),)),
        ),
    ),
    Story(
        Person("1025", "Priyanka", "Nair", date(1986, 12, 11), _F, "0491 576 398", "Castlemaine",
               "3450", email="priyanka.nair@example.org"),
        visits=(
            Visit(57, (4, 6), "Neck and right arm to the elbow, laptop on the sofa.",
                  "Pressure, upper trapezius; rest of the arm examined.", scores={"ndi": 16}),
            Visit(36, (2, 4), "Works at a table now.", "Pressure, upper trapezius.",
                  scores={"ndi": 10, "gpe": 2}),
            Visit(15, (0, 2), "Forgets about it for days.", scores={"ndi": 6, "gpe": 4}),
        ),
        places=(
            Course("trapezius-upper", R, "AaL", 1, (145, 190, 235), 260),
            Course("supraspinatus", R, "aLL", 1),
            Course("scalenes", R, "aLl", 1, notes={0: "By hand only, never the massager."}),
            Course("pectoralis-minor", R, "dNN"),
        ),
        plans=(
            Plan(0, Phase.TREAT, 21, (Target("trapezius-upper", R, 1, "Sit, elbow on the table"),
                                      Target("supraspinatus", R, 1, "Sit, arm hanging")),
                 ("positions-and-tasks", "regular-breaks", "stress"),
                 later=(Turn(PlanAction.RESCHEDULE, "Three weeks more.", 1, review_after=42),
                        Turn(PlanAction.RESCHEDULE, "Quiet; still to be treated.", 2,
                             review_after=70))),
        ),
    ),
    Story(
        Person("1026", "Angus", "McAllister", date(1964, 6, 6), _M, "0491 576 801", "Malmsbury",
               "3446", note="Farms; cancels when hay is down."),
        "minh",
        visits=(Visit(64, (3, 4), "Left front of the shoulder, fencing.", "Pressure, deltoid."),),
        places=(
            Course("deltoid", L, "a", 1),
            Course("pectoralis-major", L, "L", 1, zones=("shoulder-front",)),
            Course("biceps-brachii", L, "l", 1),
        ),
    ),
    Story(
        Person("1027", "Zeynep", "Şahin", date(1997, 9, 24), _F, "0491 577 426", "Castlemaine",
               "3450", language="tr"),
        visits=(
            Visit(29, (3, 5), "Front of the left knee on stairs, new to running.",
                  "Pressure, vastus medialis and rectus femoris."),
            Visit(8, (1, 2), "Runs four kilometres.", "Pressure, vastus medialis."),
        ),
        places=(
            Course("vastus-medialis", L, "aL", 1),
            Course("rectus-femoris", L, "Ll", 1),
            Course("vastus-lateralis", L, "lC", 1),
        ),
    ),
    Story(
        Person("1028", "Patricia", "Doyle", date(1959, 3, 18), _F, "03 5550 1828", "Newstead",
               "3462", preferred="Trish"),
        "minh",
        visits=(
            Visit(92, (4, 6), "Heel and sole of the left foot, first steps in the morning.",
                  "Pressure, sole of the foot."),
            Visit(71, (3, 4), "Walks the dog again.", "Pressure, sole of the foot."),
            Visit(43, (1, 2), "The morning steps are easy.", scores={"gpe": 3}),
        ),
        places=(
            Course("flexor-digitorum-brevis", L, "aLl", 1),
            Course("quadratus-plantae", L, "ddN", 1),
            Course("abductor-hallucis", L, "LLl", 1),
        ),
    ),
    Story(
        Person("1029", "Andrés", "Molina", date(1982, 2, 28), _M, "0491 577 644", "Elphinstone",
               "3448", email="andres.molina@example.org", language="es"),
        visits=(
            Visit(50, (5, 7), "Low back and left groin, laying floors.",
                  "Pressure, gluteals; iliopsoas only lightly."),
            Visit(29, (3, 4), "Kneels for half a day.", "Pressure, gluteals."),
        ),
        places=(
            Course("iliopsoas", L, "Dd", 1, zones=("low-back", "groin")),
            Course("gluteus-medius", L, "aL", 1),
            Course("rectus-femoris", L, "LL", 1),
        ),
    ),
    Story(
        Person("1030", "Joyce", "Pettigrew", date(1946, 8, 2), _F, "03 5550 1830", "Castlemaine",
               "3450", "Unit 4, 90 Hargraves Street", note="Taxi card. Morning visits."),
        visits=(Visit(33, (2, 4), "Right side of the neck after a night in a chair.",
                      "Very light pressure."),),
        places=(
            Course("levator-scapulae", R, "L", 1),
            Course("trapezius-upper", R, "T"),
            Course("splenius-capitis", R, "c"),
        ),
    ),
    Story(
        Person("1031", "Kiri", "Harrison", date(1992, 4, 26), _F, "0491 578 957", "Campbells Creek",
               "3451"),
        "minh",
        visits=(
            Visit(38, (4, 6), "Left shoulder blade and upper arm, nursing the baby.",
                  "Pressure, subscapularis and latissimus.", symptoms=("pain", "fatigue")),
            Visit(17, (2, 3), "Changes sides at every feed.", "Pressure, latissimus."),
        ),
        places=(
            Course("subscapularis", L, "dd", 1),
            Course("latissimus-dorsi", L, "aL", 1),
            Course("serratus-anterior", L, "LC", 1),
        ),
    ),
    Story(
        Person("1032", "Ravi", "Chandrasekhar", date(1971, 11, 9), _M, "0491 578 148", "Kyneton",
               "3444", email="ravi.c@example.org"),
        visits=(
            Visit(22, (3, 5), "Right outer elbow, two months of painting the house.",
                  "Pressure, wrist extensors.", "Roller in the left hand in turn."),
        ),
        places=(
            Course("extensor-carpi-radialis", R, "A", 1, (135,), 250),
            Course("supinator", R, "d", 1),
            Course("triceps-brachii", R, "L", 1),
        ),
        plans=(
            Plan(0, Phase.TREAT, 21, (Target("extensor-carpi-radialis", R, 1, "Arm on the table"),
                                      Target("triceps-brachii", R, 1, "Arm on the table")),
                 ("positions-and-tasks",)),
        ),
    ),
    Story(
        Person("1033", "Helga", "Brandt", date(1966, 7, 7), _F, "0491 578 888", "Daylesford",
               "3460", language="de"),
        "minh",
        visits=(
            Visit(78, (3, 5), "Headache over the left eye, reading with old glasses.",
                  "Pressure, splenius and upper trapezius.", "New glasses first."),
            Visit(57, (0, 2), "New glasses; two headaches in three weeks.", scores={"gpe": 4}),
        ),
        places=(
            Course("splenius-cervicis", L, "al", 1, zones=("eye-orbit", "neck-angle")),
            Course("trapezius-upper", L, "Ll", 1),
            Course("occipitalis", L, "LC", 1),
        ),
    ),
)  # fmt: skip
