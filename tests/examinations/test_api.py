"""The JSON door of examinations."""

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from clinic.examinations.models import Edition, Examination, Finding
from clinic.examinations.rules import EXAMINATION, ExaminationState
from tests.builders import (
    ACTIVE,
    CLEAR,
    LATENT,
    a_draft,
    a_finding,
    a_patient,
    a_signed_examination,
)
from tests.conftest import Cast, work_in

FULL = {
    "muscle": "infraspinatus",
    "side": "right",
    "site": 1,
    "chart": {"view": "back", "x": 0.61, "y": 0.24},
    **ACTIVE,
    "spontaneous_pain": True,
    "local_twitch": "felt",
    "nodule": None,
    "movement_limited": True,
    "pressure_pain_threshold_kpa": [180.0, 175.5, 190.0],
    "mirror_pressure_pain_threshold_kpa": [],
    "probe_cm2": 1.0,
    "note": "behind the acromion",
    "override": None,
}


@pytest.fixture
def patient_id(clinic: Cast) -> str:
    return a_patient(clinic.reception)["id"]


def test_what_was_written_down_is_read_again(clinic: Cast, patient_id: str) -> None:
    content = {
        "complaint": "Right shoulder, worse at the desk",
        "pain_now": 4,
        "pain_worst_week": 7,
        "symptoms": ["pain", "fatigue"],
        "scores": {"psfs": [{"activity": "kettle", "score": 4}], "ndi": 18, "dash": 30.5},
        "advice_given": "Rest\nthen move",
    }
    made = a_draft(clinic.clinician, patient_id, FULL, **content)
    read = clinic.clinician.read(f"/examinations/{made['id']}")
    assert read == made
    assert {k: read[k] for k in content} == content
    finding = read["findings"][0]
    assert {k: finding[k] for k in FULL} == FULL
    assert finding["classification"]["class"] == "active"
    assert finding["classification"]["row"] == 3
    assert read["state"] == "draft"
    assert read["version"] == 1


def test_what_is_left_out_counts_as_not_tested(clinic: Cast, patient_id: str) -> None:
    made = a_draft(clinic.clinician, patient_id, {"muscle": "deltoid", "side": "left"})
    finding = made["findings"][0]
    assert finding["taut_band"] == "not_tested"
    assert finding["tenderness_grade"] is None
    assert finding["referral"] == {"sensation": "not_tested", "zones": [], "qualities": []}
    assert finding["classification"]["class"] == "incomplete"
    assert finding["classification"]["missing"] == ["taut_band", "tenderness_grade"]
    assert made["warnings"][0]["pointer"] == "/findings/0"


def test_a_draft_follows_nothing_and_signing_does(clinic: Cast, patient_id: str) -> None:
    made = a_draft(clinic.clinician, patient_id, a_finding(**ACTIVE))
    assert made["findings"][0]["trigger_point_id"] is None
    assert clinic.clinician.read(f"/patients/{patient_id}/trigger-points")["items"] == []
    signed = clinic.clinician.do(f"/examinations/{made['id']}/sign")
    assert signed["state"] == "signed"
    assert signed["examiner_id"] == clinic.clinician.user_id
    points = clinic.clinician.read(f"/patients/{patient_id}/trigger-points")["items"]
    assert [p["state"] for p in points] == ["active"]
    assert signed["findings"][0]["trigger_point_id"] == points[0]["id"]


def test_a_finding_keeps_its_id_while_its_place_stays(clinic: Cast, patient_id: str) -> None:
    made = a_draft(clinic.clinician, patient_id, a_finding(), a_finding("deltoid"))
    ids = {f["muscle"]: f["id"] for f in made["findings"]}
    changed = clinic.clinician.patch(
        f"/examinations/{made['id']}",
        {"findings": [a_finding("teres-major"), a_finding("deltoid", **ACTIVE)]},
    ).get_json()
    after = {f["muscle"]: f["id"] for f in changed["findings"]}
    assert list(after) == ["teres-major", "deltoid"]
    assert after["deltoid"] == ids["deltoid"]
    assert after["teres-major"] not in ids.values()


def test_a_patch_changes_the_fields_sent_and_null_empties(clinic: Cast, patient_id: str) -> None:
    made = a_draft(clinic.clinician, patient_id, a_finding(), pain_now=3, symptoms=["pain"])
    answer = clinic.clinician.patch(
        f"/examinations/{made['id']}", {"pain_now": None, "complaint": None, "symptoms": None}
    )
    changed = answer.get_json()
    assert (changed["pain_now"], changed["complaint"], changed["symptoms"]) == (None, "", [])
    assert changed["findings"] == made["findings"]


