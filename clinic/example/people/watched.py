"""Patients of whom something has to be minded: a screen, a red flag, an age, a mistake."""

from datetime import date

from clinic.example.signs import Course
from clinic.example.stories import (
    Correction,
    Evening,
    L,
    Person,
    Plan,
    R,
    Screening,
    Story,
    Target,
    Turn,
    Visit,
)
from clinic.patients.rules import Sex
from clinic.plans.rules import Phase, PlanAction, Reach

BLOCKED = Story(
    Person("1004", "Kevin", "Ashworth", date(1962, 4, 17), Sex.MALE, "0491 570 159",
           "Maldon", "3463", "3 Reef Street"),
    episode=("Neck and right shoulder", "neck"),
    visits=(
        Visit(
            6, (5, 6), "Neck and top of the right shoulder, since pruning the orchard.",
            "Light pressure by hand; nothing else.",
            "No massager at home while the clot is treated.",
            "Asked his doctor in writing; look again when the blood thinner ends.",
        ),
    ),
    places=(
        Course("trapezius-upper", R, "A", 1, (170,), 260),
        Course("levator-scapulae", R, "a", 1),
        Course("supraspinatus", R, "L", 1),
        Course("trapezius-upper", L, "C"),
    ),
    screens=(
        Screening(
            yes=("deep-vein-thrombosis", "anticoagulants"),
            note="Clot in the left leg seven weeks ago, treated at the hospital in Bendigo.",
        ),
    ),
    plans=(
        Plan(
            0, Phase.TREAT, 21, (Target("trapezius-upper", R, 1, "Sit, head level"),),
            note="Written for later. Not before his doctor agrees.", is_prescribed=False,
        ),
    ),
)  # fmt: skip

RED_FLAG = Story(
    Person("1006", "Gwen", "Tolliver", date(1969, 12, 3), Sex.FEMALE, "0491 570 110",
           "Newstead", "3462", "17 Lyons Street"),
    episode=("Low back", "low-back"),
    visits=(
        Visit(34, (5, 7), "Low back for years; worse since the fencing. No leg signs.",
              "Pressure, gluteals.", care="Three weeks at home, then look again.",
              symptoms=("pain", "reduced_flexibility")),
        Visit(
            4, (8, 9), "Numb between the legs since yesterday; cannot feel when she needs to go.",
            "None. Ambulance called at once; letter and list of tablets went along.",
            "", "Ring the hospital this evening. No home care until she was seen there.",
            symptoms=("pain", "weakness"),
            red_flags=("saddle-numbness", "bladder-or-bowel-change"),
        ),
    ),
    places=(
        Course("gluteus-medius", R, "a-", 1),
        Course("gluteus-medius", L, "L-", 1),
        Course("multifidi-lumbar", R, "d-", 1),
    ),
    plans=(
        Plan(0, Phase.TREAT, 28,
             (Target("gluteus-medius", R, 1, "Lie on the left side"),
              Target("gluteus-medius", L, 1, "Lie on the right side")),
             ("why-knots-return", "more-behind-it")),
    ),
)  # fmt: skip

LARGE_PRINT = Story(
    Person(
        "1007", "Dorothy", "Abernathy", date(1941, 7, 12), Sex.FEMALE, "03 5550 1807",
        "Castlemaine", "3450", "2 Doveton Street", preferred="Dot", large_print=True,
        note="Reads large print. Her daughter Joan brings her and helps at home.",
    ),
    "minh",
    ("Top of the shoulders", "neck"),
    visits=(
        Visit(40, (4, 6), "Both shoulders ache by the afternoon; knits for great-grandchildren.",
              "Very light pressure.", "Knit in quarters of an hour.",
              symptoms=("pain", "disturbed_sleep")),
        Visit(19, (2, 4), "Knits again. Left side nearly quiet.", "Very light pressure.",
              scores={"gpe": 3}),
    ),
    places=(
        Course("trapezius-upper", R, "aL", 1),
        Course("trapezius-upper", L, "aL", 1),
        Course("supraspinatus", R, "Ll", 1),
        Course("rhomboids", R, "--", notes=None),
    ),
    screens=(Screening(yes=("osteoporosis",), note="Bone tablets for six years; no fracture."),),
    plans=(
        Plan(
            0, Phase.TREAT, 21,
            (
                Target("trapezius-upper", R, 1, "Sit in the armchair", Reach.HELPER),
                Target("trapezius-upper", L, 1, "Sit in the armchair", Reach.HELPER),
                Target("supraspinatus", R, 1, "Sit in the armchair", Reach.HELPER, seconds=30),
            ),
            ("why-knots-return", "regular-breaks"), "Joan holds it. Never on bone.",
            "Soft muscle of the shoulders only, short; ribs and spine left out.",
            has_handout=True,
            evenings=(
                Evening(5, "111", (3, 2)), Evening(4, "111", (3, 2)), Evening(3, "110"),
                Evening(1, "010", (3, 3), ("spreading-bruise",)),
            ),
            later=(Turn(PlanAction.RESCHEDULE, "Going well.", 1, review_after=49),),
        ),
    ),
)  # fmt: skip

