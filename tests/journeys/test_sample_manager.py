"""A massager's whole round: asked for, lent, extended, returned, and free again."""

from playwright.sync_api import Locator, Page, expect

from clinic.rulebook.permissions import Role
from tests.browser.looking import axe
from tests.browser.stage import Live
from tests.samples.builders import a_model, a_practitioner, a_unit


def _do(page: Page, label: str, **typed: str) -> None:
    """Take a step that the page offers; its form is a fold where something is asked."""
    fold = page.locator("details.do").filter(
        has=page.locator("summary").get_by_text(label, exact=True)
    )
    # scope by the words of the summary's button, once the page stands
    expect(_button(page.locator("main"), label).or_(fold).first).to_be_visible()
    if fold.count():
        if fold.get_attribute("open") is None:
            fold.locator("summary").click()
        for name, value in typed.items():
            field = fold.locator(f"[name={name}]")
            if field.first.get_attribute("type") == "radio":
                fold.locator(f"[name={name}][value={value}]").check()
            else:
                field.fill(value)
        _button(fold, label).click()
    else:
        assert not typed
        _button(page.locator("form.do"), label).click()


def _button(where: Locator, label: str) -> Locator:
    return where.get_by_role("button", name=label, exact=True)


def _stands(page: Page, words: str) -> None:
    """Wait until the page's own tag says so."""
    expect(page.locator(".pagehead .tag").first).to_have_text(words)


def _made_ready(page: Page) -> None:
    """Clean and test the unit that is open."""
    _do(page, "Record clean", result="pass")
    expect(page.locator(".told")).to_be_visible()
    _do(page, "Record test and tag", result="pass", next_due_on="2027-11-23")
    expect(page.locator("table.served tbody tr").first).to_contain_text("est and tag")


def test_from_a_request_until_the_unit_is_free_again(live: Live) -> None:
    manager = live.cast.sample_manager
    model = a_model(manager, name="Thrum H2")
    unit = a_unit(manager, model, serial_number="H2-24-00317", asset_tag="BL-001")
    a_practitioner(manager, verified=False, name="Noor van Dijk")
    page = live.page(Role.SAMPLE_MANAGER, "/samples")

    page.get_by_role("link", name="New request").first.click()
    page.get_by_label("Practitioner").select_option(label="Noor van Dijk")
    page.get_by_label("What it is for").fill("Two runners whose calves never settle.")
    page.get_by_role("button", name="Take the request").click()
    _stands(page, "to decide")
    _do(page, "Check registration", source="The public register")
    expect(page.get_by_role("main")).to_contain_text("checked")
    _do(page, "Approve", trial_days="30")
    # approving reserves the unit that is free, and leads to its loan
    _stands(page, "reserved")

    # not packed before both proofs are there, and the page says which is missing
    expect(page.get_by_role("main")).to_contain_text("test and tag missing")
    axe(page)
    page.goto(f"/samples/units/{unit['id']}")
    _made_ready(page)
    page.get_by_role("link", name="to its loan").click()

    _do(page, "Pack")
    _stands(page, "packed")
    _do(page, "Send", carrier="Example Parcels", tracking_number="EXP 0042")
    _stands(page, "on the way")
    _do(page, "Delivered")
    _stands(page, "on trial")
    expect(page.get_by_role("main")).to_contain_text("due Wed 23 Dec 2026")
    _do(page, "Extend", due_on="2027-01-20", reason="Four patients are in the middle of it.")
    expect(page.get_by_role("main")).to_contain_text("due Wed 20 Jan 2027")
    page.goto("/samples/who-holds-what")
    expect(page.get_by_role("main")).to_contain_text("Noor van Dijk")
    page.goto("/samples")
    # found by its serial number
    page.get_by_label("Serial number or asset tag").fill("H2-24-00317")
    page.get_by_role("button", name="Find").click()
    _stands(page, "out")
    page.get_by_role("link", name="to its loan").click()
    _do(page, "Return is on its way")
    _stands(page, "on its way back")
    _do(page, "Received back")
    _stands(page, "back, to inspect")
    _do(page, "Inspect", condition="good", note="As it went out.")
    _stands(page, "closed")
    axe(page)

    page.goto(f"/samples/units/{unit['id']}")
    _stands(page, "quarantine")
    _made_ready(page)
    _stands(page, "free")
    assert manager.read(f"/sample-units/{unit['id']}")["state"] == "available"
    held = manager.read(f"/sample-units/{unit['id']}")["custody_history"]
    assert [one["practitioner_name"] for one in held] == ["Noor van Dijk"]
