"""Idempotency-Key: the same key and body, the same answer again, and nothing done twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from clinic.web.models import KeptAnswer
from tests.builders import a_patient
from tests.conftest import Cast, Client, Clock, work_in

ADA = {"given_name": "Ada", "family_name": "Byron", "date_of_birth": "1980-03-14"}
REPLAYED = "Idempotency-Replayed"


def post(client: Client, key: str, body: object = ADA, path: str = "/patients") -> TestResponse:
    return client.post(path, body, headers={"Idempotency-Key": key})


def patients(cast: Cast) -> int:
    return len(cast.reception.read("/patients?state=all")["items"])


def test_a_repeat_is_answered_alike_and_does_nothing(clinic: Cast) -> None:
    first, again = post(clinic.reception, "k"), post(clinic.reception, "k")
    assert first.status_code == again.status_code == 201
    assert first.get_data() == again.get_data()
    for header in ("ETag", "Location", "Content-Type"):
        assert first.headers[header] == again.headers[header]
    assert REPLAYED not in first.headers
    assert again.headers[REPLAYED] == "true"
    assert patients(clinic) == 1


def test_an_answer_is_replayed_as_it_was_even_when_the_thing_has_changed(clinic: Cast) -> None:
    first = post(clinic.reception, "k")
    clinic.reception.patch(f"/patients/{first.get_json()['id']}", {"note": "later"})
    assert post(clinic.reception, "k").get_data() == first.get_data()


def test_an_action_is_done_once_though_its_state_has_moved_on(clinic: Cast) -> None:
    at = f"/patients/{a_patient(clinic.reception)['id']}/archive"
    assert post(clinic.reception, "k", None, at).status_code == 200
    assert post(clinic.reception, "k", None, at).headers[REPLAYED] == "true"
    assert post(clinic.reception, "other", None, at).status_code == 409


def test_the_same_key_with_another_body_is_refused(clinic: Cast) -> None:
    post(clinic.reception, "k")
    answer = post(clinic.reception, "k", {**ADA, "given_name": "Eve"})
    assert answer.status_code == 422
    assert patients(clinic) == 1


@pytest.mark.parametrize(
    "again",
    [b"{", b"[]", b'{"colour": 1}', b"", b"x" * 1_000_001],
    ids=["no json", "list", "shape", "empty", "too large"],
)
def test_the_key_is_looked_up_before_the_body_is_checked(clinic: Cast, again: bytes) -> None:
    post(clinic.reception, "k")
    assert post(clinic.reception, "k", again).status_code == 422
    assert "Idempotency-Key" in post(clinic.reception, "k", again).get_json()["detail"]


def test_the_key_is_looked_up_before_the_type_of_content(clinic: Cast) -> None:
    first = post(clinic.reception, "k", b"{}", "/patients")
    assert first.status_code == 422
    made = clinic.reception.post(
        "/patients", ADA, headers={"Idempotency-Key": "k"}, content_type="application/json"
    )
    again = clinic.reception.post(
        "/patients", ADA, headers={"Idempotency-Key": "k"}, content_type="text/plain"
    )
    assert again.get_data() == made.get_data()


def test_a_key_is_looked_up_after_sign_in_and_permission(clinic: Cast) -> None:
    post(clinic.reception, "k")
    assert post(Client(clinic.app, None), "k").status_code == 401
    assert post(clinic.sample_manager, "k").status_code == 403
    assert post(clinic.sample_manager, "x" * 129).status_code == 403


def test_a_key_belongs_to_one_user_one_clinic_and_one_address(
    clinic: Cast, other_clinic: Cast
) -> None:
    first = post(clinic.reception, "k").get_json()["id"]
    assert REPLAYED not in post(clinic.clinician, "k").headers
    assert REPLAYED not in post(other_clinic.reception, "k").headers
    assert patients(clinic) == 2
    assert patients(other_clinic) == 1
    assert REPLAYED not in post(clinic.reception, "k", None, f"/patients/{first}/archive").headers


def test_only_answers_of_success_are_kept(clinic: Cast) -> None:
    at = f"/patients/{a_patient(clinic.reception)['id']}/unarchive"
    assert post(clinic.reception, "k", None, at).status_code == 409
    clinic.reception.do(at.replace("unarchive", "archive"))
    assert post(clinic.reception, "k", None, at).status_code == 200
    assert post(clinic.reception, "shape", {**ADA, "colour": 1}).status_code == 422
    assert post(clinic.reception, "shape").status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 129, "caf\xe9", "a\tb", "a\x7fb"])
def test_a_key_that_cannot_be_printed_or_is_too_long_is_refused(clinic: Cast, key: str) -> None:
    answer = post(clinic.reception, key)
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    assert patients(clinic) == 0


@pytest.mark.parametrize("key", ["x", "x" * 128, "a b", "!#$%&'()*+,-./:;<=>?@[]^_`{|}~"])
def test_every_printable_key_of_up_to_128_characters_counts(clinic: Cast, key: str) -> None:
    assert post(clinic.reception, key).status_code == 201
    assert post(clinic.reception, key).headers[REPLAYED] == "true"


def test_an_answer_is_kept_for_seven_days(clinic: Cast, clock: Clock) -> None:
    post(clinic.reception, "k")
    clock.forward(days=6, hours=23)
    assert post(clinic.reception, "k").headers[REPLAYED] == "true"
    clock.forward(hours=2)
    assert REPLAYED not in post(clinic.reception, "k").headers
    assert patients(clinic) == 2


def test_what_is_out_of_date_is_swept_away_and_other_clinics_are_left_alone(
    clinic: Cast, other_clinic: Cast, clock: Clock
) -> None:
    for number in range(3):
        post(clinic.reception, f"k{number}")
    post(other_clinic.reception, "theirs")
    clock.forward(days=8)
    post(clinic.reception, "new")
    count = select(func.count()).select_from(KeptAnswer)
    with work_in(clinic) as work:
        assert work.session.scalar(count) == 1
    with work_in(other_clinic) as work:
        assert work.session.scalar(count) == 1


def test_a_key_on_a_read_means_nothing(clinic: Cast) -> None:
    headers = {"Idempotency-Key": "k" * 500}
    assert clinic.reception.get("/patients", headers=headers).status_code == 200


def test_the_same_key_many_times_at_once_has_one_effect(clinic: Cast) -> None:
    many = 6
    gate = Barrier(many)

    def ask(_number: int) -> TestResponse:
        gate.wait()
        return post(clinic.reception, "k")

    clinic.reception.get("/me")
    with ThreadPoolExecutor(many) as threads:
        answers = list(threads.map(ask, range(many)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.get_data() for answer in answers}) == 1
    assert sum(REPLAYED not in answer.headers for answer in answers) == 1
    assert patients(clinic) == 1


def test_a_replay_leaves_its_own_entry_in_the_journal(clinic: Cast) -> None:
    post(clinic.reception, "k")
    post(clinic.reception, "k")
    events = [e["event"] for e in clinic.owner.read("/audit-entries")["items"]]
    assert events.count("patient.created") == 1
    assert events.count("request.replayed") == 1
