"""The sample programme as steps: two models, eight units, and a loan in every state."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from clinic.accounts.queries import today_of
from clinic.example.days import Desk
from clinic.example.practitioners import OUTSIDERS, Outsider
from clinic.example.telling import Deed, Step, Told
from clinic.incidents import use_cases as incidents
from clinic.samples import use_cases as samples
from clinic.samples.models import Loan
from clinic.samples.rules import Condition, ServiceKind, ServiceResult
from clinic.work.unit import Work

_WHO = "declan"
_TEST_HOLDS = timedelta(days=365)
_THRUM, _MINI = "thrum", "mini"

MODELS = {
    _THRUM: samples.NewModel(
        "Thrum H2",
        20,
        60,
        sku="THR-H2",
        price_cents=24900,
        dial=[
            {"mark": "1", "hz": 20},
            {"mark": "2", "hz": 30},
            {"mark": "3", "hz": 45},
            {"mark": "4", "hz": 60},
        ],
    ),
    _MINI: samples.NewModel(
        "Thrum Mini",
        25,
        50,
        sku="THR-M1",
        price_cents=14900,
        dial=[{"mark": "low", "hz": 25}, {"mark": "high", "hz": 50}],
    ),
}

# unit, its model, its serial number
UNITS = (
    ("1", _THRUM, "H2-24-00317"),
    ("2", _THRUM, "H2-24-00318"),
    ("3", _THRUM, "H2-24-00319"),
    ("4", _THRUM, "H2-24-00342"),
    ("5", _THRUM, "H2-24-00343"),
    ("6", _THRUM, "H2-24-00351"),
    ("7", _MINI, "M1-24-00088"),
    ("8", _MINI, "M1-24-00091"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the programme's diary: days ago, the step's name, the deed."""

    ago: int
    name: str
    deed: Deed


def programme_steps(today: date) -> list[Step]:
    """Tell the programme, one desk's diary in the order of its days."""
    desk = Desk(today)
    lines = sorted((*_stock(), *_people(), *_diary()), key=lambda line: -line.ago)
    return [Step(line.name, desk.next(line.ago), _WHO, line.deed) for line in lines]


def _stock() -> Iterator[Line]:
    for key, model in MODELS.items():
        yield Line(202, f"model {key}", _create_model(model))
    for key, model_key, serial in UNITS:
        yield Line(201, f"unit {key}", _add(model_key, serial, key))
    for key, _model, _serial in UNITS:
        yield from _serviced(200, key, "first")


def _people() -> Iterator[Line]:
    for one in OUTSIDERS:
        yield Line(one.came, one.key, _meet(one))
        if one.checked is not None:
            yield Line(one.checked, f"{one.key} verified", _verify(one))


def _diary() -> Iterator[Line]:
    """Tell the requests and loans; each paragraph is one loan, named by who has it."""
    # closed, in good order
    yield from _lent("fiona", 1, 150, "To show patients how to use one between visits.")
    yield Line(116, "fiona ship", _on_loan("fiona", samples.ship_return_of_loan))
    yield Line(112, "fiona back", _on_loan("fiona", samples.receive_loan, samples.Receipt()))
    good = samples.Inspection(Condition.GOOD, note="As it went out.")
    yield Line(110, "fiona seen", _on_loan("fiona", samples.inspect_loan, good))
    yield from _serviced(108, "1", "again")
    # closed, with a strap missing and paid for
    yield from _lent("karthik", 2, 144, "Two runners with calves that never settle.")
    yield Line(104, "karthik back", _on_loan("karthik", samples.receive_loan, samples.Receipt()))
    short = samples.Inspection(
        Condition.INCOMPLETE, ["strap"], 1800, "The strap stayed with a patient."
    )
    yield Line(102, "karthik seen", _on_loan("karthik", samples.inspect_loan, short))
    yield from _serviced(100, "2", "again")
    yield Line(98, "unit 2 repair", _serve("2", ServiceKind.REPAIR, "New strap fitted."))
    yield Line(90, "karthik again", _ask("karthik", _THRUM, "A third month, for one patient."))
    no = "Two others are waiting; a unit may be bought at any time."
    yield Line(88, "karthik no", _decline("karthik again", no))
    # bought
    yield from _lent("eleni", 3, 140, "For my own shoulders first, then for patients.")
    bought = samples.Purchase(24900)
    yield Line(106, "eleni bought", _on_loan("eleni", samples.purchase_loan, bought))
    # cancelled before it left
    yield from _reserved("jarrah", 1, 84, "Shearers' backs, mostly.")
    closed = samples.Reason("The practice is closed for repairs after the storm.")
    yield Line(78, "jarrah off", _on_loan("jarrah", samples.cancel_loan, closed))
    # lost
    yield from _lent("siobhan", 4, 122, "For clients who travel a long way.")
    gone = samples.Reason("Left on the train; the railway has not found it.")
    yield Line(66, "siobhan lost", _on_loan("siobhan", samples.report_loan_lost, gone))
    # overdue, after one extension
    yield from _lent("tuan", 5, 76, "Comparing it with what we hire out now.")
    yield Line(42, "tuan longer", _extend("tuan"))
    # on its way back
    yield from _lent("amira", 6, 56, "Neck patients who will not come weekly.")
    yield Line(4, "amira ship", _on_loan("amira", samples.ship_return_of_loan))
    # back, not inspected yet, with an incident
    yield from _lent("wei", 7, 62, "Forearms of a climbing group.")
    yield Line(10, "wei back", _on_loan("wei", samples.receive_loan, samples.Receipt()))
    yield Line(8, "incident", _report())
    # on its way out
    yield from _packed("marguerite", 8, 16, "A choir with stiff jaws and necks.")
    parcel = samples.Dispatch("Example Parcels", "EXP 0042 7713")
    yield Line(3, "marguerite sent", _on_loan("marguerite", samples.dispatch_loan, parcel))
    # packed, and reserved
    yield from _packed("ioane", 1, 14, "Two netball teams.")
    yield from _reserved("hannah", 2, 9, "To try it before I recommend it.")
    # waiting: two for the large model, one for the small one; and one nobody has looked at
    for ago, key, model, why in (
        (7, "jarrah", _THRUM, "The practice is open again."),
        (6, "fiona", _THRUM, "A second one, for the new treatment room."),
        (5, "eleni", _MINI, "The small one, for hands and forearms."),
    ):
        yield Line(ago, f"{key} waits", _ask(key, model, why))
        yield Line(ago - 2, f"{key} listed", _approve(f"{key} waits", None))
    yield Line(2, "oscar asks", _ask("oscar", _THRUM, "For clients after training."))


