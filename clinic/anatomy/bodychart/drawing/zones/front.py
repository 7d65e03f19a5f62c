"""How the front figure is cut into zones."""

from clinic.anatomy.bodychart.drawing.frontback import arm, hand, leg
from clinic.anatomy.bodychart.drawing.kinds import Cut
from clinic.anatomy.bodychart.drawing.zones.shared import HEAD_SIDE, across, along, hand_cuts

# fmt: off

AXILLA = arm(-1, 0.33)
GAP = (AXILLA[0] + 0.9, AXILLA[1] + 9)  # a point between arm and trunk

FRONT: list[Cut] = [
    (
        "_body",
        [(-5, 148.8), (0, 148.6), (12, 146.6), (24, 140), (32.2, 130), (36, 121.6), (43, 112)],
        "head-face", "_rest",
    ),
    ("head-face", [(-5, 38), (20, 39.4), (33, 43), (50, 47)], "head-vertex", "_head"),
    *HEAD_SIDE,
    ("_skull", [(27, 34), (29.6, 52), (30.6, 70), (32, 84), (45, 90)], "head-temple", "_face"),
    ("_face", [(-5, 67), (12, 65.4), (24, 66.4), (37, 71)], "forehead", "_face2"),
    (
        "_face2",
        [(34, 76), (31.2, 91), (25, 104), (21, 117), (19.6, 129), (19, 152)],
        "jaw-tmj", "_face3",
    ),
    ("_face3", [(-5, 88.4), (9, 87.2), (20, 89.4), (38, 87)], "eye-orbit", "_face4"),
    ("_face4", [(-5, 109.6), (10, 108.6), (28, 106.6)], "cheek-sinus", "_mouth"),
    ("_mouth", [(-5, 119.4), (10, 119), (28, 117.6)], "teeth-upper", "teeth-lower"),
    (
        "_rest",
        [
            (-5, 205.6), (0, 205.4), (6, 203), (18, 199.4), (28, 194.6), (37, 186), (43, 177),
            (47, 166),
        ],
        "neck", "_trunk",
    ),
    ("neck", [(13.4, 136), (12.6, 160), (9.4, 188), (7, 212)], "neck-side", "throat"),
    (
        "_trunk",
        [
            (28, 186), (40, 197.6), (56, 201.4), (71, 205), (79, 222), (83.6, 246),
            (AXILLA[0], AXILLA[1] - 0.6), GAP,
        ],
        "_upper_limb", "_torso",
    ),
    (
        "_upper_limb",
        [GAP, (AXILLA[0] + 0.2, AXILLA[1] - 0.2), arm(-0.2, 0.42), arm(0.5, 0.45), arm(1.5, 0.42)],
        "shoulder-girdle", "_arm",
    ),
    (
        "shoulder-girdle",
        [(66, 214), (78, 210), (94, 210.4), (108, 214), (126, 212)],
        "shoulder-top", "_deltoid",
    ),
    (
        "_deltoid",
        [(101, 200), (107, 226), arm(0.3, 0.36), arm(0.3, 0.56)],
        "shoulder-side", "shoulder-front",
    ),
    ("_arm", across(arm, 1.14, 0.02), "upper-arm", "_below_elbow"),
    ("upper-arm", across(arm, 0.84, 0.02), "_humerus", "_elbow"),
    ("_humerus", along(arm, 0.42, 0.2, 0.5, 0.75, 1.0), "upper-arm-outer", "_humerus2"),
    ("_humerus2", along(arm, -0.42, 0.2, 0.5, 0.75, 1.0), "upper-arm-front", "upper-arm-inner"),
    ("_elbow", along(arm, 0.46, 0.7, 0.95, 1.3), "elbow-outer", "_elbow2"),
    ("_elbow2", along(arm, -0.46, 0.7, 0.95, 1.3), "elbow-front", "elbow-inner"),
    ("_below_elbow", across(arm, 1.9, 0.01), "forearm", "hand"),
    ("forearm", along(arm, 0.36, 1.0, 1.3, 1.6, 1.99), "forearm-thumb-side", "_forearm"),
    (
        "_forearm", along(arm, -0.4, 1.0, 1.3, 1.6, 1.99), "forearm-palm-side",
        "forearm-little-side",
    ),
    *hand_cuts(hand, "wrist-palm-side", "palm"),
    (
        "_torso",
        [
            (-5, 298), (0, 299), (10, 304), (26, 315), (40, 331), (51, 347), (60, 353), (78, 355),
            (100, 355),
        ],
        "chest", "_belly",
    ),
    ("chest", [(11.4, 190), (11, 230), (10.4, 270), (9.4, 318)], "_breast", "sternum"),
    ("_breast", [(76, 212), (74, 250), (69.4, 286), (65, 320), (64, 362)], "ribs-side", "_breast2"),
    ("_breast2", [(4, 229), (30, 228), (56, 227), (90, 224)], "_infraclavicular", "_breast3"),
    ("_breast3", [(4, 292), (24, 296), (46, 297), (84, 288)], "breast", "_costal"),
    (
        "_belly",
        [(-5, 483), (0, 483), (14, 480.6), (30, 468), (50, 448), (64, 432), (78, 420), (100, 412)],
        "abdomen", "_pelvis",
    ),
    ("abdomen", [(58, 330), (57, 380), (60, 450)], "flank", "_abdomen"),
    ("_abdomen", [(-5, 405), (30, 404), (70, 403)], "abdomen-upper", "abdomen-lower"),
    (
        "_pelvis",
        [(-5, 521), (4, 523.4), (20, 525), (48, 525), (74, 528), (108, 531)],
        "hip-buttock", "_leg",
    ),
    (
        "hip-buttock",
        [(56, 434), (61.6, 448), (72, 442), (84, 438), (106, 436)],
        "iliac-crest", "_hip",
    ),
    ("_hip", [(73.4, 430), (72, 470), (73.6, 548)], "hip-outer", "_hip2"),
    ("_hip2", [(14, 470), (16.4, 486), (14.6, 504), (12.4, 540)], "_hip3", "_mid"),
    ("_mid", [(-5, 501), (0, 501), (30, 499)], "pelvis-deep", "genital"),
    ("_hip3", [(44, 440), (45, 470), (40, 500), (38, 545)], "hip-front", "groin"),
    ("_leg", across(leg, 676, -3), "thigh", "_below_knee"),
    ("thigh", along(leg, 0.52, 500, 560, 620, 695), "thigh-outer", "_thigh"),
    (
        "_thigh",
        [leg(0.02, 505), leg(-0.3, 548), leg(-0.44, 600), leg(-0.5, 650), leg(-0.5, 695)],
        "thigh-front", "thigh-inner",
    ),
    ("_below_knee", across(leg, 930, -2), "lower-leg", "foot"),
    ("lower-leg", across(leg, 736, 4), "_knee", "_shank"),
    ("_knee", along(leg, 0.56, 660, 700, 760), "knee-outer", "_knee2"),
    ("_knee2", along(leg, -0.56, 660, 700, 760), "knee-front", "knee-inner"),
    ("_shank", along(leg, 0.34, 715, 780, 860, 948), "leg-outer", "shin"),
    ("foot", [(16, 956), (30, 956), (42, 959), (52, 957.6), (66, 955)], "_ankle", "_foot"),
    ("_ankle", [(47.6, 916), (47.4, 940), (49.6, 975)], "ankle-outer", "_ankle2"),
    ("_ankle2", [(32.4, 916), (32.2, 940), (31.4, 975)], "ankle-front", "ankle-inner"),
    (
        "_foot",
        [(15, 980.6), (32, 982.6), (50, 980.8), (66, 978.8), (84, 977.6)],
        "_instep", "_toes",
    ),
    ("_instep", [(34, 950), (32, 959), (30, 969), (27.4, 973.6), (18, 975)], "_instep2", "heel"),
    ("_instep2", [(51, 946), (55.4, 960), (62, 971), (69, 990)], "foot-outer", "foot-top"),
    ("_toes", [(40.4, 972), (39.7, 991), (39.6, 1004)], "lesser-toes", "big-toe"),
]
