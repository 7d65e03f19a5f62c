"""The catalogue as a browser keeps it: muscles, zones, words, and every class there can be."""

import hashlib
import json
from functools import cache
from typing import Any

from clinic.anatomy.rules import (
    MUSCLES,
    REGIONS,
    ZONES,
    Muscle,
    Side,
    View,
    chart_drawing,
    chart_views,
    shape_centre,
)
from clinic.examinations.rules import SIGNS, class_table
from clinic.examinations.rules import words as w

ADDRESS = "/examinations/catalogue.json"
_LETTERS = 12


@cache
def catalogue_text() -> str:
    """Write the whole catalogue as JSON; it changes only with the program."""
    return json.dumps(catalogue(), ensure_ascii=False, separators=(",", ":"))


@cache
def catalogue_version() -> str:
    """Answer a short hash of the catalogue: what changes gets a new address."""
    return hashlib.sha256(catalogue_text().encode()).hexdigest()[:_LETTERS]


def catalogue_address() -> str:
    """Answer the address of the catalogue as it is now."""
    return f"{ADDRESS}?v={catalogue_version()}"


def chart_addresses() -> dict[str, str]:
    """Answer where each view of the body is drawn; a drawing that changes gets a new address."""
    return {view.value: f"/body-chart/{view.value}.svg?v={_drawn(view)}" for view in View}


@cache
def _drawn(view: View) -> str:
    return hashlib.sha256(chart_drawing(view).encode()).hexdigest()[:_LETTERS]


def catalogue() -> dict[str, Any]:
    """Answer muscles, zones, regions, views, classes and words by their slugs."""
    return {
        "muscles": {slug: _muscle(muscle) for slug, muscle in MUSCLES.items()},
        "zones": {
            slug: {
                "name": zone.name,
                "views": [view.value for view in zone.views],
                "is_region": zone.is_region,
            }
            for slug, zone in ZONES.items()
        },
        # in the order in which the muscles are walked
        "regions": [
            {"slug": slug, "name": REGIONS[slug].name}
            for slug in dict.fromkeys(muscle.region for muscle in MUSCLES.values())
        ],
        "views": [view.value for view in View],
        "classes": _classes(),
        "class_words": {kind.value: told.words for kind, told in w.CLASS_WORDS.items()},
        "state_words": dict(w.STATE_WORDS),
        "words": _words(),
    }


def _muscle(muscle: Muscle) -> dict[str, Any]:
    sides = (Side.RIGHT, Side.LEFT, Side.MIDLINE)
    centres: dict[str, dict[str, list[float]]] = {}
    for side in sides:
        for view in chart_views(muscle.slug, side):
            centres.setdefault(view.value, {})[side.value] = list(
                shape_centre(view, muscle.slug, side)
            )
    return {
        "name": muscle.name,
        "plain_name": muscle.plain_name,
        "region": muscle.region,
        "paired": muscle.paired,
        "referral_zones": list(muscle.referral_zones),
        "home_vibration": muscle.home_vibration.value,
        # the views that show it are those that have a centre
        "centres": centres,
    }


def _classes() -> dict[str, Any]:
    table = class_table()
    return {
        "signs": {name: list(answers) for name, answers in SIGNS.items()},
        "kinds": list(table.kinds),
        "tests": list(table.tests),
        "words": list(table.words),
        "verdicts": list(table.verdicts),
        "table": list(table.table),
        "strict": {str(at): verdict for at, verdict in table.strict.items()},
    }


def _words() -> dict[str, Any]:
    return {
        "classes": {
            kind.value: {"words": told.words, "letter": told.letter}
            for kind, told in w.CLASS_WORDS.items()
        },
        "tests": dict(w.TEST_WORDS),
        "sides": _by_value(w.SIDE_WORDS),
        "signs": {
            "taut_band": _by_value(w.BAND_WORDS),
            "tenderness_grade": _by_value(w.TENDERNESS_WORDS),
            "spot_in_band": _by_value(w.WHERE_WORDS),
            "sensation": _by_value(w.SENSATION_WORDS),
            "recognised": _by_value(w.RECOGNISED_WORDS),
            "local_twitch": _by_value(w.TWITCH_WORDS),
            "yes_no": _by_value(w.YES_NO_WORDS),
            "qualities": _by_value(w.QUALITY_WORDS),
            "symptoms": _by_value(w.SYMPTOM_WORDS),
        },
    }


def _by_value(words: Any) -> dict[str, str]:
    """Name each word as JSON writes its value: true, null, 3, present."""
    return {
        key.value if hasattr(key, "value") else json.dumps(key): told for key, told in words.items()
    }
