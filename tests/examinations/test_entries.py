"""Autosave: each entry is judged for itself, and none overwrites what it did not see."""

import re
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
from sqlalchemy import event, select

from clinic.anatomy.rules import Side
from clinic.examinations.rules import (
    ChartPoint,
    NewFinding,
    Referral,
    Sensation,
    TautBand,
    Verdict,
    same,
    verdict,
)
from clinic.store.database import db
from clinic.work.journal import JournalEntry
from tests.browsing import Visitor
from tests.builders import ACTIVE, CLEAR, LATENT, a_draft, a_finding, a_patient
from tests.conftest import Cast, Clock, work_in

BAND = NewFinding("infraspinatus", Side.RIGHT, 1, taut_band=TautBand.PRESENT)
NO_BAND = NewFinding("infraspinatus", Side.RIGHT, 1, taut_band=TautBand.ABSENT)
THEN = datetime(2026, 11, 20, 1, 0, 0, 123456, tzinfo=UTC)


@pytest.mark.parametrize(
    ("stored", "before", "now", "expected"),
    [
        (None, None, BAND, Verdict.SET),
        (BAND, BAND, NO_BAND, Verdict.SET),
        (BAND, BAND, None, Verdict.SET),
        (BAND, None, BAND, Verdict.SAVED_ALREADY),
        (None, BAND, None, Verdict.SAVED_ALREADY),
        (BAND, BAND, BAND, Verdict.SAVED_ALREADY),
        (NO_BAND, None, BAND, Verdict.CONFLICT),
        (NO_BAND, BAND, None, Verdict.CONFLICT),
        (None, BAND, NO_BAND, Verdict.CONFLICT),
        ("", "", "shoulder", Verdict.SET),
        ("neck", "", "shoulder", Verdict.CONFLICT),
        ("shoulder", "", "shoulder", Verdict.SAVED_ALREADY),
        (None, None, 0, Verdict.SET),
        (0, None, 4, Verdict.CONFLICT),
        (["pain", "fatigue"], ["fatigue", "pain"], [], Verdict.SET),
        ({"ndi": 18}, {"ndi": 18, "dash": None}, {}, Verdict.SET),
        ({"ndi": 18}, {}, {"ndi": 20}, Verdict.CONFLICT),
        (THEN, THEN.replace(microsecond=123000), THEN.replace(hour=2), Verdict.SET),
    ],
)
def test_an_entry_is_judged_by_what_is_stored(
    stored: Any, before: Any, now: Any, expected: Verdict
) -> None:
    assert verdict(stored, before, now) is expected


def test_the_order_of_zones_says_nothing_but_everything_else_does() -> None:
    one = Referral(Sensation.PRESENT, ["neck", "jaw-tmj"], ["deep"])
    other = Referral(Sensation.PRESENT, ("jaw-tmj", "neck"), ("deep",))
    assert same(
        NewFinding("scalenes", Side.LEFT, referral=one),
        NewFinding("scalenes", Side.LEFT, referral=other),
    )
    for more in (
        {"note": "deep"},
        {"chart": ChartPoint("back", 0.5, 0.5)},
        {"tenderness_grade": 0},
        {"pressure_pain_threshold_kpa": [180.0]},
        {"referral": Referral(Sensation.ABSENT)},
    ):
        assert not same(NO_BAND, NewFinding("infraspinatus", Side.RIGHT, 1, **more)), more


def test_the_order_of_activities_is_kept() -> None:
    first, second = {"activity": "kettle", "score": 4}, {"activity": "stairs", "score": 2}
    assert same({"psfs": [first, second]}, {"psfs": [dict(first), dict(second)]})
    assert not same({"psfs": [first, second]}, {"psfs": [second, first]})


# -- through the door --------------------------------------------------------------------
_numbers = count(100)


def an_entry(now: Any, before: Any = None, **over: Any) -> dict[str, Any]:
    """An entry on the place that its findings are about."""
    of = now or before
    place = {"muscle": of["muscle"], "side": of["side"], "site": of.get("site")}
    return {"number": next(_numbers), "place": place, "before": before, "now": now, **over}


def a_field(name: str, now: Any, before: Any) -> dict[str, Any]:
    return {"number": next(_numbers), "field": name, "before": before, "now": now}


