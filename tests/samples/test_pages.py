"""The pages of the sample programme: a loan's whole life through forms, and what is refused."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event
from werkzeug.test import TestResponse

from clinic.rulebook.permissions import Role
from clinic.store.database import db
from tests.browsing import Visitor, form_in, forms_in, words, words_of
from tests.conftest import Cast, Clock
from tests.samples.builders import (
    PATHS,
    TODAY,
    a_loan,
    a_model,
    a_practitioner,
    a_record,
    a_request,
    a_reserved_loan,
    a_unit,
    approved,
    made_ready,
    step,
)

BOARD = "/samples"


@pytest.fixture
def sam(clinic: Cast) -> Visitor:
    """The sample manager at a browser."""
    return clinic.browse(Role.SAMPLE_MANAGER)


def actions_on(html: str, address: str) -> set[str]:
    """Answer the deeds below an address that a page has a form for."""
    found = (form.action for form in forms_in(html) if form.action.startswith(f"{address}/"))
    return {action.removeprefix(f"{address}/") for action in found}


def refused(answer: TestResponse, status: int = 422) -> str:
    """Answer the words of a page that was shown again."""
    assert answer.status_code == status, words_of(answer)
    return words_of(answer)


def card_of(html: str, title: str) -> str:
    """Answer one card of the board."""
    found = re.findall(r'(?s)<li class="card.*?</li>', html)
    return next(card for card in found if f">{title}<" in card)


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect the statements that are sent to the database."""
    sent: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


# -- the whole life -------------------------------------------------------------
def test_a_massager_is_lent_extended_taken_back_and_freed_by_forms_alone(  # noqa: PLR0915
    clinic: Cast, sam: Visitor, clock: Clock
) -> None:
    assert "Begin here" in sam.words(BOARD)
    sam.press(
        "/samples/models/new",
        "/samples/models/new",
        name="Thrum",
        min_hz="20",
        max_hz="65",
        price_cents="249.50",
        dial__0__mark="low",
        dial__0__hz="20",
    )
    (model,) = clinic.sample_manager.read("/massager-models")["items"]
    assert (model["price_cents"], model["dial"]) == (24950, [{"mark": "low", "hz": 20}])
    unit = sam.press(
        "/samples/units/new", "/samples/units/new", serial_number="S-1", asset_tag="GP-1"
    )
    whom = sam.press(
        "/samples/practitioners/new",
        "/samples/practitioners/new",
        name="Sunita Prakash",
        profession="physiotherapist",
        registration_number="PHY0002148831",
        practice_name="Fernside",
        email="sunita@fernside.example",
        address__suburb="Kyneton",
    )
    new = f"/samples/requests/new?practitioner_id={whom.rsplit('/', 1)[-1]}"
    request = sam.press(new, "/samples/requests/new", reason="Runners")
    assert "not yet checked" in sam.words(BOARD)
    sam.press(request, f"{request}/verify", source="public register")
    loan = sam.press(request, f"{request}/approve", trial_days="21")
    assert loan.startswith("/samples/loans/")

    # it cannot be packed before it is clean and tested: board and loan name what is missing
    board = sam.see(BOARD)
    assert "cannot pack" in card_of(board, "GP-1")
    assert "clean and test and tag missing" in words(card_of(board, "GP-1"))
    assert "clean and test and tag missing" in sam.words(loan)
    answer = sam.submit(loan, f"{loan}/pack")
    assert "Missing: clean" in refused(answer, 409)
    sam.press(unit, f"{unit}/clean")
    assert "test and tag missing" in words(card_of(sam.see(BOARD), "GP-1"))
    sam.press(unit, f"{unit}/test_and_tag", result="pass", next_due_on="2027-11-20")
    assert "Clean 20 Nov · Tested 20 Nov" in words(card_of(sam.see(BOARD), "GP-1"))

    # one press on the board packs it
    assert sam.press(BOARD, f"{loan}/pack") == loan
    assert "Packed. Print the packing slip" in sam.words(loan)
    sam.press(loan, f"{loan}/dispatch", carrier="Express", tracking_number="33XQ")
    assert "Sent 20 Nov · Express, 33XQ" in words(card_of(sam.see(BOARD), "GP-1"))
    clock.forward(days=2)
    sam = clinic.browse(Role.SAMPLE_MANAGER)
    sam.press(loan, f"{loan}/deliver", delivered_on="2026-11-21")
    assert "due Sat 12 Dec 2026" in sam.words(loan)
    sam.press(loan, f"{loan}/extend", due_on="2026-12-19", reason="Two more patients")
    text = sam.words(loan)
    assert "from 12 Dec to 19 Dec: Two more patients" in text
    assert "first due day 12 Dec, due 19 Dec" in text

    # late by words, on the board and on its page
    clock.forward(days=30)
    sam = clinic.browse(Role.SAMPLE_MANAGER)
    late = card_of(sam.see(BOARD), "GP-1")
    assert 'class="card card--late"' in late
    assert "3 days late" in words(late)
    assert "1 of them late" in sam.words(BOARD)
    assert "3 days late" in sam.words(loan)
    sam.press(loan, f"{loan}/ship-return")
    sam.press(loan, f"{loan}/receive")
    sam.press(
        loan, f"{loan}/inspect", condition="good", missing_parts="strap\n\n pad ", charge_cents="18"
    )
    found = clinic.sample_manager.read(f"/loans/{loan.rsplit('/', 1)[-1]}")
    assert found["state"] == "closed"
    assert found["charge_cents"] == 1800
    assert found["inspection"]["missing_parts"] == ["strap", "pad"]
    assert "from Sunita Prakash" in words(card_of(sam.see(BOARD), "GP-1"))
    sam.press(unit, f"{unit}/clean")
    sam.press(unit, f"{unit}/test_and_tag", result="pass", next_due_on="2027-12-20")
    assert "1 free" in sam.words(BOARD)
    assert "Free again" in sam.words(unit)
    assert "Nothing more: this loan is over" in sam.words(loan)


