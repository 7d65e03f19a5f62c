"""Patients followed for weeks: a shoulder, a back with a leg, a headache, a neck that came back."""

from datetime import date

from clinic.example.signs import Course
from clinic.example.stories import (
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
from clinic.letters.rules import LetterKind, NewLetter
from clinic.patients.rules import Sex
from clinic.plans.rules import Phase, PlanAction, Reach

SHOULDER = Story(
    Person(
        "1001", "Anthea", "Kostas", date(1978, 5, 21), Sex.FEMALE, "0491 570 006",
        "Castlemaine", "3450", "22 Forest Street", "anthea.kostas@example.org",
        note="Potter. Prefers afternoons; the kiln is loaded in the morning.",
    ),
    episode=("Right shoulder", "shoulder-girdle"),
    letter=NewLetter(
        LetterKind.REFERRAL, "Dr Ann Okafor", "Castle Street Medical Centre\nCastlemaine VIC 3450",
        "Two points in the right shoulder keep coming back. Would you look at the neck and the "
        "joint, and tell us whether we should go on?",
        "Pressure and stretch at each visit, vibration at home between them.",
    ),
    visits=(
        Visit(
            86, (6, 8), "Right shoulder, eight months; worse at the wheel and lying on it.",
            "Pressure and stretch, right shoulder girdle.", "Raise the wheel by a hand's width.",
            "Two weeks of home massage, then look again.",
            symptoms=("pain", "fatigue", "reduced_flexibility", "disturbed_sleep"),
            scores={"psfs": [{"activity": "throwing a bowl", "score": 3},
                             {"activity": "fastening a bra", "score": 4}], "dash": 48.3},
        ),
        Visit(
            72, (4, 6), "Sleeps through most nights. Still sore by the end of a day's throwing.",
            "Pressure and stretch, right shoulder girdle.",
            symptoms=("pain", "fatigue", "reduced_flexibility"),
            scores={"psfs": [{"activity": "throwing a bowl", "score": 5},
                             {"activity": "fastening a bra", "score": 6}], "dash": 37.5, "gpe": 2},
        ),
        Visit(
            58, (2, 5), "Hurts only after long days. Reaching back is free again.",
            "Pressure, infraspinatus and upper trapezius.", symptoms=("pain", "fatigue"),
            scores={"psfs": [{"activity": "throwing a bowl", "score": 7},
                             {"activity": "fastening a bra", "score": 8}], "dash": 24.2, "gpe": 3},
        ),
        Visit(
            44, (1, 3), "Hardly any pain. Surprised how much is still tender when pressed.",
            "Pressure, infraspinatus.", "Why to go on now that it is quiet.",
            "Change to treating the quiet points.", symptoms=("fatigue",),
            scores={"psfs": [{"activity": "throwing a bowl", "score": 8},
                             {"activity": "fastening a bra", "score": 9}], "dash": 15.8, "gpe": 4},
        ),
        Visit(
            23, (0, 2), "No pain at rest. Helen away; seen by Minh.",
            "None needed by hand.", symptoms=(), by="minh",
            scores={"psfs": [{"activity": "throwing a bowl", "score": 9},
                             {"activity": "fastening a bra", "score": 9}], "dash": 10.0, "gpe": 4},
        ),
        Visit(
            2, (0, 1), "No pain for a month; threw forty bowls last week.",
            "None needed by hand.", "Keep the breaks.", "Go on at home until the review.",
            symptoms=(),
            scores={"psfs": [{"activity": "throwing a bowl", "score": 9},
                             {"activity": "fastening a bra", "score": 10}], "dash": 6.7, "gpe": 5},
        ),
    ),
    places=(
        Course("infraspinatus", R, "AAaLLC", 1, (165, 190, 230, 300, 360, 410), 420,
               ("shoulder-front", "upper-arm-outer"), {0: "That is it, says the patient at once."}),
        Course("infraspinatus", R, "AaLLLl", 2, zones=("shoulder-front",)),
        Course("supraspinatus", R, "aaLLlC", 1),
        Course("trapezius-upper", R, "AaLLCC", 1, (180, 205, 260, 310, 380, 400), 395,
               ("neck-side", "head-temple")),
        Course("levator-scapulae", R, "LLLLLl", 1),
        Course("deltoid", R, "aLLCCC", 1, zones=("shoulder-side",)),
        Course("teres-minor", R, "LLllCC", 1),
        Course("pectoralis-major", R, "lPllCc", 1, zones=("chest", "shoulder-front")),
        Course("subscapularis", R, "NNNNNN", notes={0: "Armpit approach; band not to be felt."}),
        Course("infraspinatus", L, "CCCCCC"),
        Course("trapezius-upper", L, "CCCCCC"),
    ),
    plans=(
        Plan(
            0, Phase.TREAT, 14,
            (
                Target("infraspinatus", R, 1, "Sit, arm on a pillow", Reach.STRAP),
                Target("infraspinatus", R, 2, "Sit, arm on a pillow", Reach.STRAP),
                Target("supraspinatus", R, 1, "Sit, arm hanging"),
                Target("trapezius-upper", R, 1, "Sit, head level"),
                Target("deltoid", R, 1, "Sit, arm on the table"),
            ),
            ("why-knots-return", "positions-and-tasks", "regular-breaks"),
            "Evenings, after the studio.",
            later=(
                Turn(PlanAction.RESCHEDULE, "Going well; seen again in four weeks.", 1,
                     review_after=42),
                Turn(PlanAction.COMPLETE, visit=3),
            ),
        ),
        Plan(
            3, Phase.ELIMINATE, 56,
            (
                Target("infraspinatus", R, 1, "Sit, arm on a pillow", Reach.STRAP),
                Target("infraspinatus", R, 2, "Sit, arm on a pillow", Reach.STRAP),
                Target("supraspinatus", R, 1, "Sit, arm hanging"),
                Target("levator-scapulae", R, 1, "Sit, head turned a little left"),
                Target("pectoralis-major", R, 1, "Lie on the back"),
            ),
            ("why-knots-return", "regular-breaks", "look-after-your-muscles"),
            "Go on although it no longer hurts.", has_handout=True,
            evenings=(
                Evening(13, "11111", (1, 0)), Evening(12, "11111", (1, 1)), Evening(11, "11101"),
                Evening(9, "11111", (2, 1)), Evening(8, "00000", (1, None)), Evening(7, "11111"),
                Evening(6, "11111", (1, 0)), Evening(4, "11110", (0, 0)), Evening(3, "11111"),
                Evening(2, "11111", (0, 0)), Evening(1, "11111", (1, 0)),
            ),
        ),
    ),
)  # fmt: skip

BACK = Story(
    Person(
        "1002", "Brendan", "O'Sullivan", date(1974, 9, 2), Sex.MALE, "0491 570 156",
        "Campbells Creek", "3451", "9 Diggers Way", note="Drives a grader for the shire.",
    ),
    episode=("Low back and right leg", "low-back"),
    visits=(
        Visit(
            58, (7, 9), "Low back, and down the right leg to the outer ankle; worse after a day in "
            "the cab. Straight leg raise does not bring it on; reflexes and strength equal, "
            "no numbness.",
            "Pressure, right buttock; rocking of the pelvis.", "A folded towel behind the belt.",
            "If the leg grows weak or numb: ring at once.",
            symptoms=("pain", "reduced_flexibility", "disturbed_sleep"),
            scores={"psfs": [{"activity": "driving for an hour", "score": 2},
                             {"activity": "putting on boots", "score": 4}]},
        ),
        Visit(
            44, (4, 7), "Leg pain stops at the knee now. Sleeps better.",
            "Pressure, right buttock and flank.", symptoms=("pain", "reduced_flexibility"),
            scores={"psfs": [{"activity": "driving for an hour", "score": 4},
                             {"activity": "putting on boots", "score": 6}], "gpe": 2},
        ),
        Visit(
            30, (2, 4), "Only the buttock, and only after the whole day in the cab.",
            "Pressure, gluteus minimus.", symptoms=("pain",),
            scores={"psfs": [{"activity": "driving for an hour", "score": 7},
                             {"activity": "putting on boots", "score": 8}], "gpe": 3},
        ),
        Visit(
            9, (1, 2), "No leg pain. The back is stiff on Fridays.",
            "None needed by hand.", "Get down from the cab every hour.", symptoms=(),
            scores={"psfs": [{"activity": "driving for an hour", "score": 9},
                             {"activity": "putting on boots", "score": 9}], "gpe": 4},
        ),
    ),
    places=(
        Course("gluteus-minimus", R, "DDdd", 1, (150, 170, 220, 260), 300,
               ("buttock-lower", "thigh-outer", "leg-outer", "ankle-outer"),
               {0: "Pressing here runs to the ankle, as in the cab."}),
        Course("gluteus-minimus", R, "DddN", 2, zones=("thigh-back", "calf")),
        Course("gluteus-medius", R, "AaLL", 1, zones=("iliac-crest", "sacrum")),
        Course("piriformis", R, "DddN", 1),
        Course("gluteus-maximus", R, "LLlC", 1),
        Course("quadratus-lumborum", R, "AaLl", 1, zones=("sacroiliac", "hip-outer")),
        Course("multifidi-lumbar", R, "TTCC"),
        Course("gluteus-medius", L, "CCCC"),
    ),
    plans=(
        Plan(
            0, Phase.TREAT, 14,
            (
                Target("gluteus-minimus", R, 1, "Lie on the left side",
                       note="Behind the hip bone."),
                Target("gluteus-minimus", R, 2, "Lie on the left side"),
                Target("gluteus-medius", R, 1, "Lie on the left side"),
                Target("piriformis", R, 1, "Lie face down", Reach.HELPER),
                Target("quadratus-lumborum", R, 1, "Lie on the left side",
                       note="Light, above the hip only; nothing near the last rib.", seconds=30),
            ),
            ("why-knots-return", "positions-and-tasks", "more-behind-it"), has_handout=True,
            evenings=(
                Evening(7, "11111", (3, 2)), Evening(6, "11111", (2, 2)), Evening(5, "00000"),
                Evening(3, "11110", (2, 1)), Evening(2, "11111", (2, 1)),
            ),
            later=(
                Turn(PlanAction.RESCHEDULE, "Two weeks more.", 1, review_after=28),
                Turn(PlanAction.RESCHEDULE, "Three weeks more.", 2, review_after=49),
                Turn(PlanAction.RESCHEDULE, "Pain is down, points are still there.", 3,
                     review_after=70),
            ),
        ),
    ),
)  # fmt: skip

HEADACHE = Story(
    Person(
        "1003", "Mei-Ling", "Zhou", date(1991, 11, 30), Sex.FEMALE, "0491 570 157",
        "Castlemaine", "3450", "5/61 Mostyn Street", "meiling.zhou@example.org", "Mei",
        language="zh-Hans", note="Speaks English at the visit; her mother comes along.",
    ),
    "minh",
    ("Headache from the neck", "neck"),
    visits=(
        Visit(
            51, (5, 7), "Band-like headache four days a week, two years, worse at the screen. "
            "Known to her doctor; nothing new about it. Eyes, speech and balance as always.",
            "Pressure, upper trapezius and suboccipitals.", "Screen up, chair nearer.",
            symptoms=("pain", "fatigue", "disturbed_sleep"), scores={"ndi": 21},
        ),
        Visit(
            37, (4, 6), "Three headaches a week, shorter.", "Pressure, suboccipitals.",
            symptoms=("pain", "fatigue"), scores={"ndi": 15, "gpe": 2},
        ),
        Visit(
            23, (1, 4), "One headache last week, after a deadline.",
            "Pressure, upper trapezius.", symptoms=("pain",), scores={"ndi": 11, "gpe": 3},
        ),
        Visit(
            9, (0, 3), "One headache in a fortnight. Flies to Chengdu on the weekend.",
            "None needed by hand.", "Stand up every hour on the flight.", symptoms=(),
            scores={"ndi": 8, "gpe": 4},
        ),
    ),
    places=(
        Course("trapezius-upper", R, "AaLL", 1, (140, 165, 215, 240), 0, ("neck-side",
               "head-temple"), {0: "Brings on the headache at the temple."}),
        Course("trapezius-upper", L, "aLLC", 1, zones=("neck-side", "head-temple")),
        Course("suboccipitals", R, "AaLL", 1, zones=("head-occiput", "eye-orbit")),
        Course("suboccipitals", L, "LLlC", 1, zones=("head-occiput",)),
        Course("semispinalis-capitis", R, "LLlC", 1),
        Course("splenius-capitis", R, "lCCC", 1),
        Course("sternocleidomastoid", R, "aLL-", 1, zones=("forehead", "eye-orbit"),
               notes={0: "Pincer grip only. Not for the massager."}),
        Course("temporalis", R, "LLlC", 1),
        Course("masseter", R, "ccCC"),
    ),
    plans=(
        Plan(
            0, Phase.TREAT, 14,
            (
                Target("trapezius-upper", R, 1, "Sit, elbow on the table"),
                Target("trapezius-upper", L, 1, "Sit, elbow on the table"),
                Target("suboccipitals", R, 1, "Lie on the back, head on a towel",
                       note="Hold it beside the spine, never in the middle."),
                Target("semispinalis-capitis", R, 1, "Sit, chin a little down"),
            ),
            ("why-knots-return", "regular-breaks", "stress"),
            later=(
                Turn(PlanAction.RESCHEDULE, "Two weeks more.", 1, review_after=28),
                Turn(PlanAction.RESCHEDULE, "Until after her journey.", 2, review_after=63),
                Turn(PlanAction.PAUSE, "Abroad for two weeks; the massager stays here.", ago=5),
            ),
        ),
    ),
)  # fmt: skip

CAME_BACK = Story(
    Person(
        "1005", "Yusuf", "Rahman", date(1987, 1, 8), Sex.MALE, "0491 570 158",
        "Harcourt", "3453", "40 Market Road", "yusuf.rahman@example.org",
        note="Teaches at the primary school.",
    ),
    "minh",
    ("Left neck and shoulder", "neck"),
    visits=(
        Visit(
            100, (5, 8), "Left side of the neck to the temple, three months, after a term of "
            "marking.", "Pressure and stretch, left upper trapezius.",
            symptoms=("pain", "reduced_flexibility"), scores={"ndi": 19},
        ),
        Visit(
            79, (3, 5), "Turns the head freely when driving.", "Pressure, left upper trapezius.",
            scores={"ndi": 13, "gpe": 2},
        ),
        Visit(58, (1, 2), "A pull now and then.", "Pressure, levator scapulae.",
              scores={"ndi": 7, "gpe": 3}),
        Visit(
            30, (0, 1), "Nothing to complain of. Stopped the massager a week ago.",
            "None needed by hand.", "Two points are still there; think of going on.",
            symptoms=(), scores={"ndi": 4, "gpe": 4},
        ),
        Visit(
            9, (4, 7), "Back since the house move two weekends ago: carried boxes for three days.",
            "Pressure and stretch, left upper trapezius.", "Lift close to the body; rest it first.",
            "Begin again as at the start.", symptoms=("pain", "reduced_flexibility"),
            scores={"ndi": 17, "gpe": -2},
        ),
    ),
    places=(
        Course("trapezius-upper", L, "AaLLA", 1, (155, 190, 250, 285, 170), 310,
               ("neck-side", "head-temple"), {4: "The same place as in the first weeks."}),
        Course("levator-scapulae", L, "LLLlL", 1),
        Course("rhomboids", L, "LlCCC", 1),
        Course("splenius-cervicis", L, "llllC", 1),
        Course("trapezius-upper", R, "CCCCC"),
    ),
    screens=(Screening(0), Screening(4)),
    plans=(
        Plan(
            0, Phase.TREAT, 21,
            (
                Target("trapezius-upper", L, 1, "Sit, head level"),
                Target("levator-scapulae", L, 1, "Sit, head turned a little right"),
            ),
            ("why-knots-return", "stress"),
            later=(
                Turn(PlanAction.RESCHEDULE, "Three weeks more.", 1, review_after=42),
                Turn(PlanAction.RESCHEDULE, "Four weeks more.", 2, review_after=70),
                Turn(PlanAction.COMPLETE, visit=3),
            ),
        ),
        Plan(
            4, Phase.TREAT, 21,
            (
                Target("trapezius-upper", L, 1, "Sit, head level", sessions=2),
                Target("levator-scapulae", L, 1, "Sit, head turned a little right"),
            ),
            ("why-knots-return", "positions-and-tasks"),
        ),
    ),
)  # fmt: skip

FOLLOWED = (SHOULDER, BACK, HEADACHE, CAME_BACK)