ARCHIVED = Story(
    Person("1008", "Luca", "Ferraro", date(1983, 8, 25), Sex.MALE, "0491 570 313",
           "Castlemaine", "3450", note="Moved to Hobart; copy of the record sent on request."),
    visits=(
        Visit(170, (4, 6), "Right forearm and elbow, since the olive harvest.",
              "Pressure, wrist extensors."),
        Visit(149, (1, 2), "Much better; the last day before the move.", "Pressure, supinator."),
    ),
    places=(
        Course("extensor-carpi-radialis", R, "Al", 1),
        Course("supinator", R, "dN"),
        Course("brachioradialis", R, "LC", 1),
    ),
    archived=120,
)  # fmt: skip

VOIDED = Story(
    Person("1009", "Bridget", "Nolan", date(1996, 2, 14), Sex.FEMALE, "0491 570 737",
           "Chewton", "3451", "8 Pyrenees Road", "bridget.nolan@example.org"),
    "minh",
    ("Right shoulder blade", "upper-back"),
    visits=(
        Visit(27, (4, 6), "Inner edge of the right shoulder blade; rows.", "Pressure, rhomboids."),
        Visit(20, (3, 5), "Left knee on the stairs down.", "Pressure, vastus medialis.",
              voided_because="Entered for the wrong patient."),
        Visit(13, (1, 3), "Rows again, half the distance.", "Pressure, rhomboids."),
    ),
    places=(
        Course("rhomboids", R, "A-L", 1),
        Course("trapezius-middle", R, "L-l", 1),
        Course("serratus-posterior-superior", R, "d-N"),
        Course("vastus-medialis", L, "-a-", 1),
    ),
)  # fmt: skip

AMENDED = Story(
    Person("1010", "Adwoa", "Mensah", date(1989, 10, 6), Sex.FEMALE, "0491 571 266",
           "Kyneton", "3444", "31 Piper Street"),
    episode=("Left hip", "hip-buttock"),
    visits=(
        Visit(25, (5, 7), "Left outer hip, lying on it and on stairs.", "Pressure, gluteus medius.",
              symptoms=("pain", "disturbed_sleep")),
        Visit(11, (3, 4), "Lies on the left again for an hour.", "Pressure, tensor fasciae latae."),
    ),
    places=(
        Course("gluteus-medius", L, "Aa", 1, (175, 205), 280),
        Course("tensor-fasciae-latae", L, "aL", 1),
        Course("gluteus-minimus", L, "dd", 1),
    ),
    correction=Correction(
        0,
        (
            Course("gluteus-medius", R, "A", 1, (175,), 280),
            Course("tensor-fasciae-latae", R, "a", 1),
            Course("gluteus-minimus", R, "d", 1),
        ),
        "The side was mixed up: it is the left hip.",
    ),
    plans=(
        Plan(1, Phase.TREAT, 21, (Target("gluteus-medius", L, 1, "Lie on the right side"),
                                  Target("tensor-fasciae-latae", L, 1, "Lie on the back")),
             ("why-knots-return", "look-after-your-muscles")),
    ),
)  # fmt: skip

CALF = Story(
    Person("1011", "Callum", "Reid", date(1993, 3, 29), Sex.MALE, "0491 571 491",
           "Elphinstone", "3448", email="callum.reid@example.org"),
    visits=(
        Visit(12, (3, 6), "Right calf tight on hills, six weeks. Not swollen, warm or red; no long "
              "travel, no operation.", "Pressure, gastrocnemius.",
              "Swelling, warmth or pain at rest: stop and ring."),
    ),
    places=(
        Course("gastrocnemius", R, "a", 1),
        Course("soleus", R, "L", 1),
        Course("tibialis-posterior", R, "N"),
        Course("gastrocnemius", L, "C"),
    ),
    plans=(
        Plan(0, Phase.TREAT, 14, (Target("gastrocnemius", R, 1, "Sit, leg up"),
                                  Target("soleus", R, 1, "Sit, leg up")), ("regular-breaks",)),
    ),
)  # fmt: skip

PREGNANT = Story(
    Person("1012", "Leila", "Mansour", date(1994, 6, 19), Sex.FEMALE, "0491 571 804",
           "Campbells Creek", "3451", email="leila.mansour@example.org", language="ar"),
    "minh",
    visits=(
        Visit(15, (4, 5), "Between the shoulder blades, 26 weeks pregnant, desk work.",
              "Pressure, seated.", "Feet up, arms on the desk.", symptoms=("pain", "fatigue")),
    ),
    places=(
        Course("rhomboids", R, "a", 1),
        Course("trapezius-middle", L, "L", 1),
        Course("trapezius-upper", R, "L", 1),
        Course("longissimus-thoracis", R, "-"),
    ),
    screens=(Screening(yes=("pregnancy",), note="Midwife knows. Low back left out."),),
    plans=(
        Plan(0, Phase.TREAT, 14, (Target("rhomboids", R, 1, "Sit, leaning on a table",
                                         Reach.HELPER),
                                  Target("trapezius-middle", L, 1, "Sit, leaning on a table",
                                         Reach.HELPER)),
             ("positions-and-tasks", "regular-breaks"),
             override="Upper back only, seated; agreed with her midwife."),
    ),
)  # fmt: skip

