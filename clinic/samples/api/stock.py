"""Addresses of models, units and service records."""

from collections.abc import Mapping
from typing import Any

from clinic.rulebook.permissions import Permission
from clinic.samples import queries, use_cases
from clinic.samples.api.door import api, one, several
from clinic.samples.models import MassagerModel, SampleUnit, ServiceRecord
from clinic.samples.queries import UnitQuery
from clinic.samples.queries.shown import shown_units
from clinic.samples.schemas.stock import (
    MassagerModelChangeShape,
    MassagerModelShape,
    NewMassagerModelShape,
    NewSampleUnitShape,
    NewServiceRecordShape,
    RetirementShape,
    SampleUnitShape,
    ServiceRecordShape,
    UnitQueryShape,
)
from clinic.samples.use_cases import NewModel, NewServiceRecord, NewUnit
from clinic.web.endpoint import endpoint
from clinic.web.shapes import PageQuery
from clinic.work.paging import Page, Paging
from clinic.work.unit import Work


@api.post("/massager-models")
@endpoint(
    needs=Permission.SAMPLES,
    accepts=NewMassagerModelShape(),
    returns=MassagerModelShape(),
    creates="/massager-models/{id}",
)
def create_massager_model(work: Work, new: NewModel) -> MassagerModel:
    """Make a product."""
    return use_cases.create_model(work, new)


@api.get("/massager-models")
@endpoint(needs=Permission.MODELS_READ, query=PageQuery(), returns=MassagerModelShape(), lists=True)
def list_massager_models(work: Work, paging: Paging) -> Page[MassagerModel]:
    """List products, newest first."""
    return queries.massager_models(work, paging)


@api.get("/massager-models/<id:model_id>")
@endpoint(needs=Permission.MODELS_READ, returns=MassagerModelShape())
def read_massager_model(work: Work, model_id: str) -> MassagerModel:
    """Answer a product."""
    return work.find(MassagerModel, model_id)


@api.patch("/massager-models/<id:model_id>")
@endpoint(
    needs=Permission.SAMPLES,
    accepts=MassagerModelChangeShape(partial=True),
    returns=MassagerModelShape(),
)
def change_massager_model(work: Work, changes: Mapping[str, Any], model_id: str) -> MassagerModel:
    """Change a product."""
    return use_cases.change_model(work, model_id, changes)


@api.post("/sample-units")
@endpoint(
    needs=Permission.SAMPLES,
    accepts=NewSampleUnitShape(),
    returns=SampleUnitShape(),
    creates="/sample-units/{id}",
)
def add_sample_unit(work: Work, new: NewUnit) -> dict[str, Any]:
    """Take a unit into stock. Where somebody waits for its model, it is reserved at once."""
    return one(work, shown_units, use_cases.add_unit(work, new))


@api.get("/sample-units")
@endpoint(needs=Permission.SAMPLES, query=UnitQueryShape(), returns=SampleUnitShape(), lists=True)
def list_sample_units(work: Work, query: UnitQuery) -> Page[dict[str, Any]]:
    """List units, newest first. With `held=true`: the recall list, who holds what."""
    work.record("sample_units.listed")
    return several(work, shown_units, queries.sample_units(work, query))


@api.get("/sample-units/<id:unit_id>")
@endpoint(needs=Permission.SAMPLES, returns=SampleUnitShape())
def read_sample_unit(work: Work, unit_id: str) -> dict[str, Any]:
    """Answer a unit with its whole custody history."""
    unit = work.find(SampleUnit, unit_id)
    work.record("sample_unit.read", unit)
    return one(work, shown_units, unit)


@api.post("/sample-units/<id:unit_id>/retire")
@endpoint(needs=Permission.SAMPLES, accepts=RetirementShape(), returns=SampleUnitShape())
def retire_sample_unit(work: Work, body: Mapping[str, str], unit_id: str) -> dict[str, Any]:
    """Take a unit out of the programme."""
    return one(work, shown_units, use_cases.retire_unit(work, unit_id, body["reason"]))


@api.post("/sample-units/<id:unit_id>/service-records")
@endpoint(
    needs=Permission.SAMPLES,
    accepts=NewServiceRecordShape(),
    returns=ServiceRecordShape(),
    creates="/service-records/{id}",
)
def record_service(work: Work, new: NewServiceRecord, unit_id: str) -> ServiceRecord:
    """Record a clean, a test and tag or a repair: it may release the unit, or quarantine it."""
    return use_cases.record_service(work, unit_id, new)


@api.get("/sample-units/<id:unit_id>/service-records")
@endpoint(needs=Permission.SAMPLES, query=PageQuery(), returns=ServiceRecordShape(), lists=True)
def list_service_records(work: Work, paging: Paging, unit_id: str) -> Page[ServiceRecord]:
    """List what was done to a unit, newest first."""
    unit = work.find(SampleUnit, unit_id)
    return queries.service_records(work, unit.id, paging)


@api.get("/service-records/<id:record_id>")
@endpoint(needs=Permission.SAMPLES, returns=ServiceRecordShape())
def read_service_record(work: Work, record_id: str) -> ServiceRecord:
    """Answer a service record."""
    return work.find(ServiceRecord, record_id)
