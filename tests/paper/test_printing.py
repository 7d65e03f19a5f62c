"""The press: a real child process that may fail, while the next print works."""

import hashlib
import os
import re
import signal
import threading
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from clinic.paper.pdf import made_with, to_pdf
from clinic.paper.printed import Manuscript, PressBusy, PrintFailed, Why
from clinic.paper.printing import Press, PressLimits
from clinic.paper.slots import printing_slot

PAGE = "<!DOCTYPE html><html lang=en><title>t</title><p>Good morning"
NESTED = "<div>" * 500 + "x"
ENDLESS = "<ul>" + "<li>one more item" * 10_000


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Press]:
    running = Press(tmp_path_factory.mktemp("slots"), PressLimits(cpu_seconds=1))
    yield running
    running.close()


def child_of(press: Press) -> int:
    return press._child.running.pid


def test_the_press_prints_what_the_web_process_would_and_stays_warm(
    press: Press, now: datetime
) -> None:
    first = press.print(PAGE, now)
    pid = child_of(press)
    alone = to_pdf(PAGE, created=now)
    assert (first.pdf, first.pages, first.sha256) == (alone.pdf, alone.pages, alone.sha256)
    assert first.input_sha256 == hashlib.sha256(PAGE.encode()).hexdigest()
    assert first.made_with == made_with()
    assert press.print(PAGE, now) == first
    assert child_of(press) == pid


def test_the_record_names_everything_the_bytes_depend_on() -> None:
    names = made_with()
    assert names["weasyprint"] == version("weasyprint")
    assert re.fullmatch(r"\d+\.\d+\.\d+", names["pango"])
    assert re.fullmatch(r"\d+\.\d+\.\d+", names["harfbuzz"])
    assert {"pydyf", "subset", "fonts", "templates"} <= names.keys()


@pytest.mark.parametrize(("most", "words"), [(1, "roomy"), (2, "tight")])
def test_a_manuscript_that_takes_too_many_pages_is_printed_in_its_roomier_arrangement(
    press: Press, now: datetime, most: int, words: str
) -> None:
    two_pages = PAGE + '<p style="break-before:page">tight'
    roomier = PAGE + "<p>roomy"
    printed = press.print_out(Manuscript(two_pages, now, roomier=roomier, most_pages=most))
    assert words in "".join(page.extract_text() for page in PdfReader(BytesIO(printed.pdf)).pages)


def test_a_page_nested_beyond_reason_fails_and_the_next_print_works(
    press: Press, now: datetime
) -> None:
    with pytest.raises(PrintFailed) as failed:
        press.print(NESTED, now)
    assert failed.value.why is Why.BROKEN
    assert press.print(PAGE, now).pages == 1


def test_an_endless_page_is_stopped_by_its_share_of_processor_time(
    press: Press, now: datetime
) -> None:
    with pytest.raises(PrintFailed) as failed:
        press.print(ENDLESS, now)
    assert failed.value.why is Why.TOO_LONG
    assert press.print(PAGE, now).pages == 1


def test_a_killed_press_is_replaced(press: Press, now: datetime) -> None:
    press.print(PAGE, now)
    os.kill(child_of(press), signal.SIGKILL)
    press._child.running.wait()
    assert press.print(PAGE, now).pages == 1


def test_a_page_too_large_never_reaches_the_press(press: Press, now: datetime) -> None:
    with pytest.raises(PrintFailed) as failed:
        press.print("x" * 2_000_001, now)
    assert failed.value.why is Why.TOO_LARGE


def test_a_press_that_keeps_its_owner_waiting_is_killed(tmp_path: Path, now: datetime) -> None:
    slow = Press(tmp_path, PressLimits(wall_seconds=0.2))
    with pytest.raises(PrintFailed) as failed:
        slow.print(ENDLESS, now)
    assert failed.value.why is Why.TOO_LONG
    slow.close()


def test_a_press_without_memory_fails_with_a_reason(tmp_path: Path, now: datetime) -> None:
    poor = Press(tmp_path, PressLimits(memory_mb=16))
    with pytest.raises(PrintFailed) as failed:
        poor.print(ENDLESS[:20_000], now)
    assert failed.value.why in {Why.BROKEN, Why.DIED}
    poor.close()


def test_a_press_is_renewed_after_its_jobs_and_sweeps_its_folder(
    tmp_path: Path, now: datetime
) -> None:
    short = Press(tmp_path, PressLimits(jobs=2))
    short.print(PAGE, now)
    child = short._child
    assert Path(child.scratch).is_dir()
    short.print(PAGE, now)
    assert short._child is None
    assert not Path(child.scratch).exists()
    short.close()


def test_a_press_carries_no_secret_and_ends_when_its_input_closes(
    tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "do-not-pass-on")
    press = Press(tmp_path)
    press.print(PAGE, now)
    running = press._child.running
    assert b"do-not-pass-on" not in Path(f"/proc/{running.pid}/environ").read_bytes()
    running.stdin.close()
    assert running.wait(timeout=5) == 0
    press.close()


def test_a_forked_process_starts_a_press_of_its_own(press: Press, now: datetime) -> None:
    press.print(PAGE, now)
    parents = child_of(press)
    forked = os.fork()
    if not forked:
        good = press.print(PAGE, now).pages == 1 and child_of(press) != parents
        press.close()
        os._exit(0 if good else 1)
    assert os.waitpid(forked, 0)[1] == 0
    assert press.print(PAGE, now).pages == 1
    assert child_of(press) == parents


def test_threads_take_turns_at_one_press(press: Press, now: datetime) -> None:
    pages = []
    threads = [
        threading.Thread(target=lambda: pages.append(press.print(PAGE, now).pages))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert pages == [1, 1, 1, 1]


def test_no_more_prints_run_than_there_are_slots(tmp_path: Path) -> None:
    with (
        printing_slot(tmp_path),
        printing_slot(tmp_path),
        pytest.raises(PressBusy),
        printing_slot(tmp_path, wait=0.1),
    ):
        pytest.fail("a third print ran")
    with printing_slot(tmp_path, wait=0):
        pass


def test_a_press_waits_for_a_slot_of_the_machine(tmp_path: Path, now: datetime) -> None:
    press = Press(tmp_path, PressLimits(slots=1, wait_seconds=0.1))
    with printing_slot(tmp_path, 1), pytest.raises(PressBusy):
        press.print(PAGE, now)
    assert press.print(PAGE, now).pages == 1
    press.close()
