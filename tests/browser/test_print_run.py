"""A print run at a real browser: it keeps itself up to date, and says what failed."""

from typing import Any

from playwright.sync_api import Page, expect

from clinic.plans.rules import PlanState
from clinic.print_runs import use_cases
from clinic.print_runs.rules import NOT_RUNNING, Fails, Failure, NewRun, Taken
from clinic.rulebook.permissions import Role
from tests.browser.looking import at_width, axe, no_overflow, targets_are_large
from tests.browser.stage import Live
from tests.conftest import work_in
from tests.print_runs.conftest import a_draft_plan, an_active_plan


def in_hand(live: Live, *plans: Any) -> tuple[str, list[Taken]]:
    """Begin a run whose sheets are in our own hands: no worker takes them for a minute."""
    with work_in(live.cast) as work:
        new = NewRun(home_plan_ids=[plan["id"] for plan in plans])
        run = use_cases.begin_run(work, new)
        taken = [use_cases.take_item(work) for _ in plans]
    return f"/print-runs/{run.id}", [one for one in taken if one is not None]


def look_at(page: Page) -> None:
    for width in (1280, 820, 390):
        at_width(page, width)
        axe(page)
        no_overflow(page)
        targets_are_large(page)


def test_a_run_keeps_itself_up_to_date_until_it_is_done(live: Live) -> None:
    draft, plan = a_draft_plan(live.cast), an_active_plan(live.cast)
    live.cast.clinician.make(f"/home-plans/{plan['id']}/handouts", {})
    address, (first, second) = in_hand(live, draft, plan)
    page = live.page(Role.RECEPTION, live.seat.address + address)
    expect(page.get_by_text("0 of 2 done")).to_be_visible()
    look_at(page)
    cancel = page.get_by_role("button", name="Cancel the rest")
    cancel.focus()
    with work_in(live.cast) as work:
        use_cases.finish_item(work, second)
    expect(page.get_by_text("1 of 2 done · 2 pages")).to_be_visible()
    expect(cancel).to_be_focused()
    why = Fails(Failure.NOT_RUNNING, NOT_RUNNING[PlanState.DRAFT])
    with work_in(live.cast) as work:
        use_cases.fail_item(work, first, why)
    expect(page.get_by_text(why.reason)).to_be_visible()
    expect(page.locator("#said")).to_contain_text("1 of 2 printed")
    expect(cancel).to_have_count(0)
    expect(page.get_by_role("button", name="Try this one again")).to_be_visible()
    look_at(page)


def test_a_day_is_printed_by_the_worker_beside_the_server(live: Live) -> None:
    for name in ("Adams", "Brown"):
        an_active_plan(live.cast, family_name=name)
    page = live.page(Role.CLINICIAN, live.seat.address + "/")
    page.get_by_role("link", name="Print a day's handouts").click()
    expect(page.get_by_role("checkbox")).to_have_count(2)
    look_at(page)
    page.get_by_role("button", name="Print these").click()
    open_it = page.get_by_role("link", name="Open to print on one side")
    expect(open_it).to_be_visible(timeout=180_000)
    expect(page.get_by_text("All 2 printed", exact=True)).to_be_visible()
    pdf = page.request.get(live.seat.address + (open_it.get_attribute("href") or ""))
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.body().startswith(b"%PDF-")


def test_without_scripts_the_page_asks_to_be_read_again(live: Live) -> None:
    address, _ = in_hand(live, an_active_plan(live.cast))
    page = live.page(Role.CLINICIAN, live.seat.address + address, java_script_enabled=False)
    assert page.locator("meta[http-equiv=refresh]").get_attribute("content") == "3"
    expect(page.get_by_role("button", name="Cancel the rest")).to_be_visible()
    page.get_by_role("button", name="Cancel the rest").click()
    expect(page.get_by_text("Cancelled. What is ready can still be printed.")).to_be_visible()
    assert page.locator("meta[http-equiv=refresh]").count() == 0
