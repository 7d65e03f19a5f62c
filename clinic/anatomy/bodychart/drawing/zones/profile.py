"""How the side figure, and the arm before it, are cut into zones."""

from clinic.anatomy.bodychart.drawing.kinds import Cut
from clinic.anatomy.bodychart.drawing.profile import arm as side_arm
from clinic.anatomy.bodychart.drawing.profile import hand as side_hand
from clinic.anatomy.bodychart.drawing.profile import leg as side_leg
from clinic.anatomy.bodychart.drawing.zones.shared import across, along, hand_cuts

# fmt: off

PROFILE: list[Cut] = [
    (
        "_body",
        [
            (-72, 130), (-47, 129.4), (-22, 122), (-3, 116), (3, 128), (14, 138.6), (26, 146),
            (30, 158),
        ],
        "head-face", "_rest",
    ),
    ("head-face", [(-84, 44), (0, 41), (76, 43)], "head-vertex", "_head"),
    ("_head", [(-27, 34), (-27, 60), (-24, 90), (-18, 110), (-16, 140)], "_head2", "head-occiput"),
    (
        "_head2",
        [(-40, 76), (-12, 75), (2.6, 79), (4.4, 92), (2, 104), (-6, 109.4), (-32, 111)],
        "_head3", "ear",
    ),
    ("_head3", [(34, 34), (34, 60), (32, 77), (20, 85), (-4, 87)], "_face", "head-temple"),
    ("_face", [(28, 67), (46, 65.6), (64, 65)], "forehead", "_face2"),
    ("_face2", [(25, 78), (32, 86), (44, 87.4), (66, 85)], "eye-orbit", "_face3"),
    (
        "_face3",
        [(12, 78), (14.6, 93), (20, 107), (25.6, 120), (29, 132), (33, 162)],
        "_face4", "jaw-tmj",
    ),
    ("_face4", [(8, 106), (36, 107.8), (74, 107)], "cheek-sinus", "_mouth"),
    ("_mouth", [(10, 117.4), (74, 118.8)], "teeth-upper", "teeth-lower"),
    (
        "_rest",
        [(-76, 189), (-50, 190.3), (-28, 192), (-6, 194), (8, 198), (19, 204.6), (36, 204)],
        "neck", "_trunk",
    ),
    ("neck", [(22, 138), (5, 152), (1, 170), (6, 190), (9, 216)], "throat", "_neck"),
    ("_neck", [(-26, 112), (-25, 150), (-27, 212)], "neck-side", "neck-back"),
    ("_trunk", [(-94, 538), (-64, 538.6), (-20, 531), (20, 527), (70, 526)], "_torso", "_leg"),
    ("_torso", [(-90, 354), (-20, 351), (18, 340), (76, 316)], "_thorax", "_waist"),
    (
        "_thorax",
        [(-12, 180), (-20, 214), (-30, 254), (-33, 300), (-32, 372)],
        "chest", "upper-back",
    ),
    ("chest", [(15, 184), (14, 230), (14, 280), (13, 360)], "_breast", "ribs-side"),
    ("_breast", [(2, 240), (76, 230)], "_infraclavicular", "_breast2"),
    ("_breast2", [(2, 304), (76, 300)], "breast", "_costal"),
    ("upper-back", [(-94, 300), (-60, 301), (-14, 299)], "scapula", "mid-back"),
    (
        "_waist",
        [(-94, 436), (-54, 433), (-20, 419), (6, 424), (24, 441), (38, 456), (70, 462)],
        "_waist2", "hip-buttock",
    ),
    ("_waist2", [(-21, 330), (-22, 380), (-24, 446)], "abdomen", "low-back"),
    ("abdomen", [(15, 320), (16, 380), (19, 466)], "_abdomen", "flank"),
    ("_abdomen", [(2, 404), (76, 404)], "abdomen-upper", "abdomen-lower"),
    (
        "hip-buttock",
        [(-60, 421), (-48, 454), (-20, 441), (3, 446), (18, 460), (33, 440)],
        "iliac-crest", "_hip",
    ),
    ("_hip", [(-27, 425), (-25, 470), (-26, 505), (-22, 560)], "_hip2", "_buttock"),
    ("_buttock", [(-100, 502), (-50, 506), (-4, 504)], "buttock", "buttock-lower"),
    ("_hip2", [(21, 440), (23, 480), (26, 550)], "hip-front", "hip-outer"),
    ("_leg", across(side_leg, 680, -2), "thigh", "_below_knee"),
    ("thigh", along(side_leg, 0.42, 505, 560, 620, 700), "thigh-front", "_thigh"),
    (
        "_thigh",
        [side_leg(-0.3, 500), side_leg(-0.42, 560), side_leg(-0.42, 620), side_leg(-0.44, 700)],
        "thigh-outer", "thigh-back",
    ),
    ("_below_knee", across(side_leg, 929, 0), "lower-leg", "foot"),
    ("lower-leg", across(side_leg, 736, 2), "_knee", "_shank"),
    ("_knee", along(side_leg, 0.36, 660, 705, 760), "knee-front", "_knee2"),
    ("_knee2", along(side_leg, -0.46, 660, 705, 760), "knee-outer", "knee-back"),
    ("_shank", along(side_leg, 0.46, 715, 780, 860, 948), "shin", "_shank2"),
    (
        "_shank2",
        [side_leg(-0.24, 715), side_leg(-0.24, 780), side_leg(-0.2, 850), side_leg(-0.1, 948)],
        "leg-outer", "_calf",
    ),
    ("_calf", across(side_leg, 866, 0), "calf", "achilles"),
    ("foot", [(72, 955), (71, 976), (67, 1004)], "lesser-toes", "_foot"),
    ("_foot", [(-20, 910), (-21, 940), (-20, 960), (-10, 1006)], "_foot2", "heel"),
    ("_foot2", [(-36, 957), (-6, 957.6), (9, 953.6), (34, 940)], "_ankle", "_foot3"),
    ("_ankle", [(2, 912), (2.4, 940), (4, 970)], "ankle-front", "ankle-outer"),
    (
        "_foot3",
        [(-34, 972), (0, 975), (40, 979.6), (66, 984.4), (90, 989)],
        "foot-top", "foot-outer",
    ),
]

