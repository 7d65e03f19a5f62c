"""The board: who waits, what is out, what is late, and one next deed on each card."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from clinic.accounts.queries import today_of, zone_of
from clinic.paper.words import count
from clinic.rulebook.permissions import Permission
from clinic.samples.models import (
    Loan,
    LoanEvent,
    MassagerModel,
    Practitioner,
    SampleRequest,
    SampleUnit,
)
from clinic.samples.pages.deeds import Deed, Kind
from clinic.samples.pages.door import pages
from clinic.samples.pages.tables import LOAN_DEEDS, SERVICE_DEEDS, VERIFY
from clinic.samples.pages.words import Tag, called, lacking, lateness, near, near_weekday
from clinic.samples.queries import board as asked
from clinic.samples.queries import stay_of
from clinic.samples.queries.found import by_id
from clinic.samples.queries.shown import shown_requests
from clinic.samples.rules import (
    LOAN,
    Lack,
    LoanState,
    RequestState,
    Service,
    ServiceKind,
    ServiceResult,
    lacks_for_packing,
    lacks_for_release,
)
from clinic.store.base import OfClinic
from clinic.web.page import page
from clinic.work.unit import Work, etag_of, local_day

# cards of one lane; the rest is in the list
_MOST = 6
# a parcel nobody has heard of for so many days is marked [P]
_QUIET_DAYS = 7

_S = LoanState


@dataclass(frozen=True, slots=True)
class Next:
    """The one button of a card: a deed that says nothing more, or the way to its form."""

    label: str
    address: str
    # the version a deed is sent with; None: the address is a page
    etag: str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """One request, loan or unit on the board; `edge`: late, soon, or none."""

    title: str
    address: str
    who: str
    facts: tuple[str, ...]
    next: Next | None = None
    tag: Tag | None = None
    edge: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """One column: its cards, how many there are in all, and the lists where the rest is."""

    slug: str
    title: str
    total: int
    cards: tuple[Card, ...]
    more: str
    empty: str

    @property
    def hidden(self) -> int:
        """How many are not on the board."""
        return self.total - len(self.cards)


@dataclass(frozen=True, slots=True)
class _Day:
    """The clinic's day and zone, for all cards."""

    today: date
    zone: ZoneInfo

    def near(self, day: date | None) -> str:
        return "" if day is None else near(day, self.today)

    def of(self, event: LoanEvent | None) -> date | None:
        return None if event is None else local_day(event.created_at, self.zone)


@pages.get("/samples")
@page("samples/board.html", needs=Permission.SAMPLES)
def show_board(work: Work) -> Mapping[str, Any]:
    """Show the board."""
    work.record("loans.listed")
    day = _Day(today_of(work), zone_of(work))
    counts = asked.loan_counts(work)

    def total(*states: LoanState) -> int:
        return sum(counts.get(state, 0) for state in states)

    reserved = asked.open_loans(work, (_S.RESERVED, _S.PACKED), _MOST)
    travelling = asked.open_loans(work, (_S.DISPATCHED, _S.RETURN_IN_TRANSIT), _MOST)
    on_trial = asked.open_loans(work, (_S.ON_TRIAL,), _MOST)
    received = asked.open_loans(work, (_S.RECEIVED,), _MOST)
    resting, resting_total = asked.resting_units(work, _MOST - len(received))
    services = asked.services_of_units(
        work,
        [*(one.unit.id for one in reserved), *(one.unit.id for one in resting)],
    )
    began = asked.state_days(work, [one.loan.id for one in (*reserved, *travelling)])
    wishes = asked.open_requests(work, _MOST)
    lanes = (
        Lane(
            "requests",
            "Requests",
            asked.open_request_count(work),
            tuple(_requests(work, wishes, day)),
            "/samples/requests",
            "Nobody is asking.",
        ),
        Lane(
            "reserved",
            "Reserved",
            total(_S.RESERVED, _S.PACKED),
            tuple(_reserved(one, services.get(one.unit.id, []), began, day) for one in reserved),
            "/samples/loans?state=reserved",
            "Nothing is to be packed.",
        ),
        Lane(
            "on-the-way",
            "On the way",
            total(_S.DISPATCHED, _S.RETURN_IN_TRANSIT),
            tuple(_travelling(one, began, day) for one in travelling),
            "/samples/loans?state=dispatched",
            "No parcel is on the way.",
        ),
        Lane(
            "on-trial",
            "On trial",
            total(_S.ON_TRIAL),
            tuple(_on_trial(one, day) for one in on_trial),
            "/samples/loans?state=on_trial",
            "No unit is on trial.",
        ),
        Lane(
            "back",
            "Back",
            total(_S.RECEIVED) + resting_total,
            (
                *(_received(one, day) for one in received),
                *(_resting(one, services.get(one.unit.id, [])) for one in resting),
            ),
            "/samples/units?state=quarantined",
            "Nothing waits to be inspected or cleaned.",
        ),
    )
    return {"lanes": lanes, "counts": asked.unit_counts(work)}