@pytest.fixture
def chris(clinic: Cast) -> Visitor:
    return clinic.browse()


@pytest.fixture
def draft(clinic: Cast) -> Any:
    """A draft without findings."""
    return a_draft(clinic.clinician, a_patient(clinic.reception)["id"])


def send(visitor: Visitor, draft: Any, *entries: Any, status: int = 200) -> Any:
    answer = visitor.send_json(
        "POST", f"/examinations/{draft['id']}/entries", {"entries": list(entries)}
    )
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.get_json()


def found(clinic: Cast, draft: Any) -> dict[tuple[str, str, int | None], str]:
    read = clinic.clinician.read(f"/examinations/{draft['id']}")
    return {
        (f["muscle"], f["side"], f["site"]): f["classification"]["class"] for f in read["findings"]
    }


def test_what_was_noted_is_saved_place_by_place(clinic: Cast, chris: Visitor, draft: Any) -> None:
    first = an_entry(a_finding(site=1, **ACTIVE))
    second = an_entry(a_finding("scalenes", "left"))
    third = a_field("complaint", "Neck too", "Right shoulder")
    answer = send(chris, draft, first, second, third)
    assert answer["saved"] == [first["number"], second["number"], third["number"]]
    assert answer["conflicts"] == answer["refused"] == answer["warnings"] == []
    assert answer["findings"] == 2
    read = clinic.clinician.get(f"/examinations/{draft['id']}")
    assert read.headers["ETag"] == answer["etag"] != draft.get("etag")
    assert read.get_json()["complaint"] == "Neck too"
    assert found(clinic, draft) == {
        ("infraspinatus", "right", 1): "active",
        ("scalenes", "left", None): "clear",
    }


def test_a_resend_is_harmless(clinic: Cast, chris: Visitor, draft: Any) -> None:
    entry = an_entry(a_finding(**ACTIVE))
    once = send(chris, draft, entry)
    again = send(chris, draft, entry)
    assert once == again


def test_two_tabs_on_different_places_merge(clinic: Cast, chris: Visitor, draft: Any) -> None:
    tab, other = chris, clinic.browse("owner")
    send(tab, draft, an_entry(a_finding(site=1, **ACTIVE)))
    answer = send(other, draft, an_entry(a_finding(site=2, **LATENT)))
    assert answer["conflicts"] == []
    assert found(clinic, draft) == {
        ("infraspinatus", "right", 1): "active",
        ("infraspinatus", "right", 2): "latent",
    }


def test_two_tabs_on_one_place_conflict_and_the_rest_is_saved(
    clinic: Cast, chris: Visitor, draft: Any
) -> None:
    other = clinic.browse("owner")
    theirs = a_finding(site=1, **ACTIVE)
    send(other, draft, an_entry(theirs))
    mine = an_entry(a_finding(site=1, **LATENT))
    beside = an_entry(a_finding("scalenes", "left"))
    answer = send(chris, draft, mine, beside)
    assert answer["saved"] == [beside["number"]]
    [conflict] = answer["conflicts"]
    assert conflict["number"] == mine["number"]
    assert {name: conflict["stored"][name] for name in ("muscle", "side", "site")} == {
        "muscle": "infraspinatus", "side": "right", "site": 1
    }  # fmt: skip
    assert conflict["stored"]["recognised"] == "yes"
    assert conflict["recorded_by"].startswith("Olive")
    assert conflict["recorded_at"].startswith("2026-11-20T01:00:00")
    assert found(clinic, draft)["infraspinatus", "right", 1] == "active"
    # whoever has seen what is stored may put their own in its place
    answer = send(chris, draft, mine | {"before": conflict["stored"]})
    assert answer["conflicts"] == []
    assert found(clinic, draft)["infraspinatus", "right", 1] == "latent"


def test_a_field_that_somebody_else_changed_is_a_conflict(
    clinic: Cast, chris: Visitor, draft: Any
) -> None:
    send(clinic.browse("owner"), draft, a_field("pain_now", 3, None))
    mine = a_field("pain_now", 7, None)
    [conflict] = send(chris, draft, mine)["conflicts"]
    assert (conflict["number"], conflict["stored"]) == (mine["number"], 3)
    assert conflict["recorded_by"].startswith("Olive")