def test_a_loan_can_be_cancelled_lost_found_and_bought(clinic: Cast, sam: Visitor) -> None:
    def page_of(loan: Any) -> str:
        return f"/samples/loans/{loan['id']}"

    reserved = page_of(a_loan(clinic.sample_manager))
    assert "its request is withdrawn with this reason" in sam.words(reserved)
    sam.press(reserved, f"{reserved}/cancel", reason="Moved abroad")
    assert "<b>Cancelled</b>: <q>Moved abroad</q>" in sam.see(reserved)
    lost = page_of(a_loan(clinic.sample_manager, "on_trial"))
    sam.press(lost, f"{lost}/report-lost", reason="Left on the train")
    assert "Received back" in sam.words(lost)
    sam.press(lost, f"{lost}/receive")
    bought = page_of(a_loan(clinic.sample_manager, "on_trial"))
    sam.press(bought, f"{bought}/purchase", price_cents="$1,249.5", purchased_on="")
    assert "Bought for $1249.50" in sam.words(bought)


# -- what is possible comes from the machines --------------------------------------
@pytest.mark.parametrize("state", PATHS)
def test_a_loans_page_has_a_form_for_each_open_deed_and_says_why_not_for_the_others(
    clinic: Cast, sam: Visitor, state: str
) -> None:
    loan = a_loan(clinic.sample_manager, state)
    address = f"/samples/loans/{loan['id']}"
    html = sam.see(address)
    assert actions_on(html, address) == set(loan["actions"])
    not_now = words(html).partition("Not now: ")[2]
    assert not_now.count("(") >= 1
    assert "()" not in not_now


@pytest.mark.parametrize("state", ["submitted", "waitlisted", "approved", "declined", "withdrawn"])
def test_a_requests_page_has_a_form_for_each_open_deed(
    clinic: Cast, sam: Visitor, state: str
) -> None:
    client = clinic.sample_manager
    model = a_model(client)
    if state in {"approved", "fulfilled"}:
        made_ready(client, a_unit(client, model)["id"])
    request = a_request(client, model)
    act = {"waitlisted": "approve", "approved": "approve", "declined": "decline"}.get(state)
    act = "withdraw" if state == "withdrawn" else act
    if act:
        body = {"reason": "No unit to spare"} if act == "decline" else None
        request = client.do(f"/sample-requests/{request['id']}/{act}", body)
    assert request["state"] == state
    address = f"/samples/requests/{request['id']}"
    assert actions_on(sam.see(address), address) == set(request["actions"])


