"""Rows become the lines of a loan's papers and of a unit's label, for either door to print."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select

from clinic.accounts.context import letterhead_of
from clinic.accounts.models import Clinic
from clinic.accounts.queries import acting_clinic, today_of, users_named, zone_of
from clinic.paper.html import page_of
from clinic.paper.printed import Manuscript
from clinic.rulebook.refusals import Conflict
from clinic.samples import queries
from clinic.samples.context.lines import (
    BorrowerLines,
    LoanAgreement,
    LoanTerms,
    PackingSlip,
    PartLine,
    ReturnSlip,
    UnitLabel,
    UnitLines,
)
from clinic.samples.models import Loan, LoanEvent, MassagerModel, Practitioner, SampleUnit
from clinic.samples.rules import (
    NEEDS_REPAIR,
    TERMS_VERSION,
    LoanAction,
    LoanState,
    Profession,
    Service,
    ServiceKind,
    ServiceResult,
    loan_clauses,
)
from clinic.work.unit import Work, local_day

_CODE_LETTERS = 8
_IN_THE_BOX = (PartLine("Usage guide"), PartLine("Precautions sheet"))


@dataclass(frozen=True, slots=True)
class _Papers:
    """What the papers of one loan are written from."""

    work: Work
    clinic: Clinic
    loan: Loan
    unit: SampleUnit
    model: MassagerModel
    practitioner: Practitioner

    @classmethod
    def of(cls, work: Work, loan_id: str) -> "_Papers":
        """Read everything that is printed on them."""
        loan = work.find(Loan, loan_id)
        return cls(
            work=work,
            clinic=acting_clinic(work),
            loan=loan,
            unit=work.find(SampleUnit, loan.unit_id),
            model=work.find(MassagerModel, loan.model_id),
            practitioner=work.find(Practitioner, loan.practitioner_id),
        )

    @property
    def code(self) -> str:
        """The end of the loan's id: short enough to be read over the telephone."""
        return self.loan.id[-_CODE_LETTERS:]

    @property
    def tag(self) -> str:
        """What is written on the unit."""
        return self.unit.asset_tag or self.unit.serial_number

    @property
    def borrower(self) -> BorrowerLines:
        """The borrower, as on an envelope."""
        whom, address = self.practitioner, self.practitioner.address
        other = whom.profession is Profession.OTHER
        return BorrowerLines(
            name=whom.name,
            profession="practitioner" if other else whom.profession.value.replace("_", " "),
            practice_name=whom.practice_name,
            street=_joined(", ", address, "line1", "line2"),
            town=_joined(" ", address, "suburb", "state", "postcode", "country"),
            registration=whom.registration_number,
            phone=whom.phone,
        )

    @property
    def lines(self) -> UnitLines:
        """The unit, and what was last done to it."""
        services = queries.services_of(self.work, self.unit.id)
        clean = _last_passed(services, ServiceKind.CLEAN)
        test = _last_passed(services, ServiceKind.TEST_AND_TAG)
        return UnitLines(
            model_name=self.model.name,
            asset_tag=self.tag,
            serial_number=self.unit.serial_number,
            last_clean_on=None if clean is None else clean.done_on,
            tested_on=None if test is None else test.done_on,
            test_valid_until=None if test is None else test.next_due_on,
            condition=_condition(self.unit),
        )

    @property
    def parts(self) -> tuple[PartLine, ...]:
        """What lies in the box."""
        return (PartLine(self.model.name, 1, self.unit.serial_number), *_IN_THE_BOX)

    def packed(self) -> tuple[date, str]:
        """Answer when and by whom it was packed; before that: today, and who prints."""
        event = self.work.session.scalar(
            select(LoanEvent).where(
                LoanEvent.loan_id == self.loan.id, LoanEvent.action == LoanAction.PACK.value
            )
        )
        if event is None:
            return today_of(self.work), self._named(self.work.actor.user_id)
        packed_on = local_day(event.created_at, zone_of(self.work))
        return packed_on, self._named(event.actor_id)

    def _named(self, user_id: str | None) -> str:
        return "" if user_id is None else users_named(self.work, [user_id]).get(user_id, "")


def _joined(between: str, address: dict[str, str], *names: str) -> str:
    return between.join(address[name] for name in names if address.get(name))


def _last_passed(services: Sequence[Service], kind: ServiceKind) -> Service | None:
    passed = [s for s in services if s.kind is kind and s.result is ServiceResult.PASS]
    return max(passed, key=lambda service: service.done_on, default=None)