# -- one card each --------------------------------------------------------------
def _next_of_loan(loan: Loan) -> Next | None:
    """Answer the first deed that the machine allows and that usually comes next."""
    for action in LOAN.actions_from(loan.state):
        deed = LOAN_DEEDS[action]  # type: ignore[index]  # its keys are words
        if deed.kind is not Kind.STOP:
            return _next(deed, f"/samples/loans/{loan.id}", action, loan)
    return None


def _next(deed: Deed, address: str, action: str, row: OfClinic) -> Next:
    """Answer the button that does a deed with nothing to fill in, else the way to its form."""
    if not deed.asks:
        return Next(deed.label, f"{address}/{action}", etag_of(row))
    return Next(deed.label, f"{address}?do={action}#do-{action}")


def _requests(
    work: Work, wishes: Sequence[tuple[SampleRequest, Practitioner]], day: _Day
) -> Iterable[Card]:
    shown = {row["id"]: row for row in shown_requests(work, [request for request, _ in wishes])}
    holds = asked.practices_hold(work, [whom.practice_name for _, whom in wishes])
    coming = asked.coming_back(
        work, [r.model_id for r, _ in wishes if r.state is RequestState.WAITLISTED]
    )
    models = by_id(work, MassagerModel, (request.model_id for request, _ in wishes))
    for request, whom in wishes:
        practice = holds.get(whom.practice_name)
        card = Card(
            title=f"Request of {near(local_day(request.submitted_at, day.zone), day.today)}",
            address=f"/samples/requests/{request.id}",
            who=whom.name,
            facts=(
                models[request.model_id].name,
                _profession(whom),
                *_known(whom, practice, day),
            ),
            tag=Tag("same practice", "caution", "caution") if practice else None,
        )
        if request.state is RequestState.WAITLISTED:
            place = shown[request.id]["waiting_position"]
            expected = _expected(coming.get(request.model_id, []), place, day)
            yield replace(card, title=f"Waiting, place {place}", facts=(*card.facts, expected))
        elif whom.verified_on is None:
            check = Next(VERIFY.label, f"{card.address}?do=verify#do-verify")
            yield replace(card, next=check)
        else:
            yield replace(card, next=Next("Decide", f"{card.address}?do=approve#do-approve"))


def _profession(whom: Practitioner) -> str:
    return whom.profession.replace("_", " ")


def _known(whom: Practitioner, practice: asked.PracticeHolds | None, day: _Day) -> Iterable[str]:
    if whom.verified_on is not None:
        yield "checked"
    else:
        yield f"{whom.registration_number}, not yet checked".lstrip(", ")
    if practice is not None:
        held = f"{whom.practice_name} holds {practice.loans}"
        due = practice.first_due_on
        late = 0 if due is None else (day.today - due).days
        yield f"{held}, {count(late, 'day')} late" if late > 0 else held


def _expected(due: Sequence[date], place: int, day: _Day) -> str:
    """Say when a unit may come for this place in the queue."""
    if len(due) < place:
        return "no unit is due back"
    at = due[place - 1]
    if at < day.today:
        return "the unit it waits for is late"
    return f"a unit is due {near_weekday(at, day.today)}"