def test_a_units_page_has_a_form_for_each_open_deed_and_each_record(
    clinic: Cast, sam: Visitor
) -> None:
    client = clinic.sample_manager
    for state in ("reserved", "on_trial", "received", "lost", "purchased"):
        unit = client.read(f"/sample-units/{a_loan(client, state)['unit_id']}")
        address = f"/samples/units/{unit['id']}"
        records = {"clean", "test_and_tag", "repair"}
        assert actions_on(sam.see(address), address) == {*records, *unit["actions"]}


# -- refusals -----------------------------------------------------------------------
def test_a_refused_field_says_why_and_keeps_what_was_typed(clinic: Cast, sam: Visitor) -> None:
    loan = a_loan(clinic.sample_manager, "on_trial")
    address = f"/samples/loans/{loan['id']}"
    answer = sam.submit(
        address, f"{address}/extend", due_on=loan["due_on"], reason="Four <b>patients</b>"
    )
    html = answer.get_data(as_text=True)
    assert "Must lie after the present due day" in refused(answer)
    assert 'href="#do-extend-due_on"' in html
    assert re.search(r'<details class="do" id="do-extend" name="deeds" open>', html)
    again = form_in(html, f"{address}/extend")
    assert ("reason", "Four <b>patients</b>") in again.fields
    # the reason belongs to this deed alone
    assert ("reason", "") in form_in(html, f"{address}/report-lost").fields
    assert clinic.sample_manager.read(f"/loans/{loan['id']}") == loan


@pytest.mark.parametrize(
    ("state", "action", "typed", "told"),
    [
        ("packed", "dispatch", {"carrier": ""}, "Carrier : Please fill this in"),
        ("dispatched", "deliver", {"delivered_on": "2026-11-21"}, "Cannot lie after today"),
        ("dispatched", "deliver", {"delivered_on": "soon"}, "Must be a day"),
        ("on_trial", "report-lost", {"reason": " "}, "What is known : Please fill this in"),
        ("reserved", "cancel", {"reason": ""}, "Why : Please fill this in"),
        ("on_trial", "purchase", {"price_cents": "-5"}, "Must be an amount"),
        ("on_trial", "purchase", {"price_cents": "99999999"}, "Price :"),
        ("received", "inspect", {}, "Condition : Please fill this in"),
        (
            "received",
            "inspect",
            {"condition": "good", "missing_parts": "x" * 300},
            "Missing parts : Line 1: Longer than 200",
        ),
    ],
)
def test_each_deed_is_refused_at_its_own_field(
    clinic: Cast, sam: Visitor, state: str, action: str, typed: dict[str, str], told: str
) -> None:
    loan = a_loan(clinic.sample_manager, state)
    address = f"/samples/loans/{loan['id']}"
    answer = sam.submit(address, f"{address}/{action}", **typed)
    assert told in refused(answer)
    assert clinic.sample_manager.read(f"/loans/{loan['id']}")["state"] == state


def test_a_deed_that_is_gone_is_refused_in_words_and_what_was_typed_is_told(
    clinic: Cast, sam: Visitor
) -> None:
    loan = a_loan(clinic.sample_manager, "on_trial")
    address = f"/samples/loans/{loan['id']}"
    old = sam.form(address, f"{address}/extend")
    step(clinic.owner, loan, "receive")
    answer = sam.send_form(old, due_on="2027-02-01", reason="Two more weeks")
    text = refused(answer, 412)
    assert "Somebody changed this" in text
    assert "Two more weeks" in text


def test_a_stale_page_changes_nothing(clinic: Cast, sam: Visitor) -> None:
    loan = a_loan(clinic.sample_manager, "on_trial")
    address = f"/samples/loans/{loan['id']}"
    old = sam.form(address, f"{address}/extend")
    step(clinic.owner, loan, "extend", due_on="2027-01-10")
    answer = sam.send_form(old, due_on="2027-02-01", reason="Two more weeks")
    assert "Somebody changed this" in refused(answer, 412)
    again = form_in(answer.get_data(as_text=True), f"{address}/extend")
    assert ("due_on", "2027-02-01") in again.fields
    assert clinic.sample_manager.read(f"/loans/{loan['id']}")["due_on"] == "2027-01-10"
    # compared and sent again, it holds
    assert sam.send_form(again).status_code == 303


