"""The JSON door of the body's reference data."""

from clinic.anatomy.rules import MUSCLES, ZONES, Muscle, Zone
from clinic.anatomy.schemas import MuscleShape, ZoneShape
from clinic.rulebook.permissions import Permission
from clinic.web.endpoint import Door, endpoint
from clinic.web.shapes import PageQuery
from clinic.work.paging import Page, Paging, slice_of
from clinic.work.unit import Work

api = Door("anatomy", "Muscles, zones and regions: catalogues that suggest and never refuse.")


@api.get("/catalogue/muscles")
@endpoint(needs=Permission.SIGNED_IN, query=PageQuery(), returns=MuscleShape(), lists=True)
def list_muscles(_work: Work, paging: Paging) -> Page[Muscle]:
    """List the muscles, from head to foot."""
    return slice_of(list(MUSCLES.values()), lambda muscle: muscle.slug, paging)


@api.get("/catalogue/zones")
@endpoint(needs=Permission.SIGNED_IN, query=PageQuery(), returns=ZoneShape(), lists=True)
def list_zones(_work: Work, paging: Paging) -> Page[Zone]:
    """List the zones; the broad regions come first."""
    return slice_of(list(ZONES.values()), lambda zone: zone.slug, paging)
