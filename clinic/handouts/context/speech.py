"""Which languages a plan's page offers for its sheet."""

from collections.abc import Sequence
from dataclasses import dataclass

from clinic.languages import english_name, shipped
from clinic.patients.models import Patient
from clinic.translations.context import languages_offered
from clinic.work.unit import Work


@dataclass(frozen=True, slots=True)
class Speech:
    """The languages a sheet may be printed in, and the patient's own where it is not one of them.

    `closed` is a translation that ships and waits for an approval; `missing` has none.
    """

    offered: Sequence[tuple[str, str]]
    chosen: str
    closed: str = ""
    missing: str = ""
    name: str = ""


def speech_of(work: Work, patient_id: str) -> Speech:
    """Answer the languages of a patient's sheet, their own chosen if it is open."""
    wish = work.find(Patient, patient_id).language or "en"
    offered = languages_offered(work)
    tag = shipped(wish)
    if tag is None:
        return Speech(offered, offered[0][0], missing=wish, name=english_name(wish))
    if tag == "en":
        # their days as they write them: en-US as well as the clinic's own English
        own = wish if "-" in wish else offered[0][0]
        return Speech([(own, "English"), *offered[1:]], own)
    if tag in dict(offered):
        return Speech(offered, tag)
    return Speech(offered, offered[0][0], closed=tag, name=english_name(tag))