def test_a_double_press_is_one_deed(clinic: Cast, sam: Visitor) -> None:
    loan = a_loan(clinic.sample_manager, "reserved")
    address = f"/samples/loans/{loan['id']}"
    pack = sam.form(BOARD, f"{address}/pack")
    assert [sam.send_form(pack).status_code for _ in range(2)] == [303, 303]
    assert len(clinic.sample_manager.read(f"/loans/{loan['id']}")["history"]) == 2
    whom = sam.form("/samples/practitioners/new", "/samples/practitioners/new")
    typed = {"name": "Ann Once", "profession": "myotherapist", "email": "ann@once.example"}
    places = {sam.send_form(whom, **typed).headers["Location"] for _ in range(2)}
    assert len(places) == 1
    names = [one["name"] for one in clinic.owner.read("/practitioners")["items"]]
    assert names.count("Ann Once") == 1


# -- who may --------------------------------------------------------------------------
@pytest.mark.parametrize("role", [Role.CLINICIAN, Role.RECEPTION])
def test_other_roles_see_no_page_and_do_no_deed(clinic: Cast, sam: Visitor, role: Role) -> None:
    loan = a_loan(clinic.sample_manager, "reserved")
    address = f"/samples/loans/{loan['id']}"
    pack = sam.form(address, f"{address}/pack")
    other = clinic.browse(role)
    for page in (BOARD, address, "/samples/units", "/samples/models", "/samples/who-holds-what"):
        assert other.get(page).status_code == 403
    fields = dict(pack.fields) | {"csrf": other.csrf()}
    assert other.send("POST", pack.action, data=fields).status_code == 403
    assert clinic.owner.read(f"/loans/{loan['id']}")["state"] == "reserved"
    assert clinic.browse(Role.OWNER).see(address)


def test_another_clinic_finds_nothing(clinic: Cast, other_clinic: Cast) -> None:
    client = clinic.sample_manager
    loan = a_loan(client, "on_trial")
    unit = client.read(f"/sample-units/{loan['unit_id']}")
    stranger = other_clinic.browse(Role.SAMPLE_MANAGER)
    csrf = stranger.csrf()
    for address in (
        f"/samples/loans/{loan['id']}",
        f"/samples/loans/{loan['id']}/agreement.pdf",
        f"/samples/units/{loan['unit_id']}",
        f"/samples/units/{loan['unit_id']}/label.pdf",
        f"/samples/requests/{loan['request_id']}",
        f"/samples/practitioners/{loan['practitioner_id']}",
        f"/samples/practitioners/{loan['practitioner_id']}/edit",
        f"/samples/models/{loan['model_id']}",
    ):
        assert stranger.get(address).status_code == 404, address
    deed = f"/samples/loans/{loan['id']}/ship-return"
    assert stranger.send("POST", deed, data={"csrf": csrf}).status_code == 404
    for page in (BOARD, "/samples/units", "/samples/loans", "/samples/who-holds-what"):
        assert unit["serial_number"] not in stranger.see(page)
    assert stranger.get(f"/samples/units?q={unit['serial_number']}").status_code == 200
    assert client.read(f"/loans/{loan['id']}") == loan


# -- the board ------------------------------------------------------------------------
def test_the_board_asks_as_many_questions_for_many_cards_as_for_few(
    app: Flask, clinic: Cast, sam: Visitor
) -> None:
    def fill() -> None:
        client = clinic.sample_manager
        for state in ("reserved", "packed", "dispatched", "on_trial", "received"):
            a_loan(client, state)
        a_loan(client, "return_in_transit")
        closed = a_loan(client, "closed")
        assert client.read(f"/sample-units/{closed['unit_id']}")["state"] == "quarantined"
        model = a_model(client)
        whom = a_practitioner(client, practice_name="Fernside", verified=False)
        a_request(client, model, whom)
        approved(client, model, a_practitioner(client, practice_name="Fernside"))

    def asked() -> int:
        with app.app_context(), counted() as sent:
            sam.see(BOARD)
        return len(sent)

    fill()
    sam.see(BOARD)
    few = asked()
    for _ in range(3):
        fill()
    assert asked() == few
    assert few < 45


def test_a_lane_shows_the_first_and_leads_to_the_rest(clinic: Cast, sam: Visitor) -> None:
    client = clinic.sample_manager
    model = a_model(client)
    for _ in range(8):
        a_request(client, model)
    html = sam.see(BOARD)
    assert html.count('<li class="card') == 6
    assert "2 more" in words(html)
    assert sam.see("/samples/requests?state=submitted").count('class="who"') == 8
    assert sam.see("/samples/requests?state=waitlisted").count('class="who"') == 0
    first = sam.see("/samples/requests?state=submitted&limit=3")
    onward = re.search(r'href="(/samples/requests\?[^"]*cursor=[^"]*)"', first)
    assert onward is not None
    assert "state=submitted" in onward[1]
    assert sam.see(onward[1].replace("&amp;", "&")).count('class="who"') == 3


