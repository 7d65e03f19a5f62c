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
from clinic.paper.printed import (
    Manuscript,
    PressBusy,
    Printed,
    PrintFailed,
    TypedText,
    Why,
    in_best_arrangement,
)
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


@pytest.mark.parametrize(
    ("end", "words"),
    [("", "tight"), ('<p id="end">', "roomy"), ('<p id="end" style="margin-top:80mm">', "tight")],
)
def test_a_manuscript_that_ends_in_a_bare_page_is_printed_in_its_roomier_arrangement(
    press: Press, now: datetime, end: str, words: str
) -> None:
    two_pages = PAGE + '<p style="break-before:page">tight' + end + "the end"
    printed = press.print_out(Manuscript(two_pages, now, roomier=PAGE + "<p>roomy"))
    assert words in "".join(page.extract_text() for page in PdfReader(BytesIO(printed.pdf)).pages)


def test_a_page_nested_beyond_reason_fails_and_the_next_print_works(
    press: Press, now: datetime
) -> None:
    with pytest.raises(PrintFailed) as failed:
        press.print(NESTED, now)
    assert failed.value.why is Why.BROKEN
    assert press.print(PAGE, now).pages == 1


def test_a_sheet_whose_drawing_fails_is_not_printed_without_it(press: Press, now: datetime) -> None:
    """The renderer itself would go on, and say so in a log that nobody reads."""
    drawn = f'<svg viewBox="0 0 9 9">{"<g>" * 2000}<path d="M0 0h9"/>{"</g>" * 2000}</svg>'
    with pytest.raises(PrintFailed) as failed:
        press.print(PAGE + drawn, now)
    assert failed.value.detail == "something was left out"
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


def test_a_press_that_ends_while_printing_has_its_successor_loading_before_the_next_click(
    press: Press, now: datetime
) -> None:
    press.print(PAGE, now)
    before = child_of(press)
    with pytest.raises(PrintFailed):
        press.print(ENDLESS, now)
    successor = child_of(press)
    assert successor != before
    assert press._child.running.poll() is None
    assert press.print(PAGE, now).pages == 1
    assert child_of(press) == successor


def test_a_press_started_ahead_is_the_one_that_prints(tmp_path: Path, now: datetime) -> None:
    ahead = Press(tmp_path)
    ahead.start()
    loading = child_of(ahead)
    ahead.start()
    assert ahead.print(PAGE, now).pages == 1
    assert child_of(ahead) == loading
    os.kill(loading, signal.SIGKILL)
    ahead._child.running.wait()
    ahead.start()
    assert child_of(ahead) != loading
    assert ahead._child.running.poll() is None
    ahead.close()


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
    poor = Press(tmp_path, PressLimits(memory_mb=16, wall_seconds=60, cpu_seconds=60))
    with pytest.raises(PrintFailed) as failed:
        poor.print(ENDLESS, now)
    assert failed.value.why in {Why.TOO_LARGE, Why.DIED}
    poor.close()


def test_a_press_is_renewed_after_its_jobs_and_sweeps_its_folder(
    tmp_path: Path, now: datetime
) -> None:
    short = Press(tmp_path, PressLimits(jobs=2))
    short.print(PAGE, now)
    child = short._child
    assert Path(child.scratch).is_dir()
    short.print(PAGE, now)
    assert short._child is not child
    assert not Path(child.scratch).exists()
    assert short._child.running.poll() is None  # the successor is ready before the next click
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


BOMBS = {
    "a million letters": f"<p>{'wort ' * 200_000}",
    "ten thousand items": ENDLESS,
    "five hundred boxes in one another": NESTED,
    "a drawing of drawings": '<svg viewBox="0 0 9 9"><defs><g id="a0"><path d="M0 0h9"/></g>'
    + "".join(f'<g id="a{n}">' + f'<use href="#a{n - 1}"/>' * 10 + "</g>" for n in range(1, 9))
    + '</defs><use href="#a8"/></svg>',
    "a table of ten thousand cells": f"<table><tr>{'<td>x' * 10_000}</table>",
}
# small pages that ask for more memory than a press may have
TENFOLD = "".join(f"--a{n}:{f'var(--a{n - 1}) ' * 10};" for n in range(1, 11))
MEMORY_BOMBS = {
    "a style that names itself tenfold": "<style>p{--a0:x;"
    + TENFOLD
    + "}p::before{content:var(--a10)}</style><p>x",
    "a table of cells over cells": f"<table>{'<tr><td rowspan=60000 colspan=1000>x' * 500}</table>",
    "a grid of two million columns": "<div style='display:grid;"
    "grid-template-columns:repeat(2000000,1px)'><p>x",
}


