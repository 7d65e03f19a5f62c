"""Shapes of references, advice and therapies."""

from marshmallow import fields

from clinic.evidence.rules import AdviceSection
from clinic.web.fields import Word
from clinic.web.shapes import Shape


class ReferenceShape(Shape):
    """A publication that a printed claim rests on. Details nobody confirmed are null."""

    slug = fields.String()
    authors = fields.String(allow_none=True)
    year = fields.Integer(allow_none=True)
    title = fields.String()
    journal = fields.String(allow_none=True)
    volume = fields.String(allow_none=True)
    issue = fields.String(allow_none=True)
    pages = fields.String(allow_none=True)
    doi = fields.String(allow_none=True)
    url = fields.String(allow_none=True)
    citation = fields.String()
    confirmed = fields.Boolean()
    note = fields.String()

    example = {
        "slug": "bron-2011",
        "authors": "Bron C, et al.",
        "year": 2011,
        "title": "Treatment of myofascial trigger points in patients with chronic shoulder pain",
        "journal": "BMC Med",
        "volume": "9",
        "issue": None,
        "pages": "8",
        "doi": "10.1186/1741-7015-9-8",
        "url": None,
        "citation": "Bron C, et al. BMC Med 2011;9:8",
        "confirmed": True,
        "note": "",
    }


class AdviceShape(Shape):
    """A text for the handout, in our own words."""

    slug = fields.String()
    section = Word(AdviceSection)
    title = fields.String()
    text = fields.String()
    source = fields.String()
    references = fields.List(fields.String())
    wording_version = fields.String()

    example = {
        "slug": "breaks",
        "section": "prevention",
        "title": "Breaks",
        "text": "Stand up and move often.",
        "source": "founder",
        "references": [],
        "wording_version": "1.0",
    }


class TherapyShape(Shape):
    """What the evidence says of a therapy, apart from what anybody thinks of it."""

    slug = fields.String()
    name = fields.String()
    supported = fields.String()
    patient_text = fields.String()
    founder_view = fields.String()
    is_opinion = fields.Boolean()
    references = fields.List(fields.String())
    wording_version = fields.String()

    example = {
        "slug": "vibration",
        "name": "Vibration massage",
        "supported": "One small pilot trial against no treatment.",
        "patient_text": "Early evidence of relief; studies are small.",
        "founder_view": "His first choice, because it is easy to repeat at home.",
        "is_opinion": False,
        "references": ["duenas-2020"],
        "wording_version": "1.0",
    }
