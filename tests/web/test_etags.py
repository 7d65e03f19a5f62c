"""ETag and If-Match: nobody overwrites what they have not seen."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.builders import a_patient
from tests.conftest import Cast


def test_every_single_resource_has_a_strong_etag_that_changes_with_it(clinic: Cast) -> None:
    patient = a_patient(clinic.reception)
    at = f"/patients/{patient['id']}"
    first = clinic.reception.get(at).headers["ETag"]
    assert first.startswith('"')
    assert first == clinic.clinician.get(at).headers["ETag"]
    changed = clinic.reception.patch(at, {"note": "x"}).headers["ETag"]
    assert changed != first
    assert clinic.reception.get(at).headers["ETag"] == changed
    for path in ("/me", "/clinic", f"/users/{clinic.owner.user_id}"):
        assert clinic.owner.get(path).headers["ETag"].startswith('"')


def test_a_change_that_changes_nothing_keeps_the_version(clinic: Cast) -> None:
    at = f"/patients/{a_patient(clinic.reception)['id']}"
    first = clinic.reception.get(at).headers["ETag"]
    assert clinic.reception.patch(at, {"note": ""}).headers["ETag"] == first
    assert clinic.reception.patch(at, {}).headers["ETag"] == first


def test_a_made_thing_says_where_it_is_and_in_which_version(clinic: Cast) -> None:
    body = {"given_name": "Ada", "family_name": "Byron", "date_of_birth": "1980-03-14"}
    answer = clinic.reception.post("/patients", body)
    at = answer.headers["Location"]
    assert at == f"/api/v1/patients/{answer.get_json()['id']}"
    read = clinic.reception.get(at)
    assert read.get_json() == answer.get_json()
    assert read.headers["ETag"] == answer.headers["ETag"]


def test_a_change_without_if_match_is_refused(clinic: Cast) -> None:
    at = f"/patients/{a_patient(clinic.reception)['id']}"
    assert clinic.reception.send("PATCH", at, {"note": "x"}).status_code == 428
    assert clinic.owner.send("PATCH", "/clinic", {"phone": "1"}).status_code == 428
    assert clinic.reception.read(at)["note"] == ""


@pytest.mark.parametrize(
    "header", ['"x"', "", "x", "W/{etag}", "{bare}", '"a", "b"', "{etag}x", "**"]
)
def test_if_match_that_does_not_name_the_present_version_is_stale(
    clinic: Cast, header: str
) -> None:
    at = f"/patients/{a_patient(clinic.reception)['id']}"
    etag = clinic.reception.get(at).headers["ETag"]
    sent = header.format(etag=etag, bare=etag.strip('"'))
    answer = clinic.reception.send("PATCH", at, {"note": "x"}, headers={"If-Match": sent})
    assert answer.status_code == 412
    assert etag in answer.get_json()["detail"]


@pytest.mark.parametrize("header", ["*", "{etag}", '"old", {etag}', '{etag},"old"', " {etag} "])
def test_if_match_that_names_the_present_version_lets_the_change_through(
    clinic: Cast, header: str
) -> None:
    at = f"/patients/{a_patient(clinic.reception)['id']}"
    sent = header.format(etag=clinic.reception.get(at).headers["ETag"])
    answer = clinic.reception.send("PATCH", at, {"note": "x"}, headers={"If-Match": sent})
    assert answer.status_code == 200


def test_a_version_that_somebody_else_has_replaced_is_stale(clinic: Cast) -> None:
    at = f"/patients/{a_patient(clinic.reception)['id']}"
    seen = {"If-Match": clinic.reception.get(at).headers["ETag"]}
    assert clinic.clinician.send("PATCH", at, {"note": "c"}, headers=seen).status_code == 200
    assert clinic.reception.send("PATCH", at, {"note": "r"}, headers=seen).status_code == 412
    assert clinic.reception.read(at)["note"] == "c"


def test_an_action_honours_if_match_when_it_is_sent_and_needs_none(clinic: Cast) -> None:
    at = f"/patients/{a_patient(clinic.reception)['id']}"
    stale = {"If-Match": '"stale"'}
    assert clinic.reception.post(f"{at}/archive", headers=stale).status_code == 412
    assert clinic.reception.read(at)["state"] == "active"
    seen = {"If-Match": clinic.reception.get(at).headers["ETag"]}
    assert clinic.reception.post(f"{at}/archive", headers=seen).status_code == 200
    assert clinic.reception.post(f"{at}/unarchive", headers=seen).status_code == 412
    assert clinic.reception.post(f"{at}/unarchive").status_code == 200


def test_the_etag_of_one_thing_does_not_open_another(clinic: Cast) -> None:
    one, two = a_patient(clinic.reception)["id"], a_patient(clinic.reception)["id"]
    etag = clinic.reception.get(f"/patients/{one}").headers["ETag"]
    answer = clinic.reception.send("PATCH", f"/patients/{two}", {}, headers={"If-Match": etag})
    assert answer.status_code == 412


def test_of_many_changes_of_one_version_at_once_one_wins(clinic: Cast) -> None:
    at = f"/patients/{a_patient(clinic.reception)['id']}"
    seen = {"If-Match": clinic.reception.get(at).headers["ETag"]}
    many = 6
    gate = Barrier(many)

    def change(number: int) -> int:
        gate.wait()
        body = {"note": f"by {number}"}
        return clinic.reception.send("PATCH", at, body, headers=seen).status_code

    with ThreadPoolExecutor(many) as threads:
        statuses = list(threads.map(change, range(many)))
    assert sorted(statuses) == [200, *[412] * (many - 1)]
    assert clinic.reception.read(at)["note"] == f"by {statuses.index(200)}"


def test_of_many_archivings_at_once_one_wins_and_the_others_hear_the_state(clinic: Cast) -> None:
    at = f"/patients/{a_patient(clinic.reception)['id']}/archive"
    many = 5
    gate = Barrier(many)

    def archive(_number: int) -> int:
        gate.wait()
        return clinic.reception.post(at).status_code

    with ThreadPoolExecutor(many) as threads:
        statuses = sorted(threads.map(archive, range(many)))
    assert statuses == [200, *[409] * (many - 1)]