UNSIGNED = Story(
    Person("1013", "Hemi", "Walker", date(1980, 12, 22), Sex.MALE, "0491 572 549",
           "Guildford", "3451"),
    visits=(
        Visit(1, (6, 7), "Right low back and buttock since the weekend, chopping wood.",
              "Pressure, gluteals.", is_signed=False),
    ),
    places=(
        Course("gluteus-medius", R, "A", 1),
        Course("piriformis", R, "d", 1),
        Course("quadratus-lumborum", R, "?", notes={0: "Too sore to press today."}),
    ),
    plans=(
        Plan(0, Phase.TREAT, 14, (Target("gluteus-medius", R, 1, "Lie on the left side"),),
             is_prescribed=False),
    ),
)  # fmt: skip

KEPT = Story(
    Person("1014", "Pauline", "Whitelaw", date(1957, 9, 9), Sex.FEMALE, "03 5550 1814",
           "Castlemaine", "3450", "11 Hargraves Street"),
    episode=("Left shoulder", "shoulder-girdle"),
    visits=(
        Visit(134, (5, 7), "Left shoulder, reaching to the top shelf of the shop.",
              "Pressure, infraspinatus.", scores={"dash": 36.7}),
        Visit(106, (2, 4), "Reaches the top shelf.", "Pressure, infraspinatus.",
              scores={"dash": 21.7, "gpe": 3}),
        Visit(78, (0, 1), "No complaint.", symptoms=(), scores={"dash": 9.2, "gpe": 4}),
        Visit(50, (0, 0), "No complaint.", symptoms=(), scores={"dash": 5.8, "gpe": 5}),
        Visit(22, (0, 0), "No complaint. Would like to keep it that way.", symptoms=(),
              scores={"dash": 5.0, "gpe": 5}),
    ),
    places=(
        Course("infraspinatus", L, "ALLCC", 1, (185, 240, 330, 390, 400), 405),
        Course("supraspinatus", L, "aLlCC", 1),
        Course("trapezius-upper", L, "LlCCC", 1),
        Course("infraspinatus", R, "CCCCC"),
    ),
    screens=(Screening(0), Screening(4)),
    plans=(
        Plan(0, Phase.TREAT, 28, (Target("infraspinatus", L, 1, "Sit, arm on a pillow"),
                                  Target("supraspinatus", L, 1, "Sit, arm hanging")),
             ("why-knots-return",),
             later=(Turn(PlanAction.RESCHEDULE, "Four weeks more.", 1, review_after=56),
                    Turn(PlanAction.COMPLETE, visit=2))),
        Plan(4, Phase.MAINTAIN, 63,
             (Target("trapezius-middle", L, None, "Sit, arm supported"),
              Target("deltoid", L, None, "Sit, arm on the table")),
             ("look-after-your-muscles", "regular-breaks"),
             "Twice a week after stocktaking is enough."),
    ),
    closed_at=4,
)  # fmt: skip

STOPPED = Story(
    Person("1015", "Stavros", "Economou", date(1955, 1, 27), Sex.MALE, "0491 572 665",
           "Daylesford", "3460", "6 Albert Street"),
    "minh",
    ("Right forearm", "forearm"),
    visits=(
        Visit(48, (4, 6), "Right outer elbow and forearm, pruning vines.",
              "Pressure, wrist extensors."),
        Visit(27, (2, 4), "Better. Bruises easily since the new tablets.",
              "By hand only, lightly.", "Ask the pharmacist about the tablets."),
    ),
    places=(
        Course("extensor-carpi-radialis", R, "AL", 1),
        Course("extensor-digitorum", R, "aL", 1),
        Course("anconeus", R, "CC"),
    ),
    plans=(
        Plan(0, Phase.TREAT, 21, (Target("extensor-carpi-radialis", R, 1, "Arm on the table"),
                                  Target("extensor-digitorum", R, 1, "Arm on the table")),
             ("positions-and-tasks",),
             later=(Turn(PlanAction.STOP, "Bruises easily since new tablets.", visit=1),)),
    ),
)  # fmt: skip

WATCHED = (
    BLOCKED, RED_FLAG, LARGE_PRINT, ARCHIVED, VOIDED, AMENDED, CALF, PREGNANT, UNSIGNED, KEPT,
    STOPPED,
)  # fmt: skip