def test_a_request_tells_of_its_practice_and_its_place(
    clinic: Cast, sam: Visitor, clock: Clock
) -> None:
    client = clinic.sample_manager
    model = a_model(client)
    made_ready(client, a_unit(client, model)["id"])
    has = a_practitioner(client, practice_name="Fernside", name="Ann")
    loan = client.read(f"/loans/{approved(client, model, has)['loan_id']}")
    for action in ("pack", "dispatch", "deliver"):
        loan = step(client, loan, action)
    wants = a_practitioner(client, practice_name="Fernside", name="Ben")
    approved(client, model, wants)
    a_request(client, model, a_practitioner(client, name="Cem", verified=False))
    text = sam.words(BOARD)
    assert "same practice" in text
    assert "Fernside holds 1" in text
    assert "Waiting, place 1" in text
    assert "a unit is due Sun 20 Dec" in text
    assert "Check registration" in text
    clock.forward(days=29)
    sam = clinic.browse(Role.SAMPLE_MANAGER)
    assert "due in 1 day" in sam.words(BOARD)
    clock.forward(days=5)
    sam = clinic.browse(Role.SAMPLE_MANAGER)
    text = sam.words(BOARD)
    assert "Fernside holds 1, 4 days late" in text
    assert "the unit it waits for is late" in text


def test_a_parcel_nobody_has_heard_of_is_marked(clinic: Cast, sam: Visitor, clock: Clock) -> None:
    a_loan(clinic.sample_manager, "dispatched")
    assert "card--soon" not in sam.see(BOARD)
    clock.forward(days=11)
    sam = clinic.browse(Role.SAMPLE_MANAGER)
    html = sam.see(BOARD)
    assert "card--soon" in html
    assert "no receipt for 11 days" in words(html)


def test_a_broken_unit_is_counted_as_in_repair_until_it_is_mended(
    clinic: Cast, sam: Visitor
) -> None:
    client = clinic.sample_manager
    loan = step(client, a_loan(client, "received"), "inspect", condition="damaged")
    assert "1 in repair" in sam.words(BOARD)
    unit = f"/samples/units/{loan['unit_id']}"
    sam.press(unit, f"{unit}/repair", note="New switch")
    assert "1 back · none in repair" in sam.words(BOARD)


# -- finding ----------------------------------------------------------------------------
def test_a_whole_number_or_tag_leads_straight_to_its_unit(clinic: Cast, sam: Visitor) -> None:
    client = clinic.sample_manager
    model = a_model(client)
    unit = a_unit(client, model, serial_number="H2-24-00317", asset_tag="BL-001")
    a_unit(client, model, serial_number="H2-24-00318", asset_tag="BL-002")
    for q in ("H2-24-00317", "h2-24-00317", "BL-001", "bl-001", "H2-24-317"):
        answer = sam.get("/samples/units", query_string={"q": q})
        assert answer.status_code == 303, q
        assert answer.headers["Location"] == f"/samples/units/{unit['id']}"
    html = sam.see("/samples/units?q=H2-24")
    assert "BL-001" in html
    assert "BL-002" in html
    for nothing in ("%", "_", "H3"):
        assert "No unit is called so" in sam.words(
            f"/samples/units?q={nothing}".replace("%", "%25")
        )


@pytest.mark.parametrize(
    "address",
    [
        "/samples/units?state=gone",
        "/samples/loans?state=gone",
        "/samples/loans?overdue=perhaps",
        "/samples/requests?limit=0",
        "/samples/units?cursor=!!",
        "/samples/units?model_id=x",
        "/samples/who-holds-what?serial_from=" + "9" * 70,
        "/samples/practitioners?q=" + "x" * 300,
    ],
)
def test_an_address_that_asks_for_nonsense_is_refused(sam: Visitor, address: str) -> None:
    assert sam.get(address).status_code == 422


def test_units_are_filtered_by_state(clinic: Cast, sam: Visitor) -> None:
    client = clinic.sample_manager
    out = client.read(f"/sample-units/{a_loan(client, 'on_trial')['unit_id']}")
    here = client.read(f"/sample-units/{a_loan(client, 'reserved')['unit_id']}")
    html = sam.see("/samples/units?state=on_loan")
    assert out["serial_number"] in html
    assert here["serial_number"] not in html


