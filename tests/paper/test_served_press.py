"""The real server while it prints: bombs, other people's requests, and presses that are warm."""

import http.client
import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest

from clinic.rulebook.permissions import Role
from tests.browser.serving import Served
from tests.conftest import Cast, found_clinic, house_of

_OPEN = ("/healthz", "/sign-in", "/api/docs", "/h/there-is-no-such-page")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    served = Served(tmp_path_factory.mktemp("served"), {})
    served.prepare()
    with served.serving("tests.paper.served:app"):
        yield served
    served.close()


@pytest.fixture(scope="module")
def cast(served: Served) -> Cast:
    return found_clinic(served.app)


@dataclass
class Heard:
    """An answer, and how long it took."""

    status: int
    body: bytes
    headers: http.client.HTTPMessage
    seconds: float


def ask(served: Served, address: str, **headers: str) -> Heard:
    at = urlsplit(served.address)
    begun = time.monotonic()
    connection = http.client.HTTPConnection(at.hostname or "", at.port, timeout=60)
    connection.request("GET", address, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return Heard(answer.status, body, answer.headers, time.monotonic() - begun)


def cookie_of(cast: Cast, role: Role) -> str:
    cookie = cast.browse(role).browser.get_cookie("palpate")
    assert cookie is not None
    return f"palpate={cookie.value}"


def presses(served: Served) -> dict[int, int | None]:
    """Ask so often that every worker has most likely answered: which press has which worker?"""
    told = [json.loads(ask(served, "/who").body) for _ in range(40)]
    return {one["worker"]: one["press"] for one in told}


def test_a_press_loads_with_the_first_page_of_who_may_print_and_before_that_there_is_none(
    served: Served, cast: Cast
) -> None:
    for address in _OPEN * 5:
        assert ask(served, address).status < 500
    assert ask(served, "/", Cookie=cookie_of(cast, Role.RECEPTION)).status == 200
    assert set(presses(served).values()) == {None}
    assert ask(served, "/", Cookie=cookie_of(cast, Role.CLINICIAN)).status == 200
    until = time.monotonic() + 20
    while set(presses(served).values()) == {None}:
        assert time.monotonic() < until


def test_bombs_in_every_slot_end_in_words_and_nobody_else_notices(
    served: Served, cast: Cast
) -> None:
    slots = house_of(served.app).config.printing_slots
    cookie = cookie_of(cast, Role.CLINICIAN)
    others: list[Heard] = []
    with ThreadPoolExecutor(slots) as clicks:
        bombs = [clicks.submit(ask, served, "/bomb") for _ in range(slots)]
        time.sleep(1)
        while not all(bomb.done() for bomb in bombs):
            others += [ask(served, "/healthz"), ask(served, "/", Cookie=cookie)]
            time.sleep(0.1)
    ended = [bomb.result() for bomb in bombs]
    assert {bomb.status for bomb in ended} == {503}
    assert all(b"Printing took too long and was stopped." in bomb.body for bomb in ended)
    # 8 seconds from the job on; a press that is loading is waited for beside that
    assert max(bomb.seconds for bomb in ended) < 20
    assert len(others) > 10
    assert {other.status for other in others} == {200}
    assert max(other.seconds for other in others) < 5
    assert b"Traceback" not in served.log.read_bytes()


def test_whoever_finds_every_slot_taken_is_told_so_at_once(served: Served) -> None:
    slots = house_of(served.app).config.printing_slots
    with ThreadPoolExecutor(slots) as clicks:
        bombs = [clicks.submit(ask, served, "/bomb") for _ in range(slots)]
        time.sleep(2)
        late = ask(served, "/bomb")
        assert not any(bomb.done() for bomb in bombs)
    assert late.status == 503
    assert b"Other documents are being printed" in late.body
    assert int(late.headers["Retry-After"]) > 0
