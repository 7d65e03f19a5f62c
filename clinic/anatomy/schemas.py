"""Shapes of the body's reference data."""

from marshmallow import fields

from clinic.anatomy.rules import HomeVibration
from clinic.web.fields import Word
from clinic.web.shapes import Shape


class MuscleShape(Shape):
    """A muscle or group. The catalogue suggests; it never refuses what the hands found."""

    slug = fields.String()
    name = fields.String()
    plain_name = fields.String()
    region = fields.String()
    paired = fields.Boolean()
    referral_zones = fields.List(fields.String())
    mimics = fields.List(
        fields.String(), metadata={"description": "to consider, never a diagnosis"}
    )
    cautions = fields.List(fields.String())
    home_vibration = Word(HomeVibration)
    source = fields.String()

    example = {
        "slug": "infraspinatus",
        "name": "Infraspinatus",
        "plain_name": "Back rotator-cuff muscle",
        "region": "shoulder-girdle",
        "paired": True,
        "referral_zones": ["shoulder-front", "upper-arm-outer"],
        "mimics": ["bicipital tendinopathy"],
        "cautions": ["spine and bony points: stay on the muscle beside them"],
        "home_vibration": "allowed",
        "source": "CLINICAL 3",
    }


class ZoneShape(Shape):
    """An area by name: a broad region, or a finer place where pain is felt."""

    slug = fields.String()
    name = fields.String()
    view = fields.String()
    is_region = fields.Boolean()

    example = {"slug": "shoulder-front", "name": "Front of shoulder", "view": "front"} | {
        "is_region": False
    }