def _loan_card(one: asked.OpenLoan, *facts: str, **more: Any) -> Card:
    return Card(
        title=called(one.unit),
        address=f"/samples/loans/{one.loan.id}",
        who=one.practitioner.name,
        facts=facts,
        **{"next": _next_of_loan(one.loan), **more},
    )


_Began = Mapping[tuple[str, LoanState], LoanEvent]


def _reserved(one: asked.OpenLoan, services: Sequence[Service], began: _Began, day: _Day) -> Card:
    since = day.near(day.of(began.get((one.loan.id, one.loan.state))))
    if one.loan.state is _S.PACKED:
        return _loan_card(one, f"Packed {since}")
    blocked = Tag("cannot pack", "stop", "stop")
    if one.unit.open_incidents:
        return _loan_card(one, f"Since {since}", "an incident is open", tag=blocked, next=None)
    lacks = lacks_for_packing(services, stay_of(one.unit), day.today)
    proofs = _proofs(services, lacks, day)
    if not lacks:
        return _loan_card(one, *proofs)
    return _loan_card(one, *proofs, lacking(lacks), tag=blocked, next=_record(one.unit, lacks))


def _record(unit: SampleUnit, lacks: Sequence[Lack]) -> Next:
    """Lead to the form of the first record that is missing."""
    kind = lacks[0].kind
    address = f"/samples/units/{unit.id}?do={kind}#do-{kind}"
    return Next(SERVICE_DEEDS[kind].label, address)


def _proofs(services: Sequence[Service], lacks: Sequence[Lack], day: _Day) -> Iterable[str]:
    """Answer the proofs that hold: clean 20 Nov, tested 20 Nov."""
    missing = {lack.kind for lack in lacks}
    for kind, words in ((ServiceKind.CLEAN, "Clean"), (ServiceKind.TEST_AND_TAG, "Tested")):
        passed = [s for s in services if s.kind is kind and s.result is ServiceResult.PASS]
        if kind not in missing and passed:
            yield f"{words} {day.near(max(s.done_on for s in passed))}"


def _travelling(one: asked.OpenLoan, began: _Began, day: _Day) -> Card:
    loan = one.loan
    if loan.state is _S.RETURN_IN_TRANSIT:
        since, words = day.of(began.get((loan.id, loan.state))), "On its way back since"
        carried = ""
    else:
        since, words = loan.dispatched_on, "Sent"
        carried = ", ".join(part for part in (loan.carrier, loan.tracking_number) if part)
    quiet = 0 if since is None else (day.today - since).days
    facts = [f"{words} {day.near(since)}"]
    if quiet >= _QUIET_DAYS:
        return _loan_card(one, *facts, f"no receipt for {count(quiet, 'day')}", edge="soon")
    return _loan_card(one, *facts, *([carried] if carried else []))


def _on_trial(one: asked.OpenLoan, day: _Day) -> Card:
    tag = lateness(one.loan.state, one.loan.due_on, day.today)
    due = "" if one.loan.due_on is None else near_weekday(one.loan.due_on, day.today)
    facts = [f"Since {day.near(one.loan.delivered_on)}", f"due {due}"]
    if tag is None:
        # a trial that runs as it should needs nobody's hand
        return _loan_card(one, *facts, next=None)
    return _loan_card(one, *facts, tag=tag, edge="late" if tag.kind == "stop" else "soon")


def _received(one: asked.OpenLoan, day: _Day) -> Card:
    return _loan_card(one, f"Received {day.near(one.loan.received_on)}")


def _resting(one: asked.Resting, services: Sequence[Service]) -> Card:
    unit, lacks = one.unit, lacks_for_release(services, stay_of(one.unit))
    found = f"Inspected: {unit.condition}" if unit.condition else "Not on loan"
    facts = [found, "an incident is open" if unit.open_incidents else "quarantine"]
    return Card(
        title=called(unit),
        address=f"/samples/units/{unit.id}",
        who=f"from {one.last.name}" if one.last else "in stock",
        facts=tuple(facts),
        next=_record(unit, lacks) if lacks else None,
    )