def test_a_place_taken_away_is_not_examined_again(clinic: Cast, chris: Visitor, draft: Any) -> None:
    one, two, three = (a_finding(site=site, **ACTIVE) for site in (1, 2, 3))
    send(chris, draft, an_entry(one), an_entry(two), an_entry(three))
    answer = send(chris, draft, an_entry(None, two))
    assert answer["findings"] == 2
    # undone, it comes last; the others stay where they were
    send(chris, draft, an_entry(two))
    assert [site for _muscle, _side, site in found(clinic, draft)] == [1, 3, 2]


def test_a_finding_keeps_its_id_and_its_place_in_the_order(
    clinic: Cast, chris: Visitor, draft: Any
) -> None:
    one, two = a_finding(site=1, **ACTIVE), a_finding(site=2, **ACTIVE)
    send(chris, draft, an_entry(one), an_entry(two))
    before = clinic.clinician.read(f"/examinations/{draft['id']}")["findings"]
    send(chris, draft, an_entry(a_finding(site=1, **LATENT), one))
    after = clinic.clinician.read(f"/examinations/{draft['id']}")["findings"]
    assert [f["id"] for f in before] == [f["id"] for f in after]
    assert [f["site"] for f in after] == [1, 2]


def test_only_touched_rows_are_written(clinic: Cast, chris: Visitor, draft: Any) -> None:
    one, two, three = (a_finding(site=site, **ACTIVE) for site in (1, 2, 3))
    send(chris, draft, an_entry(one), an_entry(two), an_entry(three))
    written: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if re.match(r"(INSERT INTO|UPDATE|DELETE FROM) findings", statement):
            written.append(statement.split(" ", 1)[0])

    with clinic.app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        send(chris, draft, an_entry(a_finding(site=2, **LATENT), two))
        assert written == ["UPDATE"]
        send(chris, draft, an_entry(None, three), an_entry(a_finding(site=4)))
        assert written == ["UPDATE", "DELETE", "INSERT"]
        send(chris, draft, an_entry(a_finding(site=4)), a_field("pain_now", 2, None))
        assert written == ["UPDATE", "DELETE", "INSERT"]
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_several_entries_on_one_place_follow_each_other(
    clinic: Cast, chris: Visitor, draft: Any
) -> None:
    band = a_finding(taut_band="present")
    tender = a_finding(taut_band="present", tenderness_grade=3, spot_in_band=True)
    answer = send(chris, draft, an_entry(band), an_entry(tender, band))
    assert len(answer["saved"]) == 2
    assert answer["findings"] == 1
    [warning] = answer["warnings"]
    assert warning["place"] == {"muscle": "infraspinatus", "side": "right", "site": None}
    assert "incomplete" in warning["detail"]


def test_an_entry_that_contradicts_another_is_refused_alone(
    clinic: Cast, chris: Visitor, draft: Any
) -> None:
    site, whole = an_entry(a_finding(site=1, **ACTIVE)), an_entry(a_finding())
    beside = an_entry(a_finding("scalenes", "left"))
    answer = send(chris, draft, site, whole, beside)
    assert answer["saved"] == [site["number"], beside["number"]]
    [refused] = answer["refused"]
    assert refused["number"] == whole["number"]
    assert "clear as a whole" in refused["detail"]


def test_a_time_in_the_future_and_a_foreign_episode_are_refused_alone(
    clinic: Cast, chris: Visitor, draft: Any, other_clinic: Cast
) -> None:
    theirs = other_clinic.clinician.make(
        f"/patients/{a_patient(other_clinic.reception)['id']}/episodes",
        {"title": "Neck", "opened_on": "2026-11-01"},
    )
    late = a_field("examined_at", "2026-11-21T10:00:00+11:00", draft["examined_at"])
    foreign = a_field("episode_id", theirs["id"], None)
    pain = a_field("pain_now", 4, None)
    answer = send(chris, draft, late, foreign, pain)
    assert answer["saved"] == [pain["number"]]
    assert [one["number"] for one in answer["refused"]] == [late["number"], foreign["number"]]
    assert "future" in answer["refused"][0]["detail"]


