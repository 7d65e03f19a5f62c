"""The first run: an empty database is set up at the browser, once."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.driving import Seat
from tests.browser.looking import at_width, axe, no_overflow, targets_are_large
from tests.browser.serving import Served
from tests.browser.stage import PASSWORD


@pytest.fixture
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server nobody has set up."""
    served = Served(tmp_path_factory.mktemp("empty"), {})
    served.prepare()
    with served.serving():
        yield served
    served.close()


def test_an_empty_database_is_set_up_in_the_browser_once(
    empty: Served, seat: Callable[[Served], Seat]
) -> None:
    page = seat(empty).page()
    page.goto("/")
    expect(page).to_have_url(f"{empty.address}/start")
    axe(page)
    no_overflow(page)
    page.get_by_label("Name of the clinic").fill("Wattle Street Practice")
    page.get_by_label("Your name").fill("Dr Ingrid Solberg")
    page.get_by_label("E-mail").fill("ingrid@wattle.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password again").fill("something else entirely")
    page.get_by_role("button", name="Set up and sign in").click()
    # told at its field; what was typed stays, but for the passwords
    expect(page.get_by_role("alert")).to_contain_text("Password again")
    expect(page.get_by_label("Your name")).to_have_value("Dr Ingrid Solberg")
    expect(page.get_by_label("Password", exact=True)).to_have_value("")
    at_width(page, 390)
    axe(page)
    no_overflow(page)
    targets_are_large(page)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password again").fill(PASSWORD)
    page.get_by_role("button", name="Set up and sign in").click()
    expect(page.get_by_role("main")).to_contain_text("Wattle Street Practice")
    axe(page)

    answer = page.goto("/start")
    assert answer is not None
    assert answer.status in {404, 409}