PROFILE_ARM: list[Cut] = [
    (
        "_limb",
        [
            side_arm(-1.5, 0.4), side_arm(-0.5, 0.5), side_arm(0, 0.55), side_arm(0.5, 0.5),
            side_arm(1.5, 0.38),
        ],
        "shoulder-girdle", "_arm",
    ),
    (
        "shoulder-girdle",
        [(5, 180), (6, 226), side_arm(0.4, 0.4), side_arm(0.3, 0.66)],
        "shoulder-front", "_shoulder",
    ),
    (
        "_shoulder",
        [(-20, 180), (-20, 226), side_arm(-0.36, 0.4), side_arm(-0.3, 0.66)],
        "shoulder-side", "shoulder-back",
    ),
    ("_arm", across(side_arm, 1.14, 0.02), "upper-arm", "_below_elbow"),
    ("upper-arm", across(side_arm, 0.84, 0.02), "_humerus", "_elbow"),
    ("_humerus", along(side_arm, 0.38, 0.3, 0.6, 0.75, 1.0), "upper-arm-front", "_humerus2"),
    (
        "_humerus2", along(side_arm, -0.36, 0.3, 0.6, 0.75, 1.0), "upper-arm-outer",
        "upper-arm-back",
    ),
    ("_elbow", along(side_arm, 0.52, 0.7, 0.95, 1.3), "elbow-front", "_elbow2"),
    ("_elbow2", along(side_arm, -0.42, 0.7, 0.95, 1.3), "elbow-outer", "elbow-back"),
    ("_below_elbow", across(side_arm, 1.9, 0.01), "forearm", "hand"),
    ("forearm", along(side_arm, 0.3, 1.0, 1.3, 1.6, 1.99), "forearm-thumb-side", "_forearm"),
    (
        "_forearm", along(side_arm, -0.46, 1.0, 1.3, 1.6, 1.99), "forearm-back",
        "forearm-little-side",
    ),
    *hand_cuts(side_hand, "wrist-back", "hand-back"),
]
