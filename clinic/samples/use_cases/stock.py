"""Deeds on models, units and their service records."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, select

from clinic.accounts.queries import today_of
from clinic.rulebook.refusals import Invalid, Problem
from clinic.samples.models import MassagerModel, SampleUnit, ServiceRecord
from clinic.samples.rules import (
    UNIT,
    ServiceKind,
    ServiceResult,
    UnitAction,
    UnitState,
    day_problem,
    dial_problems,
    serial_key,
)
from clinic.samples.use_cases.custody import (
    claim_in_queue,
    lock_queue,
    note_unit,
    put_unit,
    release,
    serve_queue,
)
from clinic.work.unit import Work


@dataclass(frozen=True, slots=True)
class NewModel:
    """What a product is: its range, its price, and what its dial's marks mean."""

    name: str
    min_hz: float
    max_hz: float
    sku: str = ""
    price_cents: int | None = None
    artg_number: str = ""
    dial: Sequence[Mapping[str, Any]] = field(default_factory=list)


def create_model(work: Work, new: NewModel) -> MassagerModel:
    """Make a product.

    Raises:
        Invalid: a range upside down, or marks outside it.

    """
    _check_dial(new.min_hz, new.max_hz, new.dial)
    model = work.new(MassagerModel, **asdict(new))
    work.record("massager_model.created", model)
    return model


def change_model(work: Work, model_id: str, changes: Mapping[str, Any]) -> MassagerModel:
    """Change a product.

    Raises:
        Invalid: a range upside down, or marks outside it.

    """
    model = work.claim(MassagerModel, model_id)
    _check_dial(
        changes.get("min_hz", model.min_hz),
        changes.get("max_hz", model.max_hz),
        changes.get("dial", model.dial),
    )
    changed = work.change(model, changes)
    work.record("massager_model.changed", model, fields=changed)
    return model


def _check_dial(min_hz: float, max_hz: float, dial: Sequence[Mapping[str, Any]]) -> None:
    found = dial_problems(min_hz, max_hz, [mark["hz"] for mark in dial])
    problems = [Problem(pointer, words) for pointer, words in found]
    if problems:
        raise Invalid(problems)


@dataclass(frozen=True, slots=True)
class NewUnit:
    """One physical machine."""

    model_id: str
    serial_number: str
    asset_tag: str = ""


def add_unit(work: Work, new: NewUnit) -> SampleUnit:
    """Take a new unit into stock. It is available, and goes at once to whoever waits for one.

    Raises:
        Invalid: no such model, or another unit carries this serial number or tag.

    """
    model = work.named(MassagerModel, new.model_id, "/model_id")
    lock_queue(work, model.id)
    _check_new(work, new)
    unit = work.new(
        SampleUnit,
        model_id=model.id,
        serial_number=new.serial_number,
        serial_key=serial_key(new.serial_number),
        asset_tag=new.asset_tag,
        state=UNIT.initial,
        returns=0,
        open_incidents=[],
    )
    work.session.flush()
    note_unit(work, unit, "add", None)
    work.record("sample_unit.added", unit, model_id=model.id)
    serve_queue(work, model.id)
    return unit


def _check_new(work: Work, new: NewUnit) -> None:
    same_serial = select(SampleUnit.id).where(
        SampleUnit.model_id == new.model_id, SampleUnit.serial_number == new.serial_number
    )
    if work.session.scalar(same_serial) is not None:
        raise Invalid.at("/serial_number", "A unit of this model has this serial number already.")
    same_tag = select(SampleUnit.id).where(SampleUnit.asset_tag == new.asset_tag)
    if new.asset_tag and work.session.scalar(same_tag) is not None:
        raise Invalid.at("/asset_tag", "Another unit carries this tag already.")


@dataclass(frozen=True, slots=True)
class NewServiceRecord:
    """What was done to a unit; today unless a day is given."""

    kind: ServiceKind
    result: ServiceResult
    done_on: date | None = None
    next_due_on: date | None = None
    note: str = ""


def record_service(work: Work, unit_id: str, new: NewServiceRecord) -> ServiceRecord:
    """Record a clean, a test and tag or a repair: it may release a unit, or quarantine it.

    Raises:
        Invalid: done after today, or due again before it was done.

    """
    unit = claim_in_queue(work, SampleUnit, unit_id)
    today = today_of(work)
    done_on = new.done_on or today
    if problem := day_problem(done_on, today, None):
        raise Invalid.at("/done_on", problem)
    if new.next_due_on is not None and new.next_due_on < done_on:
        raise Invalid.at("/next_due_on", f"Cannot lie before done_on ({done_on}).")
    newest = select(func.max(ServiceRecord.seq)).where(ServiceRecord.unit_id == unit.id)
    record = work.new(
        ServiceRecord,
        unit_id=unit.id,
        seq=(work.session.scalar(newest) or 0) + 1,
        kind=new.kind,
        result=new.result,
        done_on=done_on,
        next_due_on=new.next_due_on,
        note=new.note,
        recorded_by=work.actor.user_id,
        after_return=unit.returns,
    )
    work.touch(unit)
    work.record("service.recorded", record, unit_id=unit.id)
    if unit.state is UnitState.AVAILABLE and new.result is ServiceResult.FAIL:
        put_unit(work, unit, UnitState.QUARANTINED, "quarantine", service_record_id=record.id)
        work.also("sample_unit.quarantined", unit)
    else:
        release(work, unit)
    return record


def retire_unit(work: Work, unit_id: str, reason: str) -> SampleUnit:
    """Take a unit out of the programme for good.

    Raises:
        WrongState: it is reserved, with somebody, sold, or retired already.

    """
    unit = claim_in_queue(work, SampleUnit, unit_id)
    put_unit(work, unit, UNIT.after(unit.state, UnitAction.RETIRE), "retire", reason=reason)
    work.record("sample_unit.retired", unit)
    return unit