def _condition(unit: SampleUnit) -> str:
    if unit.condition is None:
        return "not recorded" if unit.returns else "new"
    return "repaired" if unit.condition in NEEDS_REPAIR else unit.condition.value


def _agreement(papers: _Papers) -> object:
    loan, clinic = papers.loan, papers.clinic
    return LoanAgreement(
        letterhead=letterhead_of(papers.work),
        loan_code=papers.code,
        issued_on=today_of(papers.work),
        borrower=papers.borrower,
        unit=papers.lines,
        trial_days=loan.trial_days,
        terms=LoanTerms(TERMS_VERSION, loan_clauses(clinic.phone)),
        parts=papers.parts,
        price_cents=papers.model.price_cents,
        delivered_on=loan.delivered_on,
        due_on=loan.due_on,
        verified_on=papers.practitioner.verified_on,
        mark="CANCELLED" if loan.state is LoanState.CANCELLED else "",
        language=clinic.locale,
    )


def _packing_slip(papers: _Papers) -> object:
    _check_it_goes_out(papers.loan)
    packed_on, packed_by = papers.packed()
    return PackingSlip(
        letterhead=letterhead_of(papers.work),
        loan_code=papers.code,
        packed_on=packed_on,
        packed_by=packed_by,
        borrower=papers.borrower,
        unit=papers.lines,
        parts=papers.parts,
        last_return_on=papers.unit.returned_on,
        language=papers.clinic.locale,
    )


def _return_slip(papers: _Papers) -> object:
    _check_it_goes_out(papers.loan)
    return ReturnSlip(
        letterhead=letterhead_of(papers.work),
        loan_code=papers.code,
        printed_on=today_of(papers.work),
        borrower=papers.borrower,
        unit=papers.lines,
        parts=papers.parts,
        due_on=papers.loan.due_on,
        language=papers.clinic.locale,
    )


def _check_it_goes_out(loan: Loan) -> None:
    if loan.state is LoanState.CANCELLED:
        raise Conflict("This loan was cancelled: nothing is packed for it or comes back.")


class LoanPaper(StrEnum):
    """The papers of a loan, as their addresses name them."""

    AGREEMENT = "agreement"
    PACKING_SLIP = "packing-slip"
    RETURN_SLIP = "return-slip"


@dataclass(frozen=True, slots=True)
class _Paper:
    template: str
    printed: str
    written: Callable[[_Papers], object]


_KINDS = {
    LoanPaper.AGREEMENT: _Paper("loan-agreement.html", "loan.agreement_printed", _agreement),
    LoanPaper.PACKING_SLIP: _Paper("packing-slip.html", "loan.packing_slip_printed", _packing_slip),
    LoanPaper.RETURN_SLIP: _Paper("return-slip.html", "loan.return_slip_printed", _return_slip),
}


def prepare_paper(paper: LoanPaper) -> Callable[..., Manuscript]:
    """Answer what writes this paper of a loan."""
    kind = _KINDS[paper]

    def prepare(work: Work, loan_id: str) -> Manuscript:
        return Manuscript(page_of(kind.template, kind.written(_Papers.of(work, loan_id))), work.now)

    return prepare


def note_paper(work: Work, paper: LoanPaper, loan_id: str) -> None:
    """Leave the entry of a printed paper."""
    work.record(_KINDS[paper].printed, work.find(Loan, loan_id))


def prepare_label(work: Work, unit_id: str) -> Manuscript:
    """Write the label that is stuck on a unit."""
    unit, clinic = work.find(SampleUnit, unit_id), acting_clinic(work)
    label = UnitLabel(
        letterhead=letterhead_of(work),
        asset_tag=unit.asset_tag or unit.serial_number,
        url=_where_to_ask(clinic),
        language=clinic.locale,
    )
    return Manuscript(page_of("unit-label.html", label), work.now)


def _where_to_ask(clinic: Clinic) -> str:
    """Answer what a finder's telephone opens: a call, a mail, or at least the name and address."""
    if number := "".join(sign for sign in clinic.phone if sign.isdigit() or sign == "+"):
        return f"tel:{number}"
    if clinic.email:
        return f"mailto:{clinic.email}"
    return ", ".join(part for part in (clinic.name, clinic.address) if part)


def note_label(work: Work, unit_id: str) -> None:
    """Leave the entry of a printed label."""
    work.record("sample_unit.label_printed", work.find(SampleUnit, unit_id))
