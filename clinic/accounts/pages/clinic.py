"""The clinic's settings: letterhead, logo, time zone, limits."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request

from clinic.accounts import queries, use_cases
from clinic.accounts.pages.choices import countries, locales_with, zones_with
from clinic.accounts.pages.door import pages
from clinic.accounts.pages.limits import shown
from clinic.accounts.rules import SETTING_WORDS, settings_from
from clinic.accounts.schemas import ClinicChange, LimitsShape, OtherWaysForm
from clinic.evidence.rules import THERAPIES
from clinic.paper.picture import LARGEST_FILE, Logo, Unusable, logo_from
from clinic.rulebook.permissions import Permission
from clinic.rulebook.refusals import Invalid, NotFound, Problem
from clinic.web.endpoint import File, endpoint
from clinic.web.fields import dollars
from clinic.web.page import Go, form, page
from clinic.web.shapes import Nothing
from clinic.work.unit import Work

_PNG = "image/png"
_FIGURES = ("visits", "minutes", "price_cents")
# the file and the form around it; what is a little larger is told so at its field
_LARGEST_FORM = LARGEST_FILE + 2_000_000


@pages.get("/clinic")
@page("accounts/clinic.html", needs=Permission.CLINIC)
def show_clinic(work: Work) -> Mapping[str, Any]:
    """Show the clinic's letterhead, logo and limits."""
    clinic = queries.acting_clinic(work)
    return {
        "stored": clinic,
        "groups": shown(settings_from(clinic.settings)),
        "labels": {f"settings.{name}": words for name, words in SETTING_WORDS.items()},
        "logo": queries.logo_size(work),
        "zones": zones_with(clinic.time_zone),
        "countries": countries(),
        "locales": locales_with(clinic.locale),
        "ways": _ways(clinic.other_ways),
    }


def _ways(stored: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Answer every therapy with the figures it has, as its fields hold them."""
    figures = {way["therapy"]: way for way in stored}
    return [
        {"therapy": therapy}
        | {name: figures.get(therapy.slug, {}).get(name) for name in ("visits", "minutes")}
        | {"price_cents": dollars(figures.get(therapy.slug, {}).get("price_cents"))}
        for therapy in THERAPIES.values()
    ]


@pages.post("/clinic")
@form(shows=show_clinic, needs=Permission.CLINIC, accepts=ClinicChange(partial=True))
def change_clinic(work: Work, changes: Mapping[str, Any]) -> Go:
    """Change letterhead, zone or the retention rule."""
    use_cases.change_clinic(work, changes)
    return Go("/clinic", told="The settings are saved.")


@pages.post("/clinic/limits")
@form(shows=show_clinic, needs=Permission.CLINIC, accepts=LimitsShape())
def change_limits(work: Work, changes: Mapping[str, Any]) -> Go:
    """Change the clinic's limits."""
    use_cases.change_clinic(work, changes)
    return Go("/clinic", told="The limits are saved. They hold from now on.")


@pages.post("/clinic/other-ways")
@form(shows=show_clinic, needs=Permission.CLINIC, accepts=OtherWaysForm())
def change_other_ways(work: Work, typed: Mapping[str, Any]) -> Go:
    """Change the clinic's own figures for other ways of treatment; an empty row is none."""
    ways, problems = [], []
    for at, way in enumerate(typed.get("other_ways", ())):
        missing = [name for name in _FIGURES if way[name] is None]
        if len(missing) == len(_FIGURES):
            continue
        problems += [
            Problem(f"/other_ways/{at}/{name}", "Fill in all three, or none.") for name in missing
        ]
        ways.append(way)
    if problems:
        raise Invalid(problems)
    use_cases.change_clinic(work, {"other_ways": ways})
    return Go("/clinic", told="The figures are saved.")


@pages.get("/clinic/logo")
@endpoint(needs=Permission.SIGNED_IN, file_type=_PNG)
def read_logo(work: Work) -> File:
    """Answer the clinic's logo."""
    logo = queries.logo(work)
    if logo is None:
        raise NotFound
    return File(logo.png, _PNG)


def _sent_logo(_body: object) -> Logo:
    """Make the logo anew from the file that was sent."""
    file = request.files.get("logo")
    sent = b"" if file is None else file.stream.read(LARGEST_FILE + 1)
    if not sent:
        raise Invalid.at("/logo", "Choose a picture first.")
    try:
        return logo_from(sent)
    except Unusable as error:
        raise Invalid.at("/logo", str(error)) from error


@pages.post("/clinic/logo")
@form(
    shows=show_clinic,
    needs=Permission.CLINIC,
    accepts=Nothing(),
    beforehand=_sent_logo,
    largest=_LARGEST_FORM,
)
def set_logo(work: Work, _body: object, logo: Logo) -> Go:
    """Put a logo at the head of every sheet."""
    use_cases.set_logo(work, logo)
    return Go("/clinic", told="The logo is printed on every sheet from now on.")


@pages.post("/clinic/logo/remove")
@form(shows=show_clinic, needs=Permission.CLINIC, accepts=Nothing())
def remove_logo(work: Work, _body: object) -> Go:
    """Take the logo away."""
    use_cases.remove_logo(work)
    return Go("/clinic", told="The logo is removed.")
