"""The drawings of the body chart, for the pages to put marks on."""

from flask import Response

from clinic.anatomy.rules import View, chart_drawing
from clinic.rulebook.refusals import NotFound
from clinic.web.assets import YEAR
from clinic.web.page import Pages, open_to_all

pages = Pages("anatomy")


@pages.get("/body-chart/<view>.svg")
@open_to_all
def show_chart(view: str) -> Response:
    """Show the drawing of one view; it is the same for everybody and tells of nobody."""
    if view not in set(View):
        raise NotFound
    response = Response(chart_drawing(View(view)), mimetype="image/svg+xml")
    response.headers["Cache-Control"] = f"public, max-age={YEAR}"
    return response
