"""The JSON door of evidence."""

from clinic.evidence.rules import ADVICE, REFERENCES, THERAPIES, Advice, Reference, Therapy
from clinic.evidence.schemas import AdviceShape, ReferenceShape, TherapyShape
from clinic.rulebook.permissions import Permission
from clinic.web.endpoint import Door, endpoint
from clinic.web.shapes import PageQuery
from clinic.work.paging import Page, Paging, slice_of
from clinic.work.unit import Work

api = Door("evidence", "Publications, advice and what the evidence says of therapies.")


@api.get("/catalogue/references")
@endpoint(needs=Permission.SIGNED_IN, query=PageQuery(), returns=ReferenceShape(), lists=True)
def list_references(_work: Work, paging: Paging) -> Page[Reference]:
    """List the publications that printed claims rest on."""
    return slice_of(list(REFERENCES.values()), lambda reference: reference.slug, paging)


@api.get("/catalogue/advice")
@endpoint(needs=Permission.SIGNED_IN, query=PageQuery(), returns=AdviceShape(), lists=True)
def list_advice(_work: Work, paging: Paging) -> Page[Advice]:
    """List the advice a plan may print."""
    return slice_of(list(ADVICE.values()), lambda advice: advice.slug, paging)


@api.get("/catalogue/therapies")
@endpoint(needs=Permission.SIGNED_IN, query=PageQuery(), returns=TherapyShape(), lists=True)
def list_therapies(_work: Work, paging: Paging) -> Page[Therapy]:
    """List therapies and what the evidence says of each."""
    return slice_of(list(THERAPIES.values()), lambda therapy: therapy.slug, paging)
