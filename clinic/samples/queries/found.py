"""Finding by name or number, and the rows that other rows name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from sqlalchemy import func, or_, select

from clinic.samples.models import MassagerModel, Practitioner, SampleUnit, ServiceRecord
from clinic.samples.queries.lists import UnitQuery, narrowed_units, sample_units
from clinic.samples.rules import UnitState, serial_key
from clinic.store.base import OfClinic
from clinic.work.paging import MOST, Page, Paging, page
from clinic.work.unit import Work

Row = TypeVar("Row", bound=OfClinic)


def by_id(work: Work, kind: type[Row], ids: Iterable[str | None]) -> Mapping[str, Row]:
    """Answer rows by their ids."""
    wanted = sorted({one for one in ids if one})
    rows = work.session.scalars(select(kind).where(kind.id.in_(wanted)))
    return {row.id: row for row in rows}


@dataclass(frozen=True, slots=True)
class FindUnits(UnitQuery):
    """Which units, and what stands in their serial number or asset tag."""

    q: str = ""


def unit_called(work: Work, name: str) -> SampleUnit | None:
    """Answer the one unit with exactly this serial number or asset tag, however it is written."""
    lower = name.lower()
    found = work.session.scalars(
        select(SampleUnit)
        .where(
            or_(
                func.lower(SampleUnit.asset_tag) == lower,
                func.lower(SampleUnit.serial_number) == lower,
                SampleUnit.serial_key == serial_key(name),
            )
        )
        .limit(2)
    ).all()
    return found[0] if len(found) == 1 else None


def units_like(work: Work, query: FindUnits) -> Page[SampleUnit]:
    """Answer units, those alone whose serial number or tag holds what was asked for."""
    question = narrowed_units(query)
    if query.q:
        question = question.where(
            or_(
                SampleUnit.asset_tag.icontains(query.q, autoescape=True),
                SampleUnit.serial_number.icontains(query.q, autoescape=True),
            )
        )
    return page(work, question, SampleUnit.id, query)


def held_units(work: Work, query: UnitQuery) -> list[SampleUnit]:
    """Answer every unit outside the house: a recall list has no second page."""
    found: list[SampleUnit] = []
    asked: UnitQuery | None = replace(query, held=True, limit=MOST, cursor=None)
    while asked is not None:
        part = sample_units(work, asked)
        found += part.items
        asked = replace(asked, cursor=part.next_cursor) if part.next_cursor else None
    return found


def free_units(work: Work, model_id: str) -> Sequence[SampleUnit]:
    """Answer the units of a model that a request may be given."""
    return work.session.scalars(
        select(SampleUnit)
        .where(SampleUnit.model_id == model_id, SampleUnit.state == UnitState.AVAILABLE)
        .order_by(SampleUnit.serial_key)
        .limit(MOST)
    ).all()


@dataclass(frozen=True, slots=True)
class FindPractitioners(Paging):
    """What stands in a practitioner's name, practice, number or e-mail."""

    q: str = ""


def practitioners_like(work: Work, query: FindPractitioners) -> Page[Practitioner]:
    """Answer practitioners, those alone of whom something is called so."""
    question = select(Practitioner)
    if query.q:
        columns = (
            Practitioner.name,
            Practitioner.practice_name,
            Practitioner.registration_number,
            Practitioner.email,
        )
        question = question.where(or_(*(c.icontains(query.q, autoescape=True) for c in columns)))
    return page(work, question, Practitioner.id, query)


def everybody(work: Work) -> Sequence[Practitioner]:
    """Answer all practitioners by name, to choose one."""
    return work.session.scalars(
        select(Practitioner).order_by(func.lower(Practitioner.name), Practitioner.id)
    ).all()


def every_model(work: Work) -> Sequence[MassagerModel]:
    """Answer all models by name, to choose one."""
    return work.session.scalars(
        select(MassagerModel).order_by(func.lower(MassagerModel.name), MassagerModel.id)
    ).all()


def service_history(work: Work, unit_id: str) -> Sequence[ServiceRecord]:
    """Answer everything that was done to a unit, newest first."""
    return work.session.scalars(
        select(ServiceRecord)
        .where(ServiceRecord.unit_id == unit_id)
        .order_by(ServiceRecord.seq.desc())
    ).all()