def test_an_examination_holds_at_most_400_findings(clinic: Cast, chris: Visitor) -> None:
    muscles = [m["slug"] for m in clinic.clinician.read("/catalogue/muscles?limit=200")["items"]]
    many = [
        a_finding(muscle, side, site=site)
        for muscle in muscles[:70]
        for side in ("left", "right")
        for site in (1, 2, 3)
    ][:400]
    full = a_draft(clinic.clinician, a_patient(clinic.reception)["id"], *many)
    one_more = an_entry(a_finding("infraspinatus", "midline"))
    [refused] = send(chris, full, one_more)["refused"]
    assert "400" in refused["detail"]


@pytest.mark.parametrize(
    ("entry", "pointer"),
    [
        ({"now": a_finding(tenderness_grade=7)}, "/entries/0/now/tenderness_grade"),
        ({"now": a_finding(referral={"zones": ["moon"]})}, "/entries/0/now/referral/zones/0"),
        ({"now": a_finding("scalenes")}, "/entries/0/now"),
        ({"before": a_finding("scalenes")}, "/entries/0/before"),
        ({"before": {"muscle": "infraspinatus"}}, "/entries/0/before/side"),
        ({"place": {"muscle": "heart", "side": "left"}}, "/entries/0/place/muscle"),
        ({"place": None}, "/entries/0"),
        ({"field": "complaint"}, "/entries/0"),
        ({"place": None, "field": "pain_now", "now": 11}, "/entries/0/now"),
        ({"place": None, "field": "examined_at", "now": None}, "/entries/0/now"),
        ({"place": None, "field": "state", "now": "signed"}, "/entries/0/field"),
        ({"more": 1}, "/entries/0/more"),
        ({"number": -1}, "/entries/0/number"),
    ],
)
def test_a_wrong_shape_is_named_where_it_stands(
    chris: Visitor, draft: Any, entry: dict[str, Any], pointer: str
) -> None:
    answer = send(chris, draft, {**an_entry(a_finding()), **entry}, status=422)
    assert pointer in [error["pointer"] for error in answer["errors"]], answer


def test_two_entries_of_one_number_and_too_many_are_refused(chris: Visitor, draft: Any) -> None:
    entry = an_entry(a_finding())
    answer = send(chris, draft, entry, entry, status=422)
    assert [error["pointer"] for error in answer["errors"]] == ["/entries/1/number"]
    many = [an_entry(a_finding()) for _ in range(201)]
    assert send(chris, draft, *many, status=422)["errors"][0]["pointer"] == "/entries"


def test_nothing_is_saved_into_what_is_signed(clinic: Cast, chris: Visitor, draft: Any) -> None:
    clinic.clinician.do(f"/examinations/{draft['id']}/sign")
    answer = send(chris, draft, an_entry(a_finding()), status=409)
    assert answer["allowed"] == ["amend", "void"]


def test_another_clinic_and_another_role_save_nothing(
    clinic: Cast, other_clinic: Cast, draft: Any
) -> None:
    entry = an_entry(a_finding())
    assert send(other_clinic.browse(), draft, entry, status=404)["status"] == 404
    for role in ("reception", "sample_manager"):
        assert send(clinic.browse(role), draft, entry, status=403)["status"] == 403
    assert found(clinic, draft) == {}


def test_an_editor_leaves_one_entry_a_minute_in_the_journal(
    clinic: Cast, chris: Visitor, draft: Any, clock: Clock
) -> None:
    def saves() -> int:
        with work_in(clinic) as work:
            rows = work.session.scalars(
                select(JournalEntry).where(
                    JournalEntry.subject_id == draft["id"],
                    JournalEntry.event == "examination.draft_saved",
                )
            ).all()
            work.record("test.looked")
            return len(rows)

    one = a_finding(site=1, **ACTIVE)
    send(chris, draft, an_entry(one))
    send(chris, draft, an_entry(a_finding(site=2)))
    assert saves() == 1
    send(clinic.browse("owner"), draft, an_entry(a_finding(site=3, **CLEAR)))
    assert saves() == 2
    clock.forward(seconds=61)
    send(chris, draft, an_entry(None, one))
    assert saves() == 3