def test_an_amendment_keeps_the_old_version(clinic: Cast, patient_id: str) -> None:
    signed = a_signed_examination(clinic.clinician, patient_id, a_finding(**ACTIVE), pain_now=5)
    path = f"/examinations/{signed['id']}"
    answer = clinic.clinician.post(
        f"{path}/amendments",
        {"reason": "wrong side", "findings": [a_finding(side="left", **ACTIVE)]},
    )
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/api/v1{path}"
    amended = answer.get_json()
    assert (amended["id"], amended["version"], amended["state"]) == (signed["id"], 2, "signed")
    assert amended["amended_because"] == "wrong side"
    assert amended["pain_now"] == 5
    versions = clinic.clinician.read(f"{path}/versions")["items"]
    assert [v["version"] for v in versions] == [2, 1]
    assert versions[1]["findings"][0]["side"] == "right"
    assert versions[1]["sha256"] == signed["sha256"] != versions[0]["sha256"]
    points = clinic.clinician.read(f"/patients/{patient_id}/trigger-points")["items"]
    assert [p["side"] for p in points] == ["left"]


def test_an_amendment_without_findings_keeps_them(clinic: Cast, patient_id: str) -> None:
    signed = a_signed_examination(clinic.clinician, patient_id, FULL)
    amended = clinic.clinician.make(
        f"/examinations/{signed['id']}/amendments", {"reason": "typing slip", "pain_now": 2}
    )
    assert amended["findings"] == signed["findings"]
    assert amended["pain_now"] == 2


def test_a_voided_examination_stays_readable_and_counts_nowhere(
    clinic: Cast, patient_id: str
) -> None:
    signed = a_signed_examination(clinic.clinician, patient_id, a_finding(**ACTIVE))
    point = signed["findings"][0]["trigger_point_id"]
    voided = clinic.clinician.do(f"/examinations/{signed['id']}/void", {"reason": "wrong patient"})
    assert (voided["state"], voided["void_reason"]) == ("voided", "wrong patient")
    assert voided["findings"][0]["classification"]["class"] == "active"
    assert clinic.clinician.read(f"/patients/{patient_id}/trigger-points")["items"] == []
    gone = clinic.clinician.read(f"/trigger-points/{point}")
    assert (gone["state"], gone["history"]) == (None, [])
    assert clinic.clinician.read(f"/patients/{patient_id}/outcomes")["examinations"] == []


def test_a_draft_is_deleted_whole(clinic: Cast, patient_id: str) -> None:
    made = a_draft(clinic.clinician, patient_id, a_finding())
    answer = clinic.clinician.delete(f"/examinations/{made['id']}")
    assert answer.status_code == 200
    assert clinic.clinician.get(f"/examinations/{made['id']}").status_code == 404


STEPS = {
    "change": lambda c, path: c.patch(path, {"pain_now": 1}),
    "delete": lambda c, path: c.delete(path),
    "sign": lambda c, path: c.post(f"{path}/sign"),
    "amend": lambda c, path: c.post(f"{path}/amendments", {"reason": "r", "pain_now": 1}),
    "void": lambda c, path: c.post(f"{path}/void", {"reason": "r"}),
}
WAYS = {"draft": [], "signed": ["sign"], "voided": ["sign", "void"]}


@pytest.mark.parametrize("action", EXAMINATION.moves)
@pytest.mark.parametrize("state", ExaminationState)
def test_every_step_in_every_state(
    clinic: Cast, patient_id: str, state: ExaminationState, action: str
) -> None:
    path = f"/examinations/{a_draft(clinic.clinician, patient_id, a_finding())['id']}"
    for way in WAYS[state]:
        assert STEPS[way](clinic.clinician, path).status_code == 200
    before = clinic.clinician.read(path)
    assert before["state"] == state
    assert before["actions"] == list(EXAMINATION.actions_from(state))
    answer = STEPS[action](clinic.clinician, path)
    if action in before["actions"]:
        assert answer.status_code in {200, 201}, answer.get_data(as_text=True)
        if action != "delete":
            assert clinic.clinician.read(path)["state"] == EXAMINATION.after(state, action)
    else:
        assert answer.status_code == 409
        assert answer.get_json()["allowed"] == before["actions"]
        assert clinic.clinician.read(path) == before