def test_an_error_comes_well_within_ten_seconds_of_the_click() -> None:
    limits = PressLimits()
    assert limits.wall_seconds <= 8
    assert limits.cpu_seconds < limits.wall_seconds


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_ends_in_words_and_the_next_page_prints(
    press: Press, now: datetime, bomb: str
) -> None:
    with pytest.raises(PrintFailed) as failed:
        press.print(f"<!DOCTYPE html><html lang=en><title>t</title>{BOMBS[bomb]}", now)
    assert failed.value.why in {Why.TOO_LONG, Why.BROKEN, Why.DIED}
    assert press.print(PAGE, now).pages == 1


@pytest.mark.parametrize("bomb", MEMORY_BOMBS)
def test_a_memory_bomb_ends_in_words_at_its_bound_and_the_next_page_prints(
    tmp_path: Path, now: datetime, bomb: str
) -> None:
    """The bound of memory alone: it has all the time it wants."""
    limits = PressLimits(wall_seconds=60, cpu_seconds=60)
    press = Press(tmp_path, limits)
    press.print(PAGE, now)
    bounds = Path(f"/proc/{child_of(press)}/limits").read_text()
    most = limits.memory_mb << 20
    assert re.search(rf"Max address space +{most} +{most}", bounds)
    with pytest.raises(PrintFailed) as failed:
        press.print(f"<!DOCTYPE html><html lang=en><title>t</title>{MEMORY_BOMBS[bomb]}", now)
    assert failed.value.why is Why.TOO_LARGE
    assert press.print(PAGE, now).pages == 1
    press.close()


def text(pointer: str, letters: int) -> TypedText:
    return TypedText(pointer, f"The text at {pointer}", "x" * letters)


@pytest.mark.parametrize("why", [Why.TOO_LONG, Why.TOO_LARGE])
def test_what_is_too_much_names_the_longest_text(press: Press, now: datetime, why: Why) -> None:
    texts = (text("/short", 10), text("/long", 9_800), text("/other", 9_000))
    html = ENDLESS if why is Why.TOO_LONG else "x" * 2_000_001
    with pytest.raises(PrintFailed) as failed:
        press.print_out(Manuscript(html, now, typed=texts))
    assert failed.value.why is why
    assert failed.value.to_shorten.length == "The text at /long has 9,800 letters"


def test_a_text_is_named_only_where_shortening_it_helps(press: Press, now: datetime) -> None:
    for html, texts in ((NESTED, (text("/long", 9_800),)), (ENDLESS, (text("/short", 10),))):
        with pytest.raises(PrintFailed) as failed:
            press.print_out(Manuscript(html, now, typed=texts))
        assert failed.value.to_shorten is None


@pytest.mark.parametrize(
    ("filled", "pages", "chosen"),
    [(0.9, 3, "first"), (0.1, 2, "tighter"), (0.1, 3, "roomier")],
)
def test_what_ends_in_a_bare_page_is_printed_tighter_or_else_roomier(
    filled: float, pages: int, chosen: str
) -> None:
    told = {"first": (3, filled), "tighter": (pages, 1.0), "roomier": (3, 1.0)}
    asked: list[str] = []

    def printed(html: str) -> Printed:
        asked.append(html)
        return Printed(html.encode(), told[html][0], "", told[html][1])

    assert in_best_arrangement("first", "tighter", "roomier", printed).pdf == chosen.encode()
    assert len(asked) == {"first": 1, "tighter": 2, "roomier": 3}[chosen]
