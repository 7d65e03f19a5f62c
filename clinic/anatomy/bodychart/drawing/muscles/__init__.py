"""The muscles: the surface each one takes, where a clinician would lay a finger to find it.

Each entry is a closed smooth curve (or a list of several) through landmarks: bare (d, y) points on
trunk and leg, `arm(u, t)` points of an arm, `hand(u, v)` points of a hand, `sole(s, r)` points of
the sole. Shapes may overlap; what leaves the outline is trimmed, and small shapes are drawn over
large ones.
"""

from clinic.anatomy.bodychart.drawing.muscles.back import BACK
from clinic.anatomy.bodychart.drawing.muscles.front import FRONT
from clinic.anatomy.bodychart.drawing.muscles.profile import PROFILE, PROFILE_ARM

__all__ = ["BACK", "DEEP", "FRONT", "PROFILE", "PROFILE_ARM"]

# fmt: off

# felt only through what lies over them: drawn dashed
DEEP = {
    "lateral-pterygoid", "medial-pterygoid", "splenius-cervicis", "semispinalis-capitis",
    "multifidi-cervical", "suboccipitals", "levator-scapulae", "supraspinatus", "subscapularis",
    "rhomboids", "serratus-posterior-superior", "serratus-posterior-inferior", "pectoralis-minor",
    "subclavius", "brachialis", "supinator", "flexor-digitorum", "flexor-pollicis-longus",
    "multifidi-lumbar", "quadratus-lumborum", "iliopsoas", "gluteus-minimus", "piriformis",
    "vastus-intermedius", "adductor-magnus", "popliteus", "plantaris", "tibialis-posterior",
    "long-toe-flexors", "quadratus-plantae", "deep-foot-intrinsics",
}
