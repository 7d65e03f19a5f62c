"""How the back figure and the sole are cut into zones."""

from clinic.anatomy.bodychart.drawing.frontback import arm, hand, leg
from clinic.anatomy.bodychart.drawing.kinds import Cut
from clinic.anatomy.bodychart.drawing.sole import sole
from clinic.anatomy.bodychart.drawing.zones.shared import HEAD_SIDE, across, along, hand_cuts

# fmt: off

AXILLA = arm(-1, 0.33)
GAP = (AXILLA[0] + 0.9, AXILLA[1] + 9)  # a point between arm and trunk

BACK: list[Cut] = [
    (
        "_body",
        [(-5, 132), (0, 132), (10, 130.6), (22, 132), (31, 131.6), (44, 128)],
        "head-face", "_rest",
    ),
    ("head-face", [(-5, 48), (20, 49), (33, 52), (52, 58)], "head-vertex", "_head"),
    *HEAD_SIDE,
    ("_skull", [(44, 104), (36, 109), (31.4, 117), (29, 142)], "jaw-tmj", "_skull2"),
    (
        "_skull2",
        [(31, 42), (29, 65), (29.4, 90), (32, 103), (38, 118)],
        "head-temple", "head-occiput",
    ),
    ("_rest", [(-5, 193), (0, 193), (20, 197), (40, 197), (54, 190), (62, 178)], "neck", "_trunk"),
    ("neck", [(17, 208), (18.6, 186), (25, 172), (44, 157)], "_nape", "neck-angle"),
    ("_nape", [(18.4, 120), (17, 145), (17.4, 168), (23, 186)], "neck-side", "neck-back"),
    (
        "_trunk",
        [
            (46, 188), (44, 207), (40.6, 232), (40.8, 256), (46.6, 274), (59, 281.6), (75, 277.6),
            (AXILLA[0], AXILLA[1] + 0.4), GAP,
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
        [(34, 216), (46, 214), (70, 207), (92, 203), (104, 207), (126, 207)],
        "shoulder-top", "_shoulder",
    ),
    (
        "_shoulder",
        [(104, 198), (107, 226), arm(0.3, 0.36), arm(0.3, 0.56)],
        "shoulder-side", "_shoulder2",
    ),
    ("_shoulder2", [(84, 196), (81, 224), (80, 250), (79, 290)], "shoulder-back", "scapula"),
    ("_arm", across(arm, 1.14, 0.02), "upper-arm", "_below_elbow"),
    ("upper-arm", across(arm, 0.84, 0.02), "_humerus", "_elbow"),
    ("_humerus", along(arm, 0.42, 0.2, 0.5, 0.75, 1.0), "upper-arm-outer", "_humerus2"),
    ("_humerus2", along(arm, -0.5, 0.2, 0.5, 0.75, 1.0), "upper-arm-back", "upper-arm-inner"),
    ("_elbow", along(arm, 0.42, 0.7, 0.95, 1.3), "elbow-outer", "_elbow2"),
    ("_elbow2", along(arm, -0.5, 0.7, 0.95, 1.3), "elbow-back", "elbow-inner"),
    ("_below_elbow", across(arm, 1.9, 0.01), "forearm", "hand"),
    ("forearm", along(arm, 0.4, 1.0, 1.3, 1.6, 1.99), "forearm-thumb-side", "_forearm"),
    ("_forearm", along(arm, -0.4, 1.0, 1.3, 1.6, 1.99), "forearm-back", "forearm-little-side"),
    *hand_cuts(hand, "wrist-back", "hand-back"),
    ("_torso", [(-5, 356), (20, 355), (50, 351), (100, 343)], "upper-back", "_lower"),
    ("upper-back", [(68, 262), (68.6, 290), (67, 320), (64, 362)], "ribs-side", "_upper_back"),
    (
        "_upper_back",
        [(-5, 301), (24, 302), (42, 306), (58, 303), (76, 296)],
        "_upper_back2", "mid-back",
    ),
    (
        "_upper_back2",
        [(30, 186), (28, 212), (27, 242), (27.4, 276), (29, 314)],
        "_border", "interscapular",
    ),
    (
        "_border",
        [(20, 279), (34, 278), (54, 262)],
        "scapula-medial-border", "scapula-inferior-angle",
    ),
    (
        "_lower",
        [(-5, 437), (14, 435), (34, 428), (52, 420), (70, 414), (96, 407)],
        "low-back", "_pelvis",
    ),
    ("low-back", [(53, 336), (52, 380), (54, 440)], "flank", "_lumbar"),
    (
        "_pelvis",
        [(-5, 521), (3, 524), (14, 534.6), (32, 540.6), (54, 537), (76, 531.6), (108, 529)],
        "hip-buttock", "_leg",
    ),
    (
        "hip-buttock",
        [(29, 422), (33.6, 446), (52, 440), (74, 433), (106, 428)],
        "iliac-crest", "_hip",
    ),
    (
        "_hip",
        [(30.6, 424), (31.4, 452), (25.6, 474), (14, 492), (8, 508), (5.4, 545)],
        "_hip2", "_mid",
    ),
    (
        "_mid",
        [(17.4, 424), (16.6, 452), (13.8, 472), (12.4, 482), (22, 490)],
        "sacroiliac", "_mid2",
    ),
    ("_mid2", [(-5, 483), (0, 483), (32, 481)], "sacrum", "_mid3"),
    ("_mid3", [(-5, 504), (0, 504), (30, 502)], "coccyx", "pelvis-deep"),
    ("_hip2", [(76, 420), (73.6, 460), (73, 500), (74, 550)], "hip-outer", "_buttock"),
    ("_buttock", [(0, 496), (30, 503), (60, 506), (92, 504)], "buttock", "buttock-lower"),
    ("_leg", across(leg, 682, -2), "thigh", "_below_knee"),
    ("thigh", along(leg, 0.54, 500, 560, 620, 700), "thigh-outer", "_thigh"),
    (
        "_thigh",
        [leg(-0.5, 505), leg(-0.5, 560), leg(-0.52, 610), leg(-0.54, 700)],
        "thigh-back", "thigh-inner",
    ),
    ("_below_knee", across(leg, 932, 0), "lower-leg", "foot"),
    ("lower-leg", across(leg, 736, 3), "_knee", "_shank"),
    ("_knee", along(leg, 0.56, 660, 700, 760), "knee-outer", "_knee2"),
    ("_knee2", along(leg, -0.56, 660, 700, 760), "knee-back", "knee-inner"),
    ("_shank", along(leg, 0.6, 715, 780, 840, 948), "leg-outer", "_shank2"),
    ("_shank2", across(leg, 866, -4), "calf", "achilles"),
    ("foot", [(48, 915), (47.4, 936), (50, 951), (62, 949)], "ankle-outer", "_heel"),
    ("_heel", [(32.6, 915), (33, 938), (31.4, 953), (18, 953)], "_heel2", "ankle-inner"),
    (
        "_heel2",
        [(50.6, 944), (53, 962), (56, 977), (56.7, 990), (56.7, 1002)],
        "foot-outer", "heel",
    ),
]

SOLE: list[Cut] = [
    ("_sole", [sole(-40, 36), sole(0, 41), sole(40, 35)], "heel", "_sole2"),
    ("_sole2", [sole(-40, 79), sole(-14, 84), sole(6, 84), sole(40, 72)], "sole-arch", "_sole3"),
    (
        "_sole3",
        [
            sole(-40, 117), sole(-21.4, 117.6), sole(-13, 114.6), sole(-6.6, 119), sole(3, 118.6),
            sole(13, 112), sole(21, 105), sole(40, 99),
        ],
        "ball-of-foot", "_soletoes",
    ),
    ("_soletoes", [sole(-6.3, 108), sole(-6.7, 130), sole(-7.6, 150)], "lesser-toes", "big-toe"),
]