def _lent(key: str, unit: int, ago: int, why: str) -> Iterator[Line]:
    """Tell a loan as far as the trial's first day, ten days after the request."""
    yield from _packed(key, unit, ago, why)
    parcel = samples.Dispatch("Example Parcels", f"EXP 0042 {7000 + ago}")
    yield Line(ago - 7, f"{key} sent", _on_loan(key, samples.dispatch_loan, parcel))
    yield Line(ago - 10, f"{key} there", _on_loan(key, samples.deliver_loan, samples.Delivery()))


def _packed(key: str, unit: int, ago: int, why: str) -> Iterator[Line]:
    yield from _reserved(key, unit, ago, why)
    yield Line(ago - 5, f"{key} packed", _on_loan(key, samples.pack_loan))


def _reserved(key: str, unit: int, ago: int, why: str) -> Iterator[Line]:
    model = next(model for number, model, _serial in UNITS if number == str(unit))
    yield Line(ago, f"{key} asks", _ask(key, model, why))
    yield Line(ago - 3, f"{key} approved", _approve(f"{key} asks", str(unit)))


def _serviced(ago: int, unit: str, when: str) -> Iterator[Line]:
    yield Line(ago, f"unit {unit} clean {when}", _serve(unit, ServiceKind.CLEAN))
    yield Line(ago, f"unit {unit} test {when}", _serve(unit, ServiceKind.TEST_AND_TAG))


# -- the deeds ---------------------------------------------------------------------
def _create_model(model: samples.NewModel) -> Deed:
    return lambda work, _told: samples.create_model(work, model)


def _add(model: str, serial: str, number: str) -> Deed:
    return lambda work, told: samples.add_unit(
        work, samples.NewUnit(told[f"model {model}"], serial, f"BL-{number.zfill(3)}")
    )


def _serve(unit: str, kind: ServiceKind, note: str = "") -> Deed:
    def serve(work: Work, told: Told) -> None:
        due = today_of(work) + _TEST_HOLDS if kind is ServiceKind.TEST_AND_TAG else None
        new = samples.NewServiceRecord(kind, ServiceResult.PASS, next_due_on=due, note=note)
        samples.record_service(work, told[f"unit {unit}"], new)

    return serve


def _meet(one: Outsider) -> Deed:
    new = samples.NewPractitioner(
        name=one.name,
        profession=one.profession,
        email=one.email,
        registration_number=one.registration,
        association=one.association,
        member_number=one.member,
        practice_name=one.practice,
        phone=one.phone,
        address={"suburb": one.suburb, "state": "VIC", "postcode": one.postcode},
        research_updates=one.updates,
    )
    return lambda work, _told: samples.create_practitioner(work, new)


def _verify(one: Outsider) -> Deed:
    source = "public register" if one.registration else one.association
    check = samples.Verification(source=source)
    return lambda work, told: samples.verify_practitioner(work, told[one.key], check)


def _ask(key: str, model: str, why: str) -> Deed:
    return lambda work, told: samples.submit_request(
        work, samples.NewRequest(told[key], told[f"model {model}"], why)
    )


def _approve(request: str, unit: str | None) -> Deed:
    def approve(work: Work, told: Told) -> None:
        named = None if unit is None else told[f"unit {unit}"]
        samples.approve_request(work, told[request], samples.Approval(unit_id=named))

    return approve


def _decline(request: str, reason: str) -> Deed:
    return lambda work, told: samples.decline_request(work, told[request], reason)


def _on_loan(key: str, deed: Callable[..., Any], *what: object) -> Deed:
    """Answer a deed on the loan that came of somebody's first request."""
    return lambda work, told: deed(work, _loan(work, told, key).id, *what)


def _loan(work: Work, told: Told, key: str) -> Loan:
    return work.session.scalars(select(Loan).where(Loan.request_id == told[f"{key} asks"])).one()


def _extend(key: str) -> Deed:
    """Give three weeks more than the trial had: it is overdue by now all the same."""

    def extend(work: Work, told: Told) -> None:
        loan = _loan(work, told, key)
        if loan.due_on is None:
            raise ValueError(f"{key}'s trial has not begun.")
        due_on = loan.due_on + timedelta(days=21)
        reason = "Half of the patients were away over the holidays."
        samples.extend_loan(work, loan.id, samples.Extension(due_on, reason))

    return extend


def _report() -> Deed:
    def report(work: Work, told: Told) -> None:
        new = incidents.NewIncident(
            incidents.About(unit_id=told["unit 7"]),
            what="The handle grew hot within five minutes of use. The unit is switched off.",
            outcome="Nobody was hurt.",
        )
        incidents.report_incident(work, new)

    return report
