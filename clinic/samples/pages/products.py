"""The pages of massager models: the list, a new one, and one to change."""

from collections.abc import Mapping
from typing import Any

from clinic.paper.words import money, plain_number
from clinic.rulebook.permissions import Permission
from clinic.samples import queries, use_cases
from clinic.samples.models import MassagerModel
from clinic.samples.pages.door import next_address, pages
from clinic.samples.pages.shapes import ModelChangeForm, NewModelForm
from clinic.samples.use_cases import NewModel
from clinic.web.fields import dollars
from clinic.web.page import Go, form, page
from clinic.web.shapes import PageQuery
from clinic.work.paging import Paging
from clinic.work.unit import Work, etag_of

# lines of a dial that stand empty for more marks
_MORE_MARKS = 4


@pages.get("/samples/models")
@page("samples/models.html", needs=Permission.SAMPLES, query=PageQuery())
def list_models(work: Work, paging: Paging) -> Mapping[str, Any]:
    """Show the products, newest first."""
    found = queries.massager_models(work, paging)
    return {
        "models": [
            {
                "id": model.id,
                "name": model.name,
                "sku": model.sku,
                "range": f"{plain_number(model.min_hz)} to {plain_number(model.max_hz)} Hz",
                "price": None if model.price_cents is None else money(model.price_cents),
                "marks": len(model.dial),
                "artg_number": model.artg_number,
            }
            for model in found.items
        ],
        "next": next_address(found.next_cursor),
    }


@pages.get("/samples/models/new")
@page("samples/model_form.html", needs=Permission.SAMPLES)
def new_model(_work: Work) -> Mapping[str, Any]:
    """Show the form for a new product."""
    return {"model": None, "stored": {}, "dial": [("", "")] * (2 * _MORE_MARKS)}


@pages.post("/samples/models/new")
@form(shows=new_model, needs=Permission.SAMPLES, accepts=NewModelForm())
def create_model(work: Work, new: NewModel) -> Go:
    """Make a product."""
    use_cases.create_model(work, new)
    return Go("/samples/models", told="Model added.")


@pages.get("/samples/models/<id:model_id>")
@page("samples/model_form.html", needs=Permission.SAMPLES)
def edit_model(work: Work, model_id: str) -> Mapping[str, Any]:
    """Show a product, to be changed."""
    model = work.find(MassagerModel, model_id)
    return {
        "model": {"id": model.id, "name": model.name, "etag": etag_of(model)},
        "stored": {
            "name": model.name,
            "sku": model.sku,
            "min_hz": plain_number(model.min_hz),
            "max_hz": plain_number(model.max_hz),
            "price_cents": dollars(model.price_cents),
            "artg_number": model.artg_number,
        },
        "dial": [
            *((mark["mark"], plain_number(mark["hz"])) for mark in model.dial),
            *[("", "")] * _MORE_MARKS,
        ],
    }


@pages.post("/samples/models/<id:model_id>")
@form(shows=edit_model, needs=Permission.SAMPLES, accepts=ModelChangeForm(partial=True))
def change_model(work: Work, changes: Mapping[str, Any], model_id: str) -> Go:
    """Change a product."""
    use_cases.change_model(work, model_id, changes)
    return Go("/samples/models", told="Saved.")
