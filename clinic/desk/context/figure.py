"""The body chart of a patient's page: where the points are, and where nothing is."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clinic.anatomy.rules import Place, View, chart_views, shape_centre
from clinic.desk.context.points import PointMark, point_marks
from clinic.desk.queries.patient import Followed
from clinic.desk.rules.figure import (
    HERE_WORDS,
    MARK,
    SIDES_SHOWN,
    SIZES,
    VIEW_WORDS,
    Box,
    Point,
    figure_address,
    part_around,
    part_words,
    spread,
    whole,
)
from clinic.examinations.rules import ExaminationState


@dataclass(frozen=True, slots=True)
class ChartMark:
    """A mark on the drawing, in its units."""

    x: float
    y: float
    mark: str
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """One view, as the macro of templates/anatomy/_chart.html draws it."""

    view: View
    address: str
    width: float
    height: float
    box: Box
    # what stands at the viewer's left and right
    sides: tuple[str, str]
    marks: Sequence[ChartMark]
    size: float
    caption: str
    words: str


@dataclass(frozen=True, slots=True)
class SmallFigure:
    """A whole view, small: how many points lie there, as dots; or that none does."""

    chart: Chart
    count: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class Body:
    """The chart opened where the points are, and the small figures beside it."""

    main: Chart
    small: Sequence[SmallFigure]
    legend: Sequence[str]
    shows_all: bool
    left: int
    all: int


_ORDER = (View.BACK, View.FRONT, View.LEFT, View.RIGHT)
_ALWAYS = (View.BACK, View.FRONT)


def body_of(care: Followed, *, shows_all: bool, view: View | None = None) -> Body:
    """Answer the chart of what is left, or of everything that was found."""
    marks = point_marks(care.register.places, care.point_ids)
    shown = [mark for mark in marks if shows_all or mark.is_left]
    stands = stands_of(care)
    by_view: dict[View, list[tuple[PointMark, Point]]] = {each: [] for each in _ORDER}
    for mark in shown:
        on, point = stands[mark.name.place]
        by_view[on].append((mark, point))
    counts = {each: len(by_view[each]) for each in _ORDER}
    opened = view if view and (counts[view] or view in _ALWAYS) else None
    opened = opened or max(_ORDER, key=lambda each: counts[each])
    return Body(
        main=chart_of(opened, by_view[opened]),
        small=[
            _small(each, by_view[each], is_open=each is opened)
            for each in _ORDER
            if counts[each] or each in _ALWAYS
        ],
        legend=_legend(shown),
        shows_all=shows_all,
        left=sum(mark.is_left for mark in marks),
        all=len(marks),
    )


def stands_of(care: Followed) -> dict[Place, tuple[View, Point]]:
    """Answer where each followed place lies: as last set on the chart, else its muscle's middle."""
    last: dict[Place, tuple[View, Point]] = {}
    for visit in care.visits:
        if visit.state is not ExaminationState.SIGNED:
            continue
        for spot in care.spots.get(visit.id, {}).values():
            if spot.view is not None and spot.x is not None and spot.y is not None:
                width, height = SIZES[spot.view]
                last[spot.place] = spot.view, (spot.x * width, spot.y * height)
    return {place: last.get(place) or middle_of(place) for place in care.register.places}


def middle_of(place: Place) -> tuple[View, Point]:
    """Answer the middle of a place's muscle in the view that shows it first, back before front."""
    views = chart_views(place.muscle, place.side)
    view = next((each for each in _ORDER if each in views), None)
    if view is None:
        return View.FRONT, (SIZES[View.FRONT][0] / 2, 0.0)
    x, y = shape_centre(view, place.muscle, place.side)
    width, height = SIZES[view]
    return view, (x * width, y * height)


def chart_of(view: View, found: Sequence[tuple[PointMark, Point]]) -> Chart:
    """Answer a view opened on the part that its points lie in."""
    points = [point for _mark, point in found]
    box = part_around(view, points)
    size = round(box.width * MARK, 1)
    caption = part_words(view, box)
    marks = [
        ChartMark(x, y, mark.mark, mark.words)
        for (mark, _point), (x, y) in zip(found, spread(points, size), strict=True)
    ]
    told = ". ".join(mark.words for mark in marks) or "no point here"
    return _chart(view, box, marks, size, caption, f"{caption}: {told}")


def _small(view: View, found: Sequence[tuple[PointMark, Point]], *, is_open: bool) -> SmallFigure:
    count = len(found)
    here = HERE_WORDS[view]
    caption = f"{count} here" if is_open and count else f"{count or 'None'} {here}"
    marks = [ChartMark(round(x, 1), round(y, 1), mark.mark, "") for mark, (x, y) in found]
    words = f"{VIEW_WORDS[view]}, whole body: {caption}"
    return SmallFigure(_chart(view, whole(view), marks, 0, caption, words), count, is_open)


def _chart(  # noqa: PLR0913, PLR0917 (what a drawing is made of)
    view: View, box: Box, marks: Sequence[ChartMark], size: float, caption: str, words: str
) -> Chart:
    width, height = SIZES[view]
    return Chart(
        view=view,
        address=figure_address(view),
        width=width,
        height=height,
        box=box,
        sides=SIDES_SHOWN[view],
        marks=marks,
        size=size,
        caption=caption,
        words=words,
    )


def _legend(shown: Sequence[PointMark]) -> list[str]:
    counts: Mapping[str, int] = Counter(mark.mark for mark in shown)
    return list(counts)
