"""Where each place of a plan is drawn, in as few pictures as possible."""

from collections.abc import Iterable, Mapping
from functools import cache

from clinic.anatomy.rules import Place, View, chart_drawing, chart_views, shape_centre
from clinic.handouts.rules import chosen_views
from clinic.paper.body_drawing import Drawing, read_drawing

# a view and a point in it, as fractions of its width and height
Spot = tuple[View, float, float]


@cache
def drawing(view: View) -> Drawing:
    """Answer one view of the body, taken apart."""
    return read_drawing(view.value, chart_drawing(view))


def spots_of(places: Iterable[Place], charted: Mapping[Place, Spot]) -> dict[Place, Spot | None]:
    """Answer where each place is drawn.

    A point that was marked at the examination stays where it was marked; the other muscles are
    drawn in a view that the sheet needs anyway, if it shows them well.
    """
    places = list(places)
    seen = {place: _sizes(place) for place in places if place not in charted}
    views = chosen_views(seen, {charted[place][0] for place in places if place in charted})
    return {
        place: charted[place] if place in charted else _centre(place, views[place])
        for place in places
    }


def _sizes(place: Place) -> dict[View, float]:
    boxes = {
        view: drawing(view).muscles[place.muscle, place.side.value].box
        for view in chart_views(place.muscle, place.side)
    }
    return {view: box.width * box.height for view, box in boxes.items()}


def _centre(place: Place, view: View | None) -> Spot | None:
    return None if view is None else (view, *shape_centre(view, place.muscle, place.side))