def test_who_holds_what_is_whole_and_narrowed_by_serial_number(
    clinic: Cast, sam: Visitor, clock: Clock
) -> None:
    client = clinic.sample_manager
    model = a_model(client)
    for number in (9, 10, 11):
        unit = a_unit(client, model, serial_number=f"GP-{number}")
        made_ready(client, unit["id"])
        whom = a_practitioner(client, name=f"Holder {number}", phone="0491 570 006")
        loan = client.read(f"/loans/{approved(client, model, whom)['loan_id']}")
        for action in ("pack", "dispatch", "deliver"):
            step(client, loan, action)
    a_unit(client, model, serial_number="GP-12")
    text = sam.words("/samples/who-holds-what")
    assert "3 units out, sold or lost" in text
    assert "0491 570 006" in text
    assert "GP-12" not in text
    narrow = sam.words("/samples/who-holds-what?serial_from=GP-10&serial_to=GP-11")
    assert "GP-9" not in narrow
    assert "Holder 10" in narrow
    clock.forward(days=31)
    sam = clinic.browse(Role.SAMPLE_MANAGER)
    assert sam.words("/samples/who-holds-what").count("1 day late") == 3
    step(client, loan, "ship-return")
    text = sam.words("/samples/who-holds-what")
    assert text.count("1 day late") == 2
    assert "on its way back" in text


# -- practitioners, models, units ----------------------------------------------------------
def test_a_practitioner_is_changed_and_has_to_be_checked_again(clinic: Cast, sam: Visitor) -> None:
    one = a_practitioner(clinic.sample_manager, address={"suburb": "Kyneton"})
    page = f"/samples/practitioners/{one['id']}"
    sam.press(f"{page}/edit", f"{page}/edit", phone="0491 570 110", address__suburb="")
    now = clinic.sample_manager.read(f"/practitioners/{one['id']}")
    assert (now["phone"], now["verified"], now["address"]) == ("0491 570 110", True, {})
    sam.press(f"{page}/edit", f"{page}/edit", name="Sunita Rao")
    assert "Please check the registration again" in sam.words(page)
    assert "no request can be approved before" in sam.words(page)
    sam.press(page, f"{page}/verify", checked_on="2026-11-18", source="public register")
    assert "Wed 18 Nov 2026, public register, by Sam" in sam.words(page)
    answer = sam.submit(page, f"{page}/verify", checked_on="2026-12-18")
    assert "Cannot lie after today" in refused(answer)
    answer = sam.submit(f"{page}/edit", f"{page}/edit", registration_number="")
    assert "A registration number is needed" in refused(answer)


def test_practitioners_are_found_by_any_of_their_names(clinic: Cast, sam: Visitor) -> None:
    a_practitioner(clinic.sample_manager, name="Marek Dvořák", practice_name="Goldfields Osteo")
    a_practitioner(clinic.sample_manager, name="Grace Adeyemi")
    text = sam.words("/samples/practitioners?q=goldfields")
    assert "Marek" in text
    assert "Grace" not in text
    assert "Nobody is called so" in sam.words("/samples/practitioners?q=100%25")


def test_a_request_waits_when_no_unit_is_free_and_takes_the_one_that_is_named(
    clinic: Cast, sam: Visitor
) -> None:
    client = clinic.sample_manager
    model = a_model(client)
    waits = f"/samples/requests/{a_request(client, model)['id']}"
    assert "goes on the waiting list" in sam.words(waits)
    assert sam.press(waits, f"{waits}/approve") == waits
    assert "waits for the next one" in sam.words(waits)
    sam.press("/samples/units/new", "/samples/units/new", model_id=model["id"], serial_number="A")
    assert "To the loan" in sam.words(waits)
    units = [a_unit(client, model, serial_number=name) for name in ("B", "C")]
    named = f"/samples/requests/{a_request(client, model)['id']}"
    loan = sam.press(named, f"{named}/approve", unit_id=units[1]["id"])
    assert client.read(f"/loans/{loan.rsplit('/', 1)[-1]}")["unit_id"] == units[1]["id"]
    unchecked = a_practitioner(client, verified=False)
    early = f"/samples/requests/{a_request(client, model, unchecked)['id']}"
    assert "the registration is not checked yet" in sam.words(early)
    assert "is not verified" in refused(sam.submit(early, f"{early}/approve"), 409)
    sam.press(early, f"{early}/decline", reason="Too far away")
    assert "Too far away" in sam.words(early)
    answer = sam.submit("/samples/requests/new", practitioner_id="")
    assert "Practitioner : Please fill this in" in refused(answer)