BAD = [
    ({"examined_at": "2026-11-21T10:00:00+11:00"}, "/examined_at"),
    ({"examined_at": "1979-01-01T10:00:00+11:00"}, "/examined_at"),
    ({"examined_at": "2026-11-20T10:00:00"}, "/examined_at"),
    ({"examiner_id": "0193a5f0-3f00-7000-8000-000000000001"}, "/examiner_id"),
    ({"episode_id": "0193a5f0-3f00-7000-8000-000000000001"}, "/episode_id"),
    ({"episode_id": "not an id"}, "/episode_id"),
    ({"pain_now": 11}, "/pain_now"),
    ({"pain_now": "4"}, "/pain_now"),
    ({"pain_now": True}, "/pain_now"),
    ({"symptoms": ["hunger"]}, "/symptoms/0"),
    ({"red_flags": ["nothing"]}, "/red_flags/0"),
    ({"scores": {"psfs": []}}, "/scores/psfs"),
    ({"scores": {"ndi": 51}}, "/scores/ndi"),
    ({"scores": {"gpe": -6}}, "/scores/gpe"),
    ({"complaint": "a\x00b"}, "/complaint"),
    ({"state": "signed"}, "/state"),
    ({"findings": [{"muscle": "deltoid"}]}, "/findings/0/side"),
    ({"findings": [{"muscle": "nonsense", "side": "left"}]}, "/findings/0/muscle"),
    ({"findings": [a_finding(tenderness_grade=5)]}, "/findings/0/tenderness_grade"),
    ({"findings": [a_finding(site=0)]}, "/findings/0/site"),
    ({"findings": [a_finding(referral={"zones": ["moon"]})]}, "/findings/0/referral/zones/0"),
    ({"findings": [a_finding(chart={"view": "back", "x": 1.1, "y": 0})]}, "/findings/0/chart/x"),
    (
        {"findings": [a_finding(pressure_pain_threshold_kpa=[0])]},
        "/findings/0/pressure_pain_threshold_kpa/0",
    ),
    (
        {"findings": [a_finding(pressure_pain_threshold_kpa=[1, 2, 3, 4])]},
        "/findings/0/pressure_pain_threshold_kpa",
    ),
    ({"findings": [a_finding(classification={"class": "clear"})]}, "/findings/0/classification"),
    ({"findings": [a_finding(), a_finding()]}, "/findings/1"),
    ({"findings": [a_finding(**CLEAR), a_finding(site=1, **ACTIVE)]}, "/findings/0"),
    ({"findings": [a_finding("deltoid", site=i + 1) for i in range(401)]}, "/findings"),
    ({"findings": [a_finding(override={"class": "clear"})]}, "/findings/0/override/reason"),
]


@pytest.mark.parametrize(("over", "pointer"), BAD)
def test_bad_input_names_its_field_and_stores_nothing(
    clinic: Cast, patient_id: str, over: dict, pointer: str
) -> None:
    answer = clinic.clinician.post(f"/patients/{patient_id}/examinations", over)
    assert answer.status_code == 422
    assert [e["pointer"] for e in answer.get_json()["errors"]] == [pointer]
    assert clinic.clinician.read(f"/patients/{patient_id}/examinations")["items"] == []


def test_an_override_keeps_both_classes(clinic: Cast, patient_id: str) -> None:
    override = {"class": "active", "reason": "reproduced later at home"}
    signed = a_signed_examination(
        clinic.clinician, patient_id, a_finding(**LATENT, override=override)
    )
    finding = signed["findings"][0]
    assert finding["classification"]["class"] == "latent"
    assert finding["classification"]["override"] == override
    points = clinic.clinician.read(f"/patients/{patient_id}/trigger-points")["items"]
    assert points[0]["state"] == "active"


def test_an_episode_of_another_patient_is_not_taken(clinic: Cast, patient_id: str) -> None:
    other = a_patient(clinic.reception)["id"]
    episode = clinic.clinician.make(f"/patients/{other}/episodes", {"title": "Neck"})
    answer = clinic.clinician.post(
        f"/patients/{patient_id}/examinations", {"episode_id": episode["id"]}
    )
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["pointer"] == "/episode_id"


def test_the_database_itself_locks_what_is_signed(clinic: Cast, patient_id: str) -> None:
    signed = a_signed_examination(clinic.clinician, patient_id, a_finding(**ACTIVE))
    deeds = [
        update(Edition).where(Edition.examination_id == signed["id"]).values(sealed="other"),
        delete(Edition).where(Edition.examination_id == signed["id"]),
        update(Finding).where(Finding.examination_id == signed["id"]).values(tenderness_grade=0),
        delete(Finding).where(Finding.examination_id == signed["id"]),
        delete(Examination).where(Examination.id == signed["id"]),
    ]
    for deed in deeds:
        with pytest.raises(DBAPIError, match="never changes"), work_in(clinic) as work:
            work.session.execute(deed.execution_options(synchronize_session=False))
    with work_in(clinic) as work:
        kept = select(Edition.sha256).where(Edition.examination_id == signed["id"])
        assert work.session.scalars(kept).all() == [signed["sha256"]]


def test_nobody_reads_another_clinics_examination(
    clinic: Cast, other_clinic: Cast, patient_id: str
) -> None:
    path = f"/examinations/{a_draft(clinic.clinician, patient_id, a_finding())['id']}"
    assert other_clinic.clinician.get(path).status_code == 404
    assert other_clinic.clinician.post(f"{path}/sign").status_code == 404
    assert clinic.reception.get(path).status_code == 403


def test_autosaving_leaves_one_entry_an_editor_and_minute(clinic: Cast, patient_id, clock) -> None:
    path = f"/examinations/{a_draft(clinic.clinician, patient_id)['id']}"
    for pain in range(4):
        clinic.clinician.patch(path, {"pain_now": pain})
    clock.forward(minutes=2)
    clinic.clinician.patch(path, {"pain_now": 9})
    entries = clinic.owner.read(f"/audit-entries?patient_id={patient_id}")["items"]
    assert [e["event"] for e in entries].count("examination.draft_saved") == 2
