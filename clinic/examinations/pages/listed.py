"""The list twin of the chart: everything an examination holds, by plain forms."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from clinic.anatomy.rules import Place
from clinic.examinations import use_cases
from clinic.examinations.context import (
    FoundPlace,
    Head,
    LastVisit,
    PlaceName,
    canonical,
    found_places,
    known_places,
    known_points,
    open_episodes,
    review,
)
from clinic.examinations.models import Examination
from clinic.examinations.pages.choices import finding_choices, visit_choices
from clinic.examinations.pages.door import (
    SIDES,
    muscles_by_region,
    page_head,
    pages,
    place_at,
    save,
)
from clinic.examinations.rules import (
    Entry,
    ExaminationState,
    NewFinding,
    clear_finding,
    confirmed,
    key_of,
    same,
)
from clinic.examinations.schemas import (
    ChosenPlace,
    ChosenPlaceShape,
    FoundShape,
    NewFindingShape,
    Next,
    Take,
    TakeShape,
    Visit,
    VisitShape,
)
from clinic.rulebook.moments import written
from clinic.rulebook.permissions import Permission
from clinic.rulebook.refusals import Conflict, Invalid
from clinic.web.page import Go, form, page
from clinic.work.unit import Work

_MEANWHILE = (
    "Somebody else changed this place since you opened it. What is stored now stands below; what "
    "you typed is still here. Save again to put yours in its place."
)
_MEANWHILE_PRESSED = "Somebody else changed this place in the meantime. Look again, then choose."
_MEANWHILE_FIELD = (
    "Somebody else changed this since you opened the page. Yours is still here; save again to "
    "put it in its place."
)


def _signed(examination: Examination) -> Go | None:
    """Answer where to go instead: only a draft has a list to fill in."""
    if examination.state is ExaminationState.DRAFT:
        return None
    return Go(f"/examinations/{examination.id}")


@pages.get("/examinations/<id:examination_id>/list")
@page("examinations/list.html", needs=Permission.CARE)
def list_findings(work: Work, examination_id: str) -> Mapping[str, Any] | Go:
    """Show a draft as a list: what was found, what is known from before, and the visit."""
    examination = use_cases.read_examination(work, examination_id)
    if (go := _signed(examination)) is not None:
        return go
    found, last = found_places(work, examination), LastVisit(work, examination)
    points = known_points(work, examination.patient_id)
    known = known_places(points, last)
    here = {one.place.place for one in found}
    shown = page_head(work, examination)
    body = visit_body(shown["examination"])
    return shown | {
        "found": found,
        "last": last,
        "known": {one.place.key: one for one in known},
        "waiting": [one for one in known if one.place.place not in here],
        "review": review(found, points),
        "muscles": muscles_by_region(),
        "sides": SIDES,
        "body": body,
        "before": canonical(body),
        "episodes": [("", "none"), *((e.id, e.title) for e in open_episodes(work, examination))],
        **visit_choices(),
    }


@pages.post("/examinations/<id:examination_id>/list")
@form(shows=list_findings, needs=Permission.CARE, accepts=VisitShape())
def save_visit(work: Work, visit: Visit, examination_id: str) -> Go:
    """Save what the visit says beside its findings: only what was changed in the form."""
    entries = [
        Entry(number, name, visit.before[name], value)
        for number, (name, value) in enumerate(visit.now.items())
        if not same(visit.before[name], value) and not same_minute(visit.before[name], value)
    ]
    save(work, examination_id, entries, {entry.number: _MEANWHILE_FIELD for entry in entries})
    return Go(f"/examinations/{examination_id}/list", told="Saved.")


def same_minute(one: Any, other: Any) -> bool:
    """Tell whether a form sends a time back as it was given: a form has no seconds."""
    if not isinstance(one, datetime) or not isinstance(other, datetime):
        return False
    return one.replace(second=0, microsecond=0) == other.replace(second=0, microsecond=0)


@pages.post("/examinations/<id:examination_id>/list/place")
@form(shows=list_findings, needs=Permission.CARE, accepts=ChosenPlaceShape())
def choose_place(work: Work, chosen: ChosenPlace, examination_id: str) -> Go:
    """Go to a place of the body to write down what was found, or note it as clear at once."""
    if chosen.next is Next.CLEAR:
        save(
            work,
            examination_id,
            [Entry(0, chosen.place, None, clear_finding(chosen.place))],
            {0: "This place is in the list already; change it there."},
        )
        return back_to(examination_id, chosen.place, "Saved.")
    use_cases.read_examination(work, examination_id)
    return Go(f"/examinations/{examination_id}/list/{key_of(chosen.place)}")


@pages.get("/examinations/<id:examination_id>/list/<place>")
@page("examinations/place.html", needs=Permission.CARE)
def show_place(work: Work, examination_id: str, place: str) -> Mapping[str, Any] | Go:
    """Show one place of a draft as a form: every sign, and what was found last time."""
    at = place_at(place)
    examination = use_cases.read_examination(work, examination_id)
    if (go := _signed(examination)) is not None:
        return go
    stored = next((one for one in found_places(work, examination) if one.place.place == at), None)
    return (
        page_head(work, examination)
        | place_form(at, stored)
        | {
            "last": LastVisit(work, examination).finding(at),
            "before": "null" if stored is None else stored.before,
            "back": f"/examinations/{examination_id}/list",
        }
    )


def place_form(at: Place, stored: FoundPlace | None) -> dict[str, Any]:
    """Answer what the form of one finding is filled with."""
    empty = NewFinding(at.muscle, at.side, at.site or None)
    body = NewFindingShape().dump(empty) if stored is None else stored.body
    return {"place": PlaceName(at), "stored": stored, "now": body, **finding_choices(at)}


@pages.post("/examinations/<id:examination_id>/list/<place>")
@form(shows=show_place, needs=Permission.CARE, accepts=FoundShape())
def save_place(work: Work, found: Mapping[str, Any], examination_id: str, place: str) -> Go:
    """Save what was found at one place."""
    at = place_at(place)
    now, before = with_chart(found["now"], found["before"]), found["before"]
    if now.place != at:
        raise Invalid.at("", "This form is about another place.")
    save(work, examination_id, [Entry(0, at, before, now)], {0: _MEANWHILE})
    return back_to(examination_id, at, "Saved.")


def with_chart(now: NewFinding, before: NewFinding | None) -> NewFinding:
    """Keep where a finding lies on the drawing: a form of words says nothing of it."""
    return replace(now, chart=before.chart) if before is not None and now.chart is None else now


@pages.post("/examinations/<id:examination_id>/list/<place>/take")
@form(shows=show_place, needs=Permission.CARE, accepts=TakeShape())
def take_place(work: Work, press: Mapping[str, Any], examination_id: str, place: str) -> Go:
    """Note a place with one press: same as last time, clear, or not examined after all."""
    at = place_at(place)
    now: NewFinding | None = None
    if press["take"] is Take.CLEAR:
        now = clear_finding(at)
    elif press["take"] is Take.LAST:
        last = LastVisit(work, work.find(Examination, examination_id)).finding(at)
        if last is None:
            raise Conflict("Nothing was found at this place last time.")
        now = confirmed(last.finding, press["before"])
    save(work, examination_id, [Entry(0, at, press["before"], now)], {0: _MEANWHILE_PRESSED})
    return back_to(examination_id, at, "Saved." if now else "Not examined.")


def visit_body(shown: Head) -> dict[str, Any]:
    """Answer the fields of a visit as a form carries them."""
    return {
        **shown.content,
        "examined_at": written(shown.examined_at),
        "episode_id": shown.episode_id,
    }


def back_to(examination_id: str, at: Place, told: str) -> Go:
    key = key_of(at)
    return Go(f"/examinations/{examination_id}/list#p-{key}", told=f"{PlaceName(at).words}: {told}")
