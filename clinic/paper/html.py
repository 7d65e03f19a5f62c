"""Fill a print template; every value is escaped, and a missing one is an error."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from clinic.languages import ENGLISH
from clinic.paper import words
from clinic.paper.letters import refuse_unprintable
from clinic.paper.qr import qr_svg

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "print"

_FILTERS = {
    "own_drawing": Markup,  # for shapes written in a template, never for a value from a record
    "long_day": words.long_day,
    "short_day": words.short_day,
    "week_day": words.week_day,
    "two_letters": words.two_letters,
    "day_and_month": words.day_and_month,
    "moment": words.moment,
    "minutes": words.minutes,
    "plain_number": words.plain_number,
    "money": words.money,
    "count": words.count,
    "clip": words.clip,
    "unbroken": words.unbroken,
    "packed": words.packed,
    "lower_first": words.lower_first,
    "sentence": words.sentence,
    "stopped": words.stopped,
    "titled": words.titled,
    "tied": words.tied,
    "direction": words.direction,
    "sentences": words.sentences,
}


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(_FILTERS)
    environment.globals.update(qr=qr_svg, say=ENGLISH.say_html, spoken=ENGLISH)
    return environment


def page(template: str, **values: object) -> str:
    """Fill one template of `templates/print` with its values."""
    return _environment().get_template(template).render(**values)


def page_of(template: str, context: object) -> str:
    """Fill a template whose only value is one frozen context, named `paper` in it.

    Raises:
        Invalid: a text of it has a letter that no font of ours has.

    """
    refuse_unprintable(context)
    return page(template, paper=context)