def test_a_models_form_keeps_price_and_dial_as_they_were(clinic: Cast, sam: Visitor) -> None:
    client = clinic.sample_manager
    dial = [{"mark": "1", "hz": 20}, {"mark": "2", "hz": 32.5}]
    model = a_model(client, price_cents=18905, dial=dial)
    page = f"/samples/models/{model['id']}"
    sam.press(page, page, name="Thrum H2")
    now = client.read(f"/massager-models/{model['id']}")
    assert (now["name"], now["price_cents"], now["dial"]) == ("Thrum H2", 18905, dial)
    sam.press(page, page, price_cents="", dial__1__mark="", dial__1__hz="")
    now = client.read(f"/massager-models/{model['id']}")
    assert (now["price_cents"], now["dial"]) == (None, dial[:1])
    answer = sam.submit(page, page, max_hz="10")
    assert "Cannot lie below" in refused(answer)
    answer = sam.submit(page, page, dial__0__hz="99")
    assert "Must lie between" in refused(answer)
    assert 'id="f-dial-0-hz-err"' in answer.get_data(as_text=True)


def test_a_failed_record_keeps_a_unit_and_a_retired_one_is_gone(clinic: Cast, sam: Visitor) -> None:
    client = clinic.sample_manager
    unit = a_unit(client, a_model(client), asset_tag="GP-7")
    page = f"/samples/units/{unit['id']}"
    answer = sam.submit(page, f"{page}/test_and_tag")
    text = refused(answer)
    assert "Result : Please fill this in" in text
    assert "Due again on : Please fill this in" in text
    sam.press(page, f"{page}/test_and_tag", result="fail", next_due_on="2027-11-20")
    text = sam.words(page)
    assert "It stays in quarantine without: test and tag (failed" in text
    assert "failed" in text
    sam.press(page, f"{page}/retire", reason="The motor is worn out")
    assert "Retired by Sam" in sam.words(page)
    assert "retire the unit (it has left the stock)" in sam.words(page)
    answer = sam.submit("/samples/units/new", model_id=unit["model_id"], serial_number="")
    assert "Serial number : Please fill this in" in refused(answer)
    answer = sam.submit(
        "/samples/units/new", model_id=unit["model_id"], serial_number="Z", asset_tag="GP-7"
    )
    assert "Another unit carries this tag" in refused(answer)


def test_a_units_page_tells_who_held_it_and_what_was_done(clinic: Cast, sam: Visitor) -> None:
    client = clinic.sample_manager
    loan = a_loan(client, "received")
    a_record(client, loan["unit_id"], "repair", note="New strap")
    page = f"/samples/units/{loan['unit_id']}"
    text = sam.words(page)
    assert "Not inspected yet" in text
    assert "New strap" in text
    assert f'href="/samples/loans/{loan["id"]}?do=inspect#do-inspect"' in sam.see(page)
    opened = sam.see(f"/samples/loans/{loan['id']}?do=inspect")
    assert 'id="do-inspect" name="deeds" open>' in opened
    assert date(2026, 11, 20).isoformat() == TODAY
    assert "Fri 20 Nov 2026" in text


# -- papers ---------------------------------------------------------------------------------
def test_the_papers_are_printed_from_their_pages(clinic: Cast, sam: Visitor) -> None:
    loan = a_reserved_loan(clinic.sample_manager)
    address = f"/samples/loans/{loan['id']}"
    links = re.findall(r'href="([^"]+\.pdf)"', sam.see(address))
    assert len(links) == 4
    for link in links:
        answer = sam.get(link)
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf"), link
    entries = clinic.owner.read("/audit-entries?limit=10")["items"]
    printed = {entry["event"] for entry in entries}
    assert "loan.packing_slip_printed" in printed
    assert "sample_unit.label_printed" in printed
    step(clinic.sample_manager, loan, "cancel")
    links = re.findall(r'href="([^"]+\.pdf)"', sam.see(address))
    assert not [link for link in links if "slip" in link]
    assert sam.get(f"{address}/packing-slip.pdf").status_code == 409
