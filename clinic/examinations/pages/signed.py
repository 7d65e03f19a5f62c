"""Signing, and what comes after: read, amend with a reason, compare versions, void."""

from collections.abc import Mapping
from typing import Any

from clinic.examinations import queries, use_cases
from clinic.examinations.context import (
    found_places,
    known_points,
    open_episodes,
    review,
    versions_of,
    visit_facts,
)
from clinic.examinations.models import Examination
from clinic.examinations.pages.choices import visit_choices
from clinic.examinations.pages.desk import open_examination
from clinic.examinations.pages.door import (
    SIDES,
    muscles_by_region,
    page_head,
    pages,
    place_at,
)
from clinic.examinations.pages.listed import place_form, same_minute, visit_body, with_chart
from clinic.examinations.rules import EXAMINATION, ExaminationAction, ExaminationState, key_of, same
from clinic.examinations.schemas import (
    Amend,
    AmendFindingShape,
    AmendVisitShape,
    ChosenPlace,
    ChosenPlaceShape,
    ReasonShape,
)
from clinic.rulebook.permissions import Permission
from clinic.rulebook.refusals import Invalid
from clinic.web.page import Go, form, page
from clinic.web.shapes import Nothing
from clinic.work.unit import Work

_NOTHING_DIFFERS = "Nothing differs from what was signed; nothing was amended."


@pages.get("/examinations/<id:examination_id>/sign")
@page("examinations/sign.html", needs=Permission.CARE)
def review_examination(work: Work, examination_id: str) -> Mapping[str, Any] | Go:
    """Show what would be signed: counts, gaps, what was not looked at, and what will follow."""
    examination = use_cases.read_examination(work, examination_id)
    if examination.state is not ExaminationState.DRAFT:
        return Go(f"/examinations/{examination.id}")
    found = found_places(work, examination)
    shown = page_head(work, examination)
    return shown | {
        "found": found,
        "review": review(found, known_points(work, examination.patient_id)),
        "facts": visit_facts(shown["examination"].content),
    }


@pages.post("/examinations/<id:examination_id>/sign")
@form(shows=review_examination, needs=Permission.CARE, accepts=Nothing())
def sign_examination(work: Work, _nothing: object, examination_id: str) -> Go:
    """Sign a draft, in the version that was reviewed."""
    examination = use_cases.sign_examination(work, examination_id)
    return Go(f"/patients/{examination.patient_id}", told="Signed. Its findings count from now on.")


@pages.post("/examinations/<id:examination_id>/void")
@form(shows=open_examination, needs=Permission.CARE, accepts=ReasonShape())
def void_examination(work: Work, body: Mapping[str, str], examination_id: str) -> Go:
    """Mark a signed examination as entered in error: readable, and counted nowhere."""
    use_cases.void_examination(work, examination_id, body["reason"])
    return Go(
        f"/examinations/{examination_id}",
        told="Marked as entered in error. It stays readable and counts nowhere.",
    )


@pages.get("/examinations/<id:examination_id>/versions")
@page("examinations/versions.html", needs=Permission.CARE)
def compare_versions(work: Work, examination_id: str) -> Mapping[str, Any]:
    """Show all versions of an examination side by side."""
    examination = use_cases.read_examination(work, examination_id)
    return page_head(work, examination) | {"versions": versions_of(work, examination)}


@pages.get("/examinations/<id:examination_id>/amend")
@page("examinations/amend.html", needs=Permission.CARE)
def show_amendment(work: Work, examination_id: str) -> Mapping[str, Any] | Go:
    """Show a signed examination to be amended: its visit here, each place on a page of its own."""
    examination = use_cases.read_examination(work, examination_id)
    if examination.state is not ExaminationState.SIGNED:
        return Go(f"/examinations/{examination.id}")
    shown = page_head(work, examination)
    return shown | {
        "found": found_places(work, examination),
        "body": visit_body(shown["examination"]),
        "muscles": muscles_by_region(),
        "sides": SIDES,
        "episodes": [("", "none"), *((e.id, e.title) for e in open_episodes(work, examination))],
        **visit_choices(),
    }


@pages.post("/examinations/<id:examination_id>/amend")
@form(shows=show_amendment, needs=Permission.CARE, accepts=AmendVisitShape())
def amend_visit(work: Work, amendment: Mapping[str, Any], examination_id: str) -> Go:
    """Amend what the visit says beside its findings: a new version, the old one is kept."""
    examination = _to_amend(work, examination_id)
    stored = queries.editions_of(work, [examination])[examination.id].content | {
        "examined_at": examination.examined_at,
        "episode_id": examination.episode_id,
    }
    changes = {
        name: value
        for name, value in amendment.items()
        if name != "reason"
        and not same(stored[name], value)
        and not same_minute(stored[name], value)
    }
    if not changes:
        raise Invalid.at("", _NOTHING_DIFFERS)
    return _amend(work, examination, amendment["reason"], changes)


@pages.post("/examinations/<id:examination_id>/amend/place")
@form(shows=show_amendment, needs=Permission.CARE, accepts=ChosenPlaceShape())
def choose_amended_place(work: Work, chosen: ChosenPlace, examination_id: str) -> Go:
    """Go to a place of the body that the amendment is about."""
    use_cases.read_examination(work, examination_id)
    return Go(f"/examinations/{examination_id}/amend/{key_of(chosen.place)}")


@pages.get("/examinations/<id:examination_id>/amend/<place>")
@page("examinations/amend_place.html", needs=Permission.CARE)
def show_amended_place(work: Work, examination_id: str, place: str) -> Mapping[str, Any] | Go:
    """Show one place of a signed examination, to be amended with a reason."""
    at = place_at(place)
    examination = use_cases.read_examination(work, examination_id)
    if examination.state is not ExaminationState.SIGNED:
        return Go(f"/examinations/{examination.id}")
    stored = next((one for one in found_places(work, examination) if one.place.place == at), None)
    return page_head(work, examination) | place_form(at, stored)


@pages.post("/examinations/<id:examination_id>/amend/<place>")
@form(shows=show_amended_place, needs=Permission.CARE, accepts=AmendFindingShape())
def amend_place(work: Work, amendment: Mapping[str, Any], examination_id: str, place: str) -> Go:
    """Amend one finding, add one or take one away: a new version, the old one is kept."""
    at = place_at(place)
    examination = _to_amend(work, examination_id)
    found = {one.place.place: one.finding for one in found_places(work, examination)}
    before = found.get(at)
    now = with_chart(amendment["now"], before)
    if now.place != at:
        raise Invalid.at("", "This form is about another place.")
    if amendment["amend"] is Amend.REMOVE:
        found.pop(at, None)
    else:
        found[at] = now
    if same(found.get(at), before):
        raise Invalid.at("", _NOTHING_DIFFERS)
    return _amend(work, examination, amendment["reason"], {"findings": list(found.values())})


def _to_amend(work: Work, examination_id: str) -> Examination:
    """Answer a signed examination, locked, in the version that the form was made from."""
    examination = work.claim(Examination, examination_id)
    EXAMINATION.after(examination.state, ExaminationAction.AMEND)
    return examination


def _amend(work: Work, examination: Examination, reason: str, changes: Mapping[str, Any]) -> Go:
    amended = use_cases.amend_examination(work, examination.id, reason, changes)
    return Go(
        f"/examinations/{amended.id}",
        told=f"Amended: this is version {amended.edition}. The versions before it are kept.",
    )
